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
    assert all(any(look in line for line in typed) for look in ("status", "risk matrix"))
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
    refusals = [event for event in cli.journal() if event["refused"]]
    assert refusals
    assert all(breach["clause"] in shown for event in refusals for breach in event["breaches"])
    assert bool(re.search("[\u4e00-\u9fff]", "".join(typed + shown.splitlines()))) or language == "en"
    cli.assert_sound()
