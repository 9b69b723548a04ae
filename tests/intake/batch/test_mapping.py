"""Mappings: the file checked whole, the flags beside it, and what both make of other people's cells."""

from datetime import date
from decimal import Decimal

import pytest

from crosspolicy.errors import UsageFault
from crosspolicy.intake.assembling.mapping import read_mapping
from tests.intake.batch.tables import form, objects, records, table, told, troubles
from tests.support.refusals import invalid

NEEDED = ("title=Kiosk", "requesting_department=SALES")


@pytest.fixture
def mapped(tmp_path):
    """Return what reads a mapping written down in YAML."""

    def read(text: str, **flags):
        path = tmp_path / "mapping.yaml"
        path.write_text(text, "utf-8")
        return read_mapping(str(path), **flags)

    return read


def ruled(mapped, rule: str, path: str = "planned_cost", **more):
    """Return a mapping of one rule."""
    return mapped(f"act: request\ncolumns:\n  {path}: {rule}\n", sets=NEEDED, **more)


# The file.


def test_every_fault_of_a_file_is_named_by_its_key_at_once(mapped):
    with invalid("colums", "columns.planned_cost.factor", "columns.planned_cost.rond", "values.agencies") as faults:
        mapped("colums: {}\ncolumns:\n  planned_cost: {column: Cost, factor: x, rond: 2}\nvalues: {agencies: [IT]}\n")
    assert {fault.field: str(fault.message) for fault in faults}["colums"].endswith("do you mean columns?")


def test_what_contradicts_itself_is_refused_at_once(mapped):
    with invalid(
        "columns.title", "columns.background.text", "columns.planned_end_date.date.1", "columns.requester.values"
    ):
        mapped(
            """
            columns:
              title: {column: Name, text: "{Name}"}
              background: {text: "{Name"}
              planned_end_date: {column: End, date: "%Y-%m"}
              requester: {column: Who, values: people}
            """
        )


def test_fields_that_are_none_and_values_that_cannot_be_are_refused_before_any_record(mapped):
    with invalid("columns.titel", "defaults.milestones.1.due_date", "columns.planned_cost.default") as faults:
        mapped(
            """
            act: request
            columns: {titel: Name, planned_cost: {column: Cost, default: much}}
            defaults: {milestones.1.due_date: soon}
            """
        )
    assert "do you mean title?" in str(faults[0].message)


def test_an_act_that_is_none_is_refused(mapped):
    with invalid("act"):
        mapped("act: request.sumitted\n")


@pytest.mark.parametrize("text", ["a: [", "- a\n", "a: 1\na: 2\n", "a: &x 1\n"])
def test_a_file_that_is_no_mapping_is_refused(mapped, text):
    with pytest.raises(Exception, match="cannot be taken as a mapping"):
        mapped(text)


def test_a_file_says_how_history_is_imported(mapped):
    mapping = mapped("act: request\nsource: old-book\nas_of_record: true\ndepartments: {IT: Information technology}\n")
    assert (mapping.act, mapping.source, mapping.as_of_record) == ("request.submitted", "old-book", True)
    assert mapping.departments == {"IT": "Information technology"}


def test_defaults_left_empty_are_none(mapped):
    assert mapped("act: request\ndefaults:\n  background:\n").defaults == {}


# The flags.


def test_flags_beat_the_file(mapped):
    mapping = mapped(
        "act: request\ncolumns: {title: Name, background: Why}\ndefaults: {background: none}\n",
        maps=["title=Headline"],
        sets=["background=Because", "requesting_department=SALES"],
    )
    assert form({"Name": "x", "Headline": "Kiosk", "Why": "y"}, mapping=mapping) == {
        "title": "Kiosk",
        "background": "Because",
        "requesting_department": "SALES",
    }


