"""Worksheets without what holds nothing: a million coloured rows cost nothing, and no cell is lost or moved."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from crosspolicy.intake.reading.merged import Oversized
from crosspolicy.intake.reading.opening import open_content
from crosspolicy.intake.reading.sparse import Sparse

HEAD = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"/></row>'
TAIL = b"</sheetData></worksheet>"


def cut(sheet: bytes, step: int = 10_000, **options: int) -> bytes:
    """Return what is left of a worksheet, read in steps."""
    sparse, found = Sparse(io.BytesIO(sheet), **options), []
    while part := sparse.read(step):
        found.append(part)
    return b"".join(found)


LINES = (
    (
        "a styled cell",
        b'<row r="2"><c r="A2" s="1"/><c r="B2"><v>1</v></c></row>',
        b'<row r="2"><c r="B2"><v>1</v></c></row>',
    ),
    ("a row of styled cells", b'<row r="2" s="1"><c r="A2" s="1"/><c r="B2" s="1"></c></row>', b""),
    ("cells of nothing", b'<row r="2"><c r="A2" s="1"><v/></c><c r="B2"><v></v></c></row>', b""),
    ("a row of nothing", b'<row r="2" ht="20"/>', b""),
    ("names with prefixes", b'<x:row r="2"><x:c r="A2" s="1"/></x:row>', b""),
    ("a cell without a place", b'<row r="2"><c r="A2" s="1"/><c><v>1</v></c></row>', None),
    ("a row without a place", b'<row r="2"/><row><c><v>1</v></c></row>', None),
    ("a formula", b'<row r="2"><c r="A2"><f>1+1</f></c></row>', None),
    ("a text of its own", b'<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c></row>', None),
    ("what looks like a cell in a comment", b'<!-- <c r="A2"/> --><row r="2"><c r="A2" s="1"/></row>', None),
)


@pytest.mark.parametrize(("line", "left"), [pytest.param(line, left, id=name) for name, line, left in LINES])
@pytest.mark.parametrize("step", [7, 10_000])
def test_only_what_holds_nothing_is_cut_out(line: bytes, left: bytes | None, step: int) -> None:
    found = cut(HEAD + line + TAIL, step)
    if b"<!--" in line:
        assert found == HEAD + line + TAIL
    else:
        head = HEAD.replace(b'<c r="B1" s="1"/>', b"")
        assert found == head + (line if left is None else left) + TAIL


def test_cells_that_hold_something_have_a_bound() -> None:
    row = b'<row r="2">' + b'<c r="A2"><v>1</v></c>' * 100 + b"</row>"
    assert cut(HEAD + row + TAIL, most=200).count(b"<c ") == 101
    with pytest.raises(Oversized):
        cut(HEAD + row + TAIL, most=100)


def test_rows_that_hold_nothing_cost_no_memory(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book, content, path = Workbook(), io.BytesIO(), tmp_path / "a.xlsx"
    book.active.append(["external_id", "title"])
    book.active.append(["a1", "Kiosk"])
    book.save(content)
    rows = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 50_000))
    last = '<row r="50000"><c r="B50000" t="inlineStr"><is><t>Pilot</t></is></c></row>'
    with zipfile.ZipFile(content) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in whole.namelist():
            part = whole.read(name)
            made.writestr(name, part.replace(b"</sheetData>", f"{rows}{last}</sheetData>".encode()))
    tracemalloc.start()
    try:
        with open_content(str(path), is_field={"external_id", "title"}.__contains__) as source:
            found = [raw for table in source.contents for raw in table.rows]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [raw.place.row for raw in found] == [2, 50_000]
    assert peak < 10_000_000  # with what openpyxl keeps of each row, some 25 MB
