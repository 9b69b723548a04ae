"""From the form to the decision on it (2.1–2.2): draft, edit, submission, review, and the ways out."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound, events
from tests.support.refusals import invalid, refused


def opened(receipt):
    return [(o.kind, o.clause, o.owed_by, o.due_date) for o in receipt.opened]


def discharged(receipt):
    return [(o.kind, o.owed_by) for o in receipt.discharged]


@pytest.mark.clause("2.1.1")
def test_requests_are_numbered_by_the_year_in_which_they_happen(world):
    assert [world.draft().code for _ in range(2)] == ["CB-2026-0001", "CB-2026-0002"]
    assert world.draft(occurred_on="2025-12-31").code == "CB-2025-0001"
    world.on("2027-01-01", "00:10")
    assert world.draft().code == "CB-2027-0001"


@pytest.mark.clause("2.1.1")
def test_a_form_that_fails_uses_no_number(world):
    with invalid("requester"):
        world.draft(requester="nobody")
    assert world.draft().code == "CB-2026-0001"


@pytest.mark.clause("3.1.1")
def test_the_requester_is_the_one_who_acts_unless_somebody_else_is_named(world):
    world.draft(by="zhao.lei")
    world.draft(requester="li.na", by="zhao.lei")
    assert world.rows("SELECT requester FROM request ORDER BY id") == [("zhao.lei",), ("li.na",)]


@pytest.mark.clause("2.1.2")
def test_an_edit_changes_what_it_names_and_nothing_else(world):
    world.until("draft")
    before = world.everything()
    world.edit(title="Kiosk, smaller", risks=[{"category": "legal", "description": "The permit is late"}])
    changed = {name for name, rows in world.everything().items() if rows != before[name]}
    assert changed == {"request", "foreseen_risk", "journal", "chain_head"}
    assert world.rows("SELECT title, planned_cost FROM request") == [("Kiosk, smaller", 25_000_000)]
    assert world.rows("SELECT number, category, description FROM foreseen_risk") == [(1, "legal", "The permit is late")]


@pytest.mark.clause("2.1.2")
def test_naming_another_requesting_department_keeps_what_is_known_of_the_others(world):
    world.until("draft")
    world.edit(requesting_department="HR", requester="he.jing")
    sql = "SELECT department, is_requesting, positions, contribution FROM party ORDER BY number"
    assert world.rows(sql) == [
        ("HR", 1, "[]", None),
        ("IT", 0, '["Developer"]', "the booking system"),
        ("FIN", 0, '["Controller"]', "the tariff"),
    ]


@pytest.mark.clause("2.1.2", "2.4.1")
def test_a_milestone_is_owed_by_a_department_of_the_request(world):
    with invalid("milestones.1.department"):
        world.draft(milestones=[{"name": "Staff found", "due_date": "2026-11-20", "department": "HR"}])
    world.draft()
    with invalid("milestones.1.department"):
        world.edit(departments=[{"department": "FIN", "positions": ["Controller"]}])


@pytest.mark.clause("2.1.2")
def test_the_milestones_of_the_requesting_department_go_with_the_request(world):
    world.until("draft")
    world.edit(requesting_department="HR", requester="he.jing")
    assert world.rows("SELECT name, department FROM milestone ORDER BY number") == [
        ("Pilot kiosk open", "IT"),
        ("Both kiosks open", "HR"),
    ]


@pytest.mark.clause("2.1.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"planned_start_date": "2027-01-01"}, ("planned_end_date", "milestones.1.due_date", "milestones.2.due_date")),
        ({"planned_start_date": "2026-12-01"}, ("milestones.1.due_date",)),
        ({"planned_end_date": "2026-12-17"}, ("milestones.2.due_date",)),
        ({"milestones": [{"name": "A", "due_date": "2026-10-07"}]}, ("milestones.1.due_date",)),
        (
            {"milestones": [{"name": "A", "due_date": "2026-11-01"}, {"name": "A", "due_date": "2026-11-02"}]},
            ("milestones.2.name",),
        ),
        ({"departments": [{"department": "IT"}, {"department": "IT"}]}, ("departments.2.department",)),
        ({"planned_cost": "12.345"}, ("planned_cost",)),
        ({"requester": "nobody"}, ("requester",)),
    ],
)
def test_dates_and_entries_that_contradict_each_other_cannot_be(on_file, changes, fields):
    with invalid(*fields):
        on_file.draft(**changes)


@pytest.mark.clause("2.1.2")
def test_an_edit_is_held_against_the_dates_that_stand_already(on_file):
    on_file.until("draft")
    with invalid("milestones.2.due_date"):
        on_file.edit(planned_end_date="2026-12-01")
    with invalid("milestones.1.due_date"):
        on_file.edit(milestones=[{"name": "Late", "due_date": "2027-02-01"}])


@pytest.mark.clause("2.1.2")
def test_a_submitted_request_is_not_edited_any_more(world):
    world.until("submitted")
    with refused(gate="stage", clause="2.1.2", missing=["submitted"]):
        world.edit(title="Other")


@pytest.mark.clause("2.2.1")
def test_management_owes_the_review_five_working_days_after_the_submission(world):
    world.until("draft")
    receipt = world.submit()
    assert receipt.stage == "submitted"
    assert opened(receipt) == [("review", "2.2.1", "management", "2026-10-13")]


@pytest.mark.clause("2.2.1")
def test_deadlines_count_from_the_day_on_which_it_happened(world):
    world.until("draft")
    world.on("2026-10-20")
    assert opened(world.submit(occurred_on="2026-10-12")) == [("review", "2.2.1", "management", "2026-10-19")]


@pytest.mark.clause("2.2.2", "2.2.3")
def test_an_approval_settles_the_review_and_asks_for_the_coordination_meeting(world):
    world.until("submitted")
    receipt = world.review(conditions=["No more than two kiosks"])
    assert (receipt.stage, receipt.code) == ("approved", "CB-2026-0001/V1")
    assert discharged(receipt) == [("review", "management")]
    assert opened(receipt) == [("coordination-meeting", "2.2.3", "management", "2026-10-13")]
    assert world.rows("SELECT outcome, conditions, reviewer FROM review") == [
        ("approve", '["No more than two kiosks"]', "gao.ping")
    ]


@pytest.mark.clause("2.2.2", "3.3.1")
def test_the_review_keeps_the_four_judgements_with_their_reasons(world):
    world.until("approved")
    names = [
        f"{j}{half}" for j in ("strategic_fit", "resources", "necessity", "feasibility") for half in ("", "_reason")
    ]
    assert world.rows(f"SELECT {', '.join(names)} FROM review") == [tuple(papers.REVIEW[name] for name in names)]


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize("judgement", ["strategic_fit", "resources", "necessity", "feasibility"])
def test_no_judgement_stands_without_its_reason(on_file, judgement):
    on_file.until("submitted")
    with invalid(judgement, f"{judgement}_reason"):
        on_file.review(**{judgement: None, f"{judgement}_reason": " "})


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize("outcome", ["return", "reject"])
def test_who_returns_or_rejects_says_why(on_file, outcome):
    on_file.until("submitted")
    with invalid("comment"):
        on_file.review(outcome, comment=None)


@pytest.mark.clause("2.2.2")
def test_a_returned_request_is_a_draft_again_and_comes_back(world):
    world.until("submitted")
    receipt = world.review("return")
    assert (receipt.stage, discharged(receipt)) == ("draft", [("review", "management")])
    assert world.owed() == []
    world.edit(background="With a tariff.")
    world.later(1)
    assert opened(world.submit()) == [("review", "2.2.1", "management", "2026-10-13")]
    assert world.review().code == "CB-2026-0001/V2"
    stages = world.rows("SELECT number, stage FROM stage_entry ORDER BY number")
    assert stages == [(1, "draft"), (2, "submitted"), (3, "draft"), (4, "submitted"), (5, "approved")]
    assert_sound(world)


@pytest.mark.clause("2.2.2")
def test_a_rejected_request_owes_nothing_and_goes_no_further(world):
    world.until("submitted")
    assert world.review("reject").stage == "rejected"
    assert world.owed() == []
    with refused(gate="stage", clause="2.2.3", missing=["rejected"]):
        world.coordinate()
    with refused(gate="stage", clause="2.2.2", missing=["rejected"]):
        world.review()


@pytest.mark.clause("2.1.1")
@pytest.mark.parametrize("stage", ["draft", "submitted", "approved", "coordinated"])
def test_the_requesting_department_takes_its_request_back_before_the_agreement(world, stage):
    world.until(stage)
    assert world.withdraw().stage == "withdrawn"
    assert world.owed() == []
    assert_sound(world)


@pytest.mark.clause("2.1.1")
@pytest.mark.parametrize("stage", ["agreed", "executing", "accepting", "accepted", "closed", "rejected"])
def test_after_the_agreement_a_request_is_not_withdrawn(on_file, stage):
    on_file.until(stage)
    with refused(gate="stage", clause="2.1.1", missing=[stage]):
        on_file.withdraw()


@pytest.mark.clause("3.3.3")
@pytest.mark.parametrize("stage", ["draft", "approved", "coordinated", "agreed", "executing", "accepting", "accepted"])
def test_management_ends_a_request_at_any_stage_with_a_reason(world, stage):
    world.until(stage)
    with invalid("reason"):
        world.terminate(reason=None)
    assert world.terminate().stage == "terminated"
    assert world.owed() == []
    assert events(world)[-1]["payload"]["form"] == {"reason": "The gate is closed."}
    assert_sound(world)


@pytest.mark.clause("3.3.3")
@pytest.mark.parametrize("stage", ["closed", "rejected", "withdrawn", "terminated"])
def test_what_has_ended_is_not_ended_again(on_file, stage):
    on_file.until(stage)
    with refused(gate="stage", clause="3.3.3", missing=[stage]):
        on_file.terminate()
