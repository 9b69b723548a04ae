"""Where a book holds what no reader can decode: every table walked, a page at a time."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Integer, Table

from crosspolicy.i18n import N_, Text
from crosspolicy.models import metadata
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.store.contents import kinds_of

_PAGE: Final = 2_000
_MOST_KNOWN: Final = 10_000
_MOST_KNOWN_LENGTH: Final = 200
_MOST_SHOWN: Final = 40


class Undecodable(NamedTuple):
    """Something in a book that cannot be read: where, and what is the matter."""

    where: str
    message: Text


def undecodable(reader: Reader, *, is_file: bool) -> Iterator[Undecodable]:
    """Yield everything in a book that no reader can decode; of a column, each wrong value once.

    Tables and columns that are not there come first, and then nothing else.
    """
    missing = list(missing_tables(reader, is_file=is_file))
    yield from missing
    if not missing:
        for table in metadata.sorted_tables:
            yield from _unreadable(reader, table)
        yield from _dangling(reader)


def missing_tables(reader: Reader, *, is_file: bool) -> Iterator[Undecodable]:
    """Yield the tables, and the columns of tables, that a book lacks."""
    there: dict[str, set[str]] = {}
    for name, column in reader.rows(_COLUMNS_OF_A_FILE if is_file else _COLUMNS_OF_A_SERVER):
        there.setdefault(name, set()).add(column)
    for table in metadata.sorted_tables:
        if table.name not in there:
            yield Undecodable(table.name, Text(N_("the table is missing")))
            continue
        for name in list(table.c.keys()):
            if name not in there[table.name]:
                yield Undecodable(f"{table.name}.{name}", Text(N_("the column is missing")))


_COLUMNS_OF_A_FILE: Final = """SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
                               WHERE t.type = 'table'"""
_COLUMNS_OF_A_SERVER: Final = """SELECT table_name, column_name FROM information_schema.columns
                                 WHERE table_schema = current_schema()"""


def _unreadable(reader: Reader, table: Table) -> Iterator[Undecodable]:
    """Yield what cannot be read in the rows of a table."""
    columns = [_Reading(table, column) for column in table.c]
    keys = [list(table.c).index(column) for column in table.primary_key]
    for row in _rows(reader, table, keys):
        for column, value in zip(columns, row, strict=True):
            if (told := column.wrong(value)) is not None:
                at = ", ".join(str(row[key]) for key in keys)
                yield Undecodable(column.where, Text(N_("row {row}: {told}"), row=at, told=told))


def _rows(reader: Reader, table: Table, keys: list[int]) -> Iterator[Values]:
    """Yield every row of a table in the order of its key, a page at a time."""
    names = [f'"{column.name}"' for column in table.c]
    key = ", ".join(names[at] for at in keys)
    head, tail = f'SELECT {", ".join(names)} FROM "{table.name}"', f" ORDER BY {key} LIMIT {_PAGE}"
    after = f" WHERE ({key}) > ({', '.join(f':key{n}' for n in range(len(keys)))})"
    rows = reader.rows(head + tail)
    while rows:
        yield from rows
        if len(rows) < _PAGE:
            return
        last = {f"key{n}": rows[-1][at] for n, at in enumerate(keys)}
        rows = reader.rows(head + after + tail, **last)


class _Reading:
    """The reading of one column: values that were read once are known, as far as they have room."""

    def __init__(self, table: Table, column: Column[Any]) -> None:
        self.where = f"{table.name}.{column.name}"
        self._type: type = int if isinstance(column.type, Integer) else str
        self._may_be_empty = bool(column.nullable)
        self._kind = kinds_of(table).get(column.name)
        self._known: set[Any] = set()
        self._told: set[Any] = set()

    def wrong(self, value: Any) -> Text | None:
        """Tell what is wrong with a value that was not told of before; None where nothing is."""
        if value in self._known or (value is None and self._may_be_empty):
            return None
        told = self._look(value)
        if told is None:
            self._remember(value)
        elif value in self._told:
            return None
        else:
            self._told.add(value)
        return told

    def _look(self, value: Any) -> Text | None:
        if value is None:
            return Text(N_("must not be empty"))
        if not isinstance(value, self._type):
            return Text(N_("{value} is of another type"), value=_shown(value))
        if self._kind is None:
            return None
        try:
            self._kind.read(value)
        except Exception:  # whatever is in there
            return Text(N_("{value} {told}"), value=_shown(value), told=Text(self._kind.told))
        return None

    def _remember(self, value: Any) -> None:
        if self._kind is not None and len(str(value)) <= _MOST_KNOWN_LENGTH:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known.add(value)


def _shown(value: Any) -> str:
    told = ascii(value)
    return told if len(told) <= _MOST_SHOWN else told[:_MOST_SHOWN] + "…"


_DANGLING: Final = (
    ("book", "SELECT 1 FROM book WHERE id = 1", True, N_("the book's own row is missing")),
    (
        "adoption",
        "SELECT 1 FROM adoption WHERE governs_from IS NULL",
        True,
        N_("the founding edition of the policy is missing"),
    ),
    (
        "adoption.digest",
        "SELECT 1 FROM adoption a WHERE NOT EXISTS (SELECT 1 FROM policy p WHERE p.digest = a.digest)",
        False,
        N_("names a policy that is not there"),
    ),
    (
        "request.policy_digest",
        """SELECT 1 FROM request r WHERE r.policy_digest IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM policy p WHERE p.digest = r.policy_digest)""",
        False,
        N_("names a policy that is not there"),
    ),
)
"""What must be there, or must not: a statement, whether it must find something, and what is told."""


def _dangling(reader: Reader) -> Iterator[Undecodable]:
    for where, sql, is_needed, told in _DANGLING:
        if bool(reader.rows(f"{sql} LIMIT 1")) is not is_needed:
            yield Undecodable(where, Text(told))
