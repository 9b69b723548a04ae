"""Agreements: the exact text that signatures bind; which of them is in force, and which waits for signatures."""

import json
from typing import Any, Final, NamedTuple

from crosspolicy.queries.book import Header
from crosspolicy.queries.forms import RACI, responsibility_table
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.requests import departments_of
from crosspolicy.vocabulary.codes import child_code, request_code
from crosspolicy.vocabulary.lists import TERMS, TextState

_SIGNATURE: Final = ("department", "signed_by", "recorded_by", "signed_on", "interested")


class Kept(NamedTuple):
    """What the tables keep of a text beside the text itself, and how it stands."""

    number: int
    digest: str
    responsibility_version: int
    drafted_by: str
    drafted_on: str
    concluded_on: str | None
    withdrawn_on: str | None
    withdrawn_by: str | None
    withdrawal_reason: str | None
    state: TextState


class Standing(NamedTuple):
    """The text in force, and the newer one that waits for signatures; each None where there is none such."""

    in_force: Kept | None
    waiting: Kept | None


def texts(reader: Reader, request_id: int, *, until: str = "9999") -> list[Kept]:
    """Return the texts of a request's agreement in their order, as they stood before a moment."""
    names = Kept._fields[:-1]  # how it stands is found out below
    rows = reader.rows(
        f"SELECT {', '.join(names)} FROM agreement WHERE request_id = :id AND drafted_on < :until ORDER BY number",
        id=request_id,
        until=until,
    )
    known = [_as_of(Kept._make((*row, TextState.WAITING)), until) for row in rows]
    last = max((text.number for text in known if text.concluded_on), default=0)
    return [text._replace(state=_state(text, last, len(known))) for text in known]


def _as_of(text: Kept, until: str) -> Kept:
    """Return a text without what happened to it later."""
    if text.concluded_on and text.concluded_on >= until:
        text = text._replace(concluded_on=None)
    if text.withdrawn_on and text.withdrawn_on >= until:
        text = text._replace(withdrawn_on=None, withdrawn_by=None, withdrawal_reason=None)
    return text


def _state(text: Kept, in_force: int, newest: int) -> TextState:
    if text.withdrawn_on:
        return TextState.WITHDRAWN
    if text.number == in_force:
        return TextState.IN_FORCE
    return TextState.WAITING if text.number == newest and not text.concluded_on else TextState.EARLIER


def standing(known: list[Kept]) -> Standing:
    """Return which of the texts is in force, and which waits."""
    by_state = {text.state: text for text in known}
    return Standing(by_state.get(TextState.IN_FORCE), by_state.get(TextState.WAITING))


def agreement(
    reader: Reader, request_id: int, number: int | None, book: Header, *, newest: bool = False
) -> dict[str, Any] | None:
    """Return a text of the agreement with its signatures: the one of that number, or else the one in force.

    Where none is in force it is the one that waits for signatures, as it is with ``newest``; beside the one in force,
    ``waiting`` tells of that. None where there is no such text.
    """
    known = texts(reader, request_id)
    now = standing(known)
    meant = next((text for text in known if text.number == number), None)
    if number is None:
        meant = (now.waiting or now.in_force) if newest else (now.in_force or now.waiting)
    if meant is None:
        return None
    content = _content(reader, request_id, meant)
    beside = now.waiting if number is None and now.waiting != meant else None
    return content | {"waiting": _briefly(_content(reader, request_id, beside)) if beside else None}


def _content(reader: Reader, request_id: int, text: Kept) -> dict[str, Any]:
    ((stated,),) = reader.rows(
        "SELECT text FROM agreement WHERE request_id = :id AND number = :number", id=request_id, number=text.number
    )
    signed = signatures(reader, request_id, text.number)
    content = json.loads(stated)
    return {
        "request": request_code(request_id),
        "code": child_code(request_id, "agreement", text.number),
        "in_force": text.state == TextState.IN_FORCE,
        "state": text.state.value,
        "digest": text.digest,
        "drafted_by": text.drafted_by,
        "drafted_on": text.drafted_on,
        "concluded_on": text.concluded_on,
        "withdrawn_on": text.withdrawn_on,
        "withdrawn_by": text.withdrawn_by,
        "withdrawal_reason": text.withdrawal_reason,
        "title": content["title"],
        "parties": content["parties"],
        "terms": _in_order(content["terms"], (*TERMS, "effective_date", "meeting_every", "report_every")),
        "responsibilities": [_in_order(row, RACI) for row in content["responsibilities"]],
        "signatures": signed,
        "unsigned": [d for d in content["parties"] if d not in {row["department"] for row in signed}],
        "text": stated,
    }


