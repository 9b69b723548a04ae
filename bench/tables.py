"""What was measured, as a table."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from bench.rows import BARE, TWINS, Row
from bench.timing import Pairs, Spread, processor, ratios, spread

HEADINGS: Final = (
    "what", "ms", "× bare Python", "bound", "in CPU time", "× its peer", "bound", "holds", "peak MB"
)  # fmt: skip
COMPARED: Final = (
    "with ten risks a request : without",
    "ms with",
    "ms without",
    "ratio",
    "in CPU time",
    "lines",
    "lines",
)
Line = tuple[str, ...]


def lines(rows: Sequence[Row], found: Mapping[str, Pairs]) -> list[Line]:
    """Return a line for each row: medians, and in brackets the least and the greatest."""
    bare = [run for pairs in found.values() for run in pairs.bare]
    return [HEADINGS, _line(BARE, Pairs(bare, bare), None), *(_line(r, found[r.name], found.get(r.peer)) for r in rows)]


def _line(row: Row, pairs: Pairs, peer: Pairs | None) -> Line:
    cost = ratios(pairs.own, pairs.bare)
    beside = ratios(pairs.own, peer.own) if peer else None
    return (
        row.name,
        _told(spread([run.milliseconds for run in pairs.own]), 1),
        _told(cost, 2),
        _bound(row.bound),
        f"{ratios(pairs.own, pairs.bare, processor).median:.2f}",
        _told(beside, 2) if beside else "",
        _bound(row.peer_bound),
        _verdict((cost, row.bound), (beside, row.peer_bound)),
        f"{max(run.megabytes for run in pairs.own):.0f}",
    )


def compared(found: Mapping[str, Pairs]) -> list[Line]:
    """Return a line for each look at the book: what ten risks a request make of its cost, round by round."""
    measured = [(a.name, found[a.name].own, found[b.name].own) for a, b in TWINS if {a.name, b.name} <= found.keys()]
    return [
        COMPARED,
        *(
            (
                name,
                _told(spread([run.milliseconds for run in risky]), 1),
                _told(spread([run.milliseconds for run in quiet]), 1),
                _told(ratios(risky, quiet), 2),
                _told(ratios(risky, quiet, processor), 2),
                str(risky[0].output.count(b"\n")),
                str(quiet[0].output.count(b"\n")),
            )
            for name, risky, quiet in measured
        ),
    ]


def _told(values: Spread, places: int) -> str:
    return f"{values.median:.{places}f} ({values.least:.{places}f}–{values.greatest:.{places}f})"


def _bound(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


def _verdict(*pairs: tuple[Spread | None, float | None]) -> str:
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
