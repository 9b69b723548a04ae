"""What leaves the book: every kind in every format, and the book as records that make it again."""

import csv
import io
import json
import os
import resource
import shutil
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from crosspolicy.acts.act import Target
from crosspolicy.acts.registry import all_acts, named
from crosspolicy.cli import app
from crosspolicy.errors import BookUnavailable, CrosspolicyError, SystemFault, UsageFault
from crosspolicy.forms.organisation import Founding
from crosspolicy.i18n import Text
from crosspolicy.intake.check import checked
from crosspolicy.queries.book import header
from crosspolicy.queries.exports import paging, records
from crosspolicy.queries.exports.kinds import EVERYTHING, KINDS
from crosspolicy.queries.exports.source import Wanted
from crosspolicy.settings import Settings
from crosspolicy.store.copying import copy_book
from crosspolicy.store.engine import Book
from crosspolicy.store.founding import found_book
from crosspolicy.store.identity import By
from crosspolicy.store.location import Location, locate
from crosspolicy.store.perform import Call, perform
from crosspolicy.store.reading import reading
from crosspolicy.store.sqlite_file import dbapi
from crosspolicy.views.export.sink import replacing
from crosspolicy.views.export.workbook_out import write_workbook
from crosspolicy.views.export.writing import Order, write_export
from crosspolicy.vocabulary.codes import LETTERS
from tests.journeys.books import REQ
from tests.journeys.driver import Cli
from tests.speed.test_reading_paths import HEAVY, loaded_by
from tests.support import papers
from tests.support.company import COORDINATOR
from tests.support.life import live
from tests.support.world import HOST, World

ONE_KIND = [kind for kind in KINDS if kind != EVERYTHING]
LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def lived(sqlite_original, tmp_path_factory):
    """Return where a book is in which every act was done."""
    path = tmp_path_factory.mktemp("lived") / "book.db"
    shutil.copy(sqlite_original, path)
    world = World(Book(Location(path=path)))
    live(world)
    world.book.close()
    return path


def exported(book, what, *, format="jsonl", target=None, **wanted):
    """Return the text of an export, or what was told of one that went into a file."""
    place = Path(book)
    with reading(Location(path=place)) as reader:
        if target is not None:
            return write_export(reader, header(reader), Order(what, Wanted(**wanted), format, target))
        target = place.with_name(f"export.{format}")
        write_export(reader, header(reader), Order(what, Wanted(**wanted), format, target))
    return target.read_text("utf-8")


def objects(book, what, **wanted):
    return [json.loads(line) for line in exported(book, what, **wanted).splitlines()]


def table(book, what, **wanted):
    return list(csv.DictReader(io.StringIO(exported(book, what, format="csv", **wanted))))


# The book as records that make it again


def replayed(lines, path):
    """Make a book of exported records, each through the one door, by the coordinator for whoever acted."""
    first, *rest = map(json.loads, lines)
    assert first.pop("act") == "book.initialised"
    founding = checked(Founding, first["form"] | {"occurred_on": first["occurred_on"]})
    place = Location(path=path)
    found_book(place, founding, By(first["actor"], HOST), is_rehearsal=True, now=LATER)
    book = Book(place)
    for record in rest:
        form = named(record["act"], record["form"].get("kind", "")).form
        content = record["form"] | {"occurred_on": record["occurred_on"]}
        call = Call(record["act"], checked(form, content), *aim(record))
        perform(book, [call], By(COORDINATOR, HOST, record["actor"]), now=LATER)
    book.close()
    return path


def aim(record):
    """Return the request that a record is done to, and what of it."""
    target = record.get("target", "")
    if isinstance(target, dict):
        return target["code"], target["milestone"]
    is_on_request = named(record["act"], record["form"].get("kind", "")).is_on_request
    return (target.partition("/")[0], target) if is_on_request else ("", target)


