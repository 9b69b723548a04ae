"""What the command prints: for people, for pipes, for scripts, for cron."""

import csv
import io
import json
import re

import pytest

from tests.cli.contents import contents
from tests.journeys.books import COMPANY, REQ, STAGES, words
from tests.journeys.cases import ASSIGN, COORDINATE, REPORT, REVIEW, done
from tests.journeys.driver import Cli, brief
from tests.support import papers
from tests.support.company import MEMBER, PARTIES, REQUESTER

BOXES = re.compile("[\u2500-\u257f]")
ESCAPE = "\x1b"
HOSTILE = "=1+1 [red]not red[/red] [/] | <b>bold</b> \\ 燈籠\nsecond line\twith a tab"


# Formats


LISTS = (
    ("request", "list"),
    ("review", "list", REQ),
    ("meeting", "list", REQ),
    ("milestone", "list", REQ),
    ("report", "list", REQ),
    ("accept", "list", REQ),
    ("summary", "list", REQ),
    ("waive", "list", REQ),
    ("org", "department", "list"),
    ("org", "person", "list"),
    ("org", "deputy", "list"),
    ("log",),
)
EMPTY = {("report", "list", REQ), ("waive", "list", REQ), ("org", "deputy", "list")}


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_a_list_is_an_array_in_json_lines_in_a_pipe_and_takes_a_limit(at, command):
    cli = at("closed")
    rows = cli.look(*command)
    assert isinstance(rows, list)
    assert all(isinstance(row, dict) for row in rows)
    assert (rows == []) == (command in EMPTY)
    assert len(cli.look(*command, "--limit", "1")) == min(1, len(rows))
    piped = cli.ok(*command, plain=True).out
    assert piped.count("\n") == len(rows)
    assert not BOXES.search(piped)
    assert ESCAPE not in piped


def test_a_page_calls_what_is_in_a_list_as_that_list_does(at):
    cli = at("closed")
    for language, label in (("en", "How it is measured"), ("zh-Hans", "衡量标准"), ("zh-Hant", "衡量標準")):
        page = cli.ok("request", "show", REQ, "--format", "table", "--lang", language, plain=True).out
        assert label in page


def test_the_same_list_in_every_format(at):
    cli = at("closed")
    rows = cli.look("request", "list")
    assert [(row["code"], row["stage"], row["requesting_department"]) for row in rows] == [(REQ, "closed", "SALES")]
    for format_, given in (("json", ["--format=json"]), ("tsv", ["--format", "tsv"])):
        out = cli.ok("request", "list", *given, plain=True).out
        assert out == (
            cli.ok("request", "list").out if format_ == "json" else cli.ok("request", "list", plain=True).out
        )
    (line,) = cli.ok("request", "list", "--format", "tsv", plain=True).out.splitlines()
    assert line.split("\t")[:4] == [REQ, papers.REQUEST["title"], "closed", "SALES"]
    (row,) = csv.DictReader(io.StringIO(cli.ok("request", "list", "--format", "csv", plain=True).out))
    assert (row["code"], row["title"]) == (REQ, papers.REQUEST["title"])
    markdown = cli.ok("request", "list", "--format", "md", plain=True).out.splitlines()
    assert markdown[1].replace(" ", "") == "|" + "---|" * (markdown[0].count("|") - 1)
    assert REQ in markdown[2]
    table = cli.ok("request", "list", "--format", "table", plain=True).out
    assert "─" in table
    assert ESCAPE not in table


SHOWS = (
    ("request", "show", REQ),
    ("review", "show", f"{REQ}/V1"),
    ("meeting", "show", f"{REQ}/M1"),
    ("responsibility", "show", REQ),
    ("agree", "show", REQ),
    ("accept", "show", REQ),
    ("summary", "show", f"{REQ}/S2"),
    ("status", REQ),
    ("org", "department", "show", "SALES"),
    ("org", "person", "show", "li.na"),
    ("policy", "show", "2.3.2"),
)


@pytest.mark.parametrize("command", SHOWS, ids=" ".join)
def test_what_is_shown_is_one_object_in_json_and_plain_in_every_other_format(at, command):
    cli = at("closed")
    shown = cli.look(*command)
    assert isinstance(shown, dict)
    for format_ in ("tsv", "csv", "md"):
        out = cli.ok(*command, "--format", format_, plain=True).out
        assert not BOXES.search(out)
        assert ESCAPE not in out
    assert cli.ok(*command, "--format", "table", plain=True).out.strip()


