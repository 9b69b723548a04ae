"""What effects share: rows from forms, and faults of what a form refers to."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from crosspolicy.acts.decision import Change, Row
from crosspolicy.errors import Fault
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.vocabulary.labels import FieldName


def row(case: Case[Any], table: str, part: BaseModel | None = None, /, **values: object) -> Row:
    """Return a row under the case's request: the plain fields of ``part``, and ``values`` beside or above them."""
    stated = plain(part) if part else {}
    return Row(table, {"request_id": case.request.id, **stated, **values})


def plain(part: BaseModel) -> dict[str, object]:
    """Return a form's values and lists of plain values; lists of objects have tables of their own."""
    values = vars(part)
    return {name: values[name] for name in _plain_fields(type(part))}


@cache
def _plain_fields(form: type[BaseModel]) -> tuple[str, ...]:
    return tuple(n for n, f in form.model_fields.items() if n != "occurred_on" and not _lists_objects(f.annotation))


def _lists_objects(annotation: Any) -> bool:
    inner = get_args(annotation)
    if get_origin(annotation) is tuple:
        return any(isinstance(part, type) and issubclass(part, BaseModel) for part in inner)
    return any(_lists_objects(part) for part in inner)


def change(case: Case[Any], **values: object) -> Change:
    """Return new values of the request's own row."""
    return Change("request", {"id": case.request.id}, values)


def not_a_party(case: Case[Any], named: Iterable[tuple[str, str | None]]) -> Iterator[Fault]:
    """Yield a fault for each ``(field, department)`` that is no department of the request."""
    for path, department in named:
        if department and department in case.book.departments and department not in case.request.parties:
            yield Fault(
                path,
                Text(
                    N_("{department} is no department of this request; its departments are {parties}"),
                    department=department,
                    parties=case.request.parties,
                ),
            )


def stated_twice(path: str, field: str, values: Iterable[object]) -> Iterator[Fault]:
    """Yield a fault for each value of ``path.N.field`` (``path.N`` of a plain list) that stands there before."""
    seen: set[object] = set()
    for index, value in enumerate(values, 1):
        folded = str(value).casefold()
        if folded in seen:
            yield Fault(f"{path}.{index}.{field}".rstrip("."), Text(N_("{value} stands there twice"), value=value))
        seen.add(folded)


def in_order(first: tuple[str, date | None], second: tuple[str, date | None]) -> Iterator[Fault]:
    """Yield a fault where the second day lies before the first; each is ``(field, day)``."""
    if first[1] and second[1] and second[1] < first[1]:
        message = N_("{day} lies before {field}, {other}")
        yield Fault(second[0], Text(message, day=second[1], field=FieldName(first[0]), other=first[1]))


def not_in_future(case: Case[Any], field: str, day: date | None) -> Iterator[Fault]:
    """Yield a fault where ``day`` has not come yet."""
    if day and day > case.clock.today:
        yield Fault(field, Text(N_("{day} lies in the future; today is {today}"), day=day, today=case.clock.today))
