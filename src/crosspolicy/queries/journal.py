"""The journal, as it is shown."""

import json
from collections.abc import Iterator
from typing import Any, Final

from crosspolicy.queries.paging import pages
from crosspolicy.queries.reader import Reader

_COLUMNS: Final = """seq, request_id, act, is_refused, actor, recorded_by, os_user, host, occurred_on, recorded_at,
  clauses, policy_digest, payload, hash"""
_ENDLESS: Final = 2**62
"""Above every number of an event."""


def events(
    reader: Reader, *, chain: int | None = None, limit: int | None = None, before: int | None = None
) -> list[dict[str, Any]]:
    """Return events, the oldest first: of a chain, the last so many, those before a number."""
    if limit is None:
        return [event for page in pages_of_events(reader, chain=chain, before=before) for event in page]
    where, parameters = _where(chain, before)
    sql = f"SELECT {_COLUMNS} FROM journal WHERE {where} ORDER BY seq DESC LIMIT :limit"
    return [_event(row) for row in reversed(reader.rows(sql, **parameters, limit=limit))]


def pages_of_events(
    reader: Reader, *, chain: int | None = None, before: int | None = None
) -> Iterator[list[dict[str, Any]]]:
    """Yield events, the oldest first, some thousands at a time: all, or those of a chain, or before a number."""
    where, parameters = _where(chain, before)
    sql = f"SELECT {_COLUMNS} FROM journal WHERE {where} AND seq > :after ORDER BY seq LIMIT :page"
    for rows in pages(reader, sql, {"after": 0}, parameters):
        yield [_event(row) for row in rows]


def _where(chain: int | None, before: int | None) -> tuple[str, dict[str, object]]:
    of_chain = "" if chain is None else "chain = :chain AND "
    parameters: dict[str, object] = {} if chain is None else {"chain": chain}
    return f"{of_chain}seq < :before", {**parameters, "before": _ENDLESS if before is None else before}


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
    beside = {name: content[name] for name in ("interested", "imported") if name in content}
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
        **beside,
        "hash": hash_,
    }
