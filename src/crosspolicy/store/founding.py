"""The making of a new book: all of it, or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from zoneinfo import available_timezones

from sqlalchemy import Connection, insert

from crosspolicy.acts.judge import Judgement
from crosspolicy.acts.organisation import check_founding, found
from crosspolicy.acts.registry import named
from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.forms.organisation import Founding
from crosspolicy.i18n import N_, Text
from crosspolicy.models import stage_count
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import Actor, BookFacts, PersonFact, RequestFacts
from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.policy.rules import rules_of
from crosspolicy.policy.working_days import PLAIN
from crosspolicy.queries.request_rows import RequestRows
from crosspolicy.store import journal
from crosspolicy.store.calendars import calendar_for, country_faults
from crosspolicy.store.dossier import Dossier
from crosspolicy.store.engine import Keep
from crosspolicy.store.identity import By
from crosspolicy.store.loading import clock_of
from crosspolicy.store.location import Location
from crosspolicy.store.placing import new_book
from crosspolicy.store.reading import ConnectionReader
from crosspolicy.store.receipt import Receipt, receipt_of
from crosspolicy.store.recording import record
from crosspolicy.store.writing import Writer
from crosspolicy.vocabulary.lists import Stage


def timezone_of(country: str) -> str:
    """Return the time zone of a country (ISO 3166); of its first where it has several; UTC where none is known."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    for line in table.splitlines():
        columns = line.split("\t")
        if columns[0] == country and len(columns) > 2:
            return columns[2]
    return "UTC"


def checked(form: Founding) -> Founding:
    """Return the form with its time zone filled in. Raises InvalidInput with everything that cannot be."""
    wrong = [*check_founding(form), *country_faults(form.country)]
    zone = form.timezone or timezone_of(form.country)
    if zone not in available_timezones():
        wrong.append(Fault("timezone", Text(N_("{zone} is no time zone; write one like Asia/Shanghai"), zone=zone)))
    if wrong:
        raise InvalidInput(tuple(wrong))
    return form.model_copy(update={"timezone": zone})


def found_book(
    location: Location,
    form: Founding,
    by: By,
    *,
    is_rehearsal: bool = False,
    now: datetime | None = None,
    dry_run: bool = False,
) -> Receipt:
    """Make a book at a place where there is none. Raises InvalidInput or BookUnavailable, and then makes nothing."""
    case = _case(checked(form), by, is_rehearsal, now)
    with new_book(location, keep=not dry_run) as connection:
        return _fill(connection, case, by, dry_run)


@contextmanager
def founding(
    location: Location, form: Founding, by: By, keep: Keep, *, is_rehearsal: bool = False, now: datetime | None = None
) -> Iterator[Connection]:
    """Make a book, and yield a connection to do more with it before it is kept: all of that, or none.

    Raises InvalidInput or BookUnavailable, and then makes nothing.
    """
    case = _case(checked(form), by, is_rehearsal, now)
    with new_book(location, keep=keep) as connection:
        _fill(connection, case, by, False)
        yield connection


def _fill(connection: Connection, case: Case[Founding], by: By, dry_run: bool) -> Receipt:
    """Write the rows that a book starts with, and its first event."""
    connection.execute(insert(stage_count), [{"stage": stage.value, "requests": 0} for stage in Stage])
    year = case.clock.today.year
    reader, today = ConnectionReader(connection), case.clock.today
    calendar_for(reader, connection, case.book.country, range(year - 1, year + 3), today)
    writer = Writer(connection)
    first = Dossier(RequestRows(journal.BOOK_CHAIN), journal.Head(journal.BOOK_CHAIN), is_new=True)
    done = record(writer, first, named("book.initialised"), Judgement(case, found(case)), by)
    writer.flush()
    return receipt_of(reader, done, dry_run=dry_run)


def _case(form: Founding, by: By, is_rehearsal: bool, now: datetime | None) -> Case[Founding]:
    """The founder is the person whose account this is, or the bare account where the file names none."""
    founder = next(
        (
            PersonFact(p.login, p.name, p.department, frozenset(p.roles))
            for p in form.people
            if by.os_user == (p.os_user or p.login)
        ),
        PersonFact(by.os_user, by.os_user, "", frozenset()),
    )
    policy = check_policy(default_policy())
    book = BookFacts(form.company, form.currency, form.country, str(form.timezone), is_rehearsal, (), {}, {})
    clock = clock_of(book, form, now if is_rehearsal else None)
    return Case(
        book, RequestFacts(), form, Actor(founder, founder), rules_of(policy.parsed, policy.digest), clock, PLAIN
    )
