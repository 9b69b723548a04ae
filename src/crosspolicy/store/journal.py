"""The journal: append-only, a hash chain for each request and one for the book's own acts (chain 0)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Sequence, insert, select, text, update

from crosspolicy.models import chain_head, journal, metadata
from crosspolicy.store.values import canonical

BOOK_CHAIN: Final = 0
GENESIS: Final = "0" * 64
HASHED: Final = (
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
"""The columns that an event's hash covers."""

_sequence = Sequence("journal_seq", metadata=metadata)


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the receipt names it."""

    seq: int
    hash: str
    occurred_on: str
    recorded_at: str
    actor: str
    recorded_by: str


def hash_of(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an event: of the canonical JSON of HASHED, the hash before it among them."""
    return hashlib.sha256(canonical({name: values[name] for name in HASHED}).encode()).hexdigest()


def _next_seq(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        return int(connection.execute(text("SELECT COALESCE(MAX(seq), 0) + 1 FROM journal")).scalar_one())
    return int(connection.execute(_sequence.next_value()).scalar_one())


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain, locked until the transaction ends, and the number that its next event gets."""

    chain: int
    events: int
    hash: str
    seq: int


def lock_head(connection: Connection, chain: int) -> Head:
    """Lock the end of a chain; only then is the next number drawn, so that numbers rise along every chain."""
    query = select(chain_head.c.events, chain_head.c.hash).where(chain_head.c.chain == chain).with_for_update()
    found = connection.execute(query).one_or_none()
    events, digest = (found.events, found.hash) if found else (0, GENESIS)
    return Head(chain, events, digest, _next_seq(connection))


def append(connection: Connection, head: Head, **stated: Any) -> Event:
    """Append an event to its chain. ``stated`` holds the columns of the journal but for those of the chain itself."""
    seq, chain = head.seq, head.chain
    values = {
        "seq": seq,
        "chain": chain,
        **stated,
        "payload": canonical(stated["payload"]),
        "clauses": canonical(stated["clauses"]),
        "previous_hash": head.hash,
    }
    digest = hash_of(values)
    values |= {"hash": digest, "request_id": chain or None}
    connection.execute(insert(journal), [values])
    grown = {"events": head.events + 1, "seq": seq, "hash": digest}
    if head.events:
        connection.execute(update(chain_head).where(chain_head.c.chain == chain).values(grown))
    else:
        connection.execute(insert(chain_head), [grown | {"chain": chain}])
    return Event(seq, digest, values["occurred_on"], values["recorded_at"], values["actor"], values["recorded_by"])
