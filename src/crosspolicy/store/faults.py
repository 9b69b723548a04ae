"""What a database can answer instead of doing its work, told as a user needs it."""

from typing import Final, NamedTuple

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.store.location import Location


class _Sign(NamedTuple):
    """What an answer holds, in small letters, and what that means; ``told`` has the book, and may have the reason."""

    signs: tuple[str, ...]
    told: str
    hint: str


_MOST_REASON: Final = 300
"""How much of a database's own words is told."""

_IN_USE: Final = N_("The book {book} is in use by another process.")
_DAMAGED: Final = N_("The book {book} is damaged: {reason}")
_MEND: Final = N_("Keep a copy, run `crosspolicy db check`, and restore the latest backup.")
_FULL: Final = N_("The disk that holds {book} is full; nothing was written.")
_MAKE_ROOM: Final = N_("Make room on it and try again.")

_OF_A_FILE: Final = (
    _Sign(
        ("permission denied",),
        N_("You may not write at {book}; nothing was written."),
        N_("Choose another place, or ask for the right to write there."),
    ),
    _Sign(
        ("no such file or directory",),
        N_("There is no folder for {book}; nothing was written."),
        N_("Make the folder first, or choose another place."),
    ),
    _Sign(("table is locked",), _IN_USE, N_("Try again later.")),
    _Sign(("is locked",), _IN_USE, N_("An import may be running; try again later.")),
    _Sign(("is full", "no space left"), _FULL, _MAKE_ROOM),
    _Sign(
        ("readonly",),
        N_("The book {book} is read-only; nothing was written."),
        N_("Ask for the right to write the file and its folder."),
    ),
    _Sign(("not a database",), N_("{book} is no book: it is not a SQLite file."), N_("Name another file with --db.")),
    _Sign(("malformed",), N_("The book {book} is damaged."), _MEND),
    _Sign(("no such table", "no such column", "has no column named"), _DAMAGED, _MEND),
    _Sign(
        ("unable to open",),
        N_("The book {book} cannot be opened."),
        N_("See that it is a file that you may read, in a folder that exists."),
    ),
    _Sign(
        ("file too large",),
        N_("{book} would exceed the largest size that a file may have here; nothing was written."),
        N_("Ask for a higher limit on the size of files, or choose another place."),
    ),
    _Sign(("quota",), N_("Your share of the disk that holds {book} is used up; nothing was written."), _MAKE_ROOM),
    _Sign(
        ("read-only file system",),
        N_("You may not write at {book}; nothing was written."),
        N_("Choose another place, or ask for the right to write there."),
    ),
    _Sign(
        ("disk i/o error",),
        N_("The disk that holds {book} does not answer as it should; nothing was written."),
        N_("Make room on it, see to the disk, and try again."),
    ),
)

_SEE_SERVER: Final = N_("See that PostgreSQL runs there, and that host and port are right.")
_OF_A_SERVER: Final = (
    _Sign(
        ("invalid connection option", "invalid value for", "invalid sslmode", "bad value for"),
        N_("The URL of {book} cannot be used: {reason}"),
        N_("See what follows the question mark in the URL."),
    ),
    _Sign(
        ("could not translate host name", "failed to resolve host", "name or service not known", "name resolution"),
        N_("The host of {book} is not known: {reason}"),
        N_("See that its name is right, and that you are connected to its network."),
    ),
    _Sign(
        ("password authentication failed", "no password supplied", "authentication failed", "pg_hba.conf", 'role "'),
        N_("The server refuses you access to {book}: {reason}"),
        N_("See that user and password are right; ~/.pgpass keeps a password out of the URL."),
    ),
    _Sign(
        ('database "',),
        N_("The server has no database for {book}: {reason}"),
        N_("See that its name is right; your administrator makes one with `createdb`."),
    ),
    _Sign(
        ("certificate", "ssl", "tls"),
        N_("No secure connection to {book} can be made: {reason}"),
        N_("See sslmode and the certificates that the URL names."),
    ),
    _Sign(
        ("timeout expired", "timed out", "connection timeout"),
        N_("The server of {book} does not answer in time."),
        _SEE_SERVER,
    ),
    _Sign(
        ("connection refused", "no such file or directory", "is the server running", "unreachable", "no route to"),
        N_("No server answers at {book}: {reason}"),
        _SEE_SERVER,
    ),
    _Sign(
        ("closed the connection", "connection is closed", "terminating connection", "connection reset", "broken pipe"),
        N_("The server of {book} broke off; what was not finished was not written."),
        N_("Try again; `crosspolicy log` shows what was written."),
    ),
    _Sign(
        ("too many clients", "connection slots"),
        N_("The server of {book} takes no more connections at the moment."),
        N_("Try again later."),
    ),
    _Sign(
        ("deadlock", "lock timeout", "could not serialize", "could not obtain lock"), _IN_USE, N_("Try again later.")
    ),
    _Sign(("no space left", "could not extend file", "disk full"), _FULL, _MAKE_ROOM),
    _Sign(
        ("permission denied", "must be owner"),
        N_("You may not do this at {book}: {reason}"),
        N_("Ask the server's administrator for the right to read and write the tables."),
    ),
    _Sign(
        ("read-only transaction",),
        N_("The book {book} is read-only; nothing was written."),
        N_("Ask the server's administrator for the right to write."),
    ),
)

_UNDEFINED: Final = frozenset({"42P01", "42703"})
"""How PostgreSQL says that a table or a column is not there (SQLSTATE)."""


def unavailable(error: Exception, location: Location) -> BookUnavailable:
    """Return the user's view of a database error; an unknown one keeps the database's own first line."""
    original = getattr(error, "orig", None) or error
    reason = _reason(original)
    if location.server is not None and getattr(original, "sqlstate", None) in _UNDEFINED:
        return damaged(location, reason)
    for signs, told, hint in _OF_A_FILE if location.server is None else _OF_A_SERVER:
        if any(sign in reason.lower() for sign in signs):
            return BookUnavailable(Text(told, book=location, reason=reason), Text(hint))
    return BookUnavailable(
        Text(N_("The book {book} cannot be used: {reason}"), book=location, reason=reason),
        Text(N_("See that it is there and that you may use it.")),
    )


def _reason(error: BaseException) -> str:
    """Return the first line of what a database says, not longer than a screen takes."""
    told = getattr(error, "strerror", None) or str(error).strip() or type(error).__name__
    line = str(told).splitlines()[0]
    return line if len(line) <= _MOST_REASON else line[:_MOST_REASON] + " …"


def damaged(location: Location, reason: object) -> BookUnavailable:
    """Return what to say where a book holds what none may hold."""
    return BookUnavailable(Text(_DAMAGED, book=location, reason=reason), Text(_MEND))


def missing(location: Location) -> BookUnavailable:
    """Return what to say where there is no book."""
    return BookUnavailable(
        Text(N_("There is no book at {book}."), book=location),
        Text(N_("Make one with `crosspolicy init`, look at one with `crosspolicy demo`, or name another with --db.")),
    )


def newer(location: Location) -> BookUnavailable:
    """Return what to say where the book was written by a newer program."""
    return BookUnavailable(
        Text(N_("The book {book} was written by a newer crosspolicy."), book=location),
        Text(N_("Bring this program up to date.")),
    )


def older(location: Location) -> BookUnavailable:
    """Return what to say where the book must be migrated first."""
    return BookUnavailable(
        Text(N_("The book {book} was written by an older crosspolicy."), book=location),
        Text(N_("Bring it up to date with `crosspolicy db migrate`; a backup is made first.")),
    )
