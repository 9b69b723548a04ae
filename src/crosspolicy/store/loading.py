"""What the cases of a transaction share: the book's facts, people, rules, calendars; each read once."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from crosspolicy.errors import UsageFault
from crosspolicy.forms.base import Form, said
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.facts import Actor, BookFacts, Clock, PersonFact, RequestFacts
from crosspolicy.policy.rules import Rules, rules_of
from crosspolicy.policy.working_days import Calendar
from crosspolicy.queries.book_facts import book_facts, people
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.times import in_zone
from crosspolicy.store.calendars import calendar_for
from crosspolicy.store.identity import By, Seat, seat_of


class Shelf:
    """What is true of the book, read once and kept at hand until ``clear``: an act on the book may change it.

    ``people`` and ``departments`` (of people, by login) grow with the people whom acts name.
    """

    def __init__(self, connection: Callable[[], Connection], reader: Reader) -> None:
        self._connection = connection
        self._reader = reader
        self.clear()

    def clear(self) -> None:
        """Forget everything; it is read again when it is asked for."""
        self._book: BookFacts | None = None
        self._people: dict[str, PersonFact] = {}
        self._asked: set[str] = set()
        self._seats: dict[By, Seat] = {}
        self._actors: dict[tuple[By, date], Actor] = {}
        self._rules: dict[str, tuple[Rules, str]] = {}
        self._calendars: dict[tuple[str, frozenset[int], date], Calendar] = {}
        self.departments: dict[str, str] = {}

    def book(self, logins: Iterable[str], account: str = "") -> BookFacts:
        """Return what is true of the book, with the people named; ``account`` is one that somebody asks for."""
        self._know(logins)
        if self._book is None:
            self._book = replace(book_facts(self._reader), people=self._people)
        if not account:
            return self._book
        return replace(self._book, accounts=book_facts(self._reader, (), account).accounts)

    def _know(self, logins: Iterable[str]) -> None:
        if unknown := set(logins) - self._asked:
            found = people(self._reader, unknown)
            self._asked |= unknown
            self._people |= found
            self.departments |= {login: person.department for login, person in found.items()}

    def actor(self, by: By, day: date) -> Actor:
        """Return who acts on a day. Raises InvalidInput where ``--as`` names nobody."""
        actor = self._actors.get((by, day))
        if actor is None:
            actor = self._actors[by, day] = self._seat(by).on(day)
            if actor.denial is None:
                self._people[actor.login] = actor.person
                self.departments[actor.login] = actor.department
        return actor

    def _seat(self, by: By) -> Seat:
        if by not in self._seats:
            self._seats[by] = seat_of(self._reader, by)
        return self._seats[by]

    def rules(self, digest: str) -> tuple[Rules, str]:
        """Return the rules of an adopted policy, and the country of its calendar (empty: the book's)."""
        if digest not in self._rules:
            self._rules[digest] = rules_in_force(self._reader, digest)
        return self._rules[digest]

    def calendar(self, country: str, years: Iterable[int], today: date) -> Calendar:
        """Return the working days of those years."""
        key = (country, frozenset(years), today)
        if key not in self._calendars:
            self._calendars[key] = calendar_for(self._reader, self._connection(), country, key[1], today)
        return self._calendars[key]


def clock_of(book: BookFacts, form: Form, now: datetime | None) -> Clock:
    """Return the time of an act. Raises UsageFault where a real book's clock is to be set."""
    if now is not None and not book.is_rehearsal:
        raise UsageFault(
            Text(N_("--now sets the clock of rehearsal books only; this book is real.")),
            Text(N_("State when it happened with --occurred-on, or rehearse in a book made by `init --rehearsal`.")),
        )
    return _clock_at(now or datetime.now(UTC).replace(microsecond=0), form.occurred_on, book.timezone)


@lru_cache(maxsize=256)
def _clock_at(now: datetime, occurred_on: date | datetime | None, timezone: str) -> Clock:
    """Return the time of an act; acts of one second, of one day or at one moment, share it."""
    zone = ZoneInfo(timezone)
    moment = in_zone(now, zone).astimezone(UTC).replace(microsecond=0)
    today = moment.astimezone(zone).date()
    clock = Clock(now=moment, now_day=today, today=today, occurred=moment, day=today, zone=zone)
    return replace(clock, occurred=occurred_on, day=clock.day_of(occurred_on)) if occurred_on else clock


@lru_cache(maxsize=8)
def _parsed_rules(digest: str, parsed: str) -> tuple[Rules, str]:
    content = json.loads(parsed)
    return rules_of(content, digest), content.get("calendar") or ""


def rules_in_force(reader: Reader, digest: str) -> tuple[Rules, str]:
    """Return the rules of an adopted policy, and the country of its calendar (empty: the book's)."""
    found = first(reader, "SELECT parsed FROM policy WHERE digest = :digest", digest=digest)
    assert found is not None
    return _parsed_rules(digest, found[0])


def years_of(clock: Clock, request: RequestFacts, form: Form) -> Iterable[int]:
    """Years in which a deadline may fall: those of the act and of every milestone, with the one after each."""
    days = [clock.day, *(m.due_date for m in request.milestones), *(due for _, due in request.time_nodes)]
    for name in _with_days(type(form)):
        days += [entry.due_date for entry in said(form, name)]
    if due := said(form, "due_date"):
        days.append(due)
    years = {day.year for day in days}
    return years | {year + 1 for year in years}


@cache
def _with_days(form: type[Form]) -> tuple[str, ...]:
    """Return the lists of a form whose entries have a due date."""
    return tuple(name for name in ("milestones", "time_nodes", "rework") if name in form.model_fields)
