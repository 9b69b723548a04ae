"""Who may, and who has an interest, as the command tells it: on pages, in lists, in pipes and in JSON (3.3, 6.3)."""

import json

import pytest

from tests.journeys.books import REQ
from tests.support import papers


@pytest.mark.clause("3.3.1", "3.3.3", "3.3.4")
def test_the_policy_says_who_may(cli):
    waiving = "management, but nobody who is or was of the requesting side, whether they act or record"
    clauses = {clause["clause"]: clause for clause in cli.look("policy", "show", "3.3")}
    assert clauses["3.3.1"]["who_may"] == [{"act": "review the request", "who": waiving}]
    assert {"act": "waive a gate", "who": waiving} in clauses["3.3.3"]["who_may"]
    assert {"act": "terminate the request", "who": "management"} in clauses["3.3.3"]["who_may"]
    page = cli.ok("policy", "show", "3.3", "--format", "table", plain=True).out
    assert "Who may" in page
    assert "nobody who is or was of the requesting side" in " ".join(page.split())
    assert waiving in cli.ok("policy", "show", "3.3.4", "--format", "tsv", plain=True).out
    page = cli.ok("policy", "show", "3.3.1", "--format", "table", "--lang", "zh-Hans", plain=True).out
    assert "须回避" in page


@pytest.mark.clause("2.3.2")
def test_what_an_interested_party_records_is_told_wherever_it_is_shown(at):
    cli = at("drafted")
    sales = cli.typed_by("tang.mei")
    told = [{"person": "tang.mei", "department": "SALES", "role": "recorder", "reason": "party"}]
    assert sales.act("agree", "sign", REQ, by="chen.bo")["interested"] == told
    receipt = sales.ok("agree", "sign", REQ, "--format", "table", by="wu.min", plain=True).out
    assert "Recorded by an interested party: tang.mei of SALES" in receipt
    assert "interested" not in sales.act("agree", "sign", REQ, by="zhao.lei")

    assert [event.get("interested") for event in cli.look("log", "--limit", "3")] == [told, told, None]
    log = " ".join(cli.ok("log", "--limit", "3", "--format", "tsv", plain=True).out.split())
    assert log.count("recorded by an interested party: tang.mei (SALES)") == 2
    signatures = {s["department"]: s["interested"] for s in cli.look("agree", "show", REQ)["signatures"]}
    assert signatures == {"IT": ["tang.mei"], "FIN": ["tang.mei"], "SALES": None}
    page = cli.ok("agree", "show", REQ, "--format", "table", plain=True).out
    assert page.count("recorded by an interested party") == 2
    page = cli.ok("agree", "show", REQ, "--format", "table", "--lang", "zh-Hant", plain=True).out
    assert page.count("由利害關係人登記") == 2
    cli.assert_sound()


@pytest.mark.clause("2.4.3", "6.3.1")
def test_lists_name_the_interested_party_where_there_is_one(at):
    cli = at("executing")
    cli.act("report", REQ, form=papers.REPORT, by="liu.yang")
    assert "Interested" not in cli.ok("report", "list", REQ, "--format", "table", plain=True).out
    cli.typed_by("tang.mei").act("report", REQ, form=papers.REPORT, by="sun.wei")
    assert [report["interested"] for report in cli.look("report", "list", REQ)] == [None, ["tang.mei"]]
    assert "Interested party" in cli.ok("report", "list", REQ, "--format", "table", plain=True).out
    assert cli.look("report", "show", f"{REQ}/P2")["interested"] == ["tang.mei"]

    cli.act("appraise", REQ, form=papers.AD_HOC_APPRAISAL | {"department": "SALES"}, by="liu.yang")
    receipt = cli.act("incentive", "grant", form=papers.REWARD | {"department": "SALES"}, by="ma.rui")
    assert [(i["person"], i["role"]) for i in receipt["interested"]] == [("ma.rui", "decider")]
    assert [measure["interested"] for measure in cli.look("incentive", "list")] == [["ma.rui"]]
    *_, again = map(json.loads, cli.ok("export", "everything", plain=True).out.splitlines())
    assert (again["act"], again["form"]["department"]) == ("incentive.granted", "SALES")


@pytest.mark.clause("2.4.1", "5.4.1", "3.1.4")
def test_next_names_the_departments_whose_something_is(at):
    cli = at("executing")
    cli.act("risk", "add", REQ, form=papers.RISK | {"identified_by": ["FIN"]}, by="sun.wei")
    cli.act("issue", "raise", REQ, form=papers.ISSUE, by="sun.wei")
    who = {step["act"]: step["who"] for step in cli.look("next", REQ)}
    assert who["milestone.reached"].endswith("(SALES, IT)")
    assert who["risk.closed"].endswith("(SALES, FIN)")
    assert who["issue.resolved"].endswith("(SALES, IT)")
