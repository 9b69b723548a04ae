"""How the rows of one table become forms: settled once from the header, the form and the mapping."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosspolicy.forms.base import Part
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling import mapping as mappings
from crosspolicy.intake.assembling.columns import slot_at, slot_of
from crosspolicy.intake.assembling.envelope import Envelope
from crosspolicy.intake.assembling.sources import Build, Source, Wrong, mapped, own
from crosspolicy.intake.assembling.tree import Node, compiled, fixed_of, grown
from crosspolicy.vocabulary.labels import FieldName


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes a form (or an envelope) of a row.

    ``fixed`` is what its fields get where nothing states them. ``behind`` names the column behind each path that a
    column states, ``renamed`` only of those that are called otherwise; ``stated`` are the fields of the form that
    columns state, ``known`` the columns that mean something here.
    """

    build: Build
    fixed: Mapping[str, Any]
    behind: Mapping[str, str]
    renamed: Mapping[str, str]
    stated: frozenset[str]
    known: frozenset[str]
    wrong: tuple[Wrong, ...]

    def moved(self, moves: Sequence[tuple[str, int, int]]) -> Mapping[str, str]:
        """Return ``renamed`` for a row in which items of lists moved up."""
        behind = dict(self.behind)
        for path, number, place in moves:
            old, new = f"{path}.{number}", f"{path}.{place}"
            for name in [n for n in behind if n == old or n.startswith(f"{old}.")]:
                behind[new + name[len(old) :]] = behind.pop(name)
        return _renamed(behind)


def _renamed(behind: Mapping[str, str]) -> Mapping[str, str]:
    return {path: column for path, column in behind.items() if path != column}


def plan_of(form: type[Part], columns: Sequence[str], mapping: mappings.Mapping) -> Plan:
    """Return the plan for a table's columns; what is wrong with them stands in ``wrong``."""
    by_rule = list(_by_rules(form, mapping))
    settled = {source.slot.path for source in by_rule}
    named = [] if mapping.ignore_unmapped else list(_by_name(form, columns, mapping, settled))
    sources = [*by_rule, *named]
    fixed = [
        (slot.steps, value)
        for path, value in {**mapping.defaults, **mapping.constants}.items()
        if (slot := slot_at(form, path))
    ]
    root = _with_code(grown(sources, fixed)) if form is Envelope else grown(sources, fixed)
    behind = {s.slot.path: " + ".join(s.columns) for s in sources if s.columns}
    return Plan(
        build=compiled(root),
        fixed=fixed_of(root),
        behind=behind,
        renamed=_renamed(behind),
        stated=frozenset(str(name) for name, node in root.below.items() if node.has_columns),
        known=frozenset(column for source in sources for column in source.columns),
        wrong=tuple(_twice(named)),
    )


def _by_rules(form: type[Part], mapping: mappings.Mapping) -> Iterator[Source]:
    for path, rule in mapping.rules.items():
        if slot := slot_at(form, path):
            yield mapped(slot, rule, mapping.values, mapping.separator)


def _by_name(
    form: type[Part], columns: Sequence[str], mapping: mappings.Mapping, settled: set[str]
) -> Iterator[Source]:
    for column in columns:
        slot = None if column in mapping.ignore else slot_of(form, column)
        if slot and slot.path not in settled and not mapping.is_constant(slot.path):
            yield own(slot, column, mapping.separator)


def _twice(sources: Sequence[Source]) -> Iterator[Wrong]:
    """Yield each column that states what another one states."""
    counts = Counter(source.slot.path for source in sources)
    for source in sources:
        if counts[source.slot.path] > 1:
            hint = Text(N_("Take one of the two out."))
            yield Wrong(
                source.columns[0],
                Text(N_("states {field}, as another column does"), field=FieldName(source.slot.path)),
                hint,
            )


def _with_code(root: Node) -> Node:
    """A target that is more than its code is an object, its code one of the fields."""
    target = root.below.get("target")
    if target and target.below:
        code = target.below.setdefault("code", Node())
        code.source, target.source = code.source or target.source, None
        if isinstance(target.fixed, str):
            code.fixed, target.fixed = target.fixed, None
    return root
