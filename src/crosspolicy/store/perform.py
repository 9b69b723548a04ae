"""``perform``: the only door through which a book changes. Load facts, judge, write rows and event, commit."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, text, update

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.decision import Decision, Row
from crosspolicy.acts.judge import Judgement, judge, stage_row
from crosspolicy.acts.references import people_named
from crosspolicy.acts.registry import named
from crosspolicy.errors import Breach, CrosspolicyError, InvalidInput, NotFound, NotPermitted, Refused, UsageFault
from crosspolicy.forms.base import Form
from crosspolicy.i18n import N_, Text
from crosspolicy.models import metadata
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import Actor, BookFacts, Clock, RequestFacts
from crosspolicy.policy.rules import Rules, rules_of
from crosspolicy.queries.facts import book_facts, request_facts
from crosspolicy.queries.obligations import numbered, open_obligations
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.times import moment_text, when_text
from crosspolicy.store import journal, ledger
from crosspolicy.store.calendars import calendar_for
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By, actor_of
from crosspolicy.store.reading import ConnectionReader
from crosspolicy.store.receipt import Receipt
from crosspolicy.store.values import kept
from crosspolicy.vocabulary.codes import parse_code, request_code, request_key


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody's wish to act: the act by name, its form, and what it is done to.

    ``request`` is a request's code, empty for the book and for a new request; ``target`` a milestone's name or the
    code of an action item. In a sequence of calls, ``request="*"`` means the request that the call before it made.
    """

    act: str
    form: Form
    request: str = ""
    target: str = ""


def perform(
    book: Book, calls: Sequence[Call], by: By, *, now: datetime | None = None, dry_run: bool = False
) -> tuple[Receipt, ...]:
    """Perform acts in one transaction, each with its event; all of them, or none.

    ``now`` sets the clock, on a rehearsal book only. Raises InvalidInput, NotPermitted, Refused, NotFound, UsageFault or
    BookUnavailable, and then nothing is written but, for a refusal, the event that tells of it.
    """
    receipts: list[Receipt] = []
    tried: _Tried | None = None
    try:
        with book.writing(keep=not dry_run) as connection:
            made = ""
            for call in calls:
                tried = _Tried(connection, call, made, by, now)
                receipts.append(tried.perform(dry_run=dry_run))
                made = receipts[-1].request or made
    except Refused as refusal:
        if tried and tried.case and not dry_run:
            _journal_refusal(book, tried, refusal)
        raise
    return tuple(receipts)


def variant_of(form: Form) -> str:
    """Return what tells acts of one name apart: the kind that the form states."""
    return str(getattr(form, "kind", ""))


class _Tried:
    """One call inside its transaction, and how far it came."""

    def __init__(self, connection: Connection, call: Call, made: str, by: By, now: datetime | None) -> None:
        self.connection = connection
        self.reader: Reader = ConnectionReader(connection)
        self.form = call.form
        self.act: Act = named(call.act, variant_of(call.form))
        self.code = made if call.request == "*" else call.request
        self.target = call.target
        self.by = by
        self.now = now
        self.case: Case[Any] | None = None

    def perform(self, *, dry_run: bool) -> Receipt:
        self.case = load_case(
            self.connection, self.reader, self.act, self.form, self.code, self.target, self.by, self.now
        )
        judgement = judge(self.act, self.case)
        self.case = judgement.case
        _raise_trouble(self.act, judgement)
        return _keep(self.connection, self.reader, self.act, judgement, self.by, dry_run=dry_run)


def _raise_trouble(act: Act, judgement: Judgement) -> None:
    what = Text(act.title)
    if judgement.faults:
        raise InvalidInput(judgement.faults)
    if judgement.denial:
        raise NotPermitted(Text(N_("You may not {what}."), what=what), (judgement.denial,))
    if judgement.breaches:
        raise Refused(Text(N_("The policy refuses to {what}."), what=what), judgement.breaches)


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
    book = book_facts(reader, people_named(form) | new_people, account)
    clock = clock_of(book, form, now)
    request = _request(connection, reader, act, code, clock)
    target = _find_target(act, request, target)
    actor = actor_of(reader, by, clock.day)
    book = replace(book, people={**book.people, actor.login: actor.person})
    rules, country = rules_in_force(reader, request.policy_digest or book.policy_digest)
    years = _years(clock, request, form)
    calendar = calendar_for(reader, connection, country or book.country, years, clock.today)
    return Case(book, request, form, actor, rules, clock, calendar, target)


