"""Acceptance, decision, summary and close (2.5, 3.2.4, 3.3.4)."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import INVOLVED, PARTIES
from tests.support.refusals import invalid, refused
from tests.support.world import recorded


@pytest.mark.clause("2.5.1", "2.4.3")
def test_the_opening_settles_what_the_work_owed_and_asks_every_department_to_evaluate(world):
    world.until("executing")
    world.reach_all()
    world.on("2026-12-21")
    receipt = world.open_acceptance()
    assert (receipt.stage, receipt.code) == ("accepting", "CB-2026-0001/C1")
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("acceptance-opening", "SALES")]
    assert {(o.kind, o.clause) for o in receipt.opened} == {("evaluation", "2.5.1")}
    assert world.owed() == [("evaluation", department, "2026-12-28") for department in PARTIES]
    assert_sound(world)


@pytest.mark.clause("2.5.2")
def test_planned_and_actual_dates_and_cost_stand_side_by_side(world):
    world.until("executing")
    world.on("2026-12-21")
    world.reach_all()
    world.open_acceptance(actual_end_date="2026-12-19", actual_cost="248000.50")
    sql = "SELECT planned_end_date, actual_end_date, planned_cost, actual_cost FROM request"
    assert world.rows(sql) == [("2026-12-31", "2026-12-19", 25_000_000, 24_800_050)]
    assert world.rows("SELECT number, actual_end_date, actual_cost, opened_by FROM acceptance") == [
        (1, "2026-12-19", 24_800_050, "li.na")
    ]


@pytest.mark.clause("2.5.1", "2.5.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"actual_end_date": "2026-10-01"}, ("actual_end_date",)),
        ({"actual_end_date": "2026-09-29"}, ("actual_end_date",)),
        ({"actual_cost": "1.005"}, ("actual_cost",)),
        ({"actual_cost": None, "statement": None}, ("actual_cost", "statement")),
    ],
)
def test_an_opening_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.until("executing")
    on_file.reach_all()
    with invalid(*fields):
        on_file.open_acceptance(**changes)


@pytest.mark.clause("2.5.2", "1.3.2")
def test_every_department_judges_the_four_criteria(world):
    world.until("accepting")
    receipt = world.evaluate("IT", cost="partly", cost_note="Dearer by a tenth.", comment="Good enough.")
    assert receipt.code == "CB-2026-0001/E1"
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("evaluation", "IT")]
    assert world.owed("decision") == []
    sql = "SELECT department, objectives, quality, schedule, cost, cost_note, verdict, evaluated_by FROM evaluation"
    assert world.rows(sql) == [("IT", "met", "met", "met", "partly", "Dearer by a tenth.", "pass", "liu.yang")]


@pytest.mark.clause("2.5.2")
@pytest.mark.parametrize("criterion", ["objectives", "quality", "schedule", "cost"])
@pytest.mark.parametrize("judgement", ["partly", "unmet"])
def test_a_criterion_not_met_is_explained(on_file, criterion, judgement):
    on_file.until("accepting")
    with invalid(f"{criterion}_note"):
        on_file.evaluate("IT", **{criterion: judgement})


@pytest.mark.clause("2.5.2")
def test_every_criterion_and_the_verdict_must_be_there(on_file):
    on_file.until("accepting")
    fields = ("objectives", "quality", "schedule", "cost", "verdict")
    with invalid(*fields):
        on_file.evaluate("IT", **dict.fromkeys(fields))


@pytest.mark.clause("3.3.4")
def test_with_the_last_evaluation_management_owes_the_decision_five_working_days_later(world):
    world.until("accepting")
    world.evaluate("SALES")
    world.evaluate("IT")
    assert world.owed("decision") == []
    world.on("2026-10-12")
    receipt = world.evaluate("FIN")
    assert [(o.kind, o.clause, o.owed_by, o.due_date) for o in receipt.opened] == [
        ("decision", "3.3.4", "management", "2026-10-19")
    ]
    assert world.evaluate("IT").opened == ()


@pytest.mark.clause("3.3.4", "2.5.3")
def test_the_acceptance_takes_effect_by_management_s_decision_and_asks_for_the_summaries(world):
    world.until("accepting")
    for department in PARTIES:
        world.evaluate(department)
    assert world.stage == "accepting"
    receipt = world.decide()
    assert (receipt.stage, receipt.code) == ("accepted", "CB-2026-0001/D1")
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("decision", "management")]
    assert [(o.kind, o.clause) for o in receipt.opened][:3] == [("summary", "2.5.3")] * 3
    assert {o.clause for o in receipt.opened[3:]} == {"6.2.2"}
    assert world.owed("summary") == [("summary", department, "2026-10-20") for department in PARTIES]


@pytest.mark.clause("3.3.4")
def test_a_rejected_result_ends_the_request(world):
    world.until("accepting")
    assert world.decide("reject").stage == "terminated"
    assert world.owed() == []
    assert_sound(world)


@pytest.mark.clause("3.3.4", "2.5.1")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": "rework", "rework": None}, "rework"),
        ({"outcome": "accept", "rework": papers.REWORK["rework"]}, "rework"),
        ({"outcome": "rework", "rework": [papers.REWORK["rework"][0] | {"department": "HR"}]}, "rework.1.department"),
        ({"outcome": "rework", "rework": [papers.REWORK["rework"][0] | {"due_date": None}]}, "rework.1.due_date"),
        ({"comment": None}, "comment"),
        ({"outcome": "perhaps"}, "outcome"),
    ],
)
def test_a_decision_that_cannot_be_is_not_taken(on_file, changes, field):
    on_file.until("accepting")
    with invalid(field):
        on_file.decide(**changes)


# Rework


@pytest.mark.clause("2.5.1", "3.3.4")
def test_rework_sends_the_request_back_to_the_work_with_its_points_owed(world):
    world.until("accepting")
    world.fail("IT")
    world.on("2026-10-12")
    receipt = world.decide("rework")
    assert receipt.stage == "executing"
    assert receipt.codes == ("CB-2026-0001/D1", "CB-2026-0001/A1")
    assert world.owed() == [
        ("regular-meeting", "SALES", "2026-10-19"),
        ("rework", "IT", "2026-10-20"),
        ("progress-report", "SALES", "2026-10-26"),
        ("progress-report", "IT", "2026-10-26"),
        ("progress-report", "FIN", "2026-10-26"),
        ("acceptance-opening", "SALES", "2026-10-27"),
    ]
    assert_sound(world)


@pytest.mark.clause("2.5.1")
def test_a_point_of_rework_is_settled_by_its_department_like_an_action_item(world):
    world.until("accepting")
    world.decide("rework")
    receipt = world.settle(1, note="Sealed.")
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("rework", "IT")]
    assert world.owed("rework") == []
    assert world.rows("SELECT source, what, done_by FROM action") == [("rework", "Seal the roof", "liu.yang")]


@pytest.mark.clause("2.5.1", "2.5.2")
def test_after_rework_every_department_evaluates_anew(world):
    world.until("accepting")
    for department in PARTIES:
        world.evaluate(department)
    world.decide("rework")
    receipt = world.open_acceptance()
    assert (receipt.stage, receipt.code) == ("accepting", "CB-2026-0001/C2")
    assert [owed[0] for owed in world.owed("rework")] == ["rework"], "opening the acceptance settles no rework"
    with refused(gate="evaluated-by-all", clause="2.5.1", missing=PARTIES):
        world.decide()
    for department in PARTIES:
        world.evaluate(department)
    assert world.decide().stage == "accepted"
    assert world.rows("SELECT acceptance, COUNT(*) FROM evaluation GROUP BY acceptance ORDER BY acceptance") == [
        (1, 3),
        (2, 3),
    ]
    assert_sound(world)


@pytest.mark.clause("2.5.1", "2.5.3")
def test_rework_that_nobody_settled_lapses_with_the_acceptance_and_is_never_told_as_done(world):
    world.until("accepting")
    world.decide("rework")
    world.open_acceptance()
    for department in PARTIES:
        world.evaluate(department)
    receipt = world.decide()
    assert world.owed("rework") == []
    assert ("rework", "IT") not in [(o.kind, o.owed_by) for o in receipt.discharged]
    sql = "SELECT discharged_event, lapsed_event FROM obligation WHERE kind = 'rework'"
    assert world.rows(sql) == [(None, recorded(receipt).seq)]
    assert world.rows("SELECT done_on FROM action") == [(None,)]


# Summary and close


@pytest.mark.clause("2.5.3", "3.2.4")
def test_every_department_sums_up_its_experience_lessons_suggestions_and_its_own_work(world):
    world.until("accepted")
    receipt = world.sum_up("IT")
    assert (receipt.stage, receipt.code) == ("accepted", "CB-2026-0001/S1")
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("summary", "IT")]
    assert world.rows("SELECT department, experience, lessons, suggestions, own_work, added_by FROM summary") == [
        ("IT", *(papers.SUMMARY[name] for name in ("experience", "lessons", "suggestions", "own_work")), "liu.yang")
    ]


@pytest.mark.clause("2.5.3", "3.2.4")
@pytest.mark.parametrize("part", ["experience", "lessons", "suggestions", "own_work"])
def test_no_part_of_the_summary_is_left_out(on_file, part):
    on_file.until("accepted")
    with invalid(part):
        on_file.sum_up("IT", **{part: None})


@pytest.mark.clause("2.5.3")
def test_the_last_summary_closes_the_request(world):
    world.until("accepted")
    for department in INVOLVED:
        assert world.sum_up(department).stage == "accepted"
    with refused(gate="summed-up-by-all", clause="2.5.3", missing=["SALES"]):
        world.close()
    receipt = world.sum_up("SALES")
    assert receipt.stage == "closed"
    assert world.owed("summary") == []
    assert_sound(world)


@pytest.mark.clause("2.5.3")
def test_a_department_that_sums_up_twice_does_not_stand_in_for_another(world):
    world.until("accepted")
    world.sum_up("IT")
    assert world.sum_up("IT").stage == "accepted"
    world.sum_up("SALES")
    assert world.sum_up("FIN").stage == "closed"


@pytest.mark.clause("2.5.3")
def test_with_the_summaries_waived_the_requesting_department_closes_and_they_lapse(world):
    world.until("accepted")
    world.waive("summed-up-by-all")
    receipt = world.close()
    assert (receipt.stage, receipt.waived) == ("closed", ("summed-up-by-all",))
    assert world.owed("summary") == []
    lapsed = "SELECT COUNT(*) FROM obligation WHERE kind = 'summary' AND lapsed_event = :seq"
    assert world.value(lapsed, seq=receipt.event.seq) == 3


@pytest.mark.clause("2.5.2", "2.5.3")
@pytest.mark.parametrize("stage", ["executing", "accepted", "closed"])
def test_results_are_evaluated_only_while_the_acceptance_is_open(on_file, stage):
    on_file.until(stage)
    with refused(gate="stage", clause="2.5.2", missing=[stage]):
        on_file.evaluate("IT")
