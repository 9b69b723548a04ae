"""Requests: lists, page by page, and what one of them stands at."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from crosspolicy.queries.beginnings import keys_beginning
from crosspolicy.queries.meetings import NOBODY_OF
from crosspolicy.queries.paging import pages
from crosspolicy.queries.reader import Reader, Values, first
from crosspolicy.vocabulary.codes import child_code, request_code
from crosspolicy.vocabulary.lists import ENDED


class Listed(NamedTuple):
    """A request as a list shows it."""

    code: str
    title: str
    stage: str
    requesting_department: str
    requester: str
    planned_end_date: str | None
    last_occurred_on: str


def listed(
    reader: Reader,
    *,
    stage: str | None = None,
    department: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[Listed]:
    """Return requests in the order of their codes, those after a key; of a stage, or touching a department."""
    return [request for page in pages_listed(reader, stage, department, after, limit) for request in page]


def pages_listed(
    reader: Reader, stage: str | None, department: str | None, after: int, limit: int | None
) -> Iterator[list[Listed]]:
    """Yield what ``listed`` returns, some thousands at a time."""
    sought, place = _sought(stage, department)
    sql = f"""SELECT r.id, r.code, r.title, r.stage, r.requesting_department, r.requester, r.planned_end_date,
                r.last_occurred_on
              FROM {sought} ORDER BY {place} LIMIT :page"""
    stated = {"stage": stage, "department": department}
    parameters: dict[str, object] = {name: value for name, value in stated.items() if value}
    for rows in pages(reader, sql, {"after": after}, parameters, limit):
        yield [Listed(*row[1:]) for row in rows]


def _sought(stage: str | None, department: str | None) -> tuple[str, str]:
    """Return the tables and conditions of a list, in the order of the index to be read, and the column of its order.

    Of a department's requests at a stage, those of a live stage are the fewer, and of an ended one those of the
    department; CROSS JOIN keeps SQLite from turning them round.
    """
    if department is None:
        return f"request r WHERE {'r.stage = :stage AND ' if stage else ''}r.id > :after", "r.id"
    touching = "p.request_id = r.id AND p.department = :department"
    if stage and stage not in ENDED:
        return f"request r CROSS JOIN party p WHERE r.stage = :stage AND r.id > :after AND {touching}", "r.id"
    at_stage = " AND r.stage = :stage" if stage else ""
    return f"party p CROSS JOIN request r WHERE {touching} AND p.request_id > :after{at_stage}", "p.request_id"


def codes_beginning(reader: Reader, beginning: str, limit: int = 40) -> list[tuple[str, str]]:
    """Return code and title of the latest requests whose code begins so; without a number, of the latest at all."""
    sql = "SELECT id, title FROM request WHERE id >= :low AND id < :high ORDER BY id DESC LIMIT :limit"
    found: list[Values] = []
    for low, high in keys_beginning(beginning.strip().upper()):
        found += reader.rows(sql, low=low, high=high, limit=limit - len(found))
    return [(request_code(key), title) for key, title in found]


_CHILDREN: Final = {
    "issue": ("title", "resolved_on"),
    "risk": ("description", "closed_on"),
    "action": ("what", "done_on"),
    "message": ("subject", ""),
    "shared_item": ("title", ""),
    "meeting": ("held_at", ""),
    "appraisal": ("COALESCE(department, person)", ""),
    "breach": ("term", ""),
}
"""Tables under a request whose rows a shell offers: the column that tells what a row is, and that of its end."""


def children_beginning(
    reader: Reader, table: str, beginning: str, *, only_open: bool = False, limit: int = 40
) -> list[tuple[str, str]]:
    """Return code and title of a table's rows whose code begins so, of the latest requests.

    Of a table whose rows are not told apart by a title, the requests themselves.
    """
    if table not in _CHILDREN:
        return codes_beginning(reader, beginning, limit)
    typed = beginning.strip().upper()
    told, ended = _CHILDREN[table]
    is_open = f" AND {ended} IS NULL" if only_open and ended else ""
    sql = f"""SELECT request_id, number, {told} FROM {table} WHERE request_id >= :low AND request_id < :high{is_open}
              ORDER BY request_id DESC, number DESC LIMIT :limit"""
    found: list[tuple[str, str]] = []
    for low, high in keys_beginning(typed):
        wanted = limit - len(found) if high - low > 1 else _OF_ONE  # of one request all, as their letters are typed too
        rows = reader.rows(sql, low=low, high=high, limit=wanted)
        codes = ((child_code(key, table, number), text) for key, number, text in rows)
        found += [pair for pair in codes if pair[0].startswith(typed)]
    return found[:limit]


_OF_ONE: Final = 1_000
"""How many rows of one request a shell looks through."""


class Standing(NamedTuple):
    """Where one request stands."""

    id: int
    code: str
    title: str
    stage: str
    requesting_department: str
    requester: str
    planned_cost: int | None
    actual_cost: int | None
    planned_start_date: str | None
    planned_end_date: str | None
    start_date: str | None
    actual_end_date: str | None


def standing(reader: Reader, request_id: int) -> Standing | None:
    """Return where a request stands, or None where there is none."""
    found = first(
        reader,
        """SELECT id, code, title, stage, requesting_department, requester, planned_cost, actual_cost,
             planned_start_date, planned_end_date, start_date, actual_end_date FROM request WHERE id = :id""",
        id=request_id,
    )
    return Standing(*found) if found else None


def progress(reader: Reader, request_id: int, day: date, until: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a request's page shows beside its obligations, by part, as it stood at the end of a day.

    ``until`` is that end as a UTC moment's text.
    """
    parts = {
        "stages": """SELECT stage, entered_on FROM stage_entry WHERE request_id = :id AND entered_on <= :day
             ORDER BY number""",
        "departments": """SELECT p.department, d.name, p.is_requesting FROM party p JOIN department d
             ON d.code = p.department WHERE p.request_id = :id ORDER BY p.is_requesting DESC, p.number""",
        "milestones": """SELECT name, department, planned_date, due_date,
             CASE WHEN reached_date <= :day THEN reached_date END FROM milestone
             WHERE request_id = :id ORDER BY due_date, number""",
        "reports": """SELECT number, department, period_start_date, period_end_date, progress_percent, cost_to_date,
             done, needs_management FROM report WHERE request_id = :id AND filed_on < :until
             ORDER BY number DESC LIMIT 5""",
        "evaluations": """SELECT department, verdict FROM evaluation WHERE request_id = :id AND evaluated_on < :until
             AND acceptance = (SELECT MAX(number) FROM acceptance WHERE request_id = :id AND opened_on < :until)
             ORDER BY number""",
        "summaries": """SELECT department, added_on FROM summary WHERE request_id = :id AND added_on < :until
             ORDER BY number""",
        "opinions": """SELECT o.department, o.opinion FROM opinion o JOIN meeting m
             ON m.request_id = o.request_id AND m.number = o.meeting
             WHERE o.request_id = :id AND m.held_at < :until ORDER BY o.meeting, o.department""",
        "missed": f"""SELECT p.department, COUNT(*) FROM party p JOIN meeting m ON m.request_id = p.request_id
             WHERE p.request_id = :id AND m.kind = 'regular' AND m.held_at < :until AND {NOBODY_OF}
             GROUP BY p.department""",
        "waivers": """SELECT number, gate, reason, until_date, granted_by, granted_on,
             CASE WHEN used_on < :until THEN used_on END FROM waiver
             WHERE request_id = :id AND granted_on < :until ORDER BY number""",
        "acceptances": "SELECT number FROM acceptance WHERE request_id = :id AND opened_on < :until",
    }
    given = {"id": request_id, "day": day.isoformat(), "until": until}
    return {name: reader.rows(sql, **_only(sql, given)) for name, sql in parts.items()}


def _only(sql: str, given: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in given.items() if f":{name}" in sql}


def departments_of(reader: Reader, request_id: int) -> list[str]:
    """Return the departments of a request, the requesting one first."""
    sql = "SELECT department FROM party WHERE request_id = :id ORDER BY is_requesting DESC, number"
    return [row[0] for row in reader.rows(sql, id=request_id)]
