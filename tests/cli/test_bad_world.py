"""A bad world: books that are none, read-only, locked or on a full disk; streams that are closed; signals."""

import contextlib
import ctypes
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.contents import contents
from tests.journeys.books import COMPANY, REQ
from tests.journeys.driver import COMMAND, Answer, Cli
from tests.support import papers
from tests.support.company import REQUESTER

LOOKS = (("status",), ("request", "list"), ("status", REQ), ("next", REQ), ("log",))


def new(cli: Cli) -> tuple[str, ...]:
    """Return the words of an act that writes much."""
    return ("request", "new", "--submit", "--as", REQUESTER, "--from", str(cli.document(papers.REQUEST)))


def unavailable(answer: Answer) -> str:
    """Hold that the book was told to be unavailable, and return how."""
    assert answer.code == 7, answer
    assert answer.error["kind"] == "book-unavailable"
    assert answer.error["hint"]
    assert answer.out == ""
    return str(answer.error["message"])


# Books that are none


def _text(path: Path) -> None:
    path.write_text("title: no book\n" * 500)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _other(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE book (id INTEGER)")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.db")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def _scratched(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xa5" * 60_000 + content[60_100:])


def _version(number: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version={number}")

    return change


NO_BOOKS: tuple[tuple[str, Callable[[Path], None], str], ...] = (
    ("a text", _text, "no book"),
    ("an empty file", _empty, "no book"),
    ("another program's database", _other, "no book"),
    ("a folder", _folder, "no book"),
    ("a link to nowhere", _nowhere, "no book"),
    ("a book cut off", _cut, "damaged"),
    ("a book overwritten", _scratched, "damaged"),
    ("a book of a newer program", _version(999), "newer"),
    ("a book of an older program", _version(0), "older"),
)


@pytest.mark.parametrize(("name", "spoil", "told"), NO_BOOKS, ids=[name for name, _, _ in NO_BOOKS])
def test_what_is_no_book_is_told_and_left_as_it_is(at, name, spoil, told):
    cli = at("submitted")
    spoil(cli.book)
    before = cli.book.read_bytes() if cli.book.is_file() else None
    for line in (("status",), ("request", "list"), new(cli)):
        assert told in unavailable(cli.run(*line))
    assert (cli.book.read_bytes() if cli.book.is_file() else None) == before
    check = cli.run("db", "check")
    assert check.code in (7, 8), check
    assert "Traceback" not in check.err


def test_a_new_book_goes_through_no_link_and_is_the_owners_alone(cli: Cli):
    cli.book.symlink_to(cli.folder / "elsewhere.db")
    assert "exists" in unavailable(cli.run("init", "--rehearsal", "--from", str(cli.document(COMPANY))))
    assert not (cli.folder / "elsewhere.db").exists()
    cli.book.unlink()
    cli.act("init", "--rehearsal", form=COMPANY)
    assert cli.book.stat().st_mode & 0o777 == 0o600


def test_a_place_that_cannot_be_is_told(cli: Cli):
    form = str(cli.document(COMPANY))
    for place in ("/proc/nowhere/book.db", f"{form}/book.db"):
        unavailable(cli.run("init", "--rehearsal", "--from", form, "--db", place))
    answer = cli.fails(2, "status", "--db", "mysql://host/book")
    assert "mysql" in answer.error["message"]
    secret = cli.run("status", "--db", "postgresql://me:s3cret@127.0.0.1:9/book")
    assert "s3cret" not in unavailable(secret)


@pytest.mark.clause("1.1")
def test_a_journal_that_somebody_changed_is_found(at):
    cli = at("approved")
    with contextlib.closing(sqlite3.connect(cli.book)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE journal SET actor = 'ma.rui' WHERE act = 'review.decided'")
        connection.commit()
    answer = cli.run("db", "check")
    assert (answer.code, answer.err) == (8, "")
    assert answer.json["sound"] is False
    assert {finding["check"] for finding in answer.json["findings"]} == {"chains"}


@pytest.mark.clause("1.1")
def test_a_journal_refuses_to_be_changed_and_an_obligation_that_vanished_is_found(at):
    cli = at("approved")
    with contextlib.closing(sqlite3.connect(cli.book)) as connection:
        for statement in ("UPDATE journal SET actor = 'x'", "DELETE FROM journal"):
            with pytest.raises(sqlite3.DatabaseError):
                connection.execute(statement)
        connection.rollback()
        connection.execute("DELETE FROM obligation WHERE kind = 'coordination-meeting'")
        connection.commit()
    answer = cli.run("db", "check")
    assert (answer.code, {f["check"] for f in answer.json["findings"]}) == (8, {"obligations"})


# Books that cannot be written


def _humble() -> None:
    """Give up what lets root read and write everything; a plain account has none of it anyway."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
        if os.geteuid() == 0 and libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            raise OSError(ctypes.get_errno(), "prctl")


@pytest.fixture
def shut(at) -> Iterator[Cli]:
    """Return the command on a book in a folder of its own, which a test may shut."""
    cli = at("submitted")
    folder = cli.folder / "shut"
    folder.mkdir()
    cli.book = cli.book.rename(folder / "book.db")
    yield cli
    folder.chmod(0o700)


needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="drops Linux capabilities")


@needs_linux
@pytest.mark.parametrize("folder_too", [False, True])
def test_a_read_only_book_can_be_looked_at_and_not_changed(shut: Cli, folder_too):
    before = contents(shut.book)
    expected = [shut.look(*line) for line in LOOKS]
    shut.book.chmod(0o400)
    if folder_too:
        shut.book.parent.chmod(0o500)
    words = new(shut)
    assert "read-only" in unavailable(shut.run(*words, preexec_fn=_humble))
    assert [shut.look(*line, preexec_fn=_humble) for line in LOOKS] == expected
    shut.book.parent.chmod(0o700)
    assert contents(shut.book) == before


@needs_linux
def test_a_book_in_a_read_only_folder_is_read_only(shut: Cli):
    words = new(shut)
    shut.book.parent.chmod(0o500)
    assert "read-only" in unavailable(shut.run(*words, preexec_fn=_humble))
    assert shut.look("status", preexec_fn=_humble)["stages"] == {"submitted": 1}
    assert "shut/book.2" in unavailable(shut.run("db", "backup", preexec_fn=_humble))
    shut.ok("db", "backup", "elsewhere.db", preexec_fn=_humble)
    assert contents(shut.folder / "elsewhere.db") == contents(shut.book)
    unavailable(shut.run("init", "--from", str(shut.document(COMPANY)), "--db", "shut/b.db", preexec_fn=_humble))
    shut.book.parent.chmod(0o700)
    assert {path.name.partition("-")[0] for path in shut.book.parent.iterdir()} == {"book.db"}


@needs_linux
def test_a_book_is_not_read_without_the_log_that_holds_its_latest_acts(shut: Cli):
    with contextlib.closing(sqlite3.connect(shut.book, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=wal")
        connection.execute("UPDATE request SET title = 'The latest title'")
        log = Path(f"{shut.book}-wal")
        kept = log.read_bytes()
    log.write_bytes(kept)  # as a process that was killed leaves it, and somebody copied the two
    shut.book.parent.chmod(0o500)
    shut.book.chmod(0o400)
    log.chmod(0o400)
    for line in (("status",), ("db", "backup", "copy.db")):
        assert "book.db" in unavailable(shut.run(*line, preexec_fn=_humble))
    shut.book.parent.chmod(0o700)
    shut.book.chmod(0o600)
    log.chmod(0o600)
    assert shut.look("request", "show", REQ)["title"] == "The latest title"


@needs_linux
def test_a_book_of_somebody_else_is_told(shut: Cli):
    words = new(shut)
    shut.book.chmod(0)
    for line in (("status",), words):
        unavailable(shut.run(*line, preexec_fn=_humble))
    shut.book.parent.chmod(0)
    for line in (("status",), words):
        assert "Errno" not in unavailable(shut.run(*line, preexec_fn=_humble))


@needs_linux
def test_a_form_that_may_not_be_read_is_told(at):
    cli = at("founded")
    path = cli.document(papers.REQUEST)
    path.chmod(0)
    answer = cli.run("request", "new", "--from", str(path), by=REQUESTER, preexec_fn=_humble)
    assert answer.code == 3, answer
    assert list(answer.faults) == [str(path)]


# A full disk


def _full(size: int) -> Callable[[], None]:
    """Let no file grow beyond so many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [1_000, 33_000, 60_000])
def test_on_a_full_disk_nothing_is_half_written(at, size):
    cli = at("submitted")
    before = contents(cli.book)
    message = unavailable(cli.run(*new(cli), preexec_fn=_full(size)))
    assert "disk" in message
    assert "nothing was written" in message
    assert contents(cli.book) == before
    cli.assert_sound()
    assert cli.look(*new(cli))["request"] == "CB-2026-0002"


def test_on_a_full_disk_no_book_and_no_backup_is_left_behind(at):
    cli = at("submitted")
    unavailable(cli.run("init", "--from", str(cli.document(COMPANY)), "--db", "new.db", preexec_fn=_full(50_000)))
    unavailable(cli.run("db", "backup", "copy.db", preexec_fn=_full(50_000)))
    assert [path.name for path in cli.folder.iterdir() if path.name.strip(".").startswith(("new", "copy"))] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("line", [("status", "--json"), ("log",), ("--help",), ("--version",), ("policy", "show")])
def test_output_to_a_full_disk_is_told(at, line):
    cli = at("submitted")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *line], env=cli.environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode not in (0, 120)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert "space" in done.stderr or line == ("--version",)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_act_whose_receipt_cannot_be_printed_is_done_and_told_where_to_see_it(at):
    cli = at("submitted")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            cli.line(*new(cli)), env=cli.environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode != 0
    assert "log" in done.stderr
    assert [row["code"] for row in cli.look("request", "list")] == [REQ, "CB-2026-0002"]
    cli.assert_sound()


# Somebody else at work


@contextlib.contextmanager
def held(book: Path) -> Iterator[None]:
    """Hold the book as another process does that writes."""
    connection = sqlite3.connect(book, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def start(cli: Cli, *words: str, **streams: int) -> subprocess.Popen[bytes]:
    """Start a command and return while it runs."""
    chosen = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.Popen(cli.line(*words), env=cli.environment(), cwd=cli.folder, **chosen)  # type: ignore[call-overload]


def begun(process: "subprocess.Popen[bytes]") -> "subprocess.Popen[bytes]":
    """Wait until a command heeds signals: before, Python is on its way to the program, and answers as Python does."""
    status = Path(f"/proc/{process.pid}/status")
    while status.exists() and process.poll() is None:
        caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt:"))
        if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
            break
        time.sleep(0.005)
    return process


def settled(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    """Wait for a command and return its exit code, output and errors."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


def test_an_act_waits_for_another_and_then_passes(at):
    cli = at("submitted")
    with held(cli.book):
        process = start(cli, *new(cli))
        time.sleep(1)
        assert process.poll() is None
        assert cli.look("status")["stages"] == {"submitted": 1}
    code, out, err = settled(process)
    assert (code, err) == (0, "")
    assert "CB-2026-0002" in out


_IMPATIENT = """
import sys
from crosspolicy.store import engine, sqlite_file
engine.BUSY_SECONDS = sqlite_file.BUSY_SECONDS = 0.3
from crosspolicy.cli import run
sys.exit(run(sys.argv[1:]))
"""
"""The command with a shorter patience than the half minute that users have."""


def test_an_act_that_waits_too_long_is_told_who_is_in_the_way(at):
    cli = at("submitted")
    before = contents(cli.book)
    words = cli.line(*new(cli))[len(COMMAND) :]
    with held(cli.book):
        done = subprocess.run(
            [sys.executable, "-c", _IMPATIENT, *words],
            env=cli.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    message = unavailable(Answer(tuple(words), done.returncode, done.stdout, done.stderr))
    assert "in use" in message
    assert contents(cli.book) == before


def test_acts_at_the_same_time_are_all_done(at):
    cli = at("submitted")
    words = new(cli)
    running = [start(cli, *words) for _ in range(4)]
    assert [settled(process)[0] for process in running] == [0] * 4
    assert sorted(row["code"] for row in cli.look("request", "list")) == [f"CB-2026-000{n}" for n in range(1, 6)]
    cli.assert_sound()


# Signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_act_interrupted_while_it_waits_writes_nothing_and_says_so(at, number):
    cli = at("submitted")
    before = contents(cli.book)
    with held(cli.book):
        process = start(cli, *new(cli))
        time.sleep(1.5)
        process.send_signal(number)
        code, out, err = settled(process)
    assert (code, out) == (130, "")
    assert "nterrupted" in err
    assert "Traceback" not in err
    assert contents(cli.book) == before
    cli.assert_sound()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_interrupted_while_it_reads_its_form_says_so(at, number):
    cli = at("submitted")
    before = contents(cli.book)
    process = start(cli, "request", "new", "--from", "-", "--as", REQUESTER, stdin=subprocess.PIPE)
    time.sleep(1)
    process.send_signal(number)
    code, out, err = settled(process)
    assert (code, out) == (130, "")
    assert "nterrupted" in err
    assert contents(cli.book) == before


def test_interrupted_at_any_moment_an_act_is_whole_or_not_at_all(at):
    cli = at("submitted")
    words = new(cli)
    done = 0
    for moment in range(8):
        process = begun(start(cli, *words))
        time.sleep(moment * 0.05)
        process.send_signal(signal.SIGINT)
        code, _out, err = settled(process)
        assert code in (0, 130), (code, err)
        assert "Traceback" not in err, err
        done += code == 0
        codes = [row["code"] for row in cli.look("request", "list")]
        assert len(codes) - 1 >= done
        done = len(codes) - 1
    cli.assert_sound()
    assert len(cli.journal()) == 3 + 2 * done


# Streams that are not there


def _closed(*descriptors: int) -> Callable[[], None]:
    def close() -> None:
        for descriptor in descriptors:
            os.close(descriptor)

    return close


def test_without_standard_input_nothing_is_asked_and_every_missing_field_named(at):
    cli = at("submitted")
    line = cli.line("review", REQ, by="gao.ping")
    done = subprocess.run(
        line, env=cli.environment(), capture_output=True, text=True, check=False, preexec_fn=_closed(0)
    )
    answer = Answer((), done.returncode, done.stdout, done.stderr)
    assert answer.code == 3
    assert {"outcome", "necessity"} <= set(answer.faults)
    line = cli.line("review", REQ, "--from", "-", by="gao.ping")
    done = subprocess.run(
        line, env=cli.environment(), capture_output=True, text=True, check=False, preexec_fn=_closed(0)
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert cli.stage() == "submitted"


@pytest.mark.parametrize("descriptors", [(1,), (2,), (1, 2), (0, 1, 2)], ids=str)
def test_without_its_streams_an_act_is_done_all_the_same(at, descriptors):
    cli = at("submitted")
    line = cli.line(*new(cli))
    done = subprocess.run(
        line, env=cli.environment(), capture_output=True, check=False, preexec_fn=_closed(*descriptors)
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert len(cli.look("request", "list")) == 2
    refused = subprocess.run(
        cli.line("start", REQ, by=REQUESTER), env=cli.environment(), check=False, preexec_fn=_closed(*descriptors)
    )
    assert refused.returncode == 4
    cli.assert_sound()


@pytest.mark.parametrize(
    "line",
    [
        ("status", "--json"),
        ("log", "--format", "table"),
        ("log", "--format", "csv"),
        ("policy", "show"),
        ("--help",),
        ("--version",),
        ("request", "new", "--template"),
        ("schema", "request"),
        ("completion", "bash"),
    ],
    ids=" ".join,
)
def test_into_a_closed_pipe_a_command_ends_in_silence(at, line):
    cli = at("submitted")
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [*COMMAND, *line], env=cli.environment(), stdout=write, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(write)
    assert done.stderr == b""


def test_an_act_into_a_closed_pipe_is_done(at):
    cli = at("submitted")
    read, write = os.pipe()
    os.close(read)
    line = cli.line(*new(cli))
    done = subprocess.run(line, env=cli.environment(), stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert b"Traceback" not in done.stderr
    assert len(cli.look("request", "list")) == 2
    cli.assert_sound()


def test_head_takes_the_first_byte_and_leaves(at):
    cli = at("submitted")
    command = " ".join(COMMAND)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} policy show --json | head -c 1"],
        env=cli.environment(),
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"[", b"")


def test_in_a_locale_that_knows_no_chinese_text_comes_through(at):
    cli = at("founded")
    for variables in ({"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}, {"LANG": None}, {"PYTHONIOENCODING": "ascii"}):
        receipt = cli.act("request", "new", form=papers.REQUEST, by=REQUESTER, env=variables)
        assert cli.look("request", "show", receipt["code"], env=variables)["title"] == papers.REQUEST["title"]
        assert papers.REQUEST["title"] in cli.ok("request", "list", plain=True, env=variables).out
