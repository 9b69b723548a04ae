"""The book as import records: every act that was done, in the order of the journal, as it was stated."""

import json
from collections.abc import Iterator
from typing import Final

from crosspolicy.queries.exports.journal import is_done
from crosspolicy.queries.exports.paging import PAGE
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.vocabulary.codes import LETTERS

NUMBERED: Final = {
    "action.done": LETTERS["action"],
    "risk.treated": LETTERS["risk"],
    "risk.reviewed": LETTERS["risk"],
    "risk.closed": LETTERS["risk"],
    "issue.escalated": LETTERS["issue"],
    "issue.resolved": LETTERS["issue"],
}
"""The acts whose target the journal keeps as a number under the request, and the letter of its code."""

MILESTONES: Final = frozenset({"milestone.reached", "milestone.moved"})
"""The acts whose target the journal keeps as the name of a milestone of the request."""

FIRST: Final = "request.drafted"
"""The act that makes the request which its event names."""

_SQL: Final = f"""SELECT j.seq, j.act, r.code, j.actor, j.occurred_on, j.payload
    FROM journal j LEFT JOIN request r ON r.id = j.request_id
    WHERE j.seq > :after AND j.is_refused = 0 ORDER BY j.seq LIMIT {PAGE}"""

_FORM: Final = ',"form":'
_TARGET: Final = ',"target":'
_MORE: Final = (',"imported":{', ',"interested":[')
"""Members of a payload that stand between the form and the target."""

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def records(reader: Reader) -> Iterator[list[str]]:
    """Yield every act that was done as the JSON text of an import record, a page at a time."""
    rows = reader.rows(_SQL, after=0)
    while rows:
        yield [_record(row) for row in rows]
        rows = reader.rows(_SQL, after=rows[-1][0]) if len(rows) == PAGE else []


def _record(row: Values) -> str:
    _seq, act, request, actor, occurred_on, payload = row
    form, target = stated(payload)
    done_to = _target(act, request, target)
    named = f'"target":{_encode(done_to)},' if done_to else ""
    return (
        f'{{"act":{_quoted(act)},{named}"actor":{_encode(actor)},"occurred_on":{_quoted(occurred_on)},"form":{form}}}'
    )


def _quoted(text: str) -> str:
    """Return the JSON text of what needs no escapes, unless somebody else's book has it."""
    return f'"{text}"' if text.isprintable() and '"' not in text and "\\" not in text else _encode(text)


def stated(payload: str) -> tuple[str, str]:
    """Return the JSON text of the form that a payload holds, and the target beside it, empty where there is none.

    Both are cut out as they stand: a payload is canonical JSON of an effect, a form and perhaps a target, in this
    order; no quote inside a text goes unescaped, and neither effects nor forms have members of these names. That of an
    act that was imported as history, or that an interested party recorded, tells more, and is read.
    """
    _effect, found, after = payload.partition(_FORM)
    if not found or not is_done(payload) or any(more in after for more in _MORE):
        content = json.loads(payload)
        return _encode(content["form"]), str(content.get("target", ""))
    if not after.endswith('"}'):
        return after[:-1], ""
    at = after.rindex(_TARGET)
    return after[:at], str(json.loads(after[at + len(_TARGET) : -1]))


def _target(act: str, request: str | None, target: str) -> str | dict[str, str]:
    """Return what an act was done to, as an import names it."""
    if request is None:
        return target
    if act in NUMBERED:
        return f"{request}/{NUMBERED[act]}{target}"
    if act in MILESTONES:
        return {"code": request, "milestone": target}
    return "" if act == FIRST else request
