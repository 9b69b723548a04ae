"""Exports measured: each beside the bare reading of the same rows."""

import json
import sys
from pathlib import Path
from typing import Final

from bench.row import Command, Row
from bench.scale.site import Site
from crosspolicy.queries.book import header
from crosspolicy.queries.exports.kinds import KINDS
from crosspolicy.queries.exports.paging import stream
from crosspolicy.queries.exports.source import Wanted
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.store.location import Location
from crosspolicy.store.reading import reading

EXPORTED: Final = ("obligations", "requests")
BOUNDS: Final = {"csv": 2.5, "jsonl": 3.7}
_BARE: Final = (sys.executable, str(Path(__file__).with_name("bare.py")))


class _Noting:
    """Reads, and takes note of every statement with its parameters."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.noted: list[tuple[str, dict[str, object]]] = []

    def rows(self, sql: str, **parameters: object) -> list[Values]:
        """Return every row that the statement yields."""
        self.noted.append((sql, parameters))
        return self._reader.rows(sql, **parameters)


def write_statements(folder: Path, book: Path, kind: str) -> int:
    """Write down the statements by which an export reads a book; return how many rows it has, lists not counted."""
    count = 0
    with reading(Location(path=book)) as reader:
        noting, head = _Noting(reader), header(reader)
        for source in KINDS[kind]:
            count += sum(len(page.rows) for page in stream(noting, head, source, Wanted()).pages)
    _statements(folder, kind).write_text(json.dumps(noting.noted), "utf-8")
    return count


def export_rows(book: Path) -> list[Row[Site]]:
    """Return the rows of the exports, the bare reading of each kind before them."""
    found: list[Row[Site]] = []
    for kind in EXPORTED:
        bare = f"bare reading of {kind}"
        found.append(Row(bare, _reading(book, kind)))
        for form, bound in BOUNDS.items():
            found.append(Row(f"export {kind} --format {form}", _exporting(book, kind, form), None, bare, bound))
    return found


def _reading(book: Path, kind: str) -> Command[Site]:
    return lambda site, run: [*_BARE, str(book), str(_statements(site.folder, kind))]


def _exporting(book: Path, kind: str, form: str) -> Command[Site]:
    return lambda site, run: [
        *(*site.program, "--db", str(book), "export", kind, "--format", form),
        *("--output", str(site.folder / f"exported.{form}")),
    ]


def _statements(folder: Path, kind: str) -> Path:
    return folder / f"statements-{kind}.json"
