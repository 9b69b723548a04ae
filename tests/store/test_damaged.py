"""Damaged books: whatever somebody did to one, no command takes it for a fault of the program, and a check tells it."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Text

from crosspolicy.models import metadata
from crosspolicy.store.contents import kinds_of
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location
from crosspolicy.store.sqlite_file import dbapi
from tests.support import papers
from tests.support.company import COORDINATOR, REQUESTER
from tests.support.inside import Inside, Told
from tests.support.life import live
from tests.support.world import World

REQ = "CB-2026-0001"
LOOKS = (
    ("status", "--json"),
    ("status", REQ),
    ("request", "list"),
    ("request", "show", REQ),
    ("log", REQ, "--json"),
    ("next", REQ),
    ("appraise", "results", REQ),
    ("risk", "matrix"),
    ("export", "everything"),
)
"""They read every table between them."""

UNTOUCHED = ("alembic_version",)
NEEDED = ("book", "policy", "chain_head", "stage_count", "person", "request")
"""Tables without whose rows a book is none."""


@pytest.fixture(scope="module")
def lived(sqlite_original: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a book in which every act was done, and the time when that was."""
    path = tmp_path_factory.mktemp("lived") / "book.db"
    path.write_bytes(sqlite_original.read_bytes())
    world = World(Book(Location(path=path)))
    live(world)
    world.book.close()
    with closing(dbapi.connect(str(path), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # all is in the file itself
    return path, world.now.isoformat()


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Inside:
    """Return the command, as the coordinator runs it."""
    return Inside(monkeypatch, tmp_path / "home", COORDINATOR)


@pytest.fixture
def damaged(lived: tuple[Path, str], tmp_path: Path) -> Callable[..., Path]:
    """Return a function that returns a copy of the book, damaged by statements."""

    def make(*statements: str) -> Path:
        path = tmp_path / "book.db"
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        path.write_bytes(lived[0].read_bytes())
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for statement in (*(f'DROP TRIGGER "{name}"' for (name,) in triggers), *statements):
                connection.execute(statement)
        return path

    return make


@pytest.fixture
def lines(tmp_path: Path) -> tuple[tuple[str, ...], ...]:
    """Return command lines that look and one that writes."""
    form = tmp_path / "request.json"
    form.write_text(json.dumps(papers.REQUEST, default=str))
    return (*LOOKS, ("request", "new", "--submit", "--as", REQUESTER, "--from", str(form)))


def each(inside: Inside, book: str, now: str, lines: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, Told]]:
    """Run every line on a book, and hold that none of them takes it for a fault of the program."""
    for line in lines:
        told = inside.run(*line, env={"CROSSPOLICY_DB": book, "CROSSPOLICY_NOW": now})
        assert told.code != 1, (line, told.err)
        assert told.code != 7 or "damaged" in told.err, (line, told.err)
        yield " ".join(line), told


def check(inside: Inside, book: str) -> list[dict[str, str]]:
    """Return what ``db check`` finds, which must be something."""
    told = inside.run("db", "check", "--json", env={"CROSSPOLICY_DB": book})
    assert told.code == 8, told
    return list(json.loads(told.out)["findings"])


def test_a_book_in_which_every_act_was_done_is_sound_and_every_line_works(inside, lived, damaged, lines):
    book = str(damaged())
    assert inside.run("db", "check", env={"CROSSPOLICY_DB": book}) == (0, "", "")
    assert [told.code for _, told in each(inside, book, lived[1], lines)] == [0] * len(lines)


COLUMNS = [
    (table.name, column)
    for table in metadata.sorted_tables
    for column in kinds_of(table)
    if isinstance(table.c[column].type, Text) and not table.c[column].primary_key
]


@pytest.mark.parametrize("table", sorted({table for table, _ in COLUMNS}))
def test_a_column_that_cannot_be_decoded_is_told_and_found(inside, lived, damaged, lines, table):
    for column in (column for name, column in COLUMNS if name == table):
        book = str(damaged(f"UPDATE {table} SET {column} = 'x{{'"))
        list(each(inside, book, lived[1], lines))
        found = [(f["check"], f["where"]) for f in check(inside, book)]
        assert ("content", f"{table}.{column}") in found or found[0][0] == "integrity", found


NUMBERS = (
    ("adoption", "due_soon_days", 999_999_999), ("obligation", "period_days", 999_999_999),
    ("obligation", "period_days", -7),
    ("risk", "inherent_likelihood", -7), ("risk", "residual_impact", 999), ("assessment", "impact", 0),
)  # fmt: skip


@pytest.mark.parametrize(("table", "column", "wrong"), NUMBERS)
def test_a_number_out_of_its_range_is_told_and_found(inside, lived, damaged, lines, table, column, wrong):
    book = str(damaged(f"UPDATE {table} SET {column} = {wrong}"))
    list(each(inside, book, lived[1], lines))
    assert ("content", f"{table}.{column}") in [(f["check"], f["where"]) for f in check(inside, book)]


WRONG_JSON = ("5", "null", "[1]", '{"a": 1}', "[null]", '"text"', "[" * 3_000)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("policy", "parsed"), ("journal", "payload"), ("journal", "clauses"), ("agreement", "text"),
        ("calendar_year", "days_off"), ("person", "roles"), ("appraisal", "evidence"), ("party", "positions"),
    ],
)  # fmt: skip
def test_json_of_another_shape_is_told_and_found(inside, lived, damaged, lines, table, column):
    for wrong in WRONG_JSON:
        book = str(damaged(f"UPDATE {table} SET {column} = '{wrong}'"))
        list(each(inside, book, lived[1], lines))
        if (table, wrong) not in HARMLESS:
            assert check(inside, book)


