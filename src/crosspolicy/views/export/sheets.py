"""The sheets of a workbook in the making: what is full goes on in a further one, what is long is kept whole apart."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Final, NamedTuple

from openpyxl import Workbook

from crosspolicy.queries.exports.columns import Column, Sort
from crosspolicy.queries.reader import Values
from crosspolicy.records.saving import save_workbook
from crosspolicy.views.export.typed import PART, Local, Typer, is_long, parts

ROWS: Final = 1_048_576
"""How many rows a sheet has room for, the header's among them."""

LONG_TEXTS: Final = "long_texts"
"""The sheet with the texts that are too long for a cell, whole, in parts."""

_LONG: Final = (
    Column("sheet", "", Sort.KEY),
    Column("row", "", Sort.WHOLE),
    Column("column", "", Sort.KEY),
    Column("part", "", Sort.WHOLE),
    Column("text", "", Sort.TEXT),
)


class Written(NamedTuple):
    """What went into a workbook: rows by sheet, and how many texts are whole on the sheet of long ones only."""

    rows: dict[str, int]
    long_texts: int


class Sheets:
    """The workbook in the making."""

    def __init__(self, local: Local, rows: int) -> None:
        self.book = Workbook(write_only=True)
        self.book.properties.creator = "crosspolicy"
        self.local = local
        self.most = rows
        self._sheets: list[Sheet] = []
        self._long: Sheet | None = None
        self._long_texts = 0

    def sheet(self, title: str, columns: Sequence[Column]) -> "Sheet":
        """Return a new sheet with a header."""
        self._sheets.append(Sheet(self, title, columns))
        return self._sheets[-1]

    def keep_long(self, sheet: str, row: int, column: str, texts: Sequence[str]) -> None:
        """Keep a text whole that has no room in its cell."""
        self._long = self._long or self.sheet(LONG_TEXTS, _LONG)
        self._long_texts += 1
        self._long.add((sheet, row, column, part, text) for part, text in enumerate(texts, 1))

    def save(self, file: IO[bytes]) -> Written:
        """Write the file, and return what went into it."""
        save_workbook(self.book, file)
        counts = {title: count for sheet in self._sheets for title, count in sheet.counts.items()}
        return Written(counts, self._long_texts)


class Sheet:
    """A sheet, and those that go on where it is full. ``counts`` are the rows below the header, by title."""

    def __init__(self, made: Sheets, title: str, columns: Sequence[Column]) -> None:
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
