"""What is measured: each row a command as people run it, what it may cost, and what it stands beside."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from bench.site import Site

Command = Callable[[Site, int], list[str]]
"""Builds a command for the n-th run; an act cannot be done twice to the same thing."""


class Row(NamedTuple):
    """One line of the table.

    ``bound`` is what it may cost as a multiple of bare Python; ``peer`` names the row beside which it stands, and
    ``peer_bound`` what it may cost as a multiple of that one.
    """

    name: str
    command: Command
    bound: float | None = None
    peer: str = ""
    peer_bound: float | None = None
    on_terminal: bool = False
    environment: Mapping[str, str] = {}


BARE: Final = Row("python -c pass", lambda site, run: [sys.executable, "-c", "pass"])
"""What every row is a multiple of."""


def _own(*arguments: str) -> Command:
    return lambda site, run: [*site.program, *arguments]


def _completing(*words: str) -> Mapping[str, str]:
    """The environment in which bash asks for completion of the last of the words."""
    return {
        "_CROSSPOLICY_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("crosspolicy", *words)),
        "COMP_CWORD": str(len(words)),
    }


def _report(site: Site, run: int) -> list[str]:
    """A department's report on a request that is executing: another request each time."""
    code, login = site.reports[run]
    return [*site.program, "--as", login, "report", code, "--from", str(site.report_file)]


def _new_request(site: Site, run: int) -> list[str]:
    return [*site.program, "--as", "sales1", "request", "new", "--from", str(site.request_file)]


def _peer_rows(site: Site, run: int) -> list[str]:
    return [*site.peer, "rows", str(site.book), "obligation", "--limit", str(site.owed), "--tsv"]


def _peer_insert(site: Site, run: int) -> list[str]:
    return [*site.peer, "insert", str(site.folder / "peer.db"), "report", str(site.report_file)]


ONE: Final = "CB-2026-0007"

ROWS: Final = (
    Row("--version", _own("--version"), 1.3),
    Row("status", _own("status"), 7, "sqlite-utils rows", 0.5),
    Row("status REQ", _own("status", ONE)),
    Row("request show", _own("request", "show", ONE), 8),
    Row("request list", _own("request", "list"), 8),
    Row("status, on a terminal", _own("status"), 12, on_terminal=True),
    Row("--help, on a terminal", _own("--help"), 14, on_terminal=True),
    Row("completion of a code", _own(), environment=_completing("status", "CB-2026-00")),
    Row("report --from", _report, 40, "sqlite-utils insert"),
    Row("request new --from", _new_request, 40, "sqlite-utils insert"),
    Row("sqlite-utils rows", _peer_rows),
    Row("sqlite-utils insert", _peer_insert),
)


def chosen(wanted: list[str]) -> list[Row]:
    """Return the rows whose name holds one of the words, with the peers beside which they stand; all where none is named."""
    named = [row for row in ROWS if not wanted or any(word in row.name for word in wanted)]
    peers = {row.peer for row in named}
    return [row for row in ROWS if row in named or row.name in peers]