def test_everything_makes_the_same_book_again(lived, tmp_path):
    lines = exported(lived, EVERYTHING).splitlines()
    again = replayed(lines, tmp_path / "again.db")
    for kind in ONE_KIND[:-1]:
        assert exported(again, kind) == exported(lived, kind), kind
        assert exported(lived, kind)
    assert exported(again, EVERYTHING).splitlines() == lines


def test_everything_names_every_act_that_was_done_in_the_order_of_the_journal(lived):
    done = [event for event in objects(lived, "journal") if not event["refused"]]
    told = objects(lived, EVERYTHING)
    assert [(r["act"], r["actor"], r["occurred_on"], r["form"]) for r in told] == [
        (e["act"], e["actor"], e["occurred_on"], e["form"]) for e in done
    ]
    assert {record["act"] for record in told} == {act.name for act in all_acts()}
    assert "target" not in told[0]
    targets = {record["act"]: record.get("target") for record in told}
    assert targets["request.drafted"] is None
    assert targets["risk.treated"] == f"{REQ}/R2"
    assert targets["issue.escalated"] == f"{REQ}/I3"
    assert targets["action.done"] == f"{REQ}/A1"
    assert targets["milestone.moved"] == {"code": REQ, "milestone": "Third kiosk"}
    assert targets["training.evaluated"] == "TS-2026-0001"
    assert [r["target"] for r in told if r["act"] == "training.held"] == ["TC-2026-0001", "First aid"]


def test_the_acts_whose_targets_are_numbered_are_those_of_the_register():
    of = {act.name: act.target for act in all_acts()}
    numbered = {name: LETTERS[target] for name, target in of.items() if target in LETTERS}
    assert numbered == records.NUMBERED
    assert {name for name, target in of.items() if target is Target.MILESTONE} == records.MILESTONES
    assert [name for name, target in of.items() if target is Target.NEW_REQUEST] == [records.FIRST]


HISTORY = '{"effect":{},"form":{"reason":"so"},"imported":{"as_of_record":true},"target":"3"}'
BARE = '{"form":{"note":"\\"target\\":\\"x\\"}"},"refused":[]}'


@pytest.mark.parametrize(
    ("payload", "form", "target"),
    [
        ('{"effect":{},"form":{}}', "{}", ""),
        ('{"effect":{"codes":["a"]},"form":{"a":{"b":1}},"target":"Kiosk \\"two\\""}', '{"a":{"b":1}}', 'Kiosk "two"'),
        (HISTORY, '{"reason":"so"}', "3"),
        (BARE, BARE[8:-14], ""),
    ],
)
def test_a_form_is_cut_out_of_its_payload_as_it_stands(payload, form, target):
    assert records.stated(payload) == (form, target)


# The kinds: the same names and values as the lists of the command line


