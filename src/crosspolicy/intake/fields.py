"""A form's fields as flags, prompts, blank files and the schema need them: read off the form, once."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from crosspolicy.forms.base import Form, Part
from crosspolicy.forms.types import Refers, Scale, Shape
from crosspolicy.i18n import N_, _
from crosspolicy.vocabulary.labels import field_label

_KINDS: Final[dict[Any, str]] = {date: "day", datetime: "moment", Decimal: "money", int: "integer", bool: "flag"}
_UNITS: Final = {"currency": N_("in the book's currency")}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    ``kind`` is one of line, prose, choice, day, moment, when, money, integer, flag, object; ``is_list`` says that there
    may be several; ``only_for`` is the kind of form (its field ``kind``) that alone has the field, empty for all.
    ``refers`` names what a value stands for in the book: department, person, milestone. ``scale`` is the policy's scale
    of risk that a score is a step of. ``part`` is the form of an object's own fields. ``gate`` is the gate that asks
    for an optional field. ``within`` is the list in whose entries it is called otherwise than elsewhere. ``most`` is
    how many entries a list takes. ``adapter`` checks a value.
    """

    name: str
    kind: str
    is_list: bool
    is_required: bool
    only_for: str
    help: str
    clause: str
    gate: str
    unit: str
    default_note: str
    choices: tuple[str, ...]
    refers: str
    scale: str
    part: type[Part] | None
    annotation: Any
    within: str = ""
    most: int = 0

    @property
    def label(self) -> str:
        """What the field is called, in the language now spoken."""
        return field_label(self.name, self.within)

    @property
    def flag(self) -> str:
        """The flag that fills it."""
        return "--" + self.name.replace("_", "-")

    @property
    def hint(self) -> str:
        """What to state, in the language now spoken."""
        return _(self.help)

    @property
    def adapter(self) -> "TypeAdapter[Any]":
        """What checks one value of the field (one item, where there may be several)."""
        return _adapter(self.annotation)


@cache
def _adapter(annotation: Any) -> "TypeAdapter[Any]":
    return TypeAdapter(annotation)


@cache
def fields_of(form: type[Part]) -> tuple[Field, ...]:
    """Return the fields of a form in the order in which they are asked; ``occurred_on`` last."""
    named = sorted(form.model_fields.items(), key=lambda item: item[0] == "occurred_on")
    return tuple(_describe(form, name, info) for name, info in named)


def _describe(form: type[Part], name: str, info: FieldInfo) -> Field:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    annotation = _rebuilt(info)
    whole, around = _bare(annotation)
    is_list = get_origin(whole) is tuple
    item = get_args(whole)[0] if is_list else annotation
    bare, marks = _bare(item)
    part = bare if isinstance(bare, type) and issubclass(bare, Part) else None
    choices = tuple(str(member.value) for member in bare) if isinstance(bare, type) and issubclass(bare, Enum) else ()
    refers = next((mark.to for mark in marks if isinstance(mark, Refers)), "")
    scale = next((mark.name for mark in marks if isinstance(mark, Scale)), "")
    shape = next((mark.name for mark in marks if isinstance(mark, Shape)), "line")
    kind = "object" if part else "choice" if choices else "when" if _is_union(bare) else _KINDS.get(bare, shape)
    return Field(
        name=name,
        kind=kind,
        is_list=is_list,
        is_required=info.is_required(),
        only_for=next((kind for kind, names in getattr(form, "parts_of", {}).items() if name in names), ""),
        help=info.description or "",
        clause=str(extra.get("clause") or getattr(form, "clause", "")),
        gate=str(extra.get("gate", "")),
        unit=_UNITS.get(str(extra.get("unit", "")), str(extra.get("unit", ""))),
        default_note=str(extra.get("default_note", "")),
        choices=choices,
        refers=refers,
        scale=scale,
        part=part,
        annotation=item,
        within=form.within,
        most=next((mark.max_length for mark in around if isinstance(mark, MaxLen)), 0) if is_list else 0,
    )


def _is_union(bare: Any) -> bool:
    return get_origin(bare) in (Union, UnionType)


def _rebuilt(info: FieldInfo) -> Any:
    """Return the annotation of a field as it was written, without ``| None``."""
    annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    if _is_union(annotation):
        inner = [arg for arg in get_args(annotation) if arg is not type(None)]
        annotation = inner[0] if len(inner) == 1 else annotation
    return annotation


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """Split ``Annotated`` into the type and its marks."""
    if get_origin(annotation) is Annotated:
        bare, *marks = get_args(annotation)
        return bare, tuple(marks)
    return annotation, ()


def missing_fields(form: type[Form], given: dict[str, Any]) -> tuple[Field, ...]:
    """Return the fields that must be there and are not."""
    return tuple(f for f in fields_of(form) if f.is_required and given.get(f.name) in (None, "", [], ()))
