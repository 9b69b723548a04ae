"""Lines of a text that comes in blocks."""

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from crosspolicy.vocabulary.bounds import LINE_CHARACTERS

LIMIT: Final = LINE_CHARACTERS
"""How many characters a line, or a row, may have."""


def lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield lines with their ends, whichever of the three those are.

    Of a line with more than LIMIT characters not all are kept, whatever its length; but more than LIMIT.
    """
    rest = ""
    for text in texts:
        cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
        if cut:
            yield from _split(rest + text[:cut])
            rest = text[cut:]
        elif len(rest) <= LIMIT:
            rest += text
    if rest:
        yield from _split(rest)


def _split(text: str) -> Iterable[str]:
    """Split where lines end, and nowhere else: ``splitlines`` knows further characters that end a line elsewhere."""
    found = text.splitlines(keepends=True)
    is_plain = len(found) - (not text.endswith("\n")) == text.count("\n")
    return found if is_plain else StringIO(text, newline="")
