"""Rows as JSON Lines: an object a line, with the keys that the lists of the command line have."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat
from typing import Any

from crosspolicy.queries.exports.paging import Entries, Page, Stream
from crosspolicy.queries.exports.source import ListOf, Source
from crosspolicy.views.export.objects import Objects, values
from crosspolicy.vocabulary.hidden import json_visible

Write = Callable[[str], object]


def write_json_lines(streams: Sequence[Stream], write: Write) -> dict[str, int]:
    """Write rows as objects, and return how many there are of each sort."""
    return {each.source.name: _write(each, write) for each in streams}


def write_records(pages: Iterable[list[str]], write: Write) -> int:
    """Write objects that are JSON texts already, and return how many."""
    count = 0
    for page in pages:
        write(json_visible("\n".join([*page, ""])))
        count += len(page)
    return count


def _write(stream: Stream, write: Write) -> int:
    lines, count = _Lines(stream.source), 0
    for page in stream.pages:
        write(json_visible(lines.of(page)))
        count += len(page.rows)
    return count


class _Lines:
    """The rows of one source as objects, their lists inside."""

    def __init__(self, source: Source) -> None:
        self._rows = Objects(source.columns, is_open=bool(source.lists))
        self._lists = [_List(each) for each in source.lists]

    def of(self, page: Page) -> str:
        """Return the lines of a page."""
        if not self._lists:
            return self._rows.text(page.rows)
        rows = self._rows.text(page.rows).split("\n")[:-1]
        lists = [each.members(page.keys, entries) for each, entries in zip(self._lists, page.lists, strict=True)]
        return "".join(chain.from_iterable(zip(rows, *lists, repeat("}\n"), strict=False)))


class _List:
    """One list of a source, as a member of each object."""

    def __init__(self, list_: ListOf) -> None:
        self._opening = f',"{list_.field}":['
        self._is_plain = list_.is_plain
        self._entries = Objects(list_.columns)

    def members(self, keys: list[Any], entries: Entries) -> list[str]:
        """Return the list of each row of a page."""
        if self._is_plain:
            texts = values([row[0] for row in entries.rows])
        else:
            texts = self._entries.text(entries.rows).split("\n")[:-1]
        found, end = [], 0
        for count in entries.counts(keys):
            begin, end = end, end + count
            found.append(f"{self._opening}{','.join(texts[begin:end])}]")
        return found
