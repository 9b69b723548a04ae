"""Blank files: every field is there and explained, and what is filled in comes back without a mapping."""

import csv
import io
from datetime import date

import openpyxl
import pytest
import yaml

from crosspolicy.acts.registry import all_acts
from crosspolicy.errors import UsageFault
from crosspolicy.forms.request import Request
from crosspolicy.intake.assembling.assembling import assemble
from crosspolicy.intake.assembling.columns import is_field
from crosspolicy.intake.assembling.kinds import form_of
from crosspolicy.intake.blank.blank import blank
from crosspolicy.intake.blank.blank_notes import World
from crosspolicy.intake.check import checked
from crosspolicy.intake.fields import fields_of
from crosspolicy.intake.reading.opening import open_content
from crosspolicy.records.raw import Trouble
from tests.intake.batch.tables import speaking, told

DEPARTMENTS = (("SALES", "Sales"), ("IT", "資訊部"))
PEOPLE = (("li.na", "Li Na"),)
STEPS = {"en": ("rare", "possible"), "zh-Hans": ("罕见", "可能"), "zh-Hant": ("罕見", "可能")}
ACTS = sorted({act.name for act in all_acts()})
every_act = pytest.mark.parametrize("act", ACTS)


def world(language: str = "en") -> World:
    """Return a world with two departments, a person, and scales of two steps."""
    return World(DEPARTMENTS, PEOPLE, {"likelihood": STEPS[language], "impact": ("slight", "grave")})