HARMLESS = {("appraisal", '{"a": 1}')}
"""Facts about an indicator that there is not are shown to nobody."""


@pytest.mark.parametrize("table", [table.name for table in metadata.sorted_tables])
def test_a_missing_table_or_column_is_told_and_found(inside, lived, damaged, lines, table):
    book = str(damaged(f"DROP TABLE {table}"))
    list(each(inside, book, lived[1], lines))
    assert {"check": "tables", "where": table, "message": "the table is missing"} in check(inside, book)
    column = list(metadata.tables[table].c)[-1].name
    book = str(damaged(f"ALTER TABLE {table} RENAME COLUMN {column} TO other"))
    list(each(inside, book, lived[1], lines))
    assert {"check": "tables", "where": f"{table}.{column}", "message": "the column is missing"} in check(inside, book)


@pytest.mark.parametrize("table", NEEDED)
def test_missing_rows_are_told_and_found(inside, lived, damaged, lines, table):
    book = str(damaged("PRAGMA foreign_keys=OFF", f"DELETE FROM {table}"))
    list(each(inside, book, lived[1], lines))
    assert check(inside, book)


def test_nothing_where_there_must_be_something_is_told_and_found(inside, lived, damaged, lines):
    for table, column in (("book", "timezone"), ("person", "roles"), ("request", "title"), ("journal", "payload")):
        loose = f"""UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = '{table}'"""
        path = damaged("PRAGMA writable_schema=ON", loose)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(f"UPDATE {table} SET {column} = NULL")
        list(each(inside, str(path), lived[1], lines))
        assert ("content", f"{table}.{column}") in [(f["check"], f["where"]) for f in check(inside, str(path))]


def _edition(path: Path, **pragmas: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")


FOREIGN = {
    "another program's": lambda path: _edition(path, application_id=1),
    "of a newer program": lambda path: _edition(path, user_version=999),
    "of an older program": lambda path: _edition(path, user_version=1),
    "of no program": lambda path: _edition(path, user_version=-1),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:20_000]),
    "overwritten": lambda path: path.write_bytes(path.read_bytes()[:100] + b"\xa5" * 60_000),
}


