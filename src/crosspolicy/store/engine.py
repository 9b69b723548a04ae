"""A book opened through SQLAlchemy: every transaction that writes, and every look at a server."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool, StaticPool

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.store import faults
from crosspolicy.store.location import Location
from crosspolicy.store.schema import REVISION
from crosspolicy.store.server import Server
from crosspolicy.store.sqlite_file import BUSY_SECONDS, connect, dbapi

logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())
"""What is interrupted while it is closed is told by the program, not by the pool."""

Keep = bool | Callable[[], bool]
"""Whether a transaction is kept: an answer, or a question for its end."""

Begin = Callable[[Keep], AbstractContextManager[Connection]]
"""Begins a transaction, and ends it as it is told."""

_CONNECT_SECONDS: Final = 30
"""How long a server may take to answer at all, unless the URL says otherwise."""


def asked(keep: Keep) -> bool:
    """Return the answer."""
    return keep() if callable(keep) else keep


class Book:
    """A book that can be written. Cheap to make; connects when first used; ``close`` lets go of it."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.is_file = location.path is not None
        self._engine: Engine | None = None

    def close(self) -> None:
        """Close the connection; the next use opens a new one."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def writing(self, *, keep: Keep = True) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing; ``keep`` is asked in the end, and may be a plain answer."""
        with self._told(), self._connected().connect() as connection, connection.begin() as transaction:
            yield connection
            if not asked(keep):
                transaction.rollback()

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """One consistent look, without changing anything."""
        with self._told(), self._connected().connect() as connection:
            if not self.is_file:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, dbapi.Error) as error:
            raise faults.unavailable(error, self.location) from error

    def _connected(self) -> Engine:
        if self._engine is None:
            self._engine = _file_engine(self.location.path) if self.location.path else self._server()
        return self._engine

    def _server(self) -> Engine:
        engine = server_engine(self.location)
        with engine.connect() as connection:
            is_book = connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar()
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if is_book else None
        if found is None:
            raise faults.missing(self.location)
        if found != REVISION:
            raise faults.newer(self.location) if found > REVISION else faults.older(self.location)
        return engine


@contextmanager
def writing(location: Location, keep: Keep) -> Iterator[Connection]:
    """One transaction in a book, which is let go of afterwards."""
    book = Book(location)
    try:
        with book.writing(keep=keep) as connection:
            yield connection
    finally:
        book.close()


def server_engine(location: Location) -> Engine:
    """Return an engine for PostgreSQL. Raises BookUnavailable where psycopg is missing or the URL is none."""
    assert location.server is not None
    try:
        return create_engine(_url(location.server), poolclass=NullPool)
    except (ImportError, NoSuchModuleError):
        raise BookUnavailable(
            Text(N_("A book on a server needs psycopg, which is not installed.")),
            Text(N_("Install it: `pip install 'crosspolicy[postgres]'`.")),
        ) from None
    except Exception as error:
        raise faults.unavailable(error, location) from error


def _url(server: Server) -> URL:
    """Return what SQLAlchemy connects to; the last of several parameters of one name counts."""
    parameters = {"connect_timeout": str(_CONNECT_SECONDS)} | dict(server.parameters)
    return URL.create(
        "postgresql+psycopg",
        username=server.user or None,
        password=server.password or None,
        host=server.host or None,
        port=server.port,
        database=server.database or None,
        query=parameters,
    )


def _file_engine(path: Path) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://", module=dbapi, creator=lambda: connect(path, write=True), poolclass=StaticPool
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        begin_immediate(connection, path)

    return engine


def begin_immediate(connection: Connection, path: Path) -> None:
    """Begin to write at once, or queue behind the lock file so that nobody waits for ever; 30 seconds at most."""
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    if _begun(connection):
        return
    from crosspolicy.store.queueing import queue

    if not queue(path, lambda: _begun(connection), BUSY_SECONDS):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begun(connection: Connection) -> bool:
    """Begin to write; tell whether nobody else does."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except DBAPIError as error:
        if "locked" not in str(error.orig):
            raise
        return False
    return True
