"""Meetings read: who of a request's departments was there, and who was not (4.1.2)."""

from crosspolicy.queries.reader import Reader
from crosspolicy.vocabulary.codes import child_code

NOBODY_OF = """NOT EXISTS (SELECT 1 FROM attendance a WHERE a.request_id = m.request_id AND a.meeting = m.number
               AND a.department = p.department AND a.is_present = 1)"""
"""That nobody of a department ``p`` was present at a meeting ``m``."""


def absent_departments(reader: Reader, request_id: int) -> dict[str, list[str]]:
    """Return, for each meeting of a request by its code, the departments of which nobody was present."""
    rows = reader.rows(
        f"""SELECT m.number, p.department FROM meeting m JOIN party p ON p.request_id = m.request_id
            WHERE m.request_id = :id AND {NOBODY_OF} ORDER BY m.number, p.is_requesting DESC, p.number""",
        id=request_id,
    )
    found: dict[str, list[str]] = {}
    for number, department in rows:
        found.setdefault(child_code(request_id, "meeting", number), []).append(department)
    return found
