"""Workbooks for tests: made by openpyxl, then changed where it would not make what somebody else may."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"


def workbook(*rows: Sequence[Any], merged: Iterable[str] = (), title: str = "Requests") -> Workbook:
    """Return a workbook of one sheet with these rows."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    return book


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file holds it."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def altered(content: bytes, changes: Mapping[str, Sequence[tuple[str, str]]]) -> bytes:
    """Return a workbook with texts replaced in its parts; every text must be there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry).decode()
            for before, after in changes.get(entry.filename, ()):
                assert before in text
                text = text.replace(before, after)
            new.writestr(entry.filename, text)
    return buffer.getvalue()


def with_cells(cells: str, *rows: Sequence[Any]) -> bytes:
    """Return a workbook whose second row, to be given as one cell ``HERE``, holds cells as they stand in the XML."""
    content = saved(workbook(*rows))
    marked = '<c r="A2" t="inlineStr"><is><t>HERE</t></is></c>'
    return altered(content, {SHEET: [(marked, cells)]})
