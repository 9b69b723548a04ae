"""The gates of risk (chapter 5): faced by all together, in every category, assessed, treated, planned for."""

from typing import Any

import pytest

from crosspolicy.forms.risk import RiskReview, Treatment
from crosspolicy.policy.risk import accepts_high, level_after, rises_while_working
from tests.support import papers
from tests.support.cases import TODAY, answer, case, missing, risk
from tests.support.company import PARTIES

ALL = ("business", "technical", "personnel", "market", "legal")
HIGH = {"likelihood": 4, "impact": 4}
PLANNED = {"contingency": papers.CONTINGENCY}
R1, R2, R3 = (f"CB-2026-0001/R{number}" for number in (1, 2, 3))


def review(**changes):
    """Return a review that leaves the risk as it is."""
    return RiskReview.model_validate(papers.RISK_REVIEW | changes)


def treatment(**changes):
    """Return a treatment that mitigates."""
    return Treatment.model_validate(papers.TREATMENT | changes)


# Together, in every category


@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize(
    ("risks", "exclusions", "lacking"),
    [
        ((), (), PARTIES),
        ((risk(),), (), ("IT", "FIN")),
        ((risk(identified_by=("SALES", "IT")), risk(2, identified_by=("FIN",))), (), ()),
        ((risk(identified_by=("SALES", "IT")),), (("legal", "FIN"),), ()),
        ((), (("legal", "SALES"), ("legal", "IT"), ("market", "FIN")), ()),
        ((risk(identified_by=PARTIES, closed_on=TODAY),), (), ()),
        ((risk(identified_by=("HR",)),), (("legal", "EXEC"),), PARTIES),
        ((risk(identified_by=("FIN",)),), (("legal", "FIN"),), ("SALES", "IT")),
    ],
)
def test_every_department_names_a_risk_or_declares_that_it_sees_none(risks, exclusions, lacking):
    assert missing("identified-together", risks=risks, exclusions=frozenset(exclusions)) == lacking


@pytest.mark.clause("5.1.2")
@pytest.mark.parametrize(
    ("risks", "exclusions", "lacking"),
    [
        ((), (), ALL),
        ((), ALL, ()),
        ((), ALL[:4], ("legal",)),
        ((risk(), risk(2, category="legal")), ("business", "personnel"), ("technical",)),
        ((risk(), risk(2)), ("market",), ("business", "technical", "personnel", "legal")),
        ((risk(closed_on=TODAY),), ("business", "technical", "personnel", "legal"), ()),
    ],
)
def test_every_category_has_a_risk_or_a_declaration_that_there_is_none(risks, exclusions, lacking):
    declared = frozenset((category, "FIN") for category in exclusions)
    assert missing("categories-covered", risks=risks, exclusions=declared) == lacking


# Assessed, treated


@pytest.mark.clause("5.2.1")
@pytest.mark.parametrize(
    ("risks", "lacking"),
    [
        ((), ()),
        ((risk(), risk(2)), ()),
        ((risk(likelihood=None), risk(2), risk(3, impact=None)), (R1, R3)),
        ((risk(likelihood=None, impact=None),), (R1,)),
        ((risk(likelihood=None, closed_on=TODAY),), ()),
    ],
)
def test_every_open_risk_is_assessed_for_likelihood_and_impact(risks, lacking):
    assert missing("assessed", risks=risks) == lacking


@pytest.mark.clause("5.3.1", "5.3.2")
@pytest.mark.parametrize(
    ("facts", "is_treated"),
    [
        ({}, True),
        ({"response": None}, False),
        ({"measures": None}, False),
        ({"owner": None}, False),
        ({"due_date": None}, False),
        ({"response": None, "measures": None, "owner": None, "due_date": None, "closed_on": TODAY}, True),
        ({"likelihood": None}, True),
        ({"response": "accept"}, True),
        (HIGH | {"response": "accept"}, False),
        (HIGH | {"response": "accept", "accepted_by": "gao.ping"}, True),
        (HIGH | {"response": "transfer"}, True),
    ],
)
def test_every_open_risk_has_response_measures_owner_and_date(facts, is_treated):
    assert missing("treated", risks=(risk(), risk(2, **facts), risk(3))) == (() if is_treated else (R2,))


# High risks


