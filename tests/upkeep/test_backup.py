"""A backup is of a book, and there only when it is whole; a migration that fails leaves the book as it was."""

import stat
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from crosspolicy.errors import BookUnavailable
from crosspolicy.store import upkeep
from crosspolicy.store.backup import backup
from crosspolicy.store.location import Location, locate
from crosspolicy.store.migrating import migrate
from crosspolicy.store.sqlite_file import dbapi
from tests.cli.contents import contents
from tests.support.world import found
from tests.upkeep.test_migration import write_older


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(dbapi.connect(str(path))) as connection:
        connection.execute("CREATE TABLE book (id INTEGER)")


def _text(path: Path) -> None:
    path.write_text("title: no book\n" * 500)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _missing(path: Path) -> None:
    path.unlink()


def _scratched(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xa5" * 60_000 + content[60_100:])


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200_000])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the file of a new book, alone in its folder."""
    path = tmp_path / "shelf" / "book.db"
    found(Location(path=path))
    return path


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_empty, "is no book"),
        (_foreign, "is no book"),
        (_text, "is no book"),
        (_folder, "is no book"),
        (_missing, "There is no book"),
        (_scratched, "is damaged"),
        (_cut, "is damaged"),
    ],
)
def test_what_is_no_whole_book_is_not_backed_up(book: Path, spoil, told):
    spoil(book)
    for act in (lambda: backup(Location(path=book), book.with_name("copy.db")), lambda: backup(Location(path=book))):
        with pytest.raises(BookUnavailable, match=told) as caught:
            act()
        assert str(book) in str(caught.value)
    left = {path.name for path in book.parent.iterdir()} - {"book.db-wal", "book.db-shm"}  # SQLite keeps those
    assert left == ({"book.db"} if spoil is not _missing else set())


@pytest.mark.parametrize("name", ["file:x.db", ":memory:", "file::memory:?cache=shared", "a?mode=memory", "百分%20.db"])
def test_a_backup_goes_to_a_path_whatever_it_looks_like(book: Path, monkeypatch, name):
    monkeypatch.chdir(book.parent)
    kept = backup(Location(path=Path("book.db")), Path(name))
    assert sorted(path.name for path in book.parent.iterdir()) == sorted(["book.db", name])
    assert stat.S_IMODE(kept.lstat().st_mode) == 0o600
    assert contents(kept.absolute()) == contents(book)
    assert upkeep.check(Location(path=kept)) == []


def test_a_backup_into_a_folder_that_is_none_names_the_place_of_the_backup(book: Path):
    for place in (book.parent / "nowhere" / "copy.db", book / "copy.db"):
        with pytest.raises(BookUnavailable) as caught:
            backup(Location(path=book), place)
        assert str(place) in str(caught.value)
    assert list(book.parent.iterdir()) == [book]


def test_a_backup_takes_no_link_s_place(book: Path):
    link = book.with_name("copy.db")
    link.symlink_to("nowhere.db")
    with pytest.raises(BookUnavailable, match="exists already"):
        backup(Location(path=book), link)
    assert sorted(path.name for path in book.parent.iterdir()) == ["book.db", "copy.db"]


def test_a_backup_holds_the_acts_that_still_lie_in_the_log(book: Path):
    with closing(dbapi.connect(str(book), isolation_level=None)) as other:
        other.execute("PRAGMA wal_autocheckpoint=0")
        other.execute("UPDATE stage_count SET requests = 41 WHERE stage = 'draft'")
        kept = backup(Location(path=book), book.with_name("copy.db"))
    with closing(dbapi.connect(str(kept))) as copy:
        assert copy.execute("SELECT requests FROM stage_count WHERE stage = 'draft'").fetchone() == (41,)


def test_a_migration_that_fails_leaves_the_book_as_it_was_and_no_backup(tmp_path: Path, on_file):
    on_file.until("submitted")
    path = tmp_path / "shelf" / "older.db"
    path.parent.mkdir()
    write_older(Location(path=path), on_file, 2)
    with closing(dbapi.connect(str(path), isolation_level=None)) as connection:
        connection.execute("CREATE TABLE imported (in_the_way INTEGER)")  # which the last migration makes
    before = contents(path)
    with pytest.raises(BookUnavailable, match="already exists"):
        migrate(Location(path=path))
    assert contents(path) == before
    assert list(path.parent.iterdir()) == [path]
    with closing(dbapi.connect(str(path), isolation_level=None)) as connection:
        connection.execute("DROP TABLE imported")
    _, kept = migrate(Location(path=path))
    assert set(path.parent.iterdir()) == {path, kept}
    assert upkeep.check(Location(path=path)) == []


@pytest.mark.postgres
def test_a_server_without_a_book_or_with_a_newer_one_is_not_migrated(postgres_url):
    with pytest.raises(BookUnavailable, match="There is no book"):
        migrate(locate(postgres_url))
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT to_regclass('journal')").fetchone() == (None,)
    found(locate(postgres_url))
    with psycopg.connect(postgres_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BookUnavailable, match="newer"):
        migrate(locate(postgres_url))


def test_a_server_that_cannot_be_reached_is_told():
    with pytest.raises(BookUnavailable):
        migrate(locate("postgresql://li.na@/lantern?host=/nowhere"))
