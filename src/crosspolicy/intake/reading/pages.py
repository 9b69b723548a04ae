"""Sheets of a workbook that hold no records, such as the lists behind its drop-downs; and how columns look."""

from collections.abc import Mapping
from typing import Any, Final

from crosspolicy.intake.reading.dressing import Trimmings, trimmings_of
from crosspolicy.records.dressing import Look, Page

ROWS: Final = 10_000
COLUMNS: Final = 100
"""The most of a page that is kept: ours have far less."""


def page_of(book: Any, sheet: Any) -> Page | None:
    """Return a worksheet (of openpyxl, streamed) as texts; None where it cannot be read, for it holds no record."""
    try:
        sheet.reset_dimensions()
        rows = tuple(
            tuple("" if value is None else str(value) for value in row)
            for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS, values_only=True)
        )
        with book._archive.open(sheet._worksheet_path) as stream:
            looks = looks_of(book, trimmings_of(stream))
    except Exception:
        return None
    return Page(sheet.title, sheet.sheet_state != "visible", rows, looks)


def looks_of(book: Any, found: Trimmings) -> Mapping[int, Look]:
    """Return how the columns of a worksheet look, by their numbers."""
    return {number: Look(column.width, _format(book, column.style)) for number, column in found.columns.items()}


def _format(book: Any, style: int) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    if style >= len(book._cell_styles):
        return "General"
    number = book._cell_styles[style].numFmtId
    own = number - BUILTIN_FORMATS_MAX_SIZE
    if own < 0:
        return str(BUILTIN_FORMATS.get(number, "General"))
    return str(book._number_formats[own]) if own < len(book._number_formats) else "General"
