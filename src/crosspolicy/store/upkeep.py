"""Care of a book: is it whole, and is it what its journal says."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from crosspolicy.errors import BookUnavailable
from crosspolicy.i18n import N_, Text
from crosspolicy.queries.reader import Reader
from crosspolicy.store import faults
from crosspolicy.store.decoding import missing_tables, undecodable
from crosspolicy.store.journal import GENESIS, HASHED, hash_of
from crosspolicy.store.location import Location
from crosspolicy.store.reading import reading
from crosspolicy.store.schema import REVISION


class Finding(NamedTuple):
    """Something about a book that is not as it should be: which check, where, what."""

    check: str
    where: str
    message: Text


CHECKS = ("tables", "integrity", "content", "foreign-keys", "chains", "obligations", "stages")
"""What ``check`` looks at."""

_PAGE = 2_000


def check(location: Location) -> list[Finding]:
    """Look at everything that can be proved of a book, and return what is wrong. Raises BookUnavailable."""
    is_file = location.path is not None
    with reading(location) as reader:
        if found := [Finding("tables", *each) for each in missing_tables(reader, is_file=is_file)]:
            return found
        found = list(_damage(reader)) if is_file else []
        if any(f.check == "integrity" for f in found):
            return found
        unreadable = [Finding("content", *each) for each in undecodable(reader, is_file=is_file)]
        found += [*unreadable, *_wrong_edition(reader), *_broken_chains(reader)]
        return found if unreadable else [*found, *_wrong_obligations(reader), *_wrong_counts(reader)]


def damage(location: Location) -> BookUnavailable | None:
    """Return what to say where a book is damaged so that it cannot be read; None where nothing of that is found.

    For a fault that arose while the book was used: what the book holds tells whose fault it is.
    """
    is_open = False
    try:
        with reading(location) as reader:
            is_open = True
            found = next(undecodable(reader, is_file=location.path is not None), None)
    except BookUnavailable as error:
        return error if is_open else None
    if found is None:
        return None
    return faults.damaged(location, Text("{where}: {told}", where=found.where, told=found.message))


def _wrong_edition(reader: Reader) -> Iterator[Finding]:
    found = reader.rows("SELECT version_num FROM alembic_version")
    if found != [(REVISION,)]:
        told = Text(N_("names another version of the tables than the book has"))
        yield Finding("tables", "alembic_version", told)


def _damage(reader: Reader) -> Iterator[Finding]:
    for (told,) in reader.rows("PRAGMA integrity_check"):
        if told != "ok":
            yield Finding("integrity", "", Text("{told}", told=told))
    for table, row, parent, _ in reader.rows("PRAGMA foreign_key_check"):
        message = Text(N_("refers to a {parent} that does not exist"), parent=parent)
        yield Finding("foreign-keys", f"{table}:{row}", message)


def _events(reader: Reader) -> Iterator[dict[str, Any]]:
    """Yield every event in the order of its number, a page at a time."""
    names = (*HASHED, "hash")
    last = 0
    while True:
        rows = reader.rows(
            f"SELECT {', '.join(names)} FROM journal WHERE seq > :last ORDER BY seq LIMIT :page", last=last, page=_PAGE
        )
        yield from (dict(zip(names, row, strict=True)) for row in rows)
        if len(rows) < _PAGE:
            return
        last = rows[-1][0]


def _broken_chains(reader: Reader) -> Iterator[Finding]:
    heads: dict[int, tuple[int, str, int]] = {}
    for event in _events(reader):
        count, previous, _ = heads.get(event["chain"], (0, GENESIS, 0))
        if event["previous_hash"] != previous:
            yield Finding("chains", f"seq {event['seq']}", Text(N_("does not follow the event before it in its chain")))
        if hash_of(event) != event["hash"]:
            yield Finding("chains", f"seq {event['seq']}", Text(N_("was changed after it was written")))
        heads[event["chain"]] = (count + 1, event["hash"], event["seq"])
    for chain, events, seq, digest in reader.rows("SELECT chain, events, seq, hash FROM chain_head"):
        if heads.pop(chain, (0, GENESIS, 0)) != (events, digest, seq):
            yield Finding("chains", f"chain {chain}", Text(N_("does not end where its head says; events are missing")))
    for chain in heads:
        yield Finding("chains", f"chain {chain}", Text(N_("has no head")))


def _wrong_obligations(reader: Reader) -> Iterator[Finding]:
    """Fold what the events opened, discharged and let lapse, and compare with the table."""
    rebuilt: dict[tuple[int, int], list[Any]] = {}
    for event in _events(reader):
        effect = json.loads(event["payload"]).get("effect", {})
        for column, numbers in (("discharged", effect.get("discharged")), ("lapsed", effect.get("lapsed"))):
            for number in numbers or ():
                rebuilt.get((event["chain"], number), [None] * 8)[-2 if column == "discharged" else -1] = event["seq"]
        for o in effect.get("opened", ()):
            rebuilt[(event["chain"], o["number"])] = [
                o["kind"], o["clause"], o["owed_by"], o["subject"], o["due_date"], o["period_days"], None, None,
            ]  # fmt: skip
    sql = """SELECT chain, number, kind, clause, owed_by, subject, due_date, period_days, discharged_event, lapsed_event
             FROM obligation"""
    for chain, number, *kept in reader.rows(sql):
        if rebuilt.pop((chain, number), None) != list(kept):
            message = Text(N_("is not what the journal says"))
            yield Finding("obligations", f"chain {chain}, obligation {number}", message)
    for chain, number in rebuilt:
        yield Finding("obligations", f"chain {chain}, obligation {number}", Text(N_("is missing from the table")))


def _wrong_counts(reader: Reader) -> Iterator[Finding]:
    counted: dict[str, int] = dict(reader.rows("SELECT stage, COUNT(*) FROM request GROUP BY stage"))
    counts: dict[str, int] = dict(reader.rows("SELECT stage, requests FROM stage_count"))
    for stage in counted.keys() - counts.keys():
        yield Finding("stages", stage, Text(N_("is not counted, but {n} requests stand there"), n=counted[stage]))
    for stage, kept in counts.items():
        if counted.get(stage, 0) != kept:
            message = Text(N_("is counted as {kept}, but {n} requests stand there"), kept=kept, n=counted.get(stage, 0))
            yield Finding("stages", stage, message)
