"""Rows and objects as records: what each column states, which act it is, lists on rows of their own, each fault."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crosspolicy.acts.registry import all_acts
from crosspolicy.errors import UsageFault
from crosspolicy.forms.request import Request
from crosspolicy.i18n import Text
from crosspolicy.intake.assembling.columns import column_behind, is_field
from crosspolicy.intake.assembling.mapping import read_mapping
from crosspolicy.intake.check import checked
from crosspolicy.records.raw import Place, Trouble
from crosspolicy.records.record import Record
from tests.intake.batch.tables import assembled, faults, form, objects, records, table, told, troubles
from tests.support import papers

BARE = {"title": "Kiosk", "requesting_department": "SALES"}


def flattened(content: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield a form's values by their paths, as columns hold them."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield from flattened(value, f"{path}.{name}".lstrip("."))
    elif isinstance(content, list) and isinstance(content[0], dict):
        for number, value in enumerate(content, 1):
            yield from flattened(value, f"{path}.{number}")
    else:
        yield path, ";".join(content) if isinstance(content, list) else str(content)


# What columns state.


@pytest.mark.parametrize(
    ("act", "paper"),
    [
        ("request", papers.REQUEST),
        ("review.decided", papers.REVIEW | {"conditions": ["One kiosk first", "No debt"]}),
        ("meeting.recorded", papers.COORDINATION),
    ],
)
def test_a_form_flattened_into_columns_is_that_form_again(act, paper):
    row = dict(flattened(paper)) | {"target": "CB-2026-0001"}
    (record,) = records(table(row, name=act))
    expected = dict(flattened(paper))
    assert dict(flattened(record.form)) == expected
    assert record.columns == {}
    assert (record.target, record.place) == ("CB-2026-0001", Place("kiosks.csv", "", 2))


def test_what_stands_beside_the_form_is_no_field_of_it():
    row = BARE | {"external_id": " P 7 ", "actor": "li.na", "occurred_on": "2026-09-01"}
    (record,) = records(table(row))
    assert (record.act, record.external_id, record.actor) == ("request.submitted", "P 7", "li.na")
    assert record.form == BARE | {"occurred_on": "2026-09-01"}


@pytest.mark.parametrize(
    ("columns", "target"),
    [
        ({"target": "CB-2026-0001"}, "CB-2026-0001"),
        ({"target.external_id": "P7", "target.source": "old"}, {"external_id": "P7", "source": "old"}),
        ({"target": "CB-2026-0001", "target.milestone": "Pilot"}, {"code": "CB-2026-0001", "milestone": "Pilot"}),
        ({"target": '{"external_id": "P7"}'}, {"external_id": "P7"}),
    ],
)
def test_what_an_act_is_done_to_is_a_code_or_a_record_of_the_import(columns, target):
    (record,) = records(table(columns | {"reached_date": "2026-11-20"}, name="milestone"))
    assert (record.act, record.target) == ("milestone.reached", target)


@pytest.mark.parametrize(
    "cell", ["Developer; Tester", "Developer；Tester", "Developer\nTester", '["Developer", "Tester"]']
)
def test_several_plain_values_stand_in_one_cell(cell):
    assert form(BARE | {"departments.1.positions": cell})["departments"] == [{"positions": ["Developer", "Tester"]}]


@pytest.mark.parametrize("cell", ["Developer, Tester", "Developer，Tester", "Developer、Tester"])
def test_a_comma_that_may_stand_between_several_values_is_asked_about(cell):
    (wrong,) = troubles(table(BARE | {"departments.1.positions": cell}))
    assert told(wrong) == (2, "departments.1.positions", cell, "has a comma: is it one, or several?")
    assert form(BARE | {"departments.1.positions": f"{cell};"})["departments"] == [{"positions": [cell]}]
    assert form(BARE | {"departments.1.positions": f"{cell}; Clerk"})["departments"] == [{"positions": [cell, "Clerk"]}]


def test_a_comma_in_what_is_a_sentence_is_one():
    (record,) = records(table(BARE | {"objectives": "Open early, close late"}))
    assert record.form["objectives"] == ["Open early, close late"]


@pytest.mark.parametrize(
    "cell", ['[{"statement": "One"}, {"statement": "Two"}]', '[{"statement": "One"}, "Two"]', "One; Two"]
)
def test_a_list_of_objects_stands_in_one_cell(cell):
    (record,) = records(table(BARE | {"objectives": cell}))
    assert [o.statement for o in checked(Request, record.form).objectives] == ["One", "Two"]


def test_an_object_has_columns_of_its_own_or_is_json():
    apart = form({"target": "CB-2026-0001", **dict(flattened(RISK))}, "risk.identified")
    whole = form({"target": "CB-2026-0001", **RISK, "contingency": '{"trigger": "Rain"}'}, "risk.identified")
    assert apart["contingency"] == whole["contingency"] == {"trigger": "Rain"}


RISK = {
    "category": "market",
    "description": "Nobody rents",
    "identified_by": "SALES",
    "likelihood": "2",
    "impact": "3",
    "contingency": {"trigger": "Rain"},
}


def test_numbered_columns_left_empty_leave_no_gap_and_faults_still_name_their_column():
    row = BARE | {"milestones.2.name": "Pilot", "milestones.3.name": "Both", "milestones.3.due_date": "soon"}
    columns = (*BARE, "milestones.1.name", "milestones.2.name", "milestones.3.name", "milestones.3.due_date")
    (record,) = records(table(row, columns=columns))
    assert record.form["milestones"] == [{"name": "Pilot"}, {"name": "Both", "due_date": "soon"}]
    assert column_behind(record.columns, "milestones.1.name") == "milestones.2.name"
    assert column_behind(record.columns, "milestones.2.due_date") == "milestones.3.due_date"


@pytest.mark.parametrize(
    ("title", "date_column"),
    [
        ("Title *", "Milestones 1 · Due date"),
        ("標題＊", "里程碑 1 · 期限"),
        ("标题(*)", "milestones.1.due_date"),
        ("TITLE", "milestones 1 · due date *"),
    ],
)
def test_columns_may_be_called_as_the_fields_are_in_any_language(title, date_column):
    row = {title: "Kiosk", "requesting_department": "SALES", date_column: "2026-11-20"}
    (record,) = records(table(row))
    assert record.form == BARE | {"milestones": [{"due_date": "2026-11-20"}]}
    assert column_behind(record.columns, "title") == title


@pytest.mark.parametrize("cell", ["business", "Business", "business risk", "業務風險", "业务风险", "業務", "业务"])
def test_choices_may_be_called_as_they_are_in_any_language(cell):
    assert form(BARE | {"risks.1.category": cell})["risks"] == [{"category": "business"}]


def test_what_is_no_choice_is_left_to_the_form():
    assert form(BARE | {"risks.1.category": "weather"})["risks"] == [{"category": "weather"}]


@pytest.mark.parametrize(("cell", "is_serious"), [("yes", True), ("是", True), ("No", False), (True, True)])
def test_yes_and_no_are_understood(cell, is_serious):
    row = {"target": "CB-2026-0001", "term": "2.3.2", "serious": cell}
    assert form(row, "breach")["serious"] is is_serious


def test_cells_of_worksheets_are_what_somebody_would_have_typed():
    row = {
        "external_id": 657,
        "title": 2026,
        "requesting_department": "SALES · Sales office",
        "requester": "li.na · Li Na",
        "planned_cost": Decimal("1250.50"),
        "planned_start_date": date(2026, 3, 1),
        "planned_end_date": datetime(2026, 3, 31),
        "risks.1.likelihood": 3,
    }
    (record,) = records(table(row))
    assert record.external_id == "657"
    assert record.form == {
        "title": "2026",
        "requesting_department": "SALES",
        "requester": "li.na",
        "planned_cost": "1250.50",
        "planned_start_date": "2026-03-01",
        "planned_end_date": "2026-03-31",
        "risks": [{"likelihood": "3"}],
    }


def test_rows_that_could_not_be_read_are_handed_on():
    unread = Trouble(Place("kiosks.csv", "", 3), "", "", Text("broken"))
    found = assembled(table(BARE, unread, BARE))
    assert [one.place.row for one in found] == [2, 3, 4]
    assert found[1] is unread


# What is wrong with columns.


def test_unknown_columns_are_told_once_with_what_may_be_meant():
    found = troubles(table(BARE | {"titel": "x", "milestone.1.due_date": "y", "Colour": "z"}, BARE))
    assert [told(trouble)[:2] for trouble in found] == [(1, "titel"), (1, "milestone.1.due_date"), (1, "Colour")]
    assert "do you mean title?" in str(found[0].message)
    assert "do you mean milestones.1.due_date?" in str(found[1].message)
    assert "--map milestones.1.due_date=milestone.1.due_date" in str(found[1].hint)
    assert "--map FIELD=Colour" in str(found[2].hint)


def test_what_every_record_must_state_is_told_once_where_no_column_does():
    found = troubles(table({"background": "Because"}, {"background": "So"}))
    assert [told(trouble)[:2] for trouble in found] == [(1, "title"), (1, "requesting_department")]
    assert "--set title=VALUE" in str(found[0].hint)


def test_an_act_needs_something_that_it_is_done_to():
    (trouble,) = troubles(table({"reason": "Gone"}, name="risk-close"))
    assert told(trouble)[:2] == (1, "target")


def test_two_columns_for_one_field_are_refused():
    found = troubles(table(BARE | {"Title": "x"}))
    assert [trouble.column for trouble in found] == ["title", "Title"]


def test_a_list_is_not_stated_in_one_cell_and_in_columns_of_its_own():
    row = BARE | {"objectives": "One", "objectives.1.statement": "Two"}
    (trouble,) = troubles(table(row))
    assert told(trouble)[:3] == (2, "objectives", "One")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('[{"statement": ', "is no JSON"),
        ('[{"statement": "a", "statement": "b"}]', "states statement twice"),
        ("[NaN]", "has NaN, which is no number"),
        ("[" * 5000, "is nested too deeply"),
    ],
)
def test_json_in_a_cell_is_read_strictly(cell, said):
    (trouble,) = troubles(table(BARE | {"objectives": cell}))
    assert told(trouble)[:2] == (2, "objectives")
    assert said in str(trouble.message)


@pytest.mark.parametrize(
    ("column", "cell"), [("external_id", "P\u202e7"), ("actor", "li\u202ena"), ("external_id", "x" * 301)]
)
def test_what_stands_beside_the_form_is_checked(column, cell):
    (trouble,) = troubles(table(BARE | {column: cell}))
    assert told(trouble)[:2] == (2, column)


# Which act it is.


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("request", "request.submitted"),
        ("Requests", "request.submitted"),
        ("申請", "request.submitted"),
        ("people", "person.added"),
        ("人员", "person.added"),
        ("部門", "department.added"),
        ("risk.reviewed", "risk.reviewed"),
        ("Risk review", "risk.reviewed"),
        ("signatures", "agreement.signed"),
        ("training.need_stated", "training.need_stated"),
    ],
)
def test_a_table_is_called_by_what_it_holds(name, act):
    (found,) = records(objects({"form": {}}), act=name)
    assert found.act == act
    assert is_field(act)("occurred_on")


def test_every_act_s_own_name_names_it():
    assert all(records(objects({"form": {}}), act=act.name)[0].act == act.name for act in all_acts())


def test_a_table_that_does_not_say_what_it_holds_is_refused():
    (trouble,) = troubles(table(BARE, name="Sheet1", sheet="Sheet1"))
    assert told(trouble) == (1, "", "Sheet1", "does not say what it holds")
    assert "request" in str(trouble.hint)


def test_the_command_line_says_it_before_the_name_does():
    (record,) = records(table({"code": "IT", "name": "Information technology"}, name="people"), act="department")
    assert record.act == "department.added"


def test_each_row_may_name_its_act():
    rows = (
        {"act": "department.added", "code": "IT", "name": "Information technology"},
        {"act": "person", "login": "li.na", "name": "Li Na", "department": "IT"},
    )
    found = records(table(*rows, name="Sheet1"))
    assert [(r.act, r.form) for r in found] == [
        ("department.added", {"code": "IT", "name": "Information technology"}),
        ("person.added", {"login": "li.na", "name": "Li Na", "department": "IT"}),
    ]


def test_rows_that_name_no_act_or_the_wrong_one_are_told():
    rows = ({"act": "persn", "name": "x"}, {"name": "y"}, {"act": "person", "code": "z"})
    found = troubles(table(*rows, name="Sheet1"))
    assert [told(trouble)[:3] for trouble in found] == [(2, "act", "persn"), (3, "act", ""), (4, "code", "z")]
    assert str(found[0].hint) == "Do you mean person.added?"
    (trouble,) = troubles(table({"act": "person", "code": "IT", "name": "x"}), act="department")
    assert told(trouble) == (2, "act", "person", "is not what all records here are, department.added")


def test_an_act_that_is_none_is_a_fault_of_the_command_line():
    with pytest.raises(UsageFault):
        assembled(table(BARE), act="weather")


# Lists on rows of their own.


def test_rows_of_further_sheets_join_their_record_wherever_they_stand():
    parents = table(BARE | {"external_id": "1"}, BARE | {"external_id": "2"}, name="requests", sheet="requests")
    milestones = table(
        {"external_id": "2", "name": "Pilot"},
        {"external_id": "1", "name": "Opening"},
        {"external_id": 2, "name": "Both"},
        name="里程碑",
        sheet="里程碑",
    )
    first, second = records(parents, milestones)
    assert first.form["milestones"] == [{"name": "Opening"}]
    assert second.form["milestones"] == [{"name": "Pilot"}, {"name": "Both"}]
    assert column_behind(second.columns, "milestones.2.due_date") == "里程碑:4:due_date"
    assert column_behind(second.columns, "title") == "title"


def test_a_sheet_of_risks_is_a_list_only_where_it_can_be_one():
    parents = BARE | {"external_id": "1"}
    listed = table({"external_id": "1", "category": "market", "description": "x"}, name="risks")
    (record,) = records(listed, table(parents))
    assert record.form["risks"] == [{"category": "market", "description": "x"}]
    own = table(dict(flattened(RISK)) | {"external_id": "R1", "target.external_id": "1"}, name="risks")
    assert [r.act for r in records(table(parents), own)] == ["request.submitted", "risk.identified"]


def test_a_list_may_name_the_kind_of_its_record():
    (record,) = records(
        table(BARE | {"external_id": "1"}), table({"external_id": "1", "statement": "x"}, name="request.objectives")
    )
    assert record.form["objectives"] == [{"statement": "x"}]


def test_a_list_that_must_be_there_may_stand_on_rows_of_its_own():
    (record,) = records(
        table({"external_id": "1", "year": "2027"}, name="plan"),
        table({"external_id": "1", "title": "Knots", "audience": "SALES; IT"}, name="courses"),
    )
    assert record.form == {"year": "2027", "courses": [{"title": "Knots", "audience": ["SALES", "IT"]}]}


def test_rows_of_no_record_are_told_where_they_stand():
    found = faults(table(BARE | {"external_id": "1"}), table({"external_id": "7", "statement": "x"}, name="objectives"))
    assert told(found[0]) == (2, "external_id", "7", "is the own number of no record in this import")


def test_rows_of_a_record_that_could_not_be_read_are_told_so():
    unread = Trouble(Place("kiosks.csv", "", 2), "", "", Text("broken"))
    parents = table(unread, columns=("external_id", "title", "requesting_department"))
    first, second = assembled(parents, table({"external_id": "1", "statement": "x"}, name="objectives"))
    assert first == unread
    assert isinstance(second, Trouble)
    assert told(second) == (2, "external_id", "1", "is the own number of no record that could be read")


@pytest.mark.parametrize("stated", ["k 1", "K1", "k_1"])
def test_a_record_whose_number_rows_state_all_but_rightly_is_rejected_with_them(stated):
    rows = table({"external_id": stated, "statement": "x"}, name="objectives", sheet="objectives")
    found = assembled(table(BARE | {"external_id": "K-1"}, BARE | {"external_id": "K-2"}), rows)
    second, first, orphan = found
    assert isinstance(second, Record) and isinstance(first, Record) and isinstance(orphan, Trouble)
    assert (second.external_id, second.wrong, first.external_id) == ("K-2", (), "K-1")
    (wrong,) = first.wrong
    assert told(wrong) == (2, "objectives:2", stated, "may belong to this record; it names another, which is not there")
    assert str(wrong.hint) == "Write K-1 in that row, or take it out."
    message = "is the own number of no record in this import; do you mean K-1?"
    assert told(orphan)[1:] == ("external_id", stated, message)


def test_records_whose_numbers_are_alike_have_their_own_rows():
    parents = table(BARE | {"external_id": "K-1"}, BARE | {"external_id": "k1"})
    rows = table({"external_id": "k1", "statement": "x"}, {"external_id": "K-1", "statement": "y"}, name="objectives")
    found = {record.external_id: record for record in records(parents, rows)}
    assert {name: record.form["objectives"] for name, record in found.items()} == {
        "K-1": [{"statement": "y"}],
        "k1": [{"statement": "x"}],
    }
    assert not any(record.wrong for record in found.values())


def test_a_list_stands_in_columns_or_on_rows_of_its_own_not_both():
    parents = table(BARE | {"external_id": "1", "objectives.1.statement": "x"})
    (trouble,) = troubles(parents, table({"external_id": "1", "statement": "y"}, name="objectives", sheet="objectives"))
    assert told(trouble)[:2] == (2, "objectives")
    assert "objectives:2" in str(trouble.message)


def test_what_is_wrong_with_a_list_s_own_columns_and_rows_is_told_there():
    parents = BARE | {"external_id": "1"}
    found = faults(table(parents), table({"external_id": "1", "statment": "x"}, name="objectives"))
    assert told(found[0])[:2] == (1, "statment")
    assert "do you mean statement?" in str(found[0].message)
    found = faults(table(parents), table({"statement": "x"}, columns=("external_id", "statement"), name="objectives"))
    assert told(found[0]) == (2, "external_id", "", "must be there")


# Objects.


def test_an_object_is_a_form_in_an_envelope():
    record = {
        "act": "review.decided",
        "target": {"external_id": 7, "source": None},
        "actor": "gao.ping",
        "occurred_on": "2026-09-01",
        "external_id": 12,
        "form": papers.REVIEW,
    }
    (found,) = records(objects(record))
    assert (found.act, found.target, found.actor) == ("review.decided", {"external_id": "7"}, "gao.ping")
    assert found.external_id == "12"
    assert found.form == papers.REVIEW | {"occurred_on": "2026-09-01"}


@pytest.mark.parametrize(
    ("record", "column", "said"),
    [
        ({"act": "request.drafted", "from": {}}, "from", "do you mean form?"),
        ({"act": "request.drafted", "form": []}, "form", "must be an object with named fields"),
        ({"act": "request.draftd", "form": {}}, "act", "is no act"),
        ({"act": 7, "form": {}}, "act", "is no act"),
        ({"form": {}}, "act", "must be there"),
        (BARE, "act", "must be there"),
        ({"act": "request.drafted", "target": {"extrnal_id": "1"}}, "target.extrnal_id", "do you mean external_id?"),
        ({"act": "request.drafted", "target": []}, "target", "must be an object with named fields"),
        ({"act": "request.drafted", "actor": {}}, "actor", "must be a text"),
        ({"act": "request.drafted", "source": "crm"}, "source", "is no part of a record"),
        (
            {"act": "request.drafted", "occurred_on": "2026-09-01", "form": {"occurred_on": "2026-09-02"}},
            "occurred_on",
            "stands beside the form and in it as well",
        ),
    ],
)
def test_what_is_wrong_with_an_envelope_is_told_by_its_key(record, column, said):
    (trouble,) = troubles(objects(record))
    assert told(trouble)[:2] == (1, column)
    assert said in str(trouble.message)


def test_a_form_alone_is_one_where_the_act_is_stated():
    alone = BARE | {"external_id": "P7", "occurred_on": "2026-09-01", "milestones": [{"name": "Pilot"}]}
    (record,) = records(objects(alone), act="request")
    assert (record.act, record.external_id) == ("request.submitted", "P7")
    assert record.form == BARE | {"milestones": [{"name": "Pilot"}], "occurred_on": "2026-09-01"}


def test_foreign_objects_are_mapped_as_rows_are():
    mapping = read_mapping(act="request", maps=["title=name", "external_id=id"], sets=["requesting_department=SALES"])
    first, second = records(
        objects({"id": 1, "name": "Kiosk", "x": [1]}, {"name": "Stall", "y": None}), mapping=mapping
    )
    assert (first.external_id, first.form) == ("1", BARE)
    assert second.form == BARE | {"title": "Stall"}
    assert first.columns == {"title": "name"}


def test_constants_and_defaults_are_laid_over_objects():
    mapping = read_mapping(
        act="request", sets=["requesting_department=SALES", "actor=li.na", "milestones.1.department=IT"]
    )
    stated = {"requesting_department": "IT", "title": "Kiosk", "milestones": [{"name": "Pilot"}, {"name": "Both"}]}
    (record,) = records(objects({"form": stated}), mapping=mapping)
    assert record.actor == "li.na"
    assert record.form["requesting_department"] == "SALES"
    assert record.form["milestones"] == [{"name": "Pilot", "department": "IT"}, {"name": "Both"}]
    assert "department" not in stated["milestones"][0]


# The example.


def test_the_example_maps_a_public_record_into_requests():
    path = Path(__file__).parents[3] / "examples" / "us-it-projects.yaml"
    mapping = read_mapping(str(path), sets=["requesting_department=OFFICE"])
    text = """\
Unique_Investment_Identifier,Agency_Name,Investment_Title,Project_ID,Project_Name,Start_Date,PlannedCost,Planned_Duration
005-000000001,Department of Justice,Lanterns &amp;amp; kites,11,"R&amp;D, part 1",2010-12-31,0.0100005,90.0
"""
    (record,) = records(table(*csv.DictReader(text.splitlines())), mapping=mapping)
    request = checked(Request, record.form)
    assert (record.external_id, request.title, request.background) == (
        "11",
        "R&D, part 1",
        "Lanterns & kites (investment 005-000000001)",
    )
    assert (request.planned_cost, request.planned_end_date) == (Decimal("10000.50"), date(2011, 3, 31))
    assert [(d.department, d.positions) for d in request.departments] == [("DOJ", ("Programme office",))]
    assert [(m.name, m.due_date) for m in request.milestones] == [("Planned completion", date(2011, 3, 31))]
    assert request.occurred_on == request.planned_start_date == date(2010, 12, 31)
    assert set(mapping.values["agencies"].values()) == set(mapping.departments)