def workbook(kind: str, language: str = "en"):
    """Return a blank workbook, opened."""
    with speaking(language):
        content = blank(kind, "xlsx", world(language))
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(kind: str, language: str = "en") -> list[list[str]]:
    """Return the lines of a blank CSV."""
    with speaking(language):
        content = blank(kind, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def imported(path, act: str = "") -> list:
    """Return what the import makes of a file; nothing of it may be wrong."""
    with open_content(str(path), is_field=is_field(act)) as source:
        found = list(assemble(source.contents, None, act))
    assert [told(one) for one in found if isinstance(one, Trouble)] == []
    return found


# What is there.


@every_act
def test_a_blank_table_has_a_column_for_every_field(act):
    labels, names = lines(act)
    assert len(labels) == len(names) == len(set(names))
    assert all(is_field(act)(name) for name in names)
    assert {field.name for field in fields_of(form_of(act))} <= {name.partition(".")[0] for name in names}


@every_act
def test_a_blank_record_is_yaml_and_its_act_s(act):
    (record,) = yaml.safe_load(blank(act, "yaml"))
    assert record["act"] == act
    assert record["form"].keys() == {field.name for field in fields_of(form_of(act))}


def test_a_blank_workbook_has_a_sheet_for_each_list():
    book = workbook("request")
    assert book.sheetnames == [
        "request.submitted", "objectives", "departments", "milestones", "risks", "Explanation", "_lists",
    ]  # fmt: skip
    assert [cell.value for cell in book["milestones"][2]] == ["external_id", "name", "due_date", "department"]
    assert book["_lists"].sheet_state == "hidden"


def test_what_must_be_there_is_marked_and_what_another_field_replaces_is_not():
    labels, names = lines("request")
    marked = {name for label, name in zip(labels, names, strict=True) if label.endswith(" *")}
    assert marked == {
        "title",
        "requesting_department",
        "background",
        "objectives.1.statement",
        "departments.1.department",
        "departments.1.positions",
        "milestones.1.name",
        "milestones.1.due_date",
    }


def test_lists_have_two_numbered_columns_for_each_of_their_fields():
    names = lines("request")[1]
    assert [name for name in names if name.startswith("milestones.")] == [
        f"milestones.{number}.{name}" for number in (1, 2) for name in ("name", "due_date", "department")
    ]


def test_headings_are_in_the_language_spoken_over_names_that_never_change():
    assert lines("request", "zh-Hant")[1] == lines("request")[1]
    assert lines("request", "zh-Hant")[0][1] == "標題 *"
    assert "里程碑 1 · 期限 *" in lines("request", "zh-Hant")[0]


@pytest.mark.parametrize(
    ("language", "objective", "reward"),
    [("en", "How it is measured", "Measure *"), ("zh-Hans", "衡量标准", "措施 *"), ("zh-Hant", "衡量標準", "措施 *")],
)
def test_how_an_objective_is_measured_is_called_otherwise_than_what_is_done(language, objective, reward):
    book = workbook("request", language)
    assert [cell.value for cell in book["objectives"][1]][2] == objective
    assert f"{lines('request', language)[0][5].partition(' 1')[0]} 1 · {objective}" in lines("request", language)[0]
    explained = {row[2]: row[1] for row in book.worksheets[-2].iter_rows(values_only=True) if row[0] == "objectives"}
    assert explained["measure"] == objective
    assert reward in lines("incentive", language)[0]


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_a_sheet_whose_only_line_is_of_headings_is_read_with_an_objectives_own_label(tmp_path, language):
    book = workbook("request", language)
    for sheet in book.worksheets[:5]:
        sheet.delete_rows(2)
    book["request.submitted"].append([1, "Kiosk", "SALES"])
    book["objectives"].append([1, "Two kiosks", "40 orders a week"])
    book.save(tmp_path / "headings.xlsx")
    (record,) = imported(tmp_path / "headings.xlsx")
    assert record.form["objectives"] == [{"statement": "Two kiosks", "measure": "40 orders a week"}]


def test_sheets_are_ready_to_be_filled_in():
    sheet = workbook("request")["request.submitted"]
    columns = {cell.value: cell.column_letter for cell in sheet[2]}
    assert sheet.freeze_panes == "A3"
    assert sheet["B1"].font.bold
    assert sheet.column_dimensions[columns["planned_start_date"]].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions[columns["external_id"]].number_format == "@"


def test_the_own_numbers_of_records_drop_down_in_the_rows_of_their_lists():
    book = workbook("request")
    for title in ("objectives", "departments", "milestones", "risks"):
        offered = {str(v.sqref): v.formula1 for v in book[title].data_validations.dataValidation}
        assert offered["A3:A1048576"] == "'request.submitted'!$A$3:$A$1000"


def test_choices_departments_and_people_drop_down():
    book = workbook("risk", "zh-Hant")
    sheet, lists = book["risk.identified"], book["_lists"]
    columns = {cell.column_letter: cell.value for cell in sheet[2]}
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        first = str(validation.sqref).partition(":")[0]
        if validation.type != "list":
            continue
        cells = lists[validation.formula1.partition("!")[2].replace("$", "")]
        offered[columns[first.rstrip("0123456789")]] = [cell.value for (cell,) in cells]
        assert first.endswith("3")
    assert offered["category"] == ["業務風險", "技術風險", "人員風險", "市場風險", "法律風險"]
    assert offered["owner"] == ["li.na · Li Na"]
    assert offered["likelihood"] == ["1 · 罕見", "2 · 可能"]
    assert offered["impact"] == ["1 · slight", "2 · grave"]
    assert "identified_by" not in offered  # several may stand in one cell


def notes(sheet) -> dict[str, str]:
    """Return what comes up beside the cells of each column, by field."""
    names = {cell.column_letter: cell.value for cell in sheet[2]}
    found = {v: str(v.sqref).partition(":")[0].rstrip("0123456789") for v in sheet.data_validations.dataValidation}
    assert all(v.showInputMessage and len(v.promptTitle) <= 32 and len(v.prompt) <= 255 for v in found)
    return {names[letter]: validation.prompt for validation, letter in found.items()}


@every_act
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_beside_every_cell_a_note_says_what_to_state(act, language):
    book = workbook(act, language)
    for sheet in book.worksheets[:-2]:
        assert notes(sheet).keys() == {cell.value for cell in sheet[2]}
        cut = [name for name, note in notes(sheet).items() if note.endswith("…")]
        assert not set(cut) & {"external_id", "actor", "occurred_on", "likelihood", "impact"}


def test_what_a_record_states_beside_its_form_says_what_for_and_when_and_gives_an_example():
    book = workbook("request")
    beside = notes(book["request.submitted"])
    assert beside["external_id"].splitlines()[1:] == [
        "a text on one line; such as K-17", "must be there; the rows of its lists name it",
    ]  # fmt: skip
    assert "left empty, whoever imports. A coordinator who files for others" in beside["actor"]
    assert "who may: any member of the requesting department" in beside["actor"]
    assert "where it did not happen now; with --as-of-record always" in beside["occurred_on"]
    assert "2026-03-31T09:30+08:00" in beside["occurred_on"]
    assert notes(book["risks"])["external_id"].startswith("the own number of the record that the row belongs to\n")
    assert notes(workbook("message")["message.logged"])["external_id"].endswith("or another record names it")
    page = [row[0] for row in book["Explanation"].iter_rows(max_row=6, values_only=True)]
    assert any("a coordinator who files for others states their login" in text for text in page)
    labels, names = lines("request")
    heads = dict(zip(names, labels, strict=True))
    assert heads["actor"] == "Actor (empty: whoever imports)"
    assert heads["external_id"] == "Own number (such as K-17)"
    assert heads["occurred_on"] == "Occurred on (empty: now)"
    written = blank("request", "yaml", world()).decode()
    assert "  actor:   # who acts; left empty, whoever imports." in written
    assert "# Likelihood: 1 · rare, 2 · possible\n" in written
    assert "Likelihood" not in blank("message", "yaml", world()).decode()


def test_names_that_look_like_formulas_are_texts():
    book = openpyxl.load_workbook(io.BytesIO(blank("person", "xlsx", World([("=1+1", "@x")]))))
    assert [(cell.value, cell.data_type) for cell in book["_lists"]["A"]][:1] == [("=1+1 · @x", "s")]


@pytest.mark.parametrize(("language", "page"), [("en", "Explanation"), ("zh-Hans", ""), ("zh-Hant", "")])
def test_a_page_explains_every_column(language, page):
    book = workbook("request", language)
    sheet = book[page or book.sheetnames[-2]]
    explained = {(row[0], row[2]): row for row in sheet.iter_rows(min_row=9, values_only=True)}
    for name in book.sheetnames[:-2]:
        assert {(name, cell.value) for cell in book[name][2]} <= explained.keys()
    if page:
        assert explained["request.submitted", "background"][3:6] == (
            "2.1.2", "asked for by gate form-complete", "why the business is started",
        )  # fmt: skip
        assert "business risk (business)" in explained["risks", "category"][6]
        assert "a department's code, like SALES" in explained["departments", "department"][6]
        assert "one of 1 · rare, 2 · possible" in explained["risks", "likelihood"][6]
        assert explained["objectives", "external_id"][5] == "the own number of the record that the row belongs to"
        assert explained["objectives", "objectives"][4] == "asked for by gate form-complete"


def test_what_is_done_to_something_asks_for_it():
    assert lines("milestone.moved")[1][:3] == ["external_id", "target", "target.milestone"]
    (record,) = yaml.safe_load(blank("milestone.moved", "yaml"))
    assert record["target"] == {"code": None, "milestone": None}
    assert "target" not in lines("department")[1]


@pytest.mark.parametrize(("kind", "format"), [("request", "pdf"), ("weather", "csv"), ("", "csv")])
def test_what_cannot_be_blank_is_refused(kind, format):
    with pytest.raises(UsageFault):
        blank(kind, format)


# What is filled in.


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_a_workbook_filled_in_comes_back(tmp_path, language):
    book = workbook("request", language)
    book["request.submitted"].append([1, "燈籠亭", "SALES · Sales", "li.na · Li Na", "Because\nof it", None, 1250.5])
    book["request.submitted"].append([2, "Stall", "IT · 資訊部"])
    book["objectives"].append([1, "Two kiosks"])
    book["departments"].append([1, "IT · 資訊部", "Developer; Tester"])
    book["milestones"].append([1, "Pilot", date(2026, 11, 20)])
    book["milestones"].append([1, "Both", date(2026, 12, 18)])
    book["risks"].append([1, {"en": "market risk", "zh-Hans": "市场", "zh-Hant": "市場風險"}[language], "Rain", 3, 2])
    book["risks"].append([1, "market", "Snow", f"2 · {STEPS[language][1]}", "1 · slight"])  # as they drop down
    book.save(tmp_path / "filled.xlsx")
    first, second = imported(tmp_path / "filled.xlsx")
    request = checked(Request, first.form)
    assert (first.act, first.external_id, request.title) == ("request.submitted", "1", "燈籠亭")
    assert (request.requesting_department, request.requester) == ("SALES", "li.na")
    assert request.departments[0].positions == ("Developer", "Tester")
    assert [m.due_date for m in request.milestones] == [date(2026, 11, 20), date(2026, 12, 18)]
    assert [(r.category, r.likelihood, r.impact) for r in request.risks] == [("market", 3, 2), ("market", 2, 1)]
    assert second.form == {"title": "Stall", "requesting_department": "IT"}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_table_filled_in_comes_back(tmp_path, language):
    with speaking(language):
        content = blank("request", "csv").decode("utf-8-sig")
    row = ",燈籠亭,SALES,,Because,Two kiosks,,,,IT,Developer; Tester"
    path = tmp_path / "request.csv"
    path.write_text(content + row + "," * (content.splitlines()[1].count(",") - row.count(",")) + "\n", "utf-8")
    (record,) = imported(path)
    assert record.form["departments"] == [{"department": "IT", "positions": ["Developer", "Tester"]}]
    assert record.form["objectives"] == [{"statement": "Two kiosks"}]


def test_a_record_filled_in_comes_back(tmp_path):
    path = tmp_path / "any.yaml"
    path.write_text(blank("request", "yaml").decode().replace("title:", "title: Kiosk"), "utf-8")
    (record,) = imported(path)
    assert {name: value for name, value in record.form.items() if value is not None} == {"title": "Kiosk"}
    assert (record.external_id, record.actor, record.target) == ("", "", "")
