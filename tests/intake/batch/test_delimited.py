"""CSV and TSV: what stands in the file is what is read, and what cannot be is told by row and column."""

import pytest

from tests.intake.batch.reading import hints, read, unusable


def test_cells_come_by_column_and_empty_ones_are_left_out(write):
    table = read(write("request.drafted.csv", "title,planned_cost,note\nKiosk,12.50,\n,3,  \n")).only
    assert table.name == "request.drafted"
    assert table.columns == ("title", "planned_cost", "note")
    assert table.header_row == 1
    assert table.rows == {2: {"title": "Kiosk", "planned_cost": "12.50"}, 3: {"planned_cost": "3"}}


def test_rows_are_counted_as_a_spreadsheet_program_counts_them(write):
    content = '\r\ntitle,note\r\n"two\r\nlines",x\r\n\r\n , \r\nKiosk,"said ""no"""\r\n'
    table = read(write("a.csv", content)).only
    assert table.header_row == 2
    assert table.rows == {3: {"title": "two\r\nlines", "note": "x"}, 6: {"title": "Kiosk", "note": 'said "no"'}}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_line(write, end):
    table = read(write("a.csv", end.join(["title,note", "Kiosk,a\u2028b\x0bc", "Lift,d"]))).only
    assert table.rows == {2: {"title": "Kiosk", "note": "a\u2028b\x0bc"}, 3: {"title": "Lift", "note": "d"}}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("title;note", "Kiosk;1,5"),
        ("title\tnote", "Kiosk\t1,5"),
        ('"a, b";note', "Kiosk;1,5"),
        ("title,note", '"Kiosk","1,5"'),
    ],
)
def test_the_header_tells_what_separates_cells(write, header, row):
    (cells,) = read(write("a.csv", f"{header}\n{row}\n")).only.rows.values()
    assert list(cells.values()) == ["Kiosk", "1,5"]


def test_tabs_separate_the_cells_of_tsv_whatever_else_stands_there(write):
    assert read(write("a.tsv", "a,b\tc\n1,2\t3\n")).only.rows == {2: {"a,b": "1,2", "c": "3"}}


def test_a_header_alone_is_a_table_without_rows(write):
    table = read(write("a.csv", "title,planned_cost\n")).only
    assert (table.columns, table.rows, table.troubles) == (("title", "planned_cost"), {}, [])


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", ",,\n , \n"])
def test_a_file_without_a_header_is_empty(write, content):
    with unusable("is empty", hint="--template"):
        read(write("a.csv", content))


# Headings


def test_a_second_line_of_fields_is_the_header_beneath_headings(write):
    table = read(write("a.csv", "标题*,Cost\ntitle,planned_cost\nKiosk,5\n")).only
    assert table.columns == ("title", "planned_cost")
    assert table.labels == ("标题*", "Cost")
    assert table.header_row == 2
    assert table.rows == {3: {"title": "Kiosk", "planned_cost": "5"}}


def test_a_column_that_somebody_added_beneath_no_field_keeps_its_heading(write):
    table = read(write("a.csv", "标题,Mine\ntitle,\nKiosk,5\n")).only
    assert table.columns == ("title", "Mine")


def test_a_star_at_a_field_is_no_part_of_its_name(write):
    table = read(write("a.csv", "title*,Rating*\nKiosk,5\n")).only
    assert table.columns == ("title", "Rating*")


@pytest.mark.parametrize("second", ["title,Kiosk", "Kiosk,5", ""])
def test_a_second_line_with_anything_else_is_a_row(write, second):
    table = read(write("a.csv", f"Project,Cost\n{second}\n")).only
    assert table.columns == ("Project", "Cost")
    assert table.header_row == 1
    assert list(table.rows) == ([2] if second else [])


def test_two_columns_of_one_name_are_told_by_their_places(write):
    with unusable("columns 1 and 3 are both called title", "columns 2 and 4 are both called note", hint="of its own"):
        read(write("a.csv", "title,note,title , note\n"))


def test_a_value_beneath_no_name_is_told(write):
    table = read(write("a.csv", "title,,planned_cost,,\nKiosk,,5,,\nLift,over there,6,,x\n")).only
    assert table.columns == ("title", "planned_cost")
    assert table.rows == {2: {"title": "Kiosk", "planned_cost": "5"}}
    assert table.told == [
        (3, "", "over there", "stands in column 2, which has no name in the header"),
        (3, "", "x", "stands in column 5, which has no name in the header"),
    ]


# Rows


def test_a_row_of_another_width_is_told_and_reading_goes_on(write):
    table = read(write("a.csv", "a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n")).only
    assert table.rows == {4: {"a": "1", "b": "2", "c": "3"}, 5: {"a": "1", "b": "2", "c": "3"}}
    assert table.told == [
        (2, "", "1,2", "has 2 cells, and the header 3"),
        (3, "", "1,2,3,4", "has 4 cells, and the header 3"),
    ]
    assert "hold a comma" in hints(table)[0]


def test_text_after_a_closing_quotation_mark_is_told_and_reading_goes_on(write):
    table = read(write("a.csv", 'a,b\n"1"x,2\n"3\n"4,5\n6,7\n')).only
    assert table.rows == {4: {"a": "6", "b": "7"}}
    assert [(row, message) for row, _, _, message in table.told] == [
        (2, "has text after a closing quotation mark, in line 2"),
        (3, "has text after a closing quotation mark, in line 4"),
    ]
    assert "twice" in hints(table)[0]
    assert "opens in line 3" in hints(table)[1]


def test_a_quotation_mark_inside_of_a_value_is_a_character(write):
    assert read(write("a.csv", 'a,b\n5" pipe,x\n')).only.rows == {2: {"a": '5" pipe', "b": "x"}}


@pytest.mark.parametrize(
    ("rows", "line"),
    [('1,"2\n3,4\n', 2), ('1,"a ""b""\nc"\n"d\ne",5" x"\n7,"8\n\n', 6), ('"1\n2","3""\n4', 3)],
)
def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line(write, rows, line):
    with unusable(f"a quotation mark that opens in line {line} is never closed"):
        read(write("a.csv", f"a,b\n{rows}"))


def test_a_quotation_mark_that_swallows_the_file_is_told_with_its_line(write):
    with unusable("a quotation mark that opens in line 3 is not closed within 1000000 characters"):
        read(write("a.csv", 'a,b\n1,2\n3,"4\n' + "5,6\n" * 300_000))


def test_a_misquoted_header_is_told(write):
    with unusable("has text after a closing quotation mark, in line 1"):
        read(write("a.csv", '"a"b,c\n1,2\n'))


def test_a_line_that_is_far_too_long_is_refused(write):
    with unusable("line 2 is longer than 1000000 characters"):
        read(write("a.csv", "a,b\n" + "x" * 1_500_000 + ",1\n2,3\n"))
    with unusable("line 1 is longer than 1000000 characters"):
        read(write("a.csv", "x" * 1_500_000))


def test_a_long_value_within_the_bound_is_kept_whole(write):
    table = read(write("a.csv", "a,b\n" + "題" * 400_000 + ",1\n")).only
    assert table.rows == {2: {"a": "題" * 400_000, "b": "1"}}