def bare(value):
    """Return a value without what is not there; the lists of the command line leave that out inside."""
    if isinstance(value, list):
        return [bare(each) for each in value]
    return {k: bare(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else value


@pytest.fixture(scope="module")
def looked(lived):
    """Return what the lists of the command line tell in JSON, by kind of export."""
    from crosspolicy.queries.forms import stated_forms
    from crosspolicy.queries.journal import events
    from crosspolicy.queries.risks import Wanted as Risks
    from crosspolicy.queries.risks import listed as risks
    from crosspolicy.queries.training import RECORDS

    with reading(Location(path=lived)) as reader:
        currency = header(reader).currency
        keys = [key for (key,) in reader.rows("SELECT id FROM request ORDER BY id")]

        def forms(table):
            return [form for key in keys for form in stated_forms(reader, table, key, currency)]

        return {
            "requests": forms("request"),
            "risks": risks(reader, currency, Risks(is_closed_too=True)),
            "reports": forms("report"),
            "appraisals": forms("appraisal"),
            "training": [{"kind": kind[:-1]} | each for kind, found in RECORDS.items() for each in found(reader)],
            "journal": events(reader),
        }


@pytest.mark.parametrize("kind", ["requests", "risks", "reports", "appraisals", "journal"])
def test_a_kind_has_the_keys_and_values_of_its_list(lived, looked, kind):
    told = objects(lived, kind)
    assert len(told) == len(looked[kind]) > 0
    for each, listed in zip(told, looked[kind], strict=True):
        assert listed.keys() <= each.keys()
        assert bare({key: each[key] for key in listed}) == bare(listed)


def test_training_tells_its_six_sorts_apart(lived, looked):
    told = objects(lived, "training")
    assert [each["code"] for each in told] == [each["code"] for each in looked["training"]]
    derived = {"courses", "state", "sessions", "title", "mean", "effect", "evaluations"}
    for each, listed in zip(told, looked["training"], strict=True):
        kept = listed.keys() - (derived - ({"title"} if listed["kind"] == "course" else set()))
        assert {key: each[key] for key in kept} == {key: listed[key] for key in kept}


def test_obligations_are_told_open_and_closed(lived):
    told = objects(lived, "obligations")
    assert {each["state"] for each in told} == {"open", "discharged", "lapsed"}
    with reading(Location(path=lived)) as reader:
        assert len(told) == reader.rows("SELECT COUNT(*) FROM obligation")[0][0]
    review = next(each for each in told if each["kind"] == "review")
    assert review == {
        "request": REQ,
        "title": "Kiosks, faster",
        "number": 1,
        "clause": "2.2.1",
        "kind": "review",
        "subject": "",
        "owed_by": "management",
        "due_date": "2026-10-13",
        "period_days": 0,
        "state": "discharged",
        "opened_on": "2026-09-30",
        "closed_on": "2026-09-30",
    }


def test_a_request_says_by_which_name_another_book_can_take_it_in(lived):
    first = objects(lived, "requests")[0]
    assert (first["external_id"], first["code"]) == (REQ, REQ)


@pytest.mark.parametrize("kind", ONE_KIND)
def test_pages_change_nothing(lived, kind, monkeypatch):
    whole = {format_: exported(lived, kind, format=format_) for format_ in ("csv", "jsonl")}
    monkeypatch.setattr(paging, "PAGE", 2)
    assert {format_: exported(lived, kind, format=format_) for format_ in whole} == whole


@pytest.mark.postgres
def test_a_server_exports_what_a_file_does(lived, postgres_url, tmp_path):
    copy_book(Location(path=lived), locate(postgres_url))
    with reading(locate(postgres_url)) as reader:
        for kind, format_ in [(EVERYTHING, "jsonl"), *((kind, f) for kind in ONE_KIND for f in ("csv", "jsonl"))]:
            target = tmp_path / "export"
            write_export(reader, header(reader), Order(kind, Wanted(), format_, target))
            assert target.read_text("utf-8") == exported(lived, kind, format=format_), (kind, format_)
        wanted = Wanted("closed", "IT", date(2026, 9, 1), date(2026, 12, 31))
        for kind in ("requests", "obligations", "risks", "reports", "appraisals", "journal"):
            write_export(reader, header(reader), Order(kind, wanted, "csv", target))
            assert target.read_text("utf-8") == exported(lived, kind, format="csv", **wanted._asdict()), kind


# Which rows


def codes(book, what, **wanted):
    return [each["code"] for each in objects(book, what, **wanted)]


def test_requests_are_chosen_by_stage_department_and_the_day_of_their_last_act(lived):
    closed, withdrawn, terminated = codes(lived, "requests")
    assert codes(lived, "requests", stage="closed") == [closed]
    assert codes(lived, "requests", department="HR") == []
    assert codes(lived, "requests", department="FIN", stage="terminated") == [terminated]
    assert codes(lived, "requests", since=date(2026, 10, 1)) == [closed, withdrawn, terminated]
    assert codes(lived, "requests", since=date(2026, 10, 2)) == []
    assert codes(lived, "requests", until=date(2026, 9, 30)) == []


def test_days_are_those_of_the_book_not_of_greenwich(lived):
    first = objects(lived, "journal")[0]
    assert first["occurred_on"] == "2026-09-30T02:00:00Z"
    events = {
        day: len(objects(lived, "journal", since=day, until=day)) for day in (date(2026, 9, 30), date(2026, 10, 1))
    }
    assert sum(events.values()) == len(objects(lived, "journal"))
    assert all(events.values())


def test_what_lies_under_requests_is_chosen_alike(lived):
    assert codes(lived, "risks", department="IT") == [f"{REQ}/R2"]
    assert codes(lived, "risks", stage="withdrawn") == []
    assert {each["owed_by"] for each in objects(lived, "obligations", department="FIN")} == {"FIN"}
    due = [
        each["due_date"] for each in objects(lived, "obligations", since=date(2026, 11, 1), until=date(2026, 12, 31))
    ]
    assert due and all("2026-11-01" <= day <= "2026-12-31" for day in due)
    assert codes(lived, "reports", department="IT") == []
    assert codes(lived, "appraisals", department="IT") == [f"{REQ}/Q1", f"{REQ}/Q2"]
    assert {each["actor"] for each in objects(lived, "journal", department="HR")} == set()
    assert {each["kind"] for each in objects(lived, "training", since=date(2027, 1, 1))} == set()


def test_the_lists_of_requests_are_those_of_the_requests_chosen(lived):
    (closed,) = objects(lived, "requests", stage="closed")
    assert closed == objects(lived, "requests")[0]
    row = table(lived, "requests", stage="closed")[0]
    assert row["milestones.3.name"] == "Third kiosk"
    assert "milestones.3.name" not in table(lived, "requests", stage="withdrawn")[0]


# CSV


def test_lists_stand_in_numbered_columns_and_plain_ones_in_one_cell(lived):
    row = table(lived, "requests")[0]
    assert (row["planned_cost"], row["departments.1.department"]) == ("120000.50", "SALES")
    assert row["milestones.1.name"] == "Pilot kiosk open"
    assert [name for name in row if name.startswith("objectives.")] == [
        "objectives.1.statement",
        "objectives.1.measure",
    ]
    risk = table(lived, "risks")[1]
    assert risk["contingency.trigger"] == papers.CONTINGENCY["trigger"]
    assert risk["occurred"] == "true"
    session = table(lived, "training", until=date(2026, 12, 31))[-3]
    assert (session["kind"], session["attendees"]) == ("session", "chen.bo;li.na")


def test_a_csv_has_a_header_even_without_rows(lived):
    text = exported(lived, "reports", format="csv", stage="draft")
    assert text.startswith("code,request,department,")
    assert text.count("\n") == 1


def meddled(lived, tmp_path, background):
    """Return a book in which somebody wrote what no form takes, beside the program."""
    path = tmp_path / "meddled.db"
    shutil.copy(lived, path)
    with dbapi.connect(str(path)) as connection:
        connection.execute("UPDATE request SET background = ?", [background])
    return path


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cheap, they say", "'-cheap, they say"),
        ("-12.5", "-12.5"),
        ("a\x1b[31mred\u202e", "a\\u001b[31mred\\u202e"),
        ('two\nlines, "quoted"', 'two\nlines, "quoted"'),
        ("全角\u3000空格", "全角\u3000空格"),
        ("100 % of %s", "100 % of %s"),
    ],
)
def test_foreign_text_stays_text(lived, tmp_path, text, cell):
    book = meddled(lived, tmp_path, text)
    assert {row["background"] for row in table(book, "requests")} == {cell}
    assert {each["background"] for each in objects(book, "requests")} == {text}


