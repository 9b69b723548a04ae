"""The whole way at the prompts: a real pseudo-terminal, Chinese throughout, left with Ctrl-C and resumed."""

import gettext
import subprocess
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import pytest
import yaml

from crosspolicy.i18n import LOCALE_FOLDER
from crosspolicy.vocabulary.labels import label_source
from crosspolicy.vocabulary.lists import Role
from tests.journeys.driver import Cli, brief, founded_by_account
from tests.journeys.terminal import BACK, CLEAR, DOWN, ENTER, LEAVE, NEW_LINE, Terminal, drafts
from tests.journeys.test_whole_way import DATA, REQ, SHARED, SHARED_FILE, STEPS
from tests.support import papers
from tests.support.company import REQUESTER

Forms = dict[str, Any]
ROLES: Final = list(Role)
"""Several of a few are ticked by their numbers."""
YES: Final = "1"


@cache
def told(text: str) -> str:
    """Return a source string as the program tells it in Simplified Chinese."""
    return gettext.translation("crosspolicy", str(LOCALE_FOLDER), ["zh_Hans"]).gettext(text)


def label(field: str, *, chinese: bool, within: str = "") -> str:
    """Return what a field is called at the prompts, in the entries of a list where it is in one."""
    english = label_source(field, within)
    return told(english) if chinese else english


def answers(form: Forms, *, chinese: bool, above: str = "", within: str = "") -> dict[str, str]:
    """Return what is typed at each question to state a form, by the question's label."""
    typed: dict[str, str] = {}
    for name, value in form.items():
        here = above + label(name, chinese=chinese, within=within)
        if name == "roles":
            typed[here] = "".join(str(ROLES.index(role) + 1) for role in value)
            continue
        for number, item in enumerate(value, 1) if isinstance(value, list) else ():
            if isinstance(item, dict):
                typed |= answers(item, chinese=chinese, above=f"{here} {number} > ", within=name)
            else:
                typed[f"{here} {number}"] = str(item)
        if isinstance(value, dict):
            typed |= answers(value, chinese=chinese, above=f"{here} > ")
        elif not isinstance(value, list):
            typed[here] = YES if value == "true" else str(value).strip().replace("\n", NEW_LINE)
    return typed


def answer(
    terminal: Terminal, typed: dict[str, str], *, after: str = "", until: str = "", end: str = "What now?"
) -> list[str]:
    """Answer question after question, with Enter where nothing is to be stated; return the questions asked.

    It begins with the one that follows ``after``, and ends at the page before sending, or at the question ``until``,
    which is left unanswered.
    """
    asked: list[str] = []
    question = after
    while question := terminal.next_question(question, end):
        if question == until:
            return asked
        terminal.type(*((CLEAR, typed[question]) if question in typed else ()), ENTER)
        asked.append(question)
    return asked


@pytest.fixture(scope="module")
def forms() -> Forms:
    """Return every form of the case, in Chinese, as somebody types it."""
    text = (DATA / "lantern.zh-Hans.yaml").read_text("utf-8")
    return dict(yaml.load(text, Loader=yaml.BaseLoader))


def fill(cli: Cli, form: Forms, *words: str, by: str = "", not_meant: Iterable[tuple[str, str, str]] = ()) -> str:
    """Fill a form at the prompts, clear what is offered and not meant, send it; return what the screen shows then."""
    terminal = Terminal(cli, *words, by=by, rows=70)
    typed = answers(form, chinese=True)
    typed |= {label(field, chinese=True) + entry: more for field, entry, more in not_meant}
    asked = answer(terminal, typed, end=told("What now?"))
    assert set(typed) <= set(asked), (words, set(typed) - set(asked))
    assert terminal.type(ENTER).ended() == 0, terminal.text
    return terminal.text


NOT_ASKED: Final = {"request.submitted", "milestone.reached", "action.done"}
"""Acts whose forms ask for nothing; the note of a settled item is a flag."""

