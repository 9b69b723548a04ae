"""Characters that are not seen and can deceive: refused where text comes in, shown as escapes where it goes out."""

import re
from typing import Final

HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Controls but for tab and newline, bidirectional marks and overrides, lone surrogates."""


def visible(text: str) -> str:
    """Show hidden characters as escapes."""
    if text.isprintable():  # nothing hidden is printable, and this costs a tenth of a search
        return text
    return HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
