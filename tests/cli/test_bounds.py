"""Every input and every output has a bound: beyond it one clear error, at once, and nothing is written."""

import csv
import io
import json
import os
import tracemalloc

import pytest

from crosspolicy.acts.registry import all_acts
from crosspolicy.intake.fields import fields_of
from crosspolicy.intake.template import schema
from crosspolicy.views.table import Column, show_list
from crosspolicy.vocabulary.bounds import ALIGNED_ROWS, LIST_ENTRIES
from tests.cli.contents import contents
from tests.journeys.driver import Cli
from tests.support import papers
from tests.support.company import REQUESTER

DEEP = "[" * 2_000 + "]" * 2_000


@pytest.fixture
def founded(at) -> Cli:
    """Return the command on a book without any request."""
    return at("founded")


# Files


CONFIGS = (
    ("nested 2,000 deep", "db = " + DEEP, "nested too deeply"),
    ("a key of 20,000 parts", "a." * 20_000 + "a = 1", "nested too deeply"),
    ("a number of 5,000 digits", "db = " + "9" * 5_000, "5000 digits"),
    ("100 MB", None, "larger than 100 kB"),
    ("a pipe", "|", "no plain file"),
    ("a folder", "/", "directory"),
    ("no UTF-8", b"db = '\xff'", "UTF-8"),
)


@pytest.mark.parametrize(("content", "told"), [pytest.param(c, t, id=name) for name, c, t in CONFIGS])
def test_a_configuration_that_cannot_be_is_refused_at_once(cli: Cli, content, told):
    folder = cli.folder / "config" / "crosspolicy"
    folder.mkdir(parents=True)
    path = folder / "config.toml"
    if content is None:
        with path.open("wb") as file:
            file.truncate(100_000_000)
    elif content == "|":
        os.mkfifo(path)
    elif content == "/":
        path.mkdir()
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    answer = cli.fails(2, "status", env={"XDG_CONFIG_HOME": str(cli.folder / "config")})
    assert told in answer.error["message"]
    assert "config.toml" in answer.error["message"]


TOO_MUCH = (
    ("toml", "a." * 20_000 + "a = 1", "nested too deeply"),
    ("toml", "objectives = " + DEEP, "nested too deeply"),
    ("toml", "planned_cost = " + "9" * 5_000, "5000 digits"),
    ("toml", "a = [" + "1," * 100_000 + "1]", "too many values"),
    ("json", '{"a": [' + "1," * 100_000 + "1]}", "too many values"),
    ("yaml", "a: [" + "1, " * 200_000 + "1]", "too many values"),
)


@pytest.mark.parametrize(("suffix", "text", "told"), TOO_MUCH)
def test_a_form_that_states_too_much_or_too_deep_is_refused(founded: Cli, suffix, text, told):
    path = founded.document(text, f".{suffix}")
    answer = founded.fails(3, "request", "new", "--from", str(path), by=REQUESTER)
    assert told in " ".join(answer.faults.values())


def test_a_policy_that_goes_too_deep_or_is_too_long_is_refused(cli: Cli):
    for text, told in (("a." * 20_000 + "a = 1", "nested too deeply"), ("#" * 1_000_001, "larger than 1 MB")):
        answer = cli.fails(3, "policy", "check", str(cli.document(text, ".toml")))
        assert told in answer.faults["policy"]


@pytest.mark.parametrize("form", ["%d.%d", "%Y-%Y", "%", "%Q", "%d" * 60, "\ud800", "%1000000Y"])
def test_a_pattern_of_days_that_can_be_none_is_told(founded: Cli, form):
    (founded.folder / "a.csv").write_text("title,start\nKiosk,01.02\n")
    mapping = {"act": "request.drafted", "columns": {"planned_start_date": {"column": "start", "date": form}}}
    path = founded.document(json.dumps(mapping), ".json")
    answer = founded.fails(3, "import", "a.csv", "--mapping", str(path))
    assert any(field.startswith("columns.planned_start_date.date") for field in answer.faults) or "\ud800" in form


# Flags


@pytest.mark.parametrize("value", ['{"name": ' + DEEP + "}", '{"name": ' + "9" * 5_000 + "}", "{" * 2_000])
def test_an_object_in_a_flag_is_read_as_strictly_as_a_file(founded: Cli, value):
    answer = founded.fails(3, "request", "new", "--title", "Kiosk", "--milestones", value, by=REQUESTER)
    assert "milestones.1" in answer.faults


@pytest.mark.parametrize("limit", ["99999999999999999999", "9223372036854775808", "9" * 5_000, "-1", "1e3"])
def test_a_limit_is_a_number_that_a_database_counts_to(founded: Cli, limit):
    for line in (("request", "list"), ("log",), ("status",)):
        founded.fails(2, *line, "--limit", limit)


def test_a_login_that_is_no_text_is_told(founded: Cli):
    for line in (("status",), ("request", "new", "--title", "Kiosk", "--requesting-department", "SALES")):
        assert "--as" in founded.fails(2, *line, by="\udcff\udcfe").error["message"]


# Completion


