"""What decisions write: rows, obligations and events, kept back and then written table by table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from crosspolicy.models import chain_head, journal, metadata
from crosspolicy.queries.request_rows import Values
from crosspolicy.store.behind import Behind
from crosspolicy.store.dossier import Dossier, Key
from crosspolicy.store.journal import Numbers, head_row
from crosspolicy.store.steps import Into, Step


class Mark(NamedTuple):
    """Where a writer stood: how many events waited, and the counts of stages."""

    events: int
    stages: dict[str, int]


class Writer:
    """What waits to be written in a transaction: dossiers, events in the order of their numbers, counts of stages.

    ``touched`` are the dossiers that hold something; ``counters`` the last numbers given that the book does not know
    yet; ``loose`` are new rows, and ``renewed`` new values of kept ones, that lie under no request.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._mark = "?" if connection.dialect.name == "sqlite" else "%s"
        self._behind = Behind(connection)
        self.numbers = Numbers(connection)
        self.touched: dict[int, Dossier] = {}
        self.events: list[dict[str, Any]] = []
        self.stages: Counter[str] = Counter()
        self.counters: dict[str, int] = {}
        self.loose: dict[str, list[Values]] = {}
        self.renewed: dict[tuple[str, Key], Values] = {}

    def mark(self) -> Mark:
        """Return where the writer stands, to come back to."""
        return Mark(len(self.events), dict(self.stages))

    def back_to(self, mark: Mark) -> None:
        """Take back what has come since, all of it about requests that are new: dossiers, events, counts."""
        for event in self.events[mark.events :]:
            self.touched.pop(event["chain"], None)
        self.numbers.give_back(len(self.events) - mark.events)
        del self.events[mark.events :]
        self.stages = Counter(mark.stages)

    def settle(self) -> None:
        """Wait until all that is being written behind is written. Raises what went wrong there."""
        self._behind.settle()

    def flush(self, *, behind: bool = False) -> None:
        """Write all that waits: parents before children, each table in one go.

        ``behind``: while the next acts are judged; whoever uses the connection next settles first.
        """
        self.settle()
        if not (self.events or self.loose or self.renewed or self.counters):
            return
        dossiers = list(self.touched.values())
        steps = [step for step in self._steps(dossiers) if step.rows]
        for dossier in dossiers:
            dossier.written()
        self.touched, self.events, self.loose, self.renewed = {}, [], {}, {}
        self.stages, self.counters = Counter(), {}
        if behind:
            self._behind.run(steps)
        else:
            for step in steps:
                self._connection.exec_driver_sql(step.sql, step.bound())

    def _steps(self, dossiers: Iterable[Dossier]) -> Iterator[Step]:
        mark = self._mark
        for dossier in dossiers:
            for table in dossier.cleared:
                yield Step(f"DELETE FROM {table} WHERE request_id = {mark}", [(dossier.chain,)])
        yield from self._new_rows(dossiers)
        yield from self._new_values(dossiers)
        yield _insertion(journal, self.events, mark)
        yield from _ends(dossiers, mark)
        counted = [(difference, stage) for stage, difference in sorted(self.stages.items()) if difference]
        yield Step(f"UPDATE stage_count SET requests = requests + {mark} WHERE stage = {mark}", counted)
        given = [(value, name) for name, value in self.counters.items()]
        yield Step(f"UPDATE counter SET value = {mark} WHERE name = {mark}", given)

    def _new_rows(self, dossiers: Iterable[Dossier]) -> Iterator[Step]:
        waiting: dict[str, list[Values]] = {name: list(rows) for name, rows in self.loose.items()}
        for dossier in dossiers:
            for name, more in dossier.inserts.items():
                waiting.setdefault(name, []).extend(more)
        for table in _in_order():
            if rows := waiting.get(table.name, []):
                names = _columns(table, numbers_itself="number" not in rows[0])
                yield _insertion(table, rows, self._mark, names)

    def _new_values(self, dossiers: Iterable[Dossier]) -> Iterator[Step]:
        grouped: dict[str, list[Any]] = {}
        for updates in (self.renewed, *(dossier.updates for dossier in dossiers)):
            for (table, key), values in updates.items():
                sql = _update_sql(table, key, values, self._mark)
                grouped.setdefault(sql, []).append((*values.values(), *(value for _, value in key)))
        for sql, rows in grouped.items():
            yield Step(sql, rows)


def _ends(dossiers: Iterable[Dossier], mark: str) -> Iterator[Step]:
    """Yield what keeps the ends of chains."""
    heads = [dossier.head for dossier in dossiers]
    yield _insertion(chain_head, [head_row(head) for head in heads if not head.is_kept], mark)
    grown = [(head.events, head.seq, head.hash, head.chain) for head in heads if head.is_kept]
    yield Step(f"UPDATE chain_head SET events = {mark}, seq = {mark}, hash = {mark} WHERE chain = {mark}", grown)
    for head in heads:
        head.is_kept = True


@cache
def _in_order() -> tuple[Table, ...]:
    """Return the tables, parents before children."""
    return tuple(table for table in metadata.sorted_tables if table.name not in ("journal", "chain_head"))


@cache
def _columns(table: Table, *, numbers_itself: bool = False) -> tuple[str, ...]:
    """Return the columns to write; a table that numbers its rows itself is not told their numbers."""
    left_out = table.autoincrement_column if numbers_itself else None
    return tuple(column.name for column in table.c if column is not left_out or column.name != "number")


def _insertion(table: Table, rows: list[Values], mark: str, names: tuple[str, ...] = ()) -> Step:
    names = names or _columns(table)
    return Step(_insert_sql(table.name, names, mark), rows, Into(table.name, names))


@cache
def _insert_sql(table: str, names: tuple[str, ...], mark: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(mark for _ in names)})"


def _update_sql(table: str, key: Key, values: Mapping[str, Any], mark: str) -> str:
    new = ", ".join(f'"{name}" = {mark}' for name in values)
    own = " AND ".join(f'"{name}" = {mark}' for name, _ in key)
    return f"UPDATE {table} SET {new} WHERE {own}"
