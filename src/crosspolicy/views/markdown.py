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
    return line_end.join(_beginning(_inline(line)) for line in _lines(text))


def markdown_cell(text: str) -> str:
    """Return a text as the cell of a table, where nothing begins a heading or a list."""
    return "<br>".join(map(_inline, _lines(text)))


def _lines(text: str) -> list[str]:
    return [line.replace("\t", " ").strip() for line in visible(text).split("\n")]


def _inline(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", "".join(_ENTITIES.get(character, character) for character in text))


def _beginning(text: str) -> str:
    """Keep a line from beginning a heading or a list."""
    if not (begins := _BEGINS_BLOCK.match(text)):
        return text
    at = begins.end() if begins.group().isdigit() else 0
    return f"{text[:at]}\\{text[at:]}"