def test_hostile_text_stays_text_in_every_format(at):
    cli = at("draft")
    done(cli, (f"request edit {REQ}", REQUESTER, {"background": HOSTILE}))
    title = "=HYPERLINK(1) [bold]x[/bold] | <i>"
    done(cli, (f"request edit {REQ}", REQUESTER, {"title": title}))
    assert cli.look("request", "show", REQ)["background"] == HOSTILE
    table = cli.ok("request", "show", REQ, "--format", "table", plain=True).out
    assert "[red]not" in table
    assert title in table
    assert len(cli.ok("request", "show", REQ, plain=True).out.splitlines()) == len(
        [value for value in cli.look("request", "show", REQ).values() if value not in (None, [], "")]
    )
    (row,) = csv.DictReader(io.StringIO(cli.ok("request", "list", "--format", "csv", plain=True).out))
    assert row["title"] == "'" + title
    markdown = cli.ok("request", "list", "--format", "md", plain=True).out.splitlines()
    assert "\\|" in markdown[2]
    assert "<i>" not in markdown[2]


def test_the_responsibility_table_has_the_departments_as_columns(at):
    cli = at("tabled")
    rows = list(csv.DictReader(io.StringIO(cli.ok("responsibility", "show", REQ, "--format", "csv", plain=True).out)))
    assert [(row["SALES"], row["IT"], row["FIN"]) for row in rows] == [("A", "", "I"), ("C", "A", ""), ("", "", "A")]


# Status


@pytest.mark.clause("2.2.1", "3.3.3")
def test_check_is_silent_until_something_is_overdue(at):
    cli = at("submitted")
    quiet = cli.run("status", "--check", plain=True, now="2026-10-13")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    found = cli.run("status", "--check", plain=True, now="2026-10-14")
    assert (found.code, found.err) == (8, "")
    assert found.out.split("\t")[:3] == ["1", REQ, "review"]
    listed = cli.run("status", "--check", now="2026-10-14")
    assert listed.code == 8
    assert [brief(o) for o in listed.json["obligations"]] == [("review", "management", "2026-10-13")]
    assert (listed.json["overdue"], listed.err) == (1, "")
    assert cli.run("status", "--check", now="2026-10-13").code == 0


@pytest.mark.clause("2.4.3", "4.1.1", "3.1.5")
def test_three_missed_reports_are_three_findings(at):
    cli = at("executing")
    cli.now = "2026-11-12"
    found = cli.run("status", "--check", "--department", "IT")
    assert found.code == 8
    reports = [o for o in found.json["obligations"] if o["kind"] == "progress-report"]
    assert [(o["due_date"], o["days_overdue"]) for o in reports] == [
        ("2026-10-14", 29),
        ("2026-10-28", 15),
        ("2026-11-11", 1),
    ]
    meetings = [brief(o)[2] for o in cli.look("status", "--clause", "4.1.1")["obligations"]]
    assert meetings == [f"2026-{day}" for day in ("10-07", "10-14", "10-21", "10-28", "11-04", "11-11", "11-18")]

    settled = cli.act(*words(REPORT[0]), form=REPORT[2], by=REPORT[1])
    assert [o["due_date"] for o in settled["discharged"]] == ["2026-10-14"]
    assert [o["due_date"] for o in settled["opened"]] == ["2026-10-28"]
    left = cli.look("status", "--department", "IT", "--overdue", "--clause", "2.4.3")["obligations"]
    assert [o["due_date"] for o in left] == ["2026-10-28", "2026-11-11"]


@pytest.mark.clause("4.1.1")
def test_one_meeting_settles_all_that_were_missed_and_the_next_lies_ahead(at):
    cli = at("executing")
    cli.now = "2026-10-22"
    form = papers.REGULAR | {"held_at": "2026-10-22T09:00+08:00"}
    receipt = cli.act("meeting", "record", REQ, form=form, by=REQUESTER)
    assert [o["due_date"] for o in receipt["opened"]] == ["2026-10-28"]
    assert [o["due_date"] for o in cli.look("status", "--clause", "4.1.1")["obligations"]] == ["2026-10-28"]


