"""JSON, strictly: every key once, no number that is none, no deeper than a form is. ``strict_yaml`` is its like."""

import json
import re
from collections import Counter
from decimal import Decimal
from itertools import accumulate
from typing import Any, Final, NoReturn

from crosspolicy.i18n import N_, Text
from crosspolicy.parsing.malformed import Malformed, depth_of, too_deep, too_many
from crosspolicy.vocabulary.bounds import DEPTH, DIGITS, ENTRIES
from crosspolicy.vocabulary.numbers import plainly

_NESTING: Final = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_STEPS: Final = {0x01: 1, 0xFF: -1}
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_STRING_OR_COMMA: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|,', re.DOTALL)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise Malformed(Text(N_("states {key} twice"), key=twice))
    return found


def _refuse(constant: str) -> NoReturn:
    raise Malformed(Text(N_("has {constant}, which is no number"), constant=constant))


def _digits(number: str) -> str:
    if len(number) > DIGITS:
        raise Malformed(Text(N_("has a number of {n} digits"), n=len(number)))
    return number


def _fraction(number: str) -> str:
    """Return a number with a fraction as it stands there, one with an exponent in plain digits: ``1e3`` is 1000."""
    if len(_digits(number)) and "e" not in number.lower():
        return number
    plain = plainly(Decimal(number))
    return number if plain is None else f"{plain:f}"


DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once,
    parse_constant=_refuse,
    parse_int=lambda digits: int(_digits(digits)),
    parse_float=_fraction,
)
"""Decodes JSON, every key once, numbers with a fraction as their text; how deep it is nested is not looked at."""

LENIENT: Final = json.JSONDecoder(parse_int=str, parse_float=str)
"""Decodes whatever has the shape of JSON: to find where something that DECODER refuses ends."""


def parse_json(text: str) -> Any:
    """Return what a JSON text states; numbers with a fraction as text, as it stands there. Raises Malformed."""
    see_entries(text)
    try:
        content = DECODER.decode(text)
    except RecursionError:
        raise too_deep() from None
    except ValueError as error:
        raise Malformed(Text(N_("is no JSON: {reason}"), reason=error)) from None
    see_depth(text, content)
    return content


def see_entries(text: str, at: int = 0) -> None:
    """Refuse JSON that states more than ENTRIES values from a place on, before anything is made. Raises Malformed."""
    if len(text) - at <= ENTRIES or text.count(",", at) < ENTRIES:
        return
    if sum(found.group() == "," for found in _STRING_OR_COMMA.finditer(text, at)) >= ENTRIES:
        raise too_many(ENTRIES)


def see_depth(text: str, content: Any) -> None:
    """Refuse JSON that is nested too deeply. Raises Malformed.

    A text with few brackets cannot be, and one whose brackets never stand too deep is not: both are far quicker to see
    than what was made of it. Only brackets inside of texts make a closer look necessary.
    """
    if text.count("{") + text.count("[") <= DEPTH:
        return
    brackets = text.encode("utf-8", "surrogatepass").translate(_NESTING, _NOT_BRACKETS)
    if max(accumulate(map(_STEPS.__getitem__, brackets))) > DEPTH and depth_of(content) > DEPTH:
        raise too_deep()
