"""The work itself (2.4): staffed by everybody, reported on without a day told twice."""

from datetime import date

import pytest

from crosspolicy.forms.execution import Report, Start
from crosspolicy.policy.facts import ReportFact
from tests.support import papers
from tests.support.cases import missing
from tests.support.company import PARTIES
from tests.support.refusals import invalid, refused
from tests.support.world import STOPPED, TRACK

FIRST_WEEK = ReportFact("IT", date(2026, 10, 8), date(2026, 10, 14))


@pytest.mark.clause("2.4.1")
@pytest.mark.parametrize(
    ("people", "lacking"),
    [
        ((), PARTIES),
        (("li.na",), ("IT", "FIN")),
        (("li.na", "zhao.lei", "he.jing"), ("IT", "FIN")),
        (("li.na", "chen.bo", "sun.wei"), ()),
        (("li.na", "liu.yang", "chen.bo", "wu.min"), ()),
    ],
)
def test_somebody_of_every_department_does_the_work(people, lacking):
    form = Start.model_validate({"staff": [{"person": person} for person in people]})
    assert missing("staffed", form, stage="agreed") == lacking


@pytest.mark.clause("2.4.3")
@pytest.mark.parametrize(
    ("start", "end", "department", "lacking"),
    [
        ("2026-10-15", "2026-10-21", "IT", ()),
        ("2026-10-01", "2026-10-07", "IT", ()),
        ("2026-10-08", "2026-10-14", "FIN", ()),
        ("2026-10-08", "2026-10-14", "IT", ("2026-10-08/2026-10-14",)),
        ("2026-10-14", "2026-10-20", "IT", ("2026-10-08/2026-10-14",)),
        ("2026-10-01", "2026-10-08", "IT", ("2026-10-08/2026-10-14",)),
        ("2026-10-10", "2026-10-11", "IT", ("2026-10-08/2026-10-14",)),
        ("2026-10-01", "2026-10-31", "IT", ("2026-10-08/2026-10-14",)),
    ],
)
def test_no_day_is_reported_twice_by_a_department(start, end, department, lacking):
    period = {"department": department, "period_start_date": start, "period_end_date": end}
    form = Report.model_validate(papers.REPORT | period)
    assert missing("report-period", form, reports=(FIRST_WEEK,)) == lacking


@pytest.mark.clause("2.4.3")
@pytest.mark.parametrize("stage", [stage for stage in (*TRACK, *STOPPED) if stage != "executing"])
def test_progress_is_reported_only_while_the_work_runs(on_file, stage):
    on_file.until(stage)
    with refused(gate="report-period", clause="2.4.3", missing=[stage]):
        on_file.report("IT", period_start_date="2026-09-30", period_end_date="2026-09-30")


@pytest.mark.clause("2.4.3")
def test_a_period_is_refused_where_it_overlaps_and_taken_where_it_does_not(world):
    world.until("executing")
    world.on("2026-10-14")
    world.report("IT", period_start_date="2026-09-30", period_end_date="2026-10-06")
    with refused(gate="report-period", clause="2.4.3", missing=["2026-09-30/2026-10-06"]):
        world.report("IT", period_start_date="2026-10-06", period_end_date="2026-10-13")
    world.report("FIN", period_start_date="2026-10-06", period_end_date="2026-10-13")
    world.report("IT", period_start_date="2026-10-07", period_end_date="2026-10-13")


@pytest.mark.clause("2.4.3")
def test_a_period_that_is_not_over_or_runs_backwards_cannot_be(on_file):
    on_file.until("executing")
    with invalid("period_end_date"):
        on_file.report("IT", period_start_date="2026-09-30", period_end_date="2026-10-01")
    with invalid("period_end_date"):
        on_file.report("IT", period_start_date="2026-09-30", period_end_date="2026-09-29")


@pytest.mark.clause("2.4.1", "3.1.3", "3.2.2")
def test_the_people_who_do_the_work_are_kept_with_their_department(world):
    world.until("agreed")
    world.start(staff=[{"person": "li.na", "responsibility": "Runs the booth"}, *papers.START["staff"][1:]])
    assert world.rows("SELECT person, department, responsibility FROM staff ORDER BY person") == [
        ("li.na", "SALES", "Runs the booth"),
        ("liu.yang", "IT", None),
        ("sun.wei", "FIN", None),
    ]


@pytest.mark.clause("2.4.1")
def test_somebody_of_no_department_of_the_request_cannot_be_its_staff(on_file):
    on_file.until("agreed")
    with invalid("staff.4.person"):
        on_file.start(staff=[*papers.START["staff"], {"person": "he.jing"}])
