"""Where a book is, or should be: every trouble of a place is told plainly, and nothing there is touched."""

import errno
import os
import shutil
import stat
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from crosspolicy.errors import BookUnavailable, UsageFault
from crosspolicy.store import engine, faults
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location, locate
from crosspolicy.store.sqlite_file import dbapi
from tests.support.apart import run
from tests.support.audit import assert_sound
from tests.support.world import World, found


@pytest.fixture
def folder(tmp_path):
    """An empty folder."""
    path = tmp_path / "shelf"
    path.mkdir()
    return path


def _pragma(path, **values):
    with closing(dbapi.connect(str(path), isolation_level=None)) as connection:
        for name, value in values.items():
            connection.execute(f"PRAGMA {name} = {value}")


def _text(path):
    path.write_text("This is a letter, not a book.\n" * 50)


def _empty(path):
    path.touch()


def _other_database(path):
    with closing(dbapi.connect(str(path), isolation_level=None)) as connection:
        connection.execute("CREATE TABLE book (id INTEGER)")


def _newer(path):
    found(Location(path=path))
    _pragma(path, user_version=999)


def _truncated(path):
    found(Location(path=path))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _directory(path):
    path.mkdir()


def _pipe(path):
    os.mkfifo(path)


def _missing(path):
    pass


def _below_a_file(path):
    path.parent.rmdir()
    path.parent.write_text("in the way")


TROUBLES = {
    _text: "is no book: it is not a SQLite file",
    _empty: "is no book of crosspolicy",
    _other_database: "is no book of crosspolicy",
    _newer: "was written by a newer crosspolicy",
    _truncated: "is damaged",
    _directory: "is no book: it is not a file",
    _pipe: "is no book: it is not a file",
    _missing: "There is no book at",
    _below_a_file: "There is no book at",
}


def _content(path: Path) -> object:
    return path.read_bytes() if path.is_file() else path.exists()


@pytest.mark.parametrize(("prepare", "told"), TROUBLES.items(), ids=[f.__name__.strip("_") for f in TROUBLES])
@pytest.mark.parametrize("doing", ["writing", "reading"])
def test_what_is_no_book_is_told_so_and_left_as_it_is(folder, prepare, told, doing):
    path = folder / "lantern.db"
    prepare(path)
    before = _content(path)
    world = World(Book(Location(path=path)))
    with pytest.raises(BookUnavailable) as caught:
        world.draft() if doing == "writing" else world.everything()
    assert told in str(caught.value)
    assert str(path) in str(caught.value)
    assert str(caught.value.hint)
    assert _content(path) == before


def test_a_book_is_found_through_a_symlink(folder):
    found(Location(path=folder / "lantern.db"))
    (folder / "link.db").symlink_to(folder / "lantern.db")
    assert World(Book(Location(path=folder / "link.db"))).draft().stage == "draft"


# A new book


def test_a_new_book_is_its_owner_s_alone_and_nothing_lies_beside_it(folder):
    found(Location(path=folder / "lantern.db"))
    assert [path.name for path in folder.iterdir()] == ["lantern.db"]
    assert stat.S_IMODE((folder / "lantern.db").stat().st_mode) == 0o600


def test_the_folders_above_a_new_book_are_made(folder):
    found(Location(path=folder / "2026" / "lantern.db"))
    assert (folder / "2026" / "lantern.db").is_file()


def _linked(path):
    (path.parent / "target.db").write_text("precious")
    path.symlink_to(path.parent / "target.db")


def _dangling(path):
    path.symlink_to(path.parent / "nowhere.db")


@pytest.mark.parametrize("prepare", [_text, _empty, _newer, _directory, _pipe, _linked, _dangling])
def test_a_new_book_takes_nothing_s_place_and_follows_no_symlink(folder, prepare):
    path = folder / "lantern.db"
    prepare(path)
    before = sorted((p.name, p.is_symlink(), _content(p)) for p in folder.iterdir())
    with pytest.raises(BookUnavailable) as caught:
        found(Location(path=path))
    assert "exists already" in str(caught.value)
    assert sorted((p.name, p.is_symlink(), _content(p)) for p in folder.iterdir()) == before


def test_a_new_book_below_a_file_cannot_be_made(folder):
    (folder / "file").write_text("in the way")
    with pytest.raises(BookUnavailable):
        found(Location(path=folder / "file" / "lantern.db"))
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_a_new_book_on_a_full_disk_leaves_nothing_behind(folder):
    answer = run("found_on_a_full_disk", Location(path=folder / "lantern.db"), room=50_000)
    assert "nothing was written" in answer
    assert list(folder.iterdir()) == []


def test_a_dry_run_makes_no_book(folder):
    receipt = found(Location(path=folder / "lantern.db"), dry_run=True)
    assert receipt.event is None
    assert list(folder.iterdir()) == []