@pytest.mark.clause("5.3.3")
@pytest.mark.parametrize(
    ("facts", "lacking"),
    [
        ({}, ()),
        ({"likelihood": None}, ()),
        (HIGH, (R2,)),
        ({"likelihood": 5, "impact": 5}, (R2,)),
        (HIGH | {"has_contingency": True}, ()),
        (HIGH | {"closed_on": TODAY}, ()),
    ],
)
def test_the_start_asks_for_the_plan_of_every_high_risk(facts, lacking):
    assert missing("contingency", stage="agreed", risks=(risk(), risk(2, **facts))) == lacking


@pytest.mark.clause("5.3.3")
def test_the_start_names_every_high_risk_without_a_plan():
    risks = (risk(**HIGH), risk(2, has_contingency=True, **HIGH), risk(3, **HIGH))
    assert missing("contingency", stage="agreed", risks=risks) == (R1, R3)


@pytest.mark.clause("5.3.3")
@pytest.mark.parametrize("stage", ["approved", "agreed", "executing", "accepting"])
@pytest.mark.parametrize(
    ("form", "facts", "lacking"),
    [
        (treatment(), {}, ()),
        (treatment(), HIGH, (R1,)),
        (treatment(**PLANNED), HIGH, ()),
        (treatment(), HIGH | {"has_contingency": True}, ()),
        (treatment(), {"likelihood": None}, ()),
        (review(), {}, ()),
        (review(), HIGH, ()),
        (review(**HIGH), HIGH, (R1,)),
        (review(**HIGH, **PLANNED), HIGH, ()),
        (review(**HIGH), HIGH | {"has_contingency": True}, ()),
        (review(**HIGH, **PLANNED), {}, ()),
    ],
)
def test_what_treats_or_reviews_a_high_risk_asks_for_its_plan_alone(stage, form, facts, lacking):
    risks = (risk(**facts), risk(2, **HIGH))
    assert missing("contingency", form, stage=stage, target="1", risks=risks) == lacking


@pytest.mark.clause("5.3.3", "5.4.1")
@pytest.mark.parametrize("scores", [{}, {"likelihood": None}, {"likelihood": 1, "impact": 1}])
@pytest.mark.parametrize(
    ("stage", "lacking"), [("approved", (R1,)), ("agreed", (R1,)), ("executing", ()), ("accepting", ())]
)
def test_that_a_risk_rises_is_told_first_and_planned_for_after_while_the_work_runs(stage, lacking, scores):
    risks = (risk(**scores),)
    assert missing("contingency", review(**HIGH), stage=stage, target="1", risks=risks) == lacking
    rising = case(review(**HIGH), stage=stage, target="1", risks=risks)
    assert rises_while_working(rising) is (lacking == ())


@pytest.mark.clause("5.2.2")
def test_the_level_after_an_act_is_what_it_states_or_else_what_was():
    risks = (risk(**HIGH),)
    assert level_after(case(treatment(), target="1", risks=risks)) == "high"
    assert level_after(case(review(), target="1", risks=risks)) == "medium"
    assert level_after(case(treatment(), target="1", risks=(risk(impact=None),))) is None
    assert level_after(case(target="", risks=risks)) is None


@pytest.mark.clause("5.3.2")
@pytest.mark.parametrize(
    ("form", "facts", "accepts"),
    [
        (treatment(response="accept"), {}, False),
        (treatment(response="accept"), HIGH, True),
        (treatment(response="avoid"), HIGH, False),
        (review(response="accept"), HIGH, False),
        (review(response="accept", **HIGH), {}, True),
        (review(**HIGH), HIGH | {"response": "accept"}, False),
    ],
)
def test_accepting_counts_by_the_level_that_the_act_leaves(form, facts, accepts):
    assert accepts_high(case(form, target="1", risks=(risk(**facts),))) is accepts


@pytest.mark.clause("5.1.1", "5.1.2", "5.2.1", "5.3.1", "5.3.3")
@pytest.mark.parametrize(
    ("gate", "clause"),
    [
        ("identified-together", "5.1.1"),
        ("categories-covered", "5.1.2"),
        ("assessed", "5.2.1"),
        ("treated", "5.3.1"),
        ("contingency", "5.3.3"),
    ],
)
def test_each_gate_cites_its_clause_and_says_what_to_do(gate, clause):
    bare: dict[str, Any] = {"response": None, "measures": None, "owner": None, "due_date": None}
    breach = answer(gate, stage="agreed", risks=(risk(likelihood=None, **bare), risk(2, **HIGH)))
    assert breach is not None
    assert (breach.gate, breach.clause) == (gate, clause)
    assert "`crosspolicy risk " in str(breach.hint)
