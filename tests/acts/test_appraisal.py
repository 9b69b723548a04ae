"""Appraisal, breaches, rewards and penalties (6.1–6.3)."""

import json

import pytest

from tests.support import papers
from tests.support.audit import assert_sound, events
from tests.support.company import MANAGER, PARTIES
from tests.support.editions import edition
from tests.support.refusals import invalid, not_permitted, refused

Q1, B1 = "CB-2026-0001/Q1", "CB-2026-0001/B1"


def subjects(world, kind):
    return {(o.owed_by, o.subject, o.due_date) for o in world.owed_now(kind)}


# The round after the project


@pytest.mark.clause("6.2.2")
def test_with_the_acceptance_every_department_owes_an_appraisal_of_each_other_and_of_whom_it_worked_with(world):
    world.until("accepting")
    for department in PARTIES:
        world.evaluate(department)
    world.on("2026-10-12")
    world.decide()
    assert subjects(world, "department-appraisal") == {
        (rater, rated, "2026-10-26") for rater in PARTIES for rated in PARTIES if rater != rated
    }
    assert subjects(world, "person-appraisal") == {("FIN", "li.na", "2026-10-26")}
    assert subjects(world, "appraisal-round") == {("SALES", "", "2026-10-26")}
    assert_sound(world)


@pytest.mark.clause("6.2.2")
def test_a_rejected_result_is_not_appraised(world):
    world.until("accepting")
    world.decide("reject")
    assert world.owed() == []


@pytest.mark.clause("6.1.1", "6.1.2", "6.2.1", "6.2.2")
def test_an_appraisal_is_weighted_and_settles_what_was_owed(world):
    world.until("accepted")
    receipt = world.appraise(comment="The scanner came late.")
    assert receipt.code == Q1
    assert [(o.kind, o.owed_by, o.subject) for o in receipt.discharged] == [("department-appraisal", "SALES", "IT")]
    sql = "SELECT kind, department, person, by_department, score, threshold, comment, given_by FROM appraisal"
    assert world.rows(sql) == [("regular", "IT", None, "SALES", 335, 200, "The scanner came late.", "li.na")]
    assert events(world)[-1]["payload"]["effect"]["score"] == 335
    assert_sound(world)


@pytest.mark.clause("6.1.1")
def test_the_policy_s_own_weights_and_scale_count(world):
    text = edition().replace("quality = 30", "quality = 10").replace("risk-control = 10", "risk-control = 30")
    world.adopt(text.replace("highest = 5", "highest = 10"), by=MANAGER)
    world.until("accepted")
    world.appraise(quality=10)
    assert world.rows("SELECT score FROM appraisal") == [(10 * 10 + 25 * 3 + 20 * 4 + 15 * 2 + 30 * 3,)]


@pytest.mark.clause("6.2.2")
def test_the_last_appraisal_ends_the_round_and_a_closed_request_may_still_owe_it(world):
    world.until("closed")
    world.later(60)
    assert len(world.findings("department-appraisal")) == 6
    world.appraise_all()
    assert world.owed() == []
    assert world.stage == "closed"
    assert_sound(world)


@pytest.mark.clause("6.2.2")
def test_a_person_is_appraised_by_the_departments_they_worked_with(world):
    world.until("accepted")
    receipt = world.appraise(department=None, person="li.na", by="sun.wei")
    assert [(o.kind, o.owed_by, o.subject) for o in receipt.discharged] == [("person-appraisal", "FIN", "li.na")]


@pytest.mark.clause("6.2.2")
@pytest.mark.parametrize("kind", ["regular", "ad-hoc"])
@pytest.mark.parametrize(
    "about", [{"department": "SALES"}, {"department": None, "person": "li.na"}], ids=["their department", "themselves"]
)
def test_nobody_appraises_themselves(world, kind, about):
    world.until("accepted")
    subject = about["department"] or about["person"]
    with refused(gate="not-oneself", clause="6.2.2", missing=[subject]):
        world.appraise(**papers.AD_HOC_APPRAISAL | {"kind": kind} | about)


