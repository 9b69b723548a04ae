"""Every gate of the policy through the real command: refused, naming exactly what is missing; met, and passed."""

import pytest

from crosspolicy.policy.gates import GATES as ALL_GATES
from tests.journeys.books import REQ, words
from tests.journeys.cases import (
    ACCEPT,
    ASSIGN,
    BOOK_CASES,
    CASES,
    COORDINATE,
    DRAFT,
    FAIL,
    OPEN,
    REACH,
    REGULAR,
    REPORT,
    START,
    Case,
    done,
    edit,
    evaluate,
    refused,
    sign,
    sum_up,
    without,
)
from tests.support import papers
from tests.support.company import MEMBER, PARTIES, REQUESTER, SIGNATORY

GATES = {
    "cross-department",
    "form-complete",
    "review-first",
    "coordination-attended",
    "meeting-first",
    "clear-responsibility",
    "table-first",
    "terms-complete",
    "signed-by-all",
    "staffed",
    "report-period",
    "milestones-reached",
    "evaluated-by-all",
    "no-failed-evaluation",
    "summed-up-by-all",
    "ad-hoc-outcome",
    "identified-together",
    "categories-covered",
    "assessed",
    "treated",
    "contingency",
    "not-oneself",
    "rated-once",
    "rests-on",
    "needs-first",
    "plan-complete",
    "planned-course",
    "instructor-free",
    "evaluated",
    "stage",
}


def test_the_table_has_a_case_of_every_gate():
    assert {case.gate for case in (*CASES, *BOOK_CASES)} == GATES
    assert set(ALL_GATES) <= GATES


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.name, marks=pytest.mark.clause(c.clause, *c.also)) for c in CASES]
)
def test_the_gate_refuses_what_lacks_something_and_opens_when_it_is_there(at, case: Case):
    cli = at(case.stage)
    done(cli, *case.before)
    page = cli.look("status", REQ)

    answer = refused(cli, case.tried)
    assert answer.error["kind"] == "refused"
    assert set(answer.error) >= {"kind", "message", "breaches", "fields"}
    assert answer.missing == {case.gate: list(case.missing), **{gate: list(names) for gate, names in case.beside}}
    breach = next(b for b in answer.error["breaches"] if b["gate"] == case.gate)
    assert breach["clause"] == case.clause
    assert set(breach) >= {"clause", "gate", "message", "hint"}
    assert all(breach[name] for name in ("message", "hint"))

    (event,) = cli.look("log", "--limit", "1")
    assert (event["refused"], event["actor"], event["request"]) == (True, case.tried[1], REQ)
    assert case.clause in event["clauses"]
    assert cli.look("status", REQ) == page

    assert done(cli, *case.mend, case.passes or case.tried) == case.after
    cli.assert_sound()


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.name, marks=pytest.mark.clause(c.clause, *c.also)) for c in BOOK_CASES]
)
def test_a_gate_of_the_book_refuses_and_no_waiver_reaches_it(at, case: Case):
    cli = at(case.stage)
    done(cli, *case.before)
    page = cli.look("status")

    answer = refused(cli, case.tried)
    assert [(b["gate"], b["clause"], b["missing"]) for b in answer.error["breaches"]] == [
        (case.gate, case.clause, list(case.missing))
    ]
    assert all(breach[name] for breach in answer.error["breaches"] for name in ("message", "hint"))
    (event,) = cli.look("log", "--limit", "1")
    assert (event["refused"], event["actor"], event["request"]) == (True, case.tried[1], None)
    assert case.clause in event["clauses"]
    assert cli.look("status") == page

    if case.stage != "founded":
        refused(cli, (f"waive {REQ}", "gao.ping", {"gate": case.gate, "reason": "Let it pass."}), code=3)
        assert refused(cli, case.tried).gates == [case.gate]
    done(cli, *case.mend, case.passes or case.tried)
    assert cli.look("log", "--limit", "1")[0]["refused"] is False
    cli.assert_sound()


@pytest.mark.clause("2.1.2", "1.2")
def test_all_breaches_are_told_at_once_and_in_words_that_name_each_missing_field(at):
    cli = at("founded")
    done(cli, ("request new", REQUESTER, {"title": "Kiosk", "requesting_department": "SALES"}))
    told = cli.fails(4, "request", "submit", REQ, by=REQUESTER, plain=True)
    for words_told in ("1.2", "cross-department", "2.1.2", "form-complete"):
        assert words_told in told.err
    for field in ("background", "objectives", "departments", "milestones", "risks"):
        assert field in told.err


