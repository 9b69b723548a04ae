"""The agenda of a regular meeting (4.1.3), from what is true today: points in the policy's four parts."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from crosspolicy.queries.issues import Wanted, listed
from crosspolicy.queries.meetings import absent_departments
from crosspolicy.queries.obligations import Owed, open_obligations
from crosspolicy.queries.policies import governing
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.requests import Standing
from crosspolicy.queries.times import to_day
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import Every

PARTS: Final = ("progress", "problems", "coordination", "next_steps")
"""The four parts of the agenda, named as the minutes name them (4.1.3)."""

_TOLD_OTHERWISE: Final = frozenset({"milestone", "issue", "escalation", "action"})
"""Obligations that are late as milestones, issues and action items already."""
_BETWEEN_DEPARTMENTS: Final = frozenset({"signature", "ad-hoc-meeting", "rework", "evaluation", "summary"})
"""Obligations by which departments wait for each other."""


class Agenda(NamedTuple):
    """The agenda of the meeting of a day; ``until`` is the day of the next one.

    Every point is plain data with its ``kind``: reached, due, late (milestones), report; issue, overdue, risk; action,
    between, absent; step.
    """

    request: str
    title: str
    as_of: date
    until: date
    progress: tuple[dict[str, Any], ...]
    problems: tuple[dict[str, Any], ...]
    coordination: tuple[dict[str, Any], ...]
    next_steps: tuple[dict[str, Any], ...]


class _Last(NamedTuple):
    """The last regular meeting: its code, when it was held; before the first, when the work began."""

    code: str
    held_at: str
    day: str


def agenda(reader: Reader, request: Standing, day: date, currency: str) -> Agenda:
    """Return the agenda of a meeting held on a day."""
    owed = open_obligations(reader, day, request_id=request.id)
    until = _next_meeting(reader, request.id, owed, day)
    last = _last_meeting(reader, request)
    return Agenda(
        request=request.code,
        title=request.title,
        as_of=day,
        until=until,
        progress=(*_milestones(reader, request.id, day, until, last), *_reports(reader, request.id)),
        problems=(*_issues(reader, request.id, day, currency), *_overdue(owed), *_risks(reader, request.id, last)),
        coordination=(*_actions(reader, request.id, day), *_between(owed, until), *_absent(reader, request.id, last)),
        next_steps=tuple(_steps(owed, until)),
    )


def _next_meeting(reader: Reader, request_id: int, owed: list[Owed], day: date) -> date:
    """Return the day of the next regular meeting after this one: as it is owed, or else as it is agreed on."""
    due = [to_day(o.due_date) for o in owed if o.kind == "regular-meeting"]
    days = _period(reader, request_id, day)
    return next((d for d in due if d > day), max([day, *due]) + timedelta(days=days))


def _period(reader: Reader, request_id: int, day: date) -> int:
    """Return the days between regular meetings: by the agreement, or else by the policy."""
    agreed = first(
        reader,
        """SELECT meeting_every FROM agreement WHERE request_id = :id AND concluded_on IS NOT NULL
           ORDER BY number DESC LIMIT 1""",
        id=request_id,
    )
    every = agreed[0] if agreed else json.loads(governing(reader, request_id, day))["periods"]["regular-meeting"]
    return Every(every).days


def _last_meeting(reader: Reader, request: Standing) -> _Last:
    found = first(
        reader,
        """SELECT number, held_at FROM meeting WHERE request_id = :id AND kind = 'regular'
           ORDER BY held_at DESC, number DESC LIMIT 1""",
        id=request.id,
    )
    if found is None:
        start = request.start_date or ""
        return _Last("", start, start)
    return _Last(child_code(request.id, "meeting", found[0]), found[1], found[1][:10])


def _is_since(when: str, last: _Last) -> bool:
    """Tell whether a day or a moment lies after the last meeting; before the first, after the day of the start."""
    if not last.code:
        return when[:10] > last.day
    return when >= last.day if len(when) == 10 else when > last.held_at


# Progress


def _milestones(reader: Reader, request_id: int, day: date, until: date, last: _Last) -> Iterator[dict[str, Any]]:
    """Yield the milestones reached since the last meeting, those late, those due until the next meeting."""
    rows = reader.rows(
        """SELECT name, COALESCE(m.department, r.requesting_department), due_date, reached_date
           FROM milestone m JOIN request r ON r.id = m.request_id WHERE m.request_id = :id ORDER BY due_date, number""",
        id=request_id,
    )
    for name, department, due, reached in rows:
        late = max((day - to_day(due)).days, 0)
        point = {"name": name, "department": department, "due_date": due, "days_overdue": late}
        if reached and reached >= last.day:
            yield {"kind": "reached"} | point | {"reached_date": reached, "days_overdue": 0}
        elif not reached and due <= until.isoformat():
            yield {"kind": "late" if late else "due"} | point


def _reports(reader: Reader, request_id: int) -> Iterator[dict[str, Any]]:
    """Yield each department with the progress that it reported last; None where it has not reported yet."""
    rows = reader.rows(
        """SELECT p.department, t.progress_percent, t.period_end_date, t.number FROM party p
           LEFT JOIN report t ON t.request_id = p.request_id AND t.department = p.department AND t.number =
             (SELECT MAX(number) FROM report l WHERE l.request_id = p.request_id AND l.department = p.department)
           WHERE p.request_id = :id ORDER BY p.is_requesting DESC, p.number""",
        id=request_id,
    )
    for department, percent, end, number in rows:
        yield {
            "kind": "report",
            "code": child_code(request_id, "report", number) if number else None,
            "department": department,
            "progress_percent": percent,
            "period_end_date": end,
        }


# Problems


def _issues(reader: Reader, request_id: int, day: date, currency: str) -> Iterator[dict[str, Any]]:
    names = ("code", "title", "severity", "departments", "responsible_department", "due_date", "days_overdue")
    for issue in listed(reader, Wanted(request_id=request_id), day, currency):
        raised = to_day(issue["raised_on"][:10])
        yield {
            "kind": "issue",
            **{name: issue[name] for name in names},
            "days_open": max((day - raised).days, 0),
            "is_escalated": issue["escalated_on"] is not None,
        }


def _overdue(owed: list[Owed]) -> Iterator[dict[str, Any]]:
    """Yield what is overdue and is told nowhere else; the dates missed of one thing are one point."""
    seen: dict[tuple[str, str, str], dict[str, Any]] = {}
    for o in owed:
        if o.days_overdue and o.kind not in _TOLD_OTHERWISE:
            point = seen.setdefault((o.kind, o.subject, o.owed_by), {"kind": "overdue", **_obligation(o), "dates": 0})
            point["dates"] += 1
    yield from seen.values()


def _obligation(owed: Owed) -> dict[str, Any]:
    names = ("clause", "subject", "owed_by", "due_date", "days_overdue")
    return {"obligation": owed.kind} | {name: getattr(owed, name) for name in names}


def _risks(reader: Reader, request_id: int, last: _Last) -> Iterator[dict[str, Any]]:
    """Yield the risks that are new, that moved, or that happened, since the last meeting (5.4.1)."""
    rows = reader.rows(
        """SELECT k.number, k.description, k.owner, k.contingency_responsible, k.closed_on, k.identified_on,
             a.level, a.occurred, a.assessed_on
           FROM risk k LEFT JOIN assessment a ON a.request_id = k.request_id AND a.risk = k.number
           WHERE k.request_id = :id ORDER BY k.number, a.number""",
        id=request_id,
    )
    risks: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        risks.setdefault(row[0], []).append(row)
    for number, history in risks.items():
        point = _moved(request_id, number, history, last)
        if point["is_new"] or point["has_happened"] or point["level_before"] != point["level"]:
            yield point


def _moved(request_id: int, number: int, history: list[tuple[Any, ...]], last: _Last) -> dict[str, Any]:
    """Return how a risk stands against the last meeting, from its rows of the register's history."""
    _number, description, owner, responsible, closed_on, identified_on, *_assessment = history[0]
    assessed = [(level, occurred, on) for *_risk, level, occurred, on in history if on]
    levels = [level for level, _occurred, _on in assessed]
    before = [level for level, _occurred, on in assessed if not _is_since(on, last)]
    is_new = _is_since(identified_on, last) and closed_on is None
    return {
        "kind": "risk",
        "code": child_code(request_id, "risk", number),
        "description": description,
        "owner": owner,
        "contingency_responsible": responsible,
        "level_before": before[-1] if before else levels[-1] if levels and not is_new else None,
        "level": levels[-1] if levels else None,
        "is_new": is_new,
        "has_happened": any(occurred and _is_since(on, last) for _level, occurred, on in assessed),
    }


