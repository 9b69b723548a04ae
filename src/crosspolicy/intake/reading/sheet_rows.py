"""Rows of a worksheet beneath its header: the records, and every cell that cannot be taken."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.headings import Headings
from crosspolicy.intake.reading.merged import Merged, Range
from crosspolicy.intake.reading.sheet_cells import Unfit, Value, value_of
from crosspolicy.intake.reading.unusable import snippet
from crosspolicy.records.raw import Place, Raw, Trouble


class Row(NamedTuple):
    """The cells of a row of a worksheet that hold something, by position; rows count from 1."""

    number: int
    cells: Sequence[tuple[int, Value | Unfit]]


def stated_rows(rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Row]:
    """Yield the rows (of openpyxl's cells, numbered) in which a cell holds something."""
    for number, cells in rows:
        found = [(position, value) for position, cell in enumerate(cells) if (value := value_of(cell)) is not None]
        if found:
            yield Row(number, found)


def letters(position: int) -> str:
    """Return what a column is called in a worksheet, by its position."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(position + 1))


def read_rows(
    path: str, sheet: str, headings: Headings, rows: Iterable[Row], merged: Merged
) -> Iterator[Raw | Trouble]:
    """Yield the record of each row, or all that is wrong with its cells."""
    columns = headings.columns
    for row in rows:
        place = Place(path, sheet, row.number)
        troubles = [_merged(place, headings, found) for found in merged.over(row.number, len(columns))]
        unfit = []
        for position, value in row.cells:
            if position >= len(columns) or not columns[position]:
                troubles.append(_nameless(place, position, value))
            elif isinstance(value, Unfit):
                unfit.append(Trouble(place, columns[position], snippet(value.shown), value.message, value.hint))
        values = {headings.name_at(position): value for position, value in row.cells}
        if troubles or unfit:
            shown = {name: v.shown if isinstance(v, Unfit) else v for name, v in values.items() if name}
            raw = Raw(place, shown, unfit=() if troubles else tuple(trouble.column for trouble in unfit))
            yield from (trouble._replace(raw=raw) for trouble in (*troubles, *unfit))
        else:
            yield Raw(place, values)


def _merged(place: Place, headings: Headings, found: Range) -> Trouble:
    message = Text(N_("cells {range} are merged into one"), range=found.spelled)
    hint = Text(N_("Unmerge them, and fill in each cell."))
    return Trouble(place, headings.name_at(found.left - 1), found.spelled, message, hint)


def _nameless(place: Place, position: int, value: Value | Unfit) -> Trouble:
    told = Text(N_("stands in column {column}, which has no name in the header"), column=letters(position))
    shown = value.shown if isinstance(value, Unfit) else str(value)
    return Trouble(place, "", snippet(shown), told, Text(N_("Name the column, or empty it.")))
