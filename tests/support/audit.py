"""A second opinion on a book: what the journal's own words prove, worked out without the program's own code."""

import hashlib
import json
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.support.world import World

COVERED: Final = (
    "seq",
    "chain",
    "act",
    "is_refused",
    "actor",
    "recorded_by",
    "os_user",
    "host",
    "occurred_on",
    "recorded_at",
    "clauses",
    "policy_digest",
    "payload",
    "previous_hash",
)
"""What an event's hash covers, as the decision on the journal says."""

OBLIGATION: Final = (
    "chain",
    "number",
    "kind",
    "clause",
    "owed_by",
    "subject",
    "due_date",
    "period_days",
    "opened_on",
    "opened_event",
    "closed_on",
    "discharged_event",
    "lapsed_event",
)
Event = dict[str, Any]


def events(world: World, request: str | None = None) -> list[Event]:
    """Return the journal in its order, with payload and clauses read; of one request where ``request`` names it."""
    names = (*COVERED, "request_id", "hash")
    where = "" if request is None else "WHERE chain = :chain"
    parameters = {} if request is None else {"chain": world.request_id if request == world.code else 0}
    rows = world.rows(f"SELECT {', '.join(names)} FROM journal {where} ORDER BY seq", **parameters)
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return [
        event | {"payload": json.loads(event["payload"]), "clauses": json.loads(event["clauses"])} for event in found
    ]


def canonical(content: object) -> str:
    """Return content as the journal writes it."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(event: Event) -> str:
    """Return the hash that an event must carry."""
    stated = {name: canonical(event[name]) if name in ("payload", "clauses") else event[name] for name in COVERED}
    return hashlib.sha256(canonical(stated).encode()).hexdigest()


def broken_chains(world: World) -> list[str]:
    """Return everything wrong with the chains of the journal and their heads."""
    wrong = []
    last: dict[int, tuple[int, int, str]] = {}
    for event in events(world):
        chain, seq = event["chain"], event["seq"]
        count, _, before = last.get(chain, (0, 0, "0" * 64))
        if event["previous_hash"] != before:
            wrong.append(f"event {seq} does not follow the one before it in chain {chain}")
        if hash_of(event) != event["hash"]:
            wrong.append(f"event {seq} is not what its hash says")
        if event["request_id"] != (chain or None):
            wrong.append(f"event {seq} of chain {chain} names request {event['request_id']}")
        last[chain] = (count + 1, seq, event["hash"])
    heads = {chain: (count, seq, digest) for chain, count, seq, digest in _heads(world)}
    if heads != last:
        wrong.append(f"the heads of the chains are {heads}, the journal says {last}")
    return wrong


def _heads(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT chain, events, seq, hash FROM chain_head")


def rebuilt_obligations(world: World) -> list[Event]:
    """Return the obligations that the journal's effects amount to; a date is taken from the event, never worked out."""
    zone = ZoneInfo(world.value("SELECT timezone FROM book"))
    table: dict[tuple[int, int], Event] = {}
    for event in events(world):
        effect = event["payload"].get("effect", {})
        day = _day(event["occurred_on"], zone).isoformat()
        for column in ("discharged", "lapsed"):
            for number in effect.get(column, ()):
                owed = table[event["chain"], number]
                assert owed["closed_on"] is None, f"event {event['seq']} closes obligation {number} a second time"
                owed |= {"closed_on": day, f"{column}_event": event["seq"]}
        for opened in effect.get("opened", ()):
            key = (event["chain"], opened["number"])
            assert key not in table, f"event {event['seq']} opens obligation {key} a second time"
            table[key] = dict.fromkeys(OBLIGATION) | opened
            table[key] |= {"chain": event["chain"], "opened_on": day, "opened_event": event["seq"]}
    return [table[key] for key in sorted(table)]


def _day(when: str, zone: ZoneInfo) -> date:
    if len(when) == 10:
        return date.fromisoformat(when)
    return datetime.fromisoformat(when.replace("Z", "+00:00")).astimezone(zone).date()


def kept_obligations(world: World) -> list[Event]:
    """Return the table of obligations as it stands."""
    rows = world.rows(f"SELECT {', '.join(OBLIGATION)} FROM obligation ORDER BY chain, number")
    return [dict(zip(OBLIGATION, row, strict=True)) for row in rows]


def assert_sound(world: World) -> None:
    """Hold that the journal proves the book: chains whole, obligations and stages as the events made them."""
    assert broken_chains(world) == []
    assert rebuilt_obligations(world) == kept_obligations(world)
    assert _stages_by_journal(world) == dict(world.rows("SELECT id, stage FROM request"))
    assert _counted(world) == dict(world.rows("SELECT stage, requests FROM stage_count WHERE requests <> 0"))


def _stages_by_journal(world: World) -> dict[int, str]:
    stages = {}
    for event in events(world):
        if stage := event["payload"].get("effect", {}).get("stage"):
            stages[event["chain"]] = stage
    return stages


def _counted(world: World) -> dict[str, int]:
    return dict(world.rows("SELECT stage, COUNT(*) FROM request GROUP BY stage"))