NOT_MEANT: Final = {"appraisal FIN li.na": [("department", "", "")], "session": [("attendees", " 3", ENTER)]}
"""What is offered at the prompts and is cleared there: by form, the field, which entry of a list, what ends the list.

Finance still owes a department its appraisal; and one of those whom the course is for stayed away.
"""


@pytest.mark.slow
@pytest.mark.clause("6.1.2", "6.2.2", "6.3.1", "6.3.3", "7.1.2", "7.2.2", "7.3.1", "7.4.2", "7.4.3")
@pytest.mark.clause("2.1.1", "2.1.2", "2.2.2", "2.2.3", "2.3.1", "2.3.2", "2.4.1", "2.4.3", "2.5.1", "2.5.3", "4.1.3")
@pytest.mark.clause("3.1.4", "3.3.3", "4.2.1", "4.2.2", "4.3.2", "5.1.1", "5.1.2", "5.2.1", "5.3.1", "5.3.3", "5.4.1")
def test_a_case_goes_its_whole_way_at_the_prompts(cli: Cli, forms: Forms):
    cli.now, cli.language = "2026-09-30", "zh-Hans"
    cli.folder.joinpath(SHARED_FILE).write_text(SHARED, "utf-8")
    fill(cli, founded_by_account(forms["company"]), "init", "--rehearsal")
    for step in STEPS:
        cli.now = step.day
        words = step.command.split()
        if step.target:
            nodes = [*forms["request"]["milestones"], *forms["agreement"]["time_nodes"]]
            words.append(nodes[int(step.target) - 1]["name"])
        if step.act in NOT_ASKED:
            terminal = Terminal(cli, *words, by=step.by)
            assert terminal.ended() == 0, terminal.text
        elif step.act == "agreement.signed":
            terminal = Terminal(cli, *words, by=step.by, rows=70)
            terminal.see("SHA-256", forms["agreement"]["workflow"]).at("(y/N)", "y", ENTER)
            assert terminal.ended() == 0, terminal.text
        elif step.act == "request.drafted":
            _draft_with_interruptions(cli, forms["request"], *words, by=step.by)
        else:
            fill(cli, forms[step.form], *words, by=step.by, not_meant=NOT_MEANT.get(step.form, ()))
    assert drafts(cli) == []

    journal = cli.journal()[1:]
    assert [event["act"] for event in journal] == [step.act for step in STEPS]
    for step, event in zip(STEPS, journal, strict=True):
        assert sorted(map(brief, event["effect"].get("opened", []))) == sorted(step.opened), step
        assert len(event["effect"].get("discharged", [])) == len(step.discharged), step
        assert (event["actor"], event["effect"].get("stage", step.stage)) == (step.by, step.stage)
    page = cli.look("status", REQ)
    assert (page["stage"], page["title"]) == ("closed", forms["request"]["title"])
    assert page["cost"] == {"currency": "CNY", "planned": "250000.00", "to_date": "128000.50", "actual": "248000.50"}
    stated = cli.look("request", "show", REQ)
    assert stated["background"] == forms["request"]["background"].strip()
    assert stated["objectives"] == forms["request"]["objectives"]
    risks = cli.look("risk", "list", REQ, "--all")
    assert [(r["inherent_level"], r["level"], r["closed_on"] is None) for r in risks] == [
        ("medium", "medium", False),
        ("high", "medium", True),
    ]
    assert risks[1]["contingency"] == forms["risk"]["contingency"]
    assert cli.look("meeting", "show", f"{REQ}/M3")["issue"] == f"{REQ}/I1"
    assert cli.look("share", "check", REQ)["unchanged"] is True
    assert all(row["missing"] == [] for row in cli.look("appraise", "results", REQ))
    assert cli.look("training", "show", "2027")["done"] == ["TC-2027-0001"]
    cli.assert_sound()