def signatures(reader: Reader, request_id: int, number: int) -> list[dict[str, Any]]:
    """Return who has signed a text, the first before the others."""
    rows = reader.rows(
        f"""SELECT {", ".join(_SIGNATURE)} FROM signature
            WHERE request_id = :id AND agreement = :number ORDER BY signed_on, department""",
        id=request_id,
        number=number,
    )
    return [_signature(dict(zip(_SIGNATURE, row, strict=True))) for row in rows]


def _signature(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"interested": json.loads(row["interested"]) if row["interested"] else None}


def _briefly(content: dict[str, Any]) -> dict[str, Any]:
    """Return of a text that waits which it is, and who has signed."""
    return {name: content[name] for name in ("code", "digest", "drafted_by", "drafted_on", "signatures", "unsigned")}


def tables(reader: Reader, request_id: int) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the responsibility table in force, and a newer one that waits for signatures (2.3.1).

    Where no text is in force, the first is the one that a text would rest on; each is None where there is none.
    """
    ((last,),) = reader.rows("SELECT MAX(version) FROM responsibility WHERE request_id = :id", id=request_id)
    if last is None:
        return None, None
    now = standing(texts(reader, request_id))
    waiting = now.waiting.responsibility_version if now.waiting else None
    first = now.in_force.responsibility_version if now.in_force else waiting or last
    beside = waiting if waiting and waiting != first else None
    return _table(reader, request_id, first, now.in_force), _table(reader, request_id, beside, now.waiting)


def _table(reader: Reader, request_id: int, version: int | None, text: Kept | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {
        "code": child_code(request_id, "responsibility", version),
        "agreement": child_code(request_id, "agreement", text.number) if text else None,
        "rows": responsibility_table(reader, request_id, version),
    }


def codes_standing(reader: Reader, request_id: int) -> dict[str, str | None]:
    """Return the codes of the text in force and of the one that waits for signatures; None where there is none."""
    now = standing(texts(reader, request_id))
    named = {"agreement": now.in_force, "agreement_waiting": now.waiting}
    return {name: text and child_code(request_id, "agreement", text.number) for name, text in named.items()}


class Shown(NamedTuple):
    """What a request's page shows: the text in force, or else the one that waits; and the one that waits beside it."""

    shown: dict[str, Any] | None
    waiting: dict[str, Any] | None


def standing_texts(reader: Reader, request_id: int, until: str) -> Shown:
    """Return the texts of a request's agreement as they stood before a moment, and who had signed them."""
    now = standing(texts(reader, request_id, until=until))
    first = now.in_force or now.waiting
    beside = now.waiting if now.in_force else None
    return Shown(*(text and _signed_until(reader, request_id, text, until) for text in (first, beside)))


def _signed_until(reader: Reader, request_id: int, text: Kept, until: str) -> dict[str, Any]:
    signed = [row for row in signatures(reader, request_id, text.number) if row["signed_on"] < until]
    return {
        "code": child_code(request_id, "agreement", text.number),
        "number": text.number,
        "digest": text.digest,
        "state": text.state.value,
        "signatures": signed,
        "unsigned": [d for d in departments_of(reader, request_id) if d not in {row["department"] for row in signed}],
    }


def listed(reader: Reader, request_id: int) -> list[dict[str, Any]]:
    """Return the texts of a request's agreement, how each stands and who has signed it."""
    found, parties = [], departments_of(reader, request_id)
    for text in texts(reader, request_id):
        signed = [row["department"] for row in signatures(reader, request_id, text.number)]
        found.append(
            {
                "code": child_code(request_id, "agreement", text.number),
                "table": child_code(request_id, "responsibility", text.responsibility_version),
                **{name: value for name, value in text._asdict().items() if name not in _ELSEWHERE},
                "state": text.state.value,
                "signed": signed,
                "unsigned": [d for d in parties if d not in signed],
            }
        )
    return found


_ELSEWHERE: Final = frozenset({"number", "responsibility_version", "state"})


def _in_order(content: dict[str, Any], first: tuple[str, ...]) -> dict[str, Any]:
    """Return the same content, the names of ``first`` before the others: canonical JSON has them by the alphabet."""
    return {name: content[name] for name in sorted(content, key=lambda n: first.index(n) if n in first else len(first))}
