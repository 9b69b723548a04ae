"""A worksheet's XML without what holds nothing: cells with a style alone, and rows of nothing but those.

Spreadsheet programs write a cell for everything that was ever coloured, up to the last row there can be, and openpyxl
keeps something of each. Here they are cut out as bytes, before any XML is parsed: only what states its own place, and
stands before something that does too, for what does not is counted from its neighbours. Cells that are left have a
bound.
"""

import re
from typing import IO, Final

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.merged import CHUNK, Oversized
from crosspolicy.vocabulary.bounds import SHEET_CELLS

_P: Final = rb"(?:\w{1,20}:)?"
_PLACE: Final = rb'[^<>]{0,300}?\br="'
_EMPTY_CELL: Final = re.compile(
    rb"<%bc\s(?=%b)[^<>]{1,300}?(?:/>|>(?:<%bv\s?/>|<%bv></%bv>)?</%bc>)(?=\s*+(?:<%bc\s%b|</%brow>))"
    % (_P, _PLACE, _P, _P, _P, _P, _P, _PLACE, _P)
)
_EMPTY_ROW: Final = re.compile(
    rb"<%brow\s(?=%b)[^<>]{1,300}?(?:/>|>\s*+</%brow>)(?=\s*+(?:<%brow\s%b|</%bsheetData>))"
    % (_P, _PLACE, _P, _P, _PLACE, _P)
)
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>/]")
_OTHER: Final = (b"<!--", b"<![CDATA[")
"""What may hold the look of a cell without being one: where such a thing stands, nothing is cut out any more."""
_LONGEST: Final = 2 * CHUNK
_TAIL: Final = 4_000
"""So much stays behind until more is read, so that nothing is cut in two and what follows a cell can be seen."""


class Sparse:
    """A worksheet's stream, to be read once from the beginning. Raises Oversized while it is read."""

    def __init__(self, stream: IO[bytes], most: int = SHEET_CELLS) -> None:
        self._stream = stream
        self._most = most
        self._cells = 0
        self._raw = b""
        self._ready = b""
        self._is_plain = True
        self._is_done = False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes: at most ``size``, all where it is negative."""
        while not self._is_done and (size < 0 or len(self._ready) < size):
            self._fill()
        if size < 0:
            size = len(self._ready)
        given, self._ready = self._ready[:size], self._ready[size:]
        return given

    def close(self) -> None:
        """Close the stream behind it."""
        self._stream.close()

    def __enter__(self) -> "Sparse":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _fill(self) -> None:
        chunk = self._stream.read(CHUNK)
        self._is_done = not chunk
        text = self._raw + chunk
        if self._is_plain and any(mark in text for mark in _OTHER):
            self._is_plain = False
        if self._is_plain:
            text = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", text))
        cut = len(text) if self._is_done else _cut(text)
        done, self._raw = text[:cut], text[cut:]
        self._cells += sum(1 for _ in _CELL.finditer(done))
        if self._cells > self._most:
            raise Oversized(Text(N_("has more than {n} cells that hold something"), n=self._most))
        self._ready += done


def _cut(text: bytes) -> int:
    """Return up to where a text can be given on: before a row that may still turn out to be empty."""
    if len(text) <= _TAIL:
        return 0
    row = text.rfind(b"<", 0, text.rfind(b"row ", 0, len(text) - _TAIL) + 1)
    return row if row > 0 or len(text) < _LONGEST else text.rfind(b"<", 0, len(text) - _TAIL)
