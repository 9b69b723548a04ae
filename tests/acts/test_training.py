"""Training: needs, plan, sessions, evaluation, adjustment, and the round of every year (7.1–7.4)."""

import json

import pytest

from tests.support import papers
from tests.support.audit import assert_sound, events
from tests.support.company import MANAGER, MEMBER, SECOND_MANAGER
from tests.support.editions import edition
from tests.support.refusals import invalid, not_found, not_permitted, refused

TN1, TC1, TS1, TE1 = "TN-2026-0001", "TC-2026-0001", "TS-2026-0001", "TE-2026-0001"


def owed(world, kind=""):
    return [(o.kind, o.owed_by, o.subject, o.due_date) for o in world.owed_by_the_book(kind)]


def round_of(world):
    return [(o.kind, o.due_date) for o in world.owed_by_the_book() if not o.subject]


def course(**changes):
    return papers.COURSE | changes


# The round of every year


@pytest.mark.clause("7.1.1", "7.2.1")
def test_a_new_book_owes_the_needs_and_the_plan_of_the_next_year(world):
    assert owed(world) == [
        ("training-needs", "management", "", "2026-10-31"),
        ("training-plan", "management", "", "2026-11-30"),
    ]
    assert_sound(world)


@pytest.mark.clause("7.1.1", "7.2.1")
def test_what_is_owed_every_year_shows_each_date_that_was_missed(world):
    world.on("2027-11-15")
    assert round_of(world) == [
        ("training-needs", "2026-10-31"),
        ("training-plan", "2026-11-30"),
        ("training-needs", "2027-10-31"),
        ("training-plan", "2027-11-30"),
        ("training-needs", "2028-10-31"),
    ]
    assert [o.round_year for o in world.owed_by_the_book()] == [2027, 2027, 2028, 2028, 2029]


@pytest.mark.clause("7.1.1", "7.1.2")
def test_the_needs_are_analysed_once_every_factor_is_spoken_to(world):
    world.state_need(year=2027, skill_level=None, work_problem=None)
    assert round_of(world)[0] == ("training-needs", "2026-10-31")
    receipt = world.state_need(year=2027, business_trend=None)
    assert [o.kind for o in receipt.discharged] == ["training-needs"]
    assert round_of(world) == [("training-plan", "2026-11-30"), ("training-needs", "2027-10-31")]
    assert_sound(world)


@pytest.mark.clause("7.1.1")
def test_the_needs_of_a_year_that_nobody_asked_for_yet_settle_nothing(world):
    assert world.state_need(year=2026).discharged == ()
    assert round_of(world)[0] == ("training-needs", "2026-10-31")


@pytest.mark.clause("7.2.1")
def test_a_plan_settles_the_round_of_its_year_and_of_those_before(world):
    world.on("2027-12-01")
    world.state_need(year=2028)
    receipt = world.plan_training(year=2028, courses=[course(planned_date="2028-03-01", needs=[])])
    assert [(o.kind, o.due_date) for o in receipt.discharged] == [("training-plan", "2026-11-30")]
    assert round_of(world) == [("training-needs", "2028-10-31"), ("training-plan", "2028-11-30")]
    assert_sound(world)


@pytest.mark.clause("7.1.1", "7.2.1")
def test_the_company_sets_the_days_of_the_round_and_who_owes_it(world):
    text = (
        edition()
        .replace('needs-by = "10-31"', 'needs-by = "09-15"')
        .replace('owed-by = "management"', 'owed-by = "HR"')
    )
    world.adopt(text)
    world.state_need(year=2027, by=MEMBER["HR"])
    world.plan_training(year=2027, courses=[course(planned_date="2027-03-01", needs=[])], by=MEMBER["HR"])
    assert owed(world) == [
        ("training-course", "HR", "TC-2027-0001 Kiosk care", "2027-03-01"),
        ("training-needs", "HR", "", "2027-09-15"),
        ("training-plan", "HR", "", "2027-11-30"),
    ]
    assert_sound(world)


