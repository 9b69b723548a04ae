"""Fixtures of the fuzz: one process a worker that answers command lines, on copies of one book."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import pytest

from tests.journeys.books import Books, books

__all__ = ["books", "hostile"]

RIGHT: Final = frozenset({0, 2, 3, 4, 5, 6, 7, 8, 130})
"""The exit codes that whatever a user writes may end with."""

Hostile = Callable[..., dict[str, Any]]


def is_right(answer: Mapping[str, Any]) -> bool:
    """Tell whether a command line ended as one should: no fault of the program, no traceback, no signal."""
    return answer["code"] in RIGHT and "Traceback" not in answer["stderr"]


@pytest.fixture(scope="session")
def hostile(books: Books) -> Iterator[Hostile]:
    """Return what runs one command line, given as bytes, and returns how it ended."""
    line = [sys.executable, "-m", "tests.fuzz.forking", str(books.original("executing"))]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        sent, told = process.stdin, process.stdout
        assert sent and told

        def run(words: Sequence[bytes], env: Mapping[str, bytes] | None = None) -> dict[str, Any]:
            case = {
                "words": [word.decode("latin-1") for word in words],
                "env": {name: value.decode("latin-1") for name, value in (env or {}).items()},
            }
            sent.write(json.dumps(case) + "\n")
            sent.flush()
            return dict(json.loads(told.readline()))

        yield run
        sent.close()
