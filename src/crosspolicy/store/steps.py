"""What a flush does: statements, each with its rows."""

from typing import Any, NamedTuple


class Into(NamedTuple):
    """Where new rows go: a table, and those of its columns that they may fill."""

    table: str
    names: tuple[str, ...]


class Step(NamedTuple):
    """One statement for many rows, each a tuple; where it inserts them (``into``), each by column instead."""

    sql: str
    rows: list[Any]
    into: Into | None = None

    def bound(self) -> list[tuple[Any, ...]]:
        """Return the rows as the statement takes them."""
        names = self.into.names if self.into else ()
        return [tuple(map(row.get, names)) for row in self.rows] if names else self.rows
