"""A real project of the US federal IT Dashboard, carried to its close in a rehearsal book at the dates of that time."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.journeys.driver import Cli, founded_by_account

DATA: Final = Path(__file__).parent / "data"
REQ: Final = "CB-2011-0001"
MILLION: Final = 1_000_000


class Record:
    """What the dashboard says of the project."""

    def __init__(self, row: dict[str, str]) -> None:
        self.agency = row["Agency_Name"]
        self.title = f"{row['Project_Name']} ({row['Investment_Title']})"
        self.start = date.fromisoformat(row["Start_Date"])
        self.end = self.start + timedelta(days=int(float(row["Planned_Duration"])))
        self.delay = int(float(row["Project_delay"]))
        self.actual_end = self.end + timedelta(days=self.delay)
        self.planned_cost = Decimal(row["PlannedCost"]) * MILLION
        self.actual_cost = self.planned_cost - Decimal(row["Cost_Variance"]) * MILLION


def _record() -> Record:
    lines = (DATA / "us-ndex.csv").read_text("utf-8").splitlines()
    (row,) = csv.DictReader(line for line in lines if not line.startswith("#"))
    return Record(row)


@pytest.fixture(scope="module")
def record() -> Record:
    """Return the record of the project."""
    return _record()


@pytest.fixture
def forms(record) -> dict[str, Any]:
    """Return the forms, with the record's title, dates and costs in them."""
    content = yaml.safe_load((DATA / "us-ndex.yaml").read_text("utf-8"))
    content["request"] |= {
        "title": record.title,
        "planned_cost": str(record.planned_cost),
        "planned_start_date": record.start.isoformat(),
        "planned_end_date": record.end.isoformat(),
        "milestones": [{"name": "Phase II delivered", "due_date": record.end.isoformat()}],
    }
    content["evaluation"]["schedule_note"] = f"{record.delay} days late."
    assert content["company"]["departments"][0]["name"] == record.agency
    return dict(content)


def _owed(receipt: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(o["kind"], o["owed_by"], o["due_date"]) for o in receipt["opened"]]


def test_the_record_is_the_one_that_the_journey_is_about(record):
    assert (record.start, record.end, record.actual_end) == (date(2011, 3, 23), date(2012, 3, 23), date(2012, 6, 8))
    assert (record.planned_cost, record.actual_cost) == (Decimal("14900000"), Decimal("13442000"))


