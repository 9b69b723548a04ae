"""Forms with stand-ins where a record states what cannot be: what is told of all of them holds whatever was meant."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from crosspolicy.errors import CrosspolicyError
from crosspolicy.forms.base import Form
from crosspolicy.intake.assembling.columns import Slot, slot_at
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.intake.importing.troubles import stated_in
from crosspolicy.policy.facts import PersonFact

Take = Callable[[Mapping[str, Any]], Form]
"""What makes a form of plain data. It raises ValidationError, or CrosspolicyError."""

_AT_LEAST: Final = 2
"""How many forms there are where one thing stands open: what only one of them is told follows from its stand-in."""


class Actor(NamedTuple):
    """Who acts, and in which year: they and their department stand in for others, too."""

    person: PersonFact
    year: int


def stood_in(form: type[Form], content: Mapping[str, Any], open: Iterable[str], take: Take, actor: Actor) -> list[Form]:
    """Return the form that plain data states, several times where fields are ``open``: each with other stand-ins there.

    ``open`` are paths such as ``milestones.1.due_date``. The first is as near to what is stated as can be. Returns none
    where no stand-in fits.
    """
    slots = {path: slot_at(form, path) for path in sorted(open, key=lambda path: path.count("."))}
    turns = max([_AT_LEAST, *(len(slot.field.choices) for slot in slots.values() if slot)]) if slots else 1
    found = []
    for turn in range(turns):
        data: Any = content
        for number, (path, slot) in enumerate(slots.items()):
            steps = path.split(".")
            now = _Turn(turn, number, actor, stated_in(content, path), is_inner=len(steps) > 1)
            data = put(data, steps, _value(slot, now) if slot and path != "occurred_on" else None)
        try:
            found.append(take(data))
        except (ValidationError, CrosspolicyError):
            return []
    return found


def put(node: Any, steps: list[str], value: Any) -> Any:
    """Return plain data with a value at a path; None takes away what stands there."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if step.isdigit():
        items = list(node) if isinstance(node, list | tuple) else []
        at = int(step) - 1
        items[at : at + 1] = [put(items[at] if at < len(items) else None, rest, value)]
        return items
    fields = dict(node) if isinstance(node, Mapping) else {}
    if (new := put(fields.pop(step, None), rest, value)) is not None:
        fields[step] = new
    return fields


class _Turn(NamedTuple):
    """Which of the forms it is, the stand-in's number in it, who acts, what is stated there, and whether inside."""

    turn: int
    number: int
    actor: Actor
    stated: object
    is_inner: bool


def _value(slot: Slot, now: _Turn) -> Any:
    one = _one(slot.field, now)
    return [one] if slot.field.is_list and not slot.is_item else one


def _one(field: Field, now: _Turn) -> Any:
    if field.part:
        inner = [one for one in fields_of(field.part) if one.name != "occurred_on"]
        return {one.name: [_one(one, now)] if one.is_list else _one(one, now) for one in inner}
    return next((value for value in _some(field, now) if _fits(field, value)), None)


def _some(field: Field, now: _Turn) -> Iterator[Any]:
    """Yield what may stand in for a value, the likeliest to fit first."""
    turn, (person, year) = now.turn, now.actor
    if field.choices:
        yield field.choices[turn % len(field.choices)]
    elif field.kind in ("day", "when"):
        yield f"{year}-12-31" if turn else f"{year}-01-01"
    elif field.kind == "moment":
        yield f"{year}-01-0{turn + 1}T12:00+00:00"
    elif field.kind == "flag":
        yield not turn
    elif field.kind in ("integer", "money"):
        yield from (turn + 1, year)
    else:
        own = {"department": person.department, "person": person.login, "audience": person.login}
        if turn == 0:
            yield _NO_CODE.sub("-", str(now.stated)).strip("-")
        elif field.refers in own and not now.is_inner:
            yield own[field.refers]
        yield from (f"x{turn}.{now.number}", *_PATTERNS)


_NO_CODE: Final = re.compile(r"[^\w.@+-]+")
_PATTERNS: Final = ("AA", "AAA", "0" * 64)
"""What fits fields that take codes of a fixed length."""


def _fits(field: Field, value: Any) -> bool:
    try:
        field.adapter.validate_python(value)
    except ValidationError:
        return False
    return True
