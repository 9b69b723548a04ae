"""The rows of a book written into an empty one by ``executemany`` and nothing else, table by table, in one transaction.

Run as ``python -m bench.scale.raw SOURCE TARGET``, each a path or a URL. The empty book has the same tables, indexes,
triggers and settings. It prints, as JSON, how many rows there were and what it took to write them: the reading of the
source, a chunk at a time, is not counted; beginning, committing and closing are.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from time import perf_counter, process_time
from typing import Any, Final, NamedTuple

from sqlalchemy import Table

from crosspolicy.models import metadata
from crosspolicy.store.location import Location, locate
from crosspolicy.store.placing import new_book
from crosspolicy.store.sqlite_file import connect

CHUNK: Final = 20_000


class Way(NamedTuple):
    """How a store is written: what opens a connection, what begins a transaction, and the mark of a parameter."""

    open: Callable[[], Any]
    begin: str
    mark: str


class Clock:
    """Counts the seconds, on the wall and of the processor, of what is done inside ``counting``."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.processor = 0.0

    @contextmanager
    def counting(self) -> Iterator[None]:
        wall, busy = perf_counter(), process_time()
        yield
        self.seconds += perf_counter() - wall
        self.processor += process_time() - busy


def way_to(location: Location) -> Way:
    """Return how a book is written. A file is opened as the program opens it to write."""
    if location.path is not None:
        path = location.path
        return Way(lambda: connect(path, write=True), "BEGIN IMMEDIATE", "?")
    import psycopg

    return Way(lambda: psycopg.connect(location.url, autocommit=True), "BEGIN", "%s")


def copy_rows(source: Location, target: Location) -> dict[str, float]:
    """Write every row of a book into a new one, and return what it took."""
    with new_book(target):
        pass
    way, clock, count = way_to(target), Clock(), 0
    with closing(way_to(source).open()) as reading:
        with clock.counting():
            writing = way.open()
            cursor = writing.cursor()
            cursor.execute(way.begin)
        for table in metadata.sorted_tables:
            sql = _insert(table, way.mark)
            for rows in _chunks(reading, table):
                with clock.counting():
                    cursor.executemany(sql, rows)
                count += len(rows)
        with clock.counting():
            cursor.execute("COMMIT")
            writing.close()
    return {"rows": count, "seconds": clock.seconds, "processor": clock.processor}


def _insert(table: Table, mark: str) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join(mark for _ in table.c)})'


def _chunks(connection: Any, table: Table) -> Iterator[list[Any]]:
    """Yield a table's rows in the order of its key, a chunk at a time, without reading ahead."""
    names = ", ".join(f'"{column.name}"' for column in table.c)
    key = ", ".join(f'"{column.name}"' for column in table.primary_key)
    cursor = connection.cursor()
    rows = iter(cursor.execute(f'SELECT {names} FROM "{table.name}" ORDER BY {key}'))
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


if __name__ == "__main__":
    print(json.dumps(copy_rows(locate(sys.argv[1]), locate(sys.argv[2]))))
