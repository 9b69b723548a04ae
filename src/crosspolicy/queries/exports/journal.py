"""The journal for export: every event, with what its act stated and what came of it."""

import json
from typing import Final

from crosspolicy.queries.exports.columns import Column, Sort, columns
from crosspolicy.queries.exports.source import Source

PAYLOAD: Final = "payload"
"""The column with what an act stated and what came of it: the canonical JSON that the event's hash covers."""

JOURNAL: Final = Source(
    name="journal",
    tables="journal j LEFT JOIN request r ON r.id = j.request_id",
    key=("j.seq",),
    columns=(
        *columns("j", "seq"),
        Column("request", "r.code", Sort.KEY),
        *columns("j", "act"),
        Column("refused", "j.is_refused = 1", Sort.FLAG),
        *columns("j", "actor recorded_by os_user host occurred_on recorded_at clauses policy_digest"),
        Column(PAYLOAD, "j.payload", Sort.JSON),
        *columns("j", "hash"),
    ),
    dated="j.occurred_on",
    of_stage="r.stage = :stage",
    of_department="j.actor IN (SELECT login FROM person WHERE department = :department)",
)


BREACHES: Final = ',"breaches":[]'
"""What an act that was done breached: nothing."""


def members(payload: str) -> str:
    """Return what stands in a payload as members of the event's object: form, effect, breaches; the target if any.

    The members of an act that was done are those of the payload as they stand there, and BREACHES.
    """
    if is_done(payload):
        return payload[1:-1] + BREACHES
    content = json.loads(payload)
    told = {"effect": {}, "breaches": content.pop("refused", []), **content}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))[1:-1]


def is_done(payload: str) -> bool:
    """Tell whether a payload is that of an act that was done: only such a one has an effect, and begins with it."""
    return payload.startswith('{"effect":')
