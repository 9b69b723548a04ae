"""Readers of a book: the plain DB-API for a file, SQLAlchemy for a server. The same SQL for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from crosspolicy.queries.reader import Reader, Values
from crosspolicy.store import faults
from crosspolicy.store.location import Location
from crosspolicy.store.sqlite_file import connect, dbapi

if TYPE_CHECKING:
    from sqlalchemy import Connection, TextClause


class FileReader:
    """Reads a SQLite file without loading SQLAlchemy."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def rows(self, sql: str, **parameters: object) -> list[Values]:
        """Return every row that the statement yields."""
        return list(self._connection.execute(sql, parameters))


class ConnectionReader:
    """Reads through a SQLAlchemy connection: a server, or a transaction that writes; of a file past SQLAlchemy."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        is_file = connection.dialect.name == "sqlite"
        self._file = FileReader(connection.connection.dbapi_connection) if is_file else None

    def rows(self, sql: str, **parameters: object) -> list[Values]:
        """Return every row that the statement yields."""
        if self._file is not None:
            return self._file.rows(sql, **parameters)
        if not parameters and "%" not in sql:  # a list of a thousand keys is not looked through for names
            return [tuple(row) for row in self._connection.exec_driver_sql(sql).all()]
        return [tuple(row) for row in self._connection.execute(_statement(sql), parameters).all()]


@lru_cache(maxsize=256)
def _statement(sql: str) -> "TextClause":
    """Return a statement, once looked through for names."""
    from sqlalchemy import text

    return text(sql)


@contextmanager
def reading(location: Location) -> Iterator[Reader]:
    """Open a book for one consistent look at it. Raises BookUnavailable."""
    if location.path is not None:
        connection = connect(location.path, write=False)
        try:
            connection.execute("BEGIN")
            yield FileReader(connection)
        except dbapi.Error as error:
            raise faults.unavailable(error, location) from error
        finally:
            connection.close()
        return
    from crosspolicy.store.engine import Book

    with Book(location).looking() as server:
        yield ConnectionReader(server)
