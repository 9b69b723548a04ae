"""An export written: the kind, the format and the place brought together."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple

from crosspolicy.queries.book import Header
from crosspolicy.queries.exports.kinds import EVERYTHING, KINDS
from crosspolicy.queries.exports.paging import Stream, stream
from crosspolicy.queries.exports.records import records
from crosspolicy.queries.exports.source import Wanted, under_one_header
from crosspolicy.queries.reader import Reader
from crosspolicy.views.export.sink import replacing

RECORDS = "records"
"""What a book as import records is counted under."""


class Exported(NamedTuple):
    """What was written: rows by sort (of a workbook by sheet), and how many texts had no room in their cell."""

    rows: dict[str, int]
    long_texts: int = 0


class Order(NamedTuple):
    """What is to be exported, in which format, and where to: a file, or standard output."""

    what: str
    wanted: Wanted
    format: str
    target: Path | None = None


def write_export(reader: Reader, book: Header, order: Order) -> Exported:
    """Write an export. Raises UsageFault or SystemFault where it cannot go there, and then leaves nothing."""
    if order.target is None:
        return Exported(_texts(reader, book, order, sys.stdout.write))
    with replacing(order.target) as file:
        if order.format == "xlsx":
            return _workbook(reader, book, order, file)
        return Exported(_texts(reader, book, order, lambda text: file.write(text.encode())))


def _streams(reader: Reader, book: Header, order: Order, *, measured: bool = False) -> list[Stream]:
    sources = under_one_header(KINDS[order.what]) if measured else KINDS[order.what]
    return [stream(reader, book, source, order.wanted, measured=measured) for source in sources]


def _texts(reader: Reader, book: Header, order: Order, write: Callable[[str], object]) -> dict[str, int]:
    if order.format == "csv":
        from crosspolicy.views.export.csv_out import write_csv

        return write_csv(_streams(reader, book, order, measured=True), write)
    from crosspolicy.views.export.json_lines_out import write_json_lines, write_records

    if order.what == EVERYTHING:
        return {RECORDS: write_records(records(reader), write)}
    return write_json_lines(_streams(reader, book, order), write)


def _workbook(reader: Reader, book: Header, order: Order, file: IO[bytes]) -> Exported:
    from crosspolicy.views.export.workbook_out import write_workbook

    written = write_workbook(_streams(reader, book, order), file, book.local)
    return Exported(written.rows, written.long_texts)
