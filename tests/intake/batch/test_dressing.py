"""What is cut out of a worksheet's XML beside its rows: drop-downs, notes, widths, as several programs write them."""

import io

import pytest

from crosspolicy.intake.reading import dressing
from crosspolicy.intake.reading.dressing import Trimmings, trimmings_of

ROWS = b"<sheetData>" + b'<row r="1"><c r="A1"><v>1</v></c></row>' * 3 + b"</sheetData>"
PLAIN = b'<dataValidation type="list" allowBlank="1" sqref="B3:B9 D3"><formula1>"a,b"</formula1></dataValidation>'
NOTE = b'<dataValidation showInputMessage="1" prompt="what &amp; why" sqref="B3:C9"/>'
EXTENDED = (
    b'<extLst><ext xmlns:x14="urn:x" uri="{0}"><x14:dataValidations count="1" xmlns:xm="urn:m">'
    b'<x14:dataValidation type="list" allowBlank="1" xr:uid="{1}"><x14:formula1><xm:f>_lists!$A$1:$A$3</xm:f>'
    b"</x14:formula1><xm:sqref>C3:C1048576</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def cut(*parts: bytes) -> Trimmings:
    """Return what is found in a worksheet of these parts."""
    return trimmings_of(
        io.BytesIO(b'<?xml version="1.0"?><worksheet xmlns="urn:s">' + b"".join(parts) + b"</worksheet>")
    )


def formulas(found: Trimmings) -> dict[int, str]:
    """Return the list that each column offers."""
    return {number: validation.formula for number, validation in found.validations.items()}


def test_lists_and_notes_are_found_by_their_columns_and_a_list_goes_before_a_note():
    found = cut(ROWS, b'<dataValidations count="2">', NOTE, PLAIN, b"</dataValidations>")
    assert formulas(found) == {2: '"a,b"', 3: "", 4: '"a,b"'}
    assert found.validations[3].attributes == {"showInputMessage": "1", "prompt": "what & why"}
    assert found.validations[2].attributes == {"type": "list", "allowBlank": "1"}


def test_lists_are_found_where_newer_programs_keep_them():
    found = cut(ROWS, b"<dataValidations>", NOTE, b"</dataValidations>", EXTENDED)
    assert formulas(found) == {2: "", 3: "_lists!$A$1:$A$3"}
    assert found.validations[3].attributes == {"type": "list", "allowBlank": "1"}


def test_parts_with_a_prefix_are_found_and_widths_with_them():
    found = cut(b'<x:cols><x:col min="2" max="3" width="12.5" style="4"/></x:cols>', ROWS)
    assert {number: tuple(column) for number, column in found.columns.items()} == {2: (12.5, 4), 3: (12.5, 4)}


@pytest.mark.parametrize("chunk", [1, 7, 50])
def test_parts_are_found_wherever_a_block_ends(monkeypatch, chunk):
    monkeypatch.setattr(dressing, "CHUNK", chunk)
    found = cut(
        b'<cols><col min="1" max="1" width="9"/></cols>', ROWS, b"<dataValidations>", PLAIN, b"</dataValidations>"
    )
    assert (formulas(found), found.columns[1].width) == ({2: '"a,b"', 4: '"a,b"'}, 9)


@pytest.mark.parametrize(
    "part",
    [
        b'<cols><col min="x" max="2"/></cols>',
        b"<cols><col></cols>",
        b"<dataValidations><dataValidation sqref=",
        b'<dataValidations><dataValidation sqref="1:9 $ AAAA1"/></dataValidations>',
    ],
)
def test_what_cannot_be_read_is_as_if_it_were_not_there(part):
    assert cut(part, ROWS) == Trimmings({}, {})


def test_a_part_out_of_proportion_is_left_alone(monkeypatch):
    monkeypatch.setattr(dressing, "CHUNK", 100)
    monkeypatch.setattr(dressing, "LONGEST", 200)
    assert formulas(cut(ROWS, b"<dataValidations>", PLAIN * 10, b"</dataValidations>")) == {}
