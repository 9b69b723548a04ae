"""A book copied to another place, from either store to either: the same rows, the same guards, and life goes on."""

import sqlite3
import stat

import psycopg
import pytest

from crosspolicy.errors import BookUnavailable
from crosspolicy.models import metadata
from crosspolicy.store import upkeep
from crosspolicy.store.copying import copy_book
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location, locate
from crosspolicy.store.reading import reading
from crosspolicy.store.schema import APPLICATION_ID, REVISION, SCHEMA
from crosspolicy.store.sqlite_file import dbapi
from tests.journeys.driver import Cli
from tests.support.world import World, found


@pytest.fixture
def new_place(request, tmp_path):
    """Return where there is no book yet: an empty database, or no file."""

    def place(store):
        if store == "server":
            return locate(request.getfixturevalue("postgres_url"))
        return Location(path=tmp_path / "shelf" / "copy.db")

    return place


def busy(world):
    """Have something in many tables: a case under way, a draft, a deputy, a year's training."""
    world.name_deputy()
    world.until("executing")
    world.report("IT", cost_to_date="12.50", milestones_reached=["Pilot kiosk open"])
    world.raise_issue(departments=["IT", "FIN"])
    world.train()
    world.until("draft")
    return world


def rows_of(location):
    """Return every row of every table, in the order of its key."""
    with reading(location) as reader:
        return {
            table.name: reader.rows(
                f"""SELECT {", ".join(f'"{column.name}"' for column in table.c)} FROM "{table.name}"
                    ORDER BY {", ".join(f'"{column.name}"' for column in table.primary_key)}"""
            )
            for table in metadata.sorted_tables
        }


def carries_on(location):
    """Hold that a copy takes every kind of act: one on a request, one on the book, one that is numbered by itself."""
    copy = World(Book(location))
    copy.code = "CB-2026-0001"
    events = copy.value("SELECT MAX(seq) FROM journal")
    assert copy.report("FIN").code == "CB-2026-0001/P2"
    assert copy.draft().request == "CB-2026-0003"
    copy.name_deputy()
    assert copy.value("SELECT MAX(seq) FROM journal") == events + 3
    assert copy.value("SELECT MAX(number) FROM deputy") == 2
    copy.book.close()
    assert upkeep.check(location) == []


@pytest.mark.parametrize("target", ["file", "server"])
def test_a_copy_of_a_file_has_every_row_and_carries_on(on_file, new_place, target):
    _copied(busy(on_file), new_place(target))


@pytest.mark.parametrize("target", ["file", "server"])
def test_a_copy_of_a_server_s_book_has_every_row_and_carries_on(on_server, new_place, target):
    _copied(busy(on_server), new_place(target))


def _copied(world, target):
    source = world.book.location
    before = rows_of(source)
    counts = copy_book(source, target)
    assert rows_of(target) == before == rows_of(source)
    assert counts == {table: len(rows) for table, rows in before.items()}
    assert counts["journal"] > 20
    assert upkeep.check(target) == []
    carries_on(target)


def ddl(path):
    with sqlite3.connect(path) as connection:
        return sorted(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall(), key=repr)


def test_a_copy_in_a_file_is_made_like_a_new_book(on_file, new_place, tmp_path):
    target = new_place("file")
    copy_book(on_file.book.location, target)
    assert [path.name for path in target.path.parent.iterdir()] == ["copy.db"]
    assert stat.S_IMODE(target.path.stat().st_mode) == 0o600
    found(Location(path=tmp_path / "new.db"))
    assert ddl(target.path) == ddl(tmp_path / "new.db")
    with sqlite3.connect(target.path) as copy:
        assert copy.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert copy.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


@pytest.mark.postgres
def test_a_copy_on_a_server_guards_its_journal(on_file, postgres_url):
    copy_book(on_file.book.location, locate(postgres_url))
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISION,)]
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            connection.execute("DELETE FROM journal")


