"""Rows as CSV: a header of the forms' own names, lists in numbered columns (``milestones.1.name``)."""

from collections.abc import Callable, Sequence
from itertools import chain, repeat

from crosspolicy.queries.exports.paging import Entries, Page, Stream
from crosspolicy.queries.exports.source import ListOf, Source
from crosspolicy.views.export.cells import END, SEPARATOR, Lines

Write = Callable[[str], object]


def write_csv(streams: Sequence[Stream], write: Write) -> dict[str, int]:
    """Write rows, and return how many there are of each source; those of several must have the same columns.

    The lists of all of them stand behind the columns; those of other sources stay empty.
    """
    lists = [_Numbered(each, width) for s in streams for each, width in zip(s.source.lists, s.widths, strict=True)]
    names = [column.name for column in streams[0].source.columns]
    write(",".join([*names, *chain.from_iterable(each.header for each in lists)]) + "\n")
    return {s.source.name: _write(s, lists, write) for s in streams}


def _write(stream: Stream, lists: Sequence["_Numbered"], write: Write) -> int:
    source, count = stream.source, 0
    lines = Lines(source.columns, END if lists else "\n")
    for page in stream.pages:
        text = lines.text(page.rows)
        if lists:
            cells = [each.cells(page, _entries(source, page, each.list)) for each in lists]
            text = "".join(chain.from_iterable(zip(text.split(END), *cells, repeat("\n"), strict=False)))
        write(text)
        count += len(page.rows)
    return count


def _entries(source: Source, page: Page, list_: ListOf) -> Entries:
    return page.lists[source.lists.index(list_)] if list_ in source.lists else Entries([], [])


class _Numbered:
    """A list in cells: as many numbered columns as the longest needs, or one cell where its entries are plain."""

    def __init__(self, list_: ListOf, width: int) -> None:
        self.list = list_
        names = [column.name for column in list_.columns]
        self._most = 1 if list_.is_plain else max(width, 1)
        self._between = SEPARATOR if list_.is_plain else ","
        self._tails = ["," * (len(names) * (self._most - stated)) for stated in range(self._most)]
        self._lines = Lines(list_.columns)
        numbered = [f"{list_.field}.{n}.{name}" for n in range(1, self._most + 1) for name in names]
        self.header = [list_.field] if list_.is_plain else numbered

    def cells(self, page: Page, entries: Entries) -> list[str]:
        """Return the cells of each row of a page, in its order, led by a comma."""
        lines = self._lines.text(entries.rows).split(END)
        between, tails, most = self._between, self._tails, self._most
        found, end = [], 0
        for count in entries.counts(page.keys):
            begin, end = end, end + count
            tail = tails[count] if count < most else ""
            found.append(f",{between.join(lines[begin:end])}{tail}" if count else tail)
        return found