def _draft_with_interruptions(cli: Cli, form: Forms, *words: str, by: str) -> None:
    """Fill the request form, leaving it half-typed, and going back on the way."""
    typed = answers(form, chinese=True)
    background, title = label("background", chinese=True), label("title", chinese=True)
    terminal = Terminal(cli, *words, by=by, rows=70)
    answer(terminal, typed, until=background)
    terminal.type("半句话").see("半句话").type(LEAVE)
    assert terminal.ended() == 130
    (kept,) = drafts(cli)
    assert kept in terminal.text
    assert cli.look("request", "list") == []

    terminal = Terminal(cli, "draft", "resume", kept, rows=70).see(form["title"])
    assert terminal.see("> 半句话").next_question() == background
    terminal.type(BACK)
    assert terminal.next_question(background) == label("requester", chinese=True)
    terminal.type(BACK)
    terminal.next_question(label("requester", chinese=True))
    terminal.type(BACK)
    assert terminal.next_question(label("requesting_department", chinese=True)) == title
    terminal.see(f"> {form['title']}").type(ENTER)
    answer(terminal, typed, after=title, until=background)
    terminal.see("> 半句话").type(CLEAR, typed[background], ENTER)
    answer(terminal, typed, after=background, end=told("What now?"))
    assert terminal.type(ENTER).ended() == 0


@pytest.mark.clause("2.2.2")
def test_ctrl_c_at_every_question_keeps_what_was_answered(at):
    cli = at("submitted")
    typed = answers(papers.REVIEW | {"conditions": ["One kiosk first", "先試一個"]}, chinese=False)
    before = cli.journal()
    terminal = Terminal(cli, "review", REQ, by="gao.ping")
    question, answered = terminal.next_question(), []
    kept = ""
    while question:
        terminal.type(LEAVE)
        assert terminal.ended() == 130, terminal.text
        (kept,) = drafts(cli)
        assert f"draft resume {kept}" in terminal.text
        terminal = Terminal(cli, "draft", "resume", kept)
        assert terminal.next_question() == question
        terminal.type(typed.get(question, ""), ENTER)
        answered.append(question)
        question = terminal.next_question(question)
    assert set(typed) <= set(answered)
    terminal.type(LEAVE)
    assert terminal.ended() == 130
    assert cli.journal() == before

    terminal = Terminal(cli, "draft", "resume", kept).see("What now?", "先試一個")
    assert terminal.type(ENTER).ended() == 0
    assert drafts(cli) == []
    assert cli.look("review", "show", REQ)["conditions"] == ["One kiosk first", "先試一個"]


@pytest.mark.clause("3.2.1")
def test_a_refused_form_is_kept_mended_and_sent_again(at):
    cli = at("approved")
    form = {name: value for name, value in papers.COORDINATION.items() if name != "opinions"}
    terminal = Terminal(cli, "meeting", "record", REQ, by="gao.ping", rows=70)
    answer(terminal, answers(form, chinese=False))
    terminal.type(ENTER)
    assert terminal.ended() == 4, terminal.text
    (kept,) = drafts(cli)
    assert "3.2.1 coordination-attended" in terminal.text
    assert f"draft resume {kept}" in terminal.text

    terminal = Terminal(cli, "draft", "resume", kept, rows=70)
    opinions = answers({"opinions": papers.COORDINATION["opinions"]}, chinese=False)
    first = next(iter(opinions))
    question = terminal.next_question()
    if not question:  # the page before sending: the answer is changed from there
        number = next(
            index
            for index, line in enumerate(_menu(terminal.type(DOWN, ENTER).see("Which answer?")))
            if "Opinions" in line
        )
        terminal.type(*[DOWN] * number, ENTER)
        question = terminal.next_question(end="Never")
    assert question == first
    question = ""
    while (question := terminal.next_question(question)) in opinions:
        terminal.type(opinions[question], ENTER)
    if question:
        terminal.type(ENTER)
        answer(terminal, {}, after=question)
    assert terminal.type(ENTER).ended() == 0, terminal.text
    assert drafts(cli) == []
    assert cli.stage() == "coordinated"


def _menu(terminal: Terminal) -> list[str]:
    """Return the lines of the menu on the screen."""
    lines = terminal.lines
    start = max(index for index, line in enumerate(lines) if "Which answer?" in line)
    return [line for line in lines[start + 1 :] if line.strip()]


