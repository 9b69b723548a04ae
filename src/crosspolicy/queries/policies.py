"""The editions of the policy that the book has adopted: which governs on which day."""

from datetime import date
from typing import Any, Final, NamedTuple

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.queries.reader import Reader, first
from crosspolicy.vocabulary.lists import EditionState

_LAST_FIRST: Final = "ORDER BY (a.governs_from IS NOT NULL) DESC, a.adopted_date DESC, a.number DESC"
"""The founding edition, which governs from the start, comes behind all others."""

_ON: Final = f"(a.governs_from IS NULL OR a.governs_from <= :day) {_LAST_FIRST} LIMIT 1"
"""Of the editions whose day has come, the one adopted last."""


class Adoption(NamedTuple):
    """That an edition was adopted: by whom, when, from which day it governs (None: from the start)."""

    number: int
    digest: str
    version: str
    adopted_on: str
    adopted_by: str
    adopted_date: str
    governs_from: str | None


def in_force(reader: Reader, day: date) -> str:
    """Return the policy in force on a day, parsed, as JSON text."""
    sql = f"SELECT p.parsed FROM adoption a JOIN policy p ON p.digest = a.digest WHERE {_ON}"
    return str(_known(reader, sql, day=day.isoformat()))


def governing(reader: Reader, request_id: int, day: date) -> str:
    """Return the policy that governs a request, parsed, as JSON text: that of its submission; a draft's is in force."""
    rows = reader.rows(
        """SELECT p.parsed FROM request r JOIN policy p ON p.digest = r.policy_digest
           WHERE r.id = :id AND r.stage <> 'draft'""",
        id=request_id,
    )
    return str(rows[0][0]) if rows else in_force(reader, day)


def due_soon_days(reader: Reader, day: date) -> int:
    """Return how many days ahead the policy in force on a day has things shown as due soon."""
    return int(_known(reader, f"SELECT a.due_soon_days FROM adoption a WHERE {_ON}", day=day.isoformat()))


def adoptions(reader: Reader) -> list[Adoption]:
    """Return every adoption, the last before the others; the founding one comes at the end."""
    rows = reader.rows(
        f"""SELECT a.number, a.digest, p.version, a.adopted_on, a.adopted_by, a.adopted_date, a.governs_from
            FROM adoption a JOIN policy p ON p.digest = a.digest {_LAST_FIRST}"""
    )
    return [Adoption(*row) for row in rows]


def editions(reader: Reader, day: date) -> list[dict[str, Any]]:
    """Return every adopted edition, the last before the others, and how each stands on a day."""
    known = adoptions(reader)
    current = next((a for a in known if a.governs_from is None or a.governs_from <= day.isoformat()), None)
    return [a._asdict() | {"state": _state(a, current, known[:n], day).value} for n, a in enumerate(known)]


def _state(adoption: Adoption, current: Adoption | None, later: list[Adoption], day: date) -> EditionState:
    if adoption == current:
        return EditionState.IN_FORCE
    since = adoption.governs_from or ""
    if any((other.governs_from or "") <= since for other in later):
        return EditionState.REPLACED
    return EditionState.COMING if since > day.isoformat() else EditionState.PAST


def parsed_of(reader: Reader, digest: str) -> str:
    """Return an adopted policy, parsed, as JSON text."""
    return str(_known(reader, "SELECT parsed FROM policy WHERE digest = :digest", digest=digest))


def _known(reader: Reader, sql: str, **parameters: object) -> Any:
    """Return the one value that every whole book has. Raises BookUnavailable where this one lacks it."""
    if (found := first(reader, sql, **parameters)) is None:
        raise BookUnavailable(
            Text(N_("The book is damaged: it does not say which policy is in force.")),
            Text(N_("`crosspolicy db check` says more; take the last good backup.")),
        )
    return found[0]
