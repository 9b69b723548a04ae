"""What somebody sees at the prompts: widths, alignment, foreign text, choices, faults, plain terminals."""

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.intake.terminal import BACK, DOWN, ENTER, LEAVE, Terminal

LONG = "跨部門數據平台與客戶關係管理系統的統一建設以及后续的长期运营维护工作安排"
GIVEN: dict[str, Any] = {
    "title": LONG,
    "requesting_department": "SALES",
    "requester": "li.na",
    "background": f"{LONG}\n[red]紅[/red] and [/]",
    "objectives": [{"statement": "s"}],
    "departments": [{"department": "FIN"}],
    "milestones": [{"name": "上线", "due_date": "2026-12-31"}],
    "risks": [{"category": "legal", "description": "d"}],
    "planned_cost": "1",
    "planned_start_date": "2026-10-01",
}


def column_of(line: str, text: str) -> int:
    """Return in which cell a text begins."""
    return cell_len(line[: line.index(text)])


@pytest.mark.parametrize("columns", [80, 60, 34])
def test_answers_stand_in_one_column_and_long_ones_are_cut(tmp_path: Path, columns: int) -> None:
    terminal = Terminal(tmp_path, {"given": GIVEN}, columns=columns).see("Planned end", "keep and leave")
    title, department = (next(line for line in terminal.lines if line.startswith(f"  {t}")) for t in ("Ti", "Req"))
    assert column_of(title, "跨") == column_of(department, "SALES")
    assert title.endswith("…")
    assert all(cell_len(line) <= columns for line in terminal.lines)
    keys = terminal.text[terminal.text.rindex("Enter next") :].replace("\n", "  ")
    assert keys.split("  ")[:3] == ["Enter next", "^B/Alt-Left back", "^C keep and leave"]


@pytest.mark.parametrize("columns", [80, 60])
def test_the_page_before_sending_folds_and_shows_everything(tmp_path: Path, columns: int) -> None:
    given = {**GIVEN, "planned_end_date": None}
    terminal = Terminal(tmp_path, {"given": given}, columns=columns, rows=60).see("What now?")
    page = terminal.lines[terminal.lines.index("New request", 1) : terminal.lines.index("What now?")]
    first, end = (next(i for i, line in enumerate(page) if line.startswith(f"  {t}")) for t in ("Title", "Requesting"))
    column = column_of(page[first], LONG[0])
    assert all(line.startswith(" " * column) for line in page[first + 1 : end])
    assert "".join(page[first:end]).replace("Title", "").replace(" ", "") == LONG
    assert any("[red]紅[/red] and [/]" in line for line in page)
    assert all(cell_len(line) <= columns for line in page)


def test_foreign_text_never_steers_the_terminal(tmp_path: Path) -> None:
    given = {**GIVEN, "title": "\x1b[31m\x9b2Jred\u202e", "planned_end_date": None}
    terminal = Terminal(tmp_path, {"given": given}, rows=60)
    terminal.see("Title: has the invisible character U+001B at position 1", r"\u001b[31m\u009b2Jred\u202e")
    terminal.see("Title  1/11", "\ufffd[31m\ufffd2Jred\ufffd").type("mended", ENTER).at("What now?", ENTER)
    assert terminal.ended() == 0
    assert terminal.result["title"] == "mended"


def test_a_choice_by_number_by_letters_by_arrow(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"form": "request:Review"})
    terminal.at("Strategic fit", "2", ENTER).see("partial").at("Why (strategic fit)", "w", ENTER)
    terminal.at("Resources", "ins", ENTER).see("insufficient").at("Why (resources)", "w", ENTER)
    terminal.at("Necessity", DOWN, ENTER).see("desirable").at("Why (necessity)", "w", ENTER)
    terminal.at("Feasibility", ENTER).at("Why (feasibility)", "w", ENTER)
    terminal.at("Outcome", "r", ENTER).see("r may be return for revision (return), reject")
    terminal.type("ret", ENTER).see("return for revision (return)").at("Comment", BACK)
    terminal.see("> 2  return for revision (return)").type("rej", ENTER)
    terminal.see("  reject", "Comment  10/11")
    assert terminal.kept["outcome"] == "reject"


def test_several_of_a_list_are_ticked(tmp_path: Path) -> None:
    given = {"login": "a", "name": "b", "department": "FIN", "position": "p", "email": "e", "os_user": "o"}
    terminal = Terminal(tmp_path, {"form": "organisation:Person", "given": given})
    terminal.at("Roles", "13").see("● 1  management", "○ 2  coordinator", "● 3  signatory").type(ENTER)
    terminal.at("What now?", ENTER)
    assert terminal.ended() == 0
    assert terminal.result["roles"] == ["management", "signatory"]


