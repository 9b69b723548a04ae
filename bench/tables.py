"""Tables of what was measured: for a terminal, as Markdown, and put into a page."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.timing import Spread

Line = tuple[str, ...]


def told(values: Spread, places: int) -> str:
    """Return the median, and in brackets the least and the greatest."""
    return f"{values.median:.{places}f} ({values.least:.{places}f}–{values.greatest:.{places}f})"


def bound_told(bound: float | None) -> str:
    """Return a bound as it stands in a table, empty where there is none."""
    return "" if bound is None else f"{bound:g}"


def verdict(*pairs: tuple[Spread | None, float | None]) -> str:
    """Return whether all medians keep within their bounds; empty where there is no bound."""
    held = [cost.median <= bound for cost, bound in pairs if cost is not None and bound is not None]
    return "" if not held else "yes" if all(held) else "NO"


def plain(table: Sequence[Line]) -> str:
    """Return the table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join("  ".join(_padded(line, widths)).rstrip() for line in table)


def _padded(line: Line, widths: Sequence[int]) -> list[str]:
    first, *others = zip(line, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]


def markdown(table: Sequence[Line]) -> str:
    """Return the table as Markdown."""
    rule = ("---", *["---:"] * (len(table[0]) - 1))
    first = [f"`{line[0]}`" for line in table[1:]]
    body = [(name, *line[1:]) for name, line in zip(first, table[1:], strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (table[0], rule, *body)) + "\n"


def machine() -> str:
    """Tell when and where this was measured, and how busy the machine was."""
    day = datetime.now(UTC).date().isoformat()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    about = [day, f"{platform.system()} {platform.machine()}", f"{os.cpu_count()} processors", python]
    return ", ".join([*about, f"load {os.getloadavg()[0]:.1f}"])