# Workbooks


def workbook(book, what, tmp_path, **wanted):
    target = tmp_path / "export.xlsx"
    told = exported(book, what, format="xlsx", target=target, **wanted)
    return openpyxl.load_workbook(target), told


def cells(sheet):
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_a_workbook_has_a_sheet_a_list_and_cells_of_their_own_types(lived, tmp_path):
    found, told = workbook(lived, "requests", tmp_path)
    assert found.sheetnames == ["requests", "objectives", "departments", "milestones", "risks"]
    assert told.rows == {name: found[name].max_row - 1 for name in found.sheetnames}
    first = cells(found["requests"])[0]
    assert (first["planned_cost"], first["planned_start_date"]) == (120000.5, datetime(2026, 10, 8))
    assert first["last_occurred_on"] == datetime(2026, 10, 1, 10)
    assert found["requests"].freeze_panes == "A2"
    assert found["requests"]["A1"].font.b
    assert cells(found["milestones"])[2] | {"department": ""} == {
        "external_id": REQ,
        "name": "Third kiosk",
        "due_date": datetime(2026, 12, 2),
        "department": "",
        "planned_date": datetime(2026, 12, 1),
        "reached_date": datetime(2026, 10, 1),
    }
    assert found["requests"]["G3"].value == "=1+1, and so on\n- “燈籠”"
    assert found["requests"]["G3"].data_type == "s"


