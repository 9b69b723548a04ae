"""Bad input: whatever is wrong with a form's file, one clear answer tells it, and nothing is written."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cli.contents import contents
from tests.journeys.books import REQ
from tests.journeys.cases import without
from tests.journeys.driver import Cli
from tests.support import papers
from tests.support.company import MEMBER, REQUESTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A file that cannot be taken, and what is told: the fields, and words that must stand in the messages."""

    name: str
    text: str | bytes
    fields: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    code: int = 3
    suffix: str = ".yaml"


def request(**changes: Any) -> str:
    """Return a request form with other fields, as JSON: it says exactly what it holds."""
    return json.dumps(without(papers.REQUEST, **changes))


def item(name: str, **changes: Any) -> list[dict[str, Any]]:
    """Return a list field of the request form with its first object changed."""
    first, *rest = papers.REQUEST[name]
    return [first | changes, *rest]


NESTED = "[" * 5000 + "]" * 5000
LONG = "字" * 100_000

FORMS = (
    # Fields
    Bad(name="nothing at all", text="", fields=("title", "requesting_department")),
    Bad(name="two fields missing", text="background: x\n", fields=("title", "requesting_department")),
    Bad(name="an empty field", text=request(title="   "), fields=("title",)),
    Bad(name="an unknown field", text=request(titel="Kiosk"), fields=("titel",), told=("title",)),
    Bad(name="a field far from any", text=request(xyzzy="x"), fields=("xyzzy",)),
    Bad(
        name="an unknown field inside",
        text=request(milestones=item("milestones", due_dat="x")),
        fields=("milestones.1.due_dat",),
        told=("due_date",),
    ),
    Bad(
        name="a field missing inside",
        text=request(milestones=[{"name": "Pilot"}, {"due_date": "2026-11-01"}]),
        fields=("milestones.1.due_date", "milestones.2.name"),
    ),
    # Types
    Bad(name="a list for a text", text=request(title=["Kiosk"]), fields=("title",)),
    Bad(name="an object for a text", text=request(title={"a": "b"}), fields=("title",)),
    Bad(name="a text for a list", text=request(objectives="Kiosks open"), fields=("objectives",)),
    Bad(name="a text for an object", text=request(milestones=[["Pilot"]]), fields=("milestones.1",)),
    Bad(name="a number for a text", text=request(title=12), fields=("title",)),
    Bad(name="a text for an amount", text=request(planned_cost="a lot"), fields=("planned_cost",)),
    Bad(name="true for an amount", text=request(planned_cost=True), fields=("planned_cost",)),
    Bad(name="a choice that is none", text=request(risks=item("risks", category="fire")), fields=("risks.1.category",)),
    Bad(
        name="a word for a number", text=request(risks=item("risks", likelihood="high")), fields=("risks.1.likelihood",)
    ),
    Bad(
        name="all of it at once",
        text=request(title=[], planned_cost="x", objectives=3, requester="a b"),
        fields=(
            "title",
            "planned_cost",
            "objectives",
            "requester",
        ),
    ),
    # Numbers
    Bad(name="a negative amount", text=request(planned_cost="-1"), fields=("planned_cost",)),
    Bad(name="an amount of a thousandth", text=request(planned_cost="1.005"), fields=("planned_cost",)),
    Bad(name="a huge amount", text=request(planned_cost="1e400"), fields=("planned_cost",)),
    Bad(name="a quadrillion", text=request(planned_cost="1000000000000000"), fields=("planned_cost",)),
    Bad(name="an amount that is no number", text=request(planned_cost="NaN"), fields=("planned_cost",)),
    Bad(name="an endless amount", text=request(planned_cost="Infinity"), fields=("planned_cost",)),
    Bad(name="NaN in JSON", text='{"planned_cost": NaN}', told=("NaN",)),
    Bad(name="Infinity in JSON", text='{"planned_cost": -Infinity}', told=("Infinity",)),
    Bad(name="a number of 5,000 digits", text='{"planned_cost": 1' + "0" * 5000 + "}", told=("digits",)),
    Bad(name="a likelihood of 0", text=request(risks=item("risks", likelihood=0)), fields=("risks.1.likelihood",)),
    Bad(name="a likelihood of 6", text=request(risks=item("risks", likelihood=6)), fields=("risks.1.likelihood",)),
    Bad(name="a likelihood of 9", text=request(risks=item("risks", likelihood=9)), fields=("risks.1.likelihood",)),
    Bad(
        name="a likelihood and a half",
        text=request(risks=item("risks", likelihood=1.5)),
        fields=("risks.1.likelihood",),
    ),
    Bad(
        name="a likelihood of many digits",
        text=request(risks=item("risks", likelihood=10**30)),
        fields=("risks.1.likelihood",),
    ),
    # Days
    Bad(name="a day that is none", text=request(planned_end_date="2026-02-30"), fields=("planned_end_date",)),
    Bad(name="a day in words", text=request(planned_end_date="tomorrow"), fields=("planned_end_date",)),
    Bad(name="a day written together", text=request(planned_end_date="20261231"), fields=("planned_end_date",)),
    Bad(name="a day with slashes", text=request(planned_end_date="2026/12/31"), fields=("planned_end_date",)),
    Bad(name="a day of another script", text=request(planned_end_date="２０２６-12-31"), fields=("planned_end_date",)),
    Bad(
        name="a moment for a day", text=request(planned_end_date="2026-12-31T10:00+08:00"), fields=("planned_end_date",)
    ),
    Bad(name="a day long ago", text=request(planned_start_date="1899-12-31"), fields=("planned_start_date",)),
    Bad(name="a day far ahead", text=request(planned_end_date="2201-01-01"), fields=("planned_end_date",)),
    Bad(name="the year ten thousand", text=request(planned_end_date="10000-01-01"), fields=("planned_end_date",)),
    Bad(
        name="the end before the start",
        text=request(planned_start_date="2026-12-31", planned_end_date="2026-10-08", milestones=[]),
        fields=("planned_end_date",),
    ),
    Bad(
        name="a milestone outside",
        text=request(milestones=item("milestones", due_date="2027-03-01")),
        fields=("milestones.1.due_date",),
        told=("2026-12-31",),
    ),
    Bad(name="a day to come", text=request(occurred_on="2026-10-01"), fields=("occurred_on",)),
    Bad(name="a moment to come", text=request(occurred_on="2026-09-30T10:01+08:00"), fields=("occurred_on",)),
    Bad(name="a moment without offset", text=request(occurred_on="2026-09-30T09:00"), fields=("occurred_on",)),
    # Names
    Bad(
        name="unknown departments",
        text=request(requesting_department="NONE", departments=item("departments", department="NOPE"), milestones=[]),
        fields=("requesting_department", "departments.1.department"),
        told=("NONE", "NOPE"),
    ),
    Bad(name="an unknown person", text=request(requester="li.nah"), fields=("requester",), told=("li.nah",)),
    Bad(
        name="an unknown department of a milestone",
        text=request(milestones=item("milestones", department="NOPE")),
        fields=("milestones.1.department",),
    ),
    Bad(name="a login with a blank", text=request(requester="li na"), fields=("requester",)),
    Bad(
        name="a milestone stated twice",
        text=request(milestones=papers.REQUEST["milestones"][:1] * 2),
        fields=("milestones.2.name",),
    ),
    Bad(
        name="a department stated twice",
        text=request(departments=papers.REQUEST["departments"][:1] * 2),
        fields=("departments.2.department",),
    ),
    Bad(
        name="risks, and none foreseen",
        text=request(no_risk_foreseen_because="Nothing moves."),
        fields=("no_risk_foreseen_because",),
    ),
    # Text
    Bad(name="a bell", text=request(title="Kiosk\a"), fields=("title",), told=("U+0007",)),
    Bad(name="a NUL", text=request(background="Kiosk\0s"), fields=("background",), told=("U+0000",)),
    Bad(name="an escape", text=request(background="\x1b[31mred"), fields=("background",), told=("U+001B",)),
    Bad(name="a C1 control", text=request(title="Kiosk\x9b31m"), fields=("title",), told=("U+009B",)),
    Bad(name="a bidi override", text=request(title="Kiosk\u202ekoisk"), fields=("title",), told=("U+202E",)),
    Bad(name="a bidi isolate", text=request(background="a\u2066b"), fields=("background",), told=("U+2066",)),
    Bad(name="half of a character", text=request(title="Kiosk\ud83c"), fields=("title",)),
    Bad(
        name="a hidden one inside",
        text=request(objectives=[{"statement": "a\u202eb"}]),
        fields=("objectives.1.statement",),
    ),
    Bad(name="two lines in one", text=request(title="Kiosk\nand more"), fields=("title",)),
    Bad(name="a long title", text=request(title=LONG), fields=("title",), told=("300",)),
    Bad(name="a long text", text=request(background=LONG), fields=("background",), told=("20",)),
    # Files
    Bad(name="a key twice", text="title: a\nbackground: b\ntitle: c\n", told=("title", "3:1")),
    Bad(name="a key twice inside", text="milestones:\n  - {name: a, name: b}\n", told=("name",)),
    Bad(name="a key twice in JSON", text='{"title": "a", "title": "b"}', told=("title",)),
    Bad(name="a key twice in TOML", text='title = "a"\ntitle = "b"\n', suffix=".toml", told=("TOML",)),
    Bad(name="an alias", text="title: &t Kiosk\nbackground: *t\n", told=("alias", "1:")),
    Bad(name="a bomb of aliases", text="a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", told=("alias",)),
    Bad(
        name="a merge of what is not there",
        text="<<: {title: Kiosk}\n",
        fields=("<<", "title", "requesting_department"),
    ),
    Bad(name="a tag that runs", text="title: !!python/object/apply:os.system [touch ran]\n", told=("tag",)),
    Bad(name="a tag", text="title: !!str Kiosk\n", told=("tag",)),
    Bad(name="two documents", text="title: a\n---\ntitle: b\n", told=("document",)),
    Bad(name="no YAML", text="title: [a\n", told=("YAML",)),
    Bad(name="a tab for a blank", text="title: a\n\tbackground: b\n", told=("YAML",)),
    Bad(name="a key that is a list", text="? [a, b]\n: c\n", fields=("form", "title", "requesting_department")),
    Bad(name="no JSON", text='{"title": }', told=("JSON",), suffix=".json"),
    Bad(name="no TOML", text="title =\n", told=("TOML",), suffix=".toml"),
    Bad(name="a list of forms", text="- title: a\n- title: b\n", told=("one form",)),
    Bad(name="a single word", text="kiosk\n", told=("one form",)),
    Bad(name="nested too deeply", text=f"title: {NESTED}\n", told=("deep",)),
    Bad(name="JSON nested too deeply", text=f'{{"title": {NESTED}}}', told=("deep",)),
    Bad(name="no UTF-8", text=b"title: \xff\xfe\n", told=("UTF-8", "8")),
    Bad(name="UTF-16", text="title: Kiosk\n".encode("utf-16"), told=("UTF-8",)),
    Bad(name="a picture", text=b"\x89PNG\r\n\x1a\n" + bytes(range(256)), told=("UTF-8",)),
    Bad(name="a file of 11 MB", text=b"#" * 11_000_000, told=("10 MB",)),
)


