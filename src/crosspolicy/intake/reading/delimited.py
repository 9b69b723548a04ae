"""Tables from CSV and TSV: strictly quoted, every row as wide as the header, in memory that no file makes grow."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from crosspolicy.i18n import N_, Text, plural
from crosspolicy.intake.reading.formats import empty
from crosspolicy.intake.reading.headings import Headings, read_headings, see_once
from crosspolicy.intake.reading.lines import lines
from crosspolicy.intake.reading.quoting import Misquoted, Records
from crosspolicy.intake.reading.unusable import snippet, unusable
from crosspolicy.records.raw import Place, Raw, Table, Trouble

_Row = tuple[int, list[str] | Misquoted]

_QUOTED: Final = re.compile(r'"[^"]*"')
_DELIMITERS: Final = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}


def read_delimited(path: str, name: str, texts: Iterable[str], form: str, is_field: Callable[[str], bool]) -> Table:
    """Return the table of a CSV or TSV (``form``). Raises InvalidInput where it has no header, or none that can be."""
    feed = lines(texts)
    blank, top = _first_line(feed)
    delimiter = "\t" if form == "tsv" else _delimiter(top)
    rows = enumerate(Records(path, chain((top,), feed), delimiter, blank), blank + 1)
    first_row, first = next((row for row in rows if not _is_blank(row[1])), (0, []))
    if isinstance(first, Misquoted):
        raise unusable(path, first.message, hint=first.hint)
    if not first:
        raise empty(path)
    second = next(rows, (0, []))
    headings = read_headings(first, [] if isinstance(second[1], Misquoted) else second[1], is_field)
    see_once(path, "", headings, lambda position: str(position + 1))
    rest = rows if headings.is_second else chain((second,), rows)
    found = _rows(path, headings, rest, delimiter)
    return Table(name, headings.named, first_row + headings.is_second, found, headings.labelled, place=Place(path))


def _first_line(feed: Iterator[str]) -> tuple[int, str]:
    """Return how many blank lines come first, and the line after them."""
    return next(((number, line) for number, line in enumerate(feed) if not line.isspace()), (0, ""))


def _delimiter(line: str) -> str:
    bare = _QUOTED.sub("", line)
    return next((mark for mark in _DELIMITERS if mark in bare), ",")


def _is_blank(cells: list[str] | Misquoted) -> bool:
    return not isinstance(cells, Misquoted) and not any(map(str.strip, cells))


def _rows(path: str, headings: Headings, rows: Iterable[_Row], delimiter: str) -> Iterator[Raw | Trouble]:
    columns = headings.columns
    # Where a column has no name, every row is looked at more closely.
    width = headings.cells if headings.cells == len(headings.named) else -1
    for number, cells in rows:
        if isinstance(cells, Misquoted):
            yield Trouble(Place(path, "", number), "", "", cells.message, cells.hint)
        elif len(cells) == width:
            values = {name: cell for name, cell in zip(columns, cells, strict=False) if cell and not cell.isspace()}
            if values:
                yield Raw(Place(path, "", number), values)
        elif not _is_blank(cells):
            yield from _closely(Place(path, "", number), headings, cells, delimiter)


def _closely(place: Place, headings: Headings, cells: list[str], delimiter: str) -> Iterator[Raw | Trouble]:
    """Read a row that is not as wide as the header, or a table in which a column has no name."""
    width = len(headings.columns)
    stated = [(position, cell) for position, cell in enumerate(cells) if cell.strip()]
    raw = Raw(place, {name: cell for position, cell in stated if (name := headings.name_at(position))})
    if len(cells) < width or not _is_blank(cells[max(width, headings.cells) :]):
        yield _ragged(place, headings, cells, delimiter)._replace(raw=raw)
        return
    nameless = [(position, cell) for position, cell in stated if not headings.name_at(position)]
    for position, cell in nameless:
        yield _nameless(place, position, cell)._replace(raw=raw)
    if not nameless:
        yield raw


def _ragged(place: Place, headings: Headings, cells: list[str], delimiter: str) -> Trouble:
    found = plural("{n} cell", "{n} cells", len(cells))
    told = Text(N_("has {found}, and the header {expected}"), found=found, expected=headings.cells)
    hint = N_("Put values that hold a {delimiter}, a quotation mark or a line break in quotation marks.")
    return Trouble(place, "", snippet(delimiter.join(cells)), told, Text(hint, delimiter=Text(_DELIMITERS[delimiter])))


def _nameless(place: Place, position: int, cell: str) -> Trouble:
    told = Text(N_("stands in column {column}, which has no name in the header"), column=position + 1)
    return Trouble(place, "", snippet(cell), told, Text(N_("Name the column, or empty it.")))
