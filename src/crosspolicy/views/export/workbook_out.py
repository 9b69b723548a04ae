"""Rows as a workbook: a sheet a sort of rows and a sheet a list, cells of their own types, the header frozen."""

from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

from crosspolicy.files.scratch import temporary_files_in_scratch
from crosspolicy.queries.exports.columns import Column, Sort
from crosspolicy.queries.exports.paging import Entries, Page, Stream
from crosspolicy.queries.reader import Values
from crosspolicy.views.export.cells import SEPARATOR
from crosspolicy.views.export.sheets import ROWS, Sheets, Written
from crosspolicy.views.export.typed import Local

_OWNER: Final = Column("external_id", "", Sort.KEY)
"""The column by which the entries of a list name the row that they are under."""


def write_workbook(streams: Sequence[Stream], file: IO[bytes], local: Local, *, rows: int = ROWS) -> Written:
    """Write rows as a workbook; ``local`` tells moments in the book's time zone, ``rows`` is where a sheet ends."""
    taken = {stream.source.name for stream in streams}
    with temporary_files_in_scratch():
        made = Sheets(local, rows)
        for stream in streams:
            _write(made, stream, taken)
        return made.save(file)


def _write(made: Sheets, stream: Stream, taken: set[str]) -> None:
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
