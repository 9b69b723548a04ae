"""Tables of what was measured: for a terminal, as Markdown, and put into a page."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

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
    return holds(all(held)) if held else ""


def holds(is_so: bool) -> str:
    """Return whether a bound holds, as a table says it: what does not must be seen."""
    return "yes" if is_so else "NO"


def plain(table: Sequence[Line]) -> str:
    """Return the table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join("  ".join(_padded(line, widths)).rstrip() for line in table)


def _padded(line: Line, widths: Sequence[int]) -> list[str]:
    first, *others = zip(line, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]


def markdown(table: Sequence[Line], *, is_code: bool = True) -> str:
    """Return the table as Markdown; ``is_code`` tells that its lines are called as commands are."""
    rule = ("---", *["---:"] * (len(table[0]) - 1))
    first = [f"`{line[0]}`" if is_code else line[0] for line in table[1:]]
    body = [(name, *line[1:]) for name, line in zip(first, table[1:], strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (table[0], rule, *body)) + "\n"


def machine() -> str:
    """Tell when and where this was measured, and how busy the machine was."""
    day = datetime.now(UTC).date().isoformat()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    about = [day, f"{platform.system()} {platform.machine()}", f"{os.cpu_count()} processors", python]
    return ", ".join([*about, f"load {os.getloadavg()[0]:.1f}"])


def put(page: Path, name: str, text: str) -> None:
    """Put a text into a Markdown page, between the comments ``<!-- NAME: begin -->`` and ``<!-- NAME: end -->``.

    Raises ValueError where the page has no such place.
    """
    before, begin, rest = page.read_text("utf-8").partition(f"<!-- {name}: begin -->\n")
    _, end, after = rest.partition(f"<!-- {name}: end -->")
    if not end:
        raise ValueError(f"{page} has no place marked {name}")
    page.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", "utf-8")
