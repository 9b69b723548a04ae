"""The table of obligations is what the journal's effects amount to, whatever happened to a request."""

from datetime import date

import pytest

from crosspolicy.queries.obligations import CELL, open_obligations, pages_of_lines
from crosspolicy.store.reading import reading
from tests.support import papers
from tests.support.audit import assert_sound, kept_obligations, rebuilt_obligations
from tests.support.company import PARTIES
from tests.support.editions import edition, further
from tests.support.refusals import refused
from tests.support.world import STOPPED, TRACK


@pytest.mark.parametrize("stage", [*TRACK, *STOPPED])
def test_rebuilt_from_the_journal_they_equal_the_table_at_every_stage(world, stage):
    world.until(stage)
    assert rebuilt_obligations(world) == kept_obligations(world)


def test_rebuilt_from_the_journal_they_equal_the_table_after_a_troubled_case(world):
    world.adopt(edition(further=further("first-report", owed_by="each-party")))
    world.until("submitted")
    world.review("return")
    world.submit()
    world.review()
    world.coordinate(actions=[papers.ACTION, papers.ACTION | {"department": "FIN"}])
    world.face_risks()
    world.assign()
    world.draft_agreement()
    world.sign_all("SALES", "IT")
    world.assign()
    world.sign_all()
    world.draft_agreement(report_every="1 week")
    with refused(gate="signed-by-all"):
        world.start()
    world.sign_all()
    world.start()
    for day in ("2026-10-14", "2026-10-28", "2026-11-11"):
        world.on(day)
        world.report("IT")
        world.regular_meeting(actions=[papers.ACTION | {"due_date": day}])
    world.report("SALES", milestones_reached=["Pilot kiosk open"])
    world.move("Both kiosks open", "2026-12-01")
    world.draft_agreement(time_nodes=[{"name": "Third kiosk", "due_date": "2026-12-10"}])
    world.sign_all()
    world.draft_agreement(workflow="The other way round.")
    world.withdraw_agreement()
    world.settle(1)
    world.waive("milestones-reached")
    world.open_acceptance()
    world.evaluate("SALES")
    world.fail("IT")
    world.decide("rework")
    world.settle(world.value("SELECT MAX(number) FROM action"))
    world.waive("milestones-reached")
    world.open_acceptance()
    for department in PARTIES:
        world.evaluate(department)
    world.decide()
    world.sum_up("IT")
    world.waive("summed-up-by-all")
    world.close()
    assert world.stage == "closed"
    appraisals = {"appraisal-round", "department-appraisal", "person-appraisal"}
    assert {kind for kind, _, _ in world.owed()} == {"action", "first-report", *appraisals}
    assert_sound(world)


def test_what_was_owed_on_a_day_of_the_past_can_still_be_told(world):
    world.until("submitted")
    world.on("2026-10-12")
    world.review()
    world.on("2026-10-20")
    world.coordinate()
    assert world.owed_as_of("2026-10-11") == [("review", "management", "2026-10-13")]
    assert world.owed_as_of("2026-10-12") == [("coordination-meeting", "management", "2026-10-19")]
    assert world.owed_as_of("2026-10-20") == [("responsibility-table", "SALES", "2026-10-23")]
    assert world.owed_as_of("2026-09-29") == []


def test_recurring_ones_were_owed_date_by_date_in_the_past_too(world):
    world.until("executing")
    world.on("2026-11-12")
    for _ in range(3):
        world.report("IT")
    of_it = [(kind, due) for kind, department, due in world.owed_as_of("2026-11-05") if department == "IT"]
    assert of_it == [
        ("progress-report", "2026-10-14"),
        ("progress-report", "2026-10-28"),
        ("progress-report", "2026-11-11"),
        ("milestone", "2026-11-20"),
    ]
    now = [(kind, due) for kind, department, due in world.owed() if department == "IT"]
    assert now == [("milestone", "2026-11-20"), ("progress-report", "2026-11-25")]


def test_an_obligation_is_overdue_from_the_day_after_it_was_due(world):
    world.until("submitted")
    world.on("2026-10-13", "23:59")
    assert world.findings() == []
    world.on("2026-10-14", "00:00")
    assert world.findings() == [("review", "management", "2026-10-13")]


@pytest.mark.parametrize("only", [{}, {"owed_by": ["IT"]}, {"clause": "5.4.1"}, {"ahead": date(2026, 11, 9)}])
def test_lines_for_a_pipe_tell_what_the_objects_tell_in_the_same_order(world, only):
    world.until("coordinated")
    world.identify()
    world.treat(2)
    world.carry_on("executing")
    world.later(40)
    with reading(world.book.location) as reader:
        owed = open_obligations(reader, world.today, **only)
        lines = [line for page in pages_of_lines(reader, world.today, **only) for line in page]
    assert [line.split(CELL) for line in lines] == [
        [str(o.days_overdue), o.request, o.kind, o.subject, o.owed_by, o.due_date, o.clause, o.title] for o in owed
    ]
    assert len(lines) > 2
