"""A place where there is no book yet: a book appears there whole, or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.models import metadata
from crosspolicy.store import faults
from crosspolicy.store.engine import Keep, asked, server_engine
from crosspolicy.store.guards import INDEXES, create_guards, create_indexes
from crosspolicy.store.location import Location
from crosspolicy.store.schema import APPLICATION_ID, REVISION, SCHEMA
from crosspolicy.store.sqlite_file import WAL_IS_SAFE, dbapi
from crosspolicy.vocabulary.paths import absolute

ELSEWHERE: Final = Text(N_("Choose another place with --db."))


@contextmanager
def new_book(location: Location, *, keep: Keep = True, elsewhere: Text = ELSEWHERE) -> Iterator[Connection]:
    """Yield a connection to a book in the making: its tables are there, without a row. Kept in the end, if at
    all: ``keep`` is asked then, and may be a plain answer.

    Raises BookUnavailable where there is a book already (``elsewhere`` tells what to do about that), or the place
    cannot be used; and then makes nothing.
    """
    if location.path is None:
        making = _on_server(location, keep)
    else:
        path = absolute(location.path)
        making = _in_file(path, keep, elsewhere)
    try:
        with making as connection:
            _create_tables(connection)
            yield connection
    except (OSError, DBAPIError, dbapi.Error) as error:
        raise faults.unavailable(error, location) from error


@contextmanager
def _in_file(path: Path, keep: Keep, elsewhere: Text) -> Iterator[Connection]:
    """Fill a file beside the place, then link it there: a book appears whole, and never through a symlink."""
    if path.exists() or path.is_symlink():
        raise BookUnavailable(Text(N_("{book} exists already; it was left as it is."), book=path), elsewhere)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600))
    try:
        engine = create_engine("sqlite+pysqlite://", module=dbapi, creator=lambda: _draft(draft))
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
                connection.exec_driver_sql(f"PRAGMA journal_mode={'wal' if WAL_IS_SAFE else 'delete'}")
                yield connection
                connection.commit()
        finally:
            engine.dispose()
        if asked(keep):
            os.link(draft, path)
    finally:
        for left in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)


def _draft(path: Path) -> Any:
    """Connect to a file in the making; an import writes on two threads, one after the other."""
    connection = dbapi.connect(str(path), check_same_thread=False)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def is_free(location: Location) -> bool:
    """Tell whether there is no book at a place, nor anything else. Raises BookUnavailable."""
    if location.path is not None:
        return not (location.path.exists() or location.path.is_symlink())
    engine = server_engine(location)
    try:
        with engine.connect() as connection:
            return not connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar()
    except DBAPIError as error:
        raise faults.unavailable(error, location) from error
    finally:
        engine.dispose()


@contextmanager
def _on_server(location: Location, keep: Keep) -> Iterator[Connection]:
    """Fill a database in one transaction."""
    engine = server_engine(location)
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            if connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar():
                raise BookUnavailable(
                    Text(N_("{book} holds a book already; it was left as it is."), book=location),
                    Text(N_("Choose another database with --db.")),
                )
            yield connection
            if not asked(keep):
                transaction.rollback()
    except engine.dialect.loaded_dbapi.Error as error:  # of a cursor that SQLAlchemy does not watch
        raise faults.unavailable(error, location) from error
    finally:
        engine.dispose()


def _create_tables(connection: Connection) -> None:
    """Create the tables with their indexes and guards, and say of which edition they are."""
    metadata.create_all(connection, checkfirst=False)
    for revision in INDEXES:
        create_indexes(connection, revision)
    create_guards(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})
