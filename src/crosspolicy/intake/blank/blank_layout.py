"""What a blank table has columns for: an act's form, flattened, and what a record states beside it."""

from collections.abc import Iterator
from typing import NamedTuple

from crosspolicy.acts.act import Target
from crosspolicy.acts.registry import named
from crosspolicy.forms.base import Form
from crosspolicy.intake.assembling.columns import noted_heading, slot_at
from crosspolicy.intake.assembling.envelope import NOTES, Envelope
from crosspolicy.intake.assembling.kinds import SUBMITTED, form_of
from crosspolicy.intake.fields import Field, fields_of

ITEMS = 2
"""How many numbered columns a list of objects gets in a file that has one table."""


class Column(NamedTuple):
    """A column of a blank table; ``is_needed`` says that a record is taken only with it.

    ``is_part`` is said of the own number in a list's table, which is that of the record that the row belongs to.
    """

    path: str
    field: Field
    is_needed: bool
    is_part: bool = False

    @property
    def label(self) -> str:
        """What stands at its head, in the language now spoken."""
        note = NOTES[self.path][self.is_part] if self.path in NOTES else ""
        return noted_heading(self.path, self.field.within, note) + (" *" if self.is_needed else "")


def lists_of(act: str) -> tuple[Field, ...]:
    """Return the fields of an act's form that are lists of objects."""
    return tuple(field for field in fields_of(form_of(act)) if field.is_list and field.part)


def columns_of(act: str, *, with_lists: bool) -> tuple[Column, ...]:
    """Return the columns of an act's table; lists of objects as numbered ones, or not at all."""
    form = [column for field in fields_of(form_of(act)) for column in _columns(act, field, with_lists=with_lists)]
    return (*_before(act, is_parent=not with_lists and bool(lists_of(act))), *form, *_beside("actor"))


def list_columns(act: str, field: Field) -> tuple[Column, ...]:
    """Return the columns of the table that holds a list of objects on rows of their own."""
    assert field.part is not None
    inner = [Column(f.name, f, is_needed(act, f)) for f in fields_of(field.part) if f.name != "occurred_on"]
    return (*_beside("external_id", is_needed=True, is_part=True), *inner)


def is_needed(act: str, field: Field) -> bool:
    """Tell whether a field must be there, or else a gate of the act refuses, whatever stands beside it."""
    return field.is_required or (field.gate in named(act).gates and field.name not in _either_or(form_of(act)))


def _either_or(form: type[Form]) -> set[str]:
    """Return the fields that stand for others, and those others."""
    return {name for field, others in form.instead_of.items() for name in (field, *others)}


def _before(act: str, *, is_parent: bool) -> Iterator[Column]:
    """Yield the columns for which record it is, and for what its act is done to; rows elsewhere name a parent."""
    yield from _beside("external_id", is_needed=is_parent)
    target = named(act).target
    if act != SUBMITTED and target not in (Target.BOOK, Target.NEW_REQUEST):
        yield from _beside("target", is_needed=True)
        if target is Target.MILESTONE:
            yield from _beside("target.milestone", is_needed=True)


def _beside(path: str, *, is_needed: bool = False, is_part: bool = False) -> Iterator[Column]:
    slot = slot_at(Envelope, path)
    assert slot is not None
    yield Column(path, slot.field, is_needed, is_part)


def _columns(act: str, field: Field, *, with_lists: bool) -> Iterator[Column]:
    needed = is_needed(act, field)
    if field.part is None:
        yield Column(field.name, field, needed)
    elif not field.is_list or with_lists:
        for item in [f"{field.name}.{n}" for n in range(1, ITEMS + 1)] if field.is_list else [field.name]:
            is_first = item == f"{field.name}.1"
            for inner in fields_of(field.part):
                if inner.name != "occurred_on":
                    yield Column(f"{item}.{inner.name}", inner, needed and is_first and is_needed(act, inner))
