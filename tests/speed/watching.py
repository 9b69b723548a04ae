"""Every statement that the program runs on books in files, what SQLite plans for it, and how much it does."""

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from crosspolicy.cli import run
from crosspolicy.store import sqlite_file
from crosspolicy.views.terminal import console

_LITERAL: Final = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_LIST: Final = re.compile(r"\((?:\?(?:, )?)+\)")
_SOURCE: Final = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)(?:\s+AS)?(?:\s+(?!WHERE|ON|SET|ORDER|GROUP)(\w+))?", re.I
)
STEP: Final = 100
"""Between how many instructions of SQLite's machine the count is taken."""


class Statement(NamedTuple):
    """A statement as it was run first, and by what; ``shape`` is what it has in common with others of its kind."""

    sql: str
    by: str

    @property
    def shape(self) -> str:
        return _LIST.sub("(?)", _LITERAL.sub("?", " ".join(self.sql.split())))


class Watch:
    """What is seen of the connections that are opened while it watches."""

    def __init__(self) -> None:
        self.by = ""
        self.seen: dict[str, Statement] = {}
        self.steps = 0

    def note(self, sql: str) -> None:
        statement = Statement(sql, self.by)
        if sql.lstrip()[:6].upper() in ("SELECT", "WITH R", "INSERT", "UPDATE", "DELETE"):
            self.seen.setdefault(statement.shape, statement)

    def count(self) -> int:
        self.steps += STEP
        return 0


@contextlib.contextmanager
def watching() -> Iterator[Watch]:
    """Watch every connection to a book in a file."""
    watch = Watch()
    opened = sqlite_file._open

    def watched(path: Path, mode: str) -> Any:
        connection = opened(path, mode)
        connection.set_trace_callback(watch.note)
        connection.set_progress_handler(watch.count, STEP)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_file, "_open", watched)
        yield watch


class _Screen(io.StringIO):
    """Standard output, on a terminal or in a pipe."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


def look(line: str, book: Path, *, is_terminal: bool) -> str:
    """Run a command line that looks, in this process, and return what it prints."""
    out, told = _Screen(is_terminal=is_terminal), io.StringIO()
    console.cache_clear()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        code = run([*line.split(), "--db", str(book), "--lang", "en"])
    console.cache_clear()
    assert code in (0, 8), f"{line}: {told.getvalue()}"
    return out.getvalue()


class Plan(NamedTuple):
    """How SQLite means to find the rows of a statement, line by line."""

    statement: Statement
    lines: tuple[str, ...]

    def scans(self) -> list[tuple[str, str]]:
        """Return the tables that are read from end to end, each with the index by which, empty for the table itself."""
        matches = (re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line) for line in self.lines)
        return [(self._named(match[1]), match[2] or "") for match in matches if match]

    def _named(self, alias: str) -> str:
        """Return the table that goes by an alias in the statement."""
        aliases = {alias or table: table for table, alias in _SOURCE.findall(self.statement.sql)}
        return aliases.get(alias, alias)

    @property
    def sorts(self) -> bool:
        """Whether rows are sorted or grouped outside an index."""
        return any("TEMP B-TREE" in line or "AUTOMATIC" in line for line in self.lines)

    @property
    def first(self) -> str:
        """How the rows are found that all others hang on."""
        return next((line for line in self.lines if line.startswith(("SEARCH", "SCAN"))), "")

    @property
    def table(self) -> str:
        """The table of those rows."""
        return self._named(self.first.split(" ")[1]) if self.first else ""


def plans(book: Path, statements: Iterator[Statement]) -> list[Plan]:
    """Return SQLite's plan for each statement; without statistics it hangs on the schema alone, not on the rows."""
    connection = sqlite_file.dbapi.connect(str(book))
    try:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchall()
        return [Plan(s, tuple(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {s.sql}"))) for s in statements]
    finally:
        connection.close()
