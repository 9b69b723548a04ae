"""Waivers: management lets one named gate pass, once or until a day; it is kept and shown, and nothing else passes."""

import pytest

from tests.journeys.books import REQ, words
from tests.journeys.cases import CASES, CLOSE, OPEN, REPORT, START, SUBMIT, Case, done, edit, refused
from tests.support import papers
from tests.support.company import MEMBER

ONE_OF_EACH = {case.gate: case for case in reversed(CASES) if case.gate != "stage"}


def waive(cli, gate: str, **form: str):
    """Waive a gate by management, and return the receipt."""
    return cli.act("waive", REQ, form={"gate": gate, "reason": "The festival does not wait."} | form, by="gao.ping")


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=gate, marks=pytest.mark.clause(case.clause, "3.3.3")) for gate, case in ONE_OF_EACH.items()],
)
def test_what_management_waives_passes_and_the_waiver_is_shown(at, case: Case):
    cli = at(case.stage)
    done(cli, *case.before)
    gates = [case.gate, *(gate for gate, _ in case.beside)]
    for number, gate in enumerate(gates, 1):
        receipt = waive(cli, gate)
        assert (receipt["act"], receipt["code"]) == ("gate.waived", f"{REQ}/W{number}")

    command, by, form = case.tried
    receipt = cli.act(*words(command), form=form, by=by)
    assert receipt["stage"] == (case.waived_to or case.after)
    assert sorted(receipt["waived"]) == sorted(gates)

    waivers = cli.look("status", REQ)["waivers"]
    assert [(w["gate"], w["reason"], w["granted_by"]) for w in waivers] == [
        (gate, "The festival does not wait.", "gao.ping") for gate in gates
    ]
    assert all(w["used_on"] for w in waivers)
    cli.assert_sound()


@pytest.mark.clause("3.3.3", "2.4.3")
def test_a_waiver_without_a_day_holds_once(at):
    cli = at("agreed")
    waive(cli, "report-period")
    done(cli, REPORT)
    assert refused(cli, REPORT).gates == ["report-period"]


@pytest.mark.clause("3.3.3", "4.2.2")
def test_a_waiver_with_a_day_holds_until_its_end(at):
    cli = at("executing")
    waive(cli, "ad-hoc-outcome", until_date="2026-10-09")
    bare = (f"meeting record {REQ}", "li.na", {k: v for k, v in papers.AD_HOC.items() if k != "solution"})
    for day in ("2026-09-30", "2026-10-09"):
        cli.now = f"{day}T23:30+08:00"
        done(cli, bare)
    cli.now = "2026-10-10T00:30+08:00"
    assert refused(cli, bare).missing == {"ad-hoc-outcome": ["solution"]}
    (waiver,) = cli.look("status", REQ)["waivers"]
    assert (waiver["until_date"], waiver["gate"]) == ("2026-10-09", "ad-hoc-outcome")


@pytest.mark.clause("3.3.3", "1.2", "2.1.2")
def test_a_waiver_lets_no_other_gate_pass(at):
    cli = at("draft")
    done(cli, edit(departments=[], milestones=[]))
    waive(cli, "cross-department")
    assert refused(cli, SUBMIT).missing == {"form-complete": ["departments", "milestones"]}
    assert cli.look("status", REQ)["waivers"][0]["used_on"] is None


@pytest.mark.clause("3.3.3", "2.5.3")
def test_a_waiver_is_of_one_request_and_is_told_on_every_page(at):
    cli = at("agreed")
    second = cli.act("request", "new", form=papers.REQUEST, by="li.na")["code"]
    waive(cli, "staffed", reason="HR joins in March")
    assert cli.look("status", second)["waivers"] == []
    page = cli.ok("status", REQ, "--format", "table", plain=True).out
    assert "staffed" in page
    assert "HR joins in March" in page
    assert [w["gate"] for w in cli.look("waive", "list", REQ)] == ["staffed"]
    done(cli, (*START[:2], {}))


@pytest.mark.clause("3.3.3")
@pytest.mark.parametrize("by", ["li.na", "chen.bo", "xu.hui", "he.jing", "ma.rui"])
def test_nobody_but_management_of_the_other_side_waives(at, by):
    cli = at("submitted")
    answer = cli.refused("waive", REQ, form={"gate": "review-first", "reason": "Hurry."}, by=by, code=5)
    assert [b["clause"] for b in answer.error["breaches"]] == ["3.3.3"]
    assert cli.look("status", REQ)["waivers"] == []


@pytest.mark.clause("3.3.3")
def test_only_gates_can_be_waived_and_never_authority(at):
    cli = at("submitted")
    for gate, near in (("authority", ""), ("stage", "never waived"), ("revew-first", "review-first")):
        answer = cli.refused("waive", REQ, form={"gate": gate, "reason": "Hurry."}, by="gao.ping", code=3)
        assert set(answer.faults) == {"gate"}
        assert near in answer.faults["gate"]
    missing = cli.refused("waive", REQ, form={"gate": "staffed"}, by="gao.ping", code=3)
    assert set(missing.faults) == {"reason"}
    passed = {"gate": "staffed", "reason": "Hurry.", "until_date": "2026-09-29"}
    assert set(cli.refused("waive", REQ, form=passed, by="gao.ping", code=3).faults) == {"until_date"}


@pytest.mark.clause("3.3.3", "2.5.1")
def test_a_waiver_does_not_give_the_right_to_act(at):
    cli = at("executing")
    waive(cli, "milestones-reached")
    assert refused(cli, (OPEN[0], MEMBER["IT"], papers.OPENING), code=5).error["breaches"][0]["clause"] == "2.5.1"
    assert done(cli, OPEN) == "accepting"


@pytest.mark.clause("3.3.3", "2.5.3")
def test_with_the_summaries_waived_the_requesting_department_closes(at):
    cli = at("accepted")
    waive(cli, "summed-up-by-all")
    assert done(cli, CLOSE) == "closed"
    assert cli.owed("summary") == []
