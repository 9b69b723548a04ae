"""Requests for export: the form of each, with its lists, and where it stands."""

from typing import Final

from crosspolicy.queries.exports.columns import Column, Sort, columns
from crosspolicy.queries.exports.source import ListOf, Source


def _list(field: str, table: str, names: str) -> ListOf:
    return ListOf(field, table, ("request_id",), columns("c", names))


REQUESTS: Final = Source(
    name="requests",
    tables="request r",
    key=("r.id",),
    columns=(
        Column("external_id", "r.code", Sort.KEY),  # so that a book elsewhere can take it in
        Column("code", "r.code", Sort.KEY),
        *columns(
            "r",
            """title stage requesting_department requester background no_risk_foreseen_because planned_cost
            planned_start_date planned_end_date start_date actual_end_date actual_cost last_occurred_on""",
        ),
    ),
    lists=(
        _list("objectives", "objective", "statement measure"),
        _list("departments", "party", "department positions contribution"),
        _list("milestones", "milestone", "name due_date department planned_date reached_date"),
        _list("risks", "foreseen_risk", "category description likelihood impact"),
    ),
    dated="r.last_occurred_on",
    of_stage="r.stage = :stage",
    of_department="""EXISTS (SELECT 1 FROM party p WHERE p.request_id = r.id AND p.department = :department)""",
)