@pytest.mark.clause("1.1", "3.3.3")
def test_status_as_of_a_day_of_the_past_and_of_the_future(at):
    cli = at("submitted")
    cli.now = "2026-10-09"
    done(cli, REVIEW)
    cli.now = "2026-10-14"
    done(cli, COORDINATE)

    def then(day: str) -> tuple[dict[str, int], list[tuple[str, str, str]]]:
        status = cli.look("status", "--as-of", day)
        assert status["as_of"] == day
        return status["stages"], [brief(o) for o in status["obligations"] if o["request"]]

    assert then("2026-09-29") == ({}, [])
    assert then("2026-09-30") == ({"submitted": 1}, [("review", "management", "2026-10-13")])
    assert then("2026-10-08") == then("2026-09-30")
    assert then("2026-10-09") == ({"approved": 1}, [("coordination-meeting", "management", "2026-10-15")])
    assert then("2026-10-14") == ({"coordinated": 1}, [("responsibility-table", "SALES", "2026-10-19")])
    assert then("2026-12-31")[1] == [("responsibility-table", "SALES", "2026-10-19")]
    late = cli.look("status", "--as-of", "2026-12-31")
    assert (late["overdue"], late["obligations"][0]["days_overdue"]) == (3, 73)
    assert [o["kind"] for o in late["obligations"][1:3]] == ["training-needs", "training-plan"]
    assert cli.run("status", "--check", "--as-of", "2026-10-20").code == 8
    assert cli.run("status", "--check", "--as-of", "2026-10-19").code == 0


@pytest.mark.clause("1.1")
def test_a_requests_page_as_of_a_day_of_the_past_is_of_that_day(at):
    cli = at("submitted")
    cli.now = "2026-10-09"
    done(cli, REVIEW)
    page = cli.look("status", REQ, "--as-of", "2026-10-01")
    assert page["stage"] == "submitted"
    assert [entry["stage"] for entry in page["stages"]] == ["draft", "submitted"]
    assert [brief(o) for o in page["obligations"]] == [("review", "management", "2026-10-13")]


@pytest.mark.clause("2.4.3")
def test_recurring_obligations_of_the_past_are_told_as_they_stood(at):
    cli = at("executing")
    cli.now = "2026-10-16"
    done(cli, REPORT)
    then = cli.look("status", "--as-of", "2026-10-15", "--clause", "2.4.3", "--department", "IT")
    assert [(o["due_date"], o["days_overdue"]) for o in then["obligations"]] == [("2026-10-14", 1), ("2026-10-28", 0)]
    now = cli.look("status", "--clause", "2.4.3", "--department", "IT")
    assert [o["due_date"] for o in now["obligations"]] == ["2026-10-28"]


def test_status_of_what_one_owes_oneself(at):
    cli = at("executing")
    for who, owners in (("liu.yang", {"IT"}), ("gao.ping", {"management"}), ("li.na", {"SALES"})):
        mine = cli.look("status", "--mine", by=who)["obligations"]
        assert {o["owed_by"] for o in mine} == owners
    assert {o["owed_by"] for o in cli.look("status", "--department", "fin")["obligations"]} == {"FIN"}
    submitted = at("submitted")
    of_management = submitted.look("status", "--mine", by="gao.ping")["obligations"]
    assert [brief(o)[0] for o in of_management] == ["review", "training-needs", "training-plan"]


@pytest.mark.parametrize(
    "command",
    [
        ("status", "--department", "NOPE"),
        ("status", "--check", "--clause", "9.9"),
        ("request", "list", "--department", "NOPE"),
        ("org", "person", "list", "--department", "NOPE"),
        ("org", "person", "list", "--role", "managment"),
        ("request", "list", "--after", "rubbish"),
        ("request", "list", "--stage", "approvd"),
    ],
    ids=" ".join,
)
def test_a_filter_that_names_nothing_is_told(at, command):
    """A typo in a cron job must not read as: nothing is overdue."""
    assert at("submitted").run(*command).code in (2, 6)


def test_the_glance_on_a_wide_page(at):
    cli = at("submitted")
    page = cli.ok("status", "--format", "table", plain=True, now="2026-10-15").out
    for told in ("Lantern Works", "2026-10-15", "REHEARSAL", "submitted 1", "Overdue", "2026-10-13"):
        assert told in page
    assert re.search(rf"2 +{REQ}", page)


@pytest.mark.clause("1.1")
def test_the_log_shows_acts_and_refusals_and_the_last_few(at):
    cli = at("submitted")
    cli.refused(*words(ASSIGN[0]), form=ASSIGN[2], by=ASSIGN[1])
    events = cli.look("log", REQ)
    assert [event["act"] for event in events] == ["request.drafted", "request.submitted", "responsibility.assigned"]
    assert [b["gate"] for b in events[-1]["breaches"]] == ["meeting-first"]
    assert cli.look("log", REQ, "--limit", "1") == events[-1:]
    piped = cli.ok("log", REQ, plain=True).out.splitlines()
    assert len(piped) == 3
    assert "2.3.1 meeting-first" in piped[-1]


