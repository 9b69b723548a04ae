"""The case of an act: everything it is judged by, read in the transaction that will carry it out."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.references import people_named
from crosspolicy.errors import NotFound, UsageFault
from crosspolicy.forms.appraisal import Appraisal, Incentive, Penalty
from crosspolicy.forms.base import Form
from crosspolicy.forms.training import Need
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import NO_REQUEST, ActionFact, BookFacts, Clock, IssueFact, RequestFacts, RiskFact
from crosspolicy.policy.rules import Rules, rules_of
from crosspolicy.queries.evidence import evidence
from crosspolicy.queries.facts import book_facts, obligations, request_facts
from crosspolicy.queries.grounds import grounds, known_codes, last_numbers
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.times import in_zone
from crosspolicy.queries.training_facts import course_named, session_named, training_facts
from crosspolicy.store.calendars import calendar_for
from crosspolicy.store.identity import By, actor_of
from crosspolicy.vocabulary.codes import LETTERS, parse_book_code, parse_code, request_code, request_key


def load_case(
    connection: Connection,
    reader: Reader,
    act: Act,
    form: Form,
    code: str,
    target: str,
    by: By,
    now: datetime | None,
) -> Case[Any]:
    """Read everything that an act is judged by. Raises NotFound, UsageFault, NotPermitted, InvalidInput."""
    account = str(getattr(form, "os_user", None) or getattr(form, "login", "") or "")
    new_people = {str(name) for name in (getattr(form, "login", None),) if name}
    if not act.is_on_request and act.target is not Target.NEW_REQUEST and connection.dialect.name != "sqlite":
        connection.execute(text("SELECT 1 FROM chain_head WHERE chain = 0 FOR UPDATE"))
    book = book_facts(reader, people_named(form) | new_people, account)
    clock = clock_of(book, form, now)
    request = _request(connection, reader, act, code, clock)
    target = find_target(act, request, target) if act.is_on_request else find_training(reader, act, target)
    actor = actor_of(reader, by, clock.day)
    book = replace(book, people={**book.people, actor.login: actor.person})
    book, request = _further(reader, act, form, book, request, clock, target)
    rules, country = rules_in_force(reader, request.governed_by(book.policy_digest))
    years = _years(clock, request, form)
    calendar = calendar_for(reader, connection, country or book.country, years, clock.today)
    return Case(book, request, form, actor, rules, clock, calendar, target)


def _further(
    reader: Reader, act: Act, form: Form, book: BookFacts, request: RequestFacts, clock: Clock, target: str
) -> tuple[BookFacts, RequestFacts]:
    """Add what only some forms are judged by: codes that they rest on, evidence, a year's training."""
    if isinstance(form, Incentive | Penalty):
        book = replace(book, grounds=grounds(reader, form.rests_on))
    if isinstance(form, Need):
        book = replace(book, known=known_codes(reader, form.evidence))
    if isinstance(form, Appraisal):
        known = evidence(reader, request.id, form.department or "", form.person or "", clock.day)
        request = replace(request, evidence=known)
    if act.is_on_request or act.target is Target.NEW_REQUEST:
        return book, request
    held_on = getattr(form, "held_on", None)
    year = getattr(form, "year", None) or (held_on or clock.day).year
    book = replace(book, year=year, counters=last_numbers(reader, year))
    if act.name.startswith("training."):
        training = training_facts(
            reader,
            year=year,
            target=target,
            rests_on=str(getattr(form, "rests_on", None) or ""),
            taught_on=held_on,
            instructor=str(getattr(form, "instructor", None) or ""),
        )
        book = replace(book, training=training)
    return book, replace(request, obligations=obligations(reader, NO_REQUEST))


def clock_of(book: BookFacts, form: Form, now: datetime | None) -> Clock:
    """Return the time of an act. Raises UsageFault where a real book's clock is to be set."""
    if now is not None and not book.is_rehearsal:
        raise UsageFault(
            Text(N_("--now sets the clock of rehearsal books only; this book is real.")),
            Text(N_("State when it happened with --occurred-on, or rehearse in a book made by `init --rehearsal`.")),
        )
    zone = ZoneInfo(book.timezone)
    moment = in_zone(now or datetime.now(UTC), zone).astimezone(UTC).replace(microsecond=0)
    occurred: date | datetime = form.occurred_on or moment
    day = occurred.astimezone(zone).date() if isinstance(occurred, datetime) else occurred
    return Clock(now=moment, today=moment.astimezone(zone).date(), occurred=occurred, day=day, zone=zone)


