"""Meetings (2.2.3, 3.1.2, 3.2.1, 4.2.2): who must have come, who must have spoken, what must come of it."""

import pytest

from crosspolicy.forms.meeting import Meeting
from tests.support import papers
from tests.support.cases import missing
from tests.support.refusals import not_permitted, refused
from tests.support.world import TRACK

EVERYBODY = ("li.na", "liu.yang", "sun.wei")


def _minutes(attendees, opinions):
    heard = [{"department": department, "opinion": "Good."} for department in opinions]
    return Meeting.model_validate(papers.COORDINATION | {"attendees": list(attendees), "opinions": heard})


@pytest.mark.clause("2.2.3")
@pytest.mark.parametrize("stage", TRACK)
def test_the_coordination_meeting_waits_for_the_review_and_for_nothing_else(stage):
    assert missing("review-first", stage=stage) == (("review",) if stage in ("draft", "submitted") else ())


@pytest.mark.clause("3.1.2", "3.2.1")
@pytest.mark.parametrize(
    ("attendees", "opinions", "lacking"),
    [
        (EVERYBODY, ("IT", "FIN"), ()),
        (("zhao.lei", "chen.bo", "wu.min", "he.jing"), ("FIN", "IT"), ()),
        (("liu.yang", "sun.wei"), ("IT", "FIN"), ("attendees:SALES",)),
        (("li.na", "liu.yang"), ("IT", "FIN"), ("attendees:FIN",)),
        (EVERYBODY, ("IT",), ("opinions:FIN",)),
        (EVERYBODY, ("SALES", "IT"), ("opinions:FIN",)),
        (EVERYBODY, (), ("opinions:IT", "opinions:FIN")),
        (("gao.ping",), ("IT",), ("attendees:SALES", "attendees:IT", "attendees:FIN", "opinions:FIN")),
    ],
)
def test_every_department_attends_and_every_involved_one_gives_its_opinion(attendees, opinions, lacking):
    assert missing("coordination-attended", _minutes(attendees, opinions)) == lacking


@pytest.mark.clause("2.2.3", "3.2.1")
def test_a_meeting_before_the_review_to_which_nobody_came_is_refused_for_both(world):
    world.until("submitted")
    with refused(
        gate=("review-first", "coordination-attended"),
        clause=("2.2.3", "3.2.1"),
        missing=("review", "attendees:IT", "attendees:FIN", "opinions:IT", "opinions:FIN"),
    ):
        world.coordinate(attendees=["gao.ping", "li.na"], opinions=None)


@pytest.mark.clause("3.3.2", "2.2.3")
def test_the_coordination_meeting_is_management_s_to_convene(world):
    world.until("approved")
    with not_permitted("3.3.2"):
        world.coordinate(by="li.na")
    assert world.coordinate().stage == "coordinated"


@pytest.mark.clause("3.2.1", "1.3.2")
def test_the_minutes_keep_who_came_and_what_every_department_thinks(world):
    world.until("approved")
    world.coordinate(absentees=[{"login": "chen.bo", "reason": "ill"}])
    assert world.rows("SELECT person, department, is_present, reason FROM attendance ORDER BY person") == [
        ("chen.bo", "IT", 0, "ill"),
        ("gao.ping", "EXEC", 1, None),
        ("li.na", "SALES", 1, None),
        ("liu.yang", "IT", 1, None),
        ("sun.wei", "FIN", 1, None),
    ]
    assert world.rows("SELECT department, opinion, suggestions FROM opinion ORDER BY department DESC") == [
        ("IT", "Can be built in ten weeks.", "Begin with one kiosk."),
        ("FIN", "Pays for itself in a year.", None),
    ]
    assert world.rows("SELECT business_details, decisions FROM meeting") == [
        ("Two kiosks at the north gate, booked by phone.", '["Go ahead with one kiosk first"]')
    ]


@pytest.mark.clause("4.2.2")
@pytest.mark.parametrize(
    ("left_out", "lacking"),
    [
        ((), ()),
        (("solution",), ("solution",)),
        (("responsible_department",), ("responsible_department",)),
        (("solution", "responsible_department"), ("solution", "responsible_department")),
    ],
)
def test_an_ad_hoc_meeting_fixes_the_solution_and_who_carries_it_out(left_out, lacking):
    form = Meeting.model_validate(papers.AD_HOC | dict.fromkeys(left_out))
    assert missing("ad-hoc-outcome", form) == lacking


@pytest.mark.clause("4.2.2", "2.4.2", "3.1.4")
def test_the_requesting_department_settles_a_problem_in_an_ad_hoc_meeting_and_its_actions_are_owed(world):
    world.until("executing")
    with not_permitted("4.2.2"):
        world.ad_hoc(by="liu.yang")
    receipt = world.ad_hoc(actions=[papers.ACTION])
    assert [(o.kind, o.clause, o.owed_by, o.due_date) for o in receipt.opened] == [
        ("action", "4.1.3", "IT", "2026-10-16")
    ]
    assert world.rows("SELECT kind, problem, solution, responsible_department FROM meeting WHERE kind = 'ad-hoc'") == [
        ("ad-hoc", "Deposits are booked twice.", "Finance books them once a day from the kiosk's list.", "FIN")
    ]
