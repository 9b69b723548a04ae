"""The journal, as it is shown."""

import json
from typing import Any

from crosspolicy.queries.reader import Reader


def events(
    reader: Reader, *, chain: int | None = None, limit: int | None = None, before: int | None = None
) -> list[dict[str, Any]]:
    """Return events, the oldest first: of a chain, the last so many, those before a number."""
    conditions: list[str] = []
    parameters: dict[str, object] = {}
    if chain is not None:
        conditions.append("chain = :chain")
        parameters["chain"] = chain
    if before is not None:
        conditions.append("seq < :before")
        parameters["before"] = before
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    capped = ""
    if limit is not None:
        capped, parameters["limit"] = " LIMIT :limit", limit
    sql = f"""SELECT seq, request_id, act, is_refused, actor, recorded_by, os_user, host, occurred_on, recorded_at,
                clauses, policy_digest, payload, hash FROM journal{where} ORDER BY seq DESC{capped}"""
    return [_event(row) for row in reversed(reader.rows(sql, **parameters))]


def _event(row: tuple[Any, ...]) -> dict[str, Any]:
    from crosspolicy.vocabulary.codes import request_code

    (
        seq,
        request_id,
        act,
        refused,
        actor,
        recorder,
        os_user,
        host,
        occurred,
        recorded,
        clauses,
        digest,
        payload,
        hash_,
    ) = row
    content = json.loads(payload)
    return {
        "seq": seq,
        "request": request_code(request_id) if request_id else None,
        "act": act,
        "refused": bool(refused),
        "actor": actor,
        "recorded_by": recorder,
        "os_user": os_user,
        "host": host,
        "occurred_on": occurred,
        "recorded_at": recorded,
        "clauses": json.loads(clauses),
        "policy_digest": digest,
        "form": content.get("form", {}),
        "effect": content.get("effect", {}),
        "breaches": content.get("refused", []),
        "hash": hash_,
    }