def clock_of(book: BookFacts, form: Form, now: datetime | None) -> Clock:
    """Return the time of an act. Raises UsageFault where a real book's clock is to be set."""
    if now is not None and not book.is_rehearsal:
        raise UsageFault(
            Text(N_("--now sets the clock of rehearsal books only; this book is real.")),
            Text(N_("State when it happened with --occurred-on, or rehearse in a book made by `init --rehearsal`.")),
        )
    moment = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    zone = ZoneInfo(book.timezone)
    occurred: date | datetime = form.occurred_on or moment
    day = occurred.astimezone(zone).date() if isinstance(occurred, datetime) else occurred
    return Clock(now=moment, today=moment.astimezone(zone).date(), occurred=occurred, day=day)


def _request(connection: Connection, reader: Reader, act: Act, code: str, clock: Clock) -> RequestFacts:
    if act.target is Target.BOOK:
        return RequestFacts()
    if act.target is Target.NEW_REQUEST:
        return RequestFacts(id=_new_key(connection, reader, clock.day.year))
    parsed = parse_code(code)
    if parsed and connection.dialect.name != "sqlite":
        connection.execute(text("SELECT 1 FROM request WHERE id = :id FOR UPDATE"), {"id": parsed[0]})
    found = request_facts(reader, parsed[0], clock.day) if parsed else None
    if found is None:
        raise not_found(code)
    return found


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


def _find_target(act: Act, request: RequestFacts, target: str) -> str:
    if act.target is Target.MILESTONE:
        names = [m.name for m in request.milestones]
        near = [name for name in names if name.casefold() == target.strip().casefold()]
        if near:
            return near[0]
        raise NotFound(
            Text(N_("{request} has no milestone {name}."), request=request_code(request.id), name=target),
            Text(N_("Its milestones: {names}."), names=tuple(names)),
        )
    if act.target is Target.ACTION:
        parsed = parse_code(target)
        if parsed and parsed[1] == "A" and any(a.number == parsed[2] for a in request.actions):
            return str(parsed[2])
        raise NotFound(
            Text(N_("There is no action item {code}."), code=target),
            Text(N_("`crosspolicy meeting list {request}` shows them."), request=request_code(request.id)),
        )
    return target


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
    """Years in which a deadline may fall: that of the act, and of the last milestone, with the one after each."""
    days = [clock.day, *(m.due_date for m in request.milestones)]
    for name in ("milestones", "time_nodes", "rework"):
        days += [entry.due_date for entry in getattr(form, name, ())]
    if due := getattr(form, "due_date", None):
        days.append(due)
    return {year for day in (clock.day, max(days)) for year in (day.year, day.year + 1)}


def _keep(connection: Connection, reader: Reader, act: Act, judgement: Judgement, by: By, *, dry_run: bool) -> Receipt:
    """Write a decision: rows, obligations and one event; and return the receipt."""
    case, decision = judgement.case, judgement.decision
    assert decision is not None
    chain = case.request.id
    seq = journal.next_seq(connection)
    day = case.clock.day.isoformat()
    _write_rows(connection, case, decision)
    ledger.close_all(connection, chain, decision.discharges, seq=seq, closed_on=day, lapsed=False)
    ledger.close_all(connection, chain, decision.lapses, seq=seq, closed_on=day, lapsed=True)
    opened = ledger.open_all(connection, chain, decision.opens, seq=seq, opened_on=day)
    payload = {"form": stated(case.form), "effect": _effect(judgement, decision, opened)}
    if case.target:
        payload["target"] = case.target
    event = journal.append(
        connection,
        seq,
        chain,
        act=act.name,
        is_refused=0,
        clauses=list(act.cites),
        payload=payload,
        **_signed(case, case.actor, by),
    )
    stage = decision.stage or (case.request.stage if chain else None)
    return Receipt(
        act=act.name,
        request=request_code(chain) if chain else None,
        codes=decision.codes,
        stage=stage.value if stage else None,
        event=None if dry_run else event,
        opened=tuple(numbered(reader, chain, tuple(opened), case.clock.today)),
        discharged=tuple(numbered(reader, chain, decision.discharges, case.clock.today)),
        next=tuple(open_obligations(reader, case.clock.today, request_id=chain)) if chain else (),
        waived=judgement.waived,
        warned=judgement.warned,
    )