@pytest.mark.clause("7.1.1")
def test_a_policy_whose_training_nobody_could_owe_is_not_adopted(world):
    with world.unchanged(), invalid("training.owed-by") as faults:
        world.adopt(edition().replace('owed-by = "management"', 'owed-by = "SHOP"'))
    assert "SHOP" in str(faults[0].message)


# Who


@pytest.mark.clause("7.1.1")
def test_training_is_managements_unless_the_policy_names_a_department(world):
    with not_permitted("7.1.1"):
        world.state_need(by=MEMBER["HR"])
    world.adopt(edition().replace('owed-by = "management"', 'owed-by = "HR"'))
    assert world.state_need(by=MEMBER["HR"]).code == TN1
    assert world.state_need(by=MANAGER).code == "TN-2026-0002"
    with not_permitted("7.1.1"):
        world.state_need(by=MEMBER["IT"])


# Needs


@pytest.mark.clause("7.1.1", "7.1.2")
def test_a_need_is_kept_as_it_was_stated(world):
    receipt = world.state_need()
    assert receipt.code == TN1
    sql = """SELECT year, number, department, person, topic, business_trend, skill_level, work_problem, stated_by
             FROM training_need"""
    assert world.rows(sql) == [
        (
            2026,
            1,
            "IT",
            None,
            papers.NEED["topic"],
            *(papers.NEED[f] for f in ("business_trend", "skill_level", "work_problem")),
            MANAGER,
        )
    ]
    assert world.state_need(department=None, person="li.na").code == "TN-2026-0002"
    assert world.state_need(year=2027, department=None).code == "TN-2027-0001"
    assert_sound(world)


@pytest.mark.clause("7.1.2")
def test_the_evidence_of_a_need_is_there_and_is_written_as_the_book_writes_it(world):
    world.until("executing")
    world.raise_issue()
    with invalid("evidence.1", "evidence.2") as faults:
        world.state_need(evidence=["CB-2026-0001/I2", "CB-2026-0001/M1"])
    assert "CB-2026-0001/I2" in str(faults[0].message)
    world.record_breach()
    world.state_need(evidence=["cb-2026-0001/i1", "CB-2026-0001/B1"])
    assert json.loads(world.value("SELECT evidence FROM training_need")) == ["CB-2026-0001/I1", "CB-2026-0001/B1"]
    with invalid("evidence.2"):
        world.state_need(evidence=["CB-2026-0001/I1", "cb-2026-0001/i1"])


@pytest.mark.clause("7.1.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"business_trend": None, "skill_level": None, "work_problem": None}, ["business_trend"]),
        ({"business_trend": "none"}, ["business_trend"]),
        ({"business_trend": "None:  ", "work_problem": "none："}, ["business_trend", "work_problem"]),
        ({"department": "SHOP"}, ["department"]),
        ({"person": "li.na"}, ["person"]),
        ({"department": None, "person": "nobody"}, ["person"]),
        ({"department": "SHOP", "skill_level": "none", "evidence": ["x"]}, ["department", "skill_level", "evidence.1"]),
    ],
)
def test_a_need_that_says_nothing_is_not_taken(world, changes, fields):
    with world.unchanged(), invalid(*fields):
        world.state_need(**changes)


# The plan


@pytest.mark.clause("7.2.1", "7.2.2", "7.3.2")
def test_a_plan_keeps_its_courses_and_each_is_owed_by_its_day(world):
    world.state_need()
    receipt = world.plan_training(
        courses=[course(), course(title="Tariffs", method="online", planned_date="2026-12-01")]
    )
    assert receipt.codes == ("TP-2026-0001", TC1, "TC-2026-0002")
    assert owed(world, "training-course") == [
        ("training-course", "management", "TC-2026-0001 Kiosk care", "2026-10-15"),
        ("training-course", "management", "TC-2026-0002 Tariffs", "2026-12-01"),
    ]
    rows = world.rows(
        "SELECT number, plan, title, method, instructor, audience, needs FROM training_course ORDER BY number"
    )
    assert rows[0] == (1, "TP-2026-0001", "Kiosk care", "practical", "Mr Wu", '["IT","li.na"]', f'["{TN1}"]')
    assert rows[1][3] == "online"
    assert_sound(world)


