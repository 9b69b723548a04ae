"""A first mapping file: what it guesses of other people's columns, and that it is a mapping."""

from datetime import date

import pytest

from crosspolicy.errors import UsageFault
from crosspolicy.intake.assembling.mapping import read_mapping
from crosspolicy.intake.blank.suggest import suggest_mapping
from tests.intake.batch.tables import form, speaking, table

ROW = {
    "Project_ID": "657",
    "Project Name": "R&amp;D kiosk",
    "Owner": "SALES",
    "AgencyName": "Department of Kites",
    "start date": "31.03.2026",
    "Budget (CNY)": "1250.50",
    "Colour": "red\n# green",
}


@pytest.fixture
def read(tmp_path):
    """Return what reads a suggestion as a mapping."""

    def reader(text: str):
        path = tmp_path / "suggested.yaml"
        path.write_text(text, "utf-8")
        return read_mapping(str(path))

    return reader


def columns(mapping) -> dict[str, str]:
    """Return the column of each field."""
    return {path: rule.column for path, rule in mapping.rules.items()}


def test_fields_are_guessed_by_their_names_and_what_others_call_them(read):
    mapping = read(suggest_mapping(table(ROW), "request"))
    assert mapping.act == "request.submitted"
    assert columns(mapping) == {
        "external_id": "Project_ID",
        "title": "Project Name",
        "requesting_department": "Owner",
        "departments.1.department": "AgencyName",
        "planned_cost": "Budget (CNY)",
        "planned_start_date": "start date",
    }


@pytest.mark.parametrize(
    "names",
    [
        ("Title *", "Requesting department *", "Planned end"),
        ("标题", "需求提出部门", "计划完成日期"),
        ("項目名稱", "負責部門", "結束日期"),
        ("titel", "requesting_departmnt", "planned end date"),
    ],
)
def test_labels_and_slips_of_the_pen_are_known_in_three_languages(read, names):
    mapping = read(suggest_mapping(table(dict.fromkeys(names, "2026-03-31")), "request"))
    assert list(columns(mapping)) == ["title", "requesting_department", "planned_end_date"]


def test_what_it_suggests_reads_the_table_that_it_was_made_for(read):
    text = suggest_mapping(table(ROW), "request").replace("    Department of Kites:", "    Department of Kites: KITES")
    assert form(ROW, mapping=read(text)) == {
        "title": "R&D kiosk",
        "requesting_department": "SALES",
        "departments": [{"department": "KITES"}],
        "planned_cost": "1250.50",
        "planned_start_date": "2026-03-31",
    }


def test_samples_stand_beside_and_columns_left_alone_are_listed():
    text = suggest_mapping(table(ROW, ROW | {"Owner": "IT"}), "request")
    assert "  requesting_department: Owner   # SALES | IT\n" in text
    assert "  # FIELD: Colour   # red # green\n" in text


def test_what_must_be_there_and_no_column_states_is_to_be_filled_in():
    text = suggest_mapping(table(ROW), "request")
    defaults = text.partition("defaults:")[2]
    assert "  # background:   # why the business is started\n" in defaults
    assert "  # departments.1.positions:" in defaults
    assert "  # title:" not in defaults


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        (("2026-03-31",), "planned_start_date: Start"),
        ((date(2026, 3, 31),), "planned_start_date: Start"),
        (("31/03/2026",), '{column: Start, date: "%d/%m/%Y"}'),
        (("03/04/2026",), '{column: Start, date: "%m/%d/%Y"}   # 03/04/2026 · or %d/%m/%Y'),
        (("03/04/2026", "31/03/2026"), '{column: Start, date: "%d/%m/%Y"}'),
        (("2026年3月31日",), '{column: Start, date: "%Y年%m月%d日"}'),
        (("next week",), "planned_start_date: Start   # next week · state how the days are written, under date"),
        (
            ("next week",),
            '  # planned_start_date: {column: Start, date: "%Y/%m/%d"}   # instead, where days are written so;',
        ),
        (
            ("1.9.2026", "31.9.2026", "30.9.2026"),
            '{column: Start, date: "%d.%m.%Y"}   # 1.9.2026 | 31.9.2026 | 30.9.2026 · no such day: 31.9.2026',
        ),
        (
            ("2026-09-01", "2026-09-31"),
            "planned_start_date: Start   # 2026-09-01 | 2026-09-31 · no such day: 2026-09-31",
        ),
    ],
)
def test_how_days_are_written_is_told_from_all_of_them(days, rule):
    assert rule in suggest_mapping(table(*({"Start": day} for day in days)), "request")


