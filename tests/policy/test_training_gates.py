"""Training (7.2–7.4): the plan follows the analysis and states every part; training is held to it, and evaluated."""

from dataclasses import replace

import pytest

from crosspolicy.forms.training import Adjustment, Plan, Session
from crosspolicy.policy.facts import CourseFact, TrainingFacts
from crosspolicy.policy.gates import GATES
from tests.support import papers
from tests.support.cases import case

PLANNED = CourseFact("TC-2026-0001", 2026, 1, "Kiosk care", "Mr Wu", "TP-2026-0001", is_dropped=False)
DROPPED = replace(PLANNED, is_dropped=True)
UNPLANNED = replace(PLANNED, plan="")


def _missing(gate, form, target="", **facts):
    given = case(form)
    given = replace(given, target=target, book=replace(given.book, training=TrainingFacts(**facts)))
    breach = GATES[gate].answer(given)
    if breach:
        assert all(name in str(breach.message) for name in breach.missing)
        assert str(breach.hint)
    return breach.missing if breach else ()


def _plan(*courses):
    return Plan.model_validate({"year": 2026, "courses": courses or [papers.COURSE]})


def _session(**changes):
    return Session.model_validate(papers.SESSION | changes)


@pytest.mark.clause("7.1.2", "7.2.1")
@pytest.mark.parametrize(
    ("spoken", "found"),
    [
        ({"business_trend", "skill_level", "work_problem"}, ()),
        ({"business_trend", "skill_level"}, ("work_problem",)),
        ({"work_problem"}, ("business_trend", "skill_level")),
        (set(), ("business_trend", "skill_level", "work_problem")),
    ],
)
def test_a_plan_waits_for_an_analysis_that_speaks_to_every_factor(spoken, found):
    assert _missing("needs-first", _plan(), factors=frozenset(spoken)) == found


@pytest.mark.clause("7.2.2")
@pytest.mark.parametrize("part", ["objectives", "content", "method", "planned_date", "instructor"])
def test_each_part_of_a_course_is_asked_for_by_name(part):
    assert _missing("plan-complete", _plan(papers.COURSE, papers.COURSE | {part: None})) == (f"courses.2.{part}",)


@pytest.mark.clause("7.2.2")
def test_a_plan_that_states_every_part_passes_and_one_of_titles_alone_names_all_that_it_lacks():
    assert _missing("plan-complete", _plan()) == ()
    bare = _missing("plan-complete", _plan({"title": "Kiosk care"}))
    assert bare == tuple(
        f"courses.1.{part}" for part in ("objectives", "content", "method", "planned_date", "instructor")
    )


@pytest.mark.clause("7.3.1")
@pytest.mark.parametrize(
    ("course", "reason", "found"),
    [
        (PLANNED, None, ()),
        (DROPPED, None, ("TC-2026-0001",)),
        (UNPLANNED, None, ("TC-2026-0001",)),
        (None, None, ("Fire drill",)),
        (DROPPED, "After the fire.", ()),
        (UNPLANNED, "After the fire.", ()),
        (None, "After the fire.", ()),
    ],
)
def test_training_is_held_to_the_plan_or_says_why_not(course, reason, found):
    target = course.code if course else "Fire drill"
    assert _missing("planned-course", _session(reason=reason), target, course=course) == found


@pytest.mark.clause("7.3.1")
@pytest.mark.parametrize("taught", [(), ("TS-2026-0001",), ("TS-2026-0001", "TS-2026-0002")])
def test_nobody_instructs_twice_on_one_day(taught):
    assert _missing("instructor-free", _session(), course=PLANNED, taught=taught) == taught


@pytest.mark.clause("7.4.1", "7.4.3")
@pytest.mark.parametrize(("rests_on", "found"), [("TE-2026-0001", ()), (None, ("rests_on",))])
def test_the_plan_is_adjusted_to_what_was_evaluated(rests_on, found):
    form = Adjustment.model_validate(papers.ADJUSTMENT | {"rests_on": rests_on})
    assert _missing("evaluated", form) == found
