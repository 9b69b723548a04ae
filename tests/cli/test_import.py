"""``import``: what it says, what it leaves, and what it makes of files that nobody should import."""

import contextlib
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from tests.cli.contents import contents
from tests.journeys.books import DAY, Books
from tests.journeys.driver import Answer, Cli
from tests.support import papers
from tests.support.imports import Quick, command_server, drafted, lines, submitted

NO_MARS = "MARS is no department of the book; `crosspolicy org department list` shows them"
NOTHING = "Nothing was written. Mend the file and import it again; --keep-good imports the good records.\n"


@pytest.fixture(scope="module")
def server() -> Iterator["subprocess.Popen[str]"]:
    """Return the process that runs the commands of this module."""
    with command_server() as running:
        yield running


@pytest.fixture
def cli(books: Books, tmp_path: Path, server: "subprocess.Popen[str]") -> Quick:
    """Return the command on a book in which there is no request yet."""
    cli = Quick(tmp_path, server, now=DAY)
    shutil.copy(books.original("founded"), cli.book)
    return cli


@contextlib.contextmanager
def unchanged(cli: Cli) -> Iterator[None]:
    """Hold that the book is the same afterwards."""
    before = contents(cli.book)
    yield
    assert contents(cli.book) == before


def written(cli: Cli, *records: dict[str, Any], name: str = "kiosks.jsonl") -> str:
    """Write records into a file beside the book, and return its name."""
    return lines(cli.folder / name, *records).name


# What it says


def test_an_import_tells_how_many_records_were_new_changed_and_unchanged(cli):
    file = written(cli, submitted("K1"), drafted("K2"), drafted("K3"))
    assert cli.ok("import", file, plain=True).out == "Imported: 3 new, 0 changed, 0 unchanged\n"
    file = written(cli, submitted("K1"), drafted("K2"), drafted("K3", title="Booth"), drafted("K4"))
    assert cli.ok("import", file).out == (
        '{"new": 1, "changed": 1, "unchanged": 2, "rejected": 0, "rejected_rows": 0, "departments": 0, '
        '"kept": true, "errors": []}\n'
    )
    with unchanged(cli):
        assert cli.ok("import", file, plain=True).out == "Imported: 0 new, 0 changed, 4 unchanged\n"
    cli.assert_sound()


def test_departments_made_on_the_way_are_told_apart(cli):
    clerk = {"positions": ["Clerk"]}
    touched = [[{"department": name, **clerk}] for name in ("SHOP", "YARD")]
    kiosks = [submitted(f"K{n}", departments=each, milestones=[]) for n, each in enumerate(touched)]
    for kiosk in kiosks:
        kiosk["form"]["milestones"] = [{"name": "Pilot", "due_date": "2026-11-20"}]
    file = written(cli, *kiosks)
    with unchanged(cli):
        assert cli.run("import", file, "--create-departments", by="li.na").code == 3
    answer = cli.ok("import", file, "--create-departments", plain=True)
    assert answer.out == "Imported: 2 new, 0 changed, 0 unchanged\n2 departments were made on the way.\n"
    assert [row["code"] for row in cli.look("org", "department", "list")][-2:] == ["SHOP", "YARD"]


def test_one_bad_record_keeps_all_out_and_is_told_with_its_place(cli):
    file = written(cli, drafted("K1"), drafted("K2", requesting_department="MARS"), submitted("K3", objectives=None))
    breach = "2.1.2 form-complete: The form lacks objectives."
    remedy = "Fill it in in the file; or import it as request.drafted, and it stays a draft."
    with unchanged(cli):
        answer = cli.run("import", file)
        assert (answer.code, answer.err) == (3, "")
        counted = ["new", "changed", "unchanged", "rejected", "rejected_rows", "departments"]
        assert list(answer.json) == [*counted, "kept", "errors"]
        assert (answer.json["new"], answer.json["rejected"], answer.json["kept"]) == (1, 2, False)
        assert answer.json["errors"] == [
            {
                "file": file,
                "sheet": "",
                "row": 2,
                "column": "requesting_department",
                "value": "MARS",
                "message": NO_MARS,
                "hint": "",
            },
            {"file": file, "sheet": "", "row": 3, "column": "", "value": "", "message": breach, "hint": remedy},
        ]
        answer = cli.run("import", file, plain=True)
    assert answer.code == 3
    assert answer.out == f"Looked at: 1 new, 0 changed, 0 unchanged, 2 rejected\n{NOTHING}"
    assert answer.err == (
        f"  • {file}:2 requesting_department “MARS”: {NO_MARS}\n  • {file}:3 {breach}\n    → {remedy}\n"
    )


