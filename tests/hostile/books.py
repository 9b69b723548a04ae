"""A book in which every act was done, and then every text that somebody can have written made hostile, by raw SQL."""

import json
import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, Final

from crosspolicy.policy.gates import GATES
from crosspolicy.policy.obligations import KINDS
from crosspolicy.store.sqlite_file import dbapi
from crosspolicy.vocabulary import lists
from crosspolicy.vocabulary.acts import ACT_NAMES
from tests.hostile.texts import HOSTILE

LISTED: Final = (
    "management block warn gate obligation record authority view open late missed moved evaluation absent occurred"
)
"""Words that stand in no enumeration: of a policy, and of what an appraisal rests on."""

OWN: Final = frozenset(
    str(member.value)
    for kind in vars(lists).values()
    if isinstance(kind, type) and issubclass(kind, Enum)
    for member in kind
) | {*GATES, *KINDS, *ACT_NAMES, *LISTED.split()}
"""Words of the program's own fixed lists: a book with others is damaged, not foreign."""

PLAIN: Final = re.compile(
    r"\d{4}-\d\d-\d\d.*|\d\d-\d\d|[0-9a-f]{64}|-?[\d.]+|[A-Z]{2,3}|[A-Z]{2}-\d{4}-\d+(/\w+)?|[A-Z][a-z]+/\w+|[\w-]+-\d{4}|",
    re.DOTALL,
)
"""Days, times, digests, numbers, clauses, codes of currencies, countries and records, time zones, counters."""

KEPT: Final = {
    "journal": ("chain", "clauses", "policy_digest", "host"),
    "policy": ("text", "digest"),
    "calendar": ("*",),
    "book": ("currency", "country", "timezone", "policy_digest"),
}
"""Columns that a look does not show, or that only a damaged book has otherwise."""


def hostile(text: str) -> str:
    """Return a hostile text for an honest one: always the same, so that what names another still does."""
    return f"={text}{HOSTILE}"


def is_own(text: str) -> bool:
    """Tell whether a text is one of the program's own, or of a fixed form."""
    return text in OWN or PLAIN.fullmatch(text) is not None


def meddle(path: Any, change: Callable[[str], str] = hostile) -> Iterator[str]:
    """Change every text of a book that somebody can have written; yields the columns, ``table.column``."""
    connection = dbapi.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    for (table,) in tables:
        kept = KEPT.get(table, ())
        for _number, column, kind, *_rest in connection.execute(f"PRAGMA table_info({table})").fetchall():
            if kind != "TEXT" or column in kept or "*" in kept or table == "alembic_version":
                continue
            values = connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
            changed = [(new, old) for (old,) in values if (new := _changed(old, change)) != old]
            connection.executemany(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", changed)
            if changed:
                yield f"{table}.{column}"
    connection.close()


def _changed(text: str, change: Callable[[str], str]) -> str:
    if text[:1] in ("{", "["):
        return json.dumps(_inside(json.loads(text), change), ensure_ascii=False)
    return text if is_own(text) else change(text)


def _inside(content: Any, change: Callable[[str], str]) -> Any:
    if isinstance(content, dict):
        return {name: _inside(value, change) for name, value in content.items()}
    if isinstance(content, list):
        return [_inside(value, change) for value in content]
    return change(content) if isinstance(content, str) and not is_own(content) else content
