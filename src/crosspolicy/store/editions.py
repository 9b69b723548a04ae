"""A book of whatever edition, opened to be kept or to be brought up to date: older ones cannot be read otherwise."""

from pathlib import Path
from typing import Any

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.store import faults
from crosspolicy.store.location import Location
from crosspolicy.store.schema import APPLICATION_ID
from crosspolicy.store.sqlite_file import AS_IT_LIES, dbapi, open_file, see_file, see_no_log


def open_book(path: Path) -> Any:
    """Open a book of whatever edition to read it, be it or its folder read-only. Raises BookUnavailable."""
    location = Location(path=path)
    see_file(path)
    refused: Exception | None = None
    for mode in ("rw", "ro", AS_IT_LIES):
        try:
            connection = open_file(path, mode)
        except dbapi.Error as error:
            refused = error
            continue
        try:
            _see_mark(connection, location)
            if mode == AS_IT_LIES:
                see_no_log(location)
            connection.execute("PRAGMA query_only=ON")
            return connection
        except dbapi.Error as error:
            refused = error
        except BookUnavailable:
            connection.close()
            raise
        connection.close()
    assert refused is not None
    raise faults.unavailable(refused, location) from refused


def edition_of(connection: Any) -> int:
    """Return the number of the schema that a book is of."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _see_mark(connection: Any, location: Location) -> None:
    """Raise BookUnavailable where a file is another program's, or nobody's; dbapi.Error where it cannot be read."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise BookUnavailable(
            Text(N_("{book} is no book of crosspolicy."), book=location), Text(N_("Name another file with --db."))
        )
