"""A SQLite file that was just written, proved on the disk before it gets its name."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from crosspolicy.errors import BookUnavailable
from crosspolicy.files.atomic import sync
from crosspolicy.i18n import N_, Text
from crosspolicy.store.location import Location
from crosspolicy.store.schema import APPLICATION_ID
from crosspolicy.store.sqlite_file import AS_IT_LIES, dbapi, open_file


def last_event(connection: Any) -> int:
    """Return the number of a book's latest event; 0 where a book of an early edition has no journal."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
        return 0
    return int(connection.execute("SELECT MAX(seq) FROM journal").fetchone()[0] or 0)


def prove(draft: Path, place: Location, last: int) -> None:
    """See a closed file onto the disk, and that it is a whole book up to its event ``last``.

    ``place`` is where it is to stand. Raises OSError, dbapi.Error, BookUnavailable.
    """
    sync(draft)
    if any(_missing(draft, last)):
        raise BookUnavailable(
            Text(N_("What was written for {book} is not whole on the disk; nothing was left there."), book=place),
            Text(N_("Make room on it, see to the disk, and try again.")),
        )


def is_whole(connection: Any) -> bool:
    """Tell whether the pages of a file are as they should be."""
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except dbapi.DatabaseError:
        return False


def _missing(draft: Path, last: int) -> Iterator[bool]:
    """Yield whether the log, the end, the pages, the mark or the latest event of a book did not reach its file."""
    log = Path(f"{draft}-wal")
    yield log.exists() and log.stat().st_size > 0
    with closing(open_file(draft, AS_IT_LIES)) as connection:
        pages, size, mark = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size", "application_id")
        )
        yield draft.stat().st_size != pages * size
        yield not is_whole(connection)
        yield mark != APPLICATION_ID
        yield last_event(connection) != last
