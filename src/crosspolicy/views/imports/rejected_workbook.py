"""A workbook of rejected records, as the one was that they came from: its sheets, headings, drop-downs and pages."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from crosspolicy.records.dressing import Dressing, Look, Page, Validation
from crosspolicy.records.looks import LABEL, LAST_ROW, NAME, NEEDED, TOP, WRONG
from crosspolicy.records.raw import Raw, Table
from crosspolicy.records.saving import save_workbook
from crosspolicy.views.imports.rejected_head import head_lines

_WIDE: Final = Look(width=44)
_FLAGS: Final = ("allowBlank", "showInputMessage", "showErrorMessage", "showDropDown")
_OF_NOTES: Final = ("promptTitle", "prompt")
_OF_LISTS: Final = ("type", "errorStyle", "errorTitle", "error")
_ELSEWHERE: Final = re.compile(r"'?([^'!]+)'?!\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?")
_WRITTEN_OUT: Final = re.compile(r'"[^"]*"')
_NOTHING: Final = Dressing({}, {}, ())


class RejectedWorkbook:
    """Writes rejected records into the sheets that they come from, row by row."""

    def __init__(self, file: IO[bytes], tables: Mapping[str, Table]) -> None:
        self._file = file
        self._book = Workbook(write_only=True)
        self._tables = tables
        dressed = {name: table.dressing() if table.dressing else _NOTHING for name, table in tables.items()}
        pages = next((dressing.pages for dressing in dressed.values()), ())
        self._sheets = {name: self._book.create_sheet(name) for name in tables}
        for name, table in tables.items():
            self._head(name, table, dressed[name], {*tables, *(page.title for page in pages)})
        for page in pages:
            self._page(page)

    def write(self, raw: Raw, beside: Sequence[str], wrong: Collection[str]) -> None:
        """Write a record with what is told beside it; the cells of columns where something is wrong are marked."""
        name = raw.place.sheet
        cells = [self._cell(raw.values.get(c), fill=WRONG if c in wrong else None) for c in self._tables[name].columns]
        self._sheets[name].append([*cells, *(self._cell(text, alignment=TOP) for text in beside)])

    def close(self) -> None:
        """Write it to the file."""
        save_workbook(self._book, self._file)

    def _head(self, name: str, table: Table, dressing: Dressing, pages: set[str]) -> None:
        sheet, lines = self._sheets[name], head_lines(table)
        looks = [dressing.looks.get(column, Look()) for column in table.columns]
        _see_looks(sheet, dict(enumerate([*looks, _WIDE, _WIDE], 1)))
        for number, column in enumerate(table.columns, 1):
            letter, found = get_column_letter(number), dressing.validations.get(column)
            if found and (validation := _validation(found, pages)):
                validation.add(f"{letter}{len(lines) + 1}:{letter}{LAST_ROW}")
                sheet.data_validations.append(validation)
        sheet.freeze_panes = f"A{len(lines) + 1}"
        sheet.append([self._cell(text, font=LABEL, fill=NEEDED if text.endswith("*") else None) for text in lines[0]])
        for line in lines[1:]:
            sheet.append([self._cell(text, font=NAME) for text in line])

    def _page(self, page: Page) -> None:
        sheet = self._book.create_sheet(page.title)
        sheet.sheet_state = "hidden" if page.is_hidden else "visible"
        _see_looks(sheet, page.looks)
        for row in page.rows:
            cells = [self._cell(text or None) for text in row]
            if not page.is_hidden and len([cell for cell in cells if cell is not None]) > 1:
                for cell in filter(None, cells):
                    cell.alignment = TOP
            sheet.append(cells)

    def _cell(self, value: Any, **looks: Any) -> Any:
        """Return a value as a cell takes it; a text that begins like a formula stays a text.

        ``looks`` are of the cell: ``font``, ``fill``, ``alignment``.
        """
        is_plain = value is None or isinstance(value, int | date | Decimal)
        if is_plain and not any(looks.values()):
            return value
        cell = WriteOnlyCell(self._book.worksheets[0], value if is_plain else str(value))
        if not is_plain:
            cell.data_type = "s"
        for name, look in looks.items():
            if look is not None:
                setattr(cell, name, look)
        return cell


def _see_looks(sheet: Any, looks: Mapping[int, Look]) -> None:
    for number, look in looks.items():
        dimension = sheet.column_dimensions[get_column_letter(number)]
        if look.width:
            dimension.width = look.width
        dimension.number_format = look.format


def _validation(found: Validation, pages: Iterable[str]) -> DataValidation | None:
    """Return what a column offers and notes; None where it offers what is not here, and notes nothing."""
    given, offers = found.attributes, _offers(found, pages)
    names = _OF_NOTES if not offers else (*_OF_NOTES, *_OF_LISTS)
    texts = {name: given[name] for name in names if name in given}
    flags = {name: given.get(name) in ("1", "true") for name in _FLAGS if offers or name in _FLAGS[:2]}
    if not offers and not texts.get("prompt"):
        return None
    try:
        return DataValidation(formula1=found.formula if offers else None, **texts, **flags)
    except ValueError:  # what some other program says of its columns
        return None


def _offers(found: Validation, pages: Iterable[str]) -> bool:
    """Tell whether a list drops down that is written out, or stands on a page that is here."""
    if found.attributes.get("type") != "list":
        return False
    elsewhere = _ELSEWHERE.fullmatch(found.formula)
    return elsewhere[1] in pages if elsewhere else bool(_WRITTEN_OUT.fullmatch(found.formula))
