"""The site of a measurement at scale: a home with a founded book to copy, files of records, and books made of them."""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import papers
from bench.course import NOW
from bench.home import Home, at_home, output
from crosspolicy.store.account import account

_FOUNDED: Final = "2026-03-01T09:00+08:00"
_RECORDS: Final = (sys.executable, "-m", "bench.scale.records")

JSON_LINES: Final = "JSON Lines"
ALONE: Final = "JSON Lines, nothing but requests"
CSV: Final = "CSV"
FORMATS: Final = (ALONE, JSON_LINES, CSV)


@dataclass(frozen=True, kw_only=True)
class Site(Home):
    """A home with ``founded``, a book without a request; ``company`` and ``request_file`` are forms to send in."""

    founded: Path
    company: Path
    request_file: Path

    def new_book(self, name: str) -> Path:
        """Return a book of this name without a request; one of that name is replaced."""
        book = self.folder / f"{name}.db"
        discard(book)
        shutil.copyfile(self.founded, book)
        return book

    def files(self, form: str, requests: int) -> list[Path]:
        """Write the records of so many requests, and return the files that hold them."""
        place = self.folder / (f"records-{requests}" if form == CSV else f"{FORMATS.index(form)}-{requests}.jsonl")
        if form == CSV:
            place.mkdir()
        command = [*_RECORDS, str(place), str(requests), *(["alone"] if form == ALONE else [])]
        return [Path(line) for line in output(command, self.environment).splitlines()]

    def importing(self, book: Path | str, files: Sequence[Path], *options: str) -> list[str]:
        """Return the command that imports files into a book: a path or a URL."""
        return [*self.program, "--db", str(book), "import", *map(str, files), *options]


@contextmanager
def at_site(parent: Path | None = None) -> Iterator[Site]:
    """Make a site, in ``parent`` or else where temporary files go; it is gone afterwards."""
    with at_home(parent) as home:
        company, request_file = home.folder / "company.json", home.folder / "request.json"
        founding = papers.founding(account()).model_dump(mode="json", exclude_none=True)
        company.write_text(json.dumps(founding), "utf-8")
        request_file.write_text(json.dumps(papers.request_content(0)), "utf-8")
        site = Site(**vars(home), founded=home.folder / "founded.db", company=company, request_file=request_file)
        found(site, site.founded)
        site.environment["CROSSPOLICY_NOW"] = NOW
        yield site


def found(site: Site, book: Path | str) -> None:
    """Found the company's book at a path or a URL."""
    command = [*site.program, "--db", str(book), "init", "--rehearsal", "--now", _FOUNDED, "--from", str(site.company)]
    output(command, site.environment)


def discard(book: Path) -> None:
    """Remove a book, and what lies beside it."""
    for end in ("", "-wal", "-shm", ".lock"):
        book.with_name(book.name + end).unlink(missing_ok=True)


def discard_records(files: Sequence[Path]) -> None:
    """Remove files of records."""
    for file in files:
        file.unlink()
        if file.suffix == ".csv" and not any(file.parent.iterdir()):
            file.parent.rmdir()