FOREIGN = (
    {
        "Title": "Loyalty cards", "Owner": "Sales dept.", "Budget (万元)": "12.5", "Risk type": "Legal",
        "Partner": "IT",        "Start": "1.9.2026", "End": "soon", "Notes": "x", "Description": "for regulars",
    },
    {"Title": "Booth", "Owner": "IT", "Budget (万元)": "1,200", "Risk type": "bad luck", "Partner": "FIN"},
)  # fmt: skip


def test_foreign_words_stand_beside_their_column_and_ours_where_they_are_known(read):
    text = suggest_mapping(table(*FOREIGN), "request")
    lines = text.splitlines()
    first = lines.index("  requesting_department:")
    assert lines[first + 1] == "    column: Owner   # Sales dept. | IT"
    assert lines[first + 2].startswith(
        "    values:   # ours for each of theirs; left empty, it states nothing · a depart"
    )
    assert lines[first + 3 : first + 5] == ["      Sales dept.:", "      IT: IT"]
    assert "      Legal: legal\n      bad luck:\n" in text
    mapping = read(text)
    assert mapping.rules["risks.1.category"].values == {"Legal": "legal", "bad luck": None}
    assert mapping.rules["requesting_department"].values == {"Sales dept.": None, "IT": "IT"}


def test_yes_and_no_of_others_are_filled_in():
    text = suggest_mapping(table({"Occurred": "Yes"}, {"Occurred": "perhaps"}), "risk.reviewed")
    assert '      "Yes": "yes"\n      perhaps:\n' in text


@pytest.mark.parametrize(
    "line",
    [
        "planned_cost: {column: Budget (万元), factor: 10000, round: 2}",
        'departments.1.department: {column: Partner, values: {"IT": "IT"}}',
        'background: {column: Description, default: "not stated"}',
        'planned_start_date: {column: Start, date: "%d.%m.%Y", default: "2026-03-31"}',
    ],
)
def test_what_else_could_be_meant_stands_below_a_column_and_loads_in_its_place(read, line):
    text = suggest_mapping(table(*FOREIGN), "request")
    path = line.partition(":")[0]
    (rule,) = [found for found in text.splitlines() if found.startswith(f"  {path}: ")]
    assert f"\n  # {line}   # instead, where " in text
    mapping = read(text.replace(f"{rule}\n", "", 1).replace(f"  # {line}", f"  {line}", 1))
    assert mapping.rules[path] != read(text).rules[path]


def test_whatever_is_suggested_loads_in_every_language(read):
    for language in ("en", "zh-Hans", "zh-Hant"):
        with speaking(language):
            text = suggest_mapping(table(*FOREIGN), "request")
        assert columns(read(text))["planned_end_date"] == "End"
        commented = [line[4:] for line in text.splitlines() if line.startswith("  # ") and ": {column: " in line]
        assert len(commented) >= 6
        for line in commented:
            assert read(f"act: request\ncolumns:\n  {line}\n").rules


def test_columns_are_left_out_where_they_would_count_by_their_own_name(read):
    text = suggest_mapping(table(*FOREIGN), "request")
    assert '\n# ignore: ["Notes"]   # left out, even where' in text
    assert read(text).ignore == ()
    assert read(text.replace("# ignore", "ignore")).ignore == ("Notes",)
    row = {"Title": "Kiosk", "标题": "亭", "Requesting department": "SALES"}
    text = suggest_mapping(table(row), "request")
    assert '\nignore: ["标题"]   # left out, even where' in text
    assert form(row, mapping=read(text)) == {"title": "Kiosk", "requesting_department": "SALES"}


def test_an_amount_that_is_none_is_told():
    text = suggest_mapping(table(*FOREIGN), "request")
    assert "# 12.5 | 1,200 · 1,200: is no number written like 12500.00\n" in text


def test_entities_are_noticed_and_plain_texts_are_not_decoded():
    assert "decode: html" in suggest_mapping(table(ROW), "request")
    assert "decode" not in suggest_mapping(table(ROW | {"Project Name": "R&D; kiosk"}), "request")


@pytest.mark.parametrize("name", ["null", "a: b", "- x", "é #", "{x}", 'say "it"', "tab\there", "日期 \u202e"])
def test_columns_of_any_name_can_be_written_down(read, name):
    read(suggest_mapping(table({name: "x", "Title": "y"}), "request"))
    text = (
        suggest_mapping(table({name: "x"}), "request")
        .replace("# FIELD: ", "title: ")
        .replace("columns: {}", "columns:")
    )
    assert columns(read(text)) == {"title": name}


def test_a_table_of_nothing_known_is_told_so(read):
    assert read(suggest_mapping(table({"Colour": "red"}), "department")).rules == {}


def test_there_is_no_suggestion_for_what_is_no_act():
    with pytest.raises(UsageFault):
        suggest_mapping(table(ROW), "weather")
