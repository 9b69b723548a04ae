"""Writers that find the book in use wait for their turn, whatever lies where the lock file belongs."""

import contextlib
import os
import pty
import shutil
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crosspolicy.store import engine
from crosspolicy.store.location import Location
from crosspolicy.store.sqlite_file import dbapi
from crosspolicy.store.waiting import WAITING, tell
from tests.journeys.driver import COMMAND, environment
from tests.support.apart import run
from tests.support.world import World, found

HELD_SECONDS = 2.0
"""Longer than a program that gives up its place in the queue would wait, far shorter than the thirty seconds."""


@contextmanager
def held(path: Path, seconds: float = HELD_SECONDS) -> Iterator[None]:
    """Write to a book, as another process does, for a while."""
    with closing(dbapi.connect(str(path), isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(seconds, other.execute, ["ROLLBACK"])
        release.start()
        yield
        release.join()


def lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


@pytest.fixture
def shared() -> Iterator[Path]:
    """Return a book that everybody may write, in a folder that everybody may enter, unlike those of ``tmp_path``."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    path = folder / "lantern.db"
    found(Location(path=path))
    folder.chmod(0o777)
    path.chmod(0o666)
    yield path
    shutil.rmtree(folder)


def test_the_lock_file_has_the_rights_of_the_book_whatever_the_umask(on_file: World):
    path = on_file.book.location.path
    assert path
    path.chmod(0o660)
    before = os.umask(0o077)
    try:
        with held(path, 0.3):
            on_file.draft()
    finally:
        os.umask(before)
    lock = lock_of(path).stat()
    assert (stat.S_IMODE(lock.st_mode), lock.st_gid) == (0o660, path.stat().st_gid)
    assert lock.st_size == 0


def test_a_lock_file_of_an_earlier_program_gets_the_rights_of_the_book(on_file: World):
    path = on_file.book.location.path
    assert path
    path.chmod(0o664)
    lock_of(path).touch()
    lock_of(path).chmod(0o600)
    with held(path, 0.3):
        on_file.draft()
    assert stat.S_IMODE(lock_of(path).stat().st_mode) == 0o664


def _link(lock: Path) -> None:
    (lock.parent / "precious").write_text("precious")
    (lock.parent / "precious").chmod(0o640)
    lock.symlink_to("precious")


def _dangling(lock: Path) -> None:
    lock.symlink_to("nowhere")


def _pipe(lock: Path) -> None:
    os.mkfifo(lock)


UNUSABLE: tuple[Callable[[Path], None], ...] = (_link, _dangling, Path.mkdir, _pipe)


@pytest.mark.parametrize("prepare", UNUSABLE, ids=["link", "dangling link", "folder", "pipe"])
def test_what_cannot_be_a_lock_is_left_alone_and_waiting_goes_on_without(on_file: World, prepare):
    path = on_file.book.location.path
    assert path
    prepare(lock_of(path))
    before = lock_of(path).lstat()
    with held(path):
        on_file.draft()
    assert on_file.stage == "draft"
    after = lock_of(path).lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert not (path.parent / "nowhere").exists()
    if (precious := path.parent / "precious").exists():
        assert (precious.read_text(), stat.S_IMODE(precious.stat().st_mode)) == ("precious", 0o640)


@pytest.mark.parametrize("mode", [0o000, 0o200, 0o444])
def test_a_second_user_waits_behind_a_lock_that_is_not_theirs(shared: Path, mode: int):
    """As root, another user's; else one's own that one may not open."""
    lock_of(shared).touch()
    lock_of(shared).chmod(mode)
    with held(shared):
        answer = run("as_nobody", Location(path=shared))
    assert answer["writing"].startswith("done"), answer


def test_a_lock_that_somebody_never_lets_go_of_ends_in_a_last_try(on_file: World, monkeypatch):
    import fcntl

    path = on_file.book.location.path
    assert path
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1.0)
    with lock_of(path).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with held(path, 0.3):
            on_file.draft()
    assert on_file.stage == "draft"


def test_that_somebody_waits_is_told_once(on_file: World):
    path = on_file.book.location.path
    assert path
    told: list[object] = []
    token = tell.set(told.append)
    try:
        with held(path, 0.2):
            on_file.draft()
        assert told == []
        with held(path):
            on_file.draft()
    finally:
        tell.reset(token)
    assert told == [WAITING]


@pytest.mark.parametrize(
    ("words", "at_terminal", "tells"), [((), True, True), (("--json",), True, False), ((), False, False)]
)
def test_waiting_is_told_on_a_terminal_alone(shared: Path, words, at_terminal, tells):
    ours, theirs = pty.openpty() if at_terminal else os.pipe()
    line = [*COMMAND, "org", "department", "add", "--code", "NEW", "--name", "New", "--db", str(shared), *words]
    with closing(dbapi.connect(str(shared), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        process = subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs, env=environment(shared.parent)
        )
        os.close(theirs)
        while not lock_of(shared).exists():  # it queues
            time.sleep(0.01)
        if not tells:
            time.sleep(1.5)  # longer than it waits before it tells
        told = os.read(ours, 10_000) if tells else b""
        other.execute("ROLLBACK")
    told += rest_of(ours)
    process.wait()
    assert told.count(b"Waiting for another process") == int(tells), told


def rest_of(descriptor: int) -> bytes:
    """Return all that is still to be read; a terminal ends with an error where a pipe just ends."""
    read = b""
    with contextlib.suppress(OSError):
        while more := os.read(descriptor, 10_000):
            read += more
    os.close(descriptor)
    return read