@pytest.mark.clause("7.2.1")
def test_a_plan_may_be_added_to(world):
    world.state_need()
    world.plan_training()
    assert world.plan_training(courses=[course(title="Tariffs")]).codes == ("TP-2026-0002", "TC-2026-0002")


@pytest.mark.clause("7.2.1", "7.2.2")
@pytest.mark.parametrize(
    ("courses", "fields"),
    [
        ([], ["courses"]),
        ([course(planned_date="2027-01-04")], ["courses.1.planned_date"]),
        ([course(needs=["TN-2026-0002"])], ["courses.1.needs.1"]),
        ([course(needs=["TN-2027-0001"])], ["courses.1.needs.1"]),
        ([course(needs=[TN1, "tn-2026-1"])], ["courses.1.needs.2"]),
        ([course(audience=["SHOP", "nobody"])], ["courses.1.audience.1", "courses.1.audience.2"]),
        ([course(audience=["IT", "IT"])], ["courses.1.audience.2"]),
        ([course(), course(title="KIOSK CARE")], ["courses.2.title"]),
        (
            [course(audience=["SHOP"]), course(title="Tariffs", planned_date="2025-12-31", needs=["x"])],
            ["courses.1.audience.1", "courses.2.planned_date", "courses.2.needs.1"],
        ),
    ],
)
def test_a_plan_that_cannot_be_is_not_taken_whatever_is_wrong_with_it(world, courses, fields):
    world.state_need()
    with world.unchanged(), invalid(*fields):
        world.plan_training(courses=courses)


# Sessions


@pytest.mark.clause("7.3.1")
def test_a_session_settles_its_course_and_is_to_be_evaluated(world):
    world.state_need()
    world.plan_training()
    receipt = world.hold_session()
    assert receipt.codes == (TS1,)
    assert [(o.kind, o.subject) for o in receipt.discharged] == [("training-course", "TC-2026-0001 Kiosk care")]
    # ten working days after 30 September, with the National Day holidays between
    assert owed(world, "training-evaluation") == [
        ("training-evaluation", "management", "TS-2026-0001 Kiosk care", receipt.opened[0].due_date)
    ]
    assert receipt.opened[0].due_date > "2026-10-14"
    assert world.rows("SELECT person, is_present FROM training_attendance ORDER BY person") == [
        ("chen.bo", 1),
        ("li.na", 1),
        ("liu.yang", 0),
    ]
    assert world.value("SELECT instructor FROM training_session") == "Mr Wu"
    assert_sound(world)


@pytest.mark.clause("7.3.1")
def test_a_course_may_have_further_sessions(world):
    world.train()
    receipt = world.hold_session(held_on="2026-09-30")
    assert (receipt.code, receipt.discharged) == ("TS-2026-0002", ())
    assert world.hold_session(held_on="2026-09-29", instructor="Ms Li").code == "TS-2026-0003"


@pytest.mark.clause("7.3.1")
def test_the_same_instructor_is_told_by_name_whatever_its_capitals(world):
    world.train()
    with refused(gate="instructor-free", clause="7.3.1", missing=[TS1]):
        world.hold_session(instructor="MR WU")


@pytest.mark.clause("7.3.1")
def test_an_unplanned_session_says_why_and_makes_its_course(world):
    with refused(gate="planned-course", clause="7.3.1"):
        world.hold_session(target="Fire drill", instructor="Ms Li")
    receipt = world.hold_session(target=" Fire drill ", instructor="Ms Li", reason="After the fire.")
    assert receipt.codes == (TS1, TC1)
    assert world.rows("SELECT title, plan, reason FROM training_course") == [("Fire drill", None, "After the fire.")]
    with refused(gate="planned-course", clause="7.3.1"):
        world.hold_session(held_on="2026-09-28", instructor="Ms Li")
    assert_sound(world)


