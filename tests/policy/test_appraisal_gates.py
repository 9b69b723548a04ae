"""Appraisal, rewards and penalties (6.2, 6.3): nobody judges themselves, once each, and nothing rests on nothing."""

from dataclasses import replace

import pytest

from crosspolicy.forms.appraisal import Appraisal, Incentive, Penalty
from crosspolicy.policy.facts import Actor, AppraisalFact, GroundFact
from crosspolicy.policy.gates import GATES
from tests.support import papers
from tests.support.cases import DEPARTMENTS, PEOPLE, RULES, case

IT_GOOD = GroundFact("Q1", is_appraisal=True, department="IT", person="", carries_penalty=False)
IT_POOR = GroundFact("Q2", is_appraisal=True, department="IT", person="", carries_penalty=True)
IT_SLIGHT = GroundFact("B1", is_appraisal=False, department="IT", person="", carries_penalty=False)
IT_GRAVE = GroundFact("B2", is_appraisal=False, department="IT", person="", carries_penalty=True)
LI_NA_GOOD = GroundFact("Q3", is_appraisal=True, department="", person="li.na", carries_penalty=False)
GROUNDS = {ground.code: ground for ground in (IT_GOOD, IT_POOR, IT_SLIGHT, IT_GRAVE, LI_NA_GOOD)}


def _missing(gate, given, clause="6.2.2"):
    breach = GATES[gate].answer(given)
    if breach:
        assert all(name in str(breach.message) for name in breach.missing)
        assert str(breach.hint)
        assert breach.clause == clause
    return breach.missing if breach else ()


def _rating(**about):
    return Appraisal.model_validate({**papers.APPRAISAL, "by_department": "SALES", **about})


@pytest.mark.clause("6.2.2")
@pytest.mark.parametrize(
    ("by", "deputy", "about", "found"),
    [
        ("li.na", "", {"department": "IT"}, ()),
        ("li.na", "", {"department": "SALES"}, ("SALES",)),
        ("li.na", "", {"department": None, "person": "li.na"}, ("li.na",)),
        ("li.na", "", {"department": None, "person": "zhao.lei"}, ()),
        ("li.na", "", {"department": None, "person": "liu.yang"}, ()),
        ("li.na", "liu.yang", {"department": "IT"}, ("IT",)),
        ("li.na", "liu.yang", {"department": None, "person": "liu.yang"}, ("liu.yang",)),
        ("li.na", "liu.yang", {"department": None, "person": "li.na"}, ("li.na",)),
        ("li.na", "liu.yang", {"department": "FIN"}, ()),
        ("li.na", "liu.yang", {"department": None, "person": "chen.bo"}, ()),
        ("li.na", "", {"department": "IT", "by_department": "IT"}, ("IT",)),
    ],
)
def test_neither_one_s_own_work_is_appraised_nor_one_s_own_department(by, deputy, about, found):
    given = case(_rating(**about), stage="accepted", by=by)
    if deputy:
        given = replace(given, actor=Actor(PEOPLE[by], PEOPLE[deputy], is_deputised=True))
    assert _missing("not-oneself", given) == found


@pytest.mark.clause("6.2.2")
def test_nobody_appraises_the_department_that_they_head_though_of_another():
    given = case(_rating(department="IT", by_department="EXEC"), stage="accepted", by="gao.ping")
    assert _missing("not-oneself", given) == ()
    headed = DEPARTMENTS | {"IT": replace(DEPARTMENTS["IT"], head="gao.ping")}
    given = replace(given, book=replace(given.book, departments=headed))
    assert _missing("not-oneself", given) == ("IT",)


def _given(kind="regular", department="IT", person="", by="SALES"):
    return AppraisalFact(kind, department, person, by)


@pytest.mark.clause("6.2.2")
@pytest.mark.parametrize(
    ("before", "about", "found"),
    [
        ((), {}, ()),
        ((_given(),), {}, ("IT",)),
        ((_given(kind="ad-hoc"),), {}, ()),
        ((_given(by="FIN"),), {}, ()),
        ((_given(department="FIN"),), {}, ()),
        ((_given(department="", person="liu.yang"),), {}, ()),
        ((_given(department="", person="liu.yang"),), {"department": None, "person": "liu.yang"}, ("liu.yang",)),
        ((_given(),), {"department": None, "person": "liu.yang"}, ()),
    ],
)
def test_a_department_rates_each_subject_once(before, about, found):
    assert _missing("rated-once", case(_rating(**about), stage="accepted", appraisals=before)) == found


def _on_grounds(form, content, changes):
    given = case(form.model_validate({**content, **changes}), by="gao.ping")
    return replace(given, book=replace(given.book, grounds=GROUNDS))


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"rests_on": ["Q1"]}, ()),
        ({"rests_on": ["Q1", "Q2"]}, ()),
        ({"rests_on": []}, ("rests_on",)),
        ({"rests_on": ["Q1", "Q3"]}, ("Q3",)),
        ({"rests_on": ["Q1", "B1", "B2"]}, ("B1", "B2")),
        ({"rests_on": ["Q3"], "department": None, "person": "li.na"}, ()),
        ({"rests_on": ["Q1"], "department": None, "person": "liu.yang"}, ("Q1",)),
    ],
)
def test_a_reward_rests_on_appraisals_of_the_same_subject(changes, found):
    given = _on_grounds(Incentive, papers.REWARD, changes)
    assert _missing("rests-on", given, "6.3.1") == found


@pytest.mark.clause("6.3.3")
@pytest.mark.parametrize(
    ("measure", "rests_on", "found"),
    [
        ("warning", ["B1"], ()),
        ("warning", ["Q1"], ()),
        ("warning", ["Q3"], ("Q3",)),
        ("warning", [], ("rests_on",)),
        ("fine", ["B1"], ("B1",)),
        ("fine", ["Q1", "B1"], ("Q1", "B1")),
        ("fine", ["B2"], ()),
        ("demotion", ["Q2"], ()),
        ("demotion", ["Q1"], ("Q1",)),
        ("dismissal", ["B1", "B2"], ()),
        ("dismissal", ["B2", "Q3"], ("Q3",)),
    ],
)
def test_more_than_a_warning_rests_on_something_grave(measure, rests_on, found):
    given = _on_grounds(Penalty, papers.PENALTY, {"measure": measure, "rests_on": rests_on})
    assert _missing("rests-on", given, "6.3.3") == found


@pytest.mark.clause("6.1.1")
@pytest.mark.parametrize(("mark", "score"), [(1, 100), (3, 300), (5, 500)])
def test_the_same_mark_throughout_is_the_score(mark, score):
    assert RULES.appraisal.score(dict.fromkeys(papers.POOR, mark)) == score


@pytest.mark.clause("6.1.1", "6.1.2")
def test_each_indicator_counts_by_its_weight():
    weighed = {name: RULES.appraisal.score({**papers.POOR, name: 2}) - 100 for name in papers.POOR}
    assert weighed == {"quality": 30, "progress": 25, "collaboration": 20, "communication": 15, "risk_control": 10}
