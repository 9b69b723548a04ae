"""Bringing a book of an older edition up to this program's: after a backup, and in one transaction."""

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text

from crosspolicy.store import faults
from crosspolicy.store.backup import backup
from crosspolicy.store.editions import edition_of, open_book
from crosspolicy.store.engine import server_engine
from crosspolicy.store.location import Location
from crosspolicy.store.migrations import upgrade, upgrading
from crosspolicy.store.proving import is_whole
from crosspolicy.store.schema import REVISION, SCHEMA
from crosspolicy.store.sqlite_file import dbapi, open_file


def migrate(location: Location) -> tuple[str, Path | None]:
    """Bring a book up to this program's schema; return the revision and, of a file that changed, where its backup is.

    A book that is up to date is left as it is, and so is one where anything goes wrong. Raises BookUnavailable.
    """
    if location.path is None:
        _migrate_server(location)
        return REVISION, None
    return REVISION, _migrate_file(location, location.path)


def _migrate_file(location: Location, path: Path) -> Path | None:
    if _is_current(location, path):
        return None
    engine = _file_engine(path)
    try:
        with upgrading(location), engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # others wait, and may then find it migrated
            return None if _is_current(location, path) else _upgrade(connection, location, path)
    finally:
        engine.dispose()


def _is_current(location: Location, path: Path) -> bool:
    """Tell whether a book is of this program's edition. Raises BookUnavailable where it is none, or of a newer one."""
    with closing(open_book(path)) as connection:
        edition = edition_of(connection)
    if edition > SCHEMA:
        raise faults.newer(location)
    return edition == SCHEMA


def _upgrade(connection: Connection, location: Location, path: Path) -> Path:
    """Upgrade a book within its transaction, and return where its backup is; where that fails, none is left."""
    kept = backup(location)
    try:
        upgrade(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.rollback()
        if _is_as_it_was(path):
            kept.unlink()
        raise
    return kept


def _is_as_it_was(path: Path) -> bool:
    """Tell whether a book is whole, and of the older edition still."""
    with closing(open_book(path)) as connection:
        return edition_of(connection) < SCHEMA and is_whole(connection)


def _file_engine(path: Path) -> Engine:
    def connect() -> Any:
        connection = open_file(path, "rw")
        connection.execute("PRAGMA foreign_keys=OFF")
        return connection

    return create_engine("sqlite+pysqlite://", module=dbapi, creator=connect)


def _migrate_server(location: Location) -> None:
    engine = server_engine(location)
    try:
        with upgrading(location), engine.begin() as connection:
            if not connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar():
                raise faults.missing(location)
            found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
            if found > REVISION:
                raise faults.newer(location)
            upgrade(connection)
    finally:
        engine.dispose()