@pytest.mark.clause("1.1", "2.1.1", "2.2.1", "2.3.2", "2.4.1", "2.4.3", "2.5.1", "2.5.2", "2.5.3", "4.1.1")
@pytest.mark.clause("5.1.1", "5.1.2", "5.3.3", "5.4.1", "5.4.2")
def test_a_federal_project_goes_its_whole_way(cli: Cli, record: Record, forms):
    def act(day: str, by: str, command: str, form: dict[str, Any] | None = None, *more: str) -> dict[str, Any]:
        cli.now = f"{day}T10:00-05:00"
        return cli.act(*command.split(), *more, form=form, by=by)

    cli.now = "2011-02-14T09:00-05:00"
    cli.act("init", "--rehearsal", form=founded_by_account(forms["company"], coordinator="f.cole"))
    receipt = act("2011-02-14", "a.reed", "request new --submit", forms["request"])
    assert (receipt["request"], receipt["stage"]) == (REQ, "submitted")
    # Presidents' Day, 21 February 2011, is no working day.
    assert _owed(receipt) == [("review", "management", "2011-02-22")]
    receipt = act("2011-02-22", "e.ward", f"review {REQ}", forms["review"])
    assert _owed(receipt) == [("coordination-meeting", "management", "2011-03-01")]
    receipt = act("2011-03-01", "e.ward", f"meeting record {REQ}", forms["meeting"])
    assert _owed(receipt) == [("responsibility-table", "DOJ", "2011-03-04")]
    for by, form in (("c.ortiz", "technical"), ("d.kim", "legal")):
        act("2011-03-02", by, f"risk treat {REQ}/{forms[form].pop('code')}", forms[form])
    for by, department, category in (
        ("d.kim", "LIAISON", "business"),
        ("c.ortiz", "RECORDS", "personnel"),
        ("a.reed", "DOJ", "market"),
    ):
        act("2011-03-02", by, f"risk none {REQ}", forms["none"] | {"category": category, "department": department})
    receipt = act("2011-03-04", "a.reed", f"responsibility assign {REQ}", forms["table"])
    assert _owed(receipt) == [("agreement-draft", "DOJ", "2011-03-11")]
    receipt = act("2011-03-09", "a.reed", f"agree draft {REQ}", forms["agreement"])
    assert _owed(receipt) == [("signature", d, "2011-03-14") for d in ("DOJ", "RECORDS", "LIAISON")]
    for day, by in (("2011-03-10", "b.hale"), ("2011-03-11", "c.ortiz"), ("2011-03-14", "d.kim")):
        receipt = act(day, by, f"agree sign {REQ}")
    assert (receipt["stage"], _owed(receipt)) == ("agreed", [("start", "DOJ", "2011-03-21")])

    # The record's start, 23 March, is two days after the start was due.
    late = cli.run("status", "--check", now="2011-03-22T10:00-04:00")
    assert (late.code, [o["kind"] for o in late.json["obligations"]]) == (8, ["start"])
    receipt = act(record.start.isoformat(), "a.reed", f"start {REQ}", forms["start"])
    assert receipt["stage"] == "executing"
    assert sorted(_owed(receipt)) == [
        ("acceptance-opening", "DOJ", "2012-03-30"),
        ("milestone", "DOJ", "2012-03-23"),
        ("progress-report", "DOJ", "2011-04-06"),
        ("progress-report", "LIAISON", "2011-04-06"),
        ("progress-report", "RECORDS", "2011-04-06"),
        ("regular-meeting", "DOJ", "2011-04-06"),
        ("risk-review", "LIAISON", "2011-03-30"),
        ("risk-review", "RECORDS", "2011-04-06"),
    ]

    receipt = act("2011-04-06", "a.reed", f"report {REQ}", forms["report"], "--cost-to-date", "420000.50")
    assert _owed(receipt) == [("progress-report", "DOJ", "2011-04-20")]
    # Three dates go by without a report of Records: three findings, and the next is owed.
    cli.now = "2011-05-05T10:00-04:00"
    missed = [o for o in cli.look("status", "--department", "RECORDS")["obligations"] if o["kind"] == "progress-report"]
    assert [(o["due_date"], o["days_overdue"]) for o in missed] == [
        ("2011-04-06", 29),
        ("2011-04-20", 15),
        ("2011-05-04", 1),
        ("2011-05-18", 0),
    ]

    # What caused the record's delay was a risk known from the first; now it is high, and has happened.
    receipt = act("2012-03-19", "c.ortiz", f"risk review {REQ}/R2", forms["happened"])
    assert receipt["codes"] == [f"{REQ}/R2", f"{REQ}/I1"]
    assert sorted(_owed(receipt)) == [
        ("contingency-plan", "RECORDS", "2012-03-22"),
        ("issue", "RECORDS", "2012-03-21"),
        ("risk-review", "RECORDS", "2012-03-26"),
    ]
    receipt = act("2012-03-20", "c.ortiz", f"risk treat {REQ}/R2", forms["technical"] | forms["again"])
    assert "contingency-plan" in [o["kind"] for o in receipt["discharged"]]
    act("2012-03-20", "c.ortiz", f"issue resolve {REQ}/I1", forms["solved"])
    moved = act(
        "2012-03-20",
        "a.reed",
        f"milestone move {REQ}",
        {"due_date": record.actual_end.isoformat(), "reason": "Old record formats."},
        "Phase II delivered",
    )
    assert _owed(moved) == [("milestone", "DOJ", "2012-06-08"), ("acceptance-opening", "DOJ", "2012-06-15")]
    act("2012-06-08", "a.reed", f"milestone reach {REQ}", None, "Phase II delivered")
    opening = {
        "statement": "Phase II is in use.",
        "actual_end_date": record.actual_end.isoformat(),
        "actual_cost": str(record.actual_cost),
    }
    receipt = act("2012-06-11", "a.reed", f"accept open {REQ}", opening)
    assert _owed(receipt) == [("evaluation", d, "2012-06-18") for d in ("DOJ", "RECORDS", "LIAISON")]
    for by in ("a.reed", "c.ortiz", "d.kim"):
        receipt = act("2012-06-14", by, f"accept evaluate {REQ}", forms["evaluation"])
    assert _owed(receipt) == [("decision", "management", "2012-06-21")]
    # Independence Day, 4 July 2012, is no working day.
    receipt = act("2012-06-21", "e.ward", f"accept decide {REQ}", forms["decision"])
    departments = ("DOJ", "RECORDS", "LIAISON")
    rated = [("department-appraisal", d, "2012-07-06") for d in departments for _each_other in range(2)]
    assert _owed(receipt) == [
        *(("summary", d, "2012-07-06") for d in departments),
        ("appraisal-round", "DOJ", "2012-07-06"),
        *rated,
    ]
    for by in ("a.reed", "c.ortiz", "d.kim"):
        receipt = act("2012-07-05", by, f"summary add {REQ}", forms["summary"])
    assert receipt["stage"] == "closed"

    page = cli.look("status", REQ)
    assert page["title"] == record.title
    assert page["cost"] == {
        "currency": "USD",
        "planned": "14900000.00",
        "to_date": "420000.50",
        "actual": "13442000.00",
    }
    (milestone,) = page["milestones"]
    assert (milestone["planned_date"], milestone["due_date"], milestone["reached_date"]) == (
        "2012-03-23",
        "2012-06-08",
        "2012-06-08",
    )
    assert milestone["days_late"] == record.delay
    assert [d["verdict"] for d in page["departments"]] == ["pass", "pass", "pass"]
    assert {o["kind"] for o in page["obligations"]} == {"appraisal-round", "department-appraisal"}
    form = cli.look("request", "show", REQ)
    assert [form[name] for name in ("planned_start_date", "planned_end_date", "start_date", "actual_end_date")] == [
        "2011-03-23",
        "2012-03-23",
        "2011-03-23",
        "2012-06-08",
    ]
    evaluations = cli.look("accept", "list", REQ)
    assert {(e["schedule"], e["schedule_note"]) for e in evaluations} == {("unmet", "77 days late.")}
    cli.assert_sound()


@pytest.mark.clause("2.4.3")
def test_the_book_says_that_it_is_a_rehearsal(cli: Cli, forms):
    cli.now = "2011-02-14T09:00-05:00"
    cli.act("init", "--rehearsal", form=founded_by_account(forms["company"], coordinator="f.cole"))
    assert cli.look("status")["rehearsal"] is True
    assert "REHEARSAL" in cli.ok("status", "--format", "table", plain=True).out
