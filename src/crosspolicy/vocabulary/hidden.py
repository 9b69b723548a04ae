"""Characters that are not seen and can deceive: refused where text comes in, shown as escapes where it goes out."""

import re
from collections.abc import Callable
from typing import Final

_BASIC: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction
    "\u2028\u2029"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
"""Controls but for tab and newline; marks of direction; line breaks that are none of ours; soft hyphens, fillers and
word joiners, which every font leaves empty; lone surrogates, and what is no character."""

_BEYOND: Final = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
"""Of those, the ones beyond the first 65,536: tags above all."""

_JOINERS: Final = "\u200c\u200d"
_SELECTORS: Final = "\ufe00-\ufe0f"
_IDEOGRAPHIC: Final = "\U000e0100-\U000e01ef"
_MONGOLIAN: Final = "\u180b-\u180d\u180f"

_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PICTURES: Final = "#*0-9\u00a9\u00ae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINED: Final = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufe0f\u2600-\u27bf\U0001f000-\U0001faff"
"""The scripts whose letters joiners shape, and the pictures that they make one of."""

_SUSPECT: Final = re.compile(f"[{_BASIC}{_JOINERS}{_SELECTORS}{_MONGOLIAN}\U00010000-\U0010ffff]")
"""Whatever may be hidden, and rare characters that are not: a set that is looked up quickly."""

_IDLE: Final = (
    f"(?<![{_HAN}{_PICTURES}])[{_SELECTORS}]|(?<![{_HAN}])[{_IDEOGRAPHIC}]|(?<![\u1820-\u18aa])[{_MONGOLIAN}]"
)
"""Selectors of a variant behind what has none."""

_HIDDEN: Final = re.compile(f"[{_BASIC}{_BEYOND}]|{_IDLE}|(?<![{_JOINED}])[{_JOINERS}]|[{_JOINERS}](?![{_JOINED}])")
"""What is not seen. A joiner between letters that it shapes is, and a selector behind a character with variants."""

_HIDDEN_IN_JSON: Final = re.compile(f"[{_BASIC}{_BEYOND}{_JOINERS}{_SELECTORS}{_MONGOLIAN}{_IDEOGRAPHIC}]")


def first_hidden(text: str) -> int | None:
    """Return where a text first has a character that is not seen; None where all are."""
    if text.isascii() and text.isprintable():
        return None
    return next((at for found in _SUSPECT.finditer(text) if _HIDDEN.match(text, at := found.start())), None)


def visible(text: str) -> str:
    """Show hidden characters as escapes."""
    return _escaped(text, _HIDDEN, _escape)


def marked(text: str) -> str:
    """Put a mark in the place of every hidden character; the text stays as long as it is."""
    return _escaped(text, _HIDDEN, lambda _character: "\N{REPLACEMENT CHARACTER}")


def json_visible(text: str) -> str:
    """Write hidden characters in a JSON text as the escapes of JSON, which mean the same."""
    return _escaped(text, _HIDDEN_IN_JSON, _json_escape)


def _escaped(text: str, hidden: "re.Pattern[str]", escape: Callable[[str], str]) -> str:
    if text.isascii() and text.isprintable():  # the most there is, and this is the quickest look at it
        return text
    return _SUSPECT.sub(
        lambda found: escape(found.group()) if hidden.match(text, found.start()) else found.group(), text
    )


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
