"""``perform``: the only door through which a book changes. Load facts, judge, write rows and event, commit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from crosspolicy.acts.act import Act
from crosspolicy.acts.judge import Judgement, judge
from crosspolicy.acts.registry import named
from crosspolicy.errors import Breach, InvalidInput, NotPermitted, Refused
from crosspolicy.forms.base import Form
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.queries.reader import Reader
from crosspolicy.store import journal
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from crosspolicy.store.loading import load_case, lock_request
from crosspolicy.store.reading import ConnectionReader
from crosspolicy.store.receipt import Receipt
from crosspolicy.store.writing import signed, stated, write


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

    ``now`` sets the clock, on a rehearsal book only. Raises InvalidInput, NotPermitted, Refused, NotFound, UsageFault
    or BookUnavailable, and then nothing is written but, for a refusal, the event that tells of it.
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
        self.is_kept = call.request != "*"
        self.case: Case[Any] | None = None

    def perform(self, *, dry_run: bool) -> Receipt:
        self.case = load_case(
            self.connection, self.reader, self.act, self.form, self.code, self.target, self.by, self.now
        )
        judgement = judge(self.act, self.case if self.is_kept else _unkept(self.case))
        self.case = judgement.case
        _raise_trouble(self.act, judgement)
        return write(self.connection, self.reader, self.act, judgement, self.by, dry_run=dry_run)


def _unkept(case: Case[Any]) -> Case[Any]:
    return replace(case, request=replace(case.request, is_kept=False))


def _raise_trouble(act: Act, judgement: Judgement) -> None:
    what = Text(act.title)
    if judgement.faults:
        raise InvalidInput(judgement.faults)
    if judgement.denial:
        raise NotPermitted(Text(N_("You may not {what}."), what=what), (judgement.denial,))
    if judgement.breaches:
        raise Refused(Text(N_("The policy refuses to {what}."), what=what), judgement.breaches)


def _journal_refusal(book: Book, tried: _Tried, refusal: Refused) -> None:
    """Tell the journal who tried what, and which clause said no."""
    case = tried.case
    assert case is not None
    exists = case.request.last_occurred is not None and tried.is_kept
    breaches = [_told(breach) for breach in refusal.breaches]
    payload = {"form": stated(tried.form), "refused": breaches} | ({"target": case.target} if case.target else {})
    with book.writing() as connection:
        if exists:
            lock_request(connection, case.request.id)
        journal.append(
            connection,
            journal.lock_head(connection, case.request.id if exists else journal.BOOK_CHAIN),
            act=tried.act.name,
            is_refused=1,
            clauses=sorted({breach.clause for breach in refusal.breaches}),
            payload=payload,
            **signed(case, case.actor, tried.by),
        )


def _told(breach: Breach) -> dict[str, Any]:
    return {"gate": breach.gate, "clause": breach.clause, "missing": list(breach.missing)}