@pytest.fixture
def founded(at) -> Cli:
    """Return the command on a book without any request."""
    return at("founded")


@pytest.mark.parametrize("bad", [pytest.param(bad, id=bad.name) for bad in FORMS])
def test_a_form_that_cannot_be_taken_is_told_field_by_field_and_nothing_is_written(founded: Cli, bad: Bad):
    before = contents(founded.book)
    path = founded.document(bad.text, bad.suffix)
    answer = founded.fails(bad.code, "request", "new", "--from", str(path), by=REQUESTER)
    assert answer.error["kind"] == "invalid-input"
    assert answer.error["message"]
    if bad.fields:
        assert set(answer.faults) == set(bad.fields)
    else:
        assert set(answer.faults) == {str(path)}
    messages = " ".join([answer.error["message"], *answer.faults.values()])
    for words in bad.told:
        assert words in messages
    assert len(answer.err) < 3000
    assert answer.err.count("\n") == 1
    assert contents(founded.book) == before
    assert not (founded.folder / "ran").exists()


@pytest.mark.parametrize(
    "name", ["[red]Kiosk[/red]", "[/]", "[bold", "[link=file:///]x[/link]", "{title}", "%s%n", "$(id)"]
)
def test_what_looks_like_markup_is_plain_text(founded: Cli, name):
    founded.act("request", "new", form={"title": name, "requesting_department": "SALES"}, by=REQUESTER)
    assert founded.look("request", "show", REQ)["title"] == name
    for line in (("request", "list"), ("request", "show", REQ), ("status", REQ)):
        assert name in founded.ok(*line, "--format", "table", plain=True).out
    answer = founded.fails(3, "request", "edit", REQ, "--requester", name, by=REQUESTER, plain=True)
    assert "requester" in answer.err


