"""Connections to a book in a SQLite file."""

import os
import stat
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.store import faults
from crosspolicy.store.location import Location
from crosspolicy.store.schema import APPLICATION_ID, SCHEMA
from crosspolicy.vocabulary.paths import absolute


def _driver() -> Any:
    """Return the SQLite driver: the newer library where its package is installed, else the standard library's."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3

        return sqlite3
    return dbapi2


dbapi: Final = _driver()

WAL_IS_SAFE: Final = dbapi.sqlite_version_info >= (3, 51, 3)
"""Libraries before this can corrupt a write-ahead log that several connections use."""

BUSY_SECONDS: Final = 30
AS_IT_LIES: Final = "ro&immutable=1"
"""How to open a file that nobody else writes: without a lock, and without looking at its write-ahead log."""

_PRAGMAS: Final = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)


def see_file(path: Path) -> None:
    """Raise BookUnavailable unless ``path`` is a plain file."""
    location = Location(path=path)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise faults.missing(location) from None
    except (OSError, ValueError) as error:
        raise faults.unavailable(error, location) from None
    if not stat.S_ISREG(mode):
        raise BookUnavailable(
            Text(N_("{book} is no book: it is not a file."), book=location), Text(N_("Name another file with --db."))
        )


def address(path: Path, mode: str) -> str:
    """Return a file as SQLite is to be given it, whatever its name holds: never a name that it takes for its own."""
    return f"file:{quote(os.fsencode(absolute(path)))}?{mode}"


def _open(path: Path, mode: str) -> Any:
    uri = address(path, mode)
    return dbapi.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def connect(path: Path, *, write: bool) -> Any:
    """Open a book that exists; see that it is one, and of this program's schema. Raises BookUnavailable."""
    see_file(path)
    location = Location(path=path)
    attempts = ("mode=rw",) if write else ("mode=rw", "mode=ro", f"mode={AS_IT_LIES}")
    refused: Exception | None = None
    for mode in attempts:
        try:
            connection = _open(path, mode)
        except dbapi.Error as error:
            refused = error
            continue
        try:
            _check(connection, location)
            if mode.endswith(AS_IT_LIES):
                see_no_log(location)
            for pragma in (*_PRAGMAS, *(() if write else ("PRAGMA query_only=ON",))):
                connection.execute(pragma)
            if write:
                _set_journal_mode(connection)
            return connection
        except dbapi.Error as error:
            connection.close()
            refused = error
        except BookUnavailable:
            connection.close()
            raise
    assert refused is not None
    raise faults.unavailable(refused, location) from refused


def _check(connection: Any, location: Location) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        connection.execute("SELECT count(*) FROM sqlite_master")
        raise BookUnavailable(
            Text(N_("{book} is no book of crosspolicy."), book=location), Text(N_("Name another file with --db."))
        )
    if version > SCHEMA:
        raise faults.newer(location)
    if version < SCHEMA:
        raise faults.older(location)


def _set_journal_mode(connection: Any) -> None:
    wanted = "wal" if WAL_IS_SAFE else "delete"
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        connection.execute(f"PRAGMA journal_mode={wanted}")


def open_file(path: Path, mode: str) -> Any:
    """Open a SQLite file, whatever it holds: ``mode`` is rw, ro or ``ro&immutable=1``. Raises dbapi.Error."""
    return _open(path, f"mode={mode}")


def see_no_log(location: Location) -> None:
    """Raise BookUnavailable where acts lie in a log that cannot be read: the book lacks them without it."""
    log = Path(f"{os.path.realpath(str(location.path))}-wal")  # SQLite keeps it beside what a link leads to
    if log.exists() and log.stat().st_size:
        raise BookUnavailable(
            Text(
                N_("The latest acts of {book} lie in {log}, which can be read only by somebody who may write there."),
                book=location,
                log=log,
            ),
            Text(N_("Ask for the right to write the file and its folder, or copy both files to where you may write.")),
        )
