"""What to say of a field to somebody who fills in a blank table: whether it must be there, what, and written how."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from crosspolicy.acts.registry import named
from crosspolicy.i18n import N_, _, listed, phrases
from crosspolicy.intake.assembling.cells import NAMED
from crosspolicy.intake.assembling.envelope import NOTES
from crosspolicy.intake.assembling.kinds import form_of
from crosspolicy.intake.blank.blank_layout import Column
from crosspolicy.intake.choices import choices_of, folded
from crosspolicy.intake.fields import Field
from crosspolicy.vocabulary.labels import choice_label, field_label, value_label

Named = Sequence[tuple[str, str]]
"""Departments or people: a code or login, and the name."""

Scales = Mapping[str, Sequence[str]]
"""The steps of the policy's scales of risk, the lowest first, by the scale's name."""


class World(NamedTuple):
    """What a blank table can offer: the book's departments and people, and the steps of its policy's scales."""

    departments: Named = ()
    people: Named = ()
    scales: Scales = MappingProxyType({})

    def named(self, refers: str) -> Named:
        """Return what a field can name of them."""
        return {"department": self.departments, "person": self.people}.get(refers, ())

    def steps(self, scale: str) -> tuple[str, ...]:
        """Return the steps of a scale as a cell may state them: ``2 · minor``."""
        return tuple(NAMED.join((str(step), text)) for step, text in enumerate(self.scales.get(scale, ()), 1))


_WRITTEN: Final = {
    "line": N_("a text on one line"),
    "prose": N_("a text, of several lines if need be"),
    "day": N_("a day, like 2026-03-31"),
    "moment": N_("a time with its offset, like 2026-03-31T09:30+08:00"),
    "when": N_("a day, like 2026-03-31; or a time with its offset, like 2026-03-31T09:30+08:00"),
    "money": N_("an amount, like 12500.00"),
    "integer": N_("a whole number, like 3"),
    "object": N_("a code, like CB-2026-0001"),
}
_REFERRED: Final = {
    "department": N_("a department's code, like {example}"),
    "person": N_("a person's login, like {example}"),
    "audience": N_("a department's code or a person's login"),
}
_EXAMPLES: Final = {"department": "SALES", "person": "li.na"}
_BESIDE: Final = {
    "external_id": N_("where the record may change and be imported again, or another record names it"),
    "actor": N_("where a coordinator, or their deputy, imports for others"),
    "occurred_on": N_("where it did not happen now; with --as-of-record always"),
}
"""When what a record states beside its form is needed."""


def stated_note(column: Column) -> str:
    """Return what to state in a column."""
    return _("the own number of the record that the row belongs to") if column.is_part else column.field.hint


def needed_note(act: str, column: Column) -> str:
    """Return whether a field must be there, or when, and who asks for it."""
    field, form = column.field, form_of(act)
    notes = [_("must be there")] if field.is_required or (column.is_needed and not field.gate) else []
    if column.path == "external_id" and column.is_needed and not column.is_part:
        notes.append(_("the rows of its lists name it"))
    if column.path in _BESIDE and not column.is_needed:
        notes.append(_(_BESIDE[column.path]))
    if column.path == "actor":
        notes.append(_("who may: {who}").format(who=_(named(act).who.label)))
    if field.gate:
        gates = named(act).gates
        note = N_("asked for by gate {gate}") if field.gate in gates else N_("asked for later, by gate {gate}")
        notes.append(_(note).format(gate=field.gate))
    if field.only_for:
        notes.append(_("only for {kind}").format(kind=value_label(field.only_for)))
    if others := form.instead_of.get(field.name, ()) if column.path == field.name else ():
        notes.append(_("instead of {fields}").format(fields=listed(field_label(name) for name in others)))
    return phrases(notes)


def written_note(field: Field, world: World, *, is_chosen: bool = False) -> str:
    """Return how a field is written: the choices with what they are called, a unit, a default, an example.

    ``is_chosen``: the choices drop down, and need not be told.
    """
    notes = [
        *([] if is_chosen else _written(field, world)),
        *([_(NOTES[field.name][0])] if field.name == "external_id" else []),
    ]
    if field.is_list:
        notes.append(_("several in one cell, a semicolon between them"))
    if field.unit:
        notes.append(_(field.unit))
    if field.default_note:
        notes.append(_("default: {default}").format(default=_(field.default_note)))
    return phrases(notes)


def _written(field: Field, world: World) -> Iterator[str]:
    if steps := world.steps(field.scale):
        yield _("one of {choices}").format(choices=listed(steps))
    elif field.choices or field.kind == "flag":
        yield _("one of {choices}").format(
            choices=listed(choice_label(value, field.name) for value in field.choices or offered(field))
        )
    elif field.refers in _REFERRED:
        known = world.named(field.refers)
        yield _(_REFERRED[field.refers]).format(example=known[0][0] if known else _EXAMPLES.get(field.refers, ""))
    else:
        yield _(_WRITTEN[field.kind])


def message(act: str, column: Column, world: World) -> str:
    """Return what to say of a column to somebody who stands in one of its cells; choices drop down there."""
    is_chosen = bool(choices(column.field, world)) and not column.field.is_list
    how = written_note(column.field, world, is_chosen=is_chosen)
    notes = [stated_note(column), how, needed_note(act, column)]
    return "\n".join(filter(None, notes))


def choices(field: Field, world: World) -> tuple[str, ...]:
    """Return what a field can be chosen from; nothing where it is written freely."""
    if steps := world.steps(field.scale):
        return steps
    known = world.named(field.refers)
    return offered(field) if field.choices or field.kind == "flag" else tuple(map(NAMED.join, known))


def offered(field: Field) -> tuple[str, ...]:
    """Return what to offer of a fixed list: what each value is called, the value itself where that is ambiguous."""
    if field.kind == "flag":
        return (_("yes"), _("no"))
    known = choices_of(field)
    labels = {value: value_label(value, field.name) for value in field.choices}
    return tuple(label if known.get(folded(label)) == value else value for value, label in labels.items())