@pytest.mark.clause("2.3.1", "2.3.2", "2.4.1", "2.5.1", "5.1.1", "5.1.2", "5.2.1", "5.3.1")
def test_a_wrong_stage_does_not_hide_the_other_breaches(at):
    cli = at("approved")
    unfaced = ["identified-together", "categories-covered", "assessed", "treated"]
    assert refused(cli, START).gates == ["signed-by-all", *unfaced]
    assert set(refused(cli, (*START[:2], {})).gates) == {"signed-by-all", "staffed", *unfaced}
    assert set(refused(cli, (*DRAFT[:2], {"workflow": "Sales orders."})).gates) == {"table-first", "terms-complete"}
    assert set(refused(cli, (*ASSIGN[:2], {"rows": [{"responsibility": "Run"}]})).gates) == {
        "meeting-first",
        "clear-responsibility",
    }
    assert set(refused(cli, ACCEPT).gates) == {"signed-by-all", "evaluated-by-all", "stage"}
    assert set(refused(cli, OPEN).gates) == {"signed-by-all", "milestones-reached", "stage"}


STAGE_CASES = (
    ("draft", (f"review {REQ}", "gao.ping", papers.REVIEW), "2.2.2"),
    ("approved", (f"review {REQ}", "gao.ping", papers.REVIEW), "2.2.2"),
    ("submitted", edit(title="Another"), "2.1.2"),
    ("submitted", (f"request submit {REQ}", REQUESTER, None), "2.2.1"),
    ("tabled", sign("IT"), "2.3.2"),
    ("agreed", (f"request withdraw {REQ}", REQUESTER, None), "2.1.1"),
    ("executing", COORDINATE, "2.2.3"),
    ("executing", evaluate("IT"), "2.5.2"),
    ("executing", START, "2.4.1"),
    ("agreed", REACH[0], "2.4.1"),
    ("accepting", OPEN, "2.5.1"),
    ("accepting", sum_up("IT"), "2.5.3"),
    ("accepting", DRAFT, "2.3.2"),
    ("closed", (f"request terminate {REQ}", "gao.ping", {"reason": "Too late."}), "3.3.3"),
    ("closed", REGULAR, "4.1.1"),
)


@pytest.mark.parametrize(("stage", "act", "clause"), STAGE_CASES, ids=[f"{a[0]} at {s}" for s, a, _ in STAGE_CASES])
def test_out_of_its_stage_an_act_is_refused_under_its_own_clause(at, stage, act, clause):
    cli = at(stage)
    answer = refused(cli, act)
    assert [(b["gate"], b["clause"]) for b in answer.error["breaches"]] == [("stage", clause)]


@pytest.mark.clause("2.3.2")
def test_a_changed_agreement_names_who_signs_again_and_leaves_the_signed_text_in_force(at):
    cli = at("agreed")
    first = cli.look("agree", "show", REQ)
    assert (first["code"], first["in_force"], first["unsigned"]) == (f"{REQ}/G1", True, [])
    changed = cli.act(
        "agree", "draft", REQ, form=papers.AGREEMENT | {"workflow": "IT orders, Sales builds."}, by=REQUESTER
    )
    assert changed["stage"] == "coordinated"
    assert changed["code"] == f"{REQ}/G2"
    assert [o["owed_by"] for o in changed["opened"] if o["kind"] == "signature"] == list(PARTIES)

    second = cli.look("agree", "show", REQ, "--edition", "2")
    assert (second["code"], second["unsigned"], second["signatures"]) == (f"{REQ}/G2", list(PARTIES), [])
    assert (second["in_force"], second["state"]) == (False, "waiting")
    kept = cli.look("agree", "show", REQ)
    assert (kept["code"], kept["in_force"], kept["digest"]) == (f"{REQ}/G1", True, first["digest"])
    assert (kept["waiting"]["code"], kept["waiting"]["unsigned"]) == (f"{REQ}/G2", list(PARTIES))
    assert kept["terms"]["workflow"] == papers.AGREEMENT["workflow"]
    assert {s["department"]: s["signed_by"] for s in kept["signatures"]} == {d: SIGNATORY[d] for d in PARTIES}

    assert refused(cli, START).missing == {"signed-by-all": list(PARTIES)}
    stale = cli.refused("agree", "sign", REQ, "--digest", first["digest"], by="chen.bo", code=3)
    assert list(stale.faults) == ["digest"]
    assert second["digest"] in stale.faults["digest"]
    assert done(cli, *(sign(department) for department in PARTIES), START) == "executing"
    cli.assert_sound()


