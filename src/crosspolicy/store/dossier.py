"""A dossier: all that a transaction has in hand of one request, or of the book itself, and what waits to be written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from crosspolicy.acts.decision import Opening
from crosspolicy.queries.request_rows import KEPT, OWED, RequestRows, Values
from crosspolicy.store.journal import Head

_ITS_OWN: Final = frozenset({"id", "request_id", "chain"})
"""Columns that name the dossier itself."""

Key = tuple[tuple[str, Any], ...]


@dataclass(slots=True)
class Dossier:
    """The rows of one request (of the book itself: chain 0) as they will be once what waits here is written.

    ``is_new`` says that no row of it is in the tables yet. ``updates`` are new values of kept rows, by table and key;
    ``cleared`` tables whose kept rows of this request go before new ones come.
    """

    rows: RequestRows
    head: Head
    is_new: bool = False
    inserts: defaultdict[str, list[Values]] = field(default_factory=partial(defaultdict, list))
    updates: dict[tuple[str, Key], Values] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)

    @property
    def chain(self) -> int:
        """The request's key in the book; 0 for the book itself."""
        return self.rows.id

    def insert(self, table: str, values: Values) -> None:
        """Take a new row, by column as the tables keep it."""
        self.inserts[table].append(values)
        rows = self.rows
        if table in KEPT:
            rows.tables[table].append(values)
        if (number := values.get("number")) and number > rows.counters.get(table, 0):
            rows.counters[table] = number

    def change(self, table: str, key: Mapping[str, Any], values: Values) -> None:
        """Give the row that ``key`` names new values, whether it is kept already or waits here."""
        own = [(name, value) for name, value in key.items() if name not in _ITS_OWN]
        waiting = [row for row in self.inserts.get(table, ()) if _is_at(row, own)]
        for row in waiting:
            row.update(values)
        if waiting:
            return
        for row in self.rows.of(table):
            if _is_at(row, own):
                row.update(values)
        self.updates.setdefault((table, tuple(key.items())), {}).update(values)

    def clear(self, table: str) -> None:
        """Take every row of a table away; new ones are numbered from the beginning."""
        if not self.is_new:
            self.cleared.append(table)
        self.inserts.pop(table, None)
        self.rows.tables.pop(table, None)
        self.rows.counters.pop(table, None)
        self.updates = {at: values for at, values in self.updates.items() if at[0] != table}

    def open_all(self, openings: Iterable[Opening], *, seq: int, opened_on: str) -> dict[int, Opening]:
        """Take new obligations, and return them by the number that each gets under its chain."""
        start = self.rows.counters.get(OWED, 0) + 1
        numbered = dict(enumerate(openings, start))
        for number, o in numbered.items():
            self.insert(
                OWED,
                {
                    "chain": self.chain,
                    "number": number,
                    "request_id": self.chain or None,
                    "clause": o.clause,
                    "kind": o.kind,
                    "owed_by": o.owed_by,
                    "subject": o.subject,
                    "due_date": o.due_date.isoformat(),
                    "period_days": o.period_days,
                    "opened_on": opened_on,
                    "opened_event": seq,
                },
            )
        return numbered

    def close_all(self, numbers: Iterable[int], *, seq: int, closed_on: str, lapsed: bool) -> None:
        """Close open obligations as discharged, or as lapsed."""
        values = {"closed_on": closed_on, "lapsed_event" if lapsed else "discharged_event": seq}
        for number in set(numbers):
            self.change(OWED, {"chain": self.chain, "number": number}, values)
            self.rows.tables[OWED] = [row for row in self.rows.of(OWED) if row["number"] != number]

    def written(self) -> None:
        """Forget what waited: it is in the tables now."""
        self.is_new = False
        self.inserts.clear()
        self.updates, self.cleared = {}, []


def _is_at(row: Values, own: Iterable[tuple[str, Any]]) -> bool:
    return all(row.get(name) == value for name, value in own)
