"""Filling a form at a terminal: from the first question to the page before sending."""

from pathlib import Path
from typing import Any

from tests.intake.terminal import ALT_LEFT, BACK, CLEAR, DOWN, EDITOR, ENTER, NEW_LINE, Terminal

WHOLE: dict[str, Any] = {
    "title": "跨部門數據平台",
    "requesting_department": "SALES",
    "requester": "li.na",
    "background": "為了開拓新市場，\n需要统一的数据。",
    "objectives": [{"statement": "統一客戶資料", "measure": "重复率低于百分之一"}, {"statement": "提升效率"}],
    "departments": [
        {"department": "TECH", "positions": ["架構師", "测试"], "contribution": "建設平台"},
        {"department": "FIN"},
    ],
    "milestones": [
        {"name": "上线", "due_date": "2026-12-31"},
        {"name": "驗收", "due_date": "2027-01-31", "department": "TECH"},
    ],
    "risks": [{"category": "technical", "description": "資料品質", "likelihood": 3, "impact": 4}],
    "planned_cost": "12500.00",
    "planned_start_date": "2026-10-14",
    "planned_end_date": "2027-02-28",
}


def test_a_whole_request_form_in_chinese(tmp_path: Path) -> None:
    at = Terminal(tmp_path, {}, rows=60).at
    at("Title  1/12", "跨部門數據平台", ENTER)
    at("Requesting department  2/12", "销售", ENTER)
    at("Requester  3/12", "李娜", ENTER)
    at("Background  4/12", "為了開拓新市場，", NEW_LINE, "需要统一的数据。", ENTER)
    at("Objectives 1 > Statement", "統一客戶資料", ENTER)
    at("Objectives 1 > How it is measured", "重复率低于百分之一", ENTER)
    at("Objectives 2 > Statement", "提升效率", ENTER)
    at("Objectives 2 > How it is measured", ENTER)
    at("Objectives 3 > Statement", ENTER)
    at("Departments involved 1 > Department", "技術", ENTER)
    at("Departments involved 1 > Positions 1", "架構師", ENTER)
    at("Departments involved 1 > Positions 2", "测试", ENTER)
    at("Departments involved 1 > Positions 3", ENTER)
    at("Departments involved 1 > Contribution", "建設平台", ENTER)
    at("Departments involved 2 > Department", "fi", ENTER)
    at("Departments involved 2 > Positions 1", ENTER)
    at("Departments involved 2 > Contribution", ENTER)
    at("Departments involved 3 > Department", ENTER)
    at("Milestones 1 > Name", "上线", ENTER)
    at("Milestones 1 > Due date", "2026年12月31日", ENTER)
    at("Milestones 1 > Department", ENTER)
    at("Milestones 2 > Name", "驗收", ENTER)
    at("Milestones 2 > Due date", "2027-01-31", ENTER)
    at("Milestones 2 > Department", "t", ENTER)
    at("Milestones 3 > Name", ENTER)
    at("Risks 1 > Category", "t", ENTER)
    at("Risks 1 > Description", "資料品質", ENTER)
    at("Risks 1 > Likelihood", "３", ENTER)
    at("Risks 1 > Impact", "4", ENTER)
    at("Risks 2 > Category", ENTER)
    at("Planned cost", "12,500.00", ENTER)
    at("Planned start", "+2w", ENTER)
    terminal = at("Planned end", "2027/2/28", ENTER)
    assert "No risk foreseen" not in terminal.see("What now?").text
    assert terminal.type(ENTER).ended() == 0
    assert terminal.result == WHOLE
    assert terminal.kept == WHOLE | {
        "objectives": [WHOLE["objectives"][0], {"statement": "提升效率", "measure": None}],
        "departments": [WHOLE["departments"][0], {"department": "FIN", "positions": [], "contribution": None}],
        "milestones": [WHOLE["milestones"][0] | {"department": None}, WHOLE["milestones"][1]],
    }


def test_what_is_given_is_not_asked_and_comes_back(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"given": {**WHOLE, "occurred_on": "2026-09-29"}}, rows=60)
    assert terminal.at("What now?", ENTER).ended() == 0
    assert terminal.result == {**WHOLE, "occurred_on": "2026-09-29"}


def test_going_back_shows_the_answer_given_and_takes_another(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {})
    terminal.at("Title  1/12", "first", ENTER)
    terminal.at("Requesting department  2/12", BACK).see("Title  1/12", "> first")
    terminal.type("second", ENTER)  # the first key replaces the answer shown
    terminal.at("Requesting department  2/12", "tec", ALT_LEFT).see("Title  1/12", "> second")
    terminal.type(ENTER).see("Requesting department  2/12", "> tec")  # what stood half-typed is there again
    terminal.type(ENTER).see("Requester  3/12")
    assert terminal.kept["title"] == "second"
    assert terminal.kept["requesting_department"] == "TECH"


