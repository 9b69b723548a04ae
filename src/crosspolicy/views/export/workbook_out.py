"""Rows as a workbook: a sheet a sort of rows and a sheet a list, cells of their own types, the header frozen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Final, NamedTuple

from openpyxl import Workbook

from crosspolicy.queries.exports.columns import Column, Sort
from crosspolicy.queries.exports.paging import Entries, Page, Stream
from crosspolicy.queries.reader import Values
from crosspolicy.views.export.cells import SEPARATOR
from crosspolicy.views.export.typed import PART, Local, Typer, is_long, parts

ROWS: Final = 1_048_576
"""How many rows a sheet has room for, the header's among them."""

LONG_TEXTS: Final = "long_texts"
"""The sheet with the texts that are too long for a cell, whole, in parts."""

_LONG: Final = tuple(Column(name, "", sort) for name, sort in (
    ("sheet", Sort.KEY), ("row", Sort.WHOLE), ("column", Sort.KEY), ("part", Sort.WHOLE), ("text", Sort.TEXT)
))  # fmt: skip
_OWNER: Final = Column("external_id", "", Sort.KEY)
"""The column by which the entries of a list name the row that they are under."""


class Written(NamedTuple):
    """What went into a workbook: rows by sheet, and how many texts are whole on the sheet of long ones only."""

    rows: dict[str, int]
    long_texts: int


def write_workbook(streams: Sequence[Stream], file: IO[bytes], local: Local, *, rows: int = ROWS) -> Written:
    """Write rows as a workbook; ``local`` tells moments in the book's time zone, ``rows`` is where a sheet ends."""
    made = _Made(local, rows)
    taken = {stream.source.name for stream in streams}
    for stream in streams:
        _write(made, stream, taken)
    return made.save(file)


def _write(made: "_Made", stream: Stream, taken: set[str]) -> None:
    """Write the rows of a source on a sheet, and the entries of each of its lists on one of its own."""
    source = stream.source
    plain = [n for n, each in enumerate(source.lists) if each.is_plain]
    beside = tuple(Column(source.lists[n].field, "", Sort.KEY) for n in plain)
    top = made.sheet(source.name, (*source.columns, *beside))
    under = {
        n: made.sheet(f"{source.name}_{each.field}" if each.field in taken else each.field, (_OWNER, *each.columns))
        for n, each in enumerate(source.lists)
        if not each.is_plain
    }
    width = len(source.columns)
    code = next((n for n, column in enumerate(source.columns) if column.name == "code"), 0)
    for page in stream.pages:
        top.add(_with_plain(page, width, [page.lists[n] for n in plain]))
        codes = dict(zip(page.keys, (row[code] for row in page.rows), strict=True))
        for n, sheet in under.items():
            entries = page.lists[n]
            sheet.add(
                (codes[key], *row[: len(source.lists[n].columns)])
                for key, row in zip(entries.owners, entries.rows, strict=True)
            )


def _with_plain(page: Page, width: int, lists: Sequence[Entries]) -> Iterable[Values]:
    """Return the rows of a page, the entries of plain lists in one cell each."""
    if not lists:
        return (row[:width] for row in page.rows)
    found: list[dict[Any, list[str]]] = [{} for _ in lists]
    for values, entries in zip(found, lists, strict=True):
        for owner, row in zip(entries.owners, entries.rows, strict=True):
            values.setdefault(owner, []).append(str(row[0]))
    return (
        (*row[:width], *(SEPARATOR.join(values.get(key, ())) for values in found))
        for key, row in zip(page.keys, page.rows, strict=True)
    )


class _Made:
    """The workbook in the making."""

    def __init__(self, local: Local, rows: int) -> None:
        self.book = Workbook(write_only=True)
        self.book.properties.creator = "crosspolicy"
        self.local = local
        self.most = rows
        self._sheets: list[_Sheet] = []
        self._long: _Sheet | None = None
        self._long_texts = 0

    def sheet(self, title: str, columns: Sequence[Column]) -> "_Sheet":
        """Return a new sheet with a header."""
        self._sheets.append(_Sheet(self, title, columns))
        return self._sheets[-1]

    def keep_long(self, sheet: str, row: int, column: str, texts: Sequence[str]) -> None:
        """Keep a text whole that has no room in its cell."""
        self._long = self._long or self.sheet(LONG_TEXTS, _LONG)
        self._long_texts += 1
        self._long.add((sheet, row, column, part, text) for part, text in enumerate(texts, 1))

    def save(self, file: IO[bytes]) -> Written:
        """Write the file, and return what went into it."""
        self.book.save(file)
        counts = {title: count for sheet in self._sheets for title, count in sheet.counts.items()}
        return Written(counts, self._long_texts)


class _Sheet:
    """A sheet, and those that go on where it is full. ``counts`` are the rows below the header, by title."""

    def __init__(self, made: _Made, title: str, columns: Sequence[Column]) -> None:
        self._made = made
        self._title = title
        self._columns = columns
        self.counts: dict[str, int] = {}
        self._begin(title)

    def _begin(self, title: str) -> None:
        self._now = title
        self._sheet = self._made.book.create_sheet(title)
        self._sheet.freeze_panes = "A2"
        self._typer = Typer(self._sheet, self._made.local)
        self._typed = [self._typer.of(column) for column in self._columns]
        self._sheet.append(self._typer.headings([column.name for column in self._columns]))
        self.counts[title] = 0

    def add(self, rows: Iterable[Values]) -> None:
        """Add rows."""
        for row in rows:
            if self.counts[self._now] == self._made.most - 1:
                self._begin(f"{self._title}_{len(self.counts) + 1}")
            self.counts[self._now] += 1
            self._sheet.append(list(self._cells(row)))

    def _cells(self, row: Values) -> Iterator[Any]:
        for column, typed, value in zip(self._columns, self._typed, row, strict=True):
            if value is None:
                yield None
            elif isinstance(value, str) and is_long(value):
                yield self._begun(column.name, value)
            else:
                yield typed(value)

    def _begun(self, column: str, text: str) -> Any:
        """Return the beginning of a text that one cell does not hold, and keep the whole of it elsewhere."""
        texts = parts(text)
        self._made.keep_long(self._now, self.counts[self._now] + 1, column, texts)
        return self._typer.text(f"{texts[0][: PART - len(LONG_TEXTS) - 5]} … → {LONG_TEXTS}")
