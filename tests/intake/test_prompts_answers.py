"""Answers at the prompts are those that somebody gave: what is typed is taken as meant, or refused and kept."""

from pathlib import Path
from typing import Any

import pytest

from tests.intake.terminal import BACK, CLEAR, DOWN, ENTER, LEAVE, NEW_LINE, Terminal

REVIEWED: dict[str, Any] = {
    "strategic_fit": "strong",
    "strategic_fit_reason": "w",
    "resources": "sufficient",
    "resources_reason": "w",
    "necessity": "necessary",
    "necessity_reason": "w",
    "feasibility": "feasible",
    "feasibility_reason": "w",
}
OUTCOMES = [
    ("en", "Outcome", "reject", "reject"),
    ("en", "Outcome", "APPROVED", "approve"),
    ("en", "Outcome", "send back", "return"),
    ("zh-Hans", "结果", "不同意", "reject"),
    ("zh-Hans", "结果", "驳回", "reject"),
    ("zh-Hans", "结果", "拒绝", "reject"),
    ("zh-Hans", "结果", "退回", "return"),
    ("zh-Hans", "结果", "同意", "approve"),
    ("zh-Hans", "结果", "通过", "approve"),
    ("zh-Hant", "結果", "不同意", "reject"),
    ("zh-Hant", "結果", "駁回", "reject"),
    ("zh-Hant", "結果", "核准", "approve"),
    ("zh-Hant", "結果", "批准", "approve"),
]


@pytest.mark.parametrize(("language", "label", "typed", "meant"), OUTCOMES)
def test_a_choice_is_what_was_typed_in_any_language(
    tmp_path: Path, language: str, label: str, typed: str, meant: str
) -> None:
    setup = {"form": "request:Review", "given": REVIEWED, "language": language}
    terminal = Terminal(tmp_path, setup).at(f"{label}  9/11", typed, ENTER).see("10/11")
    assert terminal.kept["outcome"] == meant


def test_text_that_means_nothing_is_refused_and_what_is_typed_next_replaces_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"form": "request:Review", "given": REVIEWED}, rows=30)
    terminal.at("Outcome  9/11", "nonsense", ENTER).see(
        "> nonsense", "! nonsense is none of these: approve, return for revision (return), reject"
    )
    assert not terminal.kept_in.exists() or "outcome" not in terminal.kept
    terminal.type("rej", ENTER).see("10/11")
    assert terminal.kept["outcome"] == "reject"


def test_an_arrow_key_answers_in_place_of_what_is_typed(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"form": "request:Review", "given": REVIEWED})
    terminal.at("Outcome  9/11", "xyz").see("> xyz").type(DOWN, ENTER).see("10/11")
    assert terminal.kept["outcome"] == "return"


def test_what_stands_half_typed_at_a_choice_is_kept(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"form": "request:Review", "given": REVIEWED})
    assert terminal.at("Outcome  9/11", "不同").see("> 不同").type(LEAVE).ended() == 130
    again = Terminal(tmp_path, {"form": "request:Review", "given": terminal.kept})
    again.see("> 不同").type("意", ENTER).see("10/11")
    assert again.kept["outcome"] == "reject"


PERSON: dict[str, Any] = {"login": "zhou.yu", "name": "周瑜", "department": "SALES", "position": "经理"}


@pytest.mark.parametrize(
    ("typed", "roles"),
    [
        (("协调员", ENTER), ["coordinator"]),
        (("管理层、签署人", ENTER), ["management", "signatory"]),
        (("管理层", " ", "2", ENTER), ["management", "coordinator"]),
        (("經理", ENTER), None),
        (("1", "协调员", ENTER), ["management", "coordinator"]),
        ((ENTER,), None),
    ],
)
def test_several_are_ticked_by_what_is_typed(tmp_path: Path, typed: tuple[str, ...], roles: list[str] | None) -> None:
    setup = {"form": "organisation:Person", "given": PERSON, "language": "zh-Hans"}
    terminal = Terminal(tmp_path, setup, rows=30).at("角色  5/7", *typed)
    if typed == ("經理", ENTER):
        terminal.see("! 經理 ").type(CLEAR, ENTER)
    terminal.see("6/7")
    assert terminal.kept["roles"] == roles


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "y", True),
        ("en", "No", False),
        ("zh-Hans", "是", True),
        ("zh-Hans", "否", False),
        ("zh-Hant", "對", True),
    ],
)
def test_yes_and_no_in_any_language(tmp_path: Path, language: str, typed: str, meant: bool) -> None:
    given = {"department": "SALES", "person": None, "obligation": None, "term": "workflow", "description": "d"}
    setup = {"form": "appraisal:BreachRecord", "given": given, "language": language}
    terminal = Terminal(tmp_path, setup, rows=30).at("5/5", typed, ENTER)
    terminal.see({"en": "What now?", "zh-Hans": "接下来", "zh-Hant": "接下來"}[language])
    assert terminal.kept["serious"] is meant


