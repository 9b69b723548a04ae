"""What a first mapping file says of one column: its rule, and below it, commented, what else could be meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from crosspolicy.i18n import _, listed
from crosspolicy.intake.blank.blank_notes import World, written_note
from crosspolicy.intake.blank.guesses import FORMATS, formats_of, likeliest
from crosspolicy.intake.choices import choices_of, folded
from crosspolicy.intake.fields import Field
from crosspolicy.intake.template import remark
from crosspolicy.vocabulary.json_text import yaml_text
from crosspolicy.vocabulary.numbers import plain_number

SHOWN: Final = 3
_BARE: Final = re.compile(r"[^\W\d_][\w()./-]*(?: [\w()./-]+)*")
_CODE: Final = re.compile(r"[^\W_][\w.@+-]{0,39}")
_WORDS: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off"})
_DAYS: Final = ("day", "when")
_ISO: Final = "%Y-%m-%d"
_OTHERS: Final = tuple(form for form in FORMATS if form != _ISO)[:4]
_UNITS: Final = {
    **dict.fromkeys(("m", "mio", "million", "millions", "百万", "百萬"), 10**6),
    **dict.fromkeys(("万", "萬"), 10**4),
}
_THOUSAND: Final = 1000
_DEFAULTS: Final[dict[str, Any]] = {"day": "2026-03-31", "when": "2026-03-31", "money": "0.00", "integer": 1}
_NAMED: Final = {"department": "SALES", "person": "li.na"}


class Seen(NamedTuple):
    """What stands in a column: its different values as they come, and whether cells of it are empty."""

    values: Sequence[str] = ()
    has_gaps: bool = False


def column_lines(field: Field, path: str, column: str, seen: Seen) -> Iterator[str]:
    """Yield the lines of a mapping file for a field that a column states."""
    if words := _table(field, seen.values):
        yield f"  {path}:"
        yield f"    column: {scalar(column)}{comment(shown(seen.values))}"
        notes = [_("ours for each of theirs; left empty, it states nothing"), written_note(field, World())]
        yield f"    values:{comment(' · '.join(notes))}"
        yield from (f"      {scalar(word)}:{f' {scalar(ours)}' if ours else ''}" for word, ours in words.items())
        yield f"      # {_('and what else there may be')}"
        return
    stated, notes = [f"column: {scalar(column)}"], [shown(seen.values)]
    if field.kind in _DAYS and seen.values:
        rule, told = _dated(seen.values)
        stated, notes = stated + rule, notes + told
    if field.kind == "money" and (odd := [value for value in seen.values if not _is_number(value)]):
        notes.append(_("{field}: {reason}").format(field=odd[0], reason=_("is no number written like 12500.00")))
    spelled = f"{{{', '.join(stated)}}}" if len(stated) > 1 else scalar(column)
    yield f"  {path}: {spelled}{comment(' · '.join(filter(None, notes)))}"
    for more, why in _instead(field, column, seen, has_date=len(stated) > 1):
        yield f"  # {path}: {{{', '.join([*stated, more])}}}{comment(why)}"


def _table(field: Field, values: Sequence[str]) -> Mapping[str, str]:
    """Return ours for each value, empty where somebody has to say; nothing where all of them are ours already."""
    if field.choices or field.kind == "flag":
        known = choices_of(field)
        ours = {value: _spelled(known.get(folded(value))) for value in values}
        return {} if all(ours.values()) else ours
    if field.refers in _NAMED and not all(map(_CODE.fullmatch, values)):
        return {value: value if _CODE.fullmatch(value) else "" for value in values}
    return {}


def _spelled(ours: object) -> str:
    if isinstance(ours, bool):
        return "yes" if ours else "no"
    return "" if ours is None else str(ours)


def _dated(days: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the rule for how days are written, none where they are as ours are, and what there is to say of it."""
    if formats := formats_of(days):
        more = [_("or {formats}").format(formats=listed(formats[1:]))] if formats[1:] else []
        return ([], []) if formats[0] == _ISO else ([_date(formats[0])], more)
    form, misfits = likeliest(days)
    if not form:
        return [], [_("state how the days are written, under date")]
    told = _("no such day: {days}").format(days=listed(misfits[:SHOWN]))
    return ([] if form == _ISO else [_date(form)]), [told]


def _date(form: str) -> str:
    return f"date: {yaml_text(form)}"


def _instead(field: Field, column: str, seen: Seen, *, has_date: bool) -> Iterator[tuple[str, str]]:
    """Yield what else a rule could say, and when."""
    if field.kind in _DAYS and seen.values and not has_date and not formats_of(seen.values):
        why = _("instead, where days are written so; or {formats}").format(formats=listed(_OTHERS[1:]))
        yield _date(_OTHERS[0]), why
    if (field.choices or field.refers in _NAMED) and seen.values:
        first = yaml_text(seen.values[0])
        yield f"values: {{{first}: {first}}}", _("instead, where some are called otherwise: ours for each of theirs")
    if field.kind == "money":
        unit = re.findall(r"[^\W_]+", column.lower())[-1:]
        factor = _UNITS.get(unit[0].removesuffix("元") if unit else "", _THOUSAND)
        yield f"factor: {factor}, round: 2", _("instead, where amounts are in units of {factor}").format(factor=factor)
    if seen.has_gaps:
        yield f"default: {_default(field)}", _("instead, where an empty cell means that")


def _default(field: Field) -> str:
    example = _DEFAULTS.get(field.kind) or _NAMED.get(field.refers) or next(iter(field.choices), "")
    return yaml_text(example or _("not stated"))


def _is_number(text: str) -> bool:
    return plain_number(text) is not None


def scalar(text: str) -> str:
    """Write a text so that YAML reads it back as it is."""
    is_bare = _BARE.fullmatch(text) and text.lower() not in _WORDS
    return text if is_bare else yaml_text(text)


def shown(values: Sequence[str]) -> str:
    """Return the first values of a column, on one line."""
    return " | ".join(value if len(value) <= 40 else value[:39] + "…" for value in values[:SHOWN])


def comment(text: str) -> str:
    """Return what stands behind an entry; nothing for nothing."""
    return f"   {remark(text)}" if text.strip() else ""