@pytest.mark.parametrize("spoil", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_book_that_can_be_opened_is_unavailable_to_every_command(inside, lived, damaged, lines, spoil):
    path = damaged()
    spoil(path)
    for line in (*lines, ("db", "copy", str(path.with_name("copy.db"))), ("db", "migrate")):
        told = inside.run(*line, env={"CROSSPOLICY_DB": str(path), "CROSSPOLICY_NOW": lived[1]})
        assert told.code == 7 or (line == ("db", "migrate") and told.code != 1), (line, told)


def test_a_garbage_page_is_told_and_found(inside, lived, damaged, lines):
    path = damaged("VACUUM")
    content = path.read_bytes()
    for at in range(2 * 4096, len(content) - 4096, len(content) // 12 // 4096 * 4096):
        path.write_bytes(content[:at] + b"\xa5" * 4096 + content[at + 4096 :])
        for line in lines:
            told = inside.run(*line, env={"CROSSPOLICY_DB": str(path), "CROSSPOLICY_NOW": lived[1]})
            assert told.code != 1, (at, line, told.err)
        assert inside.run("db", "check", env={"CROSSPOLICY_DB": str(path)}).code in (7, 8)


def test_an_edition_that_nobody_knows_is_found_and_not_migrated(inside, damaged):
    path = damaged("UPDATE alembic_version SET version_num = 'nonsense'")
    assert [f["where"] for f in check(inside, str(path))] == ["alembic_version"]
    _edition(path, user_version=3)
    told = inside.run("db", "migrate", env={"CROSSPOLICY_DB": str(path)})
    assert (told.code, "damaged" in told.err) == (7, True), told


def test_a_policy_that_cannot_be_read_keeps_a_book_from_being_migrated(inside, damaged):
    path = damaged("UPDATE alembic_version SET version_num = '0001'", "UPDATE policy SET parsed = 'x{'")
    _edition(path, user_version=1)
    before = path.read_bytes()
    told = inside.run("db", "migrate", env={"CROSSPOLICY_DB": str(path)})
    assert told.code == 7, told
    assert path.read_bytes() == before


def test_a_fault_of_the_program_stays_one_on_a_sound_book(inside, lived, damaged, monkeypatch):
    def broken(reader: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("crosspolicy.commands.kit.looking.header", broken)
    told = inside.run("status", env={"CROSSPOLICY_DB": str(damaged()), "CROSSPOLICY_NOW": lived[1]})
    assert (told.code, "a fault of ours" in told.err) == (1, True), told
    told = inside.run("status", env={"CROSSPOLICY_DB": str(damaged("UPDATE book SET timezone = 'Mars/North'"))})
    assert (told.code, "Mars/North" in told.err) == (7, True), told


ON_A_SERVER = (
    ("book.timezone", "UPDATE book SET timezone = 'nonsense'"),
    ("policy.parsed", "UPDATE policy SET parsed = 'x{'"),
    ("journal.payload", "UPDATE journal SET payload = 'x{'"),
    ("obligation.due_date", "UPDATE obligation SET due_date = 'nonsense'"),
    ("risk.level", "UPDATE risk SET level = 'nonsense'"),
    ("person.roles", "UPDATE person SET roles = '5'"),
    ("book", "DELETE FROM book"),
)


@pytest.mark.postgres
def test_damage_on_a_server_is_told_and_found(inside, on_server: World, lines):
    live(on_server)
    url, now = on_server.book.location.url, on_server.now.isoformat()
    tables = [table.name for table in metadata.sorted_tables]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # neither triggers nor keys
        for table in tables:
            connection.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}".encode())
        for where, statement in ON_A_SERVER:
            connection.execute(statement.encode())
            list(each(inside, url, now, lines[1:3] + lines[5:6] + lines[-1:]))
            assert where in [f["where"] for f in check(inside, url)]
            table = where.partition(".")[0]
            connection.execute(f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}".encode())
        connection.execute("ALTER TABLE summary RENAME TO other")
        try:
            list(each(inside, url, now, lines[1:2]))
            assert [f["where"] for f in check(inside, url)] == ["summary"]
        finally:
            connection.execute("ALTER TABLE other RENAME TO summary")
