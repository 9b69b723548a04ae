"""What was imported before: by its source, and there by its external id or else by its content."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from crosspolicy.queries.reader import Reader, among
from crosspolicy.store.batch import Batch

TABLE = "imported"


class Known(NamedTuple):
    """A record of an earlier import, or of this one: its act, the digest of its content, and what it made."""

    act: str
    digest: str
    code: str


def alone(connection: Connection) -> None:
    """Wait until no other import is under way, and keep others waiting; acts and looks go on. A file has one writer."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")


def by_id(external_id: str) -> str:
    """Return the key of a record that its source numbers."""
    return f"id:{external_id}"


def by_content(digest: str, occurrence: int) -> str:
    """Return the key of a record that is known by its content alone: the n-th of that content in its file."""
    return f"as:{digest}#{occurrence}"


def known(reader: Reader, source: str, keys: Iterable[str]) -> dict[str, Known]:
    """Return those of the keys under which something of a source was imported."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    marks, parameters = among("key", wanted)
    sql = f"SELECT key, act, digest, code FROM imported WHERE source = :source AND key IN {marks}"
    return {key: Known(*rest) for key, *rest in reader.rows(sql, source=source, **parameters)}


def remember(batch: Batch, source: str, key: str, what: Known, seq: int) -> None:
    """Keep what a record became, beside its act."""
    batch.note(TABLE, {"source": source, "key": key, **what._asdict(), "seq": seq})


def remember_change(batch: Batch, source: str, key: str, digest: str, seq: int) -> None:
    """Keep the new content of a record that was imported before."""
    batch.renew(TABLE, {"source": source, "key": key}, {"digest": digest, "seq": seq})
