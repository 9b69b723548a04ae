"""Somebody who looks at a request again and again, and takes the time of every look.

Run as ``python -m bench.scale.reader BOOK CODE`` (a path or a URL); it looks every ten milliseconds until standard
input ends, then prints, as JSON, how long the looks took, and each state of the book that they saw.
"""

import json
import sys
from select import select
from time import perf_counter
from typing import Final

from crosspolicy.queries.book import header
from crosspolicy.queries.forms import stated_forms
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.requests import standing
from crosspolicy.store.location import locate
from crosspolicy.store.reading import reading
from crosspolicy.vocabulary.codes import parse_code

EVERY: Final = 0.01
_STATE: Final = "SELECT (SELECT SUM(requests) FROM stage_count), (SELECT MAX(id) FROM request), MAX(seq) FROM journal"


def main() -> None:
    location, parsed = locate(sys.argv[1]), parse_code(sys.argv[2])
    assert parsed is not None
    milliseconds: list[float] = []
    states: dict[tuple[int, ...], None] = {}
    with reading(location) as reader:  # what is loaded for the first look is not waited for
        _look(reader, parsed[0])
    pause = EVERY
    while not select([sys.stdin], [], [], pause)[0]:
        begun = perf_counter()
        with reading(location) as reader:
            _look(reader, parsed[0])
            states[state(reader)] = None
        seconds = perf_counter() - begun
        milliseconds.append(seconds * 1000)
        pause = max(0.0, EVERY - seconds)
    print(json.dumps({"milliseconds": milliseconds, "states": list(states)}))


def _look(reader: Reader, key: int) -> None:
    """Read what ``request show`` reads."""
    book, found = header(reader), standing(reader, key)
    assert found is not None
    stated_forms(reader, "request", found.id, book.currency)


def state(reader: Reader) -> tuple[int, ...]:
    """Return how many requests there are, the last request, the last event."""
    return tuple(map(int, reader.rows(_STATE)[0]))


if __name__ == "__main__":
    main()