def test_a_long_text_within_its_bound_is_kept_whole(founded: Cli):
    text = "燈" * 20_000
    founded.act("request", "new", form=papers.REQUEST | {"background": f"{text}", "title": "題" * 300}, by=REQUESTER)
    assert founded.look("request", "show", REQ)["background"] == text


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_faults_are_told_in_the_language_and_named_the_same(founded: Cli, language):
    founded.language = language
    form = without(papers.REQUEST, "title", planned_cost="x", risks=item("risks", likelihood="high"))
    answer = founded.refused("request", "new", form=form, by=REQUESTER, code=3)
    assert set(answer.faults) == {"title", "planned_cost", "risks.1.likelihood"}
    for message in answer.faults.values():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in message) == (language != "en")


# Files that are none


def test_a_file_that_is_not_there_is_not_found(founded: Cli):
    answer = founded.fails(6, "request", "new", "--from", "no such.yaml", by=REQUESTER)
    assert answer.error["kind"] == "not-found"
    assert "no such.yaml" in answer.error["message"]


@pytest.mark.parametrize("path", [".", "/dev/zero", "/dev/null/x", "form.yaml/", "a" * 5000, "x\ufffdy"])
def test_what_is_no_file_is_told(founded: Cli, path):
    (founded.folder / "form.yaml").write_text("title: x\n")
    answer = founded.run("request", "new", "--from", path, by=REQUESTER, timeout=20)
    assert answer.code in (3, 6), answer
    assert "Traceback" not in answer.err
    assert answer.error["message"]