# Global options, dry runs


def test_global_options_stand_anywhere_on_the_line(at):
    cli = at("submitted")
    book = str(cli.book)
    cli_without = Cli(cli.folder)
    cli_without.book = cli.folder / "no-such.db"
    expected = cli.look("status")
    lines: tuple[tuple[str, ...], ...] = (
        ("--db", book, "--now", "2026-09-30", "--json", "status"),
        ("status", "--db", book, "--now", "2026-09-30", "--json"),
        ("--json", "status", f"--db={book}", "--now=2026-09-30"),
        ("--db", book, "status", "--json", "--now", "2026-09-30", "--lang", "zh-Hans"),
    )
    for line in lines:
        assert cli_without.ok(*line, plain=True).json == expected
    listed = cli.look("request", "list")
    lines = (
        ("--json", "request", "list"),
        ("request", "--json", "list"),
        ("request", "list", "--json"),
        ("request", "--db", book, "--json", "list"),
    )
    for line in lines:
        assert cli.ok(*line, plain=True).json == listed


@pytest.mark.clause("2.4.3")
def test_a_request_and_the_sub_commands_stand_under_one_noun(at):
    cli = at("executing")
    form = str(cli.document(papers.REPORT))
    for number, line in enumerate(
        (
            ("report", REQ, "--from", form, "--period-end-date", "2026-09-01", "--period-start-date", "2026-09-01"),
            ("report", "--from", form, "--period-start-date=2026-09-02", "--period-end-date=2026-09-02", REQ),
            ("--json", "report", "--as", "liu.yang", REQ, "--from", form, "--period-start-date", "2026-09-03"),
        ),
        1,
    ):
        extra = [] if "--as" in line else ["--as", "liu.yang"]
        assert cli.look(*line, *extra)["code"] == f"{REQ}/P{number}"
    assert len(cli.look("report", "list", REQ)) == 3
    assert len(cli.look("report", "--json", "list", REQ, "--limit", "2")) == 2
    assert cli.look("report", "show", f"{REQ}/P2")["period_start_date"] == "2026-09-02"
    assert cli.look("review", "list", REQ)[0]["outcome"] == "approve"


BEFORE = dict(zip(STAGES, ["", *list(STAGES)[:-1]], strict=True))


@pytest.mark.parametrize("stage", [name for name in STAGES if name != "founded"])
def test_a_dry_run_gives_the_receipt_and_writes_nothing(at, stage):
    cli = at(BEFORE[stage])
    before = contents(cli.book)
    command, by, form = STAGES[stage][0]
    receipt = cli.act(*words(command), "--dry-run", form=form, by=by)
    assert contents(cli.book) == before
    assert (receipt["event"], receipt["dry_run"]) == (None, True)
    really = cli.act(*words(command), form=form, by=by)
    for name in ("act", "request", "code", "stage"):
        assert receipt[name] == really[name]
    for name in ("opened", "discharged"):
        assert [brief(o) for o in receipt[name]] == [brief(o) for o in really[name]]


def test_a_dry_run_of_the_book_itself_makes_and_changes_nothing(cli, at):
    receipt = cli.act("init", "--rehearsal", "--dry-run", form=COMPANY)
    assert (receipt["act"], receipt["event"], cli.book.exists()) == ("book.initialised", None, False)
    assert [path.name for path in cli.folder.iterdir() if "book" in path.name] == []
    founded = at("founded")
    before = contents(founded.book)
    founded.act("org", "department", "add", "--code", "LEGAL", "--name", "Legal", "--dry-run")
    founded.act("request", "new", "--submit", "--dry-run", form=papers.REQUEST, by=REQUESTER)
    assert contents(founded.book) == before


def test_in_a_pipe_a_receipt_is_the_code_of_what_was_made(at):
    cli = at("founded")
    done_plainly = [
        cli.ok("request", "new", "--from", str(cli.document(papers.REQUEST)), by=REQUESTER, plain=True).out,
        cli.ok("request", "submit", REQ, by=REQUESTER, plain=True).out,
        cli.ok("review", REQ, "--from", str(cli.document(papers.REVIEW)), by="gao.ping", plain=True).out,
    ]
    assert done_plainly == [f"{REQ}\n", f"{REQ}\n", f"{REQ}/V1\n"]


