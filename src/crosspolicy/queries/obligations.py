"""Obligations as people and scripts see them: what is owed, by whom, by when; recurring ones date by date."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from heapq import merge
from itertools import chain, islice
from operator import attrgetter
from typing import Final, NamedTuple

from crosspolicy.queries.open_rows import COLUMNS, FROM, PLACE, PLACES, Only, open_rows, placed_rows
from crosspolicy.queries.paging import PAGE
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


def expand(rows: Iterable[Values], as_of: date, *, ahead: date | None = None) -> list[Owed]:
    """Return what open rows mean on a day: each its date, or for a recurring one each date missed and the next.

    With ``ahead``, dates after it are left out.
    """
    last = ahead.isoformat() if ahead else "9999"
    return [
        Owed(code, title, clause, kind, subject, owed_by, day, late)
        for code, title, clause, kind, subject, owed_by, due, period in rows
        for day, late in dates_of(due, period, as_of)
        if day <= last
    ]


@lru_cache(maxsize=1024)
def dates_of(due: str, period: int, as_of: date) -> tuple[tuple[str, int], ...]:
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
    limit: int | None = None,
) -> list[Owed]:
    """Return what is owed now, those due first before the others; with ``ahead`` only what falls due until then.

    With ``limit`` only the first so many.
    """
    only = Only(owed_by, clause, last=ahead)
    if request_id is not None:
        sql = f"SELECT {COLUMNS} {FROM} WHERE o.closed_on IS NULL AND o.chain = :id ORDER BY o.due_date, o.number"
        rows: Iterable[Values] = reader.rows(sql, id=request_id)
    else:
        rows = open_rows(reader, COLUMNS, only, limit)  # no date lies before its row's: the first are among these
    return [o for o in in_order(expand(rows, as_of, ahead=ahead)) if _is_meant(o, owed_by, clause)][:limit]


def open_of_requests(reader: Reader, as_of: date, keys: Sequence[int]) -> Iterator[Owed]:
    """Yield what is owed now under several requests, request by request."""
    for begin in range(0, len(keys), _TOGETHER):
        marks, parameters = among("id", keys[begin : begin + _TOGETHER])
        sql = f"""SELECT {COLUMNS} {FROM} WHERE o.closed_on IS NULL AND o.chain IN {marks}
                  ORDER BY o.chain, o.due_date, o.number"""
        yield from expand(reader.rows(sql, **parameters), as_of)


_TOGETHER: Final = 500
"""How many requests are asked for at once."""


def _is_meant(owed: Owed, owed_by: Collection[str] | None, clause: str | None) -> bool:
    """Tell whether something is owed by one of the names, and under the clause."""
    return (owed_by is None or owed.owed_by in owed_by) and clause in (None, owed.clause)


CELL: Final = "\x1f"
"""Stands between the cells of a line: a character that no text of a book has."""

_LINE: Final = f"""o.period_days,
  '{CELL}' || COALESCE(r.code, '') || '{CELL}' || o.kind || '{CELL}' || o.subject || '{CELL}' || o.owed_by || '{CELL}',
  '{CELL}' || o.clause || '{CELL}' || COALESCE(r.title, '')"""


def pages_of_lines(
    reader: Reader,
    as_of: date,
    *,
    ahead: date | None = None,
    owed_by: Collection[str] | None = None,
    clause: str | None = None,
    limit: int | None = None,
) -> Iterator[list[str]]:
    """Yield what ``open_obligations`` returns, in its order, as lines for a pipe, some thousands at a time.

    The cells (days overdue, request, kind, subject, who owes it, due date, clause, title) have CELL between them. The
    store joins them: twelve thousand objects would cost more than starting the program.
    """
    rows = placed_rows(reader, _LINE, Only(owed_by, clause, last=ahead), limit)
    lines = _lines(rows, as_of, ahead.isoformat() if ahead else "9999")
    if limit is not None:
        lines = iter([list(islice(chain.from_iterable(lines), limit))])
    return lines


def _lines(rows: Iterable[Values], as_of: date, last: str) -> Iterator[list[str]]:
    """Yield lines by their dates; those of a recurring obligation wait for rows that are due before them."""
    ready: list[str] = []
    waiting: dict[str, list[str]] = {}
    reached = ""
    for due, _chain, _number, period, before, after in rows:
        if due != reached:
            ready += _until(due, waiting)
            reached = due
        for day, late in dates_of(due, period, as_of):
            if day <= last:
                (ready if day == due else waiting.setdefault(day, [])).append(f"{late}{before}{day}{after}")
        if len(ready) >= PAGE:
            yield ready
            ready = []
    yield ready + _until("9999", waiting)


def _until(day: str, waiting: dict[str, list[str]]) -> list[str]:
    """Take the lines of the dates until a day out of those that wait."""
    return [line for date_ in sorted(d for d in waiting if d <= day) for line in waiting.pop(date_)]


def obligations_as_of(
    reader: Reader,
    as_of: date,
    *,
    ahead: date | None = None,
    request_id: int | None = None,
    owed_by: Collection[str] | None = None,
    clause: str | None = None,
    limit: int | None = None,
) -> list[Owed]:
    """Return what was owed on a day of the past: opened by then, and not closed until after it."""
    only = Only(owed_by, clause, last=ahead, opened=as_of)
    rows = _as_of_request(reader, as_of, request_id) if request_id is not None else _as_of(reader, as_of, only, limit)
    return [o for o in in_order(expand(rows, as_of, ahead=ahead)) if _is_meant(o, owed_by, clause)][:limit]


def _as_of_request(reader: Reader, as_of: date, request_id: int) -> Iterable[Values]:
    sql = f"""SELECT {COLUMNS} {FROM} WHERE o.chain = :id AND o.opened_on <= :as_of
              AND (o.closed_on IS NULL OR o.closed_on > :as_of) ORDER BY o.due_date, o.number"""
    return reader.rows(sql, id=request_id, as_of=as_of.isoformat())


def _as_of(reader: Reader, as_of: date, only: Only, limit: int | None) -> Iterable[Values]:
    """Return what was open in the book: of what is open still, and of what was closed since."""
    closed = [
        row
        for conditions, parameters in only.each()
        for row in reader.rows(
            f"SELECT {PLACE}, {COLUMNS} {FROM} WHERE o.closed_on > :as_of{conditions}",
            as_of=as_of.isoformat(),
            **parameters,
        )
    ]
    rows = merge(placed_rows(reader, COLUMNS, only, limit), sorted(closed))
    return (row[PLACES:] for row in islice(rows, limit))


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
