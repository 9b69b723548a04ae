"""Tables from XLSX: a worksheet each, row by row, with what its cells really hold."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import Any, Final

from crosspolicy.errors import CrosspolicyError
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.archive import opened_archive
from crosspolicy.intake.reading.dressing import trimmings_of
from crosspolicy.intake.reading.headings import Headings, read_headings, see_once
from crosspolicy.intake.reading.merged import Merged, Oversized, merged_cells
from crosspolicy.intake.reading.origin import Origin
from crosspolicy.intake.reading.pages import looks_of, page_of
from crosspolicy.intake.reading.sheet_cells import Unfit
from crosspolicy.intake.reading.sheet_rows import Row, letters, read_rows, stated_rows
from crosspolicy.intake.reading.sparse import Sparse
from crosspolicy.intake.reading.unusable import in_sheet, unusable
from crosspolicy.records.dressing import Dressing, Page
from crosspolicy.records.raw import Place, Table
from crosspolicy.vocabulary.bounds import SHEET_ROWS

EXPLANATIONS: Final = ("Explanation", "说明", "說明")
"""Sheets of our own templates that hold no records; so do those whose names begin with an underscore."""


@contextmanager
def opened_workbook(origin: Origin) -> Iterator["Workbook"]:
    """Open a workbook, and close it. Raises InvalidInput where it is none, is locked, or is made to do harm."""
    import openpyxl

    with opened_archive(origin) as stream, warnings.catch_warnings():
        # openpyxl warns of what it leaves out: of drop-down lists, conditional formats. Nothing of that is a record.
        warnings.simplefilter("ignore")
        with _told(origin):
            book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        try:
            yield Workbook(origin, book)
        finally:
            book.close()


class Workbook:
    """An open workbook (openpyxl's ``book``); ``skipped`` names the hidden sheets, which are not read."""

    def __init__(self, origin: Origin, book: Any) -> None:
        self._origin = origin
        self._path = origin.path
        self._book = book
        sheets = [sheet for sheet in book.worksheets if not _is_ours(sheet.title)]
        self._pages = [sheet for sheet in book.worksheets if _is_ours(sheet.title)]
        self._sheets = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        told = N_("sheet {sheet} is hidden, and was skipped")
        self.skipped = tuple(Text(told, sheet=sheet.title) for sheet in sheets if sheet.sheet_state != "visible")

    def tables(self, is_field: Callable[[str], bool]) -> Iterator[Table]:
        """Yield a table for each sheet that has a header. Raises InvalidInput where there is none, or one cannot be."""
        found = 0
        for sheet in self._sheets:
            merged = self._merged(sheet)
            rows = stated_rows(self._rows(sheet))
            if first := next(rows, None):
                found += 1
                yield self._table(sheet, first, rows, merged, is_field)
        if not found:
            reasons = (Text(N_("has no sheet with a header")), *self.skipped)
            raise unusable(self._path, *reasons, hint=Text(N_("import --template writes a blank one to fill in.")))

    def _merged(self, sheet: Any) -> Merged:
        # Of openpyxl's readers, only the one that holds a whole sheet in memory knows its merged cells.
        with (
            _told(self._origin, sheet.title),
            self._origin.uncounted(),
            self._book._archive.open(sheet._worksheet_path) as stream,
        ):
            return merged_cells(stream)

    def _rows(self, sheet: Any) -> Iterator[tuple[int, Any]]:
        # What a file says of its own size is often wrong, and sometimes meant to be.
        sheet.reset_dimensions()
        sheet._get_source = lambda: Sparse(self._book._archive.open(sheet._worksheet_path))
        with _told(self._origin, sheet.title):
            for number, cells in enumerate(sheet.iter_rows(), 1):
                if number > SHEET_ROWS:
                    raise Oversized(Text(N_("has a row after the last that there can be")))
                yield number, cells

    def _table(
        self, sheet: Any, first: Row, rows: Iterator[Row], merged: Merged, is_field: Callable[[str], bool]
    ) -> Table:
        title = sheet.title
        second = next(rows, Row(0, ()))
        headings = read_headings(self._names(title, first), _words(second, first.number + 1), is_field)
        see_once(self._path, title, headings, letters)
        row = first.number + headings.is_second
        for area in merged.over(row, len(headings.columns)):
            reason = Text(N_("cells {range} are merged into one, in the header"), range=area.spelled)
            hint = Text(N_("Unmerge them, and give each column a name of its own."))
            raise unusable(self._path, in_sheet(title, reason), hint=hint)
        rest = rows if headings.is_second or not second.cells else chain((second,), rows)
        found = read_rows(self._path, title, headings, rest, merged)
        dressing = partial(self._dressing, sheet, headings)
        return Table(title, headings.named, row, found, headings.labelled, dressing, Place(self._path, title))

    def _dressing(self, sheet: Any, headings: Headings) -> Dressing:
        with (
            _told(self._origin, sheet.title),
            self._origin.uncounted(),
            self._book._archive.open(sheet._worksheet_path) as stream,
        ):
            found = trimmings_of(stream)
            pages = tuple(filter(None, map(self._page, self._pages)))
        named = {number: name for number, name in enumerate(headings.columns, 1) if name}
        looks = looks_of(self._book, found)
        return Dressing(
            {name: found.validations[number] for number, name in named.items() if number in found.validations},
            {name: looks[number] for number, name in named.items() if number in looks},
            pages,
        )

    def _page(self, sheet: Any) -> Page | None:
        with self._origin.uncounted():
            return page_of(self._book, sheet)

    def _names(self, title: str, row: Row) -> list[str]:
        names = [""] * (row.cells[-1][0] + 1)
        for position, cell in row.cells:
            if isinstance(cell, Unfit):
                raise unusable(self._path, in_sheet(title, cell.message), hint=cell.hint)
            names[position] = str(cell)
        return names


def _is_ours(title: str) -> bool:
    return title.startswith("_") or title in EXPLANATIONS


def _words(row: Row, number: int) -> list[str]:
    """Return a row's texts by position, none where the row is not that one, or holds anything else."""
    if row.number != number or not all(isinstance(cell, str) for _, cell in row.cells):
        return []
    words = [""] * (row.cells[-1][0] + 1)
    for position, cell in row.cells:
        words[position] = str(cell)
    return words


@contextmanager
def _told(origin: Origin, sheet: str = "") -> Iterator[None]:
    """Tell what is raised inside as a fault of the file. Made-up XML meets openpyxl with any exception there is."""
    anew = Text(N_("Open it in a spreadsheet program, and save it as .xlsx anew."))
    try:
        yield
    except (CrosspolicyError, MemoryError):
        raise
    except Oversized as error:
        raise unusable(origin.path, in_sheet(sheet, error.reason), hint=anew) from None
    except Exception as error:
        origin.check_unchanged()
        cause = error.__cause__ or error
        lines = str(cause).splitlines() or [type(cause).__name__]
        reason = Text(N_("is damaged, or was made by no spreadsheet program ({reason})"), reason=lines[0])
        raise unusable(origin.path, in_sheet(sheet, reason), hint=anew) from None
