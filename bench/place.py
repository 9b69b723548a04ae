"""The place of a measurement: a home with a book where the program keeps it, one beside it, and forms to send in."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.home import Home, at_home, output

_BOOKS: Final = (sys.executable, "-m", "bench.books")


@dataclass(frozen=True, kw_only=True)
class Place(Home):
    """A home with the book, how many obligations it shows, and forms.

    ``quiet`` is a book of as many requests without an open risk. ``reports`` holds requests whose report is owed, each
    with somebody who may file it.
    """

    book: Path
    quiet: Path
    owed: int
    reports: Sequence[tuple[str, str]]
    report_file: Path
    request_file: Path


@contextmanager
def built(requests: int) -> Iterator[Place]:
    """Build a place with two books of so many requests; it is gone afterwards."""
    with at_home() as home:
        folder, environment = home.folder, home.environment
        book = Path(output([*home.program, "db", "path"], environment).strip())
        quiet = folder / "quiet.db"
        told = json.loads(output([*_BOOKS, str(book), str(requests)], environment))
        output([*_BOOKS, str(quiet), str(requests), "quiet"], environment)
        environment["CROSSPOLICY_NOW"] = told["now"]
        for form in ("report", "request"):
            folder.joinpath(f"{form}.json").write_text(json.dumps(told[form]), "utf-8")
        yield Place(
            **vars(home),
            book=book,
            quiet=quiet,
            owed=output([*home.program, "status"], environment).count("\n"),
            reports=[(code, login) for code, login in told["reports"]],
            report_file=folder / "report.json",
            request_file=folder / "request.json",
        )
