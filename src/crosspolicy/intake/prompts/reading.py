"""What people type, read as the form takes it: days and times as one says them, amounts as one writes them."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from crosspolicy.forms.base import Part
from crosspolicy.forms.faults import faults_in
from crosspolicy.i18n import N_, Text, _
from crosspolicy.intake.fields import Field
from crosspolicy.intake.prompts.leaving import Wrong
from crosspolicy.intake.prompts.naming import code_of
from crosspolicy.intake.prompts.world import World
from crosspolicy.vocabulary.money import places, to_minor

TODAY: Final = N_("today")
NOW: Final = N_("now")

_FROM_TODAY: Final = re.compile(r"([+-]\d{1,5})([dw]?)", re.ASCII)
_WRITTEN: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)", re.ASCII)
_TIME: Final = re.compile(r"(?:(.+?)[ tT]+)?(\d{1,2}):(\d\d)", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)


def read(field: Field, text: str, world: World) -> object:
    """Return the plain value that a text states. Raises Wrong with what is the matter."""
    plain = _READERS.get(field.kind, _as_typed)(text.strip(), world)
    if field.refers:
        plain = code_of(field.refers, world, plain)
    try:
        valid = field.adapter.validate_python(plain)
    except ValidationError as error:
        raise Wrong(faults_in(error, field.part or Part)[0].message) from None
    if isinstance(valid, Decimal):
        _fits_currency(valid, world.currency)
    if field.name in world.marks:
        _is_a_mark(int(str(valid)), *world.marks[field.name])
    return valid if type(valid) in (str, int) else plain


def _is_a_mark(value: int, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        raise Wrong(Text(N_("must lie between {lowest} and {highest}"), lowest=lowest, highest=highest))


def _fits_currency(amount: Decimal, currency: str) -> None:
    try:
        to_minor(amount, currency)
    except ValueError:
        message = N_("has more than the {digits} decimal places that {currency} has")
        raise Wrong(Text(message, digits=places(currency), currency=currency)) from None


def _as_typed(text: str, world: World) -> str:
    return text


def _narrow(text: str) -> str:
    """Turn the full-width digits and marks of Chinese input into plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _is_word(text: str, word: str) -> bool:
    return text.casefold() in (word, _(word).casefold())


def _day(text: str, world: World) -> str:
    text = _narrow(text)
    if _is_word(text, TODAY):
        return world.today.isoformat()
    if found := _FROM_TODAY.fullmatch(text.replace(" ", "").lower()):
        days = int(found[1]) * (7 if found[2] == "w" else 1)
        try:
            return (world.today + timedelta(days)).isoformat()
        except OverflowError:
            return text
    if found := _WRITTEN.fullmatch(text.replace(" ", "")):
        year, month, day = (piece for piece in found.groups() if piece)
        return f"{year}-{month:0>2}-{day:0>2}"
    return text


def _moment(text: str, world: World) -> str:
    text = _narrow(text)
    if _is_word(text, NOW):
        return world.clock().astimezone(ZoneInfo(world.timezone)).isoformat(timespec="minutes")
    found = _TIME.fullmatch(text)
    if found is None:
        return text
    try:
        local = datetime.fromisoformat(f"{_day(found[1] or TODAY, world)}T{found[2]:0>2}:{found[3]}")
    except ValueError:
        return text
    return local.replace(tzinfo=ZoneInfo(world.timezone)).isoformat(timespec="minutes")


def _money(text: str, world: World) -> str:
    text = _narrow(text).upper().removeprefix(world.currency).removesuffix(world.currency).replace(" ", "")
    # A comma that groups no thousands may be somebody's decimal point: left to be refused, not guessed at.
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def _integer(text: str, world: World) -> str:
    return _narrow(text).removesuffix("%").rstrip()


_READERS: Final[dict[str, Callable[[str, World], str]]] = {
    "day": _day,
    "moment": _moment,
    "when": lambda text, world: _day(text, world) if len(text) <= 11 else _moment(text, world),
    "money": _money,
    "integer": _integer,
}
