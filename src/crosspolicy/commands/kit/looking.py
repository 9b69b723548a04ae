"""What commands that look share: the book opened for one look, its day, the request that an argument names."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from crosspolicy.errors import NotFound, UsageFault
from crosspolicy.i18n import N_, Text
from crosspolicy.queries.book import Header, header
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.requests import Standing, standing
from crosspolicy.settings import Settings
from crosspolicy.store.location import locate
from crosspolicy.store.reading import reading
from crosspolicy.vocabulary.codes import parse_code


@contextmanager
def looking(settings: Settings) -> Iterator[tuple[Reader, Header, date]]:
    """Open the book for one look; yields the reader, the book's header, and the day it is there."""
    with reading(locate(settings.book())) as reader:
        book = header(reader)
        yield reader, book, book.day_of(_now(settings, book))


def _now(settings: Settings, book: Header) -> datetime:
    stated = clock(settings)
    if stated is None:
        return datetime.now(UTC)
    if not book.is_rehearsal:
        raise UsageFault(
            Text(N_("--now sets the clock of rehearsal books only; this book is real.")),
            Text(N_("Look at a day with `status --as-of DATE`, which works on any book.")),
        )
    return stated


def clock(settings: Settings) -> datetime | None:
    """Return the time that ``--now`` sets, or None; without an offset it is the book's own. Raises UsageFault."""
    stated = settings.clock()
    if not stated:
        return None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        raise UsageFault(
            Text(N_("--now {now} is no time."), now=stated),
            Text(N_("Write a day, 2026-03-31, or a time, 2026-03-31T09:30 or 2026-03-31T09:30+08:00.")),
        ) from None
    _see_range("--now", moment.date())
    return moment.replace(hour=12) if len(stated) == 10 else moment


def parse_day(flag: str, stated: str) -> date:
    """Read the day that a flag names. Raises UsageFault."""
    try:
        day = date.fromisoformat(stated)
    except ValueError:
        raise UsageFault(
            Text(N_("{flag} {day} is no day."), flag=flag, day=stated), Text(N_("Write one like 2026-03-31."))
        ) from None
    _see_range(flag, day)
    return day


def _see_range(flag: str, day: date) -> None:
    """Raise UsageFault for a day outside 1900 to 2200, as forms refuse it."""
    if not 1900 <= day.year <= 2200:
        raise UsageFault(
            Text(N_("{flag} {day} is no day that a book knows."), flag=flag, day=day),
            Text(N_("Choose one from 1900 to 2200.")),
        )


def request_named(reader: Reader, code: str) -> Standing:
    """Return the request that a code names. Raises NotFound."""
    parsed = parse_code(code)
    found = standing(reader, parsed[0]) if parsed else None
    if found is None:
        raise NotFound(
            Text(N_("There is no request {code} in this book."), code=code),
            Text(N_("`crosspolicy request list` shows those there are.")),
        )
    return found


def person_named(reader: Reader, login: str) -> tuple[str, str]:
    """Return a person's login as the book writes it, and their department. Raises NotFound."""
    for known, department in reader.rows("SELECT login, department FROM person"):
        if known.casefold() == login.casefold():
            return str(known), str(department)
    raise NotFound(
        Text(N_("There is nobody of the login {login} in this book."), login=login),
        Text(N_("`crosspolicy org person list` shows who is.")),
    )


def department_named(reader: Reader, code: str) -> str:
    """Return a department's code as the book writes it. Raises NotFound."""
    for (known,) in reader.rows("SELECT code FROM department"):
        if known.casefold() == code.casefold():
            return str(known)
    raise NotFound(
        Text(N_("There is no department {code} in this book."), code=code),
        Text(N_("`crosspolicy org department list` shows those there are.")),
    )