def test_a_dry_run_writes_nothing_and_says_what_it_would_do(cli):
    file = written(cli, drafted("K1"), drafted("K2", title=None))
    with unchanged(cli):
        answer = cli.run("import", file, "--dry-run", "--keep-good", plain=True)
        assert (answer.code, answer.out) == (3, "Would be imported: 1 new, 0 changed, 0 unchanged, 1 rejected\n")
        answer = cli.ok("import", written(cli, drafted("K1")), "--dry-run")
    assert answer.json == {
        **{"new": 1, "changed": 0, "unchanged": 0, "rejected": 0, "rejected_rows": 0, "departments": 0},
        **{"kept": False, "errors": [], "dry_run": True},
    }
    assert not (cli.folder / "kiosks.rejected.jsonl").exists()


def test_history_is_asked_for_its_days(cli):
    file = written(cli, drafted("K1"), drafted("K2") | {"occurred_on": "2026-12-01"})
    faults = cli.run("import", file, "--as-of-record").json["errors"]
    assert [(fault["row"], fault["column"], fault["message"][:22]) for fault in faults] == [
        (1, "occurred_on", "must be there"),
        (2, "occurred_on", "lies in the future; no"),
    ]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "No file is named."),
        (("nowhere.jsonl",), 6, "There is no file nowhere.jsonl."),
        (("kiosks.jsonl", "--act", "lunch"), 2, "There is no act lunch."),
        (("kiosks.jsonl", "--mapping", "nowhere.yaml"), 6, "nowhere.yaml"),
        (("kiosks.jsonl", "--report", "report.txt"), 2, "report.txt does not say in which format to write."),
        (("kiosks.jsonl", "--report", "."), 2, ". does not say in which format to write."),
        (("kiosks.jsonl", "--input-format", "doc"), 2, "doc is no format of a batch"),
        (("kiosks.jsonl", "--set", "lunch=noon"), 2, "lunch"),
        (("kiosks.jsonl", "--as", "nobody"), 3, None),
        (("kiosks.jsonl", "--db", "nowhere.db"), 7, "There is no book at nowhere.db."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_told_before_anything_is(cli, words, code, told):
    written(cli, drafted("K1") | {"actor": ""})
    with unchanged(cli):
        answer = cli.run("import", *words)
    assert answer.code == code, answer
    assert told is None or told in answer.error["message"]
    assert not (cli.folder / "nowhere.db").exists()


# Reports


def test_a_report_holds_all_that_is_wrong(cli):
    file = written(cli, drafted("K1", requesting_department="=MARS()"), drafted("K2", title=None, planned_cost="much"))
    for name in ("report.json", "report.csv", "report.tsv"):
        answer = cli.run("import", file, "--report", name, plain=True)
        assert (answer.code, answer.out.splitlines()[1]) == (3, f"Everything that is wrong: {name}")
    report = json.loads((cli.folder / "report.json").read_text("utf-8"))
    assert report == cli.run("import", file).json
    for name, delimiter in (("report.csv", ","), ("report.tsv", "\t")):
        with (cli.folder / name).open(newline="", encoding="utf-8-sig") as table:
            rows = list(csv.reader(table, delimiter=delimiter))
        assert rows[0] == ["file", "sheet", "row", "column", "value", "message", "hint"]
        assert [row[:4] for row in rows[1:]] == [
            [file, "", "1", "requesting_department"],
            [file, "", "2", "title"],
            [file, "", "2", "planned_cost"],
        ]
        assert rows[1][4] == "'=MARS()"


def test_a_report_of_an_import_with_which_nothing_is_wrong_says_so(cli):
    cli.ok("import", written(cli, drafted("K1")), "--report", "report.json")
    assert json.loads((cli.folder / "report.json").read_text("utf-8"))["errors"] == []


# Rejected records put aside

TABLE = "external_id,title,requesting_department,background,actor\n"
ROWS = ("K1,Kiosk,SALES,,li.na\n", "K2,Kiosk,MARS,a; b,li.na\n", 'K3,Booth,MARS,"a, b",li.na\n')


def _as_lines(path: Path) -> None:
    lines(path, *[drafted(f"K{n}", requesting_department="SALES" if n == 1 else "MARS") for n in (1, 2, 3)])


def _as_json(path: Path) -> None:
    _as_lines(path)
    path.write_text(f"[{','.join(path.read_text('utf-8').splitlines())}]", "utf-8")


def _as_yaml(path: Path) -> None:
    _as_json(path)
    path.write_text(yaml.safe_dump(json.loads(path.read_text("utf-8")), allow_unicode=True), "utf-8")


def _as_csv(path: Path) -> None:
    path.write_text(TABLE + "".join(ROWS), "utf-8")


def _as_tsv(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter="\t").writerows(csv.reader([TABLE, *ROWS]))


def _as_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Request"
    for row in csv.reader([TABLE, *ROWS]):
        book.active.append(row)
    book.save(path)


FORMATS: tuple[tuple[str, Callable[[Path], None], str], ...] = (
    ("kiosks.jsonl", _as_lines, "kiosks.rejected.jsonl"),
    ("kiosks.json", _as_json, "kiosks.rejected.json"),
    ("kiosks.yaml", _as_yaml, "kiosks.rejected.yaml"),
    ("kiosks.csv", _as_csv, "kiosks.rejected.csv"),
    ("kiosks.tab", _as_tsv, "kiosks.rejected.tab"),
    ("kiosks.xlsx", _as_workbook, "kiosks.rejected.xlsx"),
    ("kiosks.xlsm", _as_workbook, "kiosks.rejected.xlsx"),
)


def _mend(path: Path) -> None:
    if path.suffix != ".xlsx":
        path.write_text(path.read_text("utf-8").replace("MARS", "SALES"), "utf-8")
        return
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=2):
        row[2].value = "SALES"
    book.save(path)