def _request(connection: Connection, reader: Reader, act: Act, code: str, clock: Clock) -> RequestFacts:
    if act.target is Target.NEW_REQUEST:
        return RequestFacts(id=_new_key(connection, reader, clock.day.year))
    if not act.is_on_request:
        return RequestFacts()
    parsed = parse_code(code)
    if parsed:
        lock_request(connection, parsed[0])
    found = request_facts(reader, parsed[0], clock.day) if parsed else None
    if found is None:
        raise not_found(code)
    return found


def lock_request(connection: Connection, request_id: int) -> None:
    """Lock a request's row until the transaction ends: always first, the head of its chain after it."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT 1 FROM request WHERE id = :id FOR UPDATE"), {"id": request_id})


def not_found(code: str) -> NotFound:
    """Return what to say where a code names no request."""
    return NotFound(
        Text(N_("There is no request {code} in this book."), code=code),
        Text(N_("`crosspolicy request list` shows those there are.")),
    )


def _new_key(connection: Connection, reader: Reader, year: int) -> int:
    """Return the next request key of a year; the counter's row is locked until the transaction ends."""
    name = f"request-{year}"
    sql = """INSERT INTO counter (name, value) VALUES (:name, 1)
             ON CONFLICT (name) DO UPDATE SET value = counter.value + 1"""
    connection.execute(text(sql), {"name": name})
    found = first(reader, "SELECT value FROM counter WHERE name = :name", name=name)
    assert found is not None
    return request_key(year, int(found[0]))


def find_target(act: Act, request: RequestFacts, target: str) -> str:
    """Return the milestone's name, or the number of the action item, risk or issue, that ``target`` names.

    Raises NotFound.
    """
    if act.target is Target.MILESTONE:
        if found := request.milestone(target):
            return found.name
        names = [m.name for m in request.milestones]
        raise NotFound(
            Text(N_("{request} has no milestone {name}."), request=request_code(request.id), name=target),
            Text(N_("Its milestones: {names}."), names=tuple(names)),
        )
    if act.target in _NUMBERED:
        kind = _NUMBERED[act.target]
        parsed, numbers = parse_code(target), {row.number for row in kind.of(request)}
        if parsed and parsed[:2] == (request.id, LETTERS[act.target]) and parsed[2] in numbers:
            return str(parsed[2])
        raise NotFound(Text(kind.missing, code=target), Text(kind.shown_by, request=request_code(request.id)))
    return target


def find_training(reader: Reader, act: Act, target: str) -> str:
    """Return the code of the course or session that ``target`` names; what is no code is an unplanned course's title.

    Raises NotFound.
    """
    if act.target is Target.COURSE and parse_book_code(target):
        if found := course_named(reader, target):
            return found.code
        raise NotFound(
            Text(N_("There is no course {code}."), code=target),
            Text(N_("`crosspolicy training list courses` shows those there are.")),
        )
    if act.target is Target.SESSION:
        if session := session_named(reader, target):
            return session.code
        raise NotFound(
            Text(N_("There is no training session {code}."), code=target),
            Text(N_("`crosspolicy training list sessions` shows those there are.")),
        )
    return target


class _Numbered(NamedTuple):
    """What is numbered under a request and can be acted upon: where it is found, and what to say where it is not."""

    of: Callable[[RequestFacts], Iterable[ActionFact | RiskFact | IssueFact]]
    missing: str
    shown_by: str


_NUMBERED: Final = {
    Target.ACTION: _Numbered(
        lambda request: request.actions,
        N_("There is no action item {code}."),
        N_("`crosspolicy meeting list {request}` shows them."),
    ),
    Target.RISK: _Numbered(
        lambda request: request.risks,
        N_("There is no risk {code}."),
        N_("`crosspolicy risk list {request}` shows them."),
    ),
    Target.ISSUE: _Numbered(
        lambda request: request.issues,
        N_("There is no issue {code}."),
        N_("`crosspolicy issue list {request}` shows them."),
    ),
}


@lru_cache(maxsize=8)
def _parsed_rules(digest: str, parsed: str) -> tuple[Rules, str]:
    content = json.loads(parsed)
    return rules_of(content, digest), content.get("calendar") or ""


def rules_in_force(reader: Reader, digest: str) -> tuple[Rules, str]:
    """Return the rules of an adopted policy, and the country of its calendar (empty: the book's)."""
    found = first(reader, "SELECT parsed FROM policy WHERE digest = :digest", digest=digest)
    assert found is not None
    return _parsed_rules(digest, found[0])


def _years(clock: Clock, request: RequestFacts, form: Form) -> Iterable[int]:
    """Years in which a deadline may fall: those of the act and of every milestone, with the one after each."""
    days = [clock.day, *(m.due_date for m in request.milestones)]
    for name in ("milestones", "time_nodes", "rework"):
        days += [entry.due_date for entry in getattr(form, name, ())]
    if due := getattr(form, "due_date", None):
        days.append(due)
    return {year for day in days for year in (day.year, day.year + 1)}
