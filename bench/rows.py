"""What ``make bench`` measures: each row a command as people run it, what it may cost, and what it stands beside."""

from collections.abc import Sequence
from typing import Final

from bench.place import Place
from bench.row import Command, Row, completing

ONE: Final = "CB-2026-0007"
"""A request that is being carried out."""


def _own(*arguments: str) -> Command[Place]:
    return lambda place, run: [*place.program, *arguments]


def _without_risks(row: Row[Place], *arguments: str) -> Row[Place]:
    """The same on the book in which no risk is open."""
    return row._replace(
        name=f"{row.name}, no risk open",
        command=lambda place, run: [*place.program, "--db", str(place.quiet), *arguments],
        bound=None,
        peer="",
        peer_bound=None,
    )


def _report(place: Place, run: int) -> list[str]:
    code, login = place.reports[run]
    return [*place.program, "--as", login, "report", code, "--from", str(place.report_file)]


def _new_request(place: Place, run: int) -> list[str]:
    return [*place.program, "--as", "sales1", "request", "new", "--from", str(place.request_file)]


def _peer_rows(*options: str) -> Command[Place]:
    return lambda place, run: [
        *(*place.peer, "rows", str(place.book), "obligation", "--limit", str(place.owed)),
        *options,
    ]


def _peer_insert(place: Place, run: int) -> list[str]:
    return [*place.peer, "insert", str(place.folder / "peer.db"), "report", str(place.report_file)]


_LOOKS: Final[tuple[tuple[Row[Place], tuple[str, ...]], ...]] = (
    (Row("status", _own("status"), 7, "sqlite-utils rows", 0.5), ("status",)),
    (Row("status, on a terminal", _own("status"), 12, on_terminal=True), ("status",)),
    (Row("status --check", _own("status", "--check"), code=8), ("status", "--check")),
    (Row("request show", _own("request", "show", ONE), 8), ("request", "show", ONE)),
)
TWINS: Final = tuple((row, _without_risks(row, *arguments)) for row, arguments in _LOOKS)
"""Looks at the book with ten risks a request, each beside the same look at the book without an open risk."""

ROWS: Final[tuple[Row[Place], ...]] = (
    Row("--version", _own("--version"), 1.3),
    *(row for twins in TWINS for row in twins),
    Row("status REQ", _own("status", ONE)),
    Row("request list", _own("request", "list"), 8),
    Row("--help, on a terminal", _own("--help"), 14, on_terminal=True),
    Row("completion of a code", _own(), environment=completing("status", "CB-2026-00")),
    Row("report --from", _report, 40, "sqlite-utils insert"),
    Row("request new --from", _new_request, 40, "sqlite-utils insert"),
    Row("sqlite-utils rows", _peer_rows()),
    Row("sqlite-utils rows --tsv", _peer_rows("--tsv")),
    Row("sqlite-utils insert", _peer_insert),
)


def chosen(names: Sequence[str]) -> list[Row[Place]]:
    """Return the rows whose name holds one of these, with those beside which they stand; all where none is given."""
    named = [row for row in ROWS if not names or any(name in row.name for name in names)]
    beside = {row.peer for row in named}
    return [row for row in ROWS if row in named or row.name in beside]
