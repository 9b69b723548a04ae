"""The cells of a CSV: lists joined, foreign text quoted, and made literal where a page holds any that is not."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from crosspolicy.queries.exports.columns import Column, Sort
from crosspolicy.queries.reader import Values
from crosspolicy.views.safe import neutral
from crosspolicy.vocabulary.hidden import first_hidden, json_visible, visible

SEPARATOR: Final = ";"
"""Stands between the values of a list in one cell."""

END: Final = "\0"
"""Stands between texts that are looked at together, and behind the line of a row: no text of a book has it."""

_BEGINS_FORMULA: Final = re.compile("\0[=+\\-@\t\r]")
_FOREIGN: Final = (Sort.TEXT, Sort.LIST)
_OWN: Final = (Sort.KEY, Sort.WHEN, Sort.DECIMAL)
"""What needs no quotes, unless somebody else's book has more there than a code, a day, an amount."""


@lru_cache(maxsize=4096)
def joined(values: str) -> str:
    """Return a list, given as its JSON text, as one cell."""
    return SEPARATOR.join(map(str, json.loads(values)))


class Lines:
    """Makes lines of rows, a whole page by one call of each function in C: ``csv`` looks at every character by itself.

    What people wrote is quoted, what is the program's own is not. ``end`` stands behind each line.
    """

    def __init__(self, columns: Sequence[Column], end: str = END) -> None:
        self._columns = columns
        self._template = ",".join(["%s"] * len(columns)) + end

    def text(self, rows: list[Values]) -> str:
        """Return the lines of rows."""
        width = len(self._columns)
        cells = flat(rows, width)
        for n, column in enumerate(self._columns):
            here = slice(n, None, width)
            found = cells[here]
            if None in found:
                found = cells[here] = ["" if cell is None else cell for cell in found]
            if column.sort is Sort.LIST:
                found = [joined(cell) if cell else "" for cell in found]
            if column.sort in _FOREIGN:
                cells[here] = _literal(found)
            elif column.sort is Sort.JSON:
                cells[here] = _quoted([json_visible(cell) for cell in found] if _has_hidden("".join(found)) else found)
            elif column.sort in _OWN and not _is_bare(found):
                cells[here] = _literal(found)
        return self._template * len(rows) % tuple(cells)


def flat(rows: list[Values], width: int) -> list[Any]:
    """Return the cells of rows one after the other, the keys behind them left out."""
    cells = list(chain.from_iterable(rows))
    for keys in range(len(rows[0]) if rows else width, width, -1):
        del cells[width::keys]
    return cells


def _literal(texts: list[str]) -> list[str]:
    """Return texts, quoted, that stay what they are in a spreadsheet; one look at all of them finds that most do."""
    whole = END + END.join(texts)
    if _BEGINS_FORMULA.search(whole) or _has_hidden(whole.replace(END, "").replace("\n", "")):
        return _quoted([neutral(visible(text)) for text in texts])
    if '"' in whole:
        return _quoted(texts)
    return ['"' + text + '"' if text else text for text in texts]


def _quoted(texts: list[str]) -> list[str]:
    """Return texts in quotes; those that are empty stay so."""
    return ['"' + text.replace('"', '""') + '"' if text else text for text in texts]


def _is_bare(texts: list[str]) -> bool:
    """Tell whether texts stand in cells as they are, without quotes."""
    whole = END + END.join(texts)
    plain = whole.replace(END, "")
    is_one_cell = plain.isprintable() and '"' not in plain and "," not in plain
    return is_one_cell and not _BEGINS_FORMULA.search(whole) and not _has_hidden(plain)


def _has_hidden(text: str) -> bool:
    return first_hidden(text) is not None