def _reasons(path: Path) -> list[str]:
    """Return the first reason of each record that was put aside, without the row that a table tells first."""
    if path.suffix == ".xlsx":
        rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
        return [_without_row(row[rows[0].index("rejected.reason")]) for row in rows[1:]]
    if path.suffix in (".csv", ".tab"):
        with path.open(newline="", encoding="utf-8-sig") as file:
            found = csv.DictReader(file, dialect=_DIALECTS[path.suffix])
            return [_without_row(row["rejected.reason"]) for row in found]
    text = path.read_text("utf-8")
    objects = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else yaml.safe_load(text)
    return [f"{one['rejected'][0]['column']}: {one['rejected'][0]['message']}" for one in objects]


def _without_row(reason: str) -> str:
    where, _, told = reason.partition(": ")
    assert re.fullmatch(r"row [23] \(row [34] of kiosks\.\w+\)", where)
    return told


_DIALECTS = {".csv": "excel", ".tab": "excel-tab"}


@pytest.mark.parametrize(("name", "write", "aside"), FORMATS, ids=[name for name, _, _ in FORMATS])
def test_rejected_records_are_put_aside_with_their_reasons_mended_and_imported(cli, name, write, aside):
    write(cli.folder / name)
    act = () if name.endswith((".jsonl", ".json", ".yaml")) else ("--act", "request.drafted")
    answer = cli.run("import", name, "--keep-good", *act)
    assert (answer.code, answer.err) == (3, "")
    assert [answer.json[key] for key in ("new", "rejected", "kept", "rejected_files")] == [1, 2, True, [aside]]
    assert _reasons(cli.folder / aside) == [f"requesting_department: {NO_MARS}"] * 2
    assert [fault["message"] for fault in cli.run("import", aside, *act).json["errors"]] == [NO_MARS] * 2
    _mend(cli.folder / aside)
    assert cli.ok("import", aside, *act).json["new"] == 2
    assert [row["code"] for row in cli.look("request", "list")] == [f"CB-2026-000{n}" for n in (1, 2, 3)]
    assert cli.run("import", name, "--dry-run", *act).json["rejected"] == 2


