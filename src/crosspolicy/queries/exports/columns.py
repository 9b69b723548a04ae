"""The columns of an export: their names, which are those of the forms, and what sort of value each holds."""

from enum import Enum, auto
from typing import Final, NamedTuple


class Sort(Enum):
    """What a column holds, and so how a format writes it."""

    TEXT = auto()
    """Somebody's own words: a spreadsheet must not read them as a formula."""
    KEY = auto()
    """A code, a login, a choice from a fixed list: never anything else."""
    WHEN = auto()
    """A day, or a moment in UTC, as ISO text."""
    WHOLE = auto()
    """A whole number."""
    DECIMAL = auto()
    """An amount or a score, as the text of a decimal."""
    FLAG = auto()
    """Yes or no, as the JSON text ``true`` or ``false``."""
    LIST = auto()
    """Plain values, as a JSON text."""
    JSON = auto()
    """An object, as its JSON text."""


class Column(NamedTuple):
    """A column: its name, the SQL that yields it (of a flag: the condition), its sort.

    A dot in the name stands for an object inside: ``contingency.trigger``.
    """

    name: str
    sql: str
    sort: Sort
    is_money: bool = False


_MONEY: Final = frozenset("planned_cost actual_cost cost_to_date loss expected_loss".split())
_SORTS: Final = {
    **dict.fromkeys(_MONEY, Sort.DECIMAL),
    "score": Sort.DECIMAL,
    **dict.fromkeys(
        """year seq number likelihood impact inherent_likelihood inherent_impact residual_likelihood residual_impact
        probability_percent progress_percent period_days quality progress collaboration communication
        risk_control""".split(),
        Sort.WHOLE,
    ),
    **dict.fromkeys("positions identified_by milestones_reached audience needs clauses interested".split(), Sort.LIST),
    **dict.fromkeys(
        """stage department by_department requesting_department requester category level inherent_level residual_level
        response owner accepted_by contingency_responsible closed_by filed_by given_by kind owed_by clause act
        policy_digest hash stated_by planned_by held_by evaluated_by adjusted_by plan method course session
        conclusion rests_on change person""".split(),
        Sort.KEY,
    ),
}
"""The sort of a column by its name; days and moments end in a way of their own, and what is left is text."""


def columns(alias: str, names: str) -> tuple[Column, ...]:
    """Return the columns of these names, of the table that goes by ``alias``."""
    return tuple(Column(name, f"{alias}.{name}", sort_of(name), name in _MONEY) for name in names.split())


def sort_of(name: str) -> Sort:
    """Return the sort of a column of this name."""
    if name in _SORTS:
        return _SORTS[name]
    return Sort.WHEN if name.endswith(("_on", "_date", "_at")) else Sort.TEXT


def selected(column: Column, places: int) -> str:
    """Return the SQL of a column, its value as the export writes it; ``places`` are those of the book's currency."""
    if column.sort is Sort.FLAG:
        return f"CASE WHEN {column.sql} THEN 'true' ELSE 'false' END"
    if column.sort is Sort.DECIMAL:
        return _decimal(column.sql, places if column.is_money else 2)
    return column.sql


def _decimal(sql: str, places: int) -> str:
    """Return the SQL of a decimal's text, given that of its minor units, which are never below zero."""
    if not places:
        return f"CAST({sql} AS TEXT)"
    unit = 10**places
    zeros = " ".join(f"WHEN {sql} % {unit} < {10**n} THEN '{'0' * (places - n)}'" for n in range(1, places))
    return f"CAST({sql} / {unit} AS TEXT) || '.' || CASE {zeros} ELSE '' END || CAST({sql} % {unit} AS TEXT)"


def book_code(prefix: str, alias: str, number: str = "number") -> str:
    """Return the SQL of the code of a row of the book's own: prefix, year, number of four digits or more."""
    number = f"{alias}.{number}"
    zeros = " ".join(f"WHEN {number} < {10**n} THEN '{'0' * (4 - n)}'" for n in range(1, 4))
    return f"'{prefix}-' || CAST({alias}.year AS TEXT) || '-' || CASE {zeros} ELSE '' END || CAST({number} AS TEXT)"
