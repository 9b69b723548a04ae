"""At the prompts while the disk takes no drafts: that is told, the questions go on, nothing typed is thrown away."""

import json

from tests.journeys.books import REQ
from tests.journeys.driver import COMMAND
from tests.journeys.terminal import ENTER, LEAVE, Terminal, drafts
from tests.journeys.test_prompts import answer, answers, told
from tests.support import papers
from tests.support.company import MANAGER

NOWHERE = "/dev/null/drafts"
"""A folder that cannot be made, whoever tries."""


def test_where_answers_cannot_be_kept_that_is_told_once_and_the_form_can_still_be_sent(at):
    cli = at("submitted")
    terminal = Terminal(cli, "review", REQ, by=MANAGER, rows=90, CROSSPOLICY_DRAFTS=NOWHERE)
    answer(terminal, answers(papers.REVIEW, chinese=False))
    assert terminal.text.count("The form cannot be kept in /dev/null/drafts") == 1
    assert terminal.type(ENTER).ended() == 0
    assert "draft resume" not in terminal.text
    assert cli.look("review", "show", REQ)["outcome"] == "approve"


def test_what_cannot_be_kept_is_shown_where_somebody_leaves_and_can_be_sent(at):
    cli = at("submitted")
    terminal = Terminal(cli, "review", REQ, by=MANAGER, rows=90, CROSSPOLICY_DRAFTS=NOWHERE)
    answer(terminal, answers(papers.REVIEW, chinese=False))
    terminal.type(LEAVE)
    assert terminal.ended() == 130
    assert "draft resume" not in terminal.text
    shown = terminal.text.partition("--from:")[2]
    content = json.loads(shown[: shown.rindex("}") + 1])
    assert "could not be kept" in shown
    assert cli.act("review", REQ, form=content, by=MANAGER)["stage"] == "approved"


def test_in_chinese_too(at):
    cli = at("submitted")
    cli.language = "zh-Hans"
    terminal = Terminal(cli, "review", REQ, by=MANAGER, rows=90, CROSSPOLICY_DRAFTS=NOWHERE)
    typed = answers(papers.REVIEW, chinese=True)
    question = terminal.next_question()
    terminal.type(typed[question], ENTER).next_question(question)
    terminal.type(LEAVE)
    assert terminal.ended() == 130
    assert told("Left before the form was sent; what you typed could not be kept.") in terminal.text
    assert told("Left before the form was sent; what you typed could not be kept.").isascii() is False


def test_a_full_disk_under_drafts_and_book_loses_no_answer_and_no_earlier_draft(at):
    cli = at("submitted")
    typed = answers(papers.REVIEW, chinese=False)
    terminal = Terminal(cli, "review", REQ, by=MANAGER, rows=90)
    question = terminal.next_question()
    terminal.type(typed[question], ENTER).next_question(question)
    terminal.type(LEAVE)
    assert terminal.ended() == 130
    (kept,) = drafts(cli)
    before = cli.look("draft", "list")

    line = [*COMMAND, "draft", "resume", kept]
    full = Terminal.of(cli, "/bin/sh", "-c", 'ulimit -f 0; exec "$0" "$@"', *line)
    answer(full, typed)
    full.type(ENTER)
    assert full.ended() == 7
    assert "cannot be kept" in full.told.decode()
    assert "An earlier state of your form is kept" in full.text
    assert f"draft resume {kept}" in full.text
    assert cli.look("draft", "list") == before
    cli.assert_sound()
