"""The book at a glance: the first of what is owed, and how much there is, read as far as a page shows and counts it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from heapq import merge
from itertools import groupby, islice
from operator import attrgetter
from typing import Final, NamedTuple

from crosspolicy.queries.obligations import Owed, dates_of, expand, in_order
from crosspolicy.queries.open_rows import COLUMNS, PLACES, Only, open_rows, placed_rows
from crosspolicy.queries.paging import COUNTED, Count, counted
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.queries.times import to_day

_OPEN: Final = "FROM obligation o WHERE o.closed_on IS NULL"


class Part(NamedTuple):
    """Some of what is owed, as far as it is shown, and how much of it there is."""

    owed: list[Owed]
    many: Count


class Parts(NamedTuple):
    """What is owed as people ask for it: what is overdue, what is due soon, how much falls due later."""

    overdue: Part
    soon: Part
    later: Count


NOTHING: Final = Part([], Count(0))


def part_of(owed: list[Owed], shown: int | None = None) -> Part:
    """Return what was read whole, as far as it is shown."""
    return Part(owed[:shown], Count(len(owed)))


def parts_of(owed: list[Owed], soon: date, *, shown: int | None = None) -> Parts:
    """Divide what was read whole."""
    overdue = [o for o in owed if o.days_overdue]
    due = [o for o in owed if not o.days_overdue and o.due_date <= soon.isoformat()]
    return Parts(part_of(overdue, shown), part_of(due, shown), Count(len(owed) - len(overdue) - len(due)))


def at_a_glance(reader: Reader, as_of: date, soon: date, only: Only, *, shown: int | None) -> Parts:
    """Return what is owed on a day, as far as a page shows it; with ``shown`` None everything overdue and due soon."""
    recurring = _recurring(reader, as_of, only)
    near = [each for each in recurring if each.next_date <= soon.isoformat()]
    far = [each for each in recurring if each.next_date > soon.isoformat()]
    until_soon = only._replace(first=as_of, last=soon)
    after_soon = only._replace(first=soon + timedelta(days=1))
    return Parts(
        overdue=due_by(reader, as_of, only._replace(last=as_of - timedelta(days=1)), shown=shown),
        soon=_due_soon(reader, as_of, until_soon, near, shown),
        later=_counted(reader, after_soon, far),
    )


def due_by(reader: Reader, as_of: date, only: Only, *, shown: int | None) -> Part:
    """Return what falls due until the day that ``only`` names as the last: the first of it, and how much there is."""
    owed = in_order(expand(open_rows(reader, COLUMNS, only, shown), as_of, ahead=only.last))
    return part_of(owed) if shown is None else Part(owed[:shown], _dates_counted(reader, as_of, only))


def _dates_counted(reader: Reader, as_of: date, only: Only) -> Count:
    """Count dates until the last day: each row has one at least, so no more rows are read than are counted."""
    last = only.last.isoformat() if only.last else "9999"
    total = Count(0)
    for conditions, parameters in only.each():
        rows = reader.rows(
            f"""SELECT due_date, period_days, COUNT(*) FROM (
                  SELECT o.due_date, o.period_days {_OPEN}{conditions} ORDER BY o.due_date LIMIT :counted
                ) AS counted GROUP BY due_date, period_days""",
            counted=COUNTED + 1,
            **parameters,
        )
        for due, period, many in rows:
            total = total.plus(Count(many * sum(day <= last for day, _late in dates_of(due, period, as_of))))
    return total


class _Recurring(NamedTuple):
    """Overdue recurring obligations of one rhythm: when they fall due next, first did, and after how many days again.

    They are few, however many obligations they stand for, and they sort as their next dates do in the book.
    """

    next_date: str
    due_date: str
    period_days: int


def _recurring(reader: Reader, as_of: date, only: Only) -> list[_Recurring]:
    """Return the rhythms of what is overdue, hopping through an index from each date to the next."""
    day = as_of.isoformat()
    owners = [None] if only.owed_by is None else sorted(only.owed_by)
    found = {row for owner in owners for row in _hopped(reader, day, owner)}
    return sorted(_Recurring(dates_of(due, period, as_of)[-1][0], due, period) for period, due in found)


def _hopped(reader: Reader, day: str, owner: str | None) -> list[tuple[int, str]]:
    of_owner = "" if owner is None else " AND o.owed_by = :owner"

    def least(column: str, after: str = "") -> str:
        return f"""(SELECT o.{column} {_OPEN} AND o.period_days <> 0{of_owner}{after}
                    ORDER BY o.period_days, o.due_date LIMIT 1)"""

    sql = f"""WITH RECURSIVE
        rhythm (days) AS (
          SELECT {least("period_days")}
          UNION ALL
          SELECT {least("period_days", " AND o.period_days > rhythm.days")} FROM rhythm WHERE rhythm.days IS NOT NULL),
        missed (days, due) AS (
          SELECT rhythm.days, {least("due_date", " AND o.period_days = rhythm.days")} FROM rhythm
          WHERE rhythm.days IS NOT NULL
          UNION ALL
          SELECT missed.days, {least("due_date", " AND o.period_days = missed.days AND o.due_date > missed.due")}
          FROM missed WHERE missed.due < :day)
        SELECT days, due FROM missed WHERE due < :day"""
    return [(days, due) for days, due in reader.rows(sql, day=day, **({} if owner is None else {"owner": owner}))]


def _due_soon(reader: Reader, as_of: date, only: Only, near: list[_Recurring], shown: int | None) -> Part:
    owed = list(islice(_soon(reader, as_of, only, near, shown), shown))
    return part_of(owed) if shown is None else Part(owed, _counted(reader, only, near))


def _soon(reader: Reader, as_of: date, only: Only, near: list[_Recurring], shown: int | None) -> Iterator[Owed]:
    """Yield what falls due from a day until another: first dates, and the next dates of what is overdue already."""
    first_dates = (owed for row in open_rows(reader, COLUMNS, only, shown) for owed in expand([row], as_of))
    next_dates = (
        expand([row[PLACES:]], as_of)[-1]
        for (_next, due), rhythms in groupby(near, key=lambda each: each[:2])
        for row in merge(*(_rows_of(reader, only, due, each.period_days, shown) for each in rhythms))
    )
    return merge(next_dates, first_dates, key=attrgetter("due_date"))


def _rows_of(reader: Reader, only: Only, due: str, period_days: int, shown: int | None) -> Iterator[Values]:
    day = to_day(due)
    return placed_rows(reader, COLUMNS, only._replace(first=day, last=day, period_days=period_days), shown)


def _counted(reader: Reader, only: Only, recurring: Iterable[_Recurring]) -> Count:
    """Count first dates from a day on, and the next dates of recurring ones; no further than people are told."""
    total = Count(0)
    first = only.first.isoformat() if only.first else ""
    for conditions, parameters in only.each():
        total = total.plus(
            counted(reader, f"SELECT 1 {_OPEN} AND o.due_date >= :first{conditions}", first=first, **parameters)
        )
    for each in recurring:
        if total.is_more:
            break
        due = to_day(each.due_date)
        for conditions, parameters in only._replace(last=due, period_days=each.period_days).each():
            total = total.plus(
                counted(
                    reader, f"SELECT 1 {_OPEN} AND o.due_date >= :first{conditions}", first=each.due_date, **parameters
                )
            )
    return total