@pytest.mark.clause("2.3.2")
def test_a_new_table_while_executing_owes_the_signatures_anew_and_stays_executing(at):
    cli = at("executing")
    rows = [*papers.TABLE["rows"], {"responsibility": "Insure", "accountable": "FIN"}]
    receipt = cli.act("responsibility", "assign", REQ, form={"rows": rows}, by=REQUESTER)
    assert receipt["stage"] == "executing"
    assert cli.owed("signature") == [("signature", department, "2026-10-10") for department in PARTIES]
    in_force = cli.look("agree", "show", REQ)
    assert (in_force["code"], len(in_force["responsibilities"])) == (f"{REQ}/G1", 3)
    assert len(cli.look("agree", "show", f"{REQ}/G2")["responsibilities"]) == 4
    shown = cli.look("responsibility", "show", REQ)
    assert (shown["table"], shown["agreement"], len(shown["rows"])) == (f"{REQ}/T1", f"{REQ}/G1", 3)
    waiting = shown["waiting"]
    assert (waiting["code"], waiting["agreement"], len(waiting["rows"])) == (f"{REQ}/T2", f"{REQ}/G2", 4)


@pytest.mark.clause("2.5.1", "2.5.2", "3.3.4")
def test_rework_sends_the_request_back_with_points_that_their_departments_owe(at):
    cli = at("accepting")
    done(cli, evaluate("SALES"), evaluate("IT"), FAIL)
    assert refused(cli, ACCEPT).missing == {"no-failed-evaluation": ["FIN"]}
    receipt = cli.act("accept", "decide", REQ, form=papers.REWORK, by="gao.ping")
    assert receipt["stage"] == "executing"
    assert ("rework", "IT", "2026-10-20") in cli.owed()
    assert cli.owed("progress-report") == [("progress-report", department, "2026-10-14") for department in PARTIES]

    cli.act("meeting", "action", "done", f"{REQ}/A2", by=MEMBER["IT"])
    assert cli.owed("rework") == []
    done(cli, OPEN)
    assert refused(cli, ACCEPT).missing == {"evaluated-by-all": list(PARTIES)}
    acts = (*(evaluate(department) for department in PARTIES), ACCEPT, *(sum_up(department) for department in PARTIES))
    assert done(cli, *acts) == "closed"
    assert cli.owed("action") == [("action", "IT", papers.ACTION["due_date"])]
    assert {kind for kind, *_ in cli.owed()} - {"person-appraisal"} == {
        "action",
        "appraisal-round",
        "department-appraisal",
    }
    cli.assert_sound()


@pytest.mark.clause("2.5.2", "3.3.4")
def test_a_rejected_acceptance_ends_the_request(at):
    cli = at("evaluated")
    receipt = cli.act("accept", "decide", REQ, form={"outcome": "reject", "comment": "Unsafe."}, by="gao.ping")
    assert (receipt["stage"], cli.owed()) == ("terminated", [])


@pytest.mark.clause("2.5.2")
def test_a_criterion_not_met_needs_its_note(at):
    cli = at("accepting")
    form = papers.EVALUATION | {"objectives": "unmet", "quality": "partly", "cost": "unmet", "cost_note": "Twice."}
    answer = cli.refused("accept", "evaluate", REQ, form=form, by=MEMBER["IT"], code=3)
    assert set(answer.faults) == {"objectives_note", "quality_note"}


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize("outcome", ["return", "reject"])
def test_a_request_is_not_sent_back_without_saying_why(at, outcome):
    cli = at("submitted")
    answer = cli.refused("review", REQ, form=papers.REVIEW | {"outcome": outcome}, by="gao.ping", code=3)
    assert set(answer.faults) == {"comment"}
    stage = done(cli, (f"review {REQ}", "gao.ping", papers.REVIEW | {"outcome": outcome, "comment": "Why now?"}))
    assert stage == {"return": "draft", "reject": "rejected"}[outcome]
    assert cli.owed() == []


