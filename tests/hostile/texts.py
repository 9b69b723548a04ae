"""Text that would steer a terminal, a spreadsheet, a page or a shell, or hide; and what tells that it got through."""

import re
from typing import Final

HOSTILE: Final = (
    "=cmd()|' /c calc'!A1 \x1b]0;owned\x07\x1b[2J\x1b[31m\x9b31m\u202edrow\u2066\u200b\u00ad\U000e0041\u3164"
    "\r\nnext: &x !!python/object\t[red]b[/red] ](javascript:alert(1)) <script>alert(1)</script> http://evil.example "
    "www.evil.example `id` $(id) \\$(id) * _ | # -"
)
"""Everything at once, on two lines."""

STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\u3164\ufeff\U000e0000-\U000e0fff]"
)
"""What must reach nobody's screen; told here a second time, apart from the program's own words."""


def steered(raw: bytes) -> list[str]:
    """Return what in an output would steer a terminal, or hide, each by its code point."""
    return sorted({f"U+{ord(sign):04X}" for sign in STEERING.findall(raw.decode("utf-8"))})
