"""A new draft of the agreement while the work runs, through the real command: the signed text counts until all sign."""

import json

import pytest

from tests.journeys.books import REQ
from tests.journeys.cases import ACCEPT, OPEN, REACH, REPORT, done, evaluate, refused, sign, sum_up
from tests.support import papers
from tests.support.company import PARTIES, REQUESTER

pytestmark = pytest.mark.clause("2.3.2")

LATER = papers.AGREEMENT | {
    "time_nodes": [{"name": "Both kiosks open", "due_date": "2027-01-15"}],
    "report_every": "1 week",
}
WITHDRAW = (f"agree withdraw {REQ}", REQUESTER, {"reason": "The date cannot be held."})


def _due(cli):
    return {m["name"]: m["due_date"] for m in cli.look("status", REQ)["milestones"]}


@pytest.mark.clause("2.5.1", "2.5.3")
def test_a_text_that_waits_holds_the_acceptance_back_until_it_is_withdrawn(at):
    cli = at("executing")
    drafted = cli.act("agree", "draft", REQ, form=LATER, by=REQUESTER)
    assert (drafted["stage"], drafted["code"]) == ("executing", f"{REQ}/G2")
    assert _due(cli)["Both kiosks open"] == "2026-12-18"
    done(cli, sign("IT"), *REACH)

    answer = refused(cli, OPEN)
    assert answer.missing == {"signed-by-all": ["SALES", "FIN"]}
    (breach,) = answer.error["breaches"]
    assert breach["clause"] == "2.3.2"
    assert f"crosspolicy agree withdraw {REQ}" in breach["hint"]
    page = cli.look("status", REQ)
    assert (page["agreement"]["code"], page["agreement"]["unsigned"]) == (f"{REQ}/G1", [])
    assert (page["agreement_waiting"]["code"], page["agreement_waiting"]["unsigned"]) == (f"{REQ}/G2", ["SALES", "FIN"])
    assert cli.look("request", "show", REQ)["agreement_waiting"] == f"{REQ}/G2"

    receipt = cli.act("agree", "withdraw", REQ, form=WITHDRAW[2], by=REQUESTER)
    assert (receipt["act"], receipt["code"], receipt["stage"]) == ("agreement.withdrawn", f"{REQ}/G2", "executing")
    assert sorted(o["owed_by"] for o in receipt["lapsed"]) == ["FIN", "SALES"]
    states = [(t["code"], t["state"], t["withdrawal_reason"]) for t in cli.look("agree", "list", REQ)]
    assert states == [(f"{REQ}/G1", "in-force", None), (f"{REQ}/G2", "withdrawn", "The date cannot be held.")]
    assert refused(cli, WITHDRAW).gates == ["stage"]

    assert done(cli, OPEN, *map(evaluate, PARTIES), ACCEPT, *map(sum_up, PARTIES)) == "closed"
    cli.assert_sound()


def test_a_text_that_all_have_signed_changes_days_and_periods_at_that_moment(at):
    cli = at("executing")
    done(cli, (f"agree draft {REQ}", REQUESTER, LATER), sign("SALES"), sign("IT"))
    assert _due(cli)["Both kiosks open"] == "2026-12-18"
    assert cli.owed("acceptance-opening") == [("acceptance-opening", "SALES", "2026-12-25")]
    done(cli, sign("FIN"))
    assert _due(cli)["Both kiosks open"] == "2027-01-15"
    assert cli.owed("acceptance-opening") == [("acceptance-opening", "SALES", "2027-01-22")]
    cli.now = "2026-10-14"
    done(cli, REPORT)
    assert ("progress-report", "IT", "2026-10-21") in cli.owed("progress-report")
    shown = cli.look("agree", "show", REQ)
    assert (shown["code"], shown["state"], shown["waiting"]) == (f"{REQ}/G2", "in-force", None)
    assert cli.look("agree", "show", REQ, "--edition", "1")["state"] == "earlier"
    cli.fails(6, "agree", "show", REQ, "--edition", "3")
    cli.assert_sound()


def test_both_texts_are_shown_to_people_in_their_language(at):
    cli = at("executing")
    done(cli, (f"agree draft {REQ}", REQUESTER, LATER), sign("IT"))
    cli.language = "zh-Hans"
    told = cli.ok("agree", "show", REQ, "--format", "table", plain=True).out
    assert f"{REQ}/G1" in told
    assert f"{REQ}/G2 待签署" in told
    assert "○ FIN" in told
    page = cli.ok("status", REQ, "--format", "table", plain=True).out
    assert f"{REQ}/G2 尚待 SALES、FIN 签署；签齐之前以 {REQ}/G1 为准。" in page


def test_a_batch_withdraws_like_anybody(at):
    cli = at("executing")
    done(cli, (f"agree draft {REQ}", REQUESTER, LATER))
    record = {"act": "agreement.withdrawn", "target": REQ, "actor": REQUESTER, "form": {"reason": "Not this year."}}
    path = cli.document(json.dumps(record), ".jsonl")
    assert cli.look("import", str(path))["new"] == 1
    assert cli.look("agree", "list", REQ)[1]["state"] == "withdrawn"
