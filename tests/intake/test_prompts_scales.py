"""Scores at the prompts: steps of the policy's scales, chosen by the policy's own words or by their numbers (5.2.1)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosspolicy.forms.risk import Risk, RiskReview, Treatment
from crosspolicy.intake.fields import fields_of
from crosspolicy.intake.prompts.naming import offered
from crosspolicy.intake.prompts.questions import questions
from crosspolicy.intake.prompts.sheets import sheet_for
from tests.intake.filling import world
from tests.intake.terminal import ENTER, LEAVE, Terminal

SCALES = {"likelihood": ["罕見", "可能", "幾乎確定"], "impact": ["slight", "grave", "ruinous"]}
REVIEWING: dict[str, Any] = {"form": "risk:RiskReview", "world": {"scales": SCALES}}


def test_every_score_of_the_register_names_its_scale() -> None:
    scales = {f.name: f.scale for form in (Risk, Treatment, RiskReview) for f in fields_of(form) if f.scale}
    assert scales == {
        "likelihood": "likelihood",
        "impact": "impact",
        "residual_likelihood": "likelihood",
        "residual_impact": "impact",
    }


@pytest.mark.clause("5.2.1")
def test_a_score_is_chosen_by_its_number_or_its_name(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, REVIEWING)
    terminal.see("Likelihood", "> 1  罕見", "2  可能", "3  幾乎確定").type("3").see("> 3  幾乎確定").type(ENTER)
    terminal.see("Impact", "1  slight").type("g").see("> 2  grave").type(ENTER)
    terminal.see("3 幾乎確定", "2 grave").at("Probability in percent", LEAVE)
    assert terminal.ended() == 130
    assert {name: terminal.kept[name] for name in ("likelihood", "impact")} == {"likelihood": 3, "impact": 2}


def test_a_score_given_before_is_pointed_at_and_a_wide_digit_is_a_digit(tmp_path: Path) -> None:
    suggested = {"likelihood": 2, "impact": 3}
    terminal = Terminal(tmp_path, REVIEWING | {"world": {"scales": SCALES, "suggested": suggested}})
    terminal.see("Likelihood", "> 2  可能").type(ENTER).see("Impact", "> 3  ruinous").type("１").see("> 1  slight")
    terminal.type(ENTER).at("Probability in percent", LEAVE)
    assert terminal.ended() == 130
    assert {name: terminal.kept[name] for name in suggested} == {"likelihood": 2, "impact": 1}


def test_a_score_on_a_terminal_that_cannot_move_its_cursor(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, REVIEWING, term="dumb", rows=100)
    terminal.at("3  幾乎確定", "4\n").see("! 4 is none of these: 罕見, 可能, 幾乎確定").type("幾乎\n")
    terminal.at("2  grave", "２\n").at("Probability in percent", "\x03")
    assert terminal.ended() == 130
    assert {name: terminal.kept[name] for name in ("likelihood", "impact")} == {"likelihood": 3, "impact": 2}


def test_without_scales_a_score_is_typed(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"form": "risk:RiskReview"})
    terminal.at("Likelihood", "7", ENTER).see("! must be 6 or less").type("\x7f4", ENTER).at("Impact", LEAVE)
    assert terminal.ended() == 130
    assert terminal.kept["likelihood"] == 4


@pytest.mark.clause("5.3.3")
def test_why_a_field_is_asked_for_is_the_worlds_to_say() -> None:
    """A contingency plan is asked for where the risk is high; of any other it may be stated."""

    def note(likelihood: int) -> str:
        answers = {"likelihood": likelihood}
        question = next(q for q in questions(Risk, answers) if q.path == ("contingency", "trigger"))
        known = replace(world({}), asked_for=lambda gate, said: f"{gate} is due" if said["likelihood"] > 2 else "")
        return sheet_for(question, form=Risk, answers=answers, default=None, half="", note="", world=known).note

    assert note(3).endswith("contingency is due")
    assert note(2).endswith("optional")


def test_people_of_the_requests_departments_are_offered_first() -> None:
    known = replace(world({}), parties=("FIN",))
    assert [candidate.code for candidate in offered("person", known, (), "")] == ["wang.fang", "li.na", "li.wei"]
