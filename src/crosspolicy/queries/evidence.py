"""What a book knows of a department or a person on a request, beside each indicator of an appraisal (6.1.2, 6.2.2).

The facts inform; they do not score.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, Final

from crosspolicy.queries.reader import Reader, among
from crosspolicy.queries.times import to_day
from crosspolicy.vocabulary.codes import LETTERS, child_code

Facts = list[dict[str, Any]]

_OWED: Final = {
    "quality": ("rework",),
    "progress": ("progress-report",),
    "collaboration": ("action", "issue", "ad-hoc-meeting"),
    "communication": ("regular-meeting", "progress-report"),
    "risk_control": ("risk-review", "risk-measures", "contingency-plan"),
}
"""Which obligations stand beside an indicator: settled late, missed, or open. Milestones stand beside progress."""

_STATES: Final = {
    ("progress", "progress-report"): ("late",),
    ("communication", "progress-report"): ("missed", "open"),
}
"""What is told of an obligation beside an indicator, where it is not everything: a missing report is no late one."""

_OPEN_AT_ALL: Final = ("action", "issue", "rework")
"""Obligations that are told while they are open, though not overdue."""

_ONE_BY_ONE: Final = ("progress-report",)
"""Recurring obligations of which each date is settled by itself; of others, one act settles all that were missed."""


def evidence(reader: Reader, request_id: int, department: str, person: str, day: date) -> dict[str, Facts]:
    """Return the facts beside each indicator as they stand on a day, of a department or of one of its people."""
    return of_person(reader, request_id, person, day) if person else of_department(reader, request_id, department, day)


def of_department(reader: Reader, request_id: int, department: str, day: date) -> dict[str, Facts]:
    """Return the facts of a department."""
    found = {name: _owed(reader, request_id, department, name, day) for name in _OWED}
    found["quality"] = _evaluations(reader, request_id) + found["quality"]
    found["progress"] = _milestones(reader, request_id, department, day) + found["progress"]
    found["communication"] += _absences(reader, request_id, department)
    found["risk_control"] += _occurred(reader, request_id, "p.department = :who", department)
    return found


def of_person(reader: Reader, request_id: int, person: str, day: date) -> dict[str, Facts]:
    """Return the facts of a person: their action items, their absences, the risks that they own."""
    actions = _actions(reader, request_id, person, day)
    sql = """SELECT m.number, m.held_at FROM attendance a JOIN meeting m
               ON m.request_id = a.request_id AND m.number = a.meeting
             WHERE a.request_id = :id AND a.person = :who AND a.is_present = 0 ORDER BY m.number"""
    absences = [
        {"fact": "absent", "code": child_code(request_id, "meeting", number), "on": held_at}
        for number, held_at in reader.rows(sql, id=request_id, who=person)
    ]
    return {
        "quality": [action for action in actions if action["fact"] == "rework"],
        "progress": [],
        "collaboration": [action for action in actions if action["fact"] != "rework"],
        "communication": absences,
        "risk_control": _occurred(reader, request_id, "k.owner = :who", person),
    }


def _actions(reader: Reader, request_id: int, person: str, day: date) -> Facts:
    """Return a person's action items and points of rework: settled late, or open."""
    sql = """SELECT number, what, due_date, done_on, source FROM action WHERE request_id = :id AND person = :who
             ORDER BY number"""
    found: Facts = []
    for number, what, due, done, source in reader.rows(sql, id=request_id, who=person):
        stood = _stood("late" if done else "open", to_day(due), done, to_day(done[:10]) if done else day)
        if stood["days_late"] or not done:
            kind = "rework" if source == "rework" else "action"
            found.append({"fact": kind, "subject": f"{LETTERS['action']}{number} {what}"} | stood)
    return found


def _evaluations(reader: Reader, request_id: int) -> Facts:
    """Return each department's last word at the last acceptance."""
    sql = """SELECT department, quality, verdict FROM evaluation WHERE request_id = :id AND acceptance =
             (SELECT MAX(acceptance) FROM evaluation WHERE request_id = :id) ORDER BY number"""
    latest = {by: (quality, verdict) for by, quality, verdict in reader.rows(sql, id=request_id)}
    return [
        {"fact": "evaluation", "by": by, "quality": quality, "verdict": verdict}
        for by, (quality, verdict) in latest.items()
    ]


