"""``import --keep-good``: what is put aside looks as the file did that it came from, and comes in again once mended."""

import csv
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

WHY = {"en": ("Why it was rejected", "What to do about it"), "zh-Hans": ("未通过的原因", "处理办法")}
RECORDS = "request.submitted"
LISTS = ("objectives", "departments", "milestones", "risks")


@pytest.fixture(scope="module")
def server() -> Iterator["subprocess.Popen[str]"]:
    """Return the process that runs the commands of this module."""
    with command_server() as running:
        yield running


@pytest.fixture(params=["en", "zh-Hans"])
def cli(request: pytest.FixtureRequest, books: Books, tmp_path: Path, server: "subprocess.Popen[str]") -> Quick:
    """Return the command, in English and in Chinese, on a book in which there is no request yet."""
    cli = Quick(tmp_path, server, now=DAY)
    cli.language = request.param
    shutil.copy(books.original("founded"), cli.book)
    return cli


def told(cli: Quick, en: str, zh: str) -> str:
    """Return the text of the language that is spoken."""
    return {"en": en, "zh-Hans": zh}[cli.language]


# Workbooks


class Sheets:
    """A workbook with field names in the second row of each sheet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def add(self, sheet: str, **cells: Any) -> None:
        """Fill in the next row of a sheet."""
        self.book[sheet].append([cells.get(str(cell.value)) for cell in self.book[sheet][2]])

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """Return the rows below the names, by name; of each what is not empty."""
        names = [cell.value for cell in self.book[sheet][2]]
        found = self.book[sheet].iter_rows(min_row=3, values_only=True)
        return [{n: c for n, c in zip(names, row, strict=True) if c is not None} for row in found]

    def cell(self, sheet: str, row: int, name: str) -> Any:
        """Return the cell under a name."""
        return self.book[sheet].cell(row, [cell.value for cell in self.book[sheet][2]].index(name) + 1)

    def save(self) -> None:
        """Save the workbook."""
        self.book.save(self.path)


def filled(cli: Quick) -> Sheets:
    """Fill in a blank workbook: requests 1 and 3 are right, 2 has a milestone and a risk that are not, 4 no title."""
    cli.ok("import", "--template", "request", "--output", "kiosks.xlsx", plain=True)
    sheets = Sheets(cli.folder / "kiosks.xlsx")
    for number in (1, 2, 3, 4):
        sheets.add(
            RECORDS, external_id=number, title=f"Kiosk {number}" if number < 4 else None, actor="li.na",
            requesting_department="SALES", background="People ask.", planned_end_date=date(2026, 12, 31),
        )  # fmt: skip
        sheets.add("objectives", external_id=number, statement="Open")
        sheets.add("departments", external_id=number, department="IT", positions="Clerk; Tester")
        sheets.add("milestones", external_id=number, name="Pilot", due_date=date(2026, 11, 20))
        category = "luck" if number == 2 else "market"
        sheets.add("risks", external_id=number, category=category, description="Rain", likelihood=2)
    sheets.add("milestones", external_id=2, name="Both open", due_date="5 June")
    sheets.save()
    return sheets


def test_a_rejected_workbook_is_as_the_blank_one_was_with_reasons_at_the_end(cli):
    source = filled(cli)
    answer = cli.run("import", "kiosks.xlsx", "--keep-good")
    assert [answer.json[name] for name in ("new", "rejected", "rejected_files")] == [2, 2, ["kiosks.rejected.xlsx"]]
    aside = Sheets(cli.folder / "kiosks.rejected.xlsx")
    assert aside.book.sheetnames == source.book.sheetnames
    for name in (RECORDS, *LISTS):
        before, after = source.book[name], aside.book[name]
        for row, more in ((1, WHY[cli.language]), (2, ("rejected.reason", "rejected.remedy"))):
            assert [cell.value for cell in after[row]] == [*(cell.value for cell in before[row]), *more]
        assert _validations(after) == _validations(before) != {}
        assert after.freeze_panes == before.freeze_panes == "A3"
        for letter, dimension in before.column_dimensions.items():
            kept = after.column_dimensions[letter]
            assert (kept.width, kept.number_format) == (dimension.width, dimension.number_format)
    for before, after in zip(source.book.worksheets[5:], aside.book.worksheets[5:], strict=True):
        assert list(after.values) == list(before.values)
        assert after.sheet_state == before.sheet_state


def _validations(sheet: Any) -> dict[str, tuple[Any, ...]]:
    found = sheet.data_validations.dataValidation
    names = ("type", "formula1", "promptTitle", "prompt", "error", "errorStyle", "showInputMessage", "allowBlank")
    return {str(validation.sqref): tuple(getattr(validation, name) for name in names) for validation in found}


def test_each_reason_stands_beside_its_own_row_and_cites_both_files(cli):
    filled(cli)
    cli.run("import", "kiosks.xlsx", "--keep-good")
    aside = Sheets(cli.folder / "kiosks.rejected.xlsx")
    second, fourth = (row["rejected.reason"] for row in aside.rows(RECORDS))
    assert second == told(
        cli,
        "row 3 (row 4 of kiosks.xlsx): milestones, row 4 (row 7 of kiosks.xlsx): what is wrong stands there;"
        " risks, row 3 (row 4 of kiosks.xlsx): what is wrong stands there",
        "第 3 行（kiosks.xlsx 第 4 行）：milestones 第 4 行（kiosks.xlsx 第 7 行）：问题写在该行；"
        "risks 第 3 行（kiosks.xlsx 第 4 行）：问题写在该行",
    )
    assert fourth == told(
        cli,
        "row 4 (row 6 of kiosks.xlsx): title: must be there",
        "第 4 行（kiosks.xlsx 第 6 行）：标题（title）：必须填写",
    )
    marked = [
        (sheet.title, cell.coordinate)
        for sheet in aside.book
        for row in sheet.iter_rows(min_row=3)
        for cell in row
        if cell.fill.start_color.rgb == "00F8CBAD"
    ]
    assert marked == [("request.submitted", "B4"), ("milestones", "C4"), ("risks", "B3")]
    pilot, both, of_the_fourth = aside.rows("milestones")
    assert (both["name"], both["external_id"]) == ("Both open", 2)
    assert both["rejected.reason"].startswith(
        told(
            cli,
            "row 4 (row 7 of kiosks.xlsx): due_date: cannot be read as a day",
            "第 4 行（kiosks.xlsx 第 7 行）：期限（due_date）：",
        )
    )
    assert "rejected.reason" not in pilot | of_the_fourth
    assert ["rejected.reason" in row for row in aside.rows("risks")] == [True, False]
    assert aside.rows(RECORDS)[0]["rejected.remedy"] == told(cli, "Mend that row.", "请更正该行。")


def test_a_rejected_workbook_comes_in_as_it_is_once_it_is_mended(cli):
    filled(cli)
    cli.run("import", "kiosks.xlsx", "--keep-good")
    again = cli.run("import", "kiosks.rejected.xlsx")
    assert [(e["row"], e["column"]) for e in again.json["errors"]] == [
        (4, "due_date"), (3, "category"), (4, "title"),
    ]  # fmt: skip
    aside = Sheets(cli.folder / "kiosks.rejected.xlsx")
    aside.cell(RECORDS, 4, "title").value = "Kiosk 4"
    aside.cell("risks", 3, "category").value = "legal"
    aside.save()
    answer = cli.run("import", "kiosks.rejected.xlsx", "--keep-good")
    assert (answer.json["new"], answer.json["rejected"]) == (1, 1)
    rest = Sheets(cli.folder / "kiosks.rejected.rejected.xlsx")  # what is rejected once more has one set of reasons
    assert [cell.value for cell in rest.book["milestones"][2]].count("rejected.reason") == 1
    assert rest.rows("risks") == [{"external_id": 2, "category": "legal", "description": "Rain", "likelihood": 2}]
    rest.cell("milestones", 4, "due_date").value = datetime(2026, 12, 18)
    rest.save()
    assert cli.ok("import", "kiosks.rejected.rejected.xlsx").json["new"] == 1
    assert cli.look("request", "show", "CB-2026-0004")["milestones"][1]["due_date"] == "2026-12-18"
    titles = [row["title"] for row in cli.look("request", "list")]
    assert titles == ["Kiosk 1", "Kiosk 3", "Kiosk 4", "Kiosk 2"]
    cli.assert_sound()


def test_a_row_that_could_not_be_read_takes_the_rows_of_its_lists_along(cli):
    sheets = filled(cli)
    sheets.cell(RECORDS, 3, "title").value = "=1+1"
    sheets.save()
    cli.run("import", "kiosks.xlsx", "--keep-good")
    aside = Sheets(cli.folder / "kiosks.rejected.xlsx")
    for name in LISTS:
        assert next(row["external_id"] for row in aside.rows(name)) == 1
    assert aside.cell(RECORDS, 3, "title").value == "=1+1"
    assert aside.cell(RECORDS, 3, "title").data_type == "s"


def test_drop_downs_of_other_programs_stay_where_what_they_offer_does(cli):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "request.drafted"
    sheet.append(["title", "requesting_department", "actor", "background"])
    sheet.append([None, "SALES", "li.na", "Because"])
    book.create_sheet("names")
    whole = {"type": "whole", "formula1": "1", "formula2": "5", "operator": "between"}
    rules: dict[str, dict[str, Any]] = {
        "A2:A9": whole | {"prompt": "a title", "showInputMessage": True},
        "B2:B9": {"type": "list", "formula1": '"SALES,IT"'},
        "C2:C9": {"type": "list", "formula1": "names!$A$1:$A$2"},
        "D2:D9": {"type": "list", "formula1": "Reasons"},
    }
    for cells, rule in rules.items():
        validation = openpyxl.worksheet.datavalidation.DataValidation(**rule)
        validation.add(cells)
        sheet.add_data_validation(validation)
    book.save(cli.folder / "drafts.xlsx")
    assert cli.run("import", "drafts.xlsx", "--keep-good").json["rejected"] == 1
    aside = openpyxl.load_workbook(cli.folder / "drafts.rejected.xlsx")
    assert aside.sheetnames == ["request.drafted"]
    kept = {str(v.sqref): (v.type, v.formula1, v.prompt) for v in aside.active.data_validations.dataValidation}
    assert kept == {"A2:A1048576": (None, None, "a title"), "B2:B1048576": ("list", '"SALES,IT"', None)}
    assert [cell.value for cell in aside.active[1]][-2:] == ["rejected.reason", "rejected.remedy"]


# Tables


TABLES = {
    "kiosks.csv": "external_id,title,requesting_department,background,no_risk_foreseen_because,actor\n"
    "K1,Kiosk,SALES,b,none,li.na\nK2,Booth,SALES,b,none,li.na\nK3,Stall,SALES,b,none,li.na\n",
    "objectives.csv": "external_id,statement\nK1,Open\nK2,Open\nK3,Open\n",
    "departments.csv": "external_id,department,positions\nK1,IT,Clerk\nK2,IT,Clerk\nK3,IT,Clerk,Boss\n",
    "milestones.csv": "external_id,name,due_date\nK1,Pilot,2026-11-20\nK2,Pilot,5 June\nK3,Pilot,2026-11-20\n",
}


def _table(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def test_lists_in_files_of_their_own_have_their_reasons_and_come_in_again(cli):
    for name, content in TABLES.items():
        (cli.folder / name).write_text(content, "utf-8")
    assert cli.run("import", *TABLES, "--act", "request", "--keep-good").json["new"] == 1
    aside = [name.replace(".csv", ".rejected.csv") for name in TABLES]
    kiosks, objectives, departments, milestones = (_table(cli.folder / name) for name in aside)
    assert [row[-2] for row in kiosks[1:]] == [
        told(
            cli,
            "row 2 (row 3 of kiosks.csv): milestones.rejected.csv, row 2 (row 3 of milestones.csv): what is wrong"
            " stands there",
            "第 2 行（kiosks.csv 第 3 行）：milestones.rejected.csv 第 2 行（milestones.csv 第 3 行）：问题写在该行",
        ),
        told(
            cli,
            "row 3 (row 4 of kiosks.csv): departments.rejected.csv, row 2 (row 4 of departments.csv): what is wrong"
            " stands there",
            "第 3 行（kiosks.csv 第 4 行）：departments.rejected.csv 第 2 行（departments.csv 第 4 行）：问题写在该行",
        ),
    ]
    assert [row[-2:] for row in objectives[1:]] == [["", ""], ["", ""]]
    assert [bool(row[-2]) for row in departments[1:]] == [True, False]
    assert [bool(row[-2]) for row in milestones[1:]] == [True, False]
    path = cli.folder / "milestones.rejected.csv"
    path.write_text(path.read_text("utf-8-sig").replace("5 June", "2026-06-05"), "utf-8")
    assert cli.ok("import", *aside, "--act", "request").json["new"] == 2


def test_a_rejected_table_keeps_its_line_of_headings(cli):
    cli.ok("import", "--template", "request", "--output", "kiosks.csv", plain=True)
    labels, names = _table(cli.folder / "kiosks.csv")
    cells = {
        "external_id": "K1", "title": "Kiosk", "requesting_department": "SALES", "background": "b", "actor": "li.na",
        "objectives.1.statement": "Open", "departments.1.department": "IT", "departments.1.positions": "Clerk",
        "milestones.1.name": "Pilot", "milestones.1.due_date": "5 June", "no_risk_foreseen_because": "none",
    }  # fmt: skip
    with (cli.folder / "kiosks.csv").open("a", newline="", encoding="utf-8") as file:
        csv.DictWriter(file, names).writerow(cells)
    cli.run("import", "kiosks.csv", "--act", "request", "--keep-good")
    aside = cli.folder / "kiosks.rejected.csv"
    head, fields, row = _table(aside)
    assert head == [*labels, *WHY[cli.language]]
    assert fields == [*names, "rejected.reason", "rejected.remedy"]
    assert row[-2].startswith(
        told(
            cli,
            "row 3: milestones.1.due_date: cannot be read as a day",
            "第 3 行：里程碑 1 · 期限（milestones.1.due_date）：",
        )
    )
    aside.write_text(aside.read_text("utf-8").replace("5 June", "2026-11-20"), "utf-8")
    assert cli.ok("import", aside.name, "--act", "request").json["new"] == 1


@pytest.mark.parametrize("rows", ["", "Kiosk,green\n"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_whose_header_is_wrong_is_to_be_mended_where_it_stands(cli, rows, ending):
    name = f"drafts.{ending}"
    if ending == "csv":
        (cli.folder / name).write_text("title,colour\n" + rows, "utf-8")
    else:
        book = openpyxl.Workbook()
        for row in csv.reader(["title,colour", *rows.splitlines()]):
            book.active.append(row)
        book.save(cli.folder / name)
    answer = cli.run("import", name, "--act", "request.drafted", "--keep-good")
    assert (answer.code, answer.json["rejected"]) == (3, 1)
    assert {(e["file"], e["sheet"], e["row"]) for e in answer.json["errors"]} == {
        (name, "Sheet" if ending == "xlsx" else "", 1)
    }
    assert "rejected_files" not in answer.json
    assert not list(cli.folder.glob("*.rejected.*"))