@pytest.mark.clause("6.2.2")
@pytest.mark.parametrize(
    "about", [{"department": "IT"}, {"department": None, "person": "liu.yang"}], ids=["their department", "themselves"]
)
def test_a_deputy_of_another_department_does_not_appraise_themselves_either(world, about):
    world.until("accepted")
    world.name_deputy(person="li.na", deputy="liu.yang")
    with refused(gate="not-oneself", clause="6.2.2"):
        world.appraise(by="li.na", typed_by="liu.yang", **about)


@pytest.mark.clause("6.2.2")
def test_a_coordinator_who_only_records_is_no_rater(world):
    world.until("accepted")
    world.appraise(by="li.na", typed_by="xu.hui", **papers.AD_HOC_APPRAISAL | {"kind": "ad-hoc"})
    assert world.rows("SELECT given_by, by_department FROM appraisal") == [("li.na", "SALES")]


@pytest.mark.clause("6.2.2")
def test_nobody_appraises_for_a_second_department(world):
    world.until("accepted")
    with not_permitted("6.2.2"):
        world.appraise(department="SALES", by_department="IT")


@pytest.mark.clause("6.2.2")
def test_a_department_appraises_each_subject_once_whoever_of_it_acts(world):
    world.until("accepted")
    world.appraise()
    with refused(gate="rated-once", clause="6.2.2", missing=["IT"]):
        world.appraise(by="zhao.lei", quality=1)
    world.appraise(**papers.AD_HOC_APPRAISAL)
    world.appraise(**papers.AD_HOC_APPRAISAL)
    assert world.value("SELECT COUNT(*) FROM appraisal") == 3


@pytest.mark.clause("6.2.2")
def test_before_the_acceptance_nothing_is_appraised_regularly(world):
    world.until("executing")
    with refused(gate="stage", clause="6.2.2", missing=["executing"]):
        world.appraise()


# On an occasion


@pytest.mark.clause("6.2.3", "6.2.1")
def test_on_an_occasion_departments_and_management_appraise_while_the_work_runs(world):
    world.until("executing")
    world.appraise(**papers.AD_HOC_APPRAISAL)
    receipt = world.appraise(by=MANAGER, **papers.AD_HOC_APPRAISAL)
    assert receipt.discharged == ()
    sql = "SELECT kind, by_department, occasion FROM appraisal ORDER BY number"
    occasion = papers.AD_HOC_APPRAISAL["occasion"]
    assert world.rows(sql) == [("ad-hoc", "SALES", occasion), ("ad-hoc", "EXEC", occasion)]


@pytest.mark.clause("6.2.3")
def test_an_appraisal_on_an_occasion_states_the_occasion_and_settles_nothing(world):
    world.until("accepted")
    with invalid("occasion"):
        world.appraise(kind="ad-hoc")
    owed = world.owed()
    world.appraise(**papers.AD_HOC_APPRAISAL)
    assert world.owed() == owed


@pytest.mark.clause("6.2.2", "6.2.3")
def test_management_appraises_on_occasions_alone_and_outsiders_never(world):
    world.until("accepted")
    with not_permitted("6.2.2"):
        world.appraise(by=MANAGER)
    with not_permitted("6.2.3"):
        world.appraise(by="he.jing", **papers.AD_HOC_APPRAISAL)


@pytest.mark.clause("6.1.1", "6.1.2")
def test_marks_off_the_scale_are_told_all_at_once(on_file):
    on_file.until("accepted")
    marks = {"quality": 0, "progress": 6, "collaboration": -1, "communication": 101, "risk_control": 10**30}
    with invalid(*marks) as faults:
        on_file.appraise(**marks)
    assert {str(fault.message) for fault in faults} == {"must lie between 1 and 5"}


