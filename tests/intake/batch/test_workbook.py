"""XLSX: what a cell really holds is what is read, and what it only shows is told by its place."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.intake.batch.reading import hints, read, unusable
from tests.intake.batch.sheets import SHEET, altered, saved, with_cells, workbook

HEADER = ("title", "planned_cost")
HERE = ("HERE",)


@pytest.fixture
def sheet(write):
    """Return what writes a workbook of one sheet with rows and merged cells, and reads it."""
    return lambda *rows, merged=(): read(write("a.xlsx", saved(workbook(*rows, merged=merged))))


def test_cells_come_as_what_they_are(sheet):
    moment = datetime(2026, 10, 8, 9, 30)
    found = sheet(
        ("text", "whole", "money", "day", "moment", "yes", "rounded", "number as text"),
        ("Kiosk\nand lift", 3, 1234.56, date(2026, 10, 8), moment, True, 5.0, "007"),
    )
    assert found.only.name == "Requests"
    assert found.only.rows == {
        2: {
            "text": "Kiosk\nand lift",
            "whole": 3,
            "money": Decimal("1234.56"),
            "day": date(2026, 10, 8),
            "moment": moment,
            "yes": True,
            "rounded": 5,
            "number as text": "007",
        }
    }
    kinds = [type(value) for value in found.only.rows[2].values()]
    assert kinds == [str, int, Decimal, date, datetime, bool, int, str]


def test_a_number_has_the_digits_that_were_typed(write):
    cells = '<c r="A2"><v>1.1000000000000001</v></c><c r="B2"><v>1.5E3</v></c>'
    found = read(write("a.xlsx", with_cells(cells, HEADER, HERE)))
    assert found.only.rows == {2: {"title": Decimal("1.1"), "planned_cost": 1500}}


def test_days_count_from_1904_where_the_workbook_says_so(write):
    book = workbook(HEADER, ("Kiosk", date(2026, 10, 8)))
    book.epoch = CALENDAR_MAC_1904
    content = saved(book)
    assert read(write("a.xlsx", content)).only.rows[2]["planned_cost"] == date(2026, 10, 8)


def test_empty_rows_and_cells_are_left_out_and_rows_keep_their_numbers(sheet):
    table = sheet((None, None), HEADER, (None, " "), ("Kiosk", None), (), ("", 5), (None,)).only
    assert table.header_row == 2
    assert table.rows == {4: {"title": "Kiosk"}, 6: {"planned_cost": 5}}


def test_a_size_that_the_sheet_claims_is_not_believed(write):
    content = altered(
        saved(workbook(HEADER, ("Kiosk", 5))), {SHEET: [('<dimension ref="A1:B2"', '<dimension ref="A1"')]}
    )
    assert read(write("a.xlsx", content)).only.rows == {2: {"title": "Kiosk", "planned_cost": 5}}


def test_a_second_line_of_fields_is_the_header_beneath_headings(sheet):
    table = sheet(("标题*", "Cost"), HEADER, ("Kiosk", 5)).only
    assert (table.columns, table.labels, table.header_row) == (HEADER, ("标题*", "Cost"), 2)
    assert table.rows == {3: {"title": "Kiosk", "planned_cost": 5}}


def test_a_second_line_with_a_number_is_a_row(sheet):
    table = sheet(("Project", "Cost"), ("title", 5)).only
    assert (table.columns, table.header_row) == (("Project", "Cost"), 1)
    assert table.rows == {2: {"Project": "title", "Cost": 5}}


def test_columns_at_the_end_that_are_empty_are_nothing(sheet):
    table = sheet((*HEADER, None, " "), ("Kiosk", 5, None, "  "), ("Lift", 6)).only
    assert table.columns == HEADER
    assert list(table.rows) == [2, 3]


def test_a_value_beneath_no_name_is_told(sheet):
    table = sheet(("title", None, "planned_cost"), ("Kiosk", "over there", 5, 12), ("Lift", None, 6)).only
    assert table.rows == {3: {"title": "Lift", "planned_cost": 6}}
    assert table.told == [
        (2, "", "over there", "stands in column B, which has no name in the header"),
        (2, "", "12", "stands in column D, which has no name in the header"),
    ]


def test_two_columns_of_one_name_are_told_by_their_letters(sheet):
    with unusable("sheet Requests: columns A and C are both called title"):
        sheet(("title", "note", "title"))


def test_a_header_alone_is_a_table_without_rows(sheet):
    assert sheet(HEADER).only.rows == {}


# Cells that cannot be


def test_a_formula_is_refused_by_its_cell(sheet):
    table = sheet(HEADER, ("Kiosk", 5), ("Lift", "=B2*2"), ("=A2", '=HYPERLINK("x")'), ("Sum", 3)).only
    assert list(table.rows) == [2, 5]
    assert table.told == [
        (3, "planned_cost", "=B2*2", "cell B3 holds a formula"),
        (4, "title", "=A2", "cell A4 holds a formula"),
        (4, "planned_cost", '=HYPERLINK("x")', "cell B4 holds a formula"),
    ]
    assert "as a value" in hints(table)[0]


def test_a_text_that_looks_like_a_formula_is_a_text(write):
    cells = '<c r="A2" t="inlineStr"><is><t>=1+1</t></is></c>'
    assert read(write("a.xlsx", with_cells(cells, HEADER, HERE))).only.rows == {2: {"title": "=1+1"}}


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ('<c r="A2" t="e"><v>#REF!</v></c>', "#REF!", "cell A2 holds an error"),
        ('<c r="A2" t="array"><f t="array" ref="A2:A3">B1:B2</f></c>', "=B1:B2", "cell A2 holds a formula"),
        ('<c r="A2"><f t="shared" si="0"/><v>1</v></c>', "=", "cell A2 holds a formula"),
        ('<c r="A2"><v>1E400</v></c>', "inf", "cell A2 holds a number out of all range"),
        ('<c r="A2"><v>1E300</v></c>', "1e+300", "cell A2 holds a number out of all range"),
        (f'<c r="A2"><v>1{"0" * 50}</v></c>', f"1{'0' * 50}", "cell A2 holds a number out of all range"),
    ],
)
def test_a_cell_that_holds_no_value_is_told(write, cell, value, told):
    table = read(write("a.xlsx", with_cells(cell, HEADER, HERE, ("Kiosk",)))).only
    assert table.told == [(2, "title", value, told)]
    assert table.rows == {3: {"title": "Kiosk"}}


def test_a_time_without_a_day_and_a_day_that_is_none_are_told(write):
    book = workbook(HEADER, (time(9, 30), -5), ("Kiosk", 5))
    book.active["B2"].number_format = "yyyy-mm-dd"
    book.active["B2"].value = 9_999_999
    table = read(write("a.xlsx", saved(book))).only
    assert [(row, column, message) for row, column, _, message in table.told] == [
        (2, "title", "cell A2 holds a time without a day"),
        (2, "planned_cost", "cell B2 holds an error"),
    ]


def test_a_number_of_ten_thousand_digits_is_refused(write):
    content = with_cells(f'<c r="A2"><v>1{"0" * 10_000}</v></c>', HEADER, HERE)
    with unusable("sheet Requests: is damaged", "limit"):
        read(write("a.xlsx", content))


def test_carriage_returns_are_what_they_are(write):
    cells = '<c r="A2" t="inlineStr"><is><t>two_x000D_\nlines</t></is></c>'
    assert read(write("a.xlsx", with_cells(cells, HEADER, HERE))).only.rows == {2: {"title": "two\r\nlines"}}


# Merged cells


def test_merged_cells_are_told_in_every_row_that_they_cover(sheet):
    rows = [("Kiosk", 5), ("Lift", 6), (None, 7), ("Ramp", 8)]
    table = sheet(HEADER, *rows, merged=["A3:A4", "A5:B5"]).only
    assert table.rows == {2: {"title": "Kiosk", "planned_cost": 5}}
    assert table.told == [
        (3, "title", "A3:A4", "cells A3:A4 are merged into one"),
        (4, "title", "A3:A4", "cells A3:A4 are merged into one"),
        (5, "title", "A5:B5", "cells A5:B5 are merged into one"),
    ]
    assert "Unmerge" in hints(table)[0]


def test_cells_merged_where_no_record_is_do_not_matter(sheet):
    table = sheet(HEADER, ("Kiosk", 5), merged=["D1:E2", "A9:B12"]).only
    assert table.rows == {2: {"title": "Kiosk", "planned_cost": 5}}
    assert table.troubles == []


def test_headings_above_the_header_may_be_merged_and_the_header_not(sheet):
    assert sheet(("标题", None), HEADER, ("Kiosk", 5), merged=["A1:B1"]).only.columns == HEADER
    with unusable("sheet Requests: cells A1:B1 are merged into one, in the header"):
        sheet(("Project", None), ("Kiosk", 5), merged=["A1:B1"])


# Sheets


def test_every_sheet_is_a_table_in_order_and_hidden_ones_are_named(write):
    book = workbook(HEADER, ("Kiosk", 5))
    for name, state in (("milestones", "visible"), ("Old", "hidden"), ("Older", "veryHidden"), ("Empty", "visible")):
        book.create_sheet(name).sheet_state = state
    for name in ("_lists", "Explanation", "说明", "說明"):
        book.create_sheet(name).append(("anything",))
    book["milestones"].append(("name",))
    book["milestones"].append(("Pilot",))
    found = read(write("a.xlsx", saved(book)))
    assert [(table.name, table.rows) for table in found.tables] == [
        ("Requests", {2: {"title": "Kiosk", "planned_cost": 5}}),
        ("milestones", {2: {"name": "Pilot"}}),
    ]
    assert found.skipped == ["sheet Old is hidden, and was skipped", "sheet Older is hidden, and was skipped"]


def test_the_place_names_file_sheet_and_row(write):
    path = write("a.xlsx", saved(workbook(HEADER, ("=1",), title="Requests of spring")))
    (trouble,) = read(path).only.troubles
    assert trouble.place == (str(path), "Requests of spring", 2)


def test_a_workbook_without_a_table_is_refused(write):
    with unusable("has no sheet with a header", hint="--template"):
        read(write("a.xlsx", saved(workbook(title="Explanation"))))


def test_a_formula_in_the_header_is_refused_by_its_cell(sheet):
    with unusable("sheet Requests: cell B1 holds a formula"):
        sheet(("title", "=1+1"), ("Kiosk", 5))


def test_a_workbook_comes_by_standard_input_too(typed):
    typed(saved(workbook(HEADER, ("Kiosk", 5))))
    assert read("-").only.rows == {2: {"title": "Kiosk", "planned_cost": 5}}


def test_progress_ends_with_the_whole_file(write):
    path = write("a.xlsx", saved(workbook(HEADER, *(("Kiosk", n) for n in range(500)))))
    size = path.stat().st_size
    done, of = read(path).progress
    assert of == size
    assert 0.9 * size < done <= size