# Coordination


def _actions(reader: Reader, request_id: int, day: date) -> Iterator[dict[str, Any]]:
    """Yield the open action items of earlier meetings."""
    rows = reader.rows(
        """SELECT number, what, department, person, due_date FROM action
           WHERE request_id = :id AND source = 'meeting' AND done_on IS NULL ORDER BY due_date, number""",
        id=request_id,
    )
    for number, what, department, person, due in rows:
        yield {
            "kind": "action",
            "code": child_code(request_id, "action", number),
            "what": what,
            "department": department,
            "person": person,
            "due_date": due,
            "days_overdue": max((day - to_day(due)).days, 0),
        }


def _between(owed: list[Owed], until: date) -> Iterator[dict[str, Any]]:
    for o in owed:
        if o.kind in _BETWEEN_DEPARTMENTS and not o.days_overdue and o.due_date <= until.isoformat():
            yield {"kind": "between", **_obligation(o)}


def _absent(reader: Reader, request_id: int, last: _Last) -> Iterator[dict[str, Any]]:
    """Yield the departments of which nobody was at the last meeting (4.1.2)."""
    for department in absent_departments(reader, request_id).get(last.code, []):
        yield {"kind": "absent", "department": department, "meeting": last.code, "held_at": last.held_at}


# Next steps


def _steps(owed: list[Owed], until: date) -> Iterator[dict[str, Any]]:
    """Yield what falls due until the next meeting, and is not of the coordination already."""
    for o in owed:
        is_told = o.kind in _BETWEEN_DEPARTMENTS or o.kind == "action"
        if not o.days_overdue and not is_told and o.due_date <= until.isoformat():
            yield {"kind": "step", **_obligation(o)}