def test_a_list_is_set_by_a_separator_or_as_json():
    mapping = read_mapping(
        act="request", sets=[*NEEDED, "departments.1.positions=Developer; Tester", 'objectives=[{"statement": "Two"}]']
    )
    assert mapping.constants["departments.1.positions"] == ["Developer", "Tester"]
    assert mapping.constants["objectives"] == [{"statement": "Two"}]


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"sets": ["title"]}, "--set title is not written as FIELD=VALUE."),
        ({"maps": ["title="]}, "--map title= is not written as FIELD=VALUE."),
        ({"maps": ["titel=Name"]}, "--map titel: is no field of this form; do you mean title?"),
        ({"maps": ["title=A", "title=B"]}, "--map states title twice."),
        ({"sets": ["planned_cost=much"]}, "--set planned_cost: must be an amount in digits alone, like 12500.00"),
        ({"sets": ['objectives={"statement": ']}, "--set objectives: is no JSON"),
        ({"sets": ["milestones=Pilot"]}, "--set milestones: due_date: must be there"),
    ],
)
def test_a_flag_that_cannot_be_is_a_fault_of_the_command_line(flags, said):
    with pytest.raises(UsageFault) as caught:
        read_mapping(act="request", **flags)
    assert str(caught.value).startswith(said)


def test_an_act_mistyped_on_the_command_line_is_guessed():
    with pytest.raises(UsageFault) as caught:
        read_mapping(act="reqest")
    assert (str(caught.value), str(caught.value.hint)) == ("There is no act reqest.", "Do you mean request.submitted?")


# What rules do.


@pytest.mark.parametrize(
    ("rule", "cell", "amount"),
    [
        ("{column: Cost, factor: 1000000, round: 2}", "0.1790005", "179000.50"),
        ("{column: Cost, round: 2}", "0.125", "0.12"),
        ("{column: Cost, round: 2}", "0.135", "0.14"),
        ("{column: Cost, factor: 1e6}", "0.000001", "1.000000"),
        ("{column: Cost, factor: 10}", Decimal("2.5"), "25.0"),
        ("Cost", "0.125", "0.125"),
    ],
)
def test_amounts_are_multiplied_and_rounded_to_even_where_that_is_stated(mapped, rule, cell, amount):
    assert form({"Cost": cell}, mapping=ruled(mapped, rule))["planned_cost"] == amount


@pytest.mark.parametrize(
    ("rule", "row", "day"),
    [
        ('{column: End, date: "%d.%m.%Y"}', {"End": "31.03.2026"}, "2026-03-31"),
        ('{column: End, date: ["%d.%m.%Y", "%m/%d/%y"]}', {"End": "03/31/26"}, "2026-03-31"),
        ('{column: End, date: "%d.%m.%Y"}', {"End": date(2026, 3, 31)}, "2026-03-31"),
        ("{column: Start, plus_days: Days}", {"Start": "2026-03-01", "Days": "30.0"}, "2026-03-31"),
        ("{column: Start, plus_days: Days}", {"Start": date(2026, 3, 1), "Days": 30}, "2026-03-31"),
    ],
)
def test_days_are_read_as_they_are_written_and_moved(mapped, rule, row, day):
    assert form(row, mapping=ruled(mapped, rule, "planned_end_date"))["planned_end_date"] == day


def test_a_day_is_not_moved_by_nothing(mapped):
    mapping = ruled(mapped, "{column: Start, plus_days: Days}", "planned_end_date")
    assert "planned_end_date" not in form({"Start": "2026-03-01", "Days": ""}, mapping=mapping)


def test_words_are_replaced_whatever_their_case_and_one_may_mean_nothing(mapped):
    mapping = ruled(mapped, "{column: Unit, values: {Sales office: SALES, none: }}", "milestones.1.department")
    rows = table({"Unit": "SALES OFFICE"}, {"Unit": " none "})
    assert [r.form.get("milestones") for r in records(rows, mapping=mapping)] == [[{"department": "SALES"}], None]