@pytest.mark.clause("2.2.2", "3.3.1")
def test_who_may_not_is_told_so_and_loses_nothing_typed(at):
    cli = at("submitted")
    terminal = Terminal(cli, "review", REQ, by="ma.rui")
    answer(terminal, answers(papers.REVIEW, chinese=False))
    terminal.type(ENTER)
    assert terminal.ended() == 5, terminal.text
    assert "3.3.1" in terminal.text
    assert len(drafts(cli)) == 1


def test_a_terminal_that_goes_away_leaves_the_draft(at):
    cli = at("submitted")
    typed = answers(papers.REVIEW, chinese=False)
    terminal = Terminal(cli, "review", REQ, by="gao.ping")
    answer(terminal, typed, until="Why (necessity)")
    terminal.type("對手已經").see("> 對手已經")
    assert terminal.hang_up() != 0
    (row,) = cli.look("draft", "list")
    assert REQ in row["command"]
    resumed = Terminal(cli, "draft", "resume", row["id"])
    assert resumed.next_question() == "Why (necessity)"
    resumed.see("> 對手已經").type(LEAVE)
    resumed.ended()
    assert cli.stage() == "submitted"


def test_what_is_wrong_is_told_at_once_and_nothing_is_lost(at):
    cli = at("founded")
    terminal = Terminal(cli, "request", "new", by=REQUESTER)
    assert terminal.next_question() == "Title"
    terminal.type(ENTER).see("must be there")
    terminal.type("[red]燈籠[/red] [/]", ENTER)
    assert terminal.next_question("Title") == "Requesting department"
    terminal.see("[red]燈籠[/red] [/]").type(CLEAR, "NONE", ENTER).see("! ")
    assert terminal.question == "Requesting department"
    terminal.type(CLEAR, "sal", ENTER)
    typed = answers(papers.REQUEST, chinese=False)
    question = "Requesting department"
    while (question := terminal.next_question(question)) != "Milestones 1 > Due date":
        terminal.type(typed.get(question, ""), ENTER)
    terminal.type("2026-02-30", ENTER).see("! ")
    terminal.type(CLEAR, typed[question], ENTER)
    assert "Planned end" in answer(terminal, typed, after=question)
    assert terminal.type(ENTER).ended() == 0, terminal.text
    assert cli.look("request", "show", REQ)["title"] == "[red]燈籠[/red] [/]"


def test_what_was_taken_out_does_not_come_back(at):
    cli = at("founded")
    typed = answers(papers.REQUEST, chinese=False)
    terminal = Terminal(cli, "request", "new", by=REQUESTER)
    answer(terminal, typed, until="Background")
    terminal.type("half a text").see("> half a text").type(LEAVE)
    terminal.ended()
    (kept,) = drafts(cli)
    terminal = Terminal(cli, "draft", "resume", kept).at("> half a text", CLEAR, BACK)
    terminal.next_question("Background")
    terminal.type(ENTER)
    terminal.next_question("Requester")
    terminal.type("new").see("> new").type(LEAVE)
    assert terminal.ended() == 130


@pytest.mark.clause("2.1.2")
def test_an_edit_begins_with_what_the_draft_holds_and_changes_what_is_typed(at):
    cli = at("draft")
    before = cli.look("request", "show", REQ)
    terminal = Terminal(cli, "request", "edit", REQ, by=REQUESTER, rows=80)
    assert terminal.see(f"> {papers.REQUEST['title']}").next_question() == "Title"
    answer(terminal, {}, until="Background")
    terminal.see("> Festival visitors ask").type(CLEAR, "預訂", ENTER)
    answer(terminal, {}, after="Background")
    terminal.see("What now?", "Pilot kiosk open", "2026-11-20", "The scanner does not read wet codes", "250000.00")
    assert terminal.type(ENTER).ended() == 0, terminal.text
    assert cli.look("request", "show", REQ) == before | {"background": "預訂"}


