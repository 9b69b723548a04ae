"""Acts in one transaction, one after the other: each judged by what those before it left, all written table by table.

One act or a hundred thousand, it is the same way: facts out of dossiers, the judgement, the decision back into the
dossier. A dossier is read in advance for many requests at once, and written when the batch is flushed.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.judge import Judgement, judge, objections
from crosspolicy.acts.references import people_named
from crosspolicy.acts.registry import named
from crosspolicy.errors import InvalidInput, NotPermitted, Refused
from crosspolicy.forms.appraisal import Appraisal
from crosspolicy.forms.base import Form, said
from crosspolicy.forms.identifiers import Known
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import NO_REQUEST, BookFacts, Clock, RequestFacts
from crosspolicy.queries import people
from crosspolicy.queries.facts import facts_of
from crosspolicy.queries.reader import Reader, Values, first
from crosspolicy.store.cabinet import Cabinet
from crosspolicy.store.calls import Call, variant_of
from crosspolicy.store.further import further
from crosspolicy.store.identity import By
from crosspolicy.store.loading import Shelf, clock_of, years_of
from crosspolicy.store.reading import ConnectionReader
from crosspolicy.store.recording import Recorded, record
from crosspolicy.store.targets import find_target, find_training, not_found
from crosspolicy.store.writing import Writer
from crosspolicy.vocabulary.codes import parse_code, request_code, request_key

MADE: Final = "*"
"""In a sequence of calls: the request that the call before it made."""


ADDED: Final = "person.added"


class First(NamedTuple):
    """An event's number, and the form that it states."""

    seq: int
    form: dict[str, Any]