def test_on_a_terminal_s_behalf_it_says_where_the_rejected_records_are(cli):
    answer = cli.run("import", written(cli, drafted("K1", title=None)), "--keep-good", plain=True)
    assert answer.out == (
        "Imported: 0 new, 0 changed, 0 unchanged, 1 rejected\n"
        "What was rejected, with the reasons: kiosks.rejected.jsonl. Mend it, and import that file.\n"
    )


def test_a_rejected_record_takes_the_rows_of_its_lists_along(cli):
    tables = {
        "requests.csv": "external_id,title,requesting_department,background,no_risk_foreseen_because,actor\n"
        "K1,Kiosk,SALES,b,none,li.na\nK2,Booth,MARS,b,none,li.na\nK3,Stall,SALES,b,none,li.na\n",
        "objectives.csv": "external_id,statement\nK1,Open\nK2,Open\nK3,Open\n",
        "departments.csv": "external_id,department,positions\nK1,IT,Clerk\nK2,IT,Clerk\nK3,IT,Clerk,Boss\n",
        "milestones.csv": "external_id,name,due_date\nK1,Pilot,2026-11-20\nK2,Pilot,2026-11-20\nK3,Pilot,2026-11-20\n",
    }
    for name, content in tables.items():
        (cli.folder / name).write_text(content)
    act = ("--act", "request")
    answer = cli.run("import", *tables, "--keep-good", *act)
    assert (answer.json["new"], answer.json["rejected"], answer.json["rejected_rows"]) == (1, 2, 1)
    assert [(e["file"], e["row"], e["message"]) for e in answer.json["errors"]] == [
        ("departments.csv", 4, "has 4 cells, and the header 3"),
        ("requests.csv", 3, NO_MARS),
        ("requests.csv", 4, "is rejected, and so is the record that it belongs to"),
    ]
    assert answer.json["errors"][2]["column"] == "departments.csv:4"
    aside = [name.replace(".csv", ".rejected.csv") for name in tables]
    assert sorted(answer.json["rejected_files"]) == sorted(aside)
    (cli.folder / aside[0]).write_text((cli.folder / aside[0]).read_text("utf-8-sig").replace("MARS", "SALES", 1))
    assert cli.ok("import", *aside, *act).json["new"] == 2
    for code in ("CB-2026-0001", "CB-2026-0002", "CB-2026-0003"):
        shown = cli.look("request", "show", code)
        assert [len(shown[name]) for name in ("objectives", "departments", "milestones")] == [1, 2, 1], shown


def test_rows_of_no_record_are_counted_as_rows_and_told_which_number_may_be_meant(cli):
    (cli.folder / "requests.csv").write_text("external_id,title,requesting_department,actor\nK1,Kiosk,SALES,li.na\n")
    (cli.folder / "objectives.csv").write_text("external_id,statement\nk 1,Open\nK7,Open\nK1,Earn\n")
    files = ("requests.csv", "objectives.csv", "--act", "request.drafted")
    with unchanged(cli):
        answer = cli.run("import", *files)
        assert (answer.code, answer.json["kept"]) == (3, False)
        assert [answer.json[name] for name in ("new", "rejected", "rejected_rows")] == [0, 1, 2]
        belongs_to_none = "is the own number of no record in this import"
        assert [(e["file"], e["row"], e["value"], e["message"]) for e in answer.json["errors"]] == [
            ("requests.csv", 2, "k 1", "may belong to this record; it names another, which is not there"),
            ("objectives.csv", 2, "k 1", f"{belongs_to_none}; do you mean K1?"),
            ("objectives.csv", 3, "K7", belongs_to_none),
        ]
        assert cli.run("import", *files, plain=True).out == (
            f"Looked at: 0 new, 0 changed, 0 unchanged, 1 rejected\n2 rows of lists are rejected.\n{NOTHING}"
        )
    answer = cli.run("import", *files, "--keep-good")
    aside = ("requests.rejected.csv", "objectives.rejected.csv")
    assert (answer.code, answer.json["new"], sorted(answer.json["rejected_files"])) == (3, 0, sorted(aside))
    mended = (cli.folder / aside[1]).read_text("utf-8-sig").replace("k 1,", "K1,").replace("K7,", "K1,")
    (cli.folder / aside[1]).write_text(mended, "utf-8")
    assert cli.ok("import", *aside, "--act", "request.drafted").json["new"] == 1
    assert len(cli.look("request", "show", "CB-2026-0001")["objectives"]) == 3