def test_a_pipe_without_a_writer_does_not_hang(founded: Cli):
    import os

    os.mkfifo(founded.folder / "pipe")
    answer = founded.fails(3, "request", "new", "--from", "pipe", by=REQUESTER, timeout=20)
    assert "plain file" in json.dumps(answer.error)


# Flags


FLAGS = (
    (("--milestones", "name=Pilot,due=2026-11-20"), {"milestones.1.due_date"}),
    (("--milestones", "date=2026-11-20"), {"milestones.1"}),
    (("--milestones", '{"name": "Pilot"'), {"milestones.1"}),
    (("--milestones", "{}"), {"milestones.1.name", "milestones.1.due_date"}),
    (("--planned-cost", "NaN"), {"planned_cost"}),
    (("--title", "Kiosk\x1b[0m"), {"title"}),
    (("--title", "\udcff\udcfe"), {"title"}),
    (("--requester", ""), {"requester"}),
    (("--departments", "department=IT,positions=Developer,department=FIN"), {"departments.1"}),
    (("--departments", '{"department": "IT", "department": "FIN"}'), {"departments.1"}),
    (("--risks", '{"category": "legal", "description": "x", "likelihood": NaN}'), {"risks.1"}),
)


@pytest.mark.parametrize(("flags", "fields"), FLAGS, ids=[repr(flags) for flags, _ in FLAGS])
def test_a_flag_that_cannot_be_taken_is_told_as_the_field_is(founded: Cli, flags, fields):
    answer = founded.run("request", "new", "--requesting-department", "SALES", "--title", "Kiosk", *flags, by=REQUESTER)
    if flags == ("--requester", ""):
        assert answer.code in (0, 3)
        return
    assert answer.code == 3, answer
    assert "Traceback" not in answer.err
    assert {field for field in answer.faults if field.split(".")[0] in {f.split(".")[0] for f in fields}}
    assert founded.look("request", "list") == []


@pytest.mark.parametrize(
    "word", ["\udcff", "CB-2026-0001\x1b", "CB-2026-9999", "CB-2026-0", "cb", "CB-9999999-0001", "CB-2026-0001/A1/B2"]
)
def test_a_code_that_names_nothing_is_not_found(at, word):
    cli = at("submitted")
    for line in (("status", word), ("request", "show", word), ("next", word), ("log", word), ("agree", "show", word)):
        assert cli.fails(6, *line).error["kind"] == "not-found"
    assert cli.refused("review", word, form=papers.REVIEW, by="gao.ping", code=6).error["kind"] == "not-found"


def test_a_code_in_another_case_names_the_same(at):
    cli = at("submitted")
    for word in ("cb-2026-0001", "CB-2026-1", "CB-2026-00001"):
        assert cli.look("status", word)["request"] == REQ


