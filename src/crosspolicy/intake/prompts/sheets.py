"""From a question, and what is known, to what the screen shows."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from crosspolicy.forms.base import Part
from crosspolicy.i18n import N_, Text, _, listed
from crosspolicy.intake.choices import YES
from crosspolicy.intake.fields import Field
from crosspolicy.intake.prompts.answers import get, items
from crosspolicy.intake.prompts.items import read_item
from crosspolicy.intake.prompts.leaving import Wrong
from crosspolicy.intake.prompts.naming import offered
from crosspolicy.intake.prompts.questions import Path, Question, crumbs, field_at, item_of
from crosspolicy.intake.prompts.reading import read
from crosspolicy.intake.prompts.sheet import (
    BACK,
    CLEAR,
    DROP,
    EDITOR,
    END,
    LEAVE,
    MARK,
    NEW_LINE,
    NEXT,
    Key,
    Option,
    Sheet,
)
from crosspolicy.intake.prompts.shown import options_of, shown
from crosspolicy.intake.prompts.world import World
from crosspolicy.vocabulary.labels import field_label

MISSING: Final = Text(N_("must be there"))

_HOW: Final = {
    "day": N_("a day: 2026-03-31, today, +14 (days from today), +2w (weeks)"),
    "moment": N_("a time: 2026-03-31 14:00, or 14:00 today, or now"),
    "money": N_("an amount: 12500 or 12,500.00"),
}


def sheet_for(
    question: Question,
    *,
    form: type[Part],
    answers: Mapping[str, Any],
    default: object,
    half: str | None,
    note: str,
    world: World,
) -> Sheet:
    """Return a question as a screen shows it; ``half`` is text left half-typed, ``default`` a plain answer to offer."""
    field = question.field
    top = field_at(form, question.path[:1])
    is_prose = field.kind == "prose"
    return Sheet(
        label=crumbs(question.path),
        note=" · ".join(filter(None, (note, field.clause or top.clause, _status(question, top, answers, world)))),
        lines=_lines(question, form, answers, world),
        keys=_keys(question, answers),
        default=half or typed_as(default),
        is_fresh=not half and not is_prose,
        is_prose=is_prose,
        is_several=bool(field.choices) and field.is_list,
        options=_options(question, world),
        offer=partial(offered, field.refers, world, _taken(question, answers), answers=answers)
        if field.refers
        else None,
        read=partial(_answer, question, world),
    )


def typed_as(value: object) -> str:
    """Return what one would type for a plain answer."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _answer(question: Question, world: World, raw: str | list[str]) -> object:
    """Return the plain answer that was typed or chosen, None for none. Raises Wrong."""
    field = question.field
    if not raw or (isinstance(raw, str) and not raw.strip()):
        if question.is_required:
            raise Wrong(MISSING)
        return None
    if isinstance(raw, list) or field.choices:
        return raw
    if field.kind == "flag":
        return raw == YES
    return read_item(field, raw, world) if field.is_list and field.part is None else read(field, raw, world)


def _options(question: Question, world: World) -> tuple[Option, ...]:
    field = question.field
    options = options_of(field, world)
    if not options or question.is_required or field.is_list:
        return options
    none = _("no answer") if not question.begins else _("no more") if question.begins[-1] else _("none")
    return (*options, Option("", none))


def _taken(question: Question, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a list's items name already."""
    there = items(answers, question.begins[:-1]) if question.begins_item else []
    return tuple(get(item, question.path[len(question.begins) :]) for item in there)


def _status(question: Question, top: Field, answers: Mapping[str, Any], world: World) -> str:
    if question.is_required:
        return _("must be there")
    if question.begins_item and get(answers, question.begins[:-1]):
        return ""
    begins_whole = len(question.begins) == (2 if top.is_list else 1)
    gate = question.field.gate or (top.gate if begins_whole else "")
    return (gate and world.asked_for(gate, answers)) or _("optional")


def _lines(question: Question, form: type[Part], answers: Mapping[str, Any], world: World) -> tuple[str, ...]:
    field, hint = question.field, question.field.hint
    if question.begins and question.begins != question.path:
        hint = str(Text(N_("{whole}: {part}"), whole=field_at(form, question.begins).hint, part=hint))
    unit = (field.kind == "money" and world.currency) or (field.unit and _(field.unit))
    return tuple(
        filter(
            None,
            (
                _so_far(question.begins[:-1] or question.path, form, answers, world),
                f"{hint} ({unit})" if unit else hint,
                _(_HOW[field.kind]) if field.kind in _HOW else "",
                _("default: {default}").format(default=_(field.default_note)) if field.default_note else "",
                *(_beside_whole(field, form, answers, world) if len(question.path) == 1 else ()),
            ),
        )
    )


def _beside_whole(field: Field, form: type[Part], answers: Mapping[str, Any], world: World) -> tuple[str, ...]:
    """Tell, of a field that is no part of another, what is stated where it is not, and what is on record for it."""
    instead = [
        name
        for name, others in getattr(form, "instead_of", {}).items()
        if field.name in others and not any(answers.get(other) for other in others if other != field.name)
    ]
    left_empty = _("left empty, this is asked instead: {fields}").format(fields=listed(map(field_label, instead)))
    return (*((left_empty,) if instead else ()), *world.beside(field.name, answers))


def _so_far(path: Path, form: type[Part], answers: Mapping[str, Any], world: World) -> str:
    """Show the item to which a question belongs."""
    item = item_of(path)
    return shown(field_at(form, item), get(answers, item), world) if item else ""


def _keys(question: Question, answers: Mapping[str, Any]) -> tuple[Key, ...]:
    field = question.field
    may_end = question.begins_item and not question.is_required and not field.choices
    is_there = get(answers, question.begins) is not None
    first = (DROP if is_there else END) if may_end else NEXT
    of_kind = {"prose": (NEW_LINE, EDITOR, CLEAR), "choice": (MARK,) if field.is_list else ()}.get(field.kind, ())
    return (first, *of_kind, BACK, LEAVE)