def _milestones(reader: Reader, request_id: int, department: str, day: date) -> Facts:
    """Return a department's milestones that were reached late or moved, or are overdue."""
    sql = """SELECT name, planned_date, due_date, reached_date FROM milestone
             WHERE request_id = :id AND department = :who ORDER BY due_date, number"""
    found: Facts = []
    for name, planned, due, reached in reader.rows(sql, id=request_id, who=department):
        stood = _stood("late" if reached else "open", to_day(due), reached, to_day(reached) if reached else day)
        if not stood["days_late"] and due > planned:
            stood["state"] = "moved"
        if stood["days_late"] or stood["state"] == "moved":
            found.append({"fact": "milestone", "subject": name, "planned_date": planned} | stood)
    return found


def _owed(reader: Reader, request_id: int, department: str, indicator: str, day: date) -> Facts:
    """Return what a department settled late, missed, or still owes."""
    marks, parameters = among("kind", _OWED[indicator])
    sql = f"""SELECT kind, subject, due_date, period_days, closed_on, discharged_event FROM obligation
              WHERE chain = :id AND owed_by = :who AND kind IN {marks} ORDER BY due_date, number"""
    rows = reader.rows(sql, id=request_id, who=department, **parameters)
    found = [
        fact
        for kind, subject, due, period, closed, discharged in rows
        for fact in dated(kind, subject, due, period, closed, discharged is not None, day)
        if fact["state"] in _STATES.get((indicator, kind), (fact["state"],))
    ]
    return sorted(found, key=itemgetter("due_date"))


def dated(
    kind: str, subject: str, due: str, period: int, closed: str | None, is_settled: bool, day: date
) -> Iterator[dict[str, Any]]:
    """Yield what is to be told of each date of an obligation."""
    about = {"fact": kind, "subject": subject}
    is_single = not period or (is_settled and kind in _ONE_BY_ONE)
    *missed, last = [to_day(due)] if is_single else _dates(to_day(due), period, to_day(closed) if closed else day)
    if closed is None:
        for date_ in (*missed, last):
            if date_ < day or kind in _OPEN_AT_ALL:
                yield about | _stood("open", date_, None, day)
        return
    end = to_day(closed)
    for date_ in missed:
        yield about | _stood("missed", date_, None, end)
    if is_settled and end > last:
        yield about | _stood("late", last, closed, end)
    elif not is_settled and period and end > last:
        yield about | _stood("missed", last, None, end)


def _dates(due: date, period: int, until: date) -> list[date]:
    """Return the dates of a recurring obligation until a day, the first always."""
    dates = [due]
    while dates[-1] + timedelta(days=period) <= until:
        dates.append(dates[-1] + timedelta(days=period))
    return dates


def _stood(state: str, due: date, settled_on: str | None, end: date) -> dict[str, Any]:
    late = max((end - due).days, 0)
    return {"state": state, "due_date": due.isoformat(), "settled_on": settled_on, "days_late": late}


def _absences(reader: Reader, request_id: int, department: str) -> Facts:
    """Return the regular meetings at which nobody of a department was present (4.1.2)."""
    sql = """SELECT m.number, m.held_at FROM meeting m WHERE m.request_id = :id AND m.kind = 'regular'
             AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.request_id = m.request_id AND a.meeting = m.number
                             AND a.department = :who AND a.is_present = 1) ORDER BY m.number"""
    return [
        {"fact": "absent", "code": child_code(request_id, "meeting", number), "on": held_at}
        for number, held_at in reader.rows(sql, id=request_id, who=department)
    ]


def _occurred(reader: Reader, request_id: int, whose: str, who: str) -> Facts:
    """Return the risks that happened, of those that ``whose`` tells."""
    sql = f"""SELECT k.number, k.description, s.assessed_on FROM assessment s
              JOIN risk k ON k.request_id = s.request_id AND k.number = s.risk
              LEFT JOIN person p ON p.login = k.owner
              WHERE s.request_id = :id AND s.occurred = 1 AND {whose} ORDER BY s.number"""
    return [
        {"fact": "occurred", "code": child_code(request_id, "risk", number), "what": what, "on": on}
        for number, what, on in reader.rows(sql, id=request_id, who=who)
    ]