@pytest.mark.clause("7.3.1")
def test_a_course_that_is_dropped_is_planned_no_longer(world):
    world.train()
    world.evaluate_session()
    world.adjust_training(change="drop")
    with refused(gate="planned-course", clause="7.3.1"):
        world.hold_session(held_on="2026-09-28")


@pytest.mark.clause("7.3.1")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"held_on": "2026-10-01"}, ["held_on"]),
        ({"attendees": []}, ["attendees"]),
        ({"attendees": ["li.na", "li.na"]}, ["attendees.2"]),
        ({"attendees": ["nobody"]}, ["attendees.1"]),
        ({"absentees": ["li.na", "wu.min"]}, ["absentees.1"]),
        ({"absentees": ["wu.min", "wu.min"]}, ["absentees.2"]),
        ({"held_on": "2026-10-01", "attendees": [], "absentees": ["nobody"]}, ["held_on", "attendees", "absentees.1"]),
        ({"target": "Fire drill"}, ["instructor"]),
        ({"target": "Fire\ndrill", "instructor": "Ms Li", "reason": "x"}, ["course"]),
        ({"target": "F" * 301, "instructor": "Ms Li", "reason": "x"}, ["course"]),
        ({"target": " ", "instructor": "Ms Li", "reason": "x"}, ["course"]),
    ],
)
def test_a_session_that_cannot_have_been_is_not_taken(world, changes, fields):
    world.state_need()
    world.plan_training()
    with world.unchanged(), invalid(*fields):
        world.hold_session(**changes)


@pytest.mark.clause("7.3.1")
@pytest.mark.parametrize("target", ["TC-2026-0002", "TC-2027-0001", "TS-2026-0001", "TN-2026-0001"])
def test_a_course_that_is_not_there_is_not_found(world, target):
    world.state_need()
    world.plan_training()
    with world.unchanged(), not_found():
        world.hold_session(target=target)


# Evaluation


@pytest.mark.clause("7.4.1", "7.4.2")
def test_an_evaluation_keeps_the_result_of_each_participant(world):
    world.train()
    receipt = world.evaluate_session()
    assert receipt.code == TE1
    assert [o.kind for o in receipt.discharged] == ["training-evaluation"]
    assert world.rows("SELECT person, score, comment FROM training_result ORDER BY person") == [
        ("chen.bo", 90, None),
        ("li.na", 45, "Needs practice."),
    ]
    assert world.rows("SELECT session, method, conclusion FROM training_evaluation") == [(TS1, "exam", "partly")]
    assert_sound(world)


@pytest.mark.clause("7.4.2")
@pytest.mark.parametrize("method", ["exam", "practical", "questionnaire", "feedback"])
def test_a_session_is_evaluated_by_one_of_four_methods(world, method):
    world.train()
    world.evaluate_session(method=method)
    assert world.value("SELECT method FROM training_evaluation") == method


@pytest.mark.clause("7.4.3")
@pytest.mark.parametrize(("conclusion", "owes"), [("effective", False), ("partly", True), ("ineffective", True)])
def test_a_session_that_fell_short_asks_for_an_adjustment(world, conclusion, owes):
    world.train()
    world.evaluate_session(conclusion=conclusion)
    subjects = [o.subject for o in world.owed_by_the_book("training-adjustment")]
    assert subjects == (["TE-2026-0001 Kiosk care"] if owes else [])


@pytest.mark.clause("7.4.1")
def test_a_session_cannot_be_evaluated_before_it_was_held(world):
    world.train()
    with world.unchanged(), invalid("occurred_on") as faults:
        world.evaluate_session(occurred_on="2026-09-28")
    assert "2026-09-29" in str(faults[0].message)
    with world.unchanged(), not_found():
        world.evaluate_session(target="TS-2026-0002")


