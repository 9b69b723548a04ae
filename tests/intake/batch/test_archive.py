"""The archive of a workbook: cut off, locked, blown up, or made to do harm, it is refused before it is unpacked."""

import io
import tracemalloc
import zipfile

import openpyxl
import pytest

from tests.intake.batch.reading import read, unusable
from tests.intake.batch.sheets import SHEET, WORKBOOK, altered, saved, workbook

BOOK = saved(workbook(("title", "planned_cost"), *(("Kiosk", n) for n in range(200))))
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 16}">' for n in range(8))
    + "]>"
)


def archive(parts: dict[str, bytes]) -> bytes:
    """Return an archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """Return the workbook with a further part."""
    buffer = io.BytesIO(BOOK)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return buffer.getvalue()


def claiming(size: int, part: str) -> bytes:
    """Return the workbook with a part that claims to unpack to so many bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
        new.getinfo(part).file_size, new.getinfo(part).compress_size = size, size // 10
    return buffer.getvalue()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_an_archive_that_is_cut_off_is_told(write, share):
    with unusable("is no whole archive: it is cut off or damaged", hint="once more"):
        read(write("a.xlsx", BOOK[: int(len(BOOK) * share)]))


def test_bytes_that_changed_on_the_way_are_told(write):
    with zipfile.ZipFile(io.BytesIO(BOOK)) as file:
        start = file.getinfo(SHEET).header_offset
    harmed = bytearray(BOOK)
    harmed[start + 200 : start + 220] = bytes(20)
    with unusable("is damaged", hint="anew"):
        read(write("a.xlsx", bytes(harmed)))


def test_an_archive_of_something_else_is_told(write):
    with unusable("is an archive, but no XLSX workbook", hint="Save the table as .xlsx"):
        read(write("a.xlsx", archive({"content.xml": b"<x/>", "mimetype": b"application/x"})))
    with unusable("is an archive, but no XLSX workbook"):
        read(write("a.xlsx", archive({})))
    with unusable("is damaged, or was made by no spreadsheet program"):
        read(write("a.xlsx", archive({"[Content_Types].xml": b"<x/>"})))


def test_an_archive_with_a_password_is_told(write):
    locked = bytearray(BOOK)
    at = locked.index(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)
    with unusable("is protected by a password", hint="Take the password off"):
        read(write("a.xlsx", bytes(locked)))


def test_a_part_that_is_packed_out_of_proportion_is_refused_without_unpacking_it(write):
    bomb = with_part("xl/worksheets/sheet9.xml", bytes(30_000_000))
    path = write("a.xlsx", bomb)
    tracemalloc.start()
    with unusable("has a part, xl/worksheets/sheet9.xml, that unpacks to more than 200 times its size", hint="CSV"):
        read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("size", "part", "told"),
    [
        (1_100_000_000, SHEET, "unpacks to more than 1 GB"),
        (250_000_000, WORKBOOK, "has a part, xl/workbook.xml, that unpacks to more than 200 MB"),
    ],
)
def test_an_archive_that_unpacks_to_too_much_is_refused(write, size, part, told):
    with unusable(told, hint="CSV"):
        read(write("a.xlsx", claiming(size, part)))


def test_an_archive_of_ten_thousand_parts_is_no_workbook(write):
    with unusable("has 10001 parts, more than any workbook"):
        read(write("a.xlsx", archive({"[Content_Types].xml": b""} | {f"x{n}": b"" for n in range(10_000)})))


@pytest.mark.parametrize("part", [SHEET, WORKBOOK, "[Content_Types].xml", "xl/styles.xml"])
def test_entities_of_xml_are_refused_before_they_grow(write, part):
    with zipfile.ZipFile(io.BytesIO(BOOK)) as file:
        text = file.read(part).decode()
    prolog = text[: text.index("?>") + 2] if text.startswith("<?xml") else ""
    after = f"{prolog}{BOMB}{text[len(prolog) :]}"
    content = altered(BOOK, {part: [(text, after)]})
    with unusable("is damaged, or was made by no spreadsheet program", "Entities"):
        read(write("a.xlsx", content))


def test_the_library_reads_xml_by_the_parser_that_refuses_entities():
    assert openpyxl.DEFUSEDXML


def test_a_row_that_never_ends_is_refused_before_it_is_built(write):
    filler = "<c><v>1</v></c>" * 100 + "".join(f"<c><v>{n}</v></c>" for n in range(3000))
    endless = f'<row r="3">{filler * 900}</row></sheetData>'
    content = altered(BOOK, {SHEET: [("</sheetData>", endless)]})
    with unusable("sheet Requests: has a row that is far too long"):
        read(write("a.xlsx", content))


@pytest.mark.parametrize(("before", "after"), [('<row r="3"', '<row r="999999999"'), ('r="A3"', 'r="ABCDEFG3"')])
def test_a_cell_far_outside_of_a_sheet_is_refused(write, before, after):
    with unusable("sheet Requests: "):
        read(write("a.xlsx", altered(BOOK, {SHEET: [(before, after)]})))


def test_more_merged_cells_than_anybody_merges_are_refused(write):
    areas = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 10_100))
    merged = f'</sheetData><mergeCells count="1">{areas}</mergeCells>'
    with unusable("has more than 10000 merged cells"):
        read(write("a.xlsx", altered(BOOK, {SHEET: [("</sheetData>", merged)]})))
