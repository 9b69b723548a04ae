"""A reader beside an import: how long its looks take, and whether it ever sees a part of what is being imported."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from bench.course import code
from bench.home import ROOT
from bench.measuring import completed
from bench.scale.reader import state
from bench.scale.site import JSON_LINES, Site, discard_records
from crosspolicy.store.location import locate
from crosspolicy.store.reading import reading

_READER: Final = (sys.executable, "-m", "bench.scale.reader")
_ALONE_SECONDS: Final = 5


class Looks(NamedTuple):
    """The looks of one reader: their milliseconds, and each state of the book that they saw."""

    milliseconds: list[float]
    states: list[tuple[int, ...]]

    def at(self, percent: float) -> float:
        """Return what so many per cent of the looks did not exceed, in milliseconds."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


class Beside(NamedTuple):
    """The looks of a reader alone, and of one beside an import of so many requests; whether it saw half of it."""

    store: str
    requests: int
    alone: Looks
    during: Looks
    saw_half: bool


def beside(site: Site, store: str, book: Path | str, requests: int) -> Beside:
    """Import so many requests into a book that has some, while somebody reads it."""
    print(f"reader beside an import of {requests:,} requests, {store}", file=sys.stderr)
    with _looking(site, book) as alone:
        time.sleep(_ALONE_SECONDS)
    files, before = site.files(JSON_LINES, requests), _state(book)
    with _looking(site, book) as during:
        completed(site.importing(book, files, "--source", "elsewhere"), site.environment)
        time.sleep(0.5)
    discard_records(files)
    seen = {before, _state(book)}
    return Beside(store, requests, alone[0], during[0], not set(during[0].states) <= seen)


@contextmanager
def _looking(site: Site, book: Path | str) -> Iterator[list[Looks]]:
    """Have somebody look until the end; their looks are then in the list."""
    found: list[Looks] = []
    with subprocess.Popen(
        [*_READER, str(book), code(0)], cwd=ROOT, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        yield found
        told, _ = reader.communicate()
    content = json.loads(told)
    found.append(Looks(content["milliseconds"], [tuple(state) for state in content["states"]]))


def _state(book: Path | str) -> tuple[int, ...]:
    with reading(locate(str(book))) as reader:
        return state(reader)
