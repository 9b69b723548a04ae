"""Paths are paths: at every option, argument, variable and setting that takes one, whatever the path is called."""

import json
import os
import warnings
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pytest

from crosspolicy import cli
from crosspolicy.commands.kit.tree import Group
from tests.journeys.books import COMPANY
from tests.support.inside import Inside, Told

LONG: Final = "x" * 5_000
HOSTILE: Final = (
    "file:x.db", "file:x.db?mode=memory", ":memory:", "what?.db", "a#b.db", "100%.db", "%2e%2e", "a\nb", "a\tb\x1b[31m",
    os.fsdecode(b"\xff\xfe.db"), "~nosuch/x", "~nosuch", "~$lock.xlsx", "", " ", ".", "..", "/", "nowhere/x.json",
    "/proc/self/mem", "/dev/full", LONG, f"{'y/' * 3_000}z", "postgresql:", "postgresql:/u:pw@h", "x=1 password=pw",
    "sqlite://", "sqlite:///", "\u202egnp.db", "nul\0byte", "\ud800", "-", "--",
)  # fmt: skip
IS_A_PATH: Final = ("FILE", "FILE...", "DIR", "PATH|URL")
"""By this does the help tell that something takes a path."""

NAMED_SO: Final = {"file", "files", "from_file", "folder", "output", "target_path", "mapping", "report"}
"""What is called so takes one, too."""