def test_a_record_is_not_said_to_lack_what_rows_state_that_name_it_but_for_capitals(cli):
    (cli.folder / "requests.csv").write_text(
        "external_id,title,requesting_department,background,actor\nK1,Kiosk,SALES,Because,li.na\n"
    )
    (cli.folder / "objectives.csv").write_text("external_id,statement\nk1,Open\n")
    (cli.folder / "departments.csv").write_text("external_id,department,positions\nK1,IT,Clerk\n")
    answer = cli.run("import", "requests.csv", "objectives.csv", "departments.csv", "--act", "request")
    assert [error["message"] for error in answer.json["errors"]] == [
        "may belong to this record; it names another, which is not there",
        "2.1.2 form-complete: The form lacks milestones, risks.",
        "is the own number of no record in this import; do you mean K1?",
    ]


def test_all_reasons_of_a_record_stand_beside_it_where_it_is_put_aside(cli):
    _as_csv(cli.folder / "kiosks.csv")
    (cli.folder / "kiosks.csv").write_text(
        "title,requesting_department,requester,planned_cost,objectives,actor\nKiosk,SALES,Li Na,dear,,liu.yang\n"
    )
    cli.run("import", "kiosks.csv", "--act", "request", "--keep-good")
    with (cli.folder / "kiosks.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["rejected.reason"].startswith(
        "row 2: requester: Li Na is a name; write the login, li.na; "
        "planned_cost: must be an amount in digits alone, like 12500.00; "
    )
    for told in (
        "3.1.1 authority: Liu Yang",
        "1.2 cross-department: ",
        "2.1.2 form-complete: The form lacks background",
    ):
        assert told in row["rejected.reason"]


def test_in_chinese_faults_name_a_field_as_the_header_does_and_scripts_are_told_its_code(cli):
    cli.language = "zh-Hans"
    form = {"milestones": [{"name": "Pilot", "due_date": "5 June"}], "planned_cost": "dear"}
    file = written(cli, drafted("K1", **form) | {"actor": "Li Na"})
    answer = cli.run("import", file, plain=True)
    assert answer.err.splitlines() == [
        "  • kiosks.jsonl:1 里程碑 1 · 期限（milestones.1.due_date） “5 June”："
        "无法识别为日期；请写成 2026-03-31 的格式",
        "  • kiosks.jsonl:1 计划费用（planned_cost） “dear”：金额只写数字，不带单位和千位分隔符，如 12500.00",
        "  • kiosks.jsonl:1 办理人（actor） “Li Na”：“Li Na”是姓名；请改填登录名 li.na",
    ]
    columns = [error["column"] for error in cli.run("import", file).json["errors"]]
    assert columns == ["milestones.1.due_date", "planned_cost", "actor"]
    answer = cli.run("import", written(cli, drafted("K2", planned_start_date="2026-12-01", planned_end_date=DAY[:10])))
    assert answer.json["errors"][0]["message"].startswith("2026-09-30 早于计划开始日期（planned_start_date）")


def test_rejected_records_replace_no_folder_and_nothing_is_left_where_nothing_is_rejected(cli):
    (cli.folder / "kiosks.rejected.jsonl").mkdir()
    with unchanged(cli):
        answer = cli.fails(2, "import", written(cli, drafted("K1"), drafted(title=None)), "--keep-good")
    assert answer.error["message"] == "kiosks.rejected.jsonl is a folder."
    (cli.folder / "kiosks.rejected.jsonl").rmdir()
    cli.ok("import", written(cli, drafted("K1")), "--keep-good")
    assert [path.name for path in cli.folder.iterdir() if "rejected" in path.name or "export" in path.name] == []


# Files that nobody should import


def _workbook(folder: Path) -> bytes:
    _as_workbook(folder / "whole.xlsx")
    return (folder / "whole.xlsx").read_bytes()


