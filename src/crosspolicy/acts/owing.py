"""How acts open and discharge obligations."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from crosspolicy.acts.decision import Opening
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import ObligationFact
from crosspolicy.policy.obligations import KINDS
from crosspolicy.vocabulary.lists import Every


def working_days(case: Case[Any], deadline: str, *, since: date | None = None) -> date:
    """Return the day on which a deadline of the policy file ends, counted from the act (or from ``since``)."""
    return case.calendar.after(since or case.clock.day, case.rules.deadlines[deadline])


def opening(
    case: Case[Any], kind: str, owed_by: str, *, due: date | None = None, subject: str = "", period_days: int = 0
) -> Opening:
    """Open an obligation of ``kind``, due by the deadline of that name unless ``due`` says otherwise."""
    return Opening(kind, KINDS[kind].clause, owed_by, due or working_days(case, kind), subject, period_days)


def open_of(
    case: Case[Any], kind: str, *, owed_by: str | None = None, subject: str | None = None
) -> list[ObligationFact]:
    """Return the open obligations of a kind, those due first before the others."""
    return sorted(
        (
            o
            for o in case.request.obligations
            if o.kind == kind and owed_by in (None, o.owed_by) and subject in (None, o.subject)
        ),
        key=lambda o: (o.due_date, o.number),
    )


def overdue_of(case: Case[Any], named: str, owed_by: str | None = None) -> list[ObligationFact]:
    """Return what departments owe of a kind that is overdue, the oldest first.

    ``named`` may go on with how its subject begins.
    """
    kind, _, subject = named.partition(" ")
    found = [o for o in open_of(case, kind, owed_by=owed_by) if o.owed_by in case.request.parties]
    return [o for o in found if o.due_date < case.clock.day and o.subject.startswith(subject)]


def begun(case: Case[Any], obligations: Iterable[ObligationFact]) -> list[ObligationFact]:
    """Return the recurring ones whose period has begun: nothing is settled ahead of its period."""
    return [o for o in obligations if case.clock.day >= o.due_date - timedelta(days=o.period_days)]


def owed(case: Case[Any], *kinds: str, owed_by: str | None = None, subject: str | None = None) -> tuple[int, ...]:
    """Return the numbers of the open obligations of these kinds."""
    return tuple(o.number for kind in kinds for o in open_of(case, kind, owed_by=owed_by, subject=subject))


def period_days(case: Case[Any], kind: str) -> int:
    """Return the days between progress reports, or regular meetings: as agreed, or else as the policy has it."""
    agreement = case.request.agreement
    is_concluded = agreement and case.request.signed_by.issuperset(case.request.parties)
    agreed = (
        agreement
        and is_concluded
        and (agreement.report_every if kind == "progress-report" else agreement.meeting_every)
    )
    return (Every(agreed) if agreed else case.rules.periods[kind]).days


def following(case: Case[Any], obligation: ObligationFact, *, after: date | None = None) -> Opening:
    """Return the next one of a recurring obligation: one period on, or the first due after the day ``after``.

    A period agreed anew holds from here on; while a new text waits for signatures, the old period does.
    """
    waits = case.request.agreement is not None and not case.request.signed_by.issuperset(case.request.parties)
    days = obligation.period_days if waits else period_days(case, obligation.kind)
    due = obligation.due_date + timedelta(days=days)
    while after is not None and due <= after:
        due += timedelta(days=days)
    return Opening(obligation.kind, obligation.clause, obligation.owed_by, due, obligation.subject, days)


def redated(case: Case[Any], obligations: Iterable[ObligationFact], due: date) -> tuple[Opening, ...]:
    """Return the same obligations with another due date."""
    return tuple(Opening(o.kind, o.clause, o.owed_by, due, o.subject, o.period_days) for o in obligations)
