"""A blank workbook: a sheet to fill in, one for each list, a page that explains the fields, lists to choose from."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from crosspolicy.acts.registry import named
from crosspolicy.files.scratch import temporary_files_in_scratch
from crosspolicy.i18n import N_, _
from crosspolicy.intake.assembling.kinds import EXPLANATION
from crosspolicy.intake.blank.blank_layout import Column, columns_of, is_needed, list_columns, lists_of
from crosspolicy.intake.blank.blank_notes import (
    World,
    choices,
    message,
    needed_note,
    stated_note,
    written_note,
)
from crosspolicy.records.looks import LABEL, LAST_ROW, NAME, NEEDED, TOP
from crosspolicy.vocabulary.hidden import visible
from crosspolicy.vocabulary.labels import heading

LISTS: Final = "_lists"
"""The hidden sheet that holds what drop-down lists offer."""

_OFFERED: Final = 1_000
"""Down to which row the own numbers of records drop down in the rows of their lists."""
_LONGEST_TITLE: Final = 32
_LONGEST_NOTE: Final = 255
"""How many characters the note beside a cell takes, and its title."""
_WIDTHS: Final = {"prose": 44, "line": 26, "day": 13, "moment": 28, "when": 18, "money": 16, "integer": 12}
_FORMATS: Final = {"day": "yyyy-mm-dd", "when": "yyyy-mm-dd", "money": "#,##0.00", "integer": "0", "prose": "General"}
_HEADS: Final = (
    N_("Sheet"),
    N_("Column"),
    N_("Field"),
    N_("Clause"),
    N_("Must it be there?"),
    N_("What to state"),
    N_("How to write it"),
)
_ABOUT: Final = (
    N_("Fill in the sheets from the third row on: one record a row. Columns with * must be filled in."),
    N_("A list has a sheet of its own: each row states the own number of the record that it belongs to."),
    N_("Actor says who acts: left empty, whoever imports; a coordinator who files for others states their login."),
    N_("Columns that you do not need may be deleted; the line of field names must stay."),
    N_("Choices may be written in any of the three languages, or as they stand in brackets here."),
)


def blank_workbook(act: str, world: World) -> bytes:
    """Return a blank workbook for an act."""
    book = Workbook()
    sheets = {act: columns_of(act, with_lists=False)}
    sheets |= {field.name: list_columns(act, field) for field in lists_of(act)}
    book.remove(book.active)
    for title in sheets:
        book.create_sheet(title)
    _explain(book.create_sheet(_(EXPLANATION)), act, sheets, world)
    lists = _Lists(book.create_sheet(LISTS), world, _numbers(act, sheets[act]))
    for title, columns in sheets.items():
        _lay_out(book[title], act, columns, lists)
    content = BytesIO()
    with temporary_files_in_scratch():
        book.save(content)
    return content.getvalue()


def _numbers(act: str, columns: Sequence[Column]) -> str:
    """Return the cells in which the records state their own numbers."""
    letter = get_column_letter([column.path for column in columns].index("external_id") + 1)
    return f"'{act}'!${letter}$3:${letter}${_OFFERED}"


def _write(sheet: Any, row: int, column: int, text: str, font: Font | None = None) -> Any:
    """Write a text as a text, even where it looks like a formula."""
    cell = sheet.cell(row, column)
    cell.value = visible(text)
    cell.data_type = "s"
    cell.font = font or Font()
    return cell


def _lay_out(sheet: Any, act: str, columns: Sequence[Column], lists: "_Lists") -> None:
    for number, column in enumerate(columns, 1):
        kind, letter = column.field.kind, get_column_letter(number)
        label = _write(sheet, 1, number, column.label, LABEL)
        _write(sheet, 2, number, column.path, NAME)
        if column.is_needed:
            label.fill = NEEDED
        dimension = sheet.column_dimensions[letter]
        dimension.width = max(_WIDTHS.get(kind, 22), _width(column.label) + 2, len(column.path) + 2)
        written = "General" if column.field.scale else _FORMATS.get(kind, "@")
        dimension.number_format = "@" if column.field.is_list else written
        validation = lists.validation(column)
        _explained_in_place(validation, column, message(act, column, lists.world))
        validation.add(f"{letter}3:{letter}{LAST_ROW}")
        sheet.add_data_validation(validation)
    sheet.freeze_panes = "A3"


def _explained_in_place(validation: DataValidation, column: Column, text: str) -> None:
    """Let a note come up beside whichever cell of a column somebody stands in."""
    validation.promptTitle = heading(column.path, within=column.field.within)[:_LONGEST_TITLE]
    text = visible(text)
    validation.prompt = text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"
    validation.showInputMessage = True


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


class _Lists:
    """The hidden sheet: a column for each thing that drop-down lists offer; ``numbers`` are cells of another one."""

    def __init__(self, sheet: Any, world: World, numbers: str) -> None:
        sheet.sheet_state = "hidden"
        self._sheet = sheet
        self._numbers = numbers
        self.world = world
        self._columns: dict[tuple[str, ...], int] = {}

    def validation(self, column: Column) -> DataValidation:
        """Return what offers the choices of a column; nothing where there are none, or several may be stated."""
        field, offers = column.field, choices(column.field, self.world)
        if not (offers or column.is_part) or field.is_list:
            return DataValidation(allow_blank=True)
        cells = self._numbers if column.is_part else self._range(offers)
        validation = DataValidation(type="list", formula1=cells, allow_blank=True)
        if not field.scale:  # of which the bare number is a step, too
            validation.errorStyle = "warning"  # a choice may be written otherwise, and a department may be new
            validation.errorTitle, validation.error = column.label[:_LONGEST_TITLE], _("Choose one of the list.")
            validation.showErrorMessage = True
        return validation

    def _range(self, offers: tuple[str, ...]) -> str:
        if offers not in self._columns:
            self._columns[offers] = len(self._columns) + 1
            for row, text in enumerate(offers, 1):
                _write(self._sheet, row, self._columns[offers], text)
        letter = get_column_letter(self._columns[offers])
        return f"'{LISTS}'!${letter}$1:${letter}${len(offers)}"


def _explain(sheet: Any, act: str, sheets: dict[str, tuple[Column, ...]], world: World) -> None:
    """Write the page that says of every column what it is for."""
    _write(sheet, 1, 1, f"{_(named(act).title)} · {', '.join(named(act).cites)}", Font(bold=True, size=13))
    for row, about in enumerate(_ABOUT, 2):
        _write(sheet, row, 1, _(about))
    first = len(_ABOUT) + 3
    _fill(sheet, first, [_(head) for head in _HEADS], LABEL)
    for row, (title, column) in enumerate(_explained(act, sheets), first + 1):
        field = column.field
        how = _("on a sheet of its own, an entry a row") if column.path == title else written_note(field, world)
        needed = needed_note(act, column)
        _fill(sheet, row, [title, column.label, column.path, field.clause, needed, stated_note(column), how])
    for letter, width in zip("ABCDEFG", (22, 34, 30, 9, 32, 46, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{first + 1}"


def _explained(act: str, sheets: dict[str, tuple[Column, ...]]) -> Iterator[tuple[str, Column]]:
    """Yield each sheet's columns; those of a list after the list itself."""
    lists = {field.name: Column(field.name, field, is_needed(act, field)) for field in lists_of(act)}
    for title, columns in sheets.items():
        yield from ((title, column) for column in ([lists[title]] if title in lists else []))
        yield from ((title, column) for column in columns)


def _fill(sheet: Any, row: int, texts: Iterable[str], font: Font | None = None) -> None:
    for column, text in enumerate(texts, 1):
        _write(sheet, row, column, text, font).alignment = TOP
