"""Rewards and penalties: one list of both, by whom they are about (6.3)."""

import json
from collections.abc import Iterable
from heapq import merge
from typing import Any, Final

from crosspolicy.queries.beginnings import book_codes_beginning
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.vocabulary.codes import book_code, parse_book_code
from crosspolicy.vocabulary.money import from_minor

_KINDS: Final = {"incentive": "reward", "penalty": "penalty"}
_SUBJECTS: Final = ["department", "person"]
_COLUMNS: Final = "department, person, measure, amount, reason, rests_on, decided_by, interested"


def measures(
    reader: Reader,
    currency: str,
    *,
    department: str | None = None,
    person: str | None = None,
    year: int | None = None,
    number: int | None = None,
    table: str | None = None,
) -> list[dict[str, Any]]:
    """Return rewards and penalties by whom they are about, departments first, in the order of the decisions."""
    given = {"department": department, "person": person, "year": year, "number": number}
    stated = {name: value for name, value in given.items() if value is not None}
    tables = [name for name in _KINDS if table in (None, name)]
    subjects = [whom for whom in _SUBJECTS if whom in stated] or _SUBJECTS
    rows = (row for whom in subjects for row in _about(reader, whom, tables, stated))
    return [_measure(row, currency) for row in rows]


def _about(reader: Reader, whom: str, tables: list[str], stated: dict[str, Any]) -> Iterable[Values]:
    """Return the measures about departments, or about people, by their names: each table is read in that order."""
    conditions = " AND ".join([f"{whom} IS NOT NULL", *(f"{name} = :{name}" for name in stated)])
    parts = [
        reader.rows(
            f"""SELECT {whom}, year, decided_on, '{name}', number, {_COLUMNS} FROM {name}
                WHERE {conditions} ORDER BY {whom}, year, decided_on, number""",
            **stated,
        )
        for name in tables
    ]
    return merge(*parts, key=lambda row: row[:5])


def measure_named(reader: Reader, code: str, currency: str) -> dict[str, Any] | None:
    """Return the reward or penalty of a code, such as ``IN-2026-0001``; None where there is none."""
    table, year, number = parse_book_code(code) or ("", 0, 0)
    if table not in _KINDS:
        return None
    return next(iter(measures(reader, currency, year=year, number=number, table=table)), None)


def codes_beginning(reader: Reader, beginning: str, limit: int = 40) -> list[tuple[str, str]]:
    """Return the codes of the latest rewards and penalties that begin so, each with its reason."""
    return [pair for table in _KINDS for pair in book_codes_beginning(reader, table, "reason", beginning, limit)][
        :limit
    ]


def _measure(row: Values, currency: str) -> dict[str, Any]:
    _whom, year, decided_on, table, number, department, person, measure, *rest = row
    amount, reason, rests_on, decided_by, interested = rest
    return {
        "code": book_code(table, year, number),
        "kind": _KINDS[table],
        "department": department,
        "person": person,
        "measure": measure,
        "amount": None if amount is None else from_minor(amount, currency),
        "currency": None if amount is None else currency,
        "reason": reason,
        "rests_on": json.loads(rests_on),
        "decided_by": decided_by,
        "decided_on": decided_on,
        "interested": json.loads(interested) if interested else None,
    }
