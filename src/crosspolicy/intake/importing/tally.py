"""How often something has come up in a file: counted on disk, so that a file of any length takes the same memory."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from types import TracebackType

from crosspolicy.errors import SystemFault
from crosspolicy.i18n import N_, Text


class Tally:
    """Counts of keys, and the row where each came up first."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # a file of its own that vanishes when it is closed
        self._database.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, n INTEGER, place TEXT) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def __enter__(self) -> "Tally":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._database.close()

    def count(self, keys: Sequence[tuple[str, str]]) -> list[tuple[int, str]]:
        """Count each ``(key, place)``; return how often its key has come up by then, and where it did first.

        Raises SystemFault where there is no room for it.
        """
        sql = """INSERT INTO seen VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET n = n + 1 RETURNING n, place"""
        try:
            with closing(self._database.cursor()) as cursor:
                return [cursor.execute(sql, pair).fetchone() for pair in keys]
        except sqlite3.Error as error:
            told = N_("The system's folder of temporary files does not take what this needs: {reason}.")
            hint = N_("Make room there, or name another folder in the environment variable TMPDIR.")
            raise SystemFault(Text(told, reason=error), Text(hint)) from error
