"""What decisions write: rows, obligations and events, kept back and then written table by table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, text

from crosspolicy.models import chain_head, journal, metadata
from crosspolicy.queries.request_rows import Values
from crosspolicy.store.dossier import Dossier, Key
from crosspolicy.store.journal import Numbers, head_row

_JOURNAL: Final = itemgetter(*journal.c.keys())
_HEAD: Final = itemgetter(*chain_head.c.keys())


class Mark(NamedTuple):
    """Where a writer stood: how many events waited, the counts of stages, which dossiers held something."""

    events: int
    stages: Counter[str]
    touched: frozenset[int]


class Writer:
    """What waits to be written in a transaction: dossiers, events in the order of their numbers, counts of stages.

    ``touched`` are the dossiers that hold something; ``counters`` the last numbers given that the book does not know
    yet; ``loose`` are new rows, and ``renewed`` new values of kept ones, that lie under no request.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.numbers = Numbers(connection)
        self.touched: dict[int, Dossier] = {}
        self.events: list[dict[str, Any]] = []
        self.stages: Counter[str] = Counter()
        self.counters: dict[str, int] = {}
        self.loose: dict[str, list[Values]] = {}
        self.renewed: dict[tuple[str, Key], Values] = {}

    def is_waiting(self) -> bool:
        """Tell whether anything waits to be written."""
        return bool(self.events or self.loose or self.renewed)

    def mark(self) -> Mark:
        """Return where the writer stands, to come back to."""
        return Mark(len(self.events), Counter(self.stages), frozenset(self.touched))

    def back_to(self, mark: Mark) -> None:
        """Take back what has come since: events, counts, and dossiers that were not touched before."""
        self.numbers.give_back(len(self.events) - mark.events)
        del self.events[mark.events :]
        self.stages = mark.stages
        self.touched = {chain: dossier for chain, dossier in self.touched.items() if chain in mark.touched}

    def flush(self) -> None:
        """Write all that waits: parents before children, each table in one go."""
        if not self.is_waiting():
            return
        dossiers = list(self.touched.values())
        self._clear(dossiers)
        self._insert(dossiers)
        self._update(dossiers)
        self._many(_insert_sql(journal.name, _columns(journal), self._mark), [_JOURNAL(event) for event in self.events])
        self._close_chains(dossiers)
        self._count()
        for dossier in dossiers:
            dossier.written()
        self.touched, self.events, self.loose, self.renewed = {}, [], {}, {}

    @property
    def _mark(self) -> str:
        return "?" if self._connection.dialect.name == "sqlite" else "%s"

    def _many(self, sql: str, rows: list[Any]) -> None:
        if rows:
            self._connection.exec_driver_sql(sql, rows)

    def _clear(self, dossiers: Iterable[Dossier]) -> None:
        for dossier in dossiers:
            for table in dossier.cleared:
                sql = f"DELETE FROM {table} WHERE request_id = {self._mark}"
                self._connection.exec_driver_sql(sql, (dossier.chain,))

    def _insert(self, dossiers: Iterable[Dossier]) -> None:
        waiting: dict[str, list[Values]] = {name: list(rows) for name, rows in self.loose.items()}
        for dossier in dossiers:
            for name, more in dossier.inserts.items():
                waiting.setdefault(name, []).extend(more)
        for table in _in_order():
            rows = waiting.get(table.name)
            if rows:
                names = _columns(table, numbers_itself="number" not in rows[0])
                self._many(_insert_sql(table.name, names, self._mark), [tuple(map(row.get, names)) for row in rows])

    def _update(self, dossiers: Iterable[Dossier]) -> None:
        grouped: dict[str, list[Any]] = {}
        for updates in (self.renewed, *(dossier.updates for dossier in dossiers)):
            for (table, key), values in updates.items():
                sql = _update_sql(table, key, values, self._mark)
                grouped.setdefault(sql, []).append((*values.values(), *(value for _, value in key)))
        for sql, rows in grouped.items():
            self._many(sql, rows)

    def _close_chains(self, dossiers: Iterable[Dossier]) -> None:
        heads = [dossier.head for dossier in dossiers]
        new = [_HEAD(head_row(head)) for head in heads if not head.is_kept]
        self._many(_insert_sql(chain_head.name, _columns(chain_head), self._mark), new)
        mark = self._mark
        sql = f"UPDATE chain_head SET events = {mark}, seq = {mark}, hash = {mark} WHERE chain = {mark}"
        self._many(sql, [(head.events, head.seq, head.hash, head.chain) for head in heads if head.is_kept])
        for head in heads:
            head.is_kept = True

    def _count(self) -> None:
        for stage, difference in sorted(self.stages.items()):
            if difference:
                sql = "UPDATE stage_count SET requests = requests + :difference WHERE stage = :stage"
                self._connection.execute(text(sql), {"difference": difference, "stage": stage})
        for name, value in self.counters.items():
            sql = "UPDATE counter SET value = :value WHERE name = :name"
            self._connection.execute(text(sql), {"value": value, "name": name})
        self.stages, self.counters = Counter(), {}


@cache
def _in_order() -> tuple[Table, ...]:
    """Return the tables, parents before children."""
    return tuple(table for table in metadata.sorted_tables if table.name not in ("journal", "chain_head"))


@cache
def _columns(table: Table, *, numbers_itself: bool = False) -> tuple[str, ...]:
    """Return the columns to write; a table that numbers its rows itself is not told their numbers."""
    left_out = table.autoincrement_column if numbers_itself else None
    return tuple(column.name for column in table.c if column is not left_out or column.name != "number")


@cache
def _insert_sql(table: str, names: tuple[str, ...], mark: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(mark for _ in names)})"


def _update_sql(table: str, key: Key, values: Mapping[str, Any], mark: str) -> str:
    new = ", ".join(f'"{name}" = {mark}' for name in values)
    own = " AND ".join(f'"{name}" = {mark}' for name, _ in key)
    return f"UPDATE {table} SET {new} WHERE {own}"
