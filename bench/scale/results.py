"""What was measured at scale, as lines of tables."""

from collections.abc import Mapping, Sequence
from typing import Final

from bench.row import Row
from bench.scale.during import Beside, Looks
from bench.scale.imports import Import
from bench.scale.looks import LOOKS, Look, row_name
from bench.scale.site import Site
from bench.tables import Line, bound_told, holds, told, verdict
from bench.timing import Pairs, Run, processor, ratios, spread

OF_RAW: Final = 0.25
GOAL: Final = 0.5
MEGABYTES: Final = 100
THE_SAME: Final = 1.1
WAIT: Final = 100

IMPORTED: Final = (
    "import",
    "records a second",
    "seconds",
    "rows",
    "`executemany`, seconds",
    "of its speed",
    "in CPU time",
    "at least",
    "goal",
    "holds",
    "× `sqlite-utils insert`",
)
HELD: Final = ("peak memory of the import", "MB", "bound", "× the first", "bound", "holds")
BESIDE: Final = (
    "looks of a reader, ms",
    "looks",
    "middle",
    "99th percentile",
    "longest",
    "bound",
    "saw half of it",
    "holds",
)
EXPORTED: Final = ("export", "rows", "ms", "× the bare reading", "in CPU time", "bound", "holds", "peak MB")


def imported(imports: Sequence[Import], bounded: int) -> list[Line]:
    """Return a line for each import, beside the bare writing of the same rows.

    The bound holds from so many requests on: in smaller ones the start of the program weighs too much.
    """
    return [IMPORTED, *(_imported(each, is_bounded=each.requests >= bounded) for each in imports)]


def _imported(each: Import, *, is_bounded: bool) -> Line:
    speed = ratios(each.raw, each.own)
    return (
        _name(each),
        _rate(each.own, each.records),
        _told_seconds(each.own),
        f"{each.rows:,}",
        _told_seconds(each.raw),
        told(speed, 2),
        f"{ratios(each.raw, each.own, processor).median:.2f}",
        bound_told(OF_RAW if is_bounded else None),
        bound_told(GOAL if is_bounded else None),
        holds(speed.median >= OF_RAW) if is_bounded else "",
        told(ratios(each.own, each.peer), 2) if each.peer else "",
    )


def held(imports: Sequence[Import]) -> list[Line]:
    """Return a line for each import's peak memory, beside the first of its format."""
    first: dict[str, float] = {}
    for each in imports:
        first.setdefault(each.form, each.megabytes)
    return [HELD, *(_held(each, each.megabytes / first[each.form]) for each in imports)]


def _held(each: Import, ratio: float) -> Line:
    is_within = each.megabytes <= MEGABYTES and ratio <= THE_SAME
    bounds = bound_told(MEGABYTES), bound_told(THE_SAME)
    return _name(each), f"{each.megabytes:.0f}", bounds[0], f"{ratio:.2f}", bounds[1], holds(is_within)


def looked(
    found: Mapping[str, Pairs], sizes: Sequence[int], looks: Sequence[Look] = LOOKS, *, store: str = "SQLite"
) -> list[Line]:
    """Return a line for each look: as a multiple of bare Python at each size, and of itself on the smallest."""
    smallest, *larger = sizes
    heading = (
        f"look at {store}",
        f"ms at {smallest:,}",
        *(f"× bare Python at {size:,}" for size in sizes),
        *(f"{size:,} : {smallest:,}" for size in larger),
        *(f"in CPU time, {size:,}" for size in larger[-1:]),
        "bound",
        "holds",
        "peak MB",
    )
    return [heading, *(_looked(look, [found[row_name(look, size)] for size in sizes]) for look in looks)]


def _looked(look: Look, found: Sequence[Pairs]) -> Line:
    first, *others = found
    grown = [ratios(pairs.own, first.own) for pairs in others]
    return (
        look.name,
        told(spread([run.milliseconds for run in first.own]), 1),
        *(told(ratios(pairs.own, pairs.bare), 2) for pairs in found),
        *(told(each, 2) for each in grown),
        *(f"{ratios(pairs.own, first.own, processor).median:.2f}" for pairs in others[-1:]),
        bound_told(look.bound),
        verdict(*((each, look.bound) for each in grown[-1:])),
        f"{max(run.megabytes for pairs in found for run in pairs.own):.0f}",
    )


def exported(rows: Sequence[Row[Site]], found: Mapping[str, Pairs], counts: Mapping[str, int]) -> list[Line]:
    """Return a line for each export beside the bare reading; ``counts`` tells how many rows a row's peer reads."""
    return [EXPORTED, *(_exported(row, found, counts[row.peer or row.name]) for row in rows)]


def _exported(row: Row[Site], found: Mapping[str, Pairs], count: int) -> Line:
    own = found[row.name].own
    beside = found[row.peer or row.name].own
    cost = ratios(own, beside)
    return (
        row.name,
        f"{count:,}",
        told(spread([run.milliseconds for run in own]), 0),
        told(cost, 2) if row.peer else "",
        f"{ratios(own, beside, processor).median:.2f}" if row.peer else "",
        bound_told(row.peer_bound),
        verdict((cost, row.peer_bound)),
        f"{max(run.megabytes for run in own):.0f}",
    )


def waited(found: Sequence[Beside]) -> list[Line]:
    """Return two lines for each reader: alone, and beside an import."""
    lines: list[Line] = [BESIDE]
    for each in found:
        is_kept = each.during.at(99) <= WAIT and not each.saw_half
        name = f"{each.store}, during an import of {each.requests:,} requests"
        lines.append((f"{each.store}, alone", *_waits(each.alone), "", "", ""))
        lines.append((name, *_waits(each.during), bound_told(WAIT), "yes" if each.saw_half else "no", holds(is_kept)))
    return lines


def _waits(looks: Looks) -> Line:
    milliseconds = looks.at(50), looks.at(99), max(looks.milliseconds)
    return (f"{len(looks.milliseconds):,}", *(f"{value:.1f}" for value in milliseconds))


def _name(each: Import) -> str:
    return f"{each.form}, {each.requests:,} requests, {each.records:,} records"


def _rate(runs: Sequence[Run], records: int) -> str:
    rates = spread([records / run.milliseconds * 1000 for run in runs])
    return told(rates, 0)


def _told_seconds(runs: Sequence[Run]) -> str:
    return told(spread([run.milliseconds / 1000 for run in runs]), 2)
