"""The demonstration: a case from the form to its close, one refusal, and a book to play with."""

import re

import pytest

from tests.journeys.driver import Cli


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_demonstration_leaves_a_closed_case_in_a_sound_rehearsal_book(cli: Cli, language):
    cli.now, cli.language = "", language
    shown = cli.ok("demo", "--folder", "demo", plain=True).out
    typed = [line for line in shown.splitlines() if line.startswith("$ crosspolicy ")]
    assert len(typed) > 10
    assert all(
        any(look in line for line in typed) for look in ("status", "risk matrix", "appraise results", "training show")
    )
    assert "\x1b" not in shown
    cli.book = cli.folder / "demo" / "book.db"
    assert str(cli.book) in shown
    assert cli.look("status")["rehearsal"] is True
    assert [row["stage"] for row in cli.look("request", "list")] == ["closed"]
    risks = cli.look("risk", "list", "CB-2026-0001", "--all")
    assert [(r["inherent_level"], r["level"], bool(r["contingency"])) for r in risks] == [
        ("high", "medium", True),
        ("medium", "medium", False),
    ]
    (issue,) = cli.look("issue", "list", "CB-2026-0001", "--all")
    assert issue["escalated_on"] < issue["resolved_on"]
    acts = {event["act"] for event in cli.journal() if not event["refused"]}
    assert {"risk.excluded", "risk.reviewed", "message.logged", "item.shared"} <= acts
    _assert_appraised_and_trained(cli)
    refusals = [event for event in cli.journal() if event["refused"]]
    assert refusals
    assert all(breach["clause"] in shown for event in refusals for breach in event["breaches"])
    assert bool(re.search("[\u4e00-\u9fff]", "".join(typed + shown.splitlines()))) or language == "en"
    cli.assert_sound()


def _assert_appraised_and_trained(cli: Cli) -> None:
    """Hold that everybody was appraised, one was rewarded, and the year's training was held, judged, and adjusted."""
    kinds = {owed["kind"] for owed in cli.look("status")["obligations"]}
    assert kinds == {"training-needs", "training-plan"}
    results = cli.look("appraise", "results", "CB-2026-0001")
    assert len(results) == 4
    assert all(row["given"] and not row["missing"] for row in results)
    (reward,) = cli.look("incentive", "list")
    appraisal = cli.look("appraise", "show", reward["rests_on"][0])
    assert (reward["person"], appraisal["person"]) == ("qian.bo", "qian.bo")
    year = cli.look("training", "show", "2027")
    assert year["coverage"]["uncovered"] == []
    assert {"CB-2026-0001/I1"} <= {code for need in cli.look("training", "list", "needs") for code in need["evidence"]}
    assert [course["state"] for course in year["courses"]] == ["done"]
    (adjustment,) = year["adjustments"]
    (evaluation,) = cli.look("training", "list", "evaluations")
    assert (adjustment["rests_on"], evaluation["conclusion"]) == (evaluation["code"], "partly")
