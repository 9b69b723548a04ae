"""Requests carried to a stage once: the next test that begins there takes a copy of the book.

Every copy is of a book that the real acts made in this process; what differs from it at the start makes one of its own.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from crosspolicy.models import metadata
from crosspolicy.store.location import Location
from crosspolicy.store.reading import reading
from crosspolicy.store.sqlite_file import dbapi

Rows = dict[str, list[tuple[Any, ...]]]


class Copy(NamedTuple):
    """A book at a stage: how it is put in the place of another, the request in hand, and the time it is by then."""

    put: Callable[[Location], None]
    code: str
    now: datetime


Start = tuple[bool, str, datetime, str]
"""What a copy depends on: the store, the stage, the time, and the hash of the book's first event."""


@cache
def copies() -> dict[Start, Copy]:
    """Return the copies of this process."""
    return {}


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="crosspolicy-stages-")


def start_of(location: Location, stage: str, now: datetime) -> Start | None:
    """Return what a copy of this book would depend on; None where something has happened in it already."""
    with reading(location) as reader:
        events = reader.rows("SELECT hash FROM journal ORDER BY seq LIMIT 2")
    return (location.path is not None, stage, now, events[0][0]) if len(events) == 1 else None


def take(location: Location, code: str, now: datetime) -> Copy:
    """Take a copy of a book as it stands."""
    return Copy(_of_file(location.path) if location.path else _of_server(location.url), code, now)


def _of_file(path: Path) -> Callable[[Location], None]:
    kept = Path(tempfile.mkdtemp(dir=_folder().name)) / "book.db"
    with closing(dbapi.connect(str(path))) as source, closing(dbapi.connect(str(kept))) as copy:
        source.backup(copy)

    def put(location: Location) -> None:
        assert location.path is not None
        shutil.copy(kept, location.path)

    return put


def _of_server(url: str) -> Callable[[Location], None]:
    with psycopg.connect(url) as connection:
        rows = all_rows(connection)
        seq = connection.execute("SELECT last_value FROM journal_seq").fetchone()

    def put(location: Location) -> None:
        with psycopg.connect(location.url) as connection:
            put_rows(connection, rows)
            connection.execute("SELECT setval('journal_seq', %s)", seq)

    return put


def put_rows(connection: "psycopg.Connection[Any]", rows: Rows) -> None:
    """Make a book on a server hold these rows, and nothing else."""
    connection.execute("SET session_replication_role = replica")  # the journal lets nobody else delete
    for table in metadata.tables:
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    for table, kept in rows.items():
        if kept:
            columns = sql.SQL(", ").join([sql.Placeholder()] * len(metadata.tables[table].c))
            statement = sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(table), columns)
            connection.cursor().executemany(statement, kept)


def all_rows(connection: "psycopg.Connection[Any]") -> Rows:
    """Return every row of a book on a server, by table."""
    return {table: connection.execute(_all_of(table)).fetchall() for table in metadata.tables}


def _all_of(table: str) -> sql.Composed:
    return sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