# What is known only from the book


def test_days_that_contradict_what_happened_are_told(at):
    cli = at("executing")
    cli.now = "2026-11-12"
    before = contents(cli.book)
    tries = (
        (
            ("report", REQ),
            papers.REPORT | {"period_start_date": "2026-10-20", "period_end_date": "2026-10-10"},
            MEMBER["IT"],
            {"period_end_date"},
        ),
        (("report", REQ), papers.REPORT | {"period_end_date": "2026-11-13"}, MEMBER["IT"], {"period_end_date"}),
        (("report", REQ), papers.REPORT | {"occurred_on": "2026-09-29"}, MEMBER["IT"], {"occurred_on"}),
        (("report", REQ), papers.REPORT | {"milestones_reached": ["Nothing"]}, MEMBER["IT"], {"milestones_reached.1"}),
        (("report", REQ), papers.REPORT | {"progress_percent": 101}, MEMBER["IT"], {"progress_percent"}),
        (("accept", "open", REQ), papers.OPENING | {"actual_end_date": "2026-09-29"}, REQUESTER, {"actual_end_date"}),
        (("accept", "open", REQ), papers.OPENING | {"actual_end_date": "2026-11-13"}, REQUESTER, {"actual_end_date"}),
        (
            ("milestone", "reach", REQ, "Pilot kiosk open"),
            {"reached_date": "2026-11-13"},
            MEMBER["IT"],
            {"reached_date"},
        ),
        (("meeting", "record", REQ), papers.REGULAR | {"held_at": "2026-11-12T11:00+08:00"}, REQUESTER, {"held_at"}),
        (("meeting", "record", REQ), papers.REGULAR | {"held_at": "2026-11-12T09:00"}, REQUESTER, {"held_at"}),
        (("meeting", "record", REQ), papers.REGULAR | {"attendees": ["li.na", "li.na"]}, REQUESTER, {"attendees.2"}),
        (("meeting", "record", REQ), papers.REGULAR | {"solution": "x"}, REQUESTER, {"solution"}),
        (("meeting", "record", REQ), without(papers.REGULAR, "problems"), REQUESTER, {"problems"}),
        (
            ("meeting", "record", REQ),
            papers.REGULAR | {"actions": [papers.ACTION | {"department": "HR"}]},
            REQUESTER,
            {"actions.1.department"},
        ),
    )
    for line, form, by, fields in tries:
        answer = cli.refused(*line, form=form, by=by, code=3)
        assert set(answer.faults) == fields, (line, answer.faults)
    assert contents(cli.book) == before


def test_a_milestone_or_an_action_that_is_none_is_not_found(at):
    cli = at("executing")
    assert "Pilot kiosk open" in json.dumps(cli.fails(6, "milestone", "reach", REQ, "Nothing", by=REQUESTER).error)
    cli.fails(6, "meeting", "action", "done", f"{REQ}/A9", by=REQUESTER)
    cli.fails(6, "meeting", "action", "done", "A1", by=REQUESTER)


@pytest.mark.clause("2.1.2")
def test_no_milestone_is_left_with_a_department_that_is_no_party(at):
    cli = at("draft")
    before = cli.look("request", "show", REQ)
    for departments in ([], [{"department": "FIN", "positions": ["Controller"]}]):
        papers = cli.document({"departments": departments})
        error = cli.fails(3, "request", "edit", REQ, "--from", str(papers), by=REQUESTER).error
        assert [fault["field"] for fault in error["fields"]] == ["milestones.1.department"]
        assert cli.look("request", "show", REQ) == before


COMPANIES: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("nobody", {"people": []}, {"people"}),
    ("no department", {"departments": []}, {"departments"}),
    ("an unknown country", {"country": "XX"}, {"country"}),
    ("a country in words", {"country": "China"}, {"country"}),
    ("an unknown zone", {"timezone": "Asia/Atlantis"}, {"timezone"}),
    ("a zone that is a path", {"timezone": "../../etc/passwd"}, {"timezone"}),
    ("a currency in small letters", {"currency": "cny"}, {"currency"}),
    ("no company", {"company": ""}, {"company"}),
    ("a department twice", {"departments": [{"code": "IT", "name": "IT"}] * 2}, {"departments.1.code"}),
    ("a head who is nobody", {"departments": [{"code": "IT", "name": "IT", "head": "x"}]}, {"departments.1.head"}),
    (
        "a role that is none",
        {"people": [{"login": "a", "name": "A", "department": "IT", "roles": ["king"]}]},
        {"people.1.roles.1"},
    ),
    ("a password", {"password": "x"}, {"password"}),
)