@pytest.mark.clause("6.2.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"department": None}, ("department",)),
        ({"person": "liu.yang"}, ("person",)),
        ({"department": "HR"}, ("department",)),
        ({"department": None, "person": "he.jing"}, ("person",)),
        ({"department": "NOWHERE"}, ("department",)),
        ({"department": None, "person": "nobody", "quality": 9}, ("person", "quality")),
        (dict.fromkeys(papers.POOR), tuple(papers.POOR)),
    ],
)
def test_one_subject_of_the_request_is_appraised_by_every_indicator(on_file, changes, fields):
    on_file.until("accepted")
    with invalid(*fields):
        on_file.appraise(**changes)


# What is on record


def known(world, number=1):
    return json.loads(world.value("SELECT evidence FROM appraisal WHERE number = :number", number=number))


@pytest.mark.clause("6.1.2", "6.2.2")
def test_what_was_on_record_is_kept_with_the_appraisal_as_it_stood(world):
    world.until("executing")
    world.on("2026-11-25")
    world.reach("Pilot kiosk open")
    world.appraise(**papers.AD_HOC_APPRAISAL)
    before = known(world)
    assert [(f["subject"], f["state"], f["days_late"]) for f in before["progress"]] == [("Pilot kiosk open", "late", 5)]
    missing = [(f["state"], f["due_date"]) for f in before["communication"] if f["fact"] == "progress-report"]
    assert missing == [("open", "2026-10-14"), ("open", "2026-10-28"), ("open", "2026-11-11")]
    world.report("IT")
    world.appraise(**papers.AD_HOC_APPRAISAL)
    assert known(world) == before
    assert [(f["fact"], f["days_late"]) for f in known(world, 2)["progress"]] == [
        ("milestone", 5),
        ("progress-report", 42),
    ]


@pytest.mark.clause("6.2.2", "2.4.3", "4.1.1")
def test_reports_and_meetings_missed_stay_on_record_when_the_work_is_over(world):
    world.until("executing")
    world.on("2026-10-16")
    world.regular_meeting()
    world.on("2026-11-03")
    world.reach_all()
    world.open_acceptance()
    for department in PARTIES:
        world.evaluate(department)
    world.decide()
    world.appraise(department="SALES", by="liu.yang")
    told = [(f["fact"], f["due_date"], f["state"]) for f in known(world)["communication"]]
    assert told == [
        ("regular-meeting", "2026-10-07", "missed"),
        ("regular-meeting", "2026-10-14", "late"),
        ("progress-report", "2026-10-14", "missed"),
        ("regular-meeting", "2026-10-21", "missed"),
        ("progress-report", "2026-10-28", "missed"),
        ("regular-meeting", "2026-10-28", "missed"),
    ]


@pytest.mark.clause("6.1.2", "2.5.2")
def test_evaluations_rework_actions_issues_absences_and_risks_are_on_record(world):
    world.until("executing")
    world.regular_meeting(
        attendees=["li.na"],
        actions=[papers.ACTION | {"person": "liu.yang"}],
        absentees=[{"login": "liu.yang", "reason": "ill"}],
    )
    world.raise_issue()
    world.identify(**papers.RISK | {"owner": "liu.yang"})
    world.later(20)
    world.review_risk(2, occurred=True)
    world.reach_all()
    world.open_acceptance()
    world.fail("FIN")
    world.evaluate("FIN", quality="partly", quality_note="A little.")
    world.decide("rework")
    world.later(20)
    world.appraise(**papers.AD_HOC_APPRAISAL)
    world.appraise(**papers.AD_HOC_APPRAISAL | {"department": None, "person": "liu.yang"})
    department, person = known(world), known(world, 2)
    facts = {name: [f["fact"] for f in found] for name, found in department.items()}
    assert facts["quality"] == ["evaluation", "rework"]
    assert department["quality"][0] == {"fact": "evaluation", "by": "FIN", "quality": "partly", "verdict": "pass"}
    assert facts["collaboration"] == ["issue", "action", "issue"]
    assert facts["communication"][-1] == "absent"
    assert facts["risk_control"][-1] == "occurred"
    assert [f["fact"] for f in person["collaboration"]] == ["action"]
    assert [f["fact"] for f in person["communication"]] == ["absent"]
    assert [f["fact"] for f in person["risk_control"]] == ["occurred"]


