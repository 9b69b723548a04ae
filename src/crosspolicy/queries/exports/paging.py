"""The reading of an export: page after page in the order of a key, each page's lists by one query a table."""

from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from typing import Any, Final, NamedTuple

from crosspolicy.queries.book import Header
from crosspolicy.queries.exports.columns import Column, selected
from crosspolicy.queries.exports.source import ListOf, Source, Wanted, compared, conditions, where
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.vocabulary.money import places

PAGE: Final = 2_000
"""How many rows are in hand at once, with all that lies under them."""


class Entries(NamedTuple):
    """The entries of a list under the rows of a page, in their order; behind its cells each has its owner's key."""

    owners: list[Any]
    rows: list[Values]

    def counts(self, keys: list[Any]) -> list[int]:
        """Return how many entries each row of the page has, by its key; those of the first come first."""
        found = Counter(self.owners)
        return [found.get(key, 0) for key in keys]


class Page(NamedTuple):
    """Rows with their keys, and the entries of every list of their source; behind its cells each row has its key."""

    keys: list[Any]
    rows: list[Values]
    lists: tuple[Entries, ...]


class Stream(NamedTuple):
    """The rows of a source to come, page by page; ``widths`` tells how many entries its lists have at the most."""

    source: Source
    pages: Iterator[Page]
    widths: tuple[int, ...] = ()


def stream(reader: Reader, book: Header, source: Source, wanted: Wanted, *, measured: bool = False) -> Stream:
    """Return the stream of a source; ``measured`` finds the widths of its lists, which takes a look at each table."""
    reading = _Reading(reader, book, source, wanted)
    widths = tuple(reading.width(each) for each in source.lists) if measured else ()
    return Stream(source, reading.pages(), widths)


class _Reading:
    """One source read under the same conditions throughout."""

    def __init__(self, reader: Reader, book: Header, source: Source, wanted: Wanted) -> None:
        self._reader = reader
        self._source = source
        self._places = places(book.currency)
        self._conditions, self._given = conditions(source, wanted, book)

    def pages(self) -> Iterator[Page]:
        """Yield the rows in pages."""
        source, last = self._source, len(self._source.columns)
        keys = source.key
        named = ", ".join((self._names(source.columns), *keys))
        head = f"SELECT {named} FROM {source.tables}"
        tail = f" ORDER BY {', '.join(keys)} LIMIT {PAGE}"
        first = head + where(*self._conditions) + tail
        following = head + where(compared(keys, ">", "after"), *self._conditions) + tail
        rows = self._reader.rows(first, **self._given)
        while rows:
            yield self._page(rows)
            if len(rows) < PAGE:
                return
            rows = self._reader.rows(following, **self._given, **_numbered("after", rows[-1][last:]))

    def _page(self, rows: list[Values]) -> Page:
        last = len(self._source.columns)
        low, high = rows[0][last:], rows[-1][last:]
        lists = tuple(self._entries(each, low, high) for each in self._source.lists)
        return Page(_keys(rows, last), rows, lists)

    def _entries(self, list_: ListOf, low: Values, high: Values) -> Entries:
        owner = tuple(f"c.{name}" for name in list_.owner)
        sql = f"""SELECT {self._names(list_.columns)}, {", ".join(owner)} FROM {self._under(list_)}
                  {where(compared(owner, ">=", "low"), compared(owner, "<=", "high"), list_.where, *self._conditions)}
                  ORDER BY {", ".join(owner)}, {list_.order}"""
        rows = self._reader.rows(sql, **self._given, **_numbered("low", low), **_numbered("high", high))
        return Entries(_keys(rows, len(list_.columns)), rows)

    def width(self, list_: ListOf) -> int:
        """Return how many entries a list has at the most."""
        owner = ", ".join(f"c.{name}" for name in list_.owner)
        sql = f"""SELECT MAX(entries) FROM (SELECT COUNT(*) AS entries FROM {self._under(list_)}
                  {where(list_.where, *self._conditions)} GROUP BY {owner}) AS counted"""
        return int(self._reader.rows(sql, **self._given)[0][0] or 0)

    def _under(self, list_: ListOf) -> str:
        """Return the tables of a list: its own, and those of the rows above it where not all of them are wanted."""
        if not self._conditions:
            return f"{list_.table} c"
        owned = zip(list_.owner, self._source.key, strict=True)
        joined = " AND ".join(f"c.{name} = {key}" for name, key in owned)
        return f"{self._source.tables} JOIN {list_.table} c ON {joined}"

    def _names(self, columns: tuple[Column, ...]) -> str:
        return ", ".join(selected(column, self._places) for column in columns)


def _keys(rows: list[Values], at: int) -> list[Any]:
    """Return the keys that rows have from a place on: each as it is, or a tuple where it has several parts."""
    if rows and len(rows[0]) > at + 1:
        return [row[at:] for row in rows]
    return list(map(itemgetter(at), rows))


def _numbered(name: str, values: Values) -> dict[str, object]:
    return {f"{name}{n}": value for n, value in enumerate(values)}
