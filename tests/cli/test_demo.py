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
    assert any("status" in line for line in typed)
    assert "\x1b" not in shown
    cli.book = cli.folder / "demo" / "book.db"
    assert str(cli.book) in shown
    assert cli.look("status")["rehearsal"] is True
    assert [row["stage"] for row in cli.look("request", "list")] == ["closed"]
    refusals = [event for event in cli.journal() if event["refused"]]
    assert refusals
    assert all(breach["clause"] in shown for event in refusals for breach in event["breaches"])
    assert bool(re.search("[\u4e00-\u9fff]", "".join(typed + shown.splitlines()))) or language == "en"
    cli.assert_sound()