@pytest.mark.clause("6.1.2")
def test_what_is_on_record_fills_in_no_mark(on_file):
    on_file.until("accepted")
    with invalid("quality"):
        on_file.appraise(quality=None)


# Breaches


@pytest.mark.clause("6.3.3")
def test_a_breach_is_recorded_of_a_department_or_a_person(world):
    world.until("executing")
    assert world.record_breach().code == B1
    world.record_breach(department=None, person="liu.yang", serious=True, by=MANAGER)
    sql = "SELECT department, person, term, serious, recorded_by FROM breach ORDER BY number"
    assert world.rows(sql) == [
        ("IT", None, "2.4.3", 0, "li.na"),
        (None, "liu.yang", "2.4.3", 1, MANAGER),
    ]
    assert_sound(world)


@pytest.mark.clause("6.3.3", "2.4.3")
def test_an_overdue_obligation_is_recorded_as_a_breach_in_one_step(world):
    world.until("executing")
    world.on("2026-10-20")
    world.report("SALES")
    bare = dict.fromkeys(papers.BREACH)
    world.record_breach(**bare, obligation="progress-report")
    world.record_breach(**bare | {"department": "FIN"}, obligation="progress-report", serious=True)
    sql = "SELECT department, term, description, serious, obligation FROM breach ORDER BY number"
    told = "progress-report: 2026-10-14"
    assert world.rows(sql) == [
        ("IT", "2.4.3", told, 0, "progress-report"),
        ("FIN", "2.4.3", told, 1, "progress-report"),
    ]
    assert world.owed("progress-report")[:1] == [("progress-report", "IT", "2026-10-14")]


@pytest.mark.clause("6.3.3")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        (dict.fromkeys(papers.BREACH), ("department", "term", "description")),
        ({"person": "liu.yang"}, ("person",)),
        ({"department": "HR"}, ("department",)),
        ({"obligation": "progress-report"}, ("obligation",)),
        ({"obligation": "nothing"}, ("obligation",)),
        ({"obligation": "review"}, ("obligation",)),
    ],
)
def test_a_breach_that_says_too_little_or_what_is_not_so_is_not_taken(on_file, changes, fields):
    on_file.until("executing")
    with invalid(*fields):
        on_file.record_breach(**changes)


@pytest.mark.clause("6.3.3")
def test_an_obligation_of_another_department_is_not_this_one_s_breach(on_file):
    on_file.until("executing")
    on_file.on("2026-10-20")
    on_file.report("IT")
    with invalid("obligation"):
        on_file.record_breach(obligation="progress-report")


@pytest.mark.clause("6.3.3")
def test_outsiders_record_no_breach_and_nobody_before_the_agreement(world):
    world.until("coordinated")
    with refused(gate="stage", clause="6.3.3", missing=["coordinated"]):
        world.record_breach()
    world.carry_on("executing")
    with not_permitted("6.3.3"):
        world.record_breach(by="he.jing")


# Rewards and penalties


@pytest.mark.clause("6.3.1", "6.3.2")
def test_management_rewards_on_an_appraisal_in_the_book_s_currency(world):
    world.until("accepted")
    world.appraise()
    receipt = world.reward(rests_on=["cb-2026-1/q1"])
    assert (receipt.code, receipt.request) == ("IN-2026-0001", None)
    sql = "SELECT year, number, department, measure, amount, rests_on, decided_by FROM incentive"
    assert world.rows(sql) == [(2026, 1, "IT", "bonus", 500_000, f'["{Q1}"]', MANAGER)]
    assert world.reward(measure="certificate", amount=None).code == "IN-2026-0002"
    world.on("2027-01-04")
    assert world.reward(measure="promotion", amount=None).code == "IN-2027-0001"
    assert_sound(world)