@pytest.mark.clause("2.3.2")
def test_whoever_signs_at_a_terminal_sees_the_text_first_and_may_decline(at):
    cli = at("drafted")
    terminal = Terminal(cli, "agree", "sign", REQ, by="chen.bo", rows=70)
    terminal.see("SHA-256", papers.AGREEMENT["workflow"]).at("(y/N)", "n", ENTER)
    assert terminal.ended() == 130
    assert "CPR" not in terminal.text
    assert cli.look("agree", "show", REQ)["unsigned"] == ["SALES", "IT", "FIN"]
    terminal = Terminal(cli, "agree", "sign", REQ, by="chen.bo", rows=70).at("(y/N)", LEAVE)
    assert terminal.ended() == 130


@pytest.mark.clause("2.3.2")
def test_whoever_has_said_yes_already_is_not_asked(at):
    cli = at("drafted")
    terminal = Terminal(cli, "agree", "sign", REQ, "--yes", by="chen.bo", rows=70)
    assert terminal.ended() == 0, terminal.text
    assert "(y/N)" not in terminal.text
    assert cli.look("agree", "show", REQ)["unsigned"] == ["SALES", "FIN"]


@pytest.mark.clause("2.3.2")
def test_a_text_is_withdrawn_at_the_prompt_for_a_reason(at):
    cli = at("drafted")
    terminal = Terminal(cli, "agree", "withdraw", REQ, by=REQUESTER)
    answer(terminal, {"Reason": "The tariff is missing."})
    assert terminal.type(ENTER).ended() == 0, terminal.text
    (text,) = cli.look("agree", "list", REQ)
    assert (text["state"], text["withdrawal_reason"]) == ("withdrawn", "The tariff is missing.")
    assert cli.owed("agreement-draft") == [("agreement-draft", "SALES", "2026-10-13")]


@pytest.mark.clause("2.3.2")
def test_whoever_signs_at_a_terminal_is_shown_the_text_that_waits_not_the_one_in_force(at):
    cli = at("executing")
    cli.act("agree", "draft", REQ, form=papers.AGREEMENT | {"workflow": "The other way round."}, by=REQUESTER)
    terminal = Terminal(cli, "agree", "sign", REQ, by="chen.bo", rows=70)
    terminal.see("The other way round.", f"{REQ}/G2").at("(y/N)", "y", ENTER)
    assert terminal.ended() == 0, terminal.text
    assert cli.look("agree", "show", REQ)["waiting"]["unsigned"] == ["SALES", "FIN"]


# When nobody is asked


def test_the_answer_alone_goes_to_standard_output(at):
    """``code=$(crosspolicy request new)`` works for somebody at a terminal."""
    cli = at("submitted")
    result = cli.folder / "result"
    terminal = Terminal(cli, "review", REQ, by="gao.ping", stdout=result)
    answer(terminal, answers(papers.REVIEW, chinese=False))
    assert terminal.type(ENTER).ended() == 0
    assert result.read_text() == f"{REQ}/V1\n"


@pytest.mark.parametrize("flag", ["--no-input", "--json"])
def test_at_a_terminal_too_nobody_is_asked_who_does_not_want_to_be(at, flag):
    cli = at("submitted")
    terminal = Terminal(cli, "review", REQ, flag, by="gao.ping")
    assert terminal.ended() == 3
    assert "outcome" in terminal.text
    assert drafts(cli) == []


def test_with_standard_input_or_errors_elsewhere_nobody_is_asked(at):
    cli = at("submitted")
    line = " ".join(cli.line("review", REQ, by="gao.ping", plain=True))
    for redirected in ("</dev/null", "2>errors"):
        terminal = Terminal.of(cli, "/bin/sh", "-c", f"{line} {redirected}")
        assert terminal.ended() == 3, terminal.text
    assert drafts(cli) == []


def test_what_is_stated_by_flag_and_file_is_not_asked_again(at):
    cli = at("submitted")
    path = cli.document({name: papers.REVIEW[name] for name in ("resources", "resources_reason")})
    terminal = Terminal(cli, "review", REQ, "--from", str(path), "--necessity", "desirable", by="gao.ping")
    asked = answer(terminal, answers(papers.REVIEW, chinese=False))
    assert not {"Resources", "Why (resources)", "Necessity"} & set(asked)
    assert terminal.type(ENTER).ended() == 0
    assert cli.look("review", "show", REQ)["necessity"] == "desirable"


