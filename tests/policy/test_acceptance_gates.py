"""Acceptance and close (2.5): everything reached, everybody heard, nobody against, all of it summed up."""

from datetime import date

import pytest

from crosspolicy.forms.acceptance import Decision
from tests.support import papers
from tests.support.cases import milestone, missing
from tests.support.company import PARTIES
from tests.support.refusals import refused

DAY = date(2026, 11, 1)


@pytest.mark.clause("2.5.1")
@pytest.mark.parametrize(
    ("milestones", "lacking"),
    [
        ((), ()),
        ((milestone("Pilot", reached=DAY),), ()),
        ((milestone("Pilot", reached=DAY), milestone("Open", number=2)), ("Open",)),
        ((milestone("Pilot"), milestone("Open", number=2)), ("Pilot", "Open")),
    ],
)
def test_the_acceptance_waits_for_every_milestone(milestones, lacking):
    assert missing("milestones-reached", milestones=milestones) == lacking


def _decision(outcome):
    content = papers.REWORK if outcome == "rework" else papers.DECISION | {"outcome": outcome}
    return Decision.model_validate(content)


@pytest.mark.clause("2.5.1")
@pytest.mark.parametrize(
    ("outcome", "verdicts", "lacking"),
    [
        ("accept", {}, PARTIES),
        ("accept", {"IT": "pass"}, ("SALES", "FIN")),
        ("accept", {"IT": "pass", "FIN": "fail", "SALES": "pass"}, ()),
        ("rework", {}, ()),
        ("reject", {"IT": "pass"}, ()),
    ],
)
def test_nothing_is_accepted_that_a_department_has_not_evaluated(outcome, verdicts, lacking):
    facts = {"stage": "accepting", "verdicts": verdicts}
    assert missing("evaluated-by-all", _decision(outcome), **facts) == lacking


@pytest.mark.clause("2.5.2")
@pytest.mark.parametrize(
    ("outcome", "verdicts", "lacking"),
    [
        ("accept", {"SALES": "pass", "IT": "pass", "FIN": "pass"}, ()),
        ("accept", {"SALES": "fail", "IT": "pass", "FIN": "fail"}, ("SALES", "FIN")),
        ("accept", {"IT": "fail"}, ("IT",)),
        ("rework", {"IT": "fail"}, ()),
        ("reject", {"IT": "fail"}, ()),
    ],
)
def test_nothing_is_accepted_that_a_department_evaluated_as_failed(outcome, verdicts, lacking):
    facts = {"stage": "accepting", "verdicts": verdicts}
    assert missing("no-failed-evaluation", _decision(outcome), **facts) == lacking


@pytest.mark.clause("2.5.3")
@pytest.mark.parametrize(
    ("summed_up", "lacking"), [((), PARTIES), (("IT",), ("SALES", "FIN")), (PARTIES, ()), (("HR", *PARTIES), ())]
)
def test_a_request_is_closed_only_with_the_summary_of_every_department(summed_up, lacking):
    assert missing("summed-up-by-all", stage="accepted", summed_up=frozenset(summed_up)) == lacking


@pytest.mark.clause("2.5.1", "2.5.2")
def test_a_decision_to_accept_is_refused_for_the_silent_and_the_failed_at_once(world):
    world.until("accepting")
    world.fail("IT")
    with refused(
        gate=("evaluated-by-all", "no-failed-evaluation"),
        clause=("2.5.1", "2.5.2"),
        missing=("SALES", "FIN", "IT"),
    ):
        world.decide()


@pytest.mark.clause("2.5.2")
def test_a_department_may_evaluate_anew_and_its_latest_word_counts(world):
    world.until("accepting")
    world.evaluate("SALES")
    world.evaluate("IT")
    world.fail("FIN")
    with refused(gate="no-failed-evaluation", clause="2.5.2", missing=["FIN"]):
        world.decide()
    world.evaluate("FIN")
    assert world.decide().stage == "accepted"


@pytest.mark.clause("2.5.3")
def test_the_request_cannot_be_closed_before_it_is_accepted(world):
    world.until("accepting")
    with refused(gate=("summed-up-by-all", "stage"), clause=("2.5.3", "2.5.3"), missing=(*PARTIES, "accepting")):
        world.close()
