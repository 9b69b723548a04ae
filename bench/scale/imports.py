"""Imports measured: whole commands, each beside the bare writing of the very same rows."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.home import output
from bench.measuring import completed, counted
from bench.scale.course import COMING_IN, STEPS, records_of
from bench.scale.site import ALONE, FORMATS, JSON_LINES, Site, discard, discard_records
from bench.timing import Run

_RAW: Final = (sys.executable, "-m", "bench.scale.raw")


@dataclass
class Import:
    """The runs of one import, with each the bare writing of the rows that it made; ``rows`` is how many those are.

    ``peer`` are runs of ``sqlite-utils insert`` of the same file, where it was measured too.
    """

    form: str
    requests: int
    own: list[Run] = field(default_factory=list)
    raw: list[Run] = field(default_factory=list)
    peer: list[Run] = field(default_factory=list)
    rows: int = 0

    @property
    def records(self) -> int:
        return records_of(self.requests, COMING_IN if self.form == ALONE else STEPS)

    @property
    def megabytes(self) -> float:
        """The most memory that any of the runs held."""
        return max(run.megabytes for run in self.own)


def repeated(site: Site, requests: int, rounds: int) -> list[Import]:
    """Import the same files again and again, each time into a new book, every way taking turns."""
    imports = [Import(form, requests) for form in FORMATS]
    files = {form: site.files(form, requests) for form in FORMATS}
    for _ in counted(f"import of {requests:,} requests, round", rounds):
        for each in imports:
            book = site.new_book("round")
            one(site, each, book, files[each.form])
            if each.form == JSON_LINES:
                each.peer.append(_peer(site, files[each.form][0]))
            discard(book)
    for form in FORMATS:
        discard_records(files[form])
    return imports


def once(site: Site, form: str, requests: int, book: Path) -> Import:
    """Import the records of so many requests into a book that stays."""
    print(f"import of {requests:,} requests, {form}", file=sys.stderr)
    files, measured = site.files(form, requests), Import(form, requests)
    one(site, measured, book, files)
    discard_records(files)
    return measured


def one(site: Site, measured: Import, book: Path, files: Sequence[Path]) -> None:
    """Import files into a new book, and write its rows into another one."""
    measured.own.append(completed(site.importing(book, files), site.environment))
    target = site.folder / "raw.db"
    beside_raw(site, measured, str(book), str(target))
    discard(target)


def beside_raw(site: Site, measured: Import, source: str, target: str) -> None:
    """Write the rows of a book into an empty one by ``executemany`` alone, as an import's peer."""
    told = json.loads(output([*_RAW, source, target], site.environment))
    measured.raw.append(Run(told["seconds"] * 1000, told["processor"] * 1000, 0, 0, b""))
    measured.rows = told["rows"]


def _peer(site: Site, file: Path) -> Run:
    target = site.folder / "peer.db"
    done = completed([*site.peer, "insert", "--nl", "--alter", str(target), "records", str(file)], site.environment)
    discard(target)
    return done
