"""``perform``: the only door through which a book changes. Load facts, judge, write rows and event, commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crosspolicy.errors import Breach, Refused
from crosspolicy.store import journal
from crosspolicy.store.batch import MADE, Batch
from crosspolicy.store.calls import Call, variant_of
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from crosspolicy.store.receipt import Receipt, receipt_of
from crosspolicy.store.recording import signed, stated

__all__ = ["Call", "perform", "variant_of"]


def perform(
    book: Book, calls: Sequence[Call], by: By, *, now: datetime | None = None, dry_run: bool = False
) -> tuple[Receipt, ...]:
    """Perform acts in one transaction, each with its event; all of them, or none.

    ``now`` sets the clock, on a rehearsal book only. Raises InvalidInput, NotPermitted, Refused, NotFound, UsageFault
    or BookUnavailable, and then nothing is written but, for a refusal, the event that tells of it.
    """
    receipts: list[Receipt] = []
    batch: Batch | None = None
    try:
        with book.writing(keep=not dry_run) as connection:
            batch = Batch(connection, now)
            made = ""
            for call in calls:
                done = batch.perform(call, by, made)
                batch.flush()
                receipts.append(receipt_of(batch.reader, done, dry_run=dry_run))
                made = receipts[-1].request or made
    except Refused as refusal:
        if batch and batch.case and not dry_run:
            _journal_refusal(book, batch, calls[len(receipts)], by, refusal)
        raise
    return tuple(receipts)


def _journal_refusal(book: Book, batch: Batch, call: Call, by: By, refusal: Refused) -> None:
    """Tell the journal who tried what, and which clause said no."""
    case = batch.case
    assert case is not None
    exists = case.request.last_occurred is not None and call.request != MADE
    breaches = [_told(breach) for breach in refusal.breaches]
    payload = {"form": stated(call.form), "refused": breaches} | ({"target": case.target} if case.target else {})
    with book.writing() as connection:
        if exists:
            journal.lock_requests(connection, (case.request.id,))
        journal.append(
            connection,
            case.request.id if exists else journal.BOOK_CHAIN,
            act=call.act,
            is_refused=1,
            clauses=sorted({breach.clause for breach in refusal.breaches}),
            payload=payload,
            **signed(case, case.actor, by),
        )


def _told(breach: Breach) -> dict[str, Any]:
    return {"gate": breach.gate, "clause": breach.clause, "missing": list(breach.missing)}
