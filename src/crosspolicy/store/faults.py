"""What a database can answer instead of doing its work, told as a user needs it."""

from typing import Final

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.store.location import Location

_TOLD: Final = (
    (
        "permission denied",
        N_("You may not write at {book}; nothing was written."),
        N_("Choose another place, or ask for the right to write there."),
    ),
    (
        "no such file or directory",
        N_("There is no folder for {book}; nothing was written."),
        N_("Make the folder first, or choose another place."),
    ),
    (
        "is locked",
        N_("The book {book} is in use by another process."),
        N_("An import may be running; try again later."),
    ),
    ("table is locked", N_("The book {book} is in use by another process."), N_("Try again later.")),
    (
        "is full",
        N_("The disk that holds {book} is full; nothing was written."),
        N_("Make room on it and try again."),
    ),
    (
        "readonly",
        N_("The book {book} is read-only; nothing was written."),
        N_("Ask for the right to write the file and its folder."),
    ),
    (
        "not a database",
        N_("{book} is no book: it is not a SQLite file."),
        N_("Name another file with --db."),
    ),
    (
        "malformed",
        N_("The book {book} is damaged."),
        N_("Keep a copy, run `crosspolicy db check`, and restore the latest backup."),
    ),
    (
        "unable to open",
        N_("The book {book} cannot be opened."),
        N_("See that it is a file that you may read, in a folder that exists."),
    ),
    (
        "no space left",
        N_("The disk that holds {book} is full; nothing was written."),
        N_("Make room on it and try again."),
    ),
    (
        "file too large",
        N_("{book} would be larger than a file may be here; nothing was written."),
        N_("Ask for a higher limit on the size of files, or choose another place."),
    ),
    (
        "quota",
        N_("Your share of the disk that holds {book} is used up; nothing was written."),
        N_("Make room on it and try again."),
    ),
    (
        "read-only file system",
        N_("You may not write at {book}; nothing was written."),
        N_("Choose another place, or ask for the right to write there."),
    ),
    (
        "disk i/o error",
        N_("The disk that holds {book} does not answer as it should; nothing was written."),
        N_("Make room on it, see to the disk, and try again."),
    ),
)


def unavailable(error: Exception, location: Location) -> BookUnavailable:
    """Return the user's view of a database error; an unknown one keeps the database's own first line."""
    original = getattr(error, "orig", None) or error
    told = getattr(original, "strerror", None) or str(original).strip() or type(original).__name__
    told = told.splitlines()[0]
    for sign, message, hint in _TOLD:
        if sign in told.lower():
            return BookUnavailable(Text(message, book=location), Text(hint))
    return BookUnavailable(
        Text(N_("The book {book} cannot be used: {reason}"), book=location, reason=told),
        Text(N_("See that it is there and that you may use it.")),
    )


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