@pytest.mark.clause("6.3.3")
def test_a_warning_rests_on_any_breach_and_more_on_a_serious_one_or_a_poor_appraisal(world):
    world.until("accepted")
    world.record_breach()
    assert world.penalise().code == "PN-2026-0001"
    grave = {"measure": "fine", "amount": "200"}
    with refused(gate="rests-on", clause="6.3.3", missing=[B1]):
        world.penalise(**grave)
    world.record_breach(serious=True)
    world.penalise(**grave, rests_on=["CB-2026-0001/B2"])
    world.appraise()
    with refused(gate="rests-on", clause="6.3.3", missing=[Q1]):
        world.penalise(measure="demotion", rests_on=[Q1])
    world.appraise(by="sun.wei", **papers.POOR)
    world.penalise(measure="dismissal", rests_on=["CB-2026-0001/Q2"])
    assert world.rows("SELECT measure, amount FROM penalty ORDER BY number") == [
        ("warning", None),
        ("fine", 20_000),
        ("dismissal", None),
    ]


@pytest.mark.clause("6.3.3")
def test_the_threshold_is_that_of_the_policy_under_which_the_appraisal_was_given(world):
    world.adopt(edition().replace("penalty-below = 2.0", "penalty-below = 3.5"))
    world.until("accepted")
    world.appraise()
    world.penalise(measure="demotion", rests_on=[Q1])
    assert world.rows("SELECT measure FROM penalty") == [("demotion",)]


@pytest.mark.clause("6.3.1", "6.3.3")
@pytest.mark.parametrize("about", [{"department": "FIN"}, {"department": None, "person": "liu.yang"}])
def test_nothing_rests_on_somebody_else_s_appraisal_or_breach(world, about):
    world.until("accepted")
    world.appraise()
    world.record_breach()
    with refused(gate="rests-on", clause="6.3.1", missing=[Q1]):
        world.reward(**about)
    with refused(gate="rests-on", clause="6.3.3", missing=[Q1, B1]):
        world.penalise(**about, rests_on=[Q1, B1])


@pytest.mark.clause("6.3.1", "6.3.3")
def test_a_reward_rests_on_no_breach_and_nothing_rests_on_nothing(world):
    world.until("accepted")
    world.record_breach()
    with refused(gate="rests-on", clause="6.3.1", missing=[B1]):
        world.reward(rests_on=[B1])
    with refused(gate="rests-on", clause="6.3.1", missing=["rests_on"]):
        world.reward(rests_on=None)
    with refused(gate="rests-on", clause="6.3.3", missing=["rests_on"]):
        world.penalise(rests_on=None)


@pytest.mark.clause("6.3.2", "6.3.3")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"amount": None}, ("amount",)),
        ({"measure": "promotion"}, ("amount",)),
        ({"amount": "1.005"}, ("amount",)),
        ({"person": "liu.yang"}, ("person",)),
        ({"department": None, "amount": None}, ("department", "amount")),
        ({"rests_on": [Q1, "CB-2026-0001/Q9", "cb-2026-1/q1"]}, ("rests_on.2", "rests_on.3")),
        ({"rests_on": ["CB-2026-0001", "IN-2026-0001"], "measure": "warning"}, ("measure",)),
    ],
)
def test_a_reward_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.until("accepted")
    on_file.appraise()
    with invalid(*fields):
        on_file.reward(**changes)


@pytest.mark.clause("6.3.1", "6.3.3")
def test_management_alone_rewards_and_penalises(world):
    world.until("accepted")
    world.appraise()
    world.record_breach()
    with not_permitted("6.3.1"):
        world.reward(by="li.na")
    with not_permitted("6.3.3"):
        world.penalise(by="xu.hui")
