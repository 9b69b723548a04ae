"""Obligations as people and scripts see them: what is owed, by whom, by when; recurring ones date by date."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from crosspolicy.queries.reader import Reader, Values, among
from crosspolicy.queries.times import to_day
from crosspolicy.vocabulary.lists import YEARLY


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

    @property
    def round_year(self) -> int | None:
        """The year that an obligation of the annual round is for, the one after its due date; None of any other."""
        return None if self.request or self.subject else int(self.due_date[:4]) + 1


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
        dates.append(_after(dates[-1], period))
    return tuple((day.isoformat(), max((as_of - day).days, 0)) for day in dates)


def _after(day: date, period: int) -> date:
    """Return the day one period after a day."""
    return day.replace(year=day.year + 1) if period == YEARLY else day + timedelta(days=period)


def open_obligations(
    reader: Reader,
    as_of: date,
    *,
    ahead: date | None = None,
    request_id: int | None = None,
    owed_by: Collection[str] | None = None,
    clause: str | None = None,
) -> list[Owed]:
    """Return what is owed now, those due first before the others; with ``ahead`` only what falls due until then."""
    only, parameters = _only(ahead, request_id, owed_by, clause)
    sql = f"SELECT {COLUMNS} {FROM} WHERE o.closed_on IS NULL{only} ORDER BY o.due_date, o.chain, o.number"
    return in_order(expand(reader.rows(sql, **parameters), as_of, ahead=ahead))


def due_until(
    reader: Reader,
    as_of: date,
    last: date,
    *,
    owed_by: Collection[str] | None = None,
    clause: str | None = None,
) -> tuple[list[Owed], int]:
    """Return what ``open_obligations`` does of what falls due until a day, and how much falls due later.

    What falls due later is counted by the store: a screen shows none of it.
    """
    only, parameters = _only(last, None, owed_by, clause)
    sql = f"SELECT {COLUMNS} {FROM} WHERE o.closed_on IS NULL{only} ORDER BY o.due_date, o.chain, o.number"
    owed = in_order(expand(reader.rows(sql, **parameters), as_of))
    later = f"SELECT COUNT(*) FROM obligation o WHERE o.closed_on IS NULL{only.replace('<= :ahead', '> :ahead')}"
    due = [o for o in owed if o.due_date <= last.isoformat()]
    return due, len(owed) - len(due) + int(reader.rows(later, **parameters)[0][0])


CELL: Final = "\x1f"
"""Stands between the cells of a line: a character that no text of a book has."""


def open_lines(
    reader: Reader,
    as_of: date,
    *,
    ahead: date | None = None,
    owed_by: Collection[str] | None = None,
    clause: str | None = None,
) -> list[str]:
    """Return what ``open_obligations`` does, in its order, as lines for a pipe.

    The cells (days overdue, request, kind, subject, who owes it, due date, clause, title) have CELL between them. The
    store joins them: twelve thousand objects would cost more than starting the program.
    """
    only, parameters = _only(ahead, None, owed_by, clause)
    sql = f"""SELECT o.due_date, o.period_days,
                :cell || COALESCE(r.code, '') || :cell || o.kind || :cell || o.subject || :cell || o.owed_by || :cell,
                :cell || o.clause || :cell || COALESCE(r.title, '')
              {FROM} WHERE o.closed_on IS NULL{only} ORDER BY o.due_date, o.chain, o.number"""
    last = ahead.isoformat() if ahead else "9999"
    lines: dict[str, list[str]] = {}
    for due, period, before, after in reader.rows(sql, cell=CELL, **parameters):
        for day, late in _dates(due, period, as_of):
            if day <= last:
                lines.setdefault(day, []).append(f"{late}{before}{day}{after}")
    return [line for day in sorted(lines) for line in lines[day]]


def obligations_as_of(
    reader: Reader,
    as_of: date,
    *,
    ahead: date | None = None,
    request_id: int | None = None,
    owed_by: Collection[str] | None = None,
    clause: str | None = None,
) -> list[Owed]:
    """Return what was owed on a day of the past: opened by then, and not closed until after it."""
    only, parameters = _only(ahead, request_id, owed_by, clause)
    sql = f"""SELECT {COLUMNS} {FROM} WHERE o.opened_on <= :as_of
              AND (o.closed_on IS NULL OR o.closed_on > :as_of){only} ORDER BY o.due_date, o.chain, o.number"""
    rows = reader.rows(sql, as_of=as_of.isoformat(), **parameters)
    return in_order(expand(rows, as_of, ahead=ahead))


def _only(
    ahead: date | None, request_id: int | None, owed_by: Collection[str] | None, clause: str | None
) -> tuple[str, dict[str, object]]:
    """Return the conditions that are stated, each led by AND, and their parameters."""
    marks, owners = among("owed_by", sorted(owed_by or ()))
    stated: tuple[tuple[str, dict[str, object], bool], ...] = (
        ("o.due_date <= :ahead", {"ahead": ahead and ahead.isoformat()}, ahead is not None),
        ("o.chain = :request_id", {"request_id": request_id}, request_id is not None),
        (f"o.owed_by IN {marks}", owners, owed_by is not None),
        ("o.clause = :clause", {"clause": clause}, clause is not None),
    )
    conditions = "".join(f" AND {condition}" for condition, _, is_stated in stated if is_stated)
    return conditions, {name: value for _, values, is_stated in stated if is_stated for name, value in values.items()}


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