def _bomb(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    return (folder / "bomb.zip").read_bytes()


HEAD = b"title,requesting_department\n"
DIGITS = b"1" + b"0" * 10_000
WHOLE_FILES: tuple[tuple[str, bytes | Callable[[Path], bytes], str], ...] = (
    ("empty.csv", b"", "is empty"),
    ("empty.jsonl", b"\n \n", "is empty"),
    ("binary.csv", bytes(range(256)) * 40, "has the character NUL in line 1: it is no text, or damaged"),
    ("nul.csv", HEAD + b"a\0b,SALES\n", "has the character NUL in line 2: it is no text, or damaged"),
    (
        "mixed.csv",
        HEAD + "租借亭,SALES\n".encode() + "租借亭,SALES\n".encode("gb18030"),
        "has in line 3 what is not UTF-8: encodings are mixed in it, or it is in another one",
    ),
    ("text.xlsx", HEAD, "is no workbook"),
    ("workbook.csv", _workbook, "is an archive, as XLSX workbooks are, and no text"),
    ("cut.xlsx", lambda folder: _workbook(folder)[:-40], "is no whole archive: it is cut off or damaged ("),
    ("bomb.xlsx", _bomb, "has a part, xl/worksheets/sheet1.xml, that unpacks to more than 200 times its size"),
    ("deep.json", b"[" * 100_000, "record 1: is nested too deeply"),
    ("deep.yaml", b"- " + b"[" * 100_000, "record 1: is nested too deeply"),
    ("letter.doc", b"Dear all", "has the extension .doc, which no format of a batch has"),
)


@pytest.mark.parametrize(("name", "content", "told"), WHOLE_FILES, ids=[name for name, _, _ in WHOLE_FILES])
def test_a_file_that_cannot_be_read_is_told_in_one_message_and_nothing_is_written(cli, name, content, told):
    good = written(cli, drafted("K1"))
    (cli.folder / name).write_bytes(content(cli.folder) if callable(content) else content)
    with unchanged(cli):
        answer = cli.fails(3, "import", good, name)
    assert answer.error["message"] == f"{name} cannot be read as a batch."
    ((field, message),) = answer.faults.items()
    assert field == name
    assert message.startswith(told)


ROWS_OF_FILES: tuple[tuple[str, bytes, int, str, str], ...] = (
    ("nul.jsonl", json.dumps(drafted(title="a\0b")).encode(), 1, "title", "has the invisible character U+0000"),
    ("digits.csv", HEAD[:-1] + b",planned_cost\nKiosk,SALES," + DIGITS + b"\n", 2, "planned_cost", "must be"),
    (
        "digits.jsonl",
        b'{"act": "request.drafted", "form": {"planned_cost": ' + DIGITS + b"}}",
        1,
        "",
        "has a number of",
    ),
    ("deep.jsonl", b'{"a": ' * 5_000 + b"1" + b"}" * 5_000, 1, "", "is nested too deeply"),
    ("long.jsonl", b'{"act": "' + b"x" * 2_000_000 + b'"}', 1, "", "is longer than 1000000 characters"),
    ("ragged.csv", HEAD + b"Kiosk\n", 2, "", "has 1 cell, and the header 2"),
    ("foreign.csv", b"Titel,requesting_department\nKiosk,SALES\n", 1, "Titel", "is no column that is known here"),
)


@pytest.mark.parametrize(
    ("name", "content", "row", "column", "told"), ROWS_OF_FILES, ids=[name for name, *_ in ROWS_OF_FILES]
)
def test_a_row_that_cannot_be_read_is_told_with_its_place_and_nothing_is_written(cli, name, content, row, column, told):
    (cli.folder / name).write_bytes(content)
    with unchanged(cli):
        answer = cli.run("import", name, "--act", "request.drafted")
    assert (answer.code, answer.err, answer.json["kept"]) == (3, "", False)
    fault = answer.json["errors"][0]
    assert (fault["file"], fault["row"], fault["column"]) == (name, row, column)
    assert fault["message"].startswith(told)
    assert len(fault["value"]) <= 100


def test_a_header_alone_is_an_import_of_nothing(cli):
    (cli.folder / "header.csv").write_bytes(HEAD)
    with unchanged(cli):
        assert cli.ok("import", "header.csv", "--act", "request", plain=True).out == (
            "Imported: 0 new, 0 changed, 0 unchanged\n"
        )


def test_what_is_no_plain_file_is_not_waited_for(cli):
    os.mkfifo(cli.folder / "pipe.csv")
    (cli.folder / "folder.csv").mkdir()
    with unchanged(cli):
        for path, told in (
            ("/dev/zero", "no plain file"),
            ("pipe.csv", "no plain file"),
            ("folder.csv", "a directory"),
        ):
            answer = cli.fails(3, "import", path, "--input-format", "csv", "--act", "request")
            assert answer.faults == {path: f"is {told}"}


def test_standard_input_states_its_format(cli):
    record = json.dumps(drafted("K1"))
    with unchanged(cli):
        assert cli.fails(3, "import", "-", stdin=record).faults == {"-": "standard input does not tell its format"}
    assert cli.ok("import", "-", "--input-format", "jsonl", stdin=record).json["new"] == 1


# A full disk


@pytest.mark.parametrize(("records", "limit"), [(3, 33_000), (3, 60_000), (1200, 150_000), (1200, 600_000)])
def test_on_a_full_disk_nothing_of_an_import_is_written(cli, records, limit):
    cli.ok("request", "list")
    file = written(cli, *[drafted(f"K{n}", background="Full " * 100) for n in range(records)])
    with unchanged(cli):
        cli.limit = limit
        answer = cli.fails(7, "import", file)
        assert "disk" in answer.error["message"]
        assert "nothing was written" in answer.error["message"]
        cli.limit = 0
        cli.assert_sound()
    assert cli.ok("import", file).json["new"] == records


def test_on_a_full_disk_rejected_records_are_not_put_aside_and_nothing_is_written(cli):
    bad = [drafted(f"K{n}", title=None, background="Full " * 400) for n in range(200)]
    file = written(cli, drafted("K"), *bad)
    with unchanged(cli):
        cli.limit = 300_000
        answer = cli.fails(7, "import", file, "--keep-good")
        cli.limit = 0
    assert answer.error["message"].startswith("kiosks.rejected.jsonl cannot be written: ")
    assert answer.error["hint"] == "Make room for it, or import without --keep-good."
    assert [path.name for path in cli.folder.iterdir() if "rejected" in path.name or "export" in path.name] == []


def test_where_a_report_cannot_be_written_nothing_is_imported(cli):
    (cli.folder / "shut").mkdir()
    file = written(cli, drafted("K1"))
    cli.ok("import", file, "--dry-run", "--report", "shut/report.json")
    (cli.folder / "shut" / "report.json").unlink()
    (cli.folder / "shut").rmdir()
    answer = cli.run("import", file, "--report", "shut/report.json")
    assert (answer.code, answer.out) == (2, "")
    assert cli.look("request", "list") == []
    assert answer.error["message"].startswith("shut/report.json cannot be written: ")


# Signals


def started(cli: Cli) -> "subprocess.Popen[bytes]":
    """Start an import that has written hundreds of records and waits for more."""
    pipe = subprocess.PIPE
    line = cli.line("import", "-", "--input-format", "jsonl")
    process = subprocess.Popen(
        line, env=cli.environment(), cwd=cli.folder, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0
    )
    assert process.stdin
    for n in range(1200):  # more than there is room for in the pipe: it takes the last ones when it has done the first
        process.stdin.write(f"{json.dumps(drafted(f'K{n}', background='Full ' * 200))}\n".encode())
    return process


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_import_interrupted_in_the_middle_is_rolled_back_and_says_so(at, number):
    cli = at("founded")
    with unchanged(cli):
        process = started(cli)
        assert cli.look("status")["stages"] == {}
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        answer = Answer(("import",), process.returncode, out.decode(), err.decode())
    assert (answer.code, answer.out) == (130, "")
    assert answer.error["message"] == "Interrupted: the import was rolled back, and nothing of it was written."
    cli.assert_sound()


@pytest.mark.slow
def test_whoever_looks_while_an_import_goes_on_sees_the_book_as_it_was(at):
    cli = at("submitted")
    looks = (("status",), ("request", "list"), ("log",))
    before = [cli.look(*look) for look in looks]
    process = started(cli)
    assert [cli.look(*look) for look in looks] == before
    out, err = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["new"], err) == (0, 1200, b"")
    assert len(cli.look("request", "list")) == 1201
    assert papers.REQUEST["title"] in {row["title"] for row in cli.look("request", "list")}