@pytest.mark.clause("1.2")
@pytest.mark.parametrize(("name", "changes", "fields"), COMPANIES, ids=[name for name, _, _ in COMPANIES])
def test_a_book_is_not_founded_on_what_cannot_be(cli: Cli, name, changes, fields):
    from tests.journeys.books import COMPANY

    answer = cli.refused("init", "--rehearsal", form=COMPANY | changes, code=3)
    assert fields <= set(answer.faults), answer
    assert [path.name for path in cli.folder.iterdir() if "book" in path.name] == []


@pytest.mark.clause("1.1")
def test_a_policy_file_that_is_not_sound_is_told_and_not_adopted(at):
    from importlib.resources import files

    cli = at("founded")
    default = files("crosspolicy.policy").joinpath("default.toml").read_text("utf-8")
    texts = {
        "no TOML": "version = ",
        "nothing": "",
        "no number": default.replace("review = 5", "review = -5", 1),
        "an unknown gate": default.replace('staffed = "block"', 'stafed = "block"', 1),
        "a gate that neither blocks nor warns": default.replace('staffed = "block"', 'staffed = "maybe"', 1),
        "a period that is none": default.replace('progress-report = "2 weeks"', 'progress-report = "3 days"', 1),
    }
    for name, text in texts.items():
        path = str(cli.document(text, ".toml"))
        assert cli.run("policy", "check", path).code == 3, name
        assert cli.run("policy", "adopt", path, by="gao.ping").code == 3, name
    assert cli.fails(6, "policy", "check", "none.toml").error["kind"] == "not-found"
    assert [event["act"] for event in cli.journal()] == ["book.initialised"]
    assert cli.look("policy", "check", str(cli.document(default, ".toml")))["sound"] is True


# Settings


@pytest.mark.parametrize(
    ("text", "told"),
    [(b"db = ", "TOML"), (b"datebase = 'x'", "datebase"), (b"\xff", "config.toml"), (b"db = 3", "db")],
)
def test_a_configuration_that_cannot_be_read_is_told(founded: Cli, text: bytes, told: str):
    path = founded.folder / "home" / ".config" / "crosspolicy" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(text)
    answer = founded.fails(2, "request", "list", env={"CROSSPOLICY_DB": None})
    assert answer.error["kind"] == "usage"
    assert told in answer.error["message"]


def test_the_configuration_names_book_language_and_person(founded: Cli):
    path = founded.folder / "home" / ".config" / "crosspolicy" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f'db = "{founded.book}"\nas = "li.na"\nlang = "zh-Hans"\n')
    unnamed = {"CROSSPOLICY_DB": None}
    receipt = founded.act("request", "new", form=papers.REQUEST, env=unnamed)
    assert receipt["event"]["actor"] == "li.na"
    told = founded.fails(6, "status", "NONE", env=unnamed).error["message"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told)
    assert founded.fails(6, "status", "NONE", "--lang", "en", env=unnamed).error["message"].isascii()
    other = founded.act("request", "new", form=papers.REQUEST, env=unnamed, by="zhao.lei")
    assert other["event"]["actor"] == "zhao.lei"


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "简"),
        ({"LANG": "zh_TW.UTF-8"}, "繁"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, ""),
        ({"LANG": "fr_FR.UTF-8"}, ""),
        ({"LANG": "zh_CN.UTF-8", "CROSSPOLICY_LANG": "en"}, ""),
        ({"CROSSPOLICY_LANG": "zh-Hant"}, "繁"),
    ],
)
def test_the_language_is_that_of_the_flag_the_variable_the_locale(cli: Cli, variables, chinese):
    message = cli.fails(7, "status", env=variables).error["message"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in message) == bool(chinese)
    assert ("台帳" in message) == (chinese == "繁")


@pytest.mark.parametrize("language", ["fr", "zh_Hans_XX", "", "\x1b"])
def test_a_language_that_is_none_of_ours_is_told(cli: Cli, language):
    answer = cli.run("status", "--lang", language)
    assert answer.code == (7 if language.startswith("zh") or not language else 2), answer
    assert "Traceback" not in answer.err