def test_new_and_submit_at_once_is_all_or_nothing(at):
    cli = at("founded")
    receipt = cli.act("request", "new", "--submit", form=papers.REQUEST, by=REQUESTER)
    assert (receipt["act"], receipt["stage"]) == ("request.submitted", "submitted")
    assert [event["act"] for event in cli.journal()][1:] == ["request.drafted", "request.submitted"]
    incomplete = {"title": "Kiosk", "requesting_department": "SALES"}
    answer = cli.refused("request", "new", "--submit", form=incomplete, by=REQUESTER)
    assert set(answer.gates) == {"cross-department", "form-complete"}
    assert [row["code"] for row in cli.look("request", "list")] == [REQ]
    assert cli.act("request", "new", form=papers.REQUEST, by=REQUESTER)["code"] == "CB-2026-0002"


@pytest.mark.clause("2.1.1")
def test_a_form_that_fails_uses_no_code_up(at):
    cli = at("founded")
    cli.refused("request", "new", form=papers.REQUEST | {"requesting_department": "NONE"}, by=REQUESTER, code=3)
    cli.refused("request", "new", form=papers.REQUEST, by=MEMBER["IT"], code=5)
    assert cli.act("request", "new", form=papers.REQUEST, by=REQUESTER)["code"] == REQ


# Three ways to fill a form


@pytest.mark.clause("2.1.1", "2.1.2")
def test_a_flag_beats_the_file_and_lists_of_objects_are_written_out(at):
    cli = at("founded")
    receipt = cli.act(
        "request",
        "new",
        "--title",
        "By flag",
        "--objectives",
        "statement=One, two; three,measure=a=b",
        "--objectives",
        '{"statement": "In JSON"}',
        "--departments",
        "department=IT,positions=Developer;Tester",
        "--departments",
        "FIN",
        form=papers.REQUEST,
        by=REQUESTER,
    )
    form = cli.look("request", "show", receipt["code"])
    assert form["title"] == "By flag"
    assert form["background"] == papers.REQUEST["background"]
    assert form["objectives"] == [{"statement": "One, two; three", "measure": "a=b"}, {"statement": "In JSON"}]
    others = {d["department"]: d["positions"] for d in form["departments"] if d["department"] != "SALES"}
    assert others == {"IT": ["Developer", "Tester"], "FIN": []}


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".toml"])
def test_forms_come_in_yaml_json_and_toml_and_from_standard_input(at, suffix):
    cli = at("executing")
    text = {
        ".yaml": "progress_percent: 30\ndone: The booth stands.\nnext_steps: The wiring.\nmilestones_reached: []\n",
        ".json": json.dumps(papers.REPORT),
        ".toml": 'progress_percent = 30\ndone = "The booth stands."\nnext_steps = "The wiring."\n',
    }[suffix]
    receipt = cli.act("report", REQ, "--from", str(cli.document(text, suffix)), by=MEMBER["IT"])
    assert receipt["code"] == f"{REQ}/P1"
    if suffix != ".toml":
        receipt = cli.act("report", REQ, "--from", "-", by=MEMBER["FIN"], stdin=text)
        assert receipt["code"] == f"{REQ}/P2"


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_blank_file_of_a_form_can_be_sent_back_as_it_is(at, language):
    cli = at("executing")
    cli.language = language
    blank = cli.ok("report", REQ, "--template", plain=True).out
    answer = cli.refused("report", REQ, "--from", str(cli.document(blank)), by=MEMBER["IT"], code=3)
    assert set(answer.faults) == {"progress_percent", "done", "next_steps"}


def test_without_a_terminal_every_missing_field_is_named_with_its_flag(at):
    answer = at("submitted").fails(3, "review", REQ, "--necessity", "necessary", by="gao.ping", plain=True)
    for flag in ("--strategic-fit", "--resources-reason", "--feasibility", "--outcome"):
        assert flag in answer.err
    assert "--necessity " not in answer.err.replace("--necessity-reason", "")


def test_the_schema_of_a_form_is_json_schema(cli):
    schema = cli.ok("schema", "request", plain=True).json
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert set(schema["required"]) == {"title", "requesting_department"}
    assert "review.decided" in cli.look("schema")


# The policy


