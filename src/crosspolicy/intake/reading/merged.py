"""Merged cells of a worksheet, found without building it: they stand behind the rows that they concern."""

import re
from collections.abc import Iterable
from typing import IO, Final, NamedTuple

from crosspolicy.i18n import N_, Text

CHUNK: Final = 2**20
STRETCH: Final = 32 * CHUNK
"""The most bytes of a worksheet without a row beginning in them: a row is held in memory whole."""
MOST: Final = 10_000

_MERGE: Final = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
_LONGEST: Final = 200


class Range(NamedTuple):
    """Cells that are merged into one: rows and columns, the first and the last, counted from 1."""

    top: int
    bottom: int
    left: int
    right: int
    spelled: str


class Oversized(Exception):
    """A worksheet has what none has; ``reason`` says what."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


class Merged:
    """The merged cells of a worksheet, asked for row by row from the top."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._coming = sorted(ranges, reverse=True)
        self._open: list[Range] = []

    def over(self, row: int, width: int) -> list[Range]:
        """Return what is merged in a row's first ``width`` cells; rows are asked for in their order."""
        while self._coming and self._coming[-1].top <= row:
            self._open.append(self._coming.pop())
        if self._open:
            self._open = [found for found in self._open if found.bottom >= row]
        return [found for found in self._open if found.left <= width]


def merged_cells(stream: IO[bytes]) -> Merged:
    """Return the merged cells of a worksheet's XML. Raises Oversized."""
    ranges: set[Range] = set()
    tail, stretch = b"", 0
    while chunk := stream.read(CHUNK):
        stretch = 0 if b"row" in chunk else stretch + len(chunk)
        if stretch > STRETCH:
            raise Oversized(Text(N_("has a row that is far too long")))
        text = tail + chunk
        if b"mergeCell" in text:
            ranges.update(map(_range, _MERGE.finditer(text)))
        if len(ranges) > MOST:
            raise Oversized(Text(N_("has more than {n} merged cells"), n=MOST))
        tail = text[-_LONGEST:]
    return Merged(ranges)


def _range(found: re.Match[bytes]) -> Range:
    first, top, last, bottom = (part.decode() for part in found.groups())
    spelled = f"{first}{top}:{last}{bottom}"
    return Range(int(top), int(bottom), column_number(first), column_number(last), spelled)


def column_number(letters: str) -> int:
    """Return the number of a column, from 1, by what it is called in a worksheet."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
