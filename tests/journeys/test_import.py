"""Somebody who never saw the documentation fills in what ``import --template`` printed, and imports it."""

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.journeys.books import DAY, Books
from tests.support.imports import Quick, command_server

LANGUAGES = ("en", "zh-Hans")
TECHNICAL = {"en": "technical", "zh-Hans": "技术风险"}
TITLE = {"en": "Title *", "zh-Hans": "标题 *"}
KIOSK: dict[str, Any] = {
    "title": "Lantern rental kiosk 燈籠租借亭",
    "requesting_department": "SALES",
    "requester": "li.na",
    "background": "Festival visitors ask to rent.\nThey do not want to buy.",
    "planned_cost": "250000.50",
    "planned_start_date": None,
    "planned_end_date": "2026-12-31",
    "objectives": [{"statement": "Two kiosks open", "measure": "kiosks open"}, {"statement": "Ninety rentals a week"}],
    "departments": [
        {"department": "SALES", "positions": []},
        {"department": "IT", "positions": ["Developer", "Tester"], "contribution": "the booking system"},
        {"department": "FIN", "positions": ["Controller"]},
    ],
    "milestones": [
        {"name": "Pilot", "due_date": "2026-11-20", "department": "IT", "planned_date": "2026-11-20"},
        {"name": "Both open", "due_date": "2026-12-18", "department": "SALES", "planned_date": "2026-12-18"},
    ],
    "risks": [{"category": "technical", "description": "The scanner", "likelihood": 3}],
}
"""What the book must say of the request that is filled in."""


@pytest.fixture(scope="module")
def server() -> Iterator["subprocess.Popen[str]"]:
    """Return the process that runs the commands of this module."""
    with command_server() as running:
        yield running


@pytest.fixture(params=LANGUAGES)
def cli(request: pytest.FixtureRequest, books: Books, tmp_path: Path, server: "subprocess.Popen[str]") -> Quick:
    """Return the command, in English and in Chinese, on a book in which there is no request yet."""
    cli = Quick(tmp_path, server, now=DAY)
    cli.language = request.param
    shutil.copy(books.original("founded"), cli.book)
    return cli


def blank(cli: Quick, name: str) -> Path:
    """Have a blank file printed, and return it."""
    path = cli.folder / name
    assert cli.ok("import", "--template", "request", "--output", name, plain=True).out == ""
    return path


def assert_there(cli: Quick, code: str = "CB-2026-0001") -> None:
    """Hold that the request is in the book as it was filled in."""
    shown = cli.look("request", "show", code)
    assert {name: shown[name] for name in KIOSK} == KIOSK
    assert shown["stage"] == "submitted"


# A workbook


class Filling:
    """A workbook in front of somebody who fills it in: sheets by name, columns by the names in the second row."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self._rows: dict[str, int] = {}

    def row(self, sheet: str, **cells: object) -> None:
        """Fill in the next row of a sheet."""
        number = self._rows[sheet] = self._rows.get(sheet, 2) + 1
        for name, value in cells.items():
            self.cell(sheet, number, name).value = value

    def cell(self, sheet: str, row: int, name: str) -> Any:
        """Return the cell under a field's name."""
        names = [cell.value for cell in self.book[sheet][2]]
        return self.book[sheet].cell(row, names.index(name) + 1)

    def offered(self, sheet: str, name: str) -> list[str]:
        """Return what the drop-down list of a column offers."""
        letter = self.cell(sheet, 3, name).column_letter
        for validation in self.book[sheet].data_validations.dataValidation:
            if str(validation.sqref).startswith(f"{letter}3:"):
                place = validation.formula1.partition("!")[2].replace("$", "")
                return [cell.value for (cell,) in self.book["_lists"][place]]
        return []

    def chosen(self, sheet: str, name: str, beginning: str) -> str:
        """Choose from the drop-down list of a column."""
        (choice,) = [choice for choice in self.offered(sheet, name) if choice.startswith(beginning)]
        return choice

    def save(self) -> None:
        """Save the workbook."""
        self.book.save(self.path)


def filled(path: Path, technical: str) -> Filling:
    """Fill a workbook in: numbers as numbers, dates as dates, choices from the lists; and delete a column."""
    sheets = Filling(path)
    sheets.row(
        "request.submitted",
        external_id=1,
        title=KIOSK["title"],
        requesting_department=sheets.chosen("request.submitted", "requesting_department", "SALES"),
        background=KIOSK["background"],
        planned_cost=250000.5,
        planned_end_date=date(2026, 12, 31),
        actor=sheets.chosen("request.submitted", "actor", "li.na"),
    )
    sheets.book["request.submitted"].delete_cols(sheets.cell("request.submitted", 2, "planned_start_date").column)
    sheets.row("objectives", external_id=1, statement="Two kiosks open", measure="kiosks open")
    sheets.row("objectives", external_id=1, statement="Ninety rentals a week")
    department = sheets.chosen("departments", "department", "IT")
    sheets.row(
        "departments", external_id=1, department=department, positions="Developer; Tester",
        contribution="the booking system",
    )  # fmt: skip
    sheets.row("departments", external_id=1, department="FIN", positions="Controller")
    sheets.row("milestones", external_id=1, name="Pilot", due_date=datetime(2026, 11, 20), department=department)
    sheets.row("milestones", external_id=1, name="Both open", due_date="2026-12-18")
    category = sheets.chosen("risks", "category", technical)
    sheets.row("risks", external_id=1, category=category, description="The scanner", likelihood=3)
    sheets.save()
    return sheets


