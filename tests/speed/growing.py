"""A book grown by plain SQL: requests copied, with everything under them, as often as a test wants."""

import shutil
from pathlib import Path
from typing import Final

from crosspolicy.store.sqlite_file import dbapi

_KEYS: Final = ("chain", "request_id")


def grown(book: Path, target: Path, copies: int) -> Path:
    """Copy a book, and every request in it so often; the copies follow the originals in the same year."""
    shutil.copy(book, target)
    connection = dbapi.connect(str(target), isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    ((least, most, seq),) = connection.execute(
        "SELECT MIN(id), MAX(id), (SELECT MAX(seq) FROM journal) FROM request"
    ).fetchall()
    step = most - least + 1
    series = f"WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies})"
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        key = "id" if table == "request" else next((name for name in _KEYS if name in columns), "")
        if not key:
            continue
        moved = {name: f"{name} + n * {step}" for name in (key, "request_id") if name in columns}
        if table == "journal":
            moved["seq"] = f"seq + n * {seq}"
        if table == "request":
            moved["code"] = f"'CB-' || (id / 1000000000) || '-' || printf('%04d', id % 1000000000 + n * {step})"
        told = ", ".join(moved.get(name, name) for name in columns)
        connection.execute(
            f"{series} INSERT INTO {table} ({', '.join(columns)}) SELECT {told} FROM {table}, copy WHERE {key} <> 0"
        )
    connection.execute("DELETE FROM stage_count")
    connection.execute("INSERT INTO stage_count SELECT stage, COUNT(*) FROM request GROUP BY stage")
    connection.execute(f"UPDATE counter SET value = {(copies + 1) * step} WHERE name LIKE 'request-%'")
    connection.execute("COMMIT")
    connection.close()
    return target