def test_going_back_over_the_items_of_a_list(tmp_path: Path) -> None:
    given = {name: value for name, value in WHOLE.items() if name != "milestones"}
    terminal = Terminal(tmp_path, {"given": given}, rows=60)
    terminal.at("Milestones 1 > Name", "a", ENTER).at("Milestones 1 > Due date", "+1", ENTER)
    terminal.at("Milestones 1 > Department", ENTER)
    terminal.at("Milestones 2 > Name", BACK).at("Milestones 1 > Department", BACK)
    terminal.see("Milestones 1 > Due date", "> 2026-10-01").type("+2", ENTER)
    terminal.at("Milestones 1 > Department", BACK).at("Milestones 1 > Due date", BACK)
    terminal.at("Milestones 1 > Name", BACK).at("Departments involved 3 > Department", ENTER)
    terminal.see("Milestones 1 > Name", "> a").type(CLEAR, ENTER)  # without its name, there is no such item
    terminal.at("Milestones 1 > Name", ENTER).at("What now?", ENTER)
    assert terminal.ended() == 0
    assert terminal.result == given


def test_wrong_answers_stay_in_the_question_with_what_is_the_matter(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"given": {"background": "b", "objectives": [], "departments": []}})
    terminal.at("Title  1/12", ENTER).see("! must be there")
    terminal.type("a\u202eb", ENTER).see(
        "! has the invisible character U+202E at position 2; take it out", "> a\ufffdb"
    )
    terminal.type(CLEAR, "t", ENTER)
    terminal.at("Requesting department", "SALE5", ENTER).see("! SALE5 is no department", "do you mean SALES 销售部?")
    terminal.type(CLEAR, "部", ENTER).see("! 部 may be SALES 销售部", "type on, or")
    terminal.type(DOWN, DOWN, ENTER).see("TECH 技術部", "Requester").type(ENTER)
    terminal.at("Milestones 1 > Name", "m", ENTER)
    terminal.at("Due date", "2026-02-30", ENTER).see("! cannot be read as a day", "> 2026-02-30")
    terminal.type(CLEAR, "today", ENTER).at("Milestones 1 > Department", ENTER).at("Milestones 2", ENTER)
    terminal.at("Risks 1", ENTER).at("No risk foreseen", "none", ENTER)
    terminal.at("Planned cost", "1,5", ENTER).see("! must be an amount in digits alone, like 12500.00")
    terminal.type(CLEAR, "1.555", ENTER).see("! has more than the 2 decimal places that CNY has")
    terminal.type(CLEAR, "15", ENTER).see("Planned start")
    assert terminal.kept["milestones"][0]["due_date"] == "2026-09-30"


def test_the_page_before_sending_changes_one_answer(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"given": WHOLE}, rows=60)
    terminal.at("What now?", "c", ENTER).at("Which answer?", "Planned c", ENTER)
    terminal.see("Planned cost  9/11", "> 12500.00").type("99", ENTER)
    terminal.at("99 CNY", "2", ENTER).at("Which answer?", "m", ENTER).at("add one", "2", ENTER)
    terminal.see("Milestones 2 > Name", "> 驗收").type(ENTER)
    terminal.at("Milestones 2 > Due date", "2027-02-01", ENTER).at("Milestones 2 > Department", ENTER)
    terminal.see("2. 驗收 · 2027-02-01 · TECH 技術部", "What now?").type("c", ENTER)
    terminal.at("Which answer?", "o", ENTER).at("add one", "3", ENTER)
    terminal.at("Objectives 3 > Statement", "o", ENTER).at("Objectives 3 > How it is measured", ENTER)
    terminal.at("Objectives 4 > Statement", ENTER).see("What now?", "3. o").type(BACK)
    terminal.see("Planned end", "> 2027-02-28").type(ENTER).at("What now?", ENTER)
    assert terminal.ended() == 0
    changed = {"planned_cost": "99", "objectives": [*WHOLE["objectives"], {"statement": "o"}]}
    moved = [WHOLE["milestones"][0], {"name": "驗收", "due_date": "2027-02-01", "department": "TECH"}]
    assert terminal.result == WHOLE | changed | {"milestones": moved}


def test_a_longer_text_in_the_editor(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text(
        '#!/bin/sh\nstat -c %a "$1" > "$0.mode"\necho "$1" > "$0.file"\nprintf "第一\\n第二\\n" >> "$1"\necho noise\n'
    )
    editor.chmod(0o700)
    given = {"title": "t", "requesting_department": "SALES", "requester": "li.na"}
    terminal = Terminal(tmp_path, {"given": given}, EDITOR=f"'{editor}'", VISUAL="")
    terminal.at("Background", "before", EDITOR).see("> before", "  第二").type(ENTER).at("Objectives", "\x03")
    assert terminal.ended() == 130
    assert terminal.kept["background"] == "before\n第一\n第二"
    assert terminal.result_in.read_text() == ""
    assert (tmp_path / "editor.mode").read_text() == "600\n"
    assert not Path((tmp_path / "editor.file").read_text().strip()).exists()


def test_an_editor_that_does_not_work_loses_nothing(tmp_path: Path) -> None:
    given = {"title": "t", "requesting_department": "SALES", "requester": "li.na"}
    terminal = Terminal(tmp_path, {"given": given}, EDITOR="/does/not/exist", VISUAL="")
    terminal.at("Background", "before", EDITOR).see("! the editor did not work", "> before").type(" after", ENTER)
    terminal.see("Objectives")
    assert terminal.kept["background"] == "before after"
