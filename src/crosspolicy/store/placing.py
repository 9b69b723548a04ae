"""A place where there is no book yet: a book appears there whole, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from crosspolicy.errors import BookUnavailable
from crosspolicy.files.atomic import appear, draft_beside, folders_above
from crosspolicy.i18n import N_, Text
from crosspolicy.models import metadata
from crosspolicy.store import faults
from crosspolicy.store.engine import Keep, asked, server_engine
from crosspolicy.store.guards import INDEXES, create_guards, create_indexes
from crosspolicy.store.location import Location
from crosspolicy.store.proving import last_event, prove
from crosspolicy.store.schema import APPLICATION_ID, REVISION, SCHEMA
from crosspolicy.store.sqlite_file import WAL_IS_SAFE, dbapi, open_file
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
    """Fill a draft beside the place; it gets its name when it is whole on the disk, and never through a symlink."""
    if path.exists() or path.is_symlink():
        raise _taken(path, elsewhere)
    try:
        with folders_above(path), draft_beside(path) as draft:
            events: list[int] = []
            with _filled(draft, events) as connection:
                yield connection
            if asked(keep):
                prove(draft, Location(path=path), events[-1])
                appear(draft, path)
    except FileExistsError:
        raise _taken(path, elsewhere) from None


@contextmanager
def _filled(draft: Path, events: list[int]) -> Iterator[Connection]:
    """Yield a transaction in a new file, which is closed afterwards; ``events`` gets the number of the latest one.

    The file is nobody else's yet: a rollback journal does, which costs half of what a write-ahead log would; and it is
    seen onto the disk once, in the end.
    """
    engine = create_engine("sqlite+pysqlite://", module=dbapi, creator=lambda: open_file(draft, "rw"))
    try:
        with engine.connect() as connection:
            run = connection.exec_driver_sql
            for name, value in _PRAGMAS.items():
                run(f"PRAGMA {name}={value}")
            run("BEGIN")
            yield connection
            connection.commit()
            events.append(last_event(connection.connection.dbapi_connection))
            if WAL_IS_SAFE:
                run("PRAGMA journal_mode=wal")
    finally:
        engine.dispose()


_PRAGMAS: Final = {
    "application_id": APPLICATION_ID,
    "user_version": SCHEMA,
    "foreign_keys": "ON",
    "journal_mode": "delete",
    "synchronous": "OFF",
}


def _taken(path: Path, elsewhere: Text) -> BookUnavailable:
    return BookUnavailable(Text(N_("{book} exists already; it was left as it is."), book=path), elsewhere)


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