def test_pages_change_nothing(on_file, new_place, monkeypatch):
    monkeypatch.setattr("crosspolicy.store.copying._PAGE", 2)
    target = new_place("file")
    copy_book(on_file.until("agreed").book.location, target)
    assert rows_of(target) == rows_of(on_file.book.location)


# Places that hold something, and books that are none


def test_a_file_that_is_there_is_left_as_it_is(on_file, tmp_path):
    (tmp_path / "precious.db").write_text("precious")
    for path in (tmp_path / "precious.db", on_file.book.location.path):
        before = path.read_bytes()
        with pytest.raises(BookUnavailable, match="exists already; it was left as it is") as caught:
            copy_book(on_file.book.location, Location(path=path))
        assert str(caught.value.hint) == "Name another place."
        assert path.read_bytes() == before


@pytest.mark.postgres
def test_a_database_that_holds_a_book_keeps_it(on_file, on_server):
    with on_server.unchanged(), pytest.raises(BookUnavailable, match="holds a book already"):
        copy_book(on_file.book.location, on_server.book.location)


@pytest.mark.postgres
def test_a_database_with_tables_of_something_else_is_left_as_it_is(on_file, postgres_url):
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE precious (word TEXT)")
    with pytest.raises(BookUnavailable, match="has tables of something else"):
        copy_book(on_file.book.location, locate(postgres_url))
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        assert tables.fetchall() == [("precious",)]


def test_where_there_is_no_book_nothing_is_made(tmp_path, new_place):
    target = new_place("file")
    with pytest.raises(BookUnavailable, match="There is no book at"):
        copy_book(Location(path=tmp_path / "nowhere.db"), target)
    assert not target.path.parent.exists()


def spoilt(world):
    """Return where a book is whose journal holds what no server takes."""
    world.until("draft")
    world.book.close()
    with dbapi.connect(str(world.book.location.path)) as connection:
        connection.execute("UPDATE request SET title = 'a' || char(0) || 'b'")
    return world.book.location


@pytest.mark.postgres
def test_what_a_server_does_not_take_is_told_and_nothing_is_left_there(on_file, postgres_url):
    with pytest.raises(BookUnavailable, match="cannot be used") as caught:
        copy_book(spoilt(on_file), locate(postgres_url))
    assert postgres_url.split("?")[0] in str(caught.value)
    with psycopg.connect(postgres_url) as connection:
        sql = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'"
        assert connection.execute(sql).fetchone() == (0,)


# The command


def test_the_command_copies_and_tells_what_it_proved(on_file, tmp_path):
    cli = Cli(tmp_path)
    cli.book = on_file.until("submitted").book.location.path
    on_file.book.close()
    told = cli.ok("db", "copy", "copy.db").json
    assert (told["copy"], told["sound"], told["findings"]) == ("copy.db", True, [])
    assert (told["rows"]["request"], told["rows"]["journal"]) == (1, 3)
    assert told["checks"] == list(upkeep.CHECKS)
    again = cli.fails(7, "db", "copy", "copy.db")
    assert again.error["message"].endswith("copy.db exists already; it was left as it is.")
    plain = cli.ok("db", "copy", "another.db", plain=True).out.splitlines()
    assert plain[0].startswith("another.db holds 3 events and ")
    assert plain[1] == "The book is sound: tables, integrity, content, foreign-keys, chains, obligations, stages."


def test_a_copy_of_a_book_that_is_not_sound_is_told_to_be_none_either(on_file, tmp_path):
    cli = Cli(tmp_path)
    cli.book = on_file.until("draft").book.location.path
    on_file.book.close()
    with dbapi.connect(str(cli.book)) as connection:
        connection.execute("UPDATE stage_count SET requests = 9 WHERE stage = 'closed'")
    answer = cli.run("db", "copy", "copy.db")
    assert answer.code == 8
    assert [finding["check"] for finding in answer.json["findings"]] == ["stages"]