@pytest.mark.clause("1.1")
def test_the_policy_and_its_workflow(cli):
    clauses = cli.look("policy", "show")
    assert {"1.1", "2.3.2", "7.4.3"} <= {clause["clause"] for clause in clauses}
    signing = cli.look("policy", "show", "2.3.2")
    assert {"signed-by-all", "table-first", "terms-complete"} <= set(signing["gates"])
    mermaid = cli.ok("policy", "workflow", "--as-mermaid", plain=True).out
    assert mermaid.startswith("stateDiagram")
    assert "agreed --> executing" in mermaid
    picture = cli.ok("policy", "workflow", plain=True).out
    assert all(stage in picture for stage in ("draft", "accepting", "closed"))
    assert cli.fails(6, "policy", "show", "9.9").error["kind"] == "not-found"


@pytest.mark.clause("1.3.2")
def test_what_is_owed_names_the_department_of_each_joint_act(at):
    page = at("drafted").ok("status", REQ, "--format", "table", plain=True).out
    assert all(department in page for department in PARTIES)
    assert "→" in page


# Versions and typos


def test_the_version_is_told_whatever_stands_beside_it(cli):
    from crosspolicy import __version__

    for line in (("--version",), ("--json", "--version"), ("--db", "x.db", "--version")):
        assert cli.ok(*line, plain=True).out == f"crosspolicy {__version__}\n"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (("staus",), "status"),
        (("reqest", "new"), "request"),
        (("request", "nwe"), "new"),
        (("org", "persn", "list"), "person"),
        (("status", "--ovedue"), "--overdue"),
        (("request", "new", "--titel", "x"), "--title"),
        (("report", "lst", REQ), "list"),
        (("--jsn", "status"), "--json"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_typos_are_told_what_may_have_been_meant(at, line, meant):
    answer = at("founded").fails(2, *line)
    assert answer.error["kind"] == "usage"
    assert meant in answer.error.get("hint", "")


def test_one_word_too_many_is_named(at):
    cli = at("executing")
    for line, words_told in (
        (("status", REQ, "surplus"), ["surplus"]),
        (("status", REQ, "one", "two"), ["one", "two"]),
    ):
        message = cli.fails(2, *line).error["message"]
        assert all(word in message for word in words_told)
        assert "s) (" not in message


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("line", [("status", "--limit", "x"), ("status", "--limit", "-1"), ("status", "--db")])
def test_a_wrong_value_is_told_in_the_language_spoken(at, language, line):
    cli = at("founded")
    cli.language = language
    message = cli.fails(2, "--json", *line, plain=True).error["message"]
    assert line[1] in message
    assert "range" not in message
    assert bool(re.search("[\u4e00-\u9fff]", message)) == (language != "en")


@pytest.mark.parametrize("format_", ["yaml", "JSON", ""])
def test_an_unknown_format_is_told_with_those_there_are(at, format_):
    answer = at("founded").fails(2, "request", "list", "--format", format_, plain=True)
    assert "tsv" in answer.err


def test_a_missing_book_says_how_to_make_one(cli):
    for line in (("status",), ("request", "list"), ("next",), ("log",), ("db", "check"), ("request", "submit", REQ)):
        answer = cli.fails(7, *line)
        assert answer.error["kind"] == "book-unavailable"
        assert "crosspolicy init" in answer.error["hint"]
        assert not cli.book.exists()


def test_a_real_book_refuses_another_time_and_looks_at_other_days(cli):
    cli.now = ""
    cli.act("init", form=COMPANY)
    for line in (("status",), ("request", "new", "--from", str(cli.document(papers.REQUEST)))):
        answer = cli.fails(2, *line, now="2026-09-30")
        assert "rehearsal" in answer.error["message"]
    status = cli.look("status", "--as-of", "2031-01-01")
    assert (status["as_of"], status["rehearsal"]) == ("2031-01-01", False)
    assert "REHEARSAL" not in cli.ok("status", "--format", "table", plain=True).out


def test_a_book_that_is_there_is_left_as_it_is(at):
    cli = at("submitted")
    before = cli.book.read_bytes()
    answer = cli.refused("init", "--rehearsal", form=COMPANY, code=7)
    assert "exists already" in answer.error["message"]
    assert cli.book.read_bytes() == before


def test_a_backup_is_a_book_of_its_own_and_overwrites_nothing(at):
    cli = at("executing")
    made = cli.look("db", "backup", "copy.db")["backup"]
    assert cli.look("status", "--db", made) == cli.look("status")
    assert cli.look("db", "check", "--db", made)["sound"] is True
    before = (cli.folder / "copy.db").read_bytes()
    cli.fails(7, "db", "backup", "copy.db")
    assert (cli.folder / "copy.db").read_bytes() == before
    assert cli.look("db", "migrate")["migrated"] is False
    assert cli.look("db", "path") == {"book": str(cli.book), "exists": True}
