"""The register of risks (chapter 5): identified together, assessed, treated, watched while the work runs, closed."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import PARTIES
from tests.support.editions import edition, scales
from tests.support.refusals import invalid, not_found, not_permitted, refused

RISK = ("risk-review", "risk-measures", "contingency-plan")
TREATED = {name: papers.TREATMENT[name] for name in ("response", "measures", "owner", "due_date")}
WATCHED = "R2 Visitors rent elsewhere"
"""The risk that tests identify stands second: the first comes from the request form, and is closed before the start."""


def levels(world, prefix=""):
    """Return the levels of the register, risk by risk."""
    return [level for (level,) in world.rows(f"SELECT {prefix}level FROM risk ORDER BY number")]


def owed(world, *kinds):
    """Return what is owed for risks."""
    return [each for each in world.owed() if each[0] in (kinds or RISK)]


def told(obligations):
    """Return obligations of a receipt in short."""
    return [(o.kind, o.owed_by, o.due_date) for o in obligations if o.kind in RISK]


@pytest.fixture
def working(world):
    """The work runs, on a Monday with no holiday near."""
    world.on("2026-11-02")
    return world.until("executing")


# From the form to the register


@pytest.mark.clause("5.1.1", "2.1.2")
def test_the_risks_of_the_form_become_the_register_of_the_requesting_department(world):
    scored = {"category": "legal", "description": "The permit is late", "likelihood": 4, "impact": 5}
    world.draft(risks=[*papers.REQUEST["risks"], scored])
    assert world.rows("SELECT 1 FROM risk") == []
    world.submit()
    sql = "SELECT number, category, description, identified_by, identified_on, likelihood, impact, level FROM risk"
    assert world.rows(sql + " ORDER BY number") == [
        (1, "technical", "The scanner does not read wet codes", '["SALES"]', "2026-09-30T02:00:00Z", 3, None, None),
        (2, "legal", "The permit is late", '["SALES"]', "2026-09-30T02:00:00Z", 4, 5, "extreme"),
    ]


@pytest.mark.clause("5.2.1")
def test_a_risk_that_the_form_scores_counts_as_assessed(world):
    scored = {"category": "legal", "description": "The permit is late", "likelihood": 2, "impact": 2}
    world.draft(risks=[*papers.REQUEST["risks"], scored])
    world.submit()
    assert world.rows("SELECT risk, level, assessed_by FROM assessment") == [(2, "low", "li.na")]
    world.review()
    world.coordinate()
    with refused(["signed-by-all", "identified-together", "categories-covered", "assessed", "treated"]) as breaches:
        world.start()
    assert breaches[3].missing == (f"{world.code}/R1",)
    assert breaches[4].missing == (f"{world.code}/R1", f"{world.code}/R2")


@pytest.mark.clause("5.1.1", "2.2.2")
def test_a_request_submitted_anew_begins_its_register_anew(world):
    first = {"category": "legal", "description": "The permit is late", "likelihood": 4, "impact": 5}
    world.draft(risks=[first, *papers.REQUEST["risks"]])
    world.submit()
    world.review("return")
    assert world.rows("SELECT number, description FROM risk ORDER BY number") == [
        (1, "The permit is late"),
        (2, "The scanner does not read wet codes"),
    ]
    world.edit(risks=[{"category": "market", "description": "Nobody rents", "likelihood": 1, "impact": 1}])
    world.submit()
    assert world.rows("SELECT number, category, description, level FROM risk") == [(1, "market", "Nobody rents", "low")]
    assert world.rows("SELECT number, risk, level FROM assessment") == [(1, 1, "low")]
    assert_sound(world)


@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize("stage", ["approved", "coordinated", "agreed", "executing", "accepting"])
def test_risks_are_identified_from_the_review_to_the_acceptance(on_file, stage):
    on_file.until(stage)
    receipt = on_file.identify()
    assert (receipt.code, receipt.stage) == (f"{on_file.code}/R2", stage)


@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize("stage", ["draft", "submitted", "accepted", "closed", "rejected", "withdrawn", "terminated"])
def test_at_other_times_there_is_no_register_to_add_to(on_file, stage):
    on_file.until(stage)
    with refused("stage", "5.1.1", missing=[stage]):
        on_file.identify()


@pytest.mark.clause("5.1.1", "5.2.2")
def test_a_risk_is_kept_as_it_is_stated(world):
    world.until("coordinated")
    receipt = world.identify(**TREATED, contingency=papers.CONTINGENCY)
    assert receipt.codes == (f"{world.code}/R2",)
    sql = """SELECT category, description, cause, identified_by, probability_percent, loss, expected_loss, response,
               measures, owner, due_date, contingency_trigger, contingency_procedure, contingency_responsible
             FROM risk WHERE number = 2"""
    assert world.rows(sql) == [
        (
            *("market", "Visitors rent elsewhere", "A rival opens at the east gate", '["SALES","FIN"]'),
            *(40, 2_000_000, 800_000, "mitigate", "A season ticket for regulars.", "chen.bo", "2026-11-13"),
            *(papers.CONTINGENCY[name] for name in ("trigger", "procedure", "responsible")),
        )
    ]
    assert told(receipt.opened) == [("risk-measures", "IT", "2026-11-13")]


@pytest.mark.clause("5.1.1")
def test_who_names_no_department_identifies_a_risk_for_their_own(world):
    world.until("coordinated")
    world.identify(identified_by=[], by="wu.min")
    assert world.rows("SELECT identified_by FROM risk WHERE number = 2") == [('["FIN"]',)]


@pytest.mark.clause("5.1.1", "5.2.1", "5.2.2")
def test_every_fault_of_a_risk_is_told_at_once(on_file):
    on_file.until("coordinated")
    with invalid("likelihood", "impact", "probability_percent", "loss", "category", "contingency.responsible"):
        on_file.identify(
            likelihood=0,
            impact=7,
            probability_percent=130,
            loss="-1.00",
            category="weather",
            contingency={"trigger": "Rain", "procedure": "Close."},
        )
    with invalid("likelihood", "loss", "identified_by.2", "identified_by.3", "owner"):
        on_file.identify(likelihood=6, loss="1.005", identified_by=["SALES", "HR", "SALES"], owner="he.jing")
    with invalid("owner", "contingency.responsible", "identified_by.1"), on_file.unchanged():
        on_file.identify(
            owner="nobody", contingency=papers.CONTINGENCY | {"responsible": "nobody"}, identified_by=["MOON"]
        )


# The level


@pytest.mark.clause("5.2.2")
@pytest.mark.parametrize(
    ("likelihood", "impact", "level"),
    [
        *((1, 1, "low"), (1, 3, "low"), (1, 4, "medium"), (3, 1, "low"), (2, 3, "medium")),
        *((2, 5, "high"), (5, 2, "high"), (4, 4, "high"), (4, 5, "extreme"), (5, 5, "extreme")),
    ],
)
def test_likelihood_and_impact_make_the_level(on_file, likelihood, impact, level):
    on_file.until("coordinated")
    on_file.identify(likelihood=likelihood, impact=impact)
    assert levels(on_file) == [None, level]


@pytest.mark.clause("5.2.2")
def test_a_company_may_have_three_steps(world):
    world.adopt(edition(risk=scales("llm", "lmh", "mhe")))
    world.draft(risks=None, no_risk_foreseen_because="New ground.")
    world.submit()
    world.review()
    for likelihood, impact in ((1, 3), (2, 3), (3, 3)):
        world.identify(likelihood=likelihood, impact=impact)
    assert levels(world) == ["medium", "high", "extreme"]
    with invalid("likelihood", "impact") as faults:
        world.identify(likelihood=4, impact=5)
    told = "must be the number of a step of the scale: 1 step 1, 2 step 2, 3 step 3"
    assert {str(fault.message) for fault in faults} == {told}


@pytest.mark.clause("5.2.2")
def test_a_company_may_have_six_steps(world):
    world.adopt(edition(risk=scales("llllmm", "llmmmh", "llmmhh", "lmmhhe", "mmhhee", "mhheee")))
    world.until("approved")
    world.identify(likelihood=6, impact=6)
    world.identify(likelihood=1, impact=6)
    assert levels(world)[1:] == ["extreme", "medium"]
    with invalid("impact"):
        world.identify(impact=7)


@pytest.mark.clause("5.2.2")
def test_the_scales_may_differ_in_length(world):
    world.adopt(edition(risk=scales("lmmh", "lmhh", "mhhe")))
    world.until("approved")
    world.identify(likelihood=3, impact=4)
    assert levels(world)[1:] == ["extreme"]
    with invalid("likelihood") as faults:
        world.identify(likelihood=4, impact=4)
    assert str(faults[0].message) == "must be the number of a step of the scale: 1 step 1, 2 step 2, 3 step 3"


@pytest.mark.clause("5.2.2")
def test_a_score_above_the_scale_is_a_fault_wherever_it_stands(world):
    world.adopt(edition(risk=scales("llm", "lmh", "mhe")))
    with invalid("risks.1.impact", "risks.2.likelihood"):
        world.draft(
            risks=[
                {"category": "legal", "description": "a", "likelihood": 1, "impact": 4},
                {"category": "legal", "description": "b", "likelihood": 6},
            ]
        )
    world.until("approved")
    with invalid("residual_likelihood", "owner"):
        world.treat(residual_likelihood=4, owner="he.jing")
    with invalid("likelihood", "residual_impact"):
        world.review_risk(likelihood=5, impact=3, residual_likelihood=3, residual_impact=4)


@pytest.mark.clause("5.2.2")
def test_a_request_keeps_the_scales_of_the_policy_that_it_was_submitted_under(world):
    world.until("approved")
    world.adopt(edition(risk=scales("llm", "lmh", "mhe")))
    world.identify(likelihood=5, impact=5)
    assert levels(world)[1:] == ["extreme"]
    world.until("approved")
    with invalid("likelihood", "impact"):
        world.identify(likelihood=5, impact=5)


@pytest.mark.clause("5.3.3", "5.2.2")
def test_a_company_says_from_which_level_on_a_risk_is_high(world):
    world.adopt(edition(risk='high = "medium"'))
    world.until("approved")
    world.identify()
    assert levels(world)[1:] == ["medium"]
    with refused("contingency", "5.3.3", missing=[f"{world.code}/R2"]):
        world.treat(2)


# In figures


@pytest.mark.clause("5.2.2")
@pytest.mark.parametrize(
    ("percent", "loss", "expected"),
    [
        *((40, "20000.00", 800_000), (0, "20000.00", 0), (100, "0.01", 1), (50, "0.01", 1), (49, "0.01", 0)),
        *((33, "10.01", 330), (None, "20000.00", None), (40, None, None), (None, None, None)),
    ],
)
def test_probability_times_loss_is_the_loss_to_be_expected(on_file, percent, loss, expected):
    on_file.until("coordinated")
    on_file.identify(probability_percent=percent, loss=loss)
    for table, key in (("risk", "number"), ("assessment", "risk")):
        assert on_file.value(f"SELECT expected_loss FROM {table} WHERE {key} = 2") == expected


@pytest.mark.clause("5.2.2", "5.4.1")
def test_a_review_that_restates_one_figure_keeps_the_other(world):
    world.until("coordinated")
    world.identify()
    figures = "SELECT probability_percent, loss, expected_loss FROM risk WHERE number = 2"
    world.review_risk(2)
    assert world.rows(figures) == [(40, 2_000_000, 800_000)]
    world.review_risk(2, loss="30000.00")
    assert world.rows(figures) == [(40, 3_000_000, 1_200_000)]
    world.review_risk(2, probability_percent=10)
    assert world.rows(figures) == [(10, 3_000_000, 300_000)]
    history = "SELECT probability_percent, loss, expected_loss FROM assessment WHERE risk = 2 ORDER BY number"
    assert world.rows(history) == [
        (40, 2_000_000, 800_000),
        (None, None, None),
        (40, 3_000_000, 1_200_000),
        (10, 3_000_000, 300_000),
    ]


# No risk of a category


@pytest.mark.clause("5.1.2", "5.1.1")
def test_a_declaration_is_kept_with_who_and_why(world):
    world.until("approved")
    receipt = world.declare_none("legal")
    assert receipt.code == f"{world.code}/N1"
    assert world.rows("SELECT number, category, department, reason, declared_by, declared_on FROM exclusion") == [
        (1, "legal", "FIN", "Rents need no permit.", "sun.wei", "2026-09-30T02:00:00Z")
    ]


@pytest.mark.clause("5.1.2")
def test_no_category_is_declared_free_of_risk_while_a_risk_of_it_is_open(world):
    world.until("approved")
    world.identify(category="technical")
    with refused("categories-covered", "5.1.2", missing=[f"{world.code}/R1", f"{world.code}/R2"]):
        world.declare_none("technical")
    world.close_risk(1)
    world.waive("categories-covered")
    with refused("categories-covered", "5.1.2", missing=[f"{world.code}/R2"]):
        world.declare_none("technical")
    world.close_risk(2)
    world.declare_none("technical")
    assert world.rows("SELECT category FROM exclusion") == [("technical",)]


@pytest.mark.clause("5.1.2", "5.4.1")
def test_a_risk_may_come_to_light_in_a_category_declared_free_of_it(world):
    world.until("approved")
    world.declare_none("market")
    assert world.identify(category="market").code == f"{world.code}/R2"


@pytest.mark.clause("5.1.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"category": "weather"}, ("category",)),
        ({"department": None, "reason": None}, ("department", "reason")),
        ({"department": "MOON"}, ("department",)),
        ({"category": "market"}, ("category",)),
    ],
)
def test_a_declaration_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.until("approved")
    on_file.declare_none("market")
    with invalid(*fields):
        on_file.declare_none(**{"category": "legal"} | changes)


@pytest.mark.clause("5.1.1")
def test_nobody_declares_anything_for_a_department_that_is_no_party(world):
    world.until("approved")
    with not_permitted("5.1.2"):
        world.declare_none("legal", department="HR")


# Treated


@pytest.mark.clause("5.3.1", "5.3.2", "5.2.2")
def test_inherent_current_and_residual_assessments_are_kept_apart(world):
    world.until("coordinated")
    world.identify(likelihood=3, impact=4, contingency=papers.CONTINGENCY)
    world.treat(2, residual_likelihood=2, residual_impact=3)
    world.review_risk(2, likelihood=3, impact=3)
    sql = """SELECT inherent_likelihood, inherent_impact, inherent_level, likelihood, impact, level,
               residual_likelihood, residual_impact, residual_level FROM risk WHERE number = 2"""
    assert world.rows(sql) == [(3, 4, "high", 3, 3, "medium", 2, 3, "medium")]
    history = "SELECT likelihood, impact, level, residual_level, change, response FROM assessment WHERE risk = 2"
    assert world.rows(history + " ORDER BY number") == [
        (3, 4, "high", None, None, None),
        (3, 4, "high", "medium", None, "mitigate"),
        (3, 3, "medium", "medium", "The rival has not opened yet.", None),
    ]


@pytest.mark.clause("5.2.1")
def test_the_first_review_of_a_risk_that_the_form_did_not_score_is_its_inherent_assessment(world):
    world.until("approved")
    world.review_risk(1, likelihood=3, impact=3)
    world.review_risk(1, likelihood=1, impact=1)
    assert (levels(world, "inherent_"), levels(world)) == (["medium"], ["low"])


@pytest.mark.clause("5.3.1")
@pytest.mark.parametrize("response", ["avoid", "mitigate", "transfer", "accept"])
def test_a_risk_is_avoided_mitigated_transferred_or_accepted(world, response):
    world.until("approved")
    world.identify()
    receipt = world.treat(2, response=response)
    assert world.rows("SELECT response, measures, owner, due_date, accepted_by FROM risk WHERE number = 2") == [
        (response, "A season ticket for regulars.", "chen.bo", "2026-11-13", None)
    ]
    assert told(receipt.opened) == [("risk-measures", "IT", "2026-11-13")]
    assert receipt.opened[0].subject == WATCHED


@pytest.mark.clause("5.3.1", "5.2.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"residual_likelihood": 4}, ("residual_likelihood",)),
        ({"residual_impact": 4}, ("residual_impact",)),
        ({"residual_likelihood": 5, "residual_impact": 5}, ("residual_likelihood", "residual_impact")),
        ({"residual_likelihood": None}, ("residual_likelihood",)),
        ({"residual_impact": None}, ("residual_impact",)),
        (dict.fromkeys(("response", "measures", "owner", "due_date")), ("response", "measures", "owner", "due_date")),
        ({"response": "ignore", "due_date": "soon"}, ("response", "due_date")),
        ({"owner": "he.jing"}, ("owner",)),
        ({"owner": "nobody"}, ("owner",)),
        ({"owner": "he.jing", "residual_impact": 5}, ("owner", "residual_impact")),
        ({"contingency": {"trigger": "Rain"}}, ("contingency.procedure", "contingency.responsible")),
    ],
)
def test_a_treatment_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.until("approved")
    on_file.identify()
    with invalid(*fields), on_file.unchanged():
        on_file.treat(2, **changes)


@pytest.mark.clause("5.2.2")
def test_what_is_left_of_a_risk_cannot_be_told_before_it_is_assessed(world):
    world.until("approved")
    with invalid("residual_impact"):
        world.treat(1)
    world.treat(1, residual_likelihood=None, residual_impact=None)
    world.review_risk(1)
    world.treat(1)


@pytest.mark.clause("5.2.2", "5.3.1")
def test_a_review_expects_less_only_of_measures_and_never_more(world):
    world.until("approved")
    world.identify()
    with invalid("measures"):
        world.review_risk(2, residual_likelihood=2, residual_impact=3)
    with invalid("residual_likelihood"):
        world.review_risk(2, residual_likelihood=4, residual_impact=3, measures="A season ticket.")
    world.review_risk(2, residual_likelihood=3, residual_impact=3)
    world.review_risk(2, residual_likelihood=2, residual_impact=3, measures="A season ticket.")
    assert levels(world, "residual_")[1:] == ["medium"]


@pytest.mark.clause("5.2.2", "5.4.1")
def test_when_a_risk_sinks_below_what_was_expected_the_expectation_sinks_with_it(world):
    world.until("approved")
    world.identify()
    world.treat(2, residual_likelihood=2, residual_impact=3)
    world.review_risk(2, likelihood=1, impact=4)
    sql = "SELECT residual_likelihood, residual_impact, residual_level FROM risk WHERE number = 2"
    assert world.rows(sql) == [(1, 3, "low")]


@pytest.mark.clause("5.3.2", "3.3.3")
def test_that_a_high_risk_is_accepted_is_management_s_to_say(world):
    world.until("approved")
    world.identify(**papers.HIGH_RISK)
    accepted = {"response": "accept", "contingency": papers.CONTINGENCY}
    with not_permitted("5.3.1"):
        world.treat(2, **accepted)
    with not_permitted("5.4.1"):
        world.review_risk(2, likelihood=4, impact=4, **accepted)
    with not_permitted("5.1.1"):
        world.identify(**papers.HIGH_RISK | TREATED | accepted)
    world.treat(2, by="gao.ping", **accepted)
    world.identify(by="lin.tao", **papers.HIGH_RISK | TREATED | accepted)
    assert world.rows("SELECT response, accepted_by FROM risk ORDER BY number") == [
        (None, None),
        ("accept", "gao.ping"),
        ("accept", "lin.tao"),
    ]
    world.treat(2, contingency=papers.CONTINGENCY)
    assert world.rows("SELECT response, accepted_by FROM risk WHERE number = 2") == [("mitigate", None)]


@pytest.mark.clause("5.3.2")
def test_a_review_that_says_nothing_of_the_response_leaves_the_acceptance_as_it_is(world):
    world.until("approved")
    world.identify(**papers.HIGH_RISK)
    world.treat(2, response="accept", contingency=papers.CONTINGENCY, by="gao.ping")
    world.review_risk(2, likelihood=5, impact=5)
    assert world.rows("SELECT response, accepted_by FROM risk WHERE number = 2") == [("accept", "gao.ping")]


ACCEPTED = TREATED | {"response": "accept", "measures": "None."}
NO_RESIDUAL = {"residual_likelihood": None, "residual_impact": None}


@pytest.mark.clause("5.3.1", "5.3.2", "5.4.2")
@pytest.mark.parametrize("how", ["identified", "treated", "reviewed"])
def test_an_acceptance_that_management_did_not_give_ends_when_the_risk_becomes_high(world, how):
    world.until("agreed")
    low = {"likelihood": 2, "impact": 2}
    if how == "identified":
        world.identify(**low | ACCEPTED, by="liu.yang")
    elif how == "treated":
        world.identify(**low)
        world.treat(2, **ACCEPTED | NO_RESIDUAL)
    else:
        world.identify(**low | TREATED)
        world.review_risk(2, **low, response="accept")
    number = world.value("SELECT MAX(number) FROM risk")
    world.review_risk(number, **low)
    sql = f"SELECT response, accepted_by, level FROM risk WHERE number = {number}"
    assert world.rows(sql) == [("accept", None, "low")]
    receipt = world.review_risk(number, likelihood=5, impact=5, contingency=papers.CONTINGENCY, by="liu.yang")
    assert world.rows(sql) == [(None, None, "extreme")]
    (remark,) = receipt.remarks
    assert f"crosspolicy risk treat {world.code}/R{number}" in str(remark)
    history = f"SELECT response FROM assessment WHERE risk = {number} ORDER BY number DESC LIMIT 1"
    assert world.rows(history) == [(None,)]
    with refused(gate="treated", missing=(f"{world.code}/R{number}",)):
        world.start()
    world.treat(number, response="accept", by="gao.ping")
    assert world.review_risk(number, likelihood=4, impact=5).remarks == ()
    assert world.rows(sql) == [("accept", "gao.ping", "extreme")]
    assert world.start().stage == "executing"
    assert_sound(world)


@pytest.mark.clause("5.3.2", "5.3.3")
def test_a_risk_that_outgrows_its_acceptance_while_the_work_runs_is_left_untreated_and_owes_its_plan(world):
    world.until("executing")
    world.identify(likelihood=1, impact=1)
    world.treat(2, **ACCEPTED | NO_RESIDUAL)
    receipt = world.review_risk(2, likelihood=5, impact=5)
    assert [o.kind for o in receipt.opened] == ["risk-review", "contingency-plan"]
    assert world.rows("SELECT response, measures FROM risk WHERE number = 2") == [(None, "None.")]
    world.treat(2, contingency=papers.CONTINGENCY)
    assert world.rows("SELECT response FROM risk WHERE number = 2") == [("mitigate",)]
    assert_sound(world)


# High risks


@pytest.mark.clause("5.3.3")
def test_a_high_risk_is_not_treated_without_its_contingency_plan(world):
    world.until("approved")
    world.identify(**papers.HIGH_RISK)
    with refused("contingency", "5.3.3", missing=[f"{world.code}/R2"]):
        world.treat(2)
    world.treat(2, contingency=papers.CONTINGENCY)
    world.treat(2, measures="Another season ticket.")
    assert world.value("SELECT contingency_responsible FROM risk WHERE number = 2") == "xu.hui"


@pytest.mark.clause("5.3.3")
def test_before_the_start_no_review_leaves_a_risk_high_without_its_plan(world):
    world.until("approved")
    world.identify()
    with refused("contingency", "5.3.3", missing=[f"{world.code}/R2"]):
        world.review_risk(2, likelihood=5, impact=5)
    receipt = world.review_risk(2, likelihood=5, impact=5, contingency=papers.CONTINGENCY)
    assert told(receipt.opened) == []
    assert levels(world)[1:] == ["extreme"]


@pytest.mark.clause("5.3.3", "5.4.1")
def test_a_risk_that_rises_while_the_work_runs_owes_its_plan_in_three_working_days(working):
    working.identify()
    receipt = working.review_risk(2, likelihood=4, impact=4, change="The rival has opened.")
    assert told(receipt.opened) == [("contingency-plan", "SALES", "2026-11-05"), ("risk-review", "SALES", "2026-11-09")]
    assert [(o.clause, o.subject) for o in receipt.opened] == [("5.3.3", WATCHED), ("5.4.1", WATCHED)]
    with refused("contingency", "5.3.3", missing=[f"{working.code}/R2"]):
        working.review_risk(2, likelihood=5, impact=5)
    working.on("2026-11-06")
    assert working.findings("contingency-plan") == [("contingency-plan", "SALES", "2026-11-05")]
    receipt = working.treat(2, contingency=papers.CONTINGENCY)
    assert told(receipt.discharged) == [("contingency-plan", "SALES", "2026-11-05")]
    assert owed(working, "contingency-plan") == []
    assert_sound(working)


@pytest.mark.clause("5.3.3")
def test_a_review_that_states_the_plan_settles_it(working):
    working.identify()
    working.review_risk(2, likelihood=4, impact=4)
    receipt = working.review_risk(2, likelihood=4, impact=5, contingency=papers.CONTINGENCY)
    assert ("contingency-plan", "SALES", "2026-11-05") in told(receipt.discharged)
    assert owed(working) == [("risk-review", "SALES", "2026-11-09")]


@pytest.mark.clause("5.3.3")
def test_a_risk_that_rises_with_its_plan_in_the_same_review_owes_none(working):
    working.identify()
    receipt = working.review_risk(2, likelihood=4, impact=4, contingency=papers.CONTINGENCY)
    assert told(receipt.opened) == [("risk-review", "SALES", "2026-11-09")]


@pytest.mark.clause("5.3.3")
def test_a_plan_is_owed_no_longer_once_the_risk_is_high_no_longer(working):
    working.identify()
    working.review_risk(2, likelihood=4, impact=4)
    receipt = working.review_risk(2, likelihood=2, impact=2)
    assert told(receipt.lapsed) == [("contingency-plan", "SALES", "2026-11-05")]
    assert owed(working) == [("risk-review", "SALES", "2026-11-16")]
    assert_sound(working)


@pytest.mark.clause("5.3.3")
def test_a_risk_found_high_while_the_work_runs_owes_its_plan_too(working):
    receipt = working.identify(**papers.HIGH_RISK)
    assert told(receipt.opened) == [("contingency-plan", "SALES", "2026-11-05"), ("risk-review", "SALES", "2026-11-09")]
    assert told(working.identify(**papers.HIGH_RISK, contingency=papers.CONTINGENCY).opened) == [
        ("risk-review", "SALES", "2026-11-09")
    ]


@pytest.mark.clause("5.3.3")
def test_where_management_lets_the_work_start_without_the_plan_it_is_owed_from_the_start(world):
    world.on("2026-11-02")
    world.until("agreed")
    world.identify(**papers.HIGH_RISK | TREATED)
    world.waive("contingency")
    receipt = world.start()
    assert receipt.waived == ("contingency",)
    assert told(receipt.opened) == [("contingency-plan", "IT", "2026-11-05"), ("risk-review", "IT", "2026-11-09")]


# Watched while the work runs


@pytest.mark.clause("5.4.1")
def test_every_open_risk_is_reviewed_every_two_weeks_and_every_week_when_high(world):
    world.until("agreed")
    world.identify(**TREATED)
    world.identify(**papers.HIGH_RISK | TREATED, contingency=papers.CONTINGENCY)
    receipt = world.start()
    assert [(o.owed_by, o.due_date, o.subject) for o in receipt.opened if o.kind == "risk-review"] == [
        ("IT", "2026-10-07", "R3 Visitors rent elsewhere"),
        ("IT", "2026-10-14", WATCHED),
    ]


@pytest.mark.clause("5.4.1")
def test_before_the_start_no_review_is_owed(world):
    world.until("agreed")
    world.identify(**TREATED)
    world.review_risk(2)
    assert owed(world, "risk-review") == []


@pytest.mark.clause("5.4.1")
def test_three_missed_reviews_are_three_findings_of_the_owner_s_department(working):
    working.identify(**TREATED)
    working.on("2026-12-15")
    assert working.findings("risk-review") == [
        ("risk-review", "IT", day) for day in ("2026-11-16", "2026-11-30", "2026-12-14")
    ]
    receipt = working.review_risk(2)
    assert told(receipt.discharged) == [("risk-review", "IT", "2026-11-16")]
    assert told(receipt.opened) == [("risk-review", "IT", "2026-12-29")]
    assert working.findings("risk-review") == []
    assert_sound(working)


@pytest.mark.clause("5.4.1")
def test_a_risk_without_an_owner_is_watched_by_the_first_that_saw_it(working):
    working.identify(identified_by=["FIN", "IT"])
    assert owed(working) == [("risk-review", "FIN", "2026-11-16")]


@pytest.mark.clause("5.4.1")
def test_the_department_of_a_new_owner_takes_the_reviews_over(working):
    working.identify(**TREATED)
    working.on("2026-11-04")
    receipt = working.treat(2, owner="sun.wei", due_date="2026-11-20")
    assert told(receipt.lapsed) == [("risk-measures", "IT", "2026-11-13"), ("risk-review", "IT", "2026-11-16")]
    assert owed(working) == [("risk-review", "FIN", "2026-11-16"), ("risk-measures", "FIN", "2026-11-20")]
    receipt = working.treat(2, owner="wu.min", due_date="2026-11-20")
    assert told(receipt.lapsed) == [("risk-measures", "FIN", "2026-11-20")]
    assert_sound(working)


@pytest.mark.clause("5.4.1", "5.3.3")
def test_the_department_of_a_new_owner_takes_over_a_plan_that_is_owed(working):
    working.identify(**TREATED)
    working.review_risk(2, likelihood=4, impact=4)
    working.on("2026-11-04")
    working.waive("contingency")
    working.treat(2, owner="sun.wei")
    assert owed(working) == [
        ("contingency-plan", "FIN", "2026-11-05"),
        ("risk-review", "FIN", "2026-11-09"),
        ("risk-measures", "FIN", "2026-11-13"),
    ]
    assert_sound(working)


@pytest.mark.clause("5.4.1", "5.4.2")
def test_a_review_changes_the_response_in_the_same_act_and_keeps_what_was(working):
    working.identify(**TREATED)
    working.review_risk(2, response="transfer", measures="Insure the rents.", change="The rival has opened.")
    assert working.rows("SELECT response, measures, owner, reviewed_on FROM risk WHERE number = 2") == [
        ("transfer", "Insure the rents.", "chen.bo", "2026-11-02T02:00:00Z")
    ]
    sql = "SELECT response, measures, change, assessed_by FROM assessment WHERE risk = 2 ORDER BY number"
    assert working.rows(sql) == [
        ("mitigate", "A season ticket for regulars.", None, "li.na"),
        ("transfer", "Insure the rents.", "The rival has opened.", "li.na"),
    ]


@pytest.mark.clause("5.4.1")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"likelihood": None, "impact": None, "change": None}, ("likelihood", "impact", "change")),
        ({"likelihood": 0, "impact": 6, "probability_percent": -1}, ("likelihood", "probability_percent")),
        ({"likelihood": 6, "impact": 6}, ("likelihood", "impact")),
        ({"loss": "1.001", "impact": 6}, ("loss", "impact")),
        ({"occurred": "perhaps"}, ("occurred",)),
    ],
)
def test_a_review_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.until("executing")
    on_file.identify()
    with invalid(*fields), on_file.unchanged():
        on_file.review_risk(2, **changes)


# Measures


@pytest.mark.clause("5.3.1")
def test_measures_are_owed_by_their_date_and_settled_by_a_review_that_says_so(working):
    working.identify(**TREATED)
    working.on("2026-11-14")
    assert working.findings("risk-measures") == [("risk-measures", "IT", "2026-11-13")]
    working.review_risk(2)
    assert owed(working, "risk-measures") == [("risk-measures", "IT", "2026-11-13")]
    receipt = working.review_risk(2, measures_done=True)
    assert ("risk-measures", "IT", "2026-11-13") in told(receipt.discharged)
    assert working.value("SELECT measures_done_on FROM risk WHERE number = 2") == "2026-11-14"
    assert owed(working, "risk-measures") == []


@pytest.mark.clause("5.3.1", "5.4.2")
def test_a_risk_treated_anew_owes_its_measures_anew(working):
    working.identify(**TREATED)
    working.review_risk(2, measures_done=True)
    receipt = working.treat(2, due_date="2026-12-01")
    assert told(receipt.opened) == [("risk-measures", "IT", "2026-12-01")]
    assert working.value("SELECT measures_done_on FROM risk WHERE number = 2") is None


@pytest.mark.clause("5.4.2", "5.3.1")
def test_measures_that_a_review_changes_are_owed_anew(working):
    working.identify(**TREATED)
    working.review_risk(2, measures_done=True)
    working.review_risk(2, measures=TREATED["measures"])
    assert owed(working, "risk-measures") == []
    working.on("2026-11-20")
    receipt = working.review_risk(2, measures="Insure the rents.")
    assert ("risk-measures", "IT", "2026-11-20") in told(receipt.opened)
    assert working.value("SELECT measures_done_on FROM risk WHERE number = 2") is None
    assert ("risk-measures", "IT", "2026-11-20") not in told(working.review_risk(2, measures="Other.").opened)
    receipt = working.review_risk(2, measures="A fence.", measures_done=True)
    assert owed(working, "risk-measures") == []
    assert working.value("SELECT measures_done_on FROM risk WHERE number = 2") == "2026-11-20"
    assert_sound(working)


# It happens


@pytest.mark.clause("5.4.1", "3.1.4")
@pytest.mark.parametrize(
    ("scores", "severity", "due"),
    [((1, 1), "low", "2026-11-16"), ((3, 3), "medium", "2026-11-09"), ((5, 5), "high", "2026-11-04")],
)
def test_a_risk_that_happens_is_an_issue_of_the_department_that_watches_it(working, scores, severity, due):
    working.identify(**TREATED, contingency=papers.CONTINGENCY)
    receipt = working.review_risk(2, likelihood=scores[0], impact=scores[1], occurred=True, change="They have opened.")
    assert receipt.codes == (f"{working.code}/R2", f"{working.code}/I1")
    sql = "SELECT title, description, severity, departments, responsible_department, due_date, risk FROM issue"
    assert working.rows(sql) == [
        ("Visitors rent elsewhere", "They have opened.", severity, '["IT"]', "IT", due, 2),
    ]
    assert working.rows("SELECT occurred, issue FROM assessment WHERE risk = 2 ORDER BY number") == [(0, None), (1, 1)]
    assert working.owed("issue") == [("issue", "IT", due)]
    assert_sound(working)


# Closed


@pytest.mark.clause("5.4.1")
def test_what_is_owed_for_a_risk_lapses_when_it_is_closed(working):
    working.identify(**TREATED)
    working.review_risk(2, likelihood=5, impact=5)
    receipt = working.close_risk(2)
    assert sorted(o.kind for o in receipt.lapsed) == ["contingency-plan", "risk-measures", "risk-review"]
    assert owed(working) == []
    assert working.rows("SELECT closed_on, closed_by, close_reason FROM risk WHERE number = 2") == [
        ("2026-11-02T02:00:00Z", "li.na", "The rival has given up.")
    ]
    assert_sound(working)


@pytest.mark.clause("5.4.1")
def test_what_is_closed_is_not_closed_reviewed_or_treated_again(world):
    world.until("executing")
    world.identify()
    world.on("2026-10-09", "02:00")
    world.close_risk(2)
    for step in (world.close_risk, world.review_risk, world.treat):
        with invalid("code") as faults:
            step(2)
        assert str(faults[0].message) == "is closed already, on 2026-10-09"


@pytest.mark.clause("5.4.1")
def test_a_risk_is_closed_for_a_reason(on_file):
    on_file.until("approved")
    with invalid("reason"):
        on_file.close_risk(1, reason=" ")


@pytest.mark.clause("5.4.1")
def test_what_is_owed_for_risks_lapses_with_the_acceptance(world):
    world.until("executing")
    world.identify(**TREATED)
    world.carry_on("accepting")
    assert owed(world) == [("risk-review", "IT", "2026-10-14"), ("risk-measures", "IT", "2026-11-13")]
    world.carry_on("accepted")
    assert owed(world) == []


@pytest.mark.clause("5.4.1")
def test_rework_goes_on_watching_the_risks(world):
    world.until("executing")
    world.identify(**TREATED)
    world.carry_on("accepting")
    for department in PARTIES:
        world.evaluate(department)
    world.decide("rework")
    assert owed(world) == [("risk-review", "IT", "2026-10-14"), ("risk-measures", "IT", "2026-11-13")]
    assert_sound(world)


@pytest.mark.clause("5.4.1")
@pytest.mark.parametrize("target", ["R9", "CB-2026-0001/R9", "CB-2026-0001/I1", "CB-2026-0001", "CB-2026-0002/R1", ""])
def test_a_risk_that_is_not_there_is_not_found(on_file, target):
    on_file.until("approved")
    for step in (on_file.treat, on_file.review_risk, on_file.close_risk):
        with not_found():
            step(target=target)


@pytest.mark.clause("5.4.1")
def test_a_risk_of_another_request_is_not_found_under_this_one(world):
    world.until("approved")
    first = world.code
    world.until("approved")
    with not_found():
        world.close_risk(target=f"{first}/R1")
    assert world.rows("SELECT closed_on FROM risk") == [(None,), (None,)]