def test_a_server_that_holds_a_book_already_keeps_it(world):
    with world.unchanged(), pytest.raises(BookUnavailable) as caught:
        found(world.book.location)
    assert "already" in str(caught.value)


# A book in use, on a full disk, for reading only


@pytest.fixture
def impatient(monkeypatch):
    """Waiting for a book that is in use ends after a fifth of a second."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)


@pytest.mark.usefixtures("impatient")
def test_a_book_that_stays_locked_is_told_to_be_in_use_and_can_be_read_meanwhile(on_file):
    on_file.until("draft")
    with closing(dbapi.connect(str(on_file.book.location.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BookUnavailable) as caught:
            on_file.submit()
        assert on_file.stage == "draft"
        other.execute("ROLLBACK")
    assert "in use by another process" in str(caught.value)
    assert on_file.submit().stage == "submitted"


def test_a_book_that_is_locked_for_a_moment_is_waited_for(on_file):
    on_file.until("draft")
    other = dbapi.connect(str(on_file.book.location.path), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.4, other.execute, ["ROLLBACK"])
    release.start()
    assert on_file.submit().stage == "submitted"
    release.join()
    other.close()


def test_on_a_full_disk_nothing_is_half_written_and_the_book_goes_on_afterwards(on_file):
    told = run("on_a_full_disk", on_file.book.location, room=200_000)
    assert "nothing was written" in told
    assert on_file.rows("PRAGMA integrity_check") == [("ok",)]
    assert_sound(on_file)
    drafted = on_file.value("SELECT COUNT(*) FROM request")
    assert drafted >= 1
    assert on_file.draft().code == f"CB-2026-{drafted + 1:04d}"


@pytest.fixture
def public_folder():
    """A folder that any account may enter, unlike those above ``tmp_path``."""
    path = Path(tempfile.mkdtemp(dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def test_a_read_only_book_is_told_to_be_so_and_can_be_read(public_folder):
    path = public_folder / "lantern.db"
    found(Location(path=path))
    path.chmod(0o444)
    public_folder.chmod(0o555)
    try:
        answer = run("as_nobody", Location(path=path))
    finally:
        public_folder.chmod(0o755)
    assert "is read-only; nothing was written" in answer["writing"]
    assert answer["reading"] == "done: Lantern Works 燈籠工坊"


def test_a_book_that_one_may_not_even_read_is_told_so(public_folder):
    path = public_folder / "lantern.db"
    found(Location(path=path))
    path.chmod(0o000)
    answer = run("as_nobody", Location(path=path))
    assert all("cannot be opened" in told for told in answer.values())


# A server


@pytest.mark.postgres
def test_an_empty_database_is_told_to_hold_no_book(postgres_url):
    world = World(Book(locate(postgres_url)))
    for doing in (world.draft, world.everything):
        with pytest.raises(BookUnavailable) as caught:
            doing()
        assert "There is no book at" in str(caught.value)


@pytest.mark.postgres
@pytest.mark.parametrize(("revision", "told"), [("9999", "newer crosspolicy"), ("0000", "older crosspolicy")])
def test_a_database_of_another_edition_is_told_so(postgres_url, revision, told):
    found(locate(postgres_url))
    with psycopg.connect(postgres_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", [revision])
    world = World(Book(locate(postgres_url)))
    for doing in (world.draft, world.everything):
        with pytest.raises(BookUnavailable) as caught:
            doing()
        assert told in str(caught.value)


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_told_so_without_its_password():
    world = World(Book(locate("postgresql://li.na:secret@/lantern?host=/nowhere")))
    with pytest.raises(BookUnavailable) as caught:
        world.draft()
    assert "secret" not in str(caught.value)
    assert "***" in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://server/lantern", "http://lantern.test/book", "://"])
def test_a_book_is_kept_in_no_other_kind_of_store(url):
    with pytest.raises(UsageFault):
        locate(url)


@pytest.mark.parametrize("name", ["燈籠 工坊.db", "what?.db", "100%.db", "a#b.db", "it's.db", "sp ace/x.db"])
def test_a_book_may_have_any_name(folder, name):
    location = Location(path=folder / name)
    found(location)
    world = World(Book(location))
    world.draft()
    assert world.stage == "draft"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EFBIG, "would exceed the largest size that a file may have here"),
        (errno.EDQUOT, "Your share of the disk"),
        (errno.EROFS, "You may not write at"),
        (errno.EACCES, "You may not write at"),
    ],
)
def test_each_way_in_which_a_disk_refuses_is_told_as_what_it_is(folder, number, told):
    location = Location(path=folder / "lantern.db")
    error = faults.unavailable(OSError(number, os.strerror(number)), location)
    assert told in str(error)
    assert str(location) in str(error)
    assert str(error).endswith("nothing was written.")