def stated(form: Form) -> dict[str, Any]:
    """Return a form as the journal keeps it: plain data, without what was left out."""
    content = form.model_dump(mode="json", exclude_none=True)
    content.pop("occurred_on", None)
    return {name: value for name, value in content.items() if value != []}


def _effect(judgement: Judgement, decision: Decision, opened: dict[int, Any]) -> dict[str, Any]:
    effect: dict[str, Any] = {
        "stage": decision.stage.value if decision.stage else None,
        "opened": [
            {
                "number": number,
                "kind": o.kind,
                "clause": o.clause,
                "owed_by": o.owed_by,
                "subject": o.subject,
                "due_date": o.due_date.isoformat(),
                "period_days": o.period_days,
            }
            for number, o in opened.items()
        ],
        "discharged": sorted(decision.discharges),
        "lapsed": sorted(decision.lapses),
        "codes": list(decision.codes),
        "waived": list(judgement.waived),
        "warned": [breach.gate for breach in judgement.warned],
        **decision.details,
    }
    return {name: value for name, value in effect.items() if value not in (None, [])}


def _signed(case: Case[Any], actor: Actor, by: By) -> dict[str, Any]:
    return {
        "actor": actor.login,
        "recorded_by": actor.recorded_by.login,
        "os_user": by.os_user,
        "host": by.host,
        "occurred_on": when_text(case.clock.occurred),
        "recorded_at": moment_text(case.clock.now),
        "policy_digest": case.rules.digest,
    }


def _write_rows(connection: Connection, case: Case[Any], decision: Decision) -> None:
    currency = case.book.currency
    occurred = when_text(case.clock.occurred)
    for table in decision.cleared:
        target = metadata.tables[table]
        connection.execute(delete(target).where(target.c.request_id == case.request.id))
    for table, rows in _by_table((*decision.rows, *stage_row(case, decision))).items():
        columns = metadata.tables[table].c.keys()
        extra = {"last_occurred_on": occurred} if table == "request" else {}
        values = [extra | {k: kept(v, currency) for k, v in row.values.items() if k in columns} for row in rows]
        connection.execute(insert(metadata.tables[table]), values)
    for change in decision.changes:
        target = metadata.tables[change.table]
        matching = [target.c[name] == kept(value, currency) for name, value in change.key.items()]
        new = {name: kept(value, currency) for name, value in change.values.items()}
        connection.execute(update(target).where(*matching).values(new))
    if case.request.id:
        _follow(connection, case, decision, occurred)


def _by_table(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by table in the order in which tables first appear: parents before children."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.table, []).append(row)
    return grouped


def _follow(connection: Connection, case: Case[Any], decision: Decision, occurred: str) -> None:
    """Bring the request's own row and the counts of stages up to date."""
    request = metadata.tables["request"]
    values = {"last_occurred_on": occurred} | ({"stage": decision.stage.value} if decision.stage else {})
    connection.execute(update(request).where(request.c.id == case.request.id).values(values))
    if decision.stage is None:
        return
    counts = {decision.stage.value: 1}
    if case.request.last_occurred is not None:
        counts[case.request.stage.value] = counts.get(case.request.stage.value, 0) - 1
    for stage, difference in sorted(counts.items()):
        if difference:
            sql = "UPDATE stage_count SET requests = requests + :difference WHERE stage = :stage"
            connection.execute(text(sql), {"difference": difference, "stage": stage})


def _journal_refusal(book: Book, tried: _Tried, refusal: Refused) -> None:
    """Tell the journal who tried what, and which clause said no."""
    case = tried.case
    assert case is not None
    exists = case.request.last_occurred is not None
    breaches = [_told(breach) for breach in refusal.breaches]
    payload = {"form": stated(tried.form), "refused": breaches} | ({"target": case.target} if case.target else {})
    with book.writing() as connection:
        journal.append(
            connection,
            journal.next_seq(connection),
            case.request.id if exists else journal.BOOK_CHAIN,
            act=tried.act.name,
            is_refused=1,
            clauses=sorted({breach.clause for breach in refusal.breaches}),
            payload=payload,
            **_signed(case, case.actor, tried.by),
        )


def _told(breach: Breach) -> dict[str, Any]:
    return {"gate": breach.gate, "clause": breach.clause, "missing": list(breach.missing)}


__all__ = ["Call", "CrosspolicyError", "perform"]
