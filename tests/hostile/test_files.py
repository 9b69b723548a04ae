"""Files made of a hostile book, and hostile names of files: what is told of them steers nothing."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from crosspolicy.queries.exports.kinds import EVERYTHING, KINDS
from tests.hostile.texts import HOSTILE, steered

pytestmark = pytest.mark.filterwarnings("ignore:In Typer")

NAME = "a\x1b[31m\x9b2J\u202eb\u200b\x07c"
"""A name that a file can have."""


def _raw(path: Path) -> bytes:
    """Return what a file holds, but for the mark and the line ends that CSV files have."""
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


EXPORTS = [(what, format_) for what in KINDS for format_ in ("csv", "jsonl") if (what, format_) != (EVERYTHING, "csv")]


@pytest.mark.parametrize(("what", "format_"), EXPORTS)
def test_an_export_is_the_same_and_safe_in_a_file_and_on_standard_output(told, hostile_book, tmp_path, what, format_):
    target = tmp_path / f"export.{format_}"
    words = ("--db", str(hostile_book), "export", what, "--format", format_)
    printed = told(*words)
    written = told(*words, "--output", str(target))
    assert (printed.code, written.code) == (0, 0), (printed, written)
    assert steered(printed.out) == steered(_raw(target)) == []
    assert printed.out == target.read_bytes()
    if format_ == "jsonl":
        assert any(HOSTILE in text for line in printed.out.splitlines() for text in _texts(json.loads(line)))
    else:
        rows = list(csv.reader(io.StringIO(printed.out.decode())))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for inner in content.values() if isinstance(content, dict) else content:
            yield from _texts(inner)


@pytest.mark.parametrize("what", KINDS)
def test_a_workbook_holds_text_where_text_was(told, hostile_book, tmp_path, what):
    target = tmp_path / "export.xlsx"
    assert told("--db", str(hostile_book), "export", what, "--output", str(target)).code == 0
    _see_workbook(target)


def _see_workbook(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = unescape(archive.read(name).decode()).replace("\r\n", "\n")
            assert steered(content.encode()) == [], name
    book = openpyxl.load_workbook(path)
    assert [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize("form", ["csv", "yaml", "xlsx"])
@pytest.mark.parametrize("kind", ["request", "risk.identified", "review.decided", "message.logged"])
def test_a_blank_file_stays_blank_whatever_the_book_holds(told, hostile_book, tmp_path, kind, form):
    target = tmp_path / f"blank.{form}"
    found = told("--db", str(hostile_book), "import", "--template", kind, "--output", str(target))
    assert found.code == 0, found
    if form == "xlsx":
        _see_workbook(target)
        return
    assert steered(_raw(target)) == []
    if form == "yaml":
        text = target.read_text("utf-8")
        assert "owned" in text
        assert [line for line in text.splitlines() if "owned" in line and "#" not in line[: line.index("owned")]] == []
        (record,) = yaml.safe_load(text)
        assert "next" not in record


@pytest.mark.parametrize(
    ("words", "code"),
    [(("db", "path"), 0), (("db", "backup", "new\nx"), 2), (("export", "risks", "--output", "new\n.csv"), 2)],
)
def test_a_name_of_two_lines_is_told_on_one(told, hostile_book, words, code):
    book = hostile_book.rename(hostile_book.with_name("two\nlines"))
    found = told("--db", str(book), *words)
    first, *others = (found.out or found.err).splitlines()
    assert (found.code, len(others)) == (code, 1 if code else 0), found
    assert b"\\n" in first


def test_nothing_cited_begins_a_line_of_its_own(told, hostile_book):
    found = told("--db", str(hostile_book), "request", "show", "x\nError: all is lost\n→ run this")
    assert [line[:5] for line in found.err.decode().splitlines() if not line.startswith("      ")] == ["Error", "→ `cr"]


LOOKS = (
    ("db", "path"),
    ("db", "check"),
    ("status",),
    ("request", "list"),
    ("db", "backup"),
    ("db", "copy", NAME + "2"),
)


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_the_name_of_a_file_steers_nothing(told, hostile_book, as_json, words):
    for book in (hostile_book.rename(hostile_book.with_name(NAME)), hostile_book):  # there, and not there
        found = told("--db", str(book), *words, *(["--json"] if as_json else []))
        assert steered(found.out) == steered(found.err) == [], found
        assert b"fault of crosspolicy" not in found.err, found
        for told_ in filter(None, (found.out, found.err) if as_json else ()):
            json.loads(told_)


@pytest.mark.parametrize(
    "words",
    [
        ("import", NAME),
        ("import", f"{NAME}.csv", "--act", "request.drafted"),
        ("import", "--suggest-mapping", f"{NAME}.csv"),
        ("policy", "check", NAME),
        ("request", "new", "--from", NAME),
        ("request", "new", "--from", f"{NAME}.yaml"),
        ("request", "new", "--title", NAME, f"--{NAME}", "x"),
        ("request", "show", NAME),
        (NAME,),
        ("status", "--as", NAME),
        ("status", "--lang", NAME),
        ("export", "requests", "--output", f"{NAME}/{NAME}.csv"),
        ("export", "requests", "--output", f"{NAME}.jsonl"),
        ("draft", "resume", NAME),
        ("completion", NAME),
        ("schema", NAME),
    ],
    ids=lambda words: " ".join(words).encode("unicode_escape").decode(),
)
@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
def test_a_hostile_word_or_file_is_told_without_harm(told, hostile_book, tmp_path, words, as_json):
    (tmp_path / f"{NAME}.csv").write_text(f"title,{NAME}\nx,{NAME}\n", "utf-8")
    (tmp_path / f"{NAME}.yaml").write_text(
        f'"{NAME.encode("unicode_escape").decode()}": 1\ntitle: "{NAME[9:10]}"\n', "utf-8"
    )
    found = told("--db", str(hostile_book), *words, *(["--json"] if as_json else []))
    assert steered(found.out) == steered(found.err) == [], found
    assert b"fault of crosspolicy" not in found.err, found


SHELLS = {
    "bash": {"COMP_WORDS": "crosspolicy {line} ", "COMP_CWORD": "{n}", "_CROSSPOLICY_COMPLETE": "complete_bash"},
    "zsh": {"_TYPER_COMPLETE_ARGS": "crosspolicy {line} ", "_CROSSPOLICY_COMPLETE": "complete_zsh"},
    "fish": {
        "_TYPER_COMPLETE_ARGS": "crosspolicy {line} ",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_CROSSPOLICY_COMPLETE": "complete_fish",
    },
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "line", ["request show", "org person show", "org department show", "risk show", "incentive show"]
)
def test_a_shell_is_offered_nothing_that_it_would_run(hostile_book, tmp_path, shell, line):
    words = {name: text.format(line=line, n=len(line.split()) + 1) for name, text in SHELLS[shell].items()}
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "crosspolicy"],
        env={**kept, "HOME": str(tmp_path), "CROSSPOLICY_DB": str(hostile_book), "LANG": "C.UTF-8", **words},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert steered(done.stdout) == []
    assert b"$(" not in done.stdout
    assert b"`" not in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith(b"next:")]
    if shell != "zsh":
        offered = [line.split(b"\t")[0] for line in done.stdout.splitlines()]
        assert not [word for word in offered if b"owned" in word]
