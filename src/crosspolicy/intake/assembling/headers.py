"""What is wrong with a table's header: told once, before any row is taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Any, Final

from crosspolicy.acts.act import Target
from crosspolicy.acts.registry import named
from crosspolicy.forms.base import Part
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling import mapping as mappings
from crosspolicy.intake.assembling.cells import as_text
from crosspolicy.intake.assembling.columns import nearest
from crosspolicy.intake.assembling.kinds import SUBMITTED, form_of
from crosspolicy.intake.assembling.plan import Plan
from crosspolicy.intake.assembling.sources import Wrong
from crosspolicy.intake.fields import fields_of
from crosspolicy.intake.reading.unusable import snippet
from crosspolicy.records.raw import Place, Raw, Table, Trouble
from crosspolicy.vocabulary.labels import FieldName

_GUESSES: Final = 50
"""For how many columns it is looked up what may be meant: more are a file of something else."""


class Header:
    """The header of a table that is about to be read: where it stands, and the rows below it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        rows = iter(table.rows)
        first = next(rows, None)
        place = table.place or Place(table.name) if first is None else first.place
        self.place = place._replace(row=table.header_row)
        self.rows: Iterator[Raw | Trouble] = rows if first is None else chain((first,), rows)

    def close(self) -> None:
        """Let go of rows that nobody will read."""
        if close := getattr(self.table.rows, "close", None):
            close()

    def troubles(self, wrongs: Iterable[Wrong]) -> Iterator[Trouble]:
        """Yield what is wrong with columns."""
        for wrong in wrongs:
            yield Trouble(self.place, wrong.column, "", wrong.message, wrong.hint)


def unknown(columns: Iterable[str], forms: Sequence[type[Part]]) -> Iterator[Wrong]:
    """Yield a fault for each column that means nothing in the forms, with the field that may be meant."""
    for number, column in enumerate(columns):
        near = nearest(forms, column) if number < _GUESSES else ""
        message = Text(N_("is no column that is known here"))
        if near:
            message = Text(N_("is no column that is known here; do you mean {near}?"), near=FieldName(near))
        hint = Text(
            N_("Rename it, take it out, or map it: --map {field}={column}."), field=near or "FIELD", column=column
        )
        yield Wrong(column, message, hint)


def absent(columns: Sequence[str], mapping: mappings.Mapping) -> Iterator[Wrong]:
    """Yield a fault for each column that the mapping speaks of and the table has not."""
    there = Text(N_("The columns are {columns}."), columns=tuple(columns))
    for path, rule in mapping.rules.items():
        for column in rule.columns:
            if column not in columns:
                message = Text(N_("is mapped to {field}, but there is no such column"), field=FieldName(path))
                yield Wrong(column, message, there)
    for column in mapping.ignore:
        if column not in columns:
            yield Wrong(column, Text(N_("is to be ignored, but there is no such column")), there)


def missing(act: str, plan: Plan, envelope: Plan, lists: Set[str]) -> Iterator[Wrong]:
    """Yield a fault for each thing that every record of an act must state and no column states; ``lists`` do, too."""
    has_target = "target" in envelope.stated | envelope.fixed.keys()
    if act == SUBMITTED and has_target:  # of a draft that the book has already
        return
    stated = plan.stated | plan.fixed.keys() | lists
    needed = [field.name for field in fields_of(form_of(act)) if field.is_required and field.name not in stated]
    if act != SUBMITTED and not has_target and named(act).target not in (Target.BOOK, Target.NEW_REQUEST):
        needed.insert(0, "target")
    for name in needed:
        hint = Text(N_("Add the column, or state --map {field}=COLUMN, or --set {field}=VALUE."), field=name)
        yield Wrong(name, Text(N_("must be there, and no column states it")), hint)


def trouble(raw: Raw, wrong: Wrong) -> Trouble:
    """Return what is wrong with a cell, with the cell as it stands in the file."""
    value = raw.values.get(wrong.column)
    if value is None:
        value = _inside(raw.values, wrong.column)
    return Trouble(raw.place, wrong.column, snippet(str(as_text(value))), wrong.message, wrong.hint, raw)


def _inside(values: Any, path: str) -> Any:
    """Return what an object states at a path such as ``target.external_id``; an empty text where there is nothing."""
    for step in path.split("."):
        values = values.get(step) if isinstance(values, Mapping) else None
    return "" if values is None else values
