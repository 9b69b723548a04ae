"""Interrupted by Ctrl-C, by a request to end or by a terminal that hangs up: 130, all whole, nothing left behind."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.contents import contents
from tests.cli.test_bad_world import begun, settled
from tests.journeys.books import COMPANY
from tests.journeys.driver import Cli
from tests.support import papers
from tests.support.company import REQUESTER

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Return the folder of temporary files of the command."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def start(cli: Cli, scratch: Path, *words: str, **how: object) -> "subprocess.Popen[bytes]":
    """Start a command and return while it runs."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    env = cli.environment() | {"TMPDIR": str(scratch)}
    return subprocess.Popen(cli.line(*words, plain=True), env=env, cwd=cli.folder, **pipes, **how)  # type: ignore[call-overload]


@pytest.mark.parametrize("number", SIGNALS)
def test_the_example_is_taken_away_again(cli: Cli, scratch: Path, number):
    process = start(cli, scratch, "demo")
    assert process.stdout
    while b"request new" not in process.stdout.readline():
        assert process.poll() is None
    assert [path.name[:17] for path in scratch.iterdir()] == ["crosspolicy-demo-"]
    process.send_signal(number)
    code, _, err = settled(process)
    assert (code, err.strip()) == (130, "Error: Interrupted: the example's book and its files were removed again.")
    assert list(scratch.iterdir()) == []


def test_the_example_in_a_folder_that_was_named_stays_there(cli: Cli, scratch: Path):
    process = start(cli, scratch, "demo", "--folder", "example")
    assert process.stdout
    while b"request new" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert settled(process)[0] == 130
    assert not [path for path in (cli.folder / "example").iterdir() if path.name.startswith(".")]
    cli.book = cli.folder / "example" / "book.db"
    cli.assert_sound()


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize(
    "line",
    [
        ("export", "everything", "-o", "new.xlsx"),
        ("db", "copy", "new.db"),
        ("db", "backup", "new.db"),
        ("init", "--rehearsal", "--from", "company.yaml", "--db", "new.db"),
    ],
    ids=lambda line: line[0] if line[0] != "db" else line[1],
)
def test_interrupted_at_any_moment_a_file_is_whole_or_not_there(at, scratch: Path, line, number):
    cli = at("submitted")
    cli.document(COMPANY).rename(cli.folder / "company.yaml")
    before, old = contents(cli.book), {path.name for path in cli.folder.iterdir()}
    for moment in range(3):
        process = begun(start(cli, scratch, *line))
        time.sleep(moment * 0.2)
        process.send_signal(number)
        code, _, err = settled(process)
        assert code in (0, 130), (code, err)
        assert "Traceback" not in err, err
        new = {path.name for path in cli.folder.iterdir()} - old - {"home", "book.db-wal", "book.db-shm"}
        assert new <= {line[-1]}
        assert code != 0 or new == {line[-1]}
        assert list(scratch.iterdir()) == []
        if new and line[-1].endswith(".db"):
            kept, cli.book = cli.book, cli.folder / line[-1]
            cli.assert_sound()
            cli.book = kept
        for name in new:
            (cli.folder / name).unlink()
    assert contents(cli.book) == before


def test_what_was_started_to_outlive_the_terminal_goes_on(at, scratch: Path):
    cli = at("founded")
    words = ("request", "new", "--as", REQUESTER, "--from", "-")
    process = begun(start(cli, scratch, *words, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)))
    process.send_signal(signal.SIGHUP)
    out, err = process.communicate(cli.document(papers.REQUEST).read_bytes(), timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"CB-2026-0001" in out