def test_a_workbook_is_filled_in_and_imported_without_a_word(cli):
    path = blank(cli, "requests.xlsx")
    filled(path, TECHNICAL[cli.language])
    assert cli.ok("import", path.name).json["new"] == 1
    assert_there(cli)
    assert cli.ok("import", path.name).json["unchanged"] == 1
    cli.assert_sound()


def test_what_was_filled_in_wrongly_is_told_by_cell_and_mended_at_the_second_try(cli):
    sheets = filled(blank(cli, "requests.xlsx"), TECHNICAL[cli.language])
    sheets.row(
        "request.submitted", external_id=2, title=None, requesting_department="MARS", background="b", actor="li.na"
    )
    sheets.cell("milestones", 3, "due_date").value = "20 Nov"
    sheets.cell("risks", 3, "category").value = "bad luck"
    sheets.cell("risks", 3, "likelihood").value = 9
    sheets.save()
    answer = cli.run("import", sheets.path.name)
    assert answer.code == 3
    found = [(e["sheet"], e["row"], e["column"], e["value"]) for e in answer.json["errors"]]
    assert found == [
        ("milestones", 3, "due_date", "20 Nov"),
        ("risks", 3, "category", "bad luck"),
        ("risks", 3, "likelihood", "9"),
        ("request.submitted", 4, "title", ""),
        ("request.submitted", 4, "requesting_department", "MARS"),
        ("request.submitted", 4, "", ""),
        ("request.submitted", 4, "", ""),
    ]
    assert all(e["message"] for e in answer.json["errors"])
    lacks = answer.json["errors"][-1]["message"]
    assert all(name in lacks for name in ("objectives", "departments", "milestones", "risks"))
    sheets.cell("milestones", 3, "due_date").value = date(2026, 11, 20)
    sheets.cell("risks", 3, "category").value = sheets.chosen("risks", "category", TECHNICAL[cli.language])
    sheets.cell("risks", 3, "likelihood").value = 3
    sheets.book["request.submitted"].delete_rows(4)
    sheets.save()
    assert cli.ok("import", sheets.path.name).json["new"] == 1
    assert_there(cli)


CHOICES = {"en": ("business risk", "legal"), "zh-Hans": ("业务风险", "legal")}


def test_a_choice_is_taken_as_the_list_offers_it_and_as_a_fault_names_it(cli):
    label, code = CHOICES[cli.language]
    sheets = filled(blank(cli, "requests.xlsx"), TECHNICAL[cli.language])
    sheets.row("risks", external_id=1, category="bad luck", description="a")
    sheets.row("risks", external_id=1, category=code, description="b")
    sheets.save()
    message = cli.run("import", sheets.path.name).json["errors"][0]["message"]
    assert f"{label} (business)" in message
    assert f"({code})" in message
    assert label in sheets.offered("risks", "category")
    sheets.cell("risks", 4, "category").value = label
    sheets.cell("risks", 5, "category").value = next(c for c in re.split("[,、:：一] *", message) if f"({code})" in c)
    sheets.save()
    assert cli.ok("import", sheets.path.name).json["new"] == 1
    risks = cli.look("request", "show", "CB-2026-0001")["risks"]
    assert [risk["category"] for risk in risks] == ["technical", "business", "legal"]


# A table and a list


def test_a_table_is_filled_in_and_imported_without_a_word(cli):
    path = blank(cli, "requests.csv")
    with path.open(newline="", encoding="utf-8-sig") as file:
        headings, names = csv.reader(file)
    assert (headings[1], names[1]) == (TITLE[cli.language], "title")
    cells = {
        **{name: KIOSK[name] for name in ("title", "requesting_department", "background", "planned_cost")},
        **{"planned_end_date": "2026-12-31", "actor": "li.na"},
        **{"objectives.1.statement": "Two kiosks open", "objectives.1.measure": "kiosks open"},
        **{"objectives.2.statement": "Ninety rentals a week"},
        **{"departments.1.department": "IT", "departments.1.positions": "Developer；Tester"},
        **{"departments.1.contribution": "the booking system"},
        **{"departments.2.department": "FIN", "departments.2.positions": "Controller"},
        **{"milestones.1.name": "Pilot", "milestones.1.due_date": "2026-11-20", "milestones.1.department": "IT"},
        **{"milestones.2.name": "Both open", "milestones.2.due_date": "2026-12-18"},
        **{
            "risks.2.category": TECHNICAL[cli.language],
            "risks.2.description": "The scanner",
            "risks.2.likelihood": "3",
        },
    }
    with path.open("a", newline="", encoding="utf-8") as file:
        csv.DictWriter(file, names).writerow(cells)
    assert cli.ok("import", path.name).json["new"] == 1
    assert_there(cli)