def commands(found: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with the words that name it."""
    if not isinstance(found, Group):
        yield words, found
        return
    context: Any = None
    for name in found.list_commands(context):
        yield from commands(found.get_command(context, name), (*words, name))


def takers() -> Iterator[tuple[str, ...]]:
    """Yield every command line up to where a path is to stand."""
    for words, command in commands(cli.app()):
        context = command.make_context(words[-1], [], resilient_parsing=True)
        params = command.get_params(context)
        needed = [p for p in params if p.required]
        for param in params:
            if param.metavar not in IS_A_PATH and param.name not in NAMED_SO:
                continue
            others = tuple("CB-2026-0001" for p in needed if p is not param and p.param_type_name == "argument")
            name = max(param.opts, key=len)
            yield (*words, *others, *((name,) if name.startswith("--") else ()))


with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of the parser's library, when commands are made
    LINES: Final = sorted(set(takers()))


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Inside:
    """Return the command in an empty folder; ``crosspolicy`` itself has no book."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return Inside(monkeypatch, tmp_path / "home")


def one_clear_answer(told: Told, *words: str) -> None:
    """Hold that a command did what it should, or told one error; and never that of the program."""
    assert told.code in (0, 2, 3, 4, 5, 6, 7, 8), (words, told)
    assert "Traceback" not in told.err
    assert not set(told.err) & {"\x1b", "\u202e"}, (words, told.err)
    if told.code in (2, 3, 6, 7):
        assert told.err.count("Error: ") == 1, (words, told)


def test_the_options_that_take_a_path_are_found():
    names = {line[-1] for line in LINES if line[-1].startswith("--")}
    assert {"--db", "--from", "--output", "--mapping", "--report", "--folder", "--file"} <= names
    assert {("db", "backup"), ("db", "copy"), ("import",), ("policy", "check"), ("policy", "adopt")} <= set(LINES)


PLAYED: Final = {"file:x.db", ":memory:", "what?.db", "a#b.db", "100%.db", "%2e%2e", "~nosuch", "~$lock.xlsx", " ", "."}
"""A demo would play in such a folder, which takes its time."""


def alike() -> Iterator[list[tuple[str, ...]]]:
    """Yield the lines that end with one option, and each line that ends with an argument."""
    for _, lines in groupby(sorted(LINES, key=_option), key=_option):
        yield list(lines)


def _option(line: tuple[str, ...]) -> str:
    return line[-1] if line[-1].startswith("--") else " ".join(line)


@pytest.mark.parametrize(
    "lines", [lines for lines in alike() if lines[0][-1] != "--db"], ids=lambda lines: _option(lines[0])
)
def test_every_option_that_takes_a_path_takes_any_text(inside: Inside, lines: list[tuple[str, ...]]):
    """Of an option that many commands have, each command is tried with some texts, and each text often."""
    times = max(len(HOSTILE), 2 * len(lines))
    for number in range(times):
        line, path = lines[number % len(lines)], HOSTILE[number % len(HOSTILE)]
        if not (line[0] == "demo" and (path in PLAYED or not path.isprintable())):
            one_clear_answer(inside.run(*line, path), *line, path)


def test_any_text_may_be_the_book_of_every_command(inside: Inside):
    lines = [line for line in LINES if line[-1] == "--db"]
    for number, line in enumerate(lines):
        path = HOSTILE[number % len(HOSTILE)]
        one_clear_answer(inside.run(*line, path), *line, path)
    for path in HOSTILE:
        told = inside.run("status", "--db", path)
        one_clear_answer(told, "status", path)
        assert told.code in (2, 7), (path, told)
        assert "pw" not in told.err


def test_variables_and_settings_take_any_text(inside: Inside, tmp_path: Path):
    settings = tmp_path / "home" / ".config" / "crosspolicy" / "config.toml"
    settings.parent.mkdir(parents=True)
    for path in (path for path in HOSTILE if "\0" not in path and path != "\ud800"):
        one_clear_answer(inside.run("status", env={"CROSSPOLICY_DB": path}), path)
        one_clear_answer(inside.run("draft", "list", env={"CROSSPOLICY_DRAFTS": path}), path)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"):
            one_clear_answer(inside.run("status", env={name: path}), name, path)
        if path.isprintable():
            settings.write_text(f"db = {json.dumps(path)}")
            one_clear_answer(inside.run("status"), path)
    settings.write_text('db = "a\\u0000b"')
    assert inside.run("status").code == 2


LITERAL: Final = (
    "file:x.db",
    ":memory:",
    "what?.db",
    "a#b.db",
    "100%.db",
    "%41.db",
    os.fsdecode(b"\xff\xfe.db"),
    "~nosuch",
)


@pytest.mark.parametrize("name", LITERAL, ids=ascii)
def test_a_book_an_export_and_a_form_may_have_any_name_that_is_seen(inside: Inside, name: str):
    form = Path(f"{name}.json")
    form.write_text(json.dumps(COMPANY))
    assert inside.run("init", "--rehearsal", "--from", str(form), "--db", name).code == 0
    assert Path(f"./{name}").is_file()
    assert inside.run("status", "--db", name).code == 0
    assert inside.run("export", "journal", "--db", name, "-o", f"{name}.csv").code == 0
    assert Path(f"./{name}.csv").is_file()
    assert inside.run("db", "check", "--db", name).code == 0
    assert not {path.name for path in Path().iterdir()} & {"x.db", "A.db"}


UNWRITABLE: Final = ("nowhere/x.csv", f"{'x' * 300}.csv", "form.json/x.csv", f"{'y/' * 3_000}z.csv", "/proc/x.csv")


@pytest.mark.parametrize("name", UNWRITABLE, ids=lambda name: name[:20])
def test_where_no_file_can_be_is_told_before_anything_is_done(inside: Inside, name: str):
    Path("form.json").write_text(json.dumps(COMPANY))
    assert inside.run("init", "--rehearsal", "--from", "form.json", "--db", "book.db").code == 0
    Path("good.jsonl").write_text(json.dumps({"act": "department.added", "form": {"code": "NEW", "name": "New"}}))
    for line in (
        ("export", "journal", "-o", name),
        ("import", "--template", "request", "-o", name),
        ("import", "good.jsonl", "--report", name),
        ("db", "backup", name),
        ("db", "copy", name),
        ("init", "--from", "form.json", "--db", name),
    ):
        told = inside.run(*line, env={"CROSSPOLICY_DB": "book.db"})
        made = line[:2] == ("db", "copy") or line[0] == "init"  # they make the folder of a book
        assert told.code in ((0, 7) if made else (2, 7)), (line, told)
        assert told.code == 0 or told.err.count("Error: ") == 1, (line, told)
    assert "NEW" not in inside.run("org", "department", "list", "--db", "book.db").out


def test_no_file_is_made_under_a_name_with_line_breaks(inside: Inside):
    Path("form.json").write_text(json.dumps(COMPANY))
    assert inside.run("init", "--rehearsal", "--from", "form.json", "--db", "book.db").code == 0
    for line in (
        ("init", "--rehearsal", "--from", "form.json", "--db", "a\nb.db"),
        ("export", "journal", "--db", "book.db", "-o", "a\nb.csv"),
        ("db", "backup", "--db", "book.db", "a\nb.db"),
        ("db", "copy", "--db", "book.db", "a\x85b.db"),
        ("import", "--template", "request", "--db", "book.db", "-o", "a\u202eb.csv"),
        ("import", "form.json", "--act", "request", "--db", "book.db", "--report", "a\nb.json"),
        ("demo", "--folder", "a\nb"),
    ):
        told = inside.run(*line)
        assert (told.code, "hidden characters" in told.err) == (2, True), (line, told)
    assert {path.name for path in Path().iterdir()} == {"form.json", "book.db"}
    Path("a\nb.json").write_text(json.dumps(COMPANY))
    assert inside.run("init", "--rehearsal", "--from", "a\nb.json", "--db", "other.db").code == 0


def test_a_working_folder_that_is_gone_is_told(inside: Inside, tmp_path: Path):
    form, book = tmp_path / "form.json", tmp_path / "book.db"
    form.write_text(json.dumps(COMPANY))
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    for line in (lines[0] for lines in alike()):
        one_clear_answer(inside.run(*line, "x.db"), *line)
    told = inside.run("init", "--rehearsal", "--from", str(form), "--db", "x.db")
    assert (told.code, "the working folder is gone" in told.err) == (2, True), told
    assert inside.run("demo", "--folder", "x").code == 2
    assert inside.run("init", "--rehearsal", "--from", str(form), "--db", str(book)).code == 0
    assert inside.run("status", "--db", str(book)).code == 0
    told = inside.run("share", "CB-2026-0001", "--kind", "result", "--title", "x", "--file", "x", "--db", str(book))
    assert told.code in (3, 6), told


def test_nobody_without_a_home_is_told(inside: Inside, monkeypatch: pytest.MonkeyPatch):
    def nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.delenv("HOME", raising=False)
    told = inside.run("status", "--db", "~/x.db")
    one_clear_answer(told)
