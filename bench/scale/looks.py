"""Looks at books of several sizes, and one act on each: every one beside the same on the smallest."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from bench.course import code
from bench.row import Row, completing
from bench.scale.course import TURNS
from bench.scale.site import Site

_HEAD: Final = ("/bin/sh", "-c", '"$@" | head -n 20', "sh")
"""Runs a command and shows the first of what it says, as people do with what is long."""

_REQUEST: Final = "REQ"
"""Stands for a request of the book."""

_FORM: Final = "FORM"
"""Stands for the file that holds a request form."""


class Look(NamedTuple):
    """One command, on a book of any size; ``bound`` is what it may cost as a multiple of itself on the smallest."""

    name: str
    arguments: tuple[str, ...] = ()
    bound: float | None = None
    before: tuple[str, ...] = ()
    on_terminal: bool = False
    environment: Mapping[str, str] = {}
    code: int = 0
    is_peers: bool = False


STATUS: Final = (
    Look("status, on a terminal", ("status",), 1.2, on_terminal=True),
    Look("status, piped into head", ("status",), before=_HEAD),
)

LOOKS: Final = (
    *STATUS,
    Look("status --check", ("status", "--check"), code=8),
    Look("status REQ", ("status", _REQUEST)),
    Look("request show REQ", ("request", "show", _REQUEST), 1.2),
    Look("request list --limit 50", ("request", "list", "--limit", "50")),
    Look("log --limit 50", ("log", "--limit", "50")),
    Look("completion of a code", bound=1.2, environment=completing("status", "CB-2026-1")),
    Look("request new --from FORM", ("--as", "sales1", "request", "new", "--from", _FORM)),
    Look("sqlite-utils rows --limit 50", ("rows", "BOOK", "obligation", "--limit", "50"), is_peers=True),
)


def rows(books: Mapping[int, Path | str], looks: tuple[Look, ...] = LOOKS) -> Iterator[Row[Site]]:
    """Yield a row for each look at each book: a path or a URL, by how many requests it holds."""
    for look in looks:
        for requests, book in books.items():
            yield _row(look, requests, str(book))


def row_name(look: Look, requests: int) -> str:
    """Return what the row of a look at a book of so many requests is called."""
    return f"{look.name} @{requests}"


def _row(look: Look, requests: int, book: str) -> Row[Site]:
    shown = code(requests // 2 // TURNS * TURNS + TURNS - 1)  # of those that have come furthest

    def command(site: Site, run: int) -> list[str]:
        meant = {_REQUEST: shown, _FORM: str(site.request_file), "BOOK": book}
        words = [meant.get(word, word) for word in look.arguments]
        return [*look.before, *(site.peer if look.is_peers else site.program), *words]

    return Row(
        row_name(look, requests),
        command,
        on_terminal=look.on_terminal,
        environment={**look.environment, "CROSSPOLICY_DB": book},
        code=look.code,
    )
