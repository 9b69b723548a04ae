"""What ``make bench`` found, as lines of tables."""

from collections.abc import Mapping, Sequence
from typing import Final

from bench.place import Place
from bench.row import BARE, Row
from bench.rows import TWINS
from bench.tables import Line, bound_told, told, verdict
from bench.timing import Pairs, processor, ratios, spread

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


def lines(rows: Sequence[Row[Place]], found: Mapping[str, Pairs]) -> list[Line]:
    """Return a line for each row: medians, and in brackets the least and the greatest."""
    bare = [run for pairs in found.values() for run in pairs.bare]
    return [HEADINGS, _line(BARE, Pairs(bare, bare), None), *(_line(r, found[r.name], found.get(r.peer)) for r in rows)]


def _line(row: Row[Place], pairs: Pairs, peer: Pairs | None) -> Line:
    cost = ratios(pairs.own, pairs.bare)
    beside = ratios(pairs.own, peer.own) if peer else None
    return (
        row.name,
        told(spread([run.milliseconds for run in pairs.own]), 1),
        told(cost, 2),
        bound_told(row.bound),
        f"{ratios(pairs.own, pairs.bare, processor).median:.2f}",
        told(beside, 2) if beside else "",
        bound_told(row.peer_bound),
        verdict((cost, row.bound), (beside, row.peer_bound)),
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
                told(spread([run.milliseconds for run in risky]), 1),
                told(spread([run.milliseconds for run in quiet]), 1),
                told(ratios(risky, quiet), 2),
                told(ratios(risky, quiet, processor), 2),
                str(risky[0].output.count(b"\n")),
                str(quiet[0].output.count(b"\n")),
            )
            for name, risky, quiet in measured
        ),
    ]