@pytest.mark.clause("7.4.2")
@pytest.mark.parametrize(
    ("results", "fields"),
    [
        ([], ["results"]),
        ([{"person": "liu.yang", "score": 80}], ["results.1.person"]),
        ([{"person": "wu.min", "score": 80}], ["results.1.person"]),
        ([{"person": "nobody"}], ["results.1.person"]),
        ([{"person": "li.na"}, {"person": "li.na"}], ["results.2.person"]),
        (
            [{"person": "li.na", "score": 101}, {"person": "chen.bo", "score": -1}],
            ["results.1.score", "results.2.score"],
        ),
        (
            [{"person": "li.na", "score": "A"}, {"person": "chen.bo", "score": True}],
            ["results.1.score", "results.2.score"],
        ),
    ],
)
def test_results_of_nobody_and_scores_off_the_scale_are_not_taken(world, results, fields):
    world.train()
    with world.unchanged(), invalid(*fields):
        world.evaluate_session(results=results)


@pytest.mark.clause("7.4.2")
def test_the_scale_runs_from_0_to_100(world):
    world.train()
    world.evaluate_session(results=[{"person": "li.na", "score": 0}, {"person": "chen.bo", "score": 100}])
    assert world.rows("SELECT score FROM training_result ORDER BY score") == [(0,), (100,)]


# Adjustment


@pytest.mark.clause("7.4.3")
def test_an_adjustment_names_the_evaluation_it_rests_on_and_settles_what_it_asked_for(world):
    world.train()
    world.evaluate_session()
    receipt = world.adjust_training(rests_on="te-2026-1", course="tc-2026-1")
    assert receipt.code == "TA-2026-0001"
    assert [o.subject for o in receipt.discharged] == ["TE-2026-0001 Kiosk care"]
    assert world.rows("SELECT rests_on, change, course FROM training_adjustment") == [(TE1, "change", TC1)]
    assert world.owed_by_the_book("training-adjustment") == []
    assert_sound(world)


@pytest.mark.clause("7.4.3")
def test_a_course_that_is_dropped_is_owed_no_longer(world):
    world.train()
    world.evaluate_session()
    world.plan_training(courses=[course(title="Kiosk care again", planned_date="2026-12-01")])
    receipt = world.adjust_training(change="drop", course="TC-2026-0002")
    assert [o.subject for o in receipt.lapsed] == ["TC-2026-0002 Kiosk care again"]
    assert world.owed_by_the_book("training-course") == []
    with invalid("course"):
        world.adjust_training(change="drop", course="TC-2026-0002")
    assert_sound(world)


@pytest.mark.clause("7.4.3")
def test_a_course_is_added_by_its_title(world):
    world.train()
    world.evaluate_session()
    world.adjust_training(change="add", course="A second afternoon")
    assert world.value("SELECT course FROM training_adjustment") == "A second afternoon"


@pytest.mark.clause("7.4.3")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"course": None}, ["course"]),
        ({"course": "TC-2026-0002"}, ["course"]),
        ({"course": "Kiosk care"}, ["course"]),
        ({"year": 2027}, ["course"]),
        ({"rests_on": "TE-2026-0002"}, ["rests_on"]),
        ({"rests_on": TS1, "course": "x"}, ["rests_on", "course"]),
    ],
)
def test_an_adjustment_of_nothing_or_resting_on_nothing_is_not_taken(world, changes, fields):
    world.train()
    world.evaluate_session()
    with world.unchanged(), invalid(*fields):
        world.adjust_training(**changes)


# The book as a whole


@pytest.mark.clause("7.1.1", "7.2.1", "7.3.1", "7.4.1", "7.4.3")
def test_a_whole_year_leaves_a_sound_book_and_its_journal_tells_it(world):
    world.train()
    world.evaluate_session(by=SECOND_MANAGER)
    world.adjust_training()
    told = [event["act"] for event in events(world) if event["act"].startswith("training.")]
    assert told == [
        "training.need_stated",
        "training.planned",
        "training.held",
        "training.evaluated",
        "training.adjusted",
    ]
    assert {event["chain"] for event in events(world)} == {0}
    assert_sound(world)


@pytest.mark.clause("7.2.1")
def test_a_dry_run_numbers_nothing(world):
    with world.unchanged():
        assert world.state_need(dry_run=True).code == TN1
    assert world.state_need().code == TN1
