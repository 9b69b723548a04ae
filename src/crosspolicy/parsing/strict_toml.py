"""TOML, strictly: how deep it goes, how long its numbers are and how much it states is seen before it is parsed.

The library's parser takes memory that grows with the square of a key's parts, and recurses into brackets; so nothing is
handed to it before the text was looked over, once, without what stands in quotes and behind a ``#``.
"""

import re
from typing import Any, Final

from crosspolicy.i18n import N_, Text
from crosspolicy.parsing.malformed import Malformed, depth_of, too_deep, too_many
from crosspolicy.vocabulary.bounds import DEPTH, DIGITS, ENTRIES

_OPAQUE: Final = re.compile(
    r'''
      """ (?: [^\\"]++ | \\. | "(?!"") )*+ (?: """"{0,2} | \Z )
    | \'\'\' (?: [^\']++ | \'(?!\'\') )*+ (?: \'\'\'\'{0,2} | \Z )
    | " (?: [^"\\\n]++ | \\[^\n] )*+ "?
    | \' [^\'\n]*+ \'?
    | \# [^\n]*+
    ''',
    re.VERBOSE | re.DOTALL,
)
"""Quoted texts and comments; what is not closed goes on to the end, of the line or of the text."""
_LONG_KEY: Final = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{DEPTH},}}+")
_LONG_NUMBER: Final = re.compile(rf"0x[\da-fA-F_]{{{DIGITS},}}+|\d[\d_]{{{DIGITS},}}+")
_OPENS: Final = "[{"
_BRACKET: Final = re.compile(r"[\[\]{}]")


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text states. Raises Malformed."""
    import tomllib

    see_bounds(text)
    try:
        content = tomllib.loads(text)
    except RecursionError:
        raise too_deep() from None
    except ValueError as error:
        raise Malformed(Text(N_("is no TOML: {reason}"), reason=error)) from None
    if depth_of(content) > DEPTH:
        raise too_deep()
    return content


def see_bounds(text: str) -> None:
    """Refuse a TOML text that goes too deep or states too much, without parsing it. Raises Malformed."""
    bare = _OPAQUE.sub(_placeholder, text)
    if sum(map(bare.count, "=,[")) > ENTRIES:
        raise too_many(ENTRIES)
    if _LONG_KEY.search(bare) or _is_deep(bare):
        raise too_deep()
    if found := _LONG_NUMBER.search(bare):
        raise Malformed(Text(N_("has a number of {n} digits"), n=len(found.group())))


def _placeholder(found: re.Match[str]) -> str:
    """Put a letter in the place of a text, which may be a part of a key, and nothing in that of a comment."""
    return "" if found.group().startswith("#") else "x"


def _is_deep(bare: str) -> bool:
    """Tell whether brackets stand in brackets, more than DEPTH of them."""
    level = 0
    for found in _BRACKET.finditer(bare):
        level = level + 1 if found.group() in _OPENS else max(level - 1, 0)
        if level > DEPTH:
            return True
    return False