@pytest.mark.clause("3.1.5")
def test_the_requesting_departments_report_speaks_of_the_whole_project(at):
    cli = at("executing")
    answer = cli.refused("report", REQ, form=papers.REPORT, by=REQUESTER, code=3)
    assert set(answer.faults) == {"overall"}
    cli.act("report", REQ, form=papers.REPORT | {"overall": papers.OVERALL}, by=REQUESTER)


@pytest.mark.clause("2.4.3", "3.2.3")
def test_each_department_has_periods_of_its_own(at):
    cli = at("executing")
    done(cli, REPORT)
    done(cli, (f"report {REQ}", MEMBER["FIN"], papers.REPORT))
    again = refused(cli, (f"report {REQ}", MEMBER["FIN"], papers.REPORT | {"period_end_date": "2026-09-30"}))
    assert again.gates == ["report-period"]


@pytest.mark.clause("4.2.2")
def test_an_ad_hoc_meeting_names_one_thing_at_least_that_is_missing(at):
    cli = at("executing")
    answer = refused(cli, (f"meeting record {REQ}", REQUESTER, without(papers.AD_HOC, "solution")))
    assert answer.missing == {"ad-hoc-outcome": ["solution"]}


@pytest.mark.clause("2.1.2")
def test_a_dry_run_tells_of_a_refusal_and_does_not_journal_it(at):
    cli = at("submitted")
    told = cli.journal()
    command, by, form = COORDINATE
    assert cli.refused(*words(command), "--dry-run", form=form, by=by).gates == ["review-first"]
    assert cli.journal() == told


@pytest.mark.clause("2.1.1", "3.1.1")
@pytest.mark.parametrize("stage", ["draft", "submitted", "approved", "drafted"])
def test_a_request_is_withdrawn_before_the_agreement_and_owes_nothing_more(at, stage):
    cli = at(stage)
    receipt = cli.act("request", "withdraw", REQ, form={"reason": "Bought elsewhere."}, by=REQUESTER)
    assert (receipt["stage"], receipt["next"]) == ("withdrawn", [])
    assert cli.owed() == []
    cli.assert_sound()


@pytest.mark.clause("3.3.3")
@pytest.mark.parametrize("stage", ["submitted", "executing", "evaluated"])
def test_management_terminates_with_a_reason_and_nothing_is_owed_after(at, stage):
    cli = at(stage)
    assert set(cli.refused("request", "terminate", REQ, form={}, by="gao.ping", code=3).faults) == {"reason"}
    receipt = cli.act("request", "terminate", REQ, form={"reason": "The gate is closed."}, by="gao.ping")
    assert (receipt["stage"], receipt["next"], cli.owed()) == ("terminated", [], [])
    available = [step["act"] for step in cli.look("next", REQ) if step["available"]]
    assert set(available) <= {"gate.waived", "action.done"}
    cli.assert_sound()


@pytest.mark.clause("4.1.2", "4.1.3")
def test_a_regular_meeting_shows_who_was_missing_and_its_points_are_owed_until_done(at):
    cli = at("executing")
    form = papers.REGULAR | {
        "attendees": ["li.na", "liu.yang"],
        "absentees": [{"login": "sun.wei", "reason": "ill"}],
        "actions": [papers.ACTION | {"what": "Settle the deposits", "department": "FIN"}],
    }
    receipt = cli.act("meeting", "record", REQ, form=form, by=REQUESTER)
    assert receipt["codes"] == [f"{REQ}/M2", f"{REQ}/A2"]
    minutes = cli.look("meeting", "show", f"{REQ}/M2")
    assert [absent["person"] for absent in minutes["absentees"]] == ["sun.wei"]
    assert set(cli.owed("action")) == {("action", "IT", "2026-10-16"), ("action", "FIN", "2026-10-16")}
    done(cli, (f"meeting action done {REQ}/A2", "sun.wei", {"note": "Settled."}))
    assert cli.owed("action") == [("action", "IT", "2026-10-16")]
    again = cli.refused("meeting", "action", "done", f"{REQ}/A2", by="sun.wei", code=3)
    assert again.faults