def test_a_text_is_put_together_of_several_columns(mapped):
    mapping = ruled(mapped, '{text: "{Name} ({No}), {Note}"}', "background")
    found = records(table({"Name": "Kiosk", "No": 7}, columns=("Name", "No", "Note")), mapping=mapping)[0]
    assert found.form["background"] == "Kiosk (7),"
    assert found.columns == {"background": "Name + No + Note"}


def test_entities_of_html_are_read_however_often_they_were_written(mapped):
    mapping = mapped("act: request\ndecode: html\ncolumns: {title: Name}\n", sets=NEEDED[1:])
    assert form({"Name": "R&amp;amp;D &#8211; a &lt;b&gt; AT&T"}, mapping=mapping)["title"] == "R&D – a <b> AT&T"


def test_a_default_fills_what_a_record_lacks_and_does_not_make_an_item_of_nothing(mapped):
    mapping = mapped(
        """
        act: request
        columns:
          milestones.1.due_date: End
          background: {column: Why, default: Not stated}
        defaults: {milestones.1.name: Completion, objectives.1.statement: Completed}
        """,
        sets=NEEDED,
    )
    first, second = records(table({"End": "2026-03-31"}, {"Why": "Because"}, columns=("End", "Why")), mapping=mapping)
    assert first.form["milestones"] == [{"due_date": "2026-03-31", "name": "Completion"}]
    assert (first.form["background"], second.form["background"]) == ("Not stated", "Because")
    assert "milestones" not in second.form
    assert first.form["objectives"] == second.form["objectives"] == [{"statement": "Completed"}]


def test_a_separator_of_ones_own_splits_lists(mapped):
    mapping = ruled(mapped, '{column: Who, separator: "/"}', "departments.1.positions")
    assert form({"Who": "Developer / Tester; senior"}, mapping=mapping)["departments"] == [
        {"positions": ["Developer", "Tester; senior"]}
    ]


# What is wrong with cells.


@pytest.mark.parametrize(
    ("path", "rule", "row", "expected"),
    [
        ("planned_cost", "{column: Cost, factor: 10}", {"Cost": "1,200"}, ("Cost", "1,200", "is no number")),
        ("planned_cost", "{column: Cost, round: 2}", {"Cost": "1e999999"}, ("Cost", "1e999999", "is no number")),
        (
            "planned_end_date",
            '{column: End, date: "%d.%m.%Y"}',
            {"End": "31.02.2026"},
            ("End", "31.02.2026", "is no day that exists, written like %d.%m.%Y"),
        ),
        (
            "planned_end_date",
            "{column: Start, plus_days: Days}",
            {"Start": "2026-03-01", "Days": "1.5"},
            ("Days", "1.5", "is no whole number of days"),
        ),
        (
            "planned_end_date",
            "{column: Start, plus_days: Days}",
            {"Start": "2026-03-01", "Days": "99999999999"},
            ("Days", "99999999999", "is no whole number of days"),
        ),
        (
            "requester",
            "{column: Who, values: {Li Na: li.na}}",
            {"Who": "Li  Na"},
            ("Who", "Li Na", "is none of the values that are mapped; do you mean Li Na?"),
        ),
    ],
)
def test_a_cell_that_cannot_be_is_told_by_the_foreign_column_and_value(mapped, path, rule, row, expected):
    (trouble,) = troubles(table(row), mapping=ruled(mapped, rule, path))
    number, column, value, message = told(trouble)
    assert (number, column, value) == (2, *expected[:2])
    assert message.startswith(expected[2])
    assert str(trouble.hint) or column == "Days"


def test_a_value_is_told_as_it_stands_in_the_file(mapped):
    mapping = mapped("act: request\ndecode: html\ncolumns: {requester: {column: Who, values: {}}}\n", sets=NEEDED)
    (trouble,) = troubles(table({"Who": "R&amp;D"}), mapping=mapping)
    assert trouble.value == "R&amp;D"


