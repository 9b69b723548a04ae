"""Rewards and penalties: one list of both, by whom they are about (6.3)."""

import json
from typing import Any, Final

from crosspolicy.queries.reader import Reader
from crosspolicy.vocabulary.codes import book_code, parse_book_code
from crosspolicy.vocabulary.money import from_minor

_KINDS: Final = {"incentive": "reward", "penalty": "penalty"}
_COLUMNS: Final = "department, person, measure, amount, reason, rests_on, decided_by, decided_on"


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
    where = " WHERE " + " AND ".join(f"{name} = :{name}" for name in stated) if stated else ""
    parts = [
        f"SELECT '{name}' AS source, year, number, {_COLUMNS} FROM {name}{where}"
        for name in _KINDS
        if table in (None, name)
    ]
    order = "CASE WHEN person IS NULL THEN 0 ELSE 1 END, department, person, year, decided_on, source, number"
    sql = f"SELECT source, year, number, {_COLUMNS} FROM ({' UNION ALL '.join(parts)}) AS decided ORDER BY {order}"
    return [_measure(row, currency) for row in reader.rows(sql, **stated)]


def measure_named(reader: Reader, code: str, currency: str) -> dict[str, Any] | None:
    """Return the reward or penalty of a code, such as ``IN-2026-0001``; None where there is none."""
    table, year, number = parse_book_code(code) or ("", 0, 0)
    if table not in _KINDS:
        return None
    return next(iter(measures(reader, currency, year=year, number=number, table=table)), None)


def codes_beginning(reader: Reader, beginning: str, limit: int = 40) -> list[tuple[str, str]]:
    """Return the codes of the latest rewards and penalties that begin so, each with its reason."""
    parts = [f"SELECT '{table}' AS source, year, number, reason FROM {table}" for table in _KINDS]
    sql = f"""SELECT source, year, number, reason FROM ({" UNION ALL ".join(parts)}) AS decided
              ORDER BY year DESC, number DESC"""
    found = [(book_code(table, year, number), reason) for table, year, number, reason in reader.rows(sql)]
    return [pair for pair in found if pair[0].startswith(beginning.strip().upper())][:limit]


def _measure(row: tuple[Any, ...], currency: str) -> dict[str, Any]:
    table, year, number, department, person, measure, amount, reason, rests_on, decided_by, decided_on = row
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
    }