def test_only_the_questions_of_its_kind_are_asked(tmp_path: Path) -> None:
    setup = {"form": "meeting:Meeting", "world": {"parties": ["TECH", "FIN"]}}
    terminal = Terminal(tmp_path, setup)
    terminal.at("Kind", "a", ENTER).at("Held at", "14:00", ENTER).at("Place", ENTER).at("Chair", "wang", ENTER)
    terminal.at("Attendees 1", ENTER).see("! must be there").type("li.n", ENTER)
    terminal.see("Attendees 2", "li.wei").type(ENTER)
    assert "li.na  " not in terminal.see("Absentees 1").type(ENTER).see("Problem  7/12").text
    terminal.type(ENTER).see("! must be there").type("p", ENTER).at("Solution", ENTER)
    terminal.see("Responsible department", "TECH", "FIN")
    assert " SALES" not in terminal.text  # no party, and not offered before it is typed
    terminal.type("sal", ENTER).at("Issue", ENTER).at("Decisions 1", "d", ENTER).at("Decisions 2", ENTER)
    terminal.at("Action items 1", ENTER).at("What now?", ENTER)
    assert terminal.ended() == 0
    assert terminal.result["held_at"] == "2026-09-30T14:00+08:00"
    assert terminal.result["responsible_department"] == "SALES"


def test_what_is_suggested_is_taken_with_enter_or_declined(tmp_path: Path) -> None:
    nodes = [{"name": name, "due_date": f"2026-12-0{day}"} for day, name in enumerate("abc", 1)]
    given = {"rights_and_obligations": [], "workflow": "w", "communication_mechanism": "c"}
    setup = {"form": "agreement:Agreement", "given": given, "world": {"suggested": {"time_nodes": nodes}}}
    terminal = Terminal(tmp_path, setup)
    terminal.see("Time nodes 1 > Name", "> a").type(ENTER).see("Time nodes 1 > Due date", "> 2026-12-01").type(ENTER)
    terminal.see("Time nodes 2 > Name", "> b").type("\x7f", ENTER)
    terminal.see("Time nodes 2 > Name", "> c").type(ENTER).at("Time nodes 2 > Due date", "+1", ENTER)
    terminal.at("Time nodes 3 > Name", ENTER).see("Assessment standards")
    assert terminal.kept["time_nodes"] == [nodes[0], {"name": "c", "due_date": "2026-10-01"}]


def test_faults_found_later_lead_to_their_questions(tmp_path: Path) -> None:
    given = {**GIVEN, "planned_end_date": "2026-09-01"}
    faults = [["planned_end_date", "lies before the planned start"], ["milestones.1.due_date", "is too late"]]
    terminal = Terminal(tmp_path, {"given": given, "faults": faults}, rows=60)
    terminal.see("2 answers must be mended", "Planned end: lies before", "Milestones 1 > Due date: is too late")
    terminal.see("Planned end  11/11", "> 2026-09-01").type("+60", ENTER)
    terminal.see("Milestones 1 > Due date  7/11").type("+50", ENTER).at("What now?", ENTER)
    assert terminal.ended() == 0
    assert terminal.result["milestones"][0]["due_date"] == "2026-11-19"


def test_what_no_question_can_mend_is_refused_at_once(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"given": {"titel": "t", "milestones": [{"nam": "m"}], "occurred_on": "x"}})
    assert terminal.ended() == 3
    assert "titel is no field of this form; do you mean title?" in terminal.text
    assert "milestones.1.nam is no field" in terminal.text
    assert "occurred_on cannot be read as a day" in terminal.text
    assert "milestones.1.name" not in terminal.text


def test_a_terminal_that_cannot_move_its_cursor(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"form": "request:Review"}, term="dumb", rows=100)
    terminal.at("Strategic fit", "9\n").see("! 9 is none of these: strong, partial, weak").type("par\n")
    terminal.at("Why (strategic fit)", "半\n").at("Resources", "<\n").see("[半] >").type("\n")
    terminal.at("3  insufficient", "\x03")
    assert terminal.ended() == 130
    assert "\x1b" not in terminal.text
    assert terminal.kept == {"strategic_fit": "partial", "strategic_fit_reason": "半"}


def test_a_small_window_still_shows_the_question(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"given": {"title": "t"}}, columns=30, rows=8)
    terminal.see("Requesting department").type("tech", ENTER)
    terminal.at("Requester", ENTER).at("Background", "字" * 300).see("Background", "字").type(LEAVE)
    assert terminal.ended() == 130
    assert terminal.kept["_half"]["text"] == "字" * 300
