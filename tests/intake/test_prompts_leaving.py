"""Leaving a form at the prompts, whichever way: what was typed is saved, and the questions go on where they were."""

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.intake.terminal import BACK, CLEAR, END, ENTER, LEAVE, Terminal

REST: dict[str, Any] = {
    "requesting_department": "SALES",
    "requester": None,
    "background": None,
    "objectives": [],
    "departments": [],
    "milestones": [],
    "risks": [],
    "no_risk_foreseen_because": None,
    "planned_cost": None,
    "planned_start_date": None,
}


def test_leaving_at_the_first_question(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {}).at("Title  1/12", LEAVE)
    assert terminal.ended() == 130
    assert "what you typed is kept" in terminal.text
    assert terminal.kept == {}
    assert terminal.result_in.read_text() == ""


@pytest.mark.parametrize(
    ("given", "question", "typed", "field"),
    [
        ({}, "Title  1/12", "半句", "title"),
        ({"title": "t", "requesting_department": "SALES", "requester": "li.na"}, "Background", "why", "background"),
        ({"title": "t", **REST}, "Planned end  12/12", "2026-", "planned_end_date"),
    ],
    ids=["first", "middle", "last"],
)
def test_what_stands_half_typed_is_there_again(
    tmp_path: Path, given: dict[str, object], question: str, typed: str, field: str
) -> None:
    terminal = Terminal(tmp_path, {"given": given}).at(question, typed, LEAVE)
    assert terminal.ended() == 130
    assert terminal.kept == {**given, "_half": {"field": field, "text": typed, "open": []}}

    again = Terminal(tmp_path, {"given": terminal.kept})
    again.see(question, f"> {typed}").type(LEAVE)
    assert again.ended() == 130
    assert again.kept == terminal.kept


def test_a_list_goes_on_within_the_item_where_it_was_left(tmp_path: Path) -> None:
    given = {"title": "t", **{name: value for name, value in REST.items() if name != "milestones"}}
    terminal = Terminal(tmp_path, {"given": {**given, "planned_end_date": None}})
    terminal.at("Milestones 1 > Name", "上线", ENTER).at("Milestones 1 > Due date", "today", ENTER)
    terminal.at("Milestones 1 > Department", ENTER).at("Milestones 2 > Name", "b", ENTER)
    terminal.at("Milestones 2 > Due date", "+1", LEAVE)
    assert terminal.ended() == 130
    half = {"field": "milestones.2.due_date", "text": "+1", "open": ["milestones"]}
    assert terminal.kept["_half"] == half

    again = Terminal(tmp_path, {"given": terminal.kept})
    again.see("Milestones 2 > Due date", "> +1", "上线 · 2026-09-30").type(ENTER)
    again.at("Milestones 2 > Department", ENTER).at("Milestones 3 > Name", ENTER).at("What now?", ENTER)
    assert again.ended() == 0
    assert again.result["milestones"] == [
        {"name": "上线", "due_date": "2026-09-30"},
        {"name": "b", "due_date": "2026-10-01"},
    ]


def test_an_answer_half_changed_is_asked_again(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {}).at("Title  1/12", "first", ENTER)
    terminal.at("Requesting department", BACK).at("Title  1/12", CLEAR, "sec", LEAVE)
    assert terminal.ended() == 130
    assert terminal.kept["title"] == "first"
    Terminal(tmp_path, {"given": terminal.kept}).see("Title  1/12", "> sec").type("ond", ENTER).see(
        "second", "Requesting department  2/12"
    )


def test_leaving_at_the_page_before_sending(tmp_path: Path) -> None:
    given = {"title": "t", **REST, "planned_end_date": None}
    for keys in (LEAVE, END, "3" + ENTER):
        terminal = Terminal(tmp_path, {"given": given}).at("What now?", keys)
        assert terminal.ended() == 130
        assert terminal.kept == given


def test_the_end_of_input_leaves(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {}).at("Title  1/12", "t", ENTER).at("Requesting department", END)
    assert terminal.ended() == 130
    assert terminal.kept == {"title": "t"}


def test_a_terminal_that_is_closed_leaves(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {}).at("Title  1/12", "t", ENTER).at("Requesting department", "ta").see("> ta")
    assert terminal.hang_up() == 130
    assert terminal.kept == {"title": "t", "_half": {"field": "requesting_department", "text": "ta", "open": []}}


def test_a_machine_that_shuts_down_leaves(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {}).at("Title  1/12", "ta").see("> ta")
    terminal.child.kill(signal.SIGTERM)
    assert terminal.ended() == 130
    assert terminal.kept == {"_half": {"field": "title", "text": "ta", "open": []}}


def test_an_interrupt_from_outside_leaves(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {}).at("Title  1/12", "ta").see("> ta")
    terminal.child.kill(signal.SIGINT)
    assert terminal.ended() == 130
    assert terminal.kept["_half"]["text"] == "ta"