def test_all_that_is_wrong_with_a_row_is_told_at_once(mapped):
    mapping = mapped(
        'columns: {planned_cost: {column: Cost, round: 2}, planned_end_date: {column: End, date: "%d.%m.%Y"}}\n',
        sets=NEEDED,
    )
    found = troubles(table({"Cost": "much", "End": "soon"}), mapping=mapping)
    assert [trouble.column for trouble in found] == ["Cost", "End"]


# Beside the mapping.


def test_columns_that_are_not_mapped_count_by_their_own_name_or_not_at_all(mapped):
    row = {"Name": "Kiosk", "background": "Because", "Colour": "red"}
    mapping = read_mapping(act="request", maps=["title=Name"], sets=["requesting_department=SALES"])
    assert form(row, mapping=mapping)["background"] == "Because"
    alone = mapped("act: request\nignore_unmapped: true\ncolumns: {title: Name}\n", sets=NEEDED[1:])
    assert "background" not in form(row, mapping=alone)


def test_a_column_can_be_left_out_whatever_it_is_called(mapped):
    row = {"title": "Kiosk", "requesting_department": "SALES", "background": "internal", "Colour": "red"}
    mapping = mapped("act: request\nignore: [background, Colour]\n")
    assert form(row, mapping=mapping) == {"title": "Kiosk", "requesting_department": "SALES"}
    (record,) = records(objects(row), mapping=mapping, act="request")
    assert record.form == {"title": "Kiosk", "requesting_department": "SALES"}
    mapping = mapped("act: request\nignore: background\ncolumns: {title: Colour}\n")
    assert form(row, mapping=mapping) == {"title": "red", "requesting_department": "SALES"}
    assert [t.column for t in troubles(table(row), mapping=mapped("act: request\nignore: background\n"))] == ["Colour"]


def test_a_column_that_is_left_out_may_hold_what_another_act_has_not(mapped):
    rows = table({"act": "request.drafted", "title": "Kiosk", "requesting_department": "SALES", "code": "X"}, name="x")
    assert "code" in [t.column for t in troubles(rows)]
    rows = table({"act": "request.drafted", "title": "Kiosk", "requesting_department": "SALES", "code": "X"}, name="x")
    assert records(rows, mapping=mapped("ignore: [code]\n"))[0].form["title"] == "Kiosk"


def test_a_column_that_is_left_out_must_be_there(mapped):
    mapping = mapped("act: request\nignore: [Color]\n")
    found = troubles(table({"title": "Kiosk", "requesting_department": "SALES"}), mapping=mapping)
    assert [told(trouble) for trouble in found] == [(1, "Color", "", "is to be ignored, but there is no such column")]
    assert str(found[0].hint) == "The columns are title, requesting_department."


def test_a_column_cannot_be_left_out_and_read(mapped):
    with invalid("ignore.2") as faults:
        mapped("act: request\nignore: [Colour, Days]\ncolumns: {planned_end_date: {column: Start, plus_days: Days}}\n")
    assert str(faults[0].message) == "Days is read by columns.planned_end_date: take one of the two out"


def test_what_has_no_effect_is_told(mapped):
    with invalid("values.owners", "values.units") as faults:
        mapped(
            """
            act: request
            columns: {requester: {column: Who, values: people}}
            values: {owners: {Sales dept.: SALES}, people: {Li Na: li.na}, units: {}}
            """
        )
    assert str(faults[0].message) == (
        "is used by no column: write values: owners at the column that it is for, or take it out"
    )
    with invalid("columns.title.separator") as faults:
        mapped('act: request\ncolumns: {title: {column: Name, separator: "/"}}\n')
    assert str(faults[0].message) == "has no effect: title takes one value, not several; take it out"


def test_a_column_that_is_mapped_must_be_there():
    mapping = read_mapping(act="request", maps=["title=Naem"], sets=["requesting_department=SALES"])
    (trouble,) = troubles(table({"Name": "Kiosk"}), mapping=mapping)
    assert told(trouble) == (1, "Naem", "", "is mapped to title, but there is no such column")
    assert str(trouble.hint) == "The columns are Name."
