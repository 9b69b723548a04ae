"""What a query asks of a store: rows for a statement with ``:name`` parameters."""

from collections.abc import Iterable
from typing import Any, Protocol

Values = tuple[Any, ...]


class Reader(Protocol):
    """A consistent view of a book."""

    def rows(self, sql: str, **parameters: object) -> list[Values]:
        """Return every row that the statement yields."""
        ...


def first(reader: Reader, sql: str, **parameters: object) -> Values | None:
    """Return the first row, or None where there is none."""
    rows = reader.rows(sql, **parameters)
    return rows[0] if rows else None


def among(name: str, values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Return ``(:name0, :name1)`` and its parameters, for ``IN``; with no values, a list that nothing is in."""
    parameters = {f"{name}{index}": value for index, value in enumerate(values)}
    return f"({', '.join(f':{key}' for key in parameters) or 'NULL'})", parameters
