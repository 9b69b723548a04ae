"""Obligations as people and scripts see them: what is owed, by whom, by when; recurring ones date by date."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from crosspolicy.queries.reader import Reader, Values
from crosspolicy.queries.times import to_day


class Owed(NamedTuple):
    """One thing owed on one date. ``days_overdue`` is 0 until the day after ``due_date``."""

    request: str
    title: str
    clause: str
    kind: str
    subject: str
    owed_by: str
    due_date: str
    days_overdue: int


COLUMNS = (
    "COALESCE(r.code, ''), COALESCE(r.title, ''), o.clause, o.kind, o.subject, o.owed_by, o.due_date, o.period_days"
)
FROM = "FROM obligation o LEFT JOIN request r ON r.id = o.request_id"


def expand(rows: Iterable[Values], as_of: date, *, ahead: date | None = None) -> list[Owed]:
    """Return what open rows mean on a day: each its date, or for a recurring one each date missed and the next.

    With ``ahead``, dates after it are left out.
    """
    last = ahead.isoformat() if ahead else "9999"
    return [
        Owed(code, title, clause, kind, subject, owed_by, day, late)
        for code, title, clause, kind, subject, owed_by, due, period in rows
        for day, late in _dates(due, period, as_of)
        if day <= last
    ]


@lru_cache(maxsize=1024)
def _dates(due: str, period: int, as_of: date) -> tuple[tuple[str, int], ...]:
    """Return the dates missed and the next, each with how late it is; many rows share a date."""
    dates = [to_day(due)]
    while period and dates[-1] < as_of:
        dates.append(dates[-1] + timedelta(days=period))
    return tuple((day.isoformat(), max((as_of - day).days, 0)) for day in dates)


def open_obligations(
    reader: Reader,
    as_of: date,
    *,
    ahead: date | None = None,
    request_id: int | None = None,
    owed_by: str | None = None,
    clause: str | None = None,
    limit: int | None = None,
) -> list[Owed]:
    """Return what is owed now, those due first before the others; with ``ahead`` only what falls due until then."""
    conditions = ["o.closed_on IS NULL"]
    parameters: dict[str, object] = {}
    for condition, name, value in (
        ("o.due_date <= :ahead", "ahead", ahead.isoformat() if ahead else None),
        ("o.chain = :request_id", "request_id", request_id),
        ("o.owed_by = :owed_by", "owed_by", owed_by),
        ("o.clause = :clause", "clause", clause),
    ):
        if value is not None:
            conditions.append(condition)
            parameters[name] = value
    capped = ""
    if limit is not None:
        capped = " LIMIT :limit"
        parameters["limit"] = limit
    sql = f"SELECT {COLUMNS} {FROM} WHERE {' AND '.join(conditions)} ORDER BY o.due_date, o.chain, o.number{capped}"
    return in_order(expand(reader.rows(sql, **parameters), as_of, ahead=ahead))


def obligations_as_of(reader: Reader, as_of: date, *, ahead: date, request_id: int | None = None) -> list[Owed]:
    """Return what was owed on a day of the past: opened by then, and not closed until after it."""
    only, parameters = ("", {}) if request_id is None else (" AND o.chain = :request_id", {"request_id": request_id})
    sql = f"""SELECT {COLUMNS} {FROM} WHERE o.opened_on <= :as_of AND (o.closed_on IS NULL OR o.closed_on > :as_of)
              AND o.due_date <= :ahead{only} ORDER BY o.due_date, o.chain, o.number"""
    rows = reader.rows(sql, as_of=as_of.isoformat(), ahead=ahead.isoformat(), **parameters)
    return in_order(expand(rows, as_of, ahead=ahead))


def in_order(found: Iterable[Owed]) -> list[Owed]:
    """Sort by due date; what falls due on one day stays in the book's order."""
    return sorted(found, key=attrgetter("due_date"))


def numbered(reader: Reader, request_id: int, numbers: tuple[int, ...], as_of: date) -> list[Owed]:
    """Return the obligations of a request by their numbers, open or closed, each on its own date."""
    if not numbers:
        return []
    wanted = ", ".join(str(int(number)) for number in numbers)
    sql = f"SELECT {COLUMNS} {FROM} WHERE o.chain = :chain AND o.number IN ({wanted}) ORDER BY o.due_date, o.number"
    return expand([(*row[:-1], 0) for row in reader.rows(sql, chain=request_id)], as_of)