class Batch:
    """The acts of one transaction. ``case`` is the one that was judged last, for whoever tells of a refusal."""

    def __init__(self, connection: Connection, now: datetime | None = None) -> None:
        self._own = connection
        self._now = now
        self.reader: Reader = _Settled(self)
        self.case: Case[Any] | None = None
        self._begin()

    def __enter__(self) -> "Batch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Wait for what is being written behind; whoever holds the transaction may end it then."""
        with suppress(Exception):  # one failure is enough, and one has come already
            self.writer.settle()

    def _begin(self) -> None:
        self.shelf = Shelf(lambda: self.connection, self.reader)
        self.writer = Writer(self._own)
        self._cabinet = Cabinet(lambda: self.connection, self.reader, self.shelf, self.writer.numbers)
        self._counters: dict[str, int] = {}
        self._logins: Known | None = None

    @property
    def connection(self) -> Connection:
        """The connection, when nothing is being written behind."""
        self.writer.settle()
        return self._own

    @property
    def now(self) -> datetime | None:
        """The time that a rehearsal book's clock is set to; None for the machine's own."""
        return self._now

    # In advance and in the end

    def ahead(self, codes: Iterable[str], acts: int) -> None:
        """Read the dossiers of the requests that so many acts to come are done to, and have their numbers ready."""
        self._cabinet.ahead(codes, acts)

    def flush(self) -> None:
        """Write all that waits."""
        self.writer.flush()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What is performed inside is written at once; where something fails, it is as if nothing had been tried."""
        self.put_away()
        nested = self.connection.begin_nested()
        try:
            yield
            self.put_away()
        except Exception:
            nested.rollback()
            self._begin()
            raise
        nested.commit()

    def first_event(self, act: str) -> "First | None":
        """Return the book's own first event of an act, None where there is none."""
        sql = "SELECT seq, payload FROM journal WHERE chain = 0 AND act = :act AND is_refused = 0 ORDER BY seq LIMIT 1"
        found = first(self.reader, sql, act=act)
        return First(found[0], json.loads(found[1])["form"]) if found else None

    def has(self, code: str, title: str) -> bool:
        """Tell whether a request of this code and title was in the book before."""
        parsed = parse_code(code)
        if parsed is None or parsed[1]:
            return False
        found = self._cabinet.find(code)
        return found is not None and not found.is_new and found.rows.of("request")[0]["title"] == title

    def note(self, table: str, values: dict[str, Any]) -> None:
        """Keep a row that lies under no request, beside the acts."""
        self.writer.loose.setdefault(table, []).append(values)

    def renew(self, table: str, key: dict[str, Any], values: dict[str, Any]) -> None:
        """Give a row that lies under no request new values, beside the acts."""
        self.writer.renewed[table, tuple(key.items())] = values

    def turn(self) -> None:
        """Write all that waits behind the acts to come; dossiers that nobody needs are let go."""
        touched = frozenset(self.writer.touched)
        self.writer.flush(behind=True)
        self._cabinet.tidy(touched)

    def put_away(self) -> None:
        """Write all that waits, and let go of the dossiers."""
        self.flush()
        self._cabinet.empty()

    # One act

    def perform(self, call: Call, by: By, made: str = "") -> Recorded:
        """Judge one act and take its decision in; ``made`` is the request that MADE stands for.

        Raises InvalidInput, NotPermitted, Refused, NotFound, UsageFault.
        """
        self.case = None
        act = named(call.act, variant_of(call.form))
        if _reads_tables(act):
            self.flush()
        case = self._case(act, call, by, made if call.request == MADE else call.request)
        judgement = judge(act, case)
        self.case = judgement.case
        what = Text(act.title)
        if judgement.faults:
            raise InvalidInput(judgement.faults)
        if judgement.denial:
            raise NotPermitted(Text(N_("You may not {what}."), what=what), (judgement.denial,))
        if judgement.breaches:
            raise Refused(Text(N_("The policy refuses to {what}."), what=what), judgement.breaches)
        done = record(self.writer, self._cabinet.of(case.request.id), act, judgement, by, imported=call.imported)
        if act.is_of_book:
            self.put_away()  # dossiers rest on what the act may have changed
            self.shelf.clear()
        if self._logins and act.name == ADDED:
            self._logins.add(str(said(call.form, "login")))
        return done

    def attempt(self, calls: Sequence[Call], by: By) -> list[Recorded]:
        """Perform acts that stand or fall together; the first may draft a request, on which alone the others then act.

        Raises what ``perform`` does, and then it is as if none had been tried.
        """
        if any(_reads_tables(named(call.act, variant_of(call.form))) for call in calls):
            self.flush()  # what is written then cannot be taken back
        mark = self.writer.mark(), dict(self._counters)
        done: list[Recorded] = []
        try:
            for call in calls:
                made = request_code(done[-1].case.request.id) if call.request == MADE else ""
                done.append(self.perform(call, by, made))
        except Exception:
            for recorded in done:
                self._cabinet.drop(recorded.case.request.id)
            self._give_back(mark[1])
            self.writer.back_to(mark[0])
            raise
        return done

    def objections(self, calls: Sequence[Call], by: By) -> list[Judgement]:
        """Return all that stands against each of several acts, as if those before it could be done; none of them is.

        Raises InvalidInput where ``by`` names nobody, NotFound, UsageFault.
        """
        acts = [named(call.act, variant_of(call.form)) for call in calls]
        with self._undone(acts):
            found: list[Judgement] = []
            for act, call in zip(acts, calls, strict=True):
                made = request_code(found[-1].case.request.id) if call.request == MADE else call.request
                judgement = objections(act, self._case(act, call, by, made))
                found.append(judgement)
                if len(found) < len(calls):
                    as_if = replace(judgement, decision=act.effect(judgement.case))
                    record(self.writer, self._cabinet.of(judgement.case.request.id), act, as_if, by)
        return found

    @contextmanager
    def _undone(self, acts: Sequence[Act]) -> Iterator[None]:
        """What acts leave inside is taken back; it must not be flushed."""
        is_new = acts[0].target is Target.NEW_REQUEST
        if any(map(_reads_tables, acts)):
            self.flush()
        if not is_new and len(acts) > 1:
            self.put_away()
        mark, counters, there = self.writer.mark(), dict(self._counters), self._cabinet.keys
        try:
            yield
        finally:
            if is_new:
                for key in self._cabinet.keys - there:
                    self._cabinet.drop(key)
                self._give_back(counters)
                self.writer.back_to(mark)
            elif len(acts) > 1:
                self._begin()

    def _give_back(self, counters: dict[str, int]) -> None:
        """A form that fails uses no code up."""
        for name, value in self._counters.items():
            self._counters[name] = counters.get(name, value - 1)
            self.writer.counters[name] = self._counters[name]

    def load_case(self, call: Call, by: By) -> Case[Any]:
        """Return the case of a call: everything that it is judged by."""
        return self._case(named(call.act, variant_of(call.form)), call, by, call.request)

    def _case(self, act: Act, call: Call, by: By, code: str) -> Case[Any]:
        form = call.form
        book, clock = self._book(act, form)
        if call.imported:  # history is judged as of its own day, the future as what it is
            clock = replace(clock, today=min(clock.day, clock.today))
        request = self._request(act, code, clock, is_kept=call.request != MADE)
        on_request = act.is_on_request
        target = find_target(act, request, call.target) if on_request else find_training(self.reader, act, call.target)
        actor = self.shelf.actor(by, clock.now_day)
        if actor.login not in book.people:
            book = replace(book, people={**book.people, actor.login: actor.person})
        book, request = further(self.reader, act, form, book, request, clock, target)
        rules, country = self.shelf.rules(request.governed_by(book.policy_on(clock.day)))
        calendar = self.shelf.calendar(country or book.country, years_of(clock, request, form), clock.now_day)
        return Case(book, request, form, actor, rules, clock, calendar, target)

    def _book(self, act: Act, form: Form) -> tuple[BookFacts, Clock]:
        if act.is_of_book:
            self._cabinet.of(NO_REQUEST)  # whose chain is locked first of all
        logins = people_named(form)
        account = ""
        if act.name == ADDED:
            account = str(said(form, "os_user") or said(form, "login"))
            logins |= {str(said(form, "login"))}
        book = self.shelf.book(logins, account)
        if act.name == ADDED:
            self._logins = self._logins or Known(people.logins(self.reader))
            book = replace(book, logins=self._logins)
        return book, clock_of(book, form, self._now)

    def _request(self, act: Act, code: str, clock: Clock, *, is_kept: bool) -> RequestFacts:
        if act.target is Target.NEW_REQUEST:
            return RequestFacts(id=self._new_key(clock.day.year))
        if not act.is_on_request:
            return RequestFacts()
        dossier = self._cabinet.find(code)
        if dossier is None:
            raise not_found(code)
        return facts_of(dossier.rows, clock.day, is_kept=is_kept)

    def _new_key(self, year: int) -> int:
        """Return the next request key of a year; the counter's row is locked until the transaction ends."""
        name = f"request-{year}"
        if name in self._counters:
            self._counters[name] += 1
            self.writer.counters[name] = self._counters[name]
        else:
            sql = """INSERT INTO counter (name, value) VALUES (:name, 1)
                     ON CONFLICT (name) DO UPDATE SET value = counter.value + 1"""
            self.connection.execute(text(sql), {"name": name})
            found = first(self.reader, "SELECT value FROM counter WHERE name = :name", name=name)
            assert found is not None
            self._counters[name] = int(found[0])
        return request_key(year, self._counters[name])


def _reads_tables(act: Act) -> bool:
    """Tell whether an act is judged by more than a dossier: what waits is then written first."""
    return act.is_of_book or act.form is Appraisal


class _Settled:
    """Reads what the batch has written so far, once nothing is being written behind."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def rows(self, sql: str, **parameters: object) -> list[Values]:
        """Return every row that the statement yields."""
        return ConnectionReader(self._batch.connection).rows(sql, **parameters)
