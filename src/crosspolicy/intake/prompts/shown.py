"""Answers as people read them: labels for codes, names beside them."""

from crosspolicy.i18n import _, listed
from crosspolicy.intake.choices import NO, YES, words_of
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.intake.prompts.literal import one_line, visible
from crosspolicy.intake.prompts.naming import candidates
from crosspolicy.intake.prompts.sheet import Option
from crosspolicy.intake.prompts.world import World
from crosspolicy.vocabulary.labels import choice_label


def options_of(field: Field, world: World) -> tuple[Option, ...]:
    """Return what a choice, a step of a scale, or a question of yes and no, is chosen from."""
    if field.scale:
        return tuple(Option(str(step), text) for step, text in enumerate(world.scales.get(field.scale, ()), 1))
    if field.kind not in ("flag", "choice"):
        return ()
    words = _words_by_value(field)
    if field.kind == "flag":
        return tuple(Option(value, _(value), words[value]) for value in (YES, NO))
    return tuple(Option(value, choice_label(value, field.name), words[value]) for value in field.choices)


def _words_by_value(field: Field) -> dict[str, tuple[str, ...]]:
    known = words_of(field)
    return {value: tuple(word for word, meant in known.items() if meant == value) for value in set(known.values())}


def shown(field: Field, value: object, world: World) -> str:
    """Show an answer on one line; nothing for none."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, list):
        return listed(shown(field, item, world) for item in value)
    if isinstance(value, dict) and field.part is not None:
        inner = (shown(sub, value.get(sub.name), world) for sub in fields_of(field.part))
        return " · ".join(text for text in inner if text)
    return one_line(_plain(field, value, world))


def lines_of(field: Field, value: object, world: World) -> list[str]:
    """Show an answer in full: a text with its lines, a list with an item a line."""
    if isinstance(value, list) and (field.part is not None or len(value) > 1):
        return [f"{number}. {shown(field, item, world)}" for number, item in enumerate(value, 1)]
    if field.kind == "prose" and isinstance(value, str):
        return visible(value).split("\n")
    return [shown(field, value, world)]


def _plain(field: Field, value: object, world: World) -> str:
    if isinstance(value, bool):
        return _(YES if value else NO)
    if field.refers:
        return next((str(c) for c in candidates(field.refers, world) if c.code == value), str(value))
    if field.kind == "choice":
        return choice_label(str(value), field.name)
    if field.scale:
        return " ".join([str(value), *(o.label for o in options_of(field, world) if o.value == str(value))])
    return f"{value} {world.currency if field.kind == 'money' else '%' if field.unit == '%' else ''}".rstrip()