def test_a_mark_off_the_scale_is_refused_where_it_is_typed(tmp_path: Path) -> None:
    setup = {
        "form": "appraisal:Appraisal",
        "given": {"kind": "regular", "department": "SALES", "by_department": "TECH"},
        "world": {"marks": {"quality": [1, 5]}},
    }
    terminal = Terminal(tmp_path, setup).at("Quality of work", "6", ENTER).see("! must lie between 1 and 5")
    terminal.type("5", ENTER).at("Progress", "6", ENTER).see("Collaboration")  # of which no bounds are known
    assert (terminal.kept["quality"], terminal.kept["progress"]) == (5, 6)


def test_what_is_typed_after_a_refusal_replaces_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"given": {"title": "t"}})
    terminal.at("Requesting department", "nowhere", ENTER).see("! nowhere is no department").type("TECH", ENTER)
    terminal.see("Requester").type(BACK).see("> TECH")


def test_a_refused_text_of_several_lines_stays_and_one_key_clears_it(tmp_path: Path) -> None:
    given = {"title": "t", "requesting_department": "SALES", "requester": "li.na"}
    terminal = Terminal(tmp_path, {"given": given}).see("Background", "^U clear")
    terminal.type("one", NEW_LINE, "tw\u200eo", ENTER).see("! has the invisible character U+200E", "one")
    terminal.type(CLEAR, "three", ENTER).see("Objectives 1 > Statement")
    assert terminal.kept["background"] == "three"


INVOLVED: dict[str, Any] = {
    "title": "t",
    "requesting_department": "SALES",
    "requester": "li.na",
    "background": "b",
    "objectives": [{"statement": "s", "measure": "m"}],
}


def at_positions(folder: Path) -> Terminal:
    """A form about to ask for the positions of the first department involved."""
    return Terminal(folder, {"given": INVOLVED}).at("Departments involved 1 > Department", "TECH", ENTER)


@pytest.mark.parametrize("typed", ["开发工程师、测试工程师", "开发工程师，测试工程师", "开发工程师; 测试工程师；"])
def test_several_values_typed_at_once_become_several(tmp_path: Path, typed: str) -> None:
    terminal = at_positions(tmp_path).at("Positions 1", typed, ENTER).at("Positions 3", ENTER)
    terminal.see("Contribution")
    assert terminal.kept["departments"][0]["positions"] == ["开发工程师", "测试工程师"]


@pytest.mark.parametrize(("choice", "positions"), [("1", ["developer", "tester"]), ("2", ["developer, tester"])])
def test_a_comma_is_asked_about(tmp_path: Path, choice: str, positions: list[str]) -> None:
    terminal = at_positions(tmp_path).at("Positions 1", "developer, tester", ENTER)
    terminal.see("1  2 values: developer | tester", "2  one value: developer, tester").type(choice, ENTER)
    terminal.at(f"Positions {len(positions) + 1}", ENTER).see("Contribution")
    assert terminal.kept["departments"][0]["positions"] == positions


def test_back_from_the_question_about_a_comma_leads_to_what_was_typed(tmp_path: Path) -> None:
    terminal = at_positions(tmp_path).at("Positions 1", "developer, tester", ENTER)
    terminal.at("one value: developer, tester", BACK).see("> developer, tester").type(CLEAR, "lead", ENTER)
    terminal.at("Positions 2", ENTER).see("Contribution")
    assert terminal.kept["departments"][0]["positions"] == ["lead"]


def test_people_typed_at_once_are_read_one_by_one(tmp_path: Path) -> None:
    setup = {
        "form": "meeting:Meeting",
        "given": {"kind": "regular", "held_at": "2026-09-30T10:00+08:00", "chair": "li.na"},
    }
    terminal = Terminal(tmp_path, setup, rows=50).at("Place", ENTER).at("Attendees 1", "李娜, 王芳、li.wei", ENTER)
    terminal.see("Attendees 4")
    assert terminal.kept["attendees"] == ["li.na", "wang.fang", "li.wei"]
