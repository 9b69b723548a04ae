"""Writing behind: the store writes a chunk while the next one is judged, on another processor.

Rows bound one by one would pass the interpreter's lock to and fro at each of them. So the rows of a table go over as
one JSON text that SQLite takes apart itself, in one statement during which the lock is free. A server is a process of
its own anyway; there the rows go over as one stream (COPY).
"""

import sys
from functools import cache
from threading import Thread
from typing import Any, Final

from pydantic_core import to_json
from sqlalchemy import Connection

from crosspolicy.store.sqlite_file import dbapi
from crosspolicy.store.steps import Step

_A_MOMENT: Final = 0.001
"""Seconds after which the interpreter's lock is handed over while something is written: between two of its statements
the writer asks for it, and at the usual five milliseconds it would spend most of its time asking."""

_A_STREAM: Final = 20
"""From so many rows on, a stream is worth its opening."""

Statement = tuple[str, list[Any]]


class Behind:
    """Writes on a thread of its own; between ``run`` and ``settle`` nobody else touches the connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_file = connection.dialect.name == "sqlite"
        self._takes_texts = self._is_file and dbapi.sqlite_version_info >= (3, 38)  # from there on it knows ->>
        self._thread: Thread | None = None
        self._usual = sys.getswitchinterval()
        self._failure: BaseException | None = None

    def run(self, steps: list[Step]) -> None:
        """Begin to write; what the steps hold may change afterwards."""
        if not self._takes_texts:
            for step in steps:
                self._send(step)
            return
        statements = [_as_text(step) for step in steps]
        self._thread = Thread(target=self._write, args=(self._connection.connection.dbapi_connection, statements))
        sys.setswitchinterval(_A_MOMENT)
        self._thread.start()

    def _send(self, step: Step) -> None:
        """Carry a step out in the foreground: many new rows go to a server as one stream."""
        if self._is_file or step.into is None or len(step.rows) < _A_STREAM:
            self._connection.exec_driver_sql(step.sql, step.bound())
            return
        table, names = step.into
        columns = ", ".join(f'"{name}"' for name in names)
        connection: Any = self._connection.connection.dbapi_connection
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in step.bound():
                copy.write_row(row)

    def settle(self) -> None:
        """Wait for the end of the writing. Raises what went wrong in it."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            sys.setswitchinterval(self._usual)
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def _write(self, connection: Any, statements: list[Statement]) -> None:
        try:
            for sql, rows in statements:
                connection.executemany(sql, rows)
        except BaseException as error:
            self._failure = error


def _as_text(step: Step) -> Statement:
    """Return a step with its rows as one text where it inserts them."""
    return (_text_sql(*step.into), [(to_json(step.rows).decode(),)]) if step.into else (step.sql, step.rows)


@cache
def _text_sql(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f"value ->> '{name}'" for name in names)
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM json_each(?)"