FILLED = """
external_id: 1
actor: li.na
title: Lantern rental kiosk 燈籠租借亭
requesting_department: SALES
background: |
      Festival visitors ask to rent.
      They do not want to buy.
planned_cost: 250000.50
planned_end_date: 2026-12-31
objectives:
      - statement: Two kiosks open
        measure: kiosks open
      - Ninety rentals a week
departments:
      - department: IT
        positions: [Developer, Tester]
        contribution: the booking system
      - {department: FIN, positions: [Controller]}
milestones:
      - {name: Pilot, due_date: 2026-11-20, department: IT}
      - {name: Both open, due_date: 2026-12-18}
risks:
      - category: technical
        description: The scanner
        likelihood: 3
"""
"""What is typed behind each key of the blank list, and below it."""


def test_a_list_is_filled_in_and_imported_without_a_word(cli):
    path = blank(cli, "requests.yaml")
    text = path.read_text("utf-8")
    for filled_in in re.split(r"\n(?=\w)", FILLED.strip()):
        name = filled_in.partition(":")[0]
        text, count = re.subn(rf"(?m)^( +){name}:( *#.*)?$", rf"\1{filled_in}", text)
        assert count == 1, name
    path.write_text(text, "utf-8")
    assert cli.ok("import", path.name).json["new"] == 1
    assert_there(cli)


# Night by night


FOREIGN = "Nr;Project;Owner;Touches;Budget (T);Until\n"
NIGHTS = (
    "1;Kiosk;Sales dept.;IT;250;31.12.2026\n2;Booth;Sales dept.;FIN;20;30.11.2026\n",
    "1;Kiosk;Sales dept.;IT;250;31.12.2026\n2;Booth;Sales dept.;FIN;20;30.11.2026\n"
    "3;Stall;Moon dept.;IT;1;30.11.2026\n4;Tent;Sales dept.;IT;1,5;31.11.2026\n",
)
MAPPING = """
act: request.drafted
source: old system
columns:
  external_id: Nr
  title: Project
  requesting_department: {column: Owner, values: owners}
  departments.1.department: Touches
  planned_cost: {column: "Budget (T)", factor: 1000, round: 2}
  planned_end_date: {column: Until, date: "%d.%m.%Y"}
values:
  owners: {Sales dept.: SALES}
"""


def test_a_table_of_another_system_comes_in_night_by_night(cli):
    (cli.folder / "projects.yaml").write_text(MAPPING, "utf-8")
    table = cli.folder / "projects.csv"
    night = ("import", "projects.csv", "--mapping", "projects.yaml", "--set", "actor=li.na", "--keep-good")
    table.write_text(FOREIGN + NIGHTS[0], "utf-8")
    assert cli.ok(*night).json["new"] == 2
    table.write_text(FOREIGN + NIGHTS[1], "utf-8")
    answer = cli.run(*night)
    assert (answer.code, answer.json["unchanged"], answer.json["rejected"]) == (3, 2, 2)
    assert [(e["row"], e["column"], e["value"]) for e in answer.json["errors"]] == [
        (4, "Owner", "Moon dept."),
        (5, "Budget (T)", "1,5"),
        (5, "Until", "31.11.2026"),
    ]
    aside = cli.folder / "projects.rejected.csv"
    mended = aside.read_text("utf-8-sig").replace("Moon dept.,", "Sales dept.,", 1)
    aside.write_text(mended.replace('"1,5"', "1.5", 1).replace("31.11.2026", "30.11.2026", 1), "utf-8")
    answer = cli.ok("import", aside.name, *night[2:])
    assert (answer.json["new"], answer.json["rejected"]) == (2, 0)
    listed = [(row["code"], row["title"]) for row in cli.look("request", "list")]
    assert listed == [(f"CB-2026-000{n}", name) for n, name in enumerate(("Kiosk", "Booth", "Stall", "Tent"), 1)]
    table.write_text(table.read_text("utf-8").replace("Moon", "Sales").replace("1,5;31", "1.5;30"), "utf-8")
    assert cli.ok(*night).json["unchanged"] == 4
    assert cli.look("request", "show", "CB-2026-0004")["planned_cost"] == "1500.00"
    cli.assert_sound()