@pytest.mark.parametrize(
    "variables",
    [
        {"COMP_CWORD": "x"},
        {"COMP_CWORD": "-1"},
        {"COMP_CWORD": "9" * 5_000},
        {"COMP_CWORD": None},
        {"COMP_WORDS": None},
    ],
)
def test_a_shell_that_asks_nonsense_is_told_so(cli: Cli, variables):
    asked = {"_CROSSPOLICY_COMPLETE": "complete_bash", "COMP_WORDS": "crosspolicy st", "COMP_CWORD": "1"}
    assert cli.ok(env=asked, plain=True).out.split() == ["start", "status"]
    assert next(iter(variables)) in cli.fails(2, env=asked | variables, plain=True).err


@pytest.mark.parametrize("asked", ["1", "complete_", "complete_tcsh", "source_\udcff", "complete_bash\n"])
def test_a_request_for_completion_that_is_none_is_told(cli: Cli, asked):
    assert "_CROSSPOLICY_COMPLETE" in cli.fails(2, env={"_CROSSPOLICY_COMPLETE": asked}, plain=True).err


# Lists


def test_every_list_of_every_form_has_a_cap_which_its_schema_states():
    for act in all_acts():
        stated = schema(act.form)
        for where in (stated, *stated.get("$defs", {}).values()):
            for name, field in where.get("properties", {}).items():
                assert field.get("type") != "array" or field["maxItems"] > 0, (act.name, name)
        assert all(field.most == (field.most if field.is_list else 0) for field in fields_of(act.form))


@pytest.mark.parametrize("entry", [{"statement": "open kiosks"}, {"statement": ""}, "x"])
def test_a_list_beyond_its_cap_is_told_by_its_field_and_its_number(founded: Cli, entry):
    before = contents(founded.book)
    form = papers.REQUEST | {"objectives": [entry] * (LIST_ENTRIES + 1)}
    answer = founded.refused("request", "new", form=form, by=REQUESTER, code=3)
    assert answer.faults == {"objectives": "has 501 entries; it takes 500 at most"}
    assert contents(founded.book) == before
    founded.act(
        "request", "new", form=papers.REQUEST | {"objectives": [{"statement": "x"}] * LIST_ENTRIES}, by=REQUESTER
    )


def test_rows_too_many_for_a_record_are_told_and_not_taken(founded: Cli):
    (founded.folder / "requests.csv").write_text("external_id,title,requesting_department\na1,Kiosk,SALES\n")
    rows = "".join(f"a1,Objective {n}\n" for n in range(LIST_ENTRIES + 3))
    (founded.folder / "objectives.csv").write_text(f"external_id,statement\n{rows}")
    answer = founded.run("import", "requests.csv", "objectives.csv", "--act", "request.drafted", by=REQUESTER)
    assert answer.code == 3, answer
    told = [error for error in answer.json["errors"] if "row too many" in error["message"]]
    assert [error["row"] for error in told] == [502, 503, 504]
    assert answer.json["new"] == 0


# Output


@pytest.mark.parametrize(
    ("columns", "widest"),
    [("1000000000", 1_000), ("9" * 5_000, 1_000), ("0", 80), ("-5", 80), ("x", 80), ("²", 80), ("", 80), ("1", 40)],
)
def test_a_terminal_is_as_wide_as_can_be_read(founded: Cli, columns, widest):
    env = {"COLUMNS": columns, "LINES": columns, "TERMINAL_WIDTH": columns}
    for line in (("--help",), ("policy", "show", "--format", "table"), ("status", "--format", "table")):
        lines = founded.ok(*line, plain=True, env=env).out.splitlines()
        assert any(line.strip() for line in lines)
        if line[0] == "--help":
            assert max(map(len, lines)) <= widest


COLUMNS = (Column("n", "No.", right=True), Column("title", "Title"), Column("code", "Code", whole=True))


def test_a_table_of_very_many_rows_is_printed_in_little_memory(monkeypatch):
    def rows(n):
        return [{"n": str(i), "title": "跨部门" if i % 2 else "Kiosk\x1b[0m", "code": "A-1"} for i in range(n)]

    few, many = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stdout", few)
    show_list(COLUMNS, rows(3), format="table", title="Title")
    objects = rows(20 * ALIGNED_ROWS)
    monkeypatch.setattr("sys.stdout", many)
    tracemalloc.start()
    try:
        show_list(COLUMNS, objects, format="table", title="Title")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    lines = many.getvalue().splitlines()
    assert len(lines) == 3 + 20 * ALIGNED_ROWS
    assert lines[0] == "Title"
    assert lines[4].split() == ["1", "跨部门", "A-1"]
    assert "\x1b" not in many.getvalue()
    assert lines[3].index("A-1") == lines[4].index("A-1") + 3  # each of the three characters is two columns wide
    assert peak < 5 * len(many.getvalue()) + 2_000_000


def test_long_lists_of_every_format_are_whole(founded: Cli):
    rows = "".join(f"Kiosk {n},SALES\n" for n in range(ALIGNED_ROWS + 5))
    (founded.folder / "a.csv").write_text(f"title,requesting_department\n{rows}")
    founded.ok("import", "a.csv", "--act", "request.drafted", by=REQUESTER)
    for form in ("table", "md", "tsv"):
        text = founded.ok("request", "list", "--limit", "5000", "--format", form, plain=True).out
        assert sum("CB-2026-" in line for line in text.splitlines()) == ALIGNED_ROWS + 5
    text = founded.ok("request", "list", "--limit", "5000", "--format", "csv", plain=True).out
    assert len(list(csv.reader(io.StringIO(text)))) == ALIGNED_ROWS + 6
