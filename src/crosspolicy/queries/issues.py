"""Issues read: lists of a request or of the book, and one issue with all that is known of it (3.1.4, 3.3.3, 4.2)."""

import json
from datetime import date
from typing import Any, Final, NamedTuple

from crosspolicy.queries.forms import SHAPES, form_of, stated_forms
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.queries.times import to_day
from crosspolicy.vocabulary.codes import child_code, request_code

_SHAPE: Final = SHAPES["issue"]
_NAMES: Final = _SHAPE.columns.split()


class Wanted(NamedTuple):
    """Which issues a list shows; what is None or False is not asked for."""

    request_id: int | None = None
    severity: str | None = None
    department: str | None = None
    is_escalated: bool = False
    is_resolved_too: bool = False


def listed(reader: Reader, wanted: Wanted, day: date, currency: str, limit: int | None = None) -> list[dict[str, Any]]:
    """Return issues, the open ones before the others, those due first before the rest, with how late each is."""
    rows: list[Values] = []
    for state in ("resolved_on IS NULL", "resolved_on IS NOT NULL")[: 2 if wanted.is_resolved_too else 1]:
        left = None if limit is None else limit - len(rows)
        if left is None or left > 0:
            rows += _in_state(reader, wanted, state, left)
    return [_issue(reader, row, day, currency) for row in rows]


def _in_state(reader: Reader, wanted: Wanted, state: str, limit: int | None) -> list[Values]:
    stated: tuple[tuple[str, dict[str, object], bool], ...] = (
        (state, {}, True),
        ("request_id = :request_id", {"request_id": wanted.request_id}, wanted.request_id is not None),
        ("severity = :severity", {"severity": wanted.severity}, wanted.severity is not None),
        (
            "(responsible_department = :department OR REPLACE(departments, :named, '') <> departments)",
            {"department": wanted.department, "named": json.dumps(wanted.department, ensure_ascii=False)},
            wanted.department is not None,
        ),
        ("escalated_on IS NOT NULL", {}, wanted.is_escalated),
    )
    conditions = " AND ".join(condition for condition, _, is_stated in stated if is_stated)
    parameters = {name: value for _, values, is_stated in stated if is_stated for name, value in values.items()}
    capped = ""
    if limit is not None:
        capped, parameters["limit"] = " LIMIT :limit", limit
    sql = f"""SELECT request_id, number, {", ".join(_NAMES)} FROM issue WHERE {conditions}
              ORDER BY due_date, request_id, number{capped}"""
    return reader.rows(sql, **parameters)


def _issue(reader: Reader, row: Values, day: date, currency: str) -> dict[str, Any]:
    content = form_of(reader, _SHAPE, row[0], row[1], dict(zip(_NAMES, row[2:], strict=True)), currency)
    return {"request": request_code(row[0])} | _with_age(content, day)


def _with_age(issue: dict[str, Any], day: date) -> dict[str, Any]:
    late = 0 if issue["resolved_on"] else max((day - to_day(issue["due_date"])).days, 0)
    return issue | {"days_overdue": late}


def issue_sheet(reader: Reader, request_id: int, number: int, day: date, currency: str) -> dict[str, Any] | None:
    """Return an issue with its messages, the meetings that name it, and the plan of the risk that it comes from."""
    found = stated_forms(reader, "issue", request_id, currency, number=number)
    if not found:
        return None
    code = child_code(request_id, "issue", number)
    return _with_age(found[0], day) | {
        "contingency": _plan(reader, request_id, number),
        "messages": _messages(reader, request_id, number),
        "meetings": _meetings(reader, request_id, code),
    }


def latest_number(reader: Reader, request_id: int) -> int:
    """Return the number of a request's latest issue, 0 where it has none."""
    return int(reader.rows("SELECT MAX(number) FROM issue WHERE request_id = :id", id=request_id)[0][0] or 0)


def _plan(reader: Reader, request_id: int, number: int) -> dict[str, Any] | None:
    """Return the contingency plan of the risk that an issue comes from (5.3.3), or None."""
    rows = reader.rows(
        """SELECT k.number, k.contingency_trigger, k.contingency_procedure, k.contingency_responsible
           FROM issue i JOIN risk k ON k.request_id = i.request_id AND k.number = i.risk
           WHERE i.request_id = :id AND i.number = :number AND k.contingency_trigger IS NOT NULL""",
        id=request_id,
        number=number,
    )
    return next(
        (
            {
                "risk": child_code(request_id, "risk", risk),
                "trigger": trigger,
                "procedure": procedure,
                "responsible": responsible,
            }
            for risk, trigger, procedure, responsible in rows
        ),
        None,
    )


def _messages(reader: Reader, request_id: int, number: int) -> list[dict[str, Any]]:
    rows = reader.rows(
        """SELECT number, sent_at, channel, parties, subject FROM message
           WHERE request_id = :id AND issue = :issue ORDER BY sent_at, number""",
        id=request_id,
        issue=number,
    )
    return [
        {
            "code": child_code(request_id, "message", n),
            "sent_at": sent_at,
            "channel": channel,
            "parties": json.loads(parties),
            "subject": subject,
        }
        for n, sent_at, channel, parties, subject in rows
    ]


def _meetings(reader: Reader, request_id: int, code: str) -> list[dict[str, Any]]:
    rows = reader.rows(
        """SELECT number, held_at, kind, problem, solution, responsible_department FROM meeting
           WHERE request_id = :id AND issue = :code ORDER BY held_at, number""",
        id=request_id,
        code=code,
    )
    names = ("held_at", "kind", "problem", "solution", "responsible_department")
    return [
        {"code": child_code(request_id, "meeting", row[0])} | dict(zip(names, row[1:], strict=True)) for row in rows
    ]
