"""A table of very many rows as aligned lines, a page at a time: Rich would take minutes, and much memory.

Nothing is folded or cut; each page is as wide as its widest cells, and no column gets narrower again further down.
"""

import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from rich.cells import cell_len

from crosspolicy.views.safe import one_line
from crosspolicy.vocabulary.bounds import ALIGNED_ROWS

_GAP: Final = "  "
_WIDEST: Final = 200
"""No column is padded further than so many cells; a longer text makes its own line longer."""


def print_aligned(title: str, headings: Sequence[str], right: Sequence[bool], rows: Iterable[Sequence[str]]) -> None:
    """Print a table on standard output; ``right`` tells the columns that are aligned to the right."""
    widths = [cell_len(heading) for heading in headings]
    rest = iter(rows)
    is_first = True
    while page := [list(map(one_line, row)) for row in islice(rest, ALIGNED_ROWS)]:
        for column, width in enumerate(widths):
            widths[column] = max(width, min(_WIDEST, max(_width(row[column]) for row in page)))
        if is_first:
            head = [*([one_line(title)] if title else []), _line(headings, widths, right)]
            sys.stdout.writelines(f"{line}\n" for line in (*head, "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))))
            is_first = False
        sys.stdout.writelines(f"{_line(row, widths, right)}\n" for row in page)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        f"{' ' * (width - _width(cell))}{cell}" if is_right else f"{cell}{' ' * (width - _width(cell))}"
        for cell, width, is_right in zip(cells, widths, right, strict=True)
    )
    return _GAP.join(padded).rstrip()


def _width(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)