def test_everything_as_a_workbook_has_a_sheet_a_kind(lived, tmp_path):
    found, _told = workbook(lived, EVERYTHING, tmp_path)
    assert found.sheetnames == [
        "requests", "objectives", "departments", "milestones", "requests_risks", "obligations", "risks", "reports",
        "appraisals", "training_needs", "training_plans", "training_courses", "training_sessions",
        "training_evaluations", "results", "training_adjustments", "journal", "long_texts",
    ]  # fmt: skip
    assert [row["refused"] for row in cells(found["journal"])].count(True) == 1
    assert cells(found["training_sessions"])[0]["attendees"] == "chen.bo;li.na"


def test_a_text_too_long_for_a_cell_stands_whole_on_a_sheet_of_its_own(lived, tmp_path):
    text = "燈" * 20_000 + "=" * 20_000
    found, told = workbook(meddled(lived, tmp_path, text), "requests", tmp_path, stage="closed")
    assert told.long_texts == 1
    assert found["requests"]["G2"].value.endswith("… → long_texts")
    parts = cells(found["long_texts"])
    assert [(p["sheet"], p["row"], p["column"], p["part"]) for p in parts] == [
        ("requests", 2, "background", n) for n in (1, 2, 3)
    ]
    assert "".join(part["text"] for part in parts) == text


def test_rows_beyond_a_sheet_s_end_go_on_in_the_next(lived, tmp_path):
    with reading(Location(path=lived)) as reader, (tmp_path / "b.xlsx").open("wb") as file:
        book = header(reader)
        streams = [paging.stream(reader, book, source, Wanted()) for source in KINDS["journal"]]
        told = write_workbook(streams, file, book.local, rows=30)
    events = len(objects(lived, "journal"))
    assert told.rows == {"journal": 29, "journal_2": 29, "journal_3": events - 58, "long_texts": 3}
    found = openpyxl.load_workbook(tmp_path / "b.xlsx")
    numbers = [row["seq"] for name in ("journal", "journal_2", "journal_3") for row in cells(found[name])]
    assert numbers == sorted(numbers)
    assert len(numbers) == events


# Where it goes


def test_a_file_is_replaced_whole_and_keeps_its_permissions(lived, tmp_path):
    target = tmp_path / "requests.csv"
    exported(lived, "requests", format="csv", target=target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    target.write_text("old")
    target.chmod(0o640)
    exported(lived, "requests", format="csv", target=target)
    assert target.read_text().startswith("external_id,code,")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, BookUnavailable(Text("gone")), OSError(28, "No space left")])
def test_whatever_happens_meanwhile_nothing_is_left_and_the_old_file_stays(tmp_path, trouble):
    target = tmp_path / "requests.csv"
    target.write_text("old")
    with pytest.raises((KeyboardInterrupt, BookUnavailable, SystemFault)) as caught, replacing(target) as file:
        file.write(b"half")
        raise trouble
    if isinstance(trouble, OSError):
        assert str(caught.value) == f"{target} cannot be written: No space left; nothing was left behind."
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def _linked(path):
    (path.parent / "precious").write_text("precious")
    path.symlink_to(path.parent / "precious")


