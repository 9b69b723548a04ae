"""Values as the cells of a worksheet: days as days, amounts as numbers, and foreign text never as anything but text."""

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font

from crosspolicy.queries.exports.columns import Column, Sort
from crosspolicy.queries.times import to_when
from crosspolicy.views.export.cells import joined
from crosspolicy.vocabulary.hidden import visible

Local = Callable[[str], str]
"""Tells a moment in the book's time zone: ``2026-03-31 09:30``."""

LONGEST: Final = 32_767
"""How many UTF-16 units a cell has room for."""

PART: Final = LONGEST // 2
"""How many characters of a longer text go into one cell, whichever they are."""


class Typer:
    """Makes cells of values, for one worksheet."""

    def __init__(self, sheet: Any, local: Local) -> None:
        self._sheet = sheet
        self._local = local

    def headings(self, names: Sequence[str]) -> list[Any]:
        """Return the cells of a header."""
        cells = [WriteOnlyCell(self._sheet, name) for name in names]
        for cell in cells:
            cell.font = Font(bold=True)
        return cells

    def of(self, column: Column) -> Callable[[Any], Any]:
        """Return what makes a cell of a value of this column."""
        made: dict[Sort, Callable[[Any], Any]] = {
            Sort.WHEN: self._when,
            Sort.DECIMAL: self._decimal,
            Sort.FLAG: lambda text: text == "true",
            Sort.LIST: lambda text: self.text(joined(text)),
            Sort.WHOLE: int,
        }
        return made.get(column.sort, self.text)

    def text(self, text: str | None) -> Any:
        """Return a text as a cell that stays one, whatever it begins with; hidden characters are shown as escapes."""
        if not text:
            return None
        text = visible(text)
        if text[0] != "=" and text not in ERROR_CODES:
            return text
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        return cell

    def _when(self, text: str) -> datetime.date:
        day = to_when(text)
        return datetime.datetime.fromisoformat(self._local(text)) if isinstance(day, datetime.datetime) else day

    def _decimal(self, text: str) -> Any:
        cell = WriteOnlyCell(self._sheet, Decimal(text))
        places = len(text.partition(".")[2])
        cell.number_format = f"#,##0.{'0' * places}" if places else "#,##0"
        return cell


def is_long(text: str) -> bool:
    """Tell whether one cell does not hold a text."""
    return len(text) > PART and len(text.encode("utf-16-le")) > 2 * LONGEST


def parts(text: str) -> list[str]:
    """Return a long text in parts that a cell holds each."""
    return [text[at : at + PART] for at in range(0, len(text), PART)]
