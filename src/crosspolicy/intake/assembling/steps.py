"""What a rule of the mapping does to a cell on its way into a field: replaced, read as a day, moved, multiplied."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Final

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.cells import BadCell, as_text
from crosspolicy.intake.assembling.mapping_file import Rule
from crosspolicy.vocabulary.bounds import DATE_CHARACTERS
from crosspolicy.vocabulary.numbers import plain_number

Cells = Mapping[str, Any]
Words = Mapping[str, str | None]
Step = Callable[[Any, Cells], Any]
"""What makes a value of a value, with the whole row at hand. It raises BadCell."""

_ISO: Final = ("%Y-%m-%d",)
_LARGEST: Final = 30
_GUESSED_FROM: Final = 500


def steps_of(rule: Rule, tables: Mapping[str, Words], kind: str) -> Iterator[Step]:
    """Yield what a rule does to a cell, in order; ``kind`` is the field's."""
    if rule.values is not None:
        yield _replaced(tables[rule.values] if isinstance(rule.values, str) else rule.values)
    if rule.date or rule.plus_days:
        yield _dated(rule.date or _ISO, keeps_time=kind == "moment")
    if rule.plus_days:
        yield _later(rule.plus_days)
    if rule.factor is not None or rule.round is not None:
        yield _counted(rule.factor, rule.round)


def _replaced(words: Words) -> Step:
    folded = {word.strip().casefold(): meant for word, meant in words.items()}

    def replace(cell: Any, cells: Cells) -> Any:
        word = str(as_text(cell)).strip()
        if word in words:
            return words[word]
        if word.casefold() in folded:
            return folded[word.casefold()]
        hint = Text(N_("Add it under values in the mapping."))
        if near := get_close_matches(word, words, 1, 0.75) if len(words) <= _GUESSED_FROM else []:
            raise BadCell(Text(N_("is none of the values that are mapped; do you mean {near}?"), near=near[0]), hint)
        raise BadCell(Text(N_("is none of the values that are mapped")), hint)

    return replace


def _dated(formats: tuple[str, ...], *, keeps_time: bool) -> Step:
    def read(cell: Any, cells: Cells) -> Any:
        moment = cell if isinstance(cell, date) else _parsed(str(as_text(cell)).strip(), formats)
        return moment.date() if isinstance(moment, datetime) and not keeps_time and not moment.tzinfo else moment

    return read


def _parsed(text: str, formats: tuple[str, ...]) -> date:
    for form in formats if len(text) <= DATE_CHARACTERS else ():
        try:
            return date.fromisoformat(text) if (form,) == _ISO and len(text) == 10 else datetime.strptime(text, form)
        except ValueError:
            continue
    raise BadCell(
        Text(N_("is no day that exists, written like {formats}"), formats=formats),
        Text(N_("State how days are written under date in the mapping.")),
    )


def _later(column: str) -> Step:
    def move(day: Any, cells: Cells) -> Any:
        cell = cells.get(column)
        if cell is None or cell == "":
            return None
        try:
            days = plain_number(str(as_text(cell)).strip())
            if days is None or days != int(days):
                return _no_days(column)
            return day + timedelta(days=int(days))
        except OverflowError:
            return _no_days(column)

    return move


def _no_days(column: str) -> None:
    raise BadCell(Text(N_("is no whole number of days that leads to a day")), column=column)


def _counted(factor: Decimal | None, places: int | None) -> Step:
    def count(cell: Any, cells: Cells) -> Any:
        try:
            number = plain_number(str(as_text(cell)).strip())
            if number is None or abs(number.adjusted()) > _LARGEST:
                raise InvalidOperation
            number = number if factor is None else number * factor
            return number if places is None else number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        except InvalidOperation:
            message = Text(N_("is no number written like 12500.00"))
            hint = Text(N_("Write it without a unit, and without separators of thousands."))
            raise BadCell(message, hint) from None

    return count