@pytest.mark.parametrize(("prepare", "told"), [(Path.mkdir, "a folder"), (_linked, "a link"), (os.mkfifo, "a device")])
def test_only_a_plain_file_is_replaced(lived, tmp_path, prepare, told):
    target = tmp_path / "requests.csv"
    prepare(target)
    with pytest.raises(UsageFault, match=told):
        exported(lived, "requests", format="csv", target=target)
    assert not target.is_file() or target.read_text() == "precious"


def full(size):
    """Let no file grow beyond so many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def cli_on(book, tmp_path):
    cli = Cli(tmp_path)
    shutil.copy(book, cli.book)
    return cli


@pytest.mark.parametrize("name", ["all.xlsx", "all.jsonl"])
def test_on_a_full_disk_nothing_is_left_behind(lived, tmp_path, name):
    cli = cli_on(lived, tmp_path)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    quiet = {"TMPDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"}  # Python keeps half a file of bytecode
    answer = cli.run("export", "everything", "-o", name, preexec_fn=full(4_000), env=quiet)
    assert answer.code == 7
    assert answer.error["message"] == f"{name} cannot be written: File too large; nothing was left behind."
    assert answer.err.count("\n") == 1  # the archive that has no room says nothing of its own
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("book.db")) == [
        "home",
        "scratch",
    ]
    assert list(scratch.iterdir()) == []


def test_the_command_writes_csv_json_lines_and_workbooks(lived, tmp_path):
    cli = cli_on(lived, tmp_path)
    assert cli.ok("export", plain=True).out == exported(lived, "requests", format="csv")
    assert cli.ok("export", "risks", "--department", "it").out == exported(lived, "risks", department="IT")
    assert cli.ok("export", "everything", plain=True).out == exported(lived, EVERYTHING)
    assert cli.ok("--format", "json", "export", "reports", "-o", "-", plain=True).out == exported(lived, "reports")
    told = cli.ok("export", "appraisals", "-o", "a.xlsx", "--since", "2026-09-01").json
    assert told == {"output": "a.xlsx", "format": "xlsx", "rows": {"appraisals": 2}, "long_texts": 0}
    assert cli.ok("export", "appraisals", "-o", "a.ndjson", plain=True).out == "a.ndjson: appraisals 2\n"
    assert (tmp_path / "a.ndjson").read_text("utf-8") == exported(lived, "appraisals")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Typer's, of how it completes
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("export everythin", "There is no export of everythin."),
        ("export everything --format csv", "A CSV holds one kind of rows, not everything."),
        ("export everything --stage draft", "Everything is the whole book; nothing of it is left out."),
        ("export risks --format xlsx", "A workbook is a file; it does not go to standard output."),
        ("export risks --format md", "An export cannot be written as md."),
        ("export risks -o risks.txt", "risks.txt does not say in which format to write."),
        ("export training --stage draft", "Training lies under no request, and is the company's as a whole."),
        ("export risks -o .", ". is a folder."),
    ],
)
def test_what_does_not_go_together_is_told(line, told):
    assert run_here(line) == (2, told)


def run_here(line):
    """Run a command line in this process, as far as it comes without a book, and return how it fails."""
    root = app()
    with pytest.raises(CrosspolicyError) as caught:
        root.main(args=line.split(), prog_name="crosspolicy", standalone_mode=False, obj=Settings())
    return caught.value.exit_code, str(caught.value)


def test_an_export_loads_nothing_heavy(lived):
    for line in (("export",), ("export", "everything"), ("export", "journal", "--since", "2026-10-01", "--json")):
        loaded = loaded_by(*line, book=lived)
        assert [name for name in loaded if name.startswith((*HEAVY, "openpyxl", "rich"))] == [], line
