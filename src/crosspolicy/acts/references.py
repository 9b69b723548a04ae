"""What a form refers to must exist: departments, people, milestones; and amounts must fit the currency."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, cast, get_args, get_origin

from pydantic import BaseModel

from crosspolicy.acts.owing import overdue_of
from crosspolicy.errors import Fault
from crosspolicy.forms.types import Refers
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.vocabulary.codes import request_code, written_code
from crosspolicy.vocabulary.lists import PlanChange
from crosspolicy.vocabulary.money import places


@cache
def reference_of(annotation: Any) -> str:
    """Return what a field of this type names (``department``, ``person``, ``milestone``), or an empty string."""
    if get_origin(annotation) is Annotated:
        for mark in get_args(annotation)[1:]:
            if isinstance(mark, Refers):
                return mark.to
    for inner in get_args(annotation):
        if inner is not Ellipsis and (found := reference_of(inner)):
            return found
    return ""


@cache
def _fields(form: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Return the fields that name something, or hold objects that may: each with what it names (``""``: objects)."""
    found = []
    for name, field in form.model_fields.items():
        marks = [mark.to for mark in field.metadata if isinstance(mark, Refers)]
        kind = marks[0] if marks else reference_of(cast(Any, field.annotation))
        if kind or any(_fields(part) for part in _parts_in(field.annotation)):
            found.append((name, "" if any(_parts_in(field.annotation)) else kind))
    return tuple(found)


@cache
def _amounts(form: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields that are amounts, or hold objects that may have some."""
    return tuple(
        name
        for name, field in form.model_fields.items()
        if _has_amount(field.annotation) or any(_amounts(part) for part in _parts_in(field.annotation))
    )


def _has_amount(annotation: Any) -> bool:
    return annotation is Decimal or any(_has_amount(inner) for inner in get_args(annotation))


def _parts_in(annotation: Any) -> tuple[type[BaseModel], ...]:
    """Return the forms of the objects that a field holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    return tuple(part for inner in get_args(annotation) for part in _parts_in(inner))


def references(form: BaseModel, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield ``(field path, kind, value)`` for everything that a form names."""
    for name, kind in _fields(type(form)):
        value = getattr(form, name)
        if value is None:
            continue
        is_list = type(value) is tuple
        for index, item in enumerate(value if is_list else (value,), 1):
            here = f"{path}{name}.{index}" if is_list else f"{path}{name}"
            if kind:
                yield here, kind, str(item)
            else:
                yield from references(item, here + ".")


def named_by(form: BaseModel) -> list[tuple[str, str]]:
    """Return ``(kind, value)`` for everything that a form names; where it stands costs more than it is worth here."""
    found: list[tuple[str, str]] = []
    values = vars(form)
    for name, kind in _fields(type(form)):
        value = values[name]
        if type(value) is not tuple:
            value = () if value is None else (value,)
        if kind:
            found += [(kind, item) for item in value]
        else:
            for part in value:
                found += named_by(part)
    return found


def people_named(form: BaseModel) -> frozenset[str]:
    """Return the logins that a form names."""
    return frozenset(value for kind, value in named_by(form) if kind in ("person", "audience"))


NO_DEPARTMENT = N_("{value} is no department of the book; `crosspolicy org department list` shows them")

_UNKNOWN = {
    "department": NO_DEPARTMENT,
    "person": N_("{value} is nobody in the book; `crosspolicy org person list` shows who is"),
    "audience": N_("{value} is no department and nobody in the book; `crosspolicy org` shows both"),
    "milestone": N_("{value} is no milestone of the request; its milestones are {milestones}"),
    "issue": N_("{value} is no issue of this request; `crosspolicy issue list {request}` shows them"),
    "ground": N_("{value} is no appraisal and no breach of this book"),
    "overdue": N_("nothing of this kind is overdue on the request"),
    "need": N_("{value} is no training need of {year}"),
    "course": N_("{value} is no course of {year}"),
    "evaluation": N_("{value} is no evaluation of this book"),
    "evidence": N_("{value} is no appraisal, issue or breach of this book"),
}


_KNOWN: Final[Mapping[str, Callable[[Case[Any], str], object]]] = {
    "department": lambda case, value: value in case.book.departments,
    "person": lambda case, value: value in case.book.people,
    "audience": lambda case, value: value in case.book.departments or value in case.book.people,
    "milestone": lambda case, value: any(m.name == value for m in case.request.milestones),
    "issue": lambda case, value: case.request.issue(value),
    "ground": lambda case, value: value in case.book.grounds,
    "overdue": overdue_of,
    "need": lambda case, value: written_code(value) in case.book.training.needs,
    "course": lambda case, value: (
        case.form.change == PlanChange.ADD or written_code(value) in case.book.training.courses
    ),
    "evaluation": lambda case, value: case.book.training.conclusion,
    "evidence": lambda case, value: value in case.book.known,
}
"""What tells whether that which a form names exists, by what it refers to."""


def unknown(case: Case[Any]) -> Iterator[Fault]:
    """Yield a fault for everything named that does not exist."""
    if all(_KNOWN[kind](case, value) for kind, value in named_by(case.form)):
        return
    for path, kind, value in references(case.form):
        if not _KNOWN[kind](case, value):
            told = {
                "value": value,
                "milestones": tuple(m.name for m in case.request.milestones),
                "request": request_code(case.request.id),
                "year": case.book.year,
            }
            wanted = {name: text for name, text in told.items() if f"{{{name}}}" in _UNKNOWN[kind]}
            yield Fault(path, Text(_UNKNOWN[kind], **wanted))


def _is_uneven(amount: Decimal, digits: int) -> bool:
    """Tell whether an amount has more than so many decimal places, or may be meant as thousands: 12.500."""
    may_be_thousands = digits != 3 == -int(amount.as_tuple().exponent) and 1 <= amount < 1000
    return may_be_thousands or -int(amount.normalize().as_tuple().exponent) > digits


def uneven_amounts(form: BaseModel, currency: str, path: str = "") -> Iterator[Fault]:
    """Yield a fault for every amount with more decimal places than the currency has, or that seems to have."""
    digits = places(currency)
    for name in _amounts(type(form)):
        value = getattr(form, name)
        if isinstance(value, Decimal) and _is_uneven(value, digits):
            message = N_("has more than the {digits} decimal places that {currency} has; thousands have no mark: 12500")
            yield Fault(f"{path}{name}", Text(message, digits=digits, currency=currency))
        for index, item in enumerate(value if isinstance(value, tuple) else (), 1):
            if isinstance(item, BaseModel):
                yield from uneven_amounts(item, currency, f"{path}{name}.{index}.")
