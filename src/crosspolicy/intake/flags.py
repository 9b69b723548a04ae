"""Forms from flags: ``--title T``, repeated for lists, ``--milestones name=..,due_date=..`` or JSON for objects."""

import re
from collections.abc import Iterable
from typing import Any

from crosspolicy.errors import Fault
from crosspolicy.forms.base import Form, Part
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.intake.strict import parse_json
from crosspolicy.parsing.malformed import Malformed


def from_flags(form: type[Form], stated: dict[str, Any]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Return the plain data that flags state, by field, and what is wrong with how they state it."""
    content: dict[str, Any] = {}
    faults: list[Fault] = []
    for field in fields_of(form):
        value = stated.get(field.name)
        if value in (None, (), []) or (field.kind == "flag" and value is False):
            continue
        if field.kind == "object":
            items, wrong = _objects(field, value)
            if items:
                content[field.name] = items if field.is_list else items[0]
            faults += wrong
        else:
            content[field.name] = list(value) if field.is_list else value
    return content, tuple(faults)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs as an object. Raises Malformed."""
    content: dict[str, Any] = {}
    for name, value in pairs:
        if name in content:
            raise Malformed(Text(N_("states {key} twice"), key=name))
        content[name] = value
    return content


def _objects(field: Field, values: Any) -> tuple[list[Any], list[Fault]]:
    items: list[Any] = []
    faults: list[Fault] = []
    for number, text in enumerate(values if field.is_list else [values], 1):
        try:
            items.append(_object(field, text))
        except Malformed as error:
            faults.append(Fault(f"{field.name}.{number}", error.reason))
        except ValueError:
            message = N_("must be written as {example}, or as a JSON object")
            faults.append(Fault(f"{field.name}.{number}", Text(message, example=example_of(field))))
    return items, faults


def example_of(field: Field) -> str:
    """Return how an object's flag is written: ``name=...,due_date=...``."""
    assert field.part is not None
    inner = fields_of(field.part)
    wanted = [f.name for f in inner if f.is_required or f.gate] or [f.name for f in inner]
    return ",".join(f"{name}=..." for name in wanted)


def _object(field: Field, text: str) -> dict[str, Any]:
    assert field.part is not None
    if text.lstrip().startswith("{"):
        content = parse_json(text)
        if not isinstance(content, dict):
            raise ValueError(text)
        return content
    names = [f.name for f in fields_of(field.part)]
    if not re.match(rf"({'|'.join(names)})=", text):
        if "=" in text.split(",")[0]:
            raise ValueError(text)
        return {names[0]: text}
    pieces = re.split(rf",(?=(?:{'|'.join(names)})=)", text)
    return _once(_pair(field.part, piece) for piece in pieces)


def _pair(part: type[Part], piece: str) -> tuple[str, Any]:
    name, _, value = piece.partition("=")
    is_list = any(f.is_list for f in fields_of(part) if f.name == name)
    return name, [v.strip() for v in value.split(";") if v.strip()] if is_list else value
