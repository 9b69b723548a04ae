"""The time nodes of the agreement, and the milestones that they date (2.3.2, 2.4.1)."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from crosspolicy.acts.decision import Change, Opening, Row
from crosspolicy.acts.owing import open_of, opening, owed, redated, working_days
from crosspolicy.acts.stating import row
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import MilestoneFact
from crosspolicy.policy.obligations import KINDS


class Agreed(NamedTuple):
    """What time nodes make of the milestones: rows of new ones, new dates, and all of them as they are then."""

    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    moved: tuple[MilestoneFact, ...]


def agreed_milestones(case: Case[Any]) -> Agreed:
    """Carry out the time nodes of the newest text: each adds a milestone or re-dates the one of its name."""
    rows: list[Row] = []
    changes: list[Change] = []
    moved: list[MilestoneFact] = []
    added = max((m.number for m in case.request.milestones), default=0)
    for name, due in case.request.time_nodes:
        known = case.request.milestone(name)
        if known is None:
            added += 1
            department = case.request.requesting_department
            values = {"name": name, "due_date": due, "planned_date": due}
            rows.append(row(case, "milestone", number=added, department=department, **values))
            moved.append(MilestoneFact(added, name, due, department, None))
        elif known.due_date != due and known.reached_date is None:
            key = {"request_id": case.request.id, "number": known.number}
            changes.append(Change("milestone", key, {"due_date": due}))
            moved.append(replace(known, due_date=due))
    return Agreed(tuple(rows), tuple(changes), tuple(moved))


def owed_milestones(case: Case[Any], moved: tuple[MilestoneFact, ...]) -> tuple[tuple[Opening, ...], tuple[int, ...]]:
    """Return what milestones with new dates open and let lapse while the work runs; the last sets the acceptance."""
    if case.request.stage not in KINDS["milestone"].owed_in or not moved:
        return (), ()
    opens = [opening(case, "milestone", m.department, due=m.due_date, subject=m.name) for m in moved]
    lapses = [number for m in moved for number in owed(case, "milestone", subject=m.name)]
    last = last_date(case, moved)
    for acceptance in open_of(case, "acceptance-opening"):
        due = working_days(case, "acceptance-opening", since=last)
        if due != acceptance.due_date:
            opens += redated(case, [acceptance], due)
            lapses.append(acceptance.number)
    return tuple(opens), tuple(lapses)


def last_date(case: Case[Any], moved: tuple[MilestoneFact, ...] = ()) -> date:
    """Return the last date of milestones (``moved`` in place of the old) and open rework; or else the act's day."""
    dates = {m.name: m.due_date for m in (*case.request.milestones, *moved)}
    rework = [a.due_date for a in case.request.actions if a.source == "rework" and a.done_on is None]
    return max([*dates.values(), *rework], default=case.clock.day)
