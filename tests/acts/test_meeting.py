"""The three meetings (2.2.3, 4.1, 4.2.2): what they settle, what they leave behind, when the next one is due."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.refusals import invalid, not_found, refused


@pytest.mark.clause("2.2.3", "2.3.1", "3.3.2")
def test_the_first_coordination_meeting_asks_for_the_responsibility_table(world):
    world.until("approved")
    receipt = world.coordinate()
    assert (receipt.stage, receipt.code) == ("coordinated", "CB-2026-0001/M1")
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("coordination-meeting", "management")]
    assert [(o.kind, o.clause, o.owed_by, o.due_date) for o in receipt.opened] == [
        ("responsibility-table", "2.3.1", "SALES", "2026-10-10")
    ]


@pytest.mark.clause("2.2.3")
def test_a_second_coordination_meeting_asks_for_nothing_new(world):
    world.until("coordinated")
    receipt = world.coordinate()
    assert (receipt.stage, receipt.code, receipt.opened) == ("coordinated", "CB-2026-0001/M2", ())
    assert world.owed() == [("responsibility-table", "SALES", "2026-10-10")]


@pytest.mark.clause("2.2.3")
def test_once_agreed_there_is_no_further_coordination_meeting(world):
    world.until("agreed")
    with refused(gate="stage", clause="2.2.3", missing=["agreed"]):
        world.coordinate()


@pytest.mark.clause("4.1.3")
def test_each_action_item_is_owed_on_its_date_by_its_department(world):
    world.until("approved")
    actions = [papers.ACTION, papers.ACTION | {"what": "Draw the plan", "department": "SALES", "person": "li.na"}]
    receipt = world.coordinate(actions=actions)
    assert receipt.codes == ("CB-2026-0001/M1", "CB-2026-0001/A1", "CB-2026-0001/A2")
    assert [(o.kind, o.clause, o.owed_by, o.due_date, o.subject) for o in receipt.opened if o.kind == "action"] == [
        ("action", "4.1.3", "IT", "2026-10-16", "A1 Order the scanner"),
        ("action", "4.1.3", "SALES", "2026-10-16", "A2 Draw the plan"),
    ]
    world.on("2026-10-16")
    assert world.findings("action") == []
    world.on("2026-10-17")
    assert len(world.findings("action")) == 2


@pytest.mark.clause("4.1.3")
def test_an_action_item_is_settled_by_its_code_and_only_once(world):
    world.until("coordinated")
    world.coordinate(actions=[papers.ACTION, papers.ACTION | {"department": "FIN"}])
    receipt = world.settle(2, by="sun.wei", note="Ordered.")
    assert receipt.code == "CB-2026-0001/A2"
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("action", "FIN")]
    assert world.owed("action") == [("action", "IT", "2026-10-16")]
    assert world.rows("SELECT number, done_on, done_by, note FROM action ORDER BY number") == [
        (1, None, None, None),
        (2, "2026-09-30", "sun.wei", "Ordered."),
    ]
    with invalid("code"):
        world.settle(2)
    with not_found():
        world.settle(3)


@pytest.mark.clause("4.1.3")
def test_ten_action_items_are_told_apart(world):
    world.until("coordinated")
    world.coordinate(actions=[papers.ACTION | {"what": f"Step {n}"} for n in range(1, 12)])
    assert [o.subject for o in world.settle(1).discharged] == ["A1 Step 1"]
    assert [o.subject for o in world.settle(11).discharged] == ["A11 Step 11"]


@pytest.mark.clause("4.1.3")
def test_open_action_items_outlive_the_close(world):
    world.until("executing")
    world.regular_meeting(actions=[papers.ACTION])
    world.carry_on("closed")
    assert world.owed("action") == [("action", "IT", "2026-10-16")]
    world.settle()
    assert world.owed("action") == []
    assert_sound(world)


# Regular meetings


@pytest.mark.clause("4.1.1")
def test_the_next_regular_meeting_is_due_a_week_after_the_start_and_then_every_week(world):
    world.until("executing")
    assert world.owed("regular-meeting") == [("regular-meeting", "SALES", "2026-10-07")]
    world.on("2026-10-07")
    receipt = world.regular_meeting()
    assert [(o.kind, o.clause, o.owed_by, o.due_date) for o in receipt.opened] == [
        ("regular-meeting", "4.1.1", "SALES", "2026-10-14")
    ]


@pytest.mark.clause("4.1.1")
def test_regular_meetings_that_are_not_held_fall_due_date_by_date(world):
    world.until("executing")
    world.on("2026-10-22")
    missed = [("regular-meeting", "SALES", day) for day in ("2026-10-07", "2026-10-14", "2026-10-21")]
    assert world.findings("regular-meeting") == missed
    receipt = world.regular_meeting()
    assert [o.due_date for o in receipt.opened] == ["2026-10-28"]
    assert world.findings("regular-meeting") == []


@pytest.mark.clause("4.1.1")
def test_a_second_meeting_in_a_week_settles_nothing_ahead(world):
    world.until("executing")
    world.on("2026-10-05")
    assert [o.due_date for o in world.regular_meeting().discharged] == ["2026-10-07"]
    world.on("2026-10-06")
    assert world.regular_meeting().discharged == ()
    assert world.owed("regular-meeting") == [("regular-meeting", "SALES", "2026-10-14")]


@pytest.mark.clause("4.1.1")
@pytest.mark.parametrize(("every", "due"), [("1 week", "2026-10-07"), ("2 weeks", "2026-10-14")])
def test_the_agreement_sets_how_often_the_departments_meet(world, every, due):
    world.until("coordinated")
    world.assign()
    world.draft_agreement(meeting_every=every)
    world.sign_all()
    world.start()
    assert world.owed("regular-meeting") == [("regular-meeting", "SALES", due)]


@pytest.mark.clause("4.1.1")
@pytest.mark.parametrize("stage", ["coordinated", "agreed", "executing", "accepting", "accepted"])
def test_the_departments_may_meet_from_the_coordination_to_the_close(on_file, stage):
    on_file.until(stage)
    assert on_file.regular_meeting().stage == stage


@pytest.mark.clause("4.1.3", "4.1.2")
@pytest.mark.parametrize("part", ["progress", "problems", "coordination", "next_steps", "attendees", "chair"])
def test_the_minutes_of_a_regular_meeting_have_their_four_parts_a_chair_and_attendees(on_file, part):
    on_file.until("executing")
    with invalid(part):
        on_file.regular_meeting(**{part: None})


@pytest.mark.clause("4.1.3", "1.3.3")
def test_the_minutes_are_kept_in_their_four_parts(world):
    world.until("executing")
    world.regular_meeting()
    sql = "SELECT chair, progress, problems, coordination, next_steps FROM meeting WHERE kind = 'regular'"
    assert world.rows(sql) == [
        tuple(papers.REGULAR[name] for name in ("chair", "progress", "problems", "coordination", "next_steps"))
    ]


@pytest.mark.clause("4.1.2")
def test_who_of_the_departments_did_not_come_is_kept_with_the_reason(world):
    world.until("executing")
    world.regular_meeting(attendees=["li.na"], absentees=[{"login": "liu.yang", "reason": "ill"}, {"login": "wu.min"}])
    sql = """SELECT person, department, is_present, reason FROM attendance a
             JOIN meeting m ON m.request_id = a.request_id AND m.number = a.meeting
             WHERE m.kind = 'regular' ORDER BY person"""
    assert world.rows(sql) == [
        ("li.na", "SALES", 1, None),
        ("liu.yang", "IT", 0, "ill"),
        ("wu.min", "FIN", 0, None),
    ]


@pytest.mark.clause("4.1.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"chair": "nobody"}, ("chair",)),
        ({"attendees": ["li.na", "nobody"]}, ("attendees.2",)),
        ({"attendees": ["li.na", "li.na"]}, ("attendees.2",)),
        ({"absentees": [{"login": "li.na"}]}, ("attendees.1",)),
        ({"held_at": "2026-09-30T10:01+08:00"}, ("held_at",)),
        ({"held_at": "2026-09-30T09:30"}, ("held_at",)),
        ({"solution": "x"}, ("solution",)),
        ({"opinions": [{"department": "IT", "opinion": "Good."}]}, ("opinions",)),
        ({"actions": [papers.ACTION | {"department": "HR"}]}, ("actions.1.department",)),
        ({"actions": [papers.ACTION | {"due_date": None}]}, ("actions.1.due_date",)),
    ],
)
def test_minutes_that_cannot_be_are_not_taken(on_file, changes, fields):
    on_file.until("executing")
    with invalid(*fields):
        on_file.regular_meeting(**changes)


@pytest.mark.clause("4.2.2")
def test_an_ad_hoc_meeting_says_what_the_problem_was(on_file):
    on_file.until("executing")
    with invalid("problem", "responsible_department"):
        on_file.ad_hoc(problem=None, responsible_department="HR")


@pytest.mark.clause("2.2.3")
def test_a_coordination_meeting_settles_the_business_in_detail(on_file):
    on_file.until("approved")
    with invalid("business_details"):
        on_file.coordinate(business_details=None)


@pytest.mark.clause("4.1.3")
def test_an_action_item_is_settled_by_a_day_that_has_come(on_file):
    on_file.until("executing")
    on_file.regular_meeting(actions=[papers.ACTION])
    with invalid("done_on"):
        on_file.settle(done_on="2026-10-01")
