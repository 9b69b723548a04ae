"""What the tables hold of requests: the rows that facts are made of, of one request or of many, one query a table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple

from crosspolicy.queries.reader import Reader, among

NUMBERED: Final = (
    "review",
    "meeting",
    "action",
    "agreement",
    "report",
    "evaluation",
    "decision",
    "summary",
    "waiver",
    "stage_entry",
    "risk",
    "assessment",
    "exclusion",
    "issue",
    "message",
    "shared_item",
    "appraisal",
    "breach",
)
"""Tables whose rows are numbered under their request."""

OWED: Final = "obligation"
"""The table of obligations: numbered under their chain, which is the request's, or the book's own (0)."""

_OF_REQUEST: Final = "(SELECT MAX(g.number) FROM agreement g WHERE g.request_id = t.request_id"
_TEXTS: Final = f"(number = {_OF_REQUEST}) OR number = {_OF_REQUEST} AND g.concluded_on IS NOT NULL))"
"""The latest text of an agreement, and the last one that every department signed."""


class Kept(NamedTuple):
    """What facts need of a table: columns (the first orders the rows), the key's column, which rows."""

    columns: str
    key: str = "request_id"
    where: str = ""


KEPT: Final = {
    "request": Kept(
        "title stage requesting_department requester policy_digest last_occurred_on start_date planned_start_date"
        " planned_end_date background no_risk_foreseen_because",
        "id",
    ),
    "requested_before": Kept("department person"),
    "objective": Kept("number"),
    "party": Kept("number department is_requesting positions contribution"),
    "milestone": Kept("number name due_date department reached_date"),
    "foreseen_risk": Kept("number category description likelihood impact"),
    "report": Kept("number department period_start_date period_end_date"),
    "action": Kept("number source department due_date done_on"),
    "acceptance": Kept("number"),
    "evaluation": Kept("number acceptance department verdict"),
    "summary": Kept("number department"),
    "responsibility": Kept(
        "row version responsibility accountable responsible consulted informed person deliverable due_date"
    ),
    "agreement": Kept(
        "number digest report_every meeting_every responsibility_version concluded_on withdrawn_on text", where=_TEXTS
    ),
    "signature": Kept("agreement department"),
    "risk": Kept(
        "number category description identified_by likelihood impact level inherent_level residual_likelihood"
        " residual_impact response measures owner due_date measures_done_on accepted_by contingency_trigger closed_on"
        " probability_percent loss contingency_responsible"
    ),
    "exclusion": Kept("number category department"),
    "issue": Kept("number title departments responsible_department due_date escalated_on resolved_on"),
    "appraisal": Kept("number kind department person by_department"),
    "waiver": Kept("number gate until_date used_on", where="(used_on IS NULL OR until_date IS NOT NULL)"),
    OWED: Kept("number kind clause owed_by subject due_date period_days", "chain", "closed_on IS NULL"),
}

Values = dict[str, Any]


@dataclass(slots=True)
class RequestRows:
    """The rows of one request by table, each by column as the tables keep it; ``counters`` are the last numbers.

    ``departments`` are those of the people whom the rows name.
    """

    id: int
    tables: defaultdict[str, list[Values]] = field(default_factory=partial(defaultdict, list))
    counters: dict[str, int] = field(default_factory=dict)
    departments: dict[str, str] = field(default_factory=dict)

    def of(self, table: str) -> list[Values]:
        """Return the rows of a table."""
        return self.tables.get(table, [])


def request_rows(reader: Reader, request_ids: Iterable[int]) -> dict[int, RequestRows]:
    """Return the rows of those of the requests that exist."""
    wanted = _listed(request_ids)
    found: dict[int, RequestRows] = {}
    for table, kept in KEPT.items():
        names = kept.columns.split()
        where = f" AND {kept.where}" if kept.where else ""
        order = "" if table == "request" else f" ORDER BY {kept.key}, {names[0]}"
        sql = f"SELECT {kept.key}, {', '.join(names)} FROM {table} t WHERE {kept.key} IN ({wanted}){where}{order}"
        for key, *values in reader.rows(sql):
            rows = found.setdefault(key, RequestRows(key))
            rows.tables[table].append(dict(zip(names, values, strict=True)))
        if not found:
            return {}
    _count(reader, found)
    _place(reader, found)
    return found


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in sorted(set(keys))) or "NULL"


def _count(reader: Reader, found: dict[int, RequestRows]) -> None:
    """Add the last numbers of every numbered table."""
    wanted = _listed(found)
    keys = {**dict.fromkeys(NUMBERED, "request_id"), OWED: "chain"}
    parts = [
        f"SELECT '{t}' AS name, {key} AS id, MAX(number) AS last FROM {t} WHERE {key} IN ({wanted}) GROUP BY {key}"
        for t, key in keys.items()
    ]
    for table, key, number in reader.rows(" UNION ALL ".join(parts)):
        found[key].counters[table] = number


def _place(reader: Reader, found: dict[int, RequestRows]) -> None:
    """Add the departments of the people whom the rows name."""
    named = {rows.id: people_in(rows) for rows in found.values()}
    logins = sorted(set().union(*named.values()))
    if not logins:
        return
    marks, parameters = among("login", logins)
    known: dict[str, str] = dict(
        reader.rows(f"SELECT login, department FROM person WHERE login IN {marks}", **parameters)
    )
    for key, people in named.items():
        found[key].departments = {login: known[login] for login in people if login in known}


def people_in(rows: RequestRows) -> set[str]:
    """Return the logins whose departments are facts of the request: who requests, owns risks, answers for work."""
    named = {row["owner"] for row in rows.of("risk")} | {row["person"] for row in rows.of("responsibility")}
    named |= {row["requester"] for row in rows.of("request")}
    return {login for login in named if login}
