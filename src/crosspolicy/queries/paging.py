"""Long answers a page at a time, and counts that end: what a look costs must not hang on how much there is."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from crosspolicy.queries.reader import Reader, Values

PAGE: Final = 2_000
"""How many rows are read at once where all are wanted."""

COUNTED: Final = 10_000
"""How far a page for people counts; beyond that it tells that there are more."""


class Count(NamedTuple):
    """How many there are; where ``is_more`` is true, more than that."""

    n: int
    is_more: bool = False

    def plus(self, other: "Count") -> "Count":
        """Return how many there are together, counted no further than COUNTED."""
        return count_of(self.n + other.n, is_more=self.is_more or other.is_more)


def count_of(n: int, *, is_more: bool = False) -> Count:
    """Return a number as a count, cut off at COUNTED."""
    return Count(COUNTED, True) if is_more or n > COUNTED else Count(n)


def counted(reader: Reader, rows: str, **parameters: object) -> Count:
    """Return how many rows a SELECT yields, reading no more of them than are counted."""
    sql = f"SELECT COUNT(*) FROM ({rows} LIMIT :counted) AS counted"
    return count_of(int(reader.rows(sql, **parameters, counted=COUNTED + 1)[0][0]))


def pages(
    reader: Reader, sql: str, begin: dict[str, object], parameters: dict[str, object], limit: int | None = None
) -> Iterator[list[Values]]:
    """Yield the rows of a statement a page at a time, each page from where the last one ended; at most ``limit`` rows.

    The statement asks for what comes after the place that the names of ``begin`` tell, for ``:page`` rows of it, and
    each row begins with its own place.
    """
    place, left = begin, limit
    while left is None or left > 0:
        page = PAGE if left is None else min(left, PAGE)
        rows = reader.rows(sql, **place, **parameters, page=page)
        if rows:
            yield rows
        if len(rows) < page:
            return
        place = dict(zip(begin, rows[-1], strict=False))
        left = None if left is None else left - page
