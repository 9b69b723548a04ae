"""A backup of a book in a file: the same book, proved, under its name only when it is whole."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from crosspolicy.errors import BookUnavailable
from crosspolicy.files.atomic import appear, draft_beside
from crosspolicy.i18n import N_, Text
from crosspolicy.store import faults
from crosspolicy.store.editions import open_book
from crosspolicy.store.location import Location
from crosspolicy.store.proving import is_whole, last_event, prove
from crosspolicy.store.sqlite_file import dbapi, open_file

_PAGES: Final = 2_000
"""How many pages are copied at once; an interruption is heeded in between."""

_OF_THE_SOURCE: Final = (
    "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ",
)  # fmt: skip
"""What reading a book can answer, by the beginnings of SQLite's names; all else is of the place that is written."""


def backup(location: Location, target: Path | None = None) -> Path:
    """Copy a book of whatever edition, consistent whatever others write meanwhile, and return where the copy is.

    Raises BookUnavailable where there is no book or a damaged one, where something stands in the copy's place, where
    that does not take it, or where the book is on a server (which has its own tools); nothing is left behind then.
    """
    if location.path is None:
        raise BookUnavailable(
            Text(N_("{book} is on a server; its backups are the server's."), book=location),
            Text(N_("Use pg_dump, or your administrator's backups.")),
        )
    with closing(open_book(location.path)) as source:
        target = target or _beside(location.path)
        _see_free(target)
        try:
            with draft_beside(target) as draft:
                last = _copy(source, location, draft, target)
                _see_whole(source, location, draft, Location(path=target), last)
                appear(draft, target)
        except FileExistsError:
            raise _taken(target) from None
        except (OSError, dbapi.Error) as error:
            raise faults.unavailable(error, Location(path=target)) from error
    return target


def _beside(book: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return book.with_name(f"{book.stem}.{stamp}.backup{book.suffix}")


def _see_free(target: Path) -> None:
    """Raise BookUnavailable where something stands, before anything is copied."""
    try:
        target.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise faults.unavailable(error, Location(path=target)) from error
    raise _taken(target)


def _taken(target: Path) -> BookUnavailable:
    return BookUnavailable(
        Text(N_("{path} exists already; it was left as it is."), path=target), Text(N_("Name another place."))
    )


def _copy(source: Any, location: Location, draft: Path, target: Path) -> int:
    """Copy a book as it stands at one moment, and return its last event. Raises BookUnavailable."""
    try:
        source.execute("BEGIN")  # with a look at it, this is the moment
        last = last_event(source)
    except dbapi.Error as error:
        raise faults.unavailable(error, location) from error
    with closing(open_file(draft, "rw")) as copy:
        copy.execute("PRAGMA synchronous=OFF")  # it is seen onto the disk in the end
        try:
            source.backup(copy, pages=_PAGES, progress=_heed_interruptions)
        except dbapi.Error as error:
            name = str(getattr(error, "sqlite_errorname", ""))
            place = location if name.startswith(_OF_THE_SOURCE) else Location(path=target)
            raise faults.unavailable(error, place) from error
    return last


def _heed_interruptions(*_progress: object) -> None:
    """Between two portions the interpreter has its say."""


def _see_whole(source: Any, location: Location, draft: Path, place: Location, last: int) -> None:
    """Raise BookUnavailable where the copy is not whole: the book's fault, or else that of the copy's disk."""
    try:
        prove(draft, place, last)
    except (BookUnavailable, dbapi.DatabaseError):
        if is_whole(source):
            raise
        raise BookUnavailable(
            Text(N_("The book {book} is damaged; no backup was made."), book=location),
            Text(N_("Keep a copy of the file, run `crosspolicy db check`, and restore the latest backup.")),
        ) from None
