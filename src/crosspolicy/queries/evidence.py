"""What a book knows of a department or a person on a request, beside each indicator of an appraisal (6.1.2, 6.2.2).

The facts inform; they do not score.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from crosspolicy.queries.reader import Reader, among
from crosspolicy.queries.times import to_day
from crosspolicy.vocabulary.codes import child_code

Facts = list[dict[str, Any]]

_OWED: Final = {
    "quality": ("rework",),
    "progress": ("milestone", "progress-report"),
    "collaboration": ("action", "issue", "ad-hoc-meeting"),
    "communication": ("regular-meeting",),
    "risk_control": ("risk-review", "risk-measures", "contingency-plan"),
}
"""Which obligations, settled late or not at all, stand beside an indicator."""


def evidence(reader: Reader, request_id: int, department: str, person: str, day: date) -> dict[str, Facts]:
    """Return the facts beside each indicator as they stand on a day, of a department or of one of its people."""
    return of_person(reader, request_id, person, day) if person else of_department(reader, request_id, department, day)


def of_department(reader: Reader, request_id: int, department: str, day: date) -> dict[str, Facts]:
    """Return the facts of a department."""
    found = {name: _late(reader, request_id, department, kinds, day) for name, kinds in _OWED.items()}
    found["quality"] = _evaluations(reader, request_id) + found["quality"]
    found["communication"] += _absences(reader, request_id, department)
    found["risk_control"] += _occurred(reader, request_id, "p.department = :who", department)
    return found


def of_person(reader: Reader, request_id: int, person: str, day: date) -> dict[str, Facts]:
    """Return the facts of a person: their action items, their absences, the risks that they own."""
    sql = """SELECT number, what, due_date, done_on, source FROM action WHERE request_id = :id AND person = :who
             ORDER BY number"""
    actions = [
        {"fact": source, "code": child_code(request_id, "action", number), "what": what} | _delay(due, done, day)
        for number, what, due, done, source in reader.rows(sql, id=request_id, who=person)
    ]
    late = [action for action in actions if action["days_late"]]
    sql = """SELECT m.number, m.held_at FROM attendance a JOIN meeting m
               ON m.request_id = a.request_id AND m.number = a.meeting
             WHERE a.request_id = :id AND a.person = :who AND a.is_present = 0 ORDER BY m.number"""
    absences = [
        {"fact": "absent", "code": child_code(request_id, "meeting", number), "on": held_at}
        for number, held_at in reader.rows(sql, id=request_id, who=person)
    ]
    return {
        "quality": [action for action in late if action["fact"] == "rework"],
        "progress": [],
        "collaboration": [action for action in late if action["fact"] != "rework"],
        "communication": absences,
        "risk_control": _occurred(reader, request_id, "k.owner = :who", person),
    }


def _evaluations(reader: Reader, request_id: int) -> Facts:
    sql = """SELECT department, quality, verdict FROM evaluation WHERE request_id = :id AND acceptance =
             (SELECT MAX(acceptance) FROM evaluation WHERE request_id = :id) ORDER BY number"""
    return [
        {"fact": "evaluation", "by": by, "quality": quality, "verdict": verdict}
        for by, quality, verdict in reader.rows(sql, id=request_id)
    ]


def _late(reader: Reader, request_id: int, department: str, kinds: Iterable[str], day: date) -> Facts:
    """Return what was settled late, missed, or is overdue still."""
    marks, parameters = among("kind", kinds)
    sql = f"""SELECT kind, subject, due_date, period_days, closed_on, discharged_event FROM obligation
              WHERE chain = :id AND owed_by = :who AND kind IN {marks} ORDER BY due_date, number"""
    found: Facts = []
    for kind, subject, due, period, closed, discharged in reader.rows(sql, id=request_id, who=department, **parameters):
        is_settled = discharged is not None
        if closed and not is_settled:
            continue
        for due_date in _dates(to_day(due), period, to_day(closed) if closed else day):
            settled_on = closed if is_settled and due_date == _last(to_day(due), period, to_day(closed)) else None
            delay = _delay(due_date.isoformat(), settled_on, day)
            if delay["days_late"]:
                found.append({"fact": kind, "subject": subject} | delay)
    return found


def _dates(due: date, period: int, until: date) -> list[date]:
    """Return the dates of an obligation until a day, the first always."""
    dates = [due]
    while period and dates[-1] + timedelta(days=period) < until:
        dates.append(dates[-1] + timedelta(days=period))
    return dates


def _last(due: date, period: int, closed: date) -> date:
    return _dates(due, period, closed)[-1]


def _delay(due: str, done: str | None, day: date) -> dict[str, Any]:
    end = to_day(done[:10]) if done else day
    return {"due_date": due, "settled_on": done, "days_late": max((end - to_day(due)).days, 0)}


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
