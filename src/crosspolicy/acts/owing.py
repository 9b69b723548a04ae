"""How acts open and discharge obligations."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from crosspolicy.acts.decision import Opening
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import AgreementFact, ObligationFact
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
    """Return the days between progress reports, or regular meetings: by the agreement in force, or else the policy."""
    return days_between(case.request.in_force, case, kind)


def days_between(agreement: AgreementFact | None, case: Case[Any], kind: str) -> int:
    """Return the days between progress reports, or regular meetings, by a text of the agreement or else the policy."""
    if agreement is None:
        return case.rules.periods[kind].days
    return Every(agreement.report_every if kind == "progress-report" else agreement.meeting_every).days


def following(case: Case[Any], obligation: ObligationFact, *, after: date | None = None) -> Opening:
    """Return the next one of a recurring obligation: one period on, or the first due after the day ``after``.

    A period agreed anew counts from the last signature: dates before it keep the old one.
    """
    due = obligation.due_date
    while True:
        due += timedelta(days=_step(case, obligation, due))
        if after is None or due > after:
            days = _step(case, obligation, due)
            return Opening(obligation.kind, obligation.clause, obligation.owed_by, due, obligation.subject, days)


def _step(case: Case[Any], obligation: ObligationFact, due: date) -> int:
    """Return the days from one date of a recurring obligation to the next."""
    agreement, old = case.request.in_force, obligation.period_days
    since = case.clock.day_of(agreement.concluded_on) if agreement and agreement.concluded_on else date.min
    return old if due + timedelta(days=old) <= since else period_days(case, obligation.kind)


def redated(case: Case[Any], obligations: Iterable[ObligationFact], due: date) -> tuple[Opening, ...]:
    """Return the same obligations with another due date."""
    return tuple(Opening(o.kind, o.clause, o.owed_by, due, o.subject, o.period_days) for o in obligations)
