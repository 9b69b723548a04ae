"""The rows of what is open in the book, in its order: due date, chain, number; read page by page off an index."""

from collections.abc import Collection, Iterator
from datetime import date
from heapq import merge
from itertools import chain, islice
from typing import Final, NamedTuple

from crosspolicy.queries.paging import pages
from crosspolicy.queries.reader import Reader, Values

COLUMNS: Final = (
    "COALESCE(r.code, ''), COALESCE(r.title, ''), o.clause, o.kind, o.subject, o.owed_by, o.due_date, o.period_days"
)
FROM: Final = "FROM obligation o LEFT JOIN request r ON r.id = o.request_id"
PLACE: Final = "o.due_date, o.chain, o.number"
PLACES: Final = 3
"""How many columns tell a row's place in the book."""


class Only(NamedTuple):
    """Which open obligations to read; what is None is not asked for.

    ``first`` and ``last`` bound their due dates; ``opened`` is the day by which they were owed; ``period_days`` lie
    between the dates of recurring ones.
    """

    owed_by: Collection[str] | None = None
    clause: str | None = None
    first: date | None = None
    last: date | None = None
    opened: date | None = None
    period_days: int | None = None

    def each(self) -> list[tuple[str, dict[str, object]]]:
        """Return the conditions but ``first``, each led by AND, with their parameters: once for each name that owes.

        A look under one name reads an index in its order; one under several names at once would have to sort.
        """
        stated: dict[str, tuple[str, object]] = {
            "last": ("o.due_date <= :last", self.last and self.last.isoformat()),
            "opened": ("o.opened_on <= :opened", self.opened and self.opened.isoformat()),
            "clause": ("o.clause = :clause", self.clause),
            "period": ("o.period_days <> 0 AND o.period_days = :period", self.period_days),
        }
        asked = {name: one for name, one in stated.items() if one[1] is not None}
        conditions = "".join(f" AND {condition}" for condition, _value in asked.values())
        parameters = {name: value for name, (_condition, value) in asked.items()}
        if self.owed_by is None:
            return [(conditions, parameters)]
        return [(f" AND o.owed_by = :owner{conditions}", parameters | {"owner": name}) for name in sorted(self.owed_by)]


def open_rows(reader: Reader, columns: str, only: Only, limit: int | None = None) -> Iterator[Values]:
    """Yield open rows, those due first before the others; at most so many."""
    return (row[PLACES:] for row in placed_rows(reader, columns, only, limit))


def placed_rows(reader: Reader, columns: str, only: Only, limit: int | None = None) -> Iterator[Values]:
    """Yield open rows, those due first before the others, each led by its place in the book; at most so many."""
    streams = [_stream(reader, columns, only, *each, limit) for each in only.each()]
    return streams[0] if len(streams) == 1 else islice(merge(*streams), limit)


def _stream(
    reader: Reader, columns: str, only: Only, conditions: str, parameters: dict[str, object], limit: int | None
) -> Iterator[Values]:
    """Yield rows; the first page begins at the first day, as a bound beside the place would be read past."""
    sql = f"""SELECT {PLACE}, {columns} {FROM}
              WHERE o.closed_on IS NULL AND ({PLACE}) > (:due, :chain, :number){conditions}
              ORDER BY {PLACE} LIMIT :page"""
    begin: dict[str, object] = {"due": only.first.isoformat() if only.first else "", "chain": -1, "number": 0}
    return chain.from_iterable(pages(reader, sql, begin, parameters, limit))
