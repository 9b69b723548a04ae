"""JSON objects of rows: a whole page at a time, by one call of each function in C."""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from crosspolicy.queries.exports.columns import Column, Sort
from crosspolicy.queries.exports.journal import BREACHES, PAYLOAD, is_done, members
from crosspolicy.queries.reader import Values
from crosspolicy.views.export.cells import flat

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=("\n", ":")).encode
"""Encodes a list of plain values with a line end between them, which inside a value is always escaped."""

_READY: Final = (Sort.FLAG, Sort.LIST, Sort.JSON, Sort.WHOLE)
"""What is JSON already, as the book keeps it."""


_OWN: Final = (Sort.KEY, Sort.WHEN, Sort.DECIMAL)
"""What needs no encoding, unless somebody else's book has more there than a code, a day, an amount."""


def _is_bare(texts: list[str | None]) -> bool:
    """Tell whether texts stand between the quotes of JSON as they are."""
    whole = "".join(filter(None, texts))
    return whole.isprintable() and '"' not in whole and "\\" not in whole


def values(plain: list[Any]) -> list[str]:
    """Return the JSON text of each value."""
    return _encode(plain)[1:-1].split("\n") if plain else []


class Objects:
    """How rows of some columns become the texts of objects.

    ``is_open`` leaves them unclosed, for more members to come.
    """

    def __init__(self, columns: Sequence[Column], *, is_open: bool = False) -> None:
        self._columns = columns
        self._end = "\n" if is_open else "}\n"
        self._nothing = _nothing(columns)
        self._templates: dict[frozenset[int], str] = {}

    def text(self, rows: list[Values]) -> str:
        """Return the objects of rows, a line each."""
        cells = flat(rows, len(self._columns))
        completed = frozenset(n for n, column in enumerate(self._columns) if self._made(cells, n, column))
        if completed not in self._templates:
            self._templates[completed] = f"{{{_members(self._columns, completed)}{self._end}"
        text = self._templates[completed] * len(rows) % tuple(cells)
        for nothing, absent in self._nothing.items():
            text = text.replace(nothing, absent)
        return text

    def _made(self, cells: list[Any], n: int, column: Column) -> bool:
        """Make JSON texts of the cells of a column, or leave to the template what is the same for all of them.

        Somebody's words have to be encoded, and cells that are not there; the template quotes other texts, and adds
        that acts which were done breached nothing. Returns whether it has to.
        """
        here = slice(n, None, len(self._columns))
        found = cells[here]
        if column.sort is Sort.TEXT:
            cells[here] = values(found)
        elif column.name == PAYLOAD:
            are_done = all(map(is_done, found))
            cells[here] = [cell[1:-1] for cell in found] if are_done else [members(cell) for cell in found]
            return are_done
        elif column.sort in _OWN and not _is_bare(found):
            cells[here] = values(found)
        elif None not in found:
            return column.sort not in _READY
        elif column.sort in _READY:
            cells[here] = ["null" if cell is None else cell for cell in found]
        else:
            cells[here] = ["null" if cell is None else f'"{cell}"' for cell in found]
        return False


def _members(columns: Sequence[Column], completed: frozenset[int]) -> str:
    """Return the template of an object's members; those with a dot in the name stand in an object inside."""
    found = []
    for outer, within in groupby(enumerate(columns), key=lambda numbered: _outer(numbered[1])):
        members_ = ",".join(_member(column, n in completed) for n, column in within)
        found.append(f'"{outer}":{{{members_}}}' if outer else members_)
    return ",".join(found)


def _member(column: Column, is_completed: bool) -> str:
    if column.name == PAYLOAD:
        return f"%s{BREACHES}" if is_completed else "%s"
    value = '"%s"' if is_completed else "%s"
    return f'"{column.name.rpartition(".")[2]}":{value}'


def _outer(column: Column) -> str:
    """Return the name of the object inside of which a column stands, empty where it stands in none."""
    return column.name.rpartition(".")[0]


def _nothing(columns: Sequence[Column]) -> dict[str, str]:
    """Return the text of each object inside in which nothing is stated, and that of its absence."""
    inside = {outer: [c for c in columns if _outer(c) == outer] for outer in map(_outer, columns) if outer}
    empty = {outer: ",".join(_member(c, False) % "null" for c in within) for outer, within in inside.items()}
    return {f'"{outer}":{{{members_}}}': f'"{outer}":null' for outer, members_ in empty.items()}
