"""The table of obligations, written in the same transaction as the act that opens or discharges them."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select, update

from crosspolicy.acts.decision import Opening
from crosspolicy.models import obligation


def open_all(
    connection: Connection, chain: int, openings: Sequence[Opening], *, seq: int, opened_on: str
) -> dict[int, Opening]:
    """Keep new obligations, and return them by the number that each got under its chain."""
    if not openings:
        return {}
    query = select(func.max(obligation.c.number)).where(obligation.c.chain == chain)
    start = (connection.execute(query).scalar() or 0) + 1
    numbered = dict(enumerate(openings, start))
    rows = [
        {
            "chain": chain,
            "number": number,
            "request_id": chain or None,
            "clause": o.clause,
            "kind": o.kind,
            "owed_by": o.owed_by,
            "subject": o.subject,
            "due_date": o.due_date.isoformat(),
            "period_days": o.period_days,
            "opened_on": opened_on,
            "opened_event": seq,
        }
        for number, o in numbered.items()
    ]
    connection.execute(insert(obligation), rows)
    return numbered


def close_all(
    connection: Connection, chain: int, numbers: Sequence[int], *, seq: int, closed_on: str, lapsed: bool
) -> None:
    """Close open obligations as discharged, or as lapsed."""
    if numbers:
        column = "lapsed_event" if lapsed else "discharged_event"
        connection.execute(
            update(obligation)
            .where(obligation.c.chain == chain, obligation.c.number.in_(numbers), obligation.c.closed_on.is_(None))
            .values({"closed_on": closed_on, column: seq})
        )
