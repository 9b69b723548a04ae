"""The journal: append-only, a hash chain for each request and one for the book's own acts (chain 0)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pydantic_core import to_json
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

Sequence("journal_seq", metadata=metadata)
"""Where a server draws the numbers of events from."""


class Event(NamedTuple):
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


@dataclass(slots=True)
class Head:
    """The end of a chain, locked until the transaction ends: its last event's number and hash, and how many it has.

    ``is_kept`` says that the chain has a row of its own already.
    """

    chain: int
    events: int = 0
    seq: int = 0
    hash: str = GENESIS
    is_kept: bool = False


def lock_requests(connection: Connection, keys: Iterable[int]) -> None:
    """Lock requests' rows until the transaction ends: always first, the heads of their chains after them."""
    if connection.dialect.name != "sqlite":
        wanted = ", ".join(str(int(key)) for key in sorted(keys))
        connection.exec_driver_sql(f"SELECT 1 FROM request WHERE id IN ({wanted}) ORDER BY id FOR UPDATE")


def lock_heads(connection: Connection, chains: Iterable[int]) -> dict[int, Head]:
    """Lock the ends of chains, in order; only then are numbers drawn, so that numbers rise along every chain."""
    wanted = sorted(set(chains))
    found = {chain: Head(chain) for chain in wanted}
    columns = (chain_head.c.chain, chain_head.c.events, chain_head.c.seq, chain_head.c.hash)
    query = select(*columns).where(chain_head.c.chain.in_(wanted)).order_by(chain_head.c.chain).with_for_update()
    for chain, events, seq, digest in connection.execute(query):
        found[chain] = Head(chain, events, seq, digest, is_kept=True)
    return found


class Numbers:
    """The numbers that events get, drawn once the ends of their chains are locked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_file = connection.dialect.name == "sqlite"
        self._next: int | None = None
        self._drawn: list[int] = []

    def draw(self, ahead: int) -> None:
        """Have so many numbers of a server ready; those left over are never used."""
        if not self._is_file:
            sql = "SELECT nextval('journal_seq') FROM generate_series(1, :ahead)"
            drawn = self._connection.execute(text(sql), {"ahead": ahead}).scalars()
            self._drawn = sorted(drawn, reverse=True)

    def next(self) -> int:
        """Return the next number; a file has but one writer, so there it is one more than the last."""
        if not self._is_file:
            if not self._drawn:
                self.draw(1)
            return self._drawn.pop()
        if self._next is None:
            self._next = int(
                self._connection.execute(text("SELECT COALESCE(MAX(seq), 0) + 1 FROM journal")).scalar_one()
            )
        self._next += 1
        return self._next - 1

    def give_back(self, count: int) -> None:
        """Take back the last numbers of a file: what they were drawn for does not happen."""
        if self._next is not None:
            self._next -= count


_IN_ORDER: Final = tuple(sorted(HASHED))
_cited = lru_cache(maxsize=256)(canonical)


def sealed(head: Head, seq: int, **stated: Any) -> dict[str, Any]:
    """Return an event's row, chained to the end of its chain, which it becomes.

    ``stated`` holds the columns of the journal but for those of the chain itself.
    """
    values = {
        "seq": seq,
        "chain": head.chain,
        **stated,
        "payload": canonical(stated["payload"]),
        "clauses": _cited(tuple(stated["clauses"])),
        "previous_hash": head.hash,
    }
    digest = hashlib.sha256(to_json({name: values[name] for name in _IN_ORDER})).hexdigest()  # as ``hash_of`` says
    head.events, head.seq, head.hash = head.events + 1, seq, digest
    return {**values, "hash": digest, "request_id": head.chain or None}


def event_of(values: Mapping[str, Any]) -> Event:
    """Return an event's row as the receipt names it."""
    return Event._make(map(values.__getitem__, Event._fields))


def head_row(head: Head) -> dict[str, Any]:
    """Return the row that keeps the end of a chain."""
    return {"chain": head.chain, "events": head.events, "seq": head.seq, "hash": head.hash}


def append(connection: Connection, chain: int, **stated: Any) -> Event:
    """Append one event to a chain at once, and return it."""
    head = lock_heads(connection, (chain,))[chain]
    values = sealed(head, Numbers(connection).next(), **stated)
    connection.execute(insert(journal), [values])
    if head.is_kept:
        connection.execute(update(chain_head).where(chain_head.c.chain == chain).values(head_row(head)))
    else:
        connection.execute(insert(chain_head), [head_row(head)])
    return event_of(values)
