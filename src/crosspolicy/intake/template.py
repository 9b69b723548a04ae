"""Blank files: every field of a form with what to state, in the user's language; and its JSON Schema."""

from collections.abc import Iterator
from typing import Any

from crosspolicy.forms.base import Form, Part
from crosspolicy.i18n import _, listed, phrases
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.vocabulary.hidden import visible


def template(form: type[Form], heading: str) -> str:
    """Return a blank YAML file for a form, commented, ready to be filled in and sent with ``--from``."""
    lines = [remark(heading), f"# {_('* must be there. Leave empty, or delete, what does not apply.')}", ""]
    for field in fields_of(form):
        lines += [*_comment(field, ""), *_blank(field, ""), ""]
    return "\n".join(lines).rstrip() + "\n"


def remark(text: str) -> str:
    """Return a line of comment; whatever a book or a file holds, it stays one line, and a comment."""
    return f"# {visible(' '.join(text.split()))}"


def _comment(field: Field, indent: str) -> Iterator[str]:
    star = "*" if field.is_required else ""
    notes = [field.hint]
    if field.gate:
        notes.append(_("asked for by gate {gate}").format(gate=field.gate))
    if field.choices:
        notes.append(_("one of {choices}").format(choices=listed(field.choices)))
    if field.unit:
        notes.append(_(field.unit))
    if field.default_note:
        notes.append(_("default: {default}").format(default=_(field.default_note)))
    if field.only_for:
        notes.append(_("only for {kind}").format(kind=field.only_for))
    yield indent + remark(f"{field.label}{star} ({field.clause}): {phrases(notes)}")


def _blank(field: Field, indent: str) -> Iterator[str]:
    if field.part is None:
        yield f"{indent}{field.name}: []" if field.is_list else f"{indent}{field.name}:"
        return
    yield f"{indent}{field.name}:"
    yield from _blank_part(field.part, indent + "  ", is_item=field.is_list)


def _blank_part(part: type[Part], indent: str, *, is_item: bool) -> Iterator[str]:
    inner = [field for field in fields_of(part) if field.name != "occurred_on"]
    lead = f"{indent}# - " if is_item else f"{indent}# "
    for index, field in enumerate(inner):
        start = lead if index == 0 else f"{indent}#   " if is_item else lead
        notes = [field.hint, *([" | ".join(field.choices)] if field.choices else [])]
        empty, star = " []" if field.is_list else "", "* " if field.is_required else ""
        yield f"{start}{field.name}:{empty}   {remark(star + phrases(notes))}"


def schema(form: type[Form]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a form, its descriptions in the language now spoken."""
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", **form.model_json_schema()}
    return dict(_translated(content))


def _translated(content: Any) -> Any:
    if isinstance(content, dict):
        return {
            key: _(value) if key == "description" and isinstance(value, str) else _translated(value)
            for key, value in content.items()
        }
    if isinstance(content, list):
        return [_translated(item) for item in content]
    return content
