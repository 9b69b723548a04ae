"""Foreign text made literal: nothing that somebody typed can steer a terminal, a spreadsheet or a page."""

import re
from typing import Final

_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def visible(text: str) -> str:
    """Show control characters, bidirectional overrides and lone surrogates as escapes."""
    if text.isprintable():  # nothing in _CONTROLS is printable, and this costs a tenth of a search
        return text
    return _CONTROLS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def one_line(text: str) -> str:
    """Show a text on one line, for a cell of a TSV."""
    if is_plain(text):
        return text
    return visible(text).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def is_plain(text: str) -> bool:
    """Tell whether a text stands in a TSV as it is."""
    return text.isprintable() and "\\" not in text


def neutral(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
