"""What a flush does: statements, each with its rows."""

from typing import Any, NamedTuple


class Step(NamedTuple):
    """One statement for many rows; ``into`` names table and columns where it inserts them."""

    sql: str
    rows: list[Any]
    into: tuple[str, tuple[str, ...]] | None = None
