"""Agreements: the exact text that signatures bind."""

import json
from typing import Any

from crosspolicy.queries.book import Header
from crosspolicy.queries.forms import RACI
from crosspolicy.queries.reader import Reader, first
from crosspolicy.vocabulary.codes import child_code, request_code
from crosspolicy.vocabulary.lists import TERMS


def agreement(reader: Reader, request_id: int, number: int | None, book: Header) -> dict[str, Any] | None:
    """Return a text of the agreement, the latest unless a number names another, with its signatures; or None."""
    which = "number = :number" if number else "number = (SELECT MAX(number) FROM agreement WHERE request_id = :id)"
    found = first(
        reader,
        f"SELECT number, text, digest, drafted_by, drafted_on FROM agreement WHERE request_id = :id AND {which}",
        id=request_id,
        **({"number": number} if number else {}),
    )
    if found is None:
        return None
    number, text, digest, drafted_by, drafted_on = found
    latest = reader.rows("SELECT MAX(number) FROM agreement WHERE request_id = :id", id=request_id)[0][0]
    signed = reader.rows(
        """SELECT department, signed_by, recorded_by, signed_on, interested FROM signature
           WHERE request_id = :id AND agreement = :number ORDER BY signed_on, department""",
        id=request_id,
        number=number,
    )
    content = json.loads(text)
    return {
        "request": request_code(request_id),
        "code": child_code(request_id, "agreement", number),
        "in_force": number == latest,
        "digest": digest,
        "drafted_by": drafted_by,
        "drafted_on": drafted_on,
        "title": content["title"],
        "parties": content["parties"],
        "terms": _in_order(content["terms"], (*TERMS, "effective_date", "meeting_every", "report_every")),
        "responsibilities": [_in_order(row, RACI) for row in content["responsibilities"]],
        "signatures": [
            dict(zip(("department", "signed_by", "recorded_by", "signed_on", "interested"), row, strict=True))
            | {"interested": json.loads(row[4]) if row[4] else None}
            for row in signed
        ],
        "unsigned": [d for d in content["parties"] if d not in {row[0] for row in signed}],
        "text": text,
    }


def _in_order(content: dict[str, Any], first: tuple[str, ...]) -> dict[str, Any]:
    """Return the same content, the names of ``first`` before the others: canonical JSON has them by the alphabet."""
    return {name: content[name] for name in sorted(content, key=lambda n: first.index(n) if n in first else len(first))}
