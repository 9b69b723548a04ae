"""Foreign text in Markdown, to the letter: it makes no link, no markup, no HTML, wherever it stands.

For CommonMark and GitHub's dialect, whose bare addresses become links, too.
"""

import re
from typing import Final

from crosspolicy.vocabulary.hidden import visible

_MARKUP: Final = re.compile(r"[\\`*_\[\]|~$]|:(?=//)|(?<!\d):(?=[\w+-]+:)|(?<=www)\.", re.IGNORECASE)
"""What marks something up anywhere in a line; the colon of an address or an emoji, the dot that makes a link of www."""

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BEGINS_BLOCK: Final = re.compile(r"[#+=-]|\d{1,9}(?=[.)])")


def markdown(text: str, *, line_end: str = " ") -> str:
    """Return a text as it stands on one line; ``line_end`` is what becomes of the ends of its lines."""
    lines = [_line(line) for line in visible(text).split("\n")]
    return line_end.join(lines)


def markdown_cell(text: str) -> str:
    """Return a text as the cell of a table."""
    return markdown(text, line_end="<br>")


def _line(text: str) -> str:
    text = text.replace("\t", " ").strip()
    begins = _BEGINS_BLOCK.match(text)
    text = _MARKUP.sub(r"\\\g<0>", "".join(_ENTITIES.get(character, character) for character in text))
    if not begins:
        return text
    at = begins.end() if begins.group().isdigit() else 0
    return f"{text[:at]}\\{text[at:]}"