# Saved forms


def test_saved_forms_are_listed_resumed_by_a_beginning_and_thrown_away(at):
    cli = at("submitted")
    terminal = Terminal(cli, "review", REQ, by="gao.ping")
    terminal.next_question()
    terminal.type("strong", ENTER)
    terminal.next_question("Strategic fit")
    terminal.type(LEAVE)
    terminal.ended()
    (row,) = cli.look("draft", "list")
    assert {"id", "saved_at", "act", "command", "book"} <= set(row)
    assert row["act"] == "review.decided"
    assert cli.look("draft", "discard", row["id"]) == {"discarded": row["id"]}
    assert cli.look("draft", "list") == []
    for line in (("draft", "resume", row["id"]), ("draft", "discard", row["id"])):
        assert cli.fails(6, *line).error["kind"] == "not-found"


def test_a_script_saves_no_form(at):
    cli = at("approved")
    cli.refused("meeting", "record", REQ, form=papers.COORDINATION | {"attendees": ["gao.ping"]}, by="gao.ping")
    assert drafts(cli) == []


# Looking, at a terminal


@pytest.mark.clause("1.1")
@pytest.mark.parametrize("words", [("status",), ("status", REQ), ("next", REQ), ("request", "show", REQ), ("log",)])
def test_a_narrow_terminal_folds_and_cuts_nothing(at, words):
    cli = at("executing")
    cli.now, cli.language = "2026-11-12", "zh-Hans"
    terminal = Terminal(cli, *words, columns=60, rows=400)
    assert terminal.ended() == 0
    assert "…" not in terminal.text.replace("/A…", "")
    for heading in {"status": ("Request", "Title", "Due", "Clause"), "log": ("When", "Act", "Who", "Outcome")}.get(
        " ".join(words), ()
    ):
        assert told(heading) in terminal.text


def test_a_long_list_is_capped_at_a_terminal_and_says_how_to_see_the_rest(cli: Cli):
    from tests.journeys.books import COMPANY

    crowd = [{"login": f"p{n:03}", "name": f"Person {n}", "department": "IT"} for n in range(100)]
    cli.act("init", "--rehearsal", form=COMPANY | {"people": [*COMPANY["people"], *crowd]})
    terminal = Terminal(cli, "org", "person", "list", rows=300)
    assert terminal.ended() == 0
    assert "--limit" in terminal.lines[max(n for n, line in enumerate(terminal.lines) if line)]
    shown = sum(line.split()[0] in {p["login"] for p in crowd} for line in terminal.lines if line.split())
    assert 30 < shown < 60
    terminal = Terminal(cli, "org", "person", "list", "--limit", "1000", rows=300)
    terminal.ended()
    assert "p099" in terminal.text


def test_hostile_text_does_not_steer_a_terminal(at):
    cli = at("draft")
    import sqlite3

    connection = sqlite3.connect(cli.book)
    hostile = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b31m\u202edrow\r"
    connection.execute("UPDATE request SET title = ?", (hostile,))
    connection.commit()
    connection.close()
    for words in (("request", "list"), ("status", REQ), ("request", "show", REQ), ("next",)):
        for format_ in ("table", "tsv", "csv", "md"):
            out = cli.ok(*words, "--format", format_, plain=True).out
            assert not set("\x1b\x07\x9b\u202e\r") & set(out), (words, format_)


def test_colours_end_with_the_terminal(at):
    cli = at("executing")
    terminal = Terminal(cli, "status", REQ)
    terminal.ended()
    assert b"\x1b[" in terminal.told
    bare = Terminal(cli, "status", REQ, NO_COLOR="1", TERM="dumb")
    bare.ended()
    assert b"\x1b[3" not in bare.told
    done = subprocess.run(cli.line("status", REQ, plain=True), env=cli.environment(), capture_output=True, check=True)
    assert b"\x1b" not in done.stdout
