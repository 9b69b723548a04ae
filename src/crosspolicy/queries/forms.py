"""Forms as they were stated, read back whole: one table of shapes, one function."""

import json
from typing import Any, Final, NamedTuple

from crosspolicy.queries.reader import Reader
from crosspolicy.vocabulary.codes import LETTERS, child_code
from crosspolicy.vocabulary.money import from_minor
from crosspolicy.vocabulary.scores import score_text

RACI: Final = ("responsibility", "accountable", "responsible", "consulted", "informed")
_MONEY: Final = frozenset({"planned_cost", "actual_cost", "cost_to_date", "loss", "expected_loss"})
_FLAGS: Final = frozenset({"occurred", "serious"})
_LISTS: Final = frozenset(
    """positions conditions decisions responsible consulted informed milestones_reached roles identified_by departments
    parties evidence interested""".split()
)
_CHILD_CODES: Final = {"risk": "risk", "issue": "issue", "report": "report"}
"""Columns that hold the number of another row under the request, and its table: told as that row's code."""


class Child(NamedTuple):
    """A list inside a form: its table, columns, the column that names the row above (``""``: the request alone)."""

    field: str
    table: str
    columns: str
    parent: str = ""
    where: str = ""
    is_plain: bool = False
    order: str = "number"


class Shape(NamedTuple):
    """How a form lies in the tables; columns of the ``objects`` inside it begin with their names."""

    table: str
    columns: str
    children: tuple[Child, ...] = ()
    objects: tuple[str, ...] = ()


SHAPES: Final = {
    shape.table: shape
    for shape in (
        Shape(
            "request",
            "title stage requesting_department requester background no_risk_foreseen_because planned_cost"
            " planned_start_date planned_end_date start_date actual_end_date actual_cost",
            (
                Child("objectives", "objective", "statement measure"),
                Child("departments", "party", "department positions contribution"),
                Child("milestones", "milestone", "name due_date department planned_date reached_date"),
                Child("risks", "foreseen_risk", "category description likelihood impact"),
            ),
        ),
        Shape(
            "review",
            "strategic_fit strategic_fit_reason resources resources_reason necessity necessity_reason feasibility"
            " feasibility_reason outcome comment conditions reviewer reviewed_on",
        ),
        Shape(
            "meeting",
            "kind held_at place chair business_details progress problems coordination next_steps problem solution"
            " responsible_department issue decisions",
            (
                Child("attendees", "attendance", "person", "meeting", "is_present = 1", True, "person"),
                Child("absentees", "attendance", "person reason", "meeting", "is_present = 0", False, "person"),
                Child("opinions", "opinion", "department opinion suggestions", "meeting", order="department"),
                Child(
                    "actions",
                    "action",
                    "number what department person due_date done_on done_by note",
                    "source_number",
                    "source = 'meeting'",
                ),
            ),
        ),
        Shape(
            "report",
            "department period_start_date period_end_date progress_percent done problems next_steps milestones_reached"
            " cost_to_date needs_management overall filed_by filed_on interested",
        ),
        Shape("acceptance", "statement actual_end_date actual_cost opened_by opened_on"),
        Shape(
            "evaluation",
            "acceptance department objectives objectives_note quality quality_note schedule schedule_note cost"
            " cost_note verdict comment evaluated_by evaluated_on interested",
        ),
        Shape(
            "decision",
            "acceptance outcome comment decided_by decided_on",
            (
                Child(
                    "rework", "action", "number what department due_date done_on", "source_number", "source = 'rework'"
                ),
            ),
        ),
        Shape("summary", "department experience lessons suggestions own_work added_by added_on interested"),
        Shape(
            "risk",
            "category description cause identified_by identified_on likelihood impact level inherent_likelihood"
            " inherent_impact inherent_level residual_likelihood residual_impact residual_level probability_percent"
            " loss expected_loss response measures owner due_date measures_done_on accepted_by contingency_trigger"
            " contingency_procedure contingency_responsible reviewed_on closed_on closed_by close_reason",
            (
                Child(
                    "history",
                    "assessment",
                    "assessed_on assessed_by likelihood impact level residual_likelihood residual_impact residual_level"
                    " probability_percent loss expected_loss change response measures occurred issue",
                    "risk",
                ),
            ),
            objects=("contingency",),
        ),
        Shape("exclusion", "category department reason declared_by declared_on"),
        Shape(
            "issue",
            "title description severity departments responsible_department due_date risk report raised_by raised_on"
            " escalation_reason escalated_by escalated_on solution resolved_by resolved_on",
        ),
        Shape("message", "channel parties sent_at subject content issue logged_by logged_on"),
        Shape("shared_item", "kind title department file link note size sha256 shared_by shared_on"),
        Shape(
            "appraisal",
            "kind department person by_department quality progress collaboration communication risk_control score"
            " comment occasion evidence given_by given_on interested",
        ),
        Shape("breach", "department person term description serious obligation recorded_by recorded_on"),
        Shape("waiver", "gate reason until_date granted_by granted_on used_on"),
        Shape(
            "agreement",
            "workflow communication_mechanism assessment_standards effective_date meeting_every report_every"
            " responsibility_version digest drafted_by drafted_on concluded_on withdrawn_on withdrawn_by"
            " withdrawal_reason",
            (
                Child(
                    "rights_and_obligations",
                    "agreement_term",
                    "department rights obligations",
                    "agreement",
                    order="department",
                ),
                Child("time_nodes", "agreement_node", "name due_date", "agreement", order="due_date"),
                Child(
                    "signatures",
                    "signature",
                    "department signed_by recorded_by signed_on interested digest",
                    "agreement",
                    order="signed_on",
                ),
            ),
        ),
    )
}


def stated_forms(
    reader: Reader, table: str, request_id: int, currency: str, *, number: int | None = None
) -> list[dict[str, Any]]:
    """Return the forms of a table under a request, or the one of that number, with their lists, as plain data."""
    shape = SHAPES[table]
    names = shape.columns.split()
    own = "id" if table == "request" else "request_id"
    numbered = "0" if table == "request" else "number"
    sql = f"SELECT {numbered}, {', '.join(names)} FROM {table} WHERE {own} = :id"
    parameters: dict[str, object] = {"id": request_id}
    if number is not None:
        sql += " AND number = :number"
        parameters["number"] = number
    rows = reader.rows(sql + ("" if table == "request" else " ORDER BY number"), **parameters)
    return [
        form_of(reader, shape, request_id, row[0], dict(zip(names, row[1:], strict=True)), currency) for row in rows
    ]


def stated_everywhere(reader: Reader, table: str, currency: str, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the forms of a table under every request, in the order of the requests; with a limit the first so many."""
    shape = SHAPES[table]
    names = shape.columns.split()
    capped = "" if limit is None else " LIMIT :limit"
    sql = f"SELECT request_id, number, {', '.join(names)} FROM {table} ORDER BY request_id, number{capped}"
    rows = reader.rows(sql, **({} if limit is None else {"limit": limit}))
    return [form_of(reader, shape, row[0], row[1], dict(zip(names, row[2:], strict=True)), currency) for row in rows]


def form_of(
    reader: Reader, shape: Shape, request_id: int, number: int, values: dict[str, Any], currency: str
) -> dict[str, Any]:
    """Return one form from its kept values, with the lists that its shape names."""
    code = child_code(request_id, shape.table, number) if shape.table in LETTERS else None
    content: dict[str, Any] = {"code": code} if code else {}
    for prefix in shape.objects:
        inner = {name: values.pop(name) for name in list(values) if name.startswith(prefix + "_")}
        stated = {name.removeprefix(prefix + "_"): value for name, value in inner.items()}
        values[prefix] = stated if any(stated.values()) else None
    content |= {name: _told(name, value, request_id, currency) for name, value in values.items()}
    for child in shape.children:
        content[child.field] = _children(reader, child, request_id, number, currency)
    return content


def _children(reader: Reader, child: Child, request_id: int, number: int, currency: str) -> list[Any]:
    names = child.columns.split()
    conditions = ["request_id = :id", *([f"{child.parent} = :number"] if child.parent else [])]
    conditions += [child.where] if child.where else []
    sql = f"SELECT {', '.join(names)} FROM {child.table} WHERE {' AND '.join(conditions)} ORDER BY {child.order}"
    parameters = {"id": request_id} | ({"number": number} if child.parent else {})
    rows = reader.rows(sql, **parameters)
    if child.is_plain:
        return [row[0] for row in rows]
    return [
        {n: _told(n, value, request_id, currency) for n, value in zip(names, row, strict=True) if value is not None}
        for row in rows
    ]


def _told(name: str, value: Any, request_id: int, currency: str) -> Any:
    """Return a kept value as forms state it; the number of another row as its code."""
    if isinstance(value, int) and name in _CHILD_CODES:
        return child_code(request_id, _CHILD_CODES[name], value)
    return bool(value) if name in _FLAGS else told(name, value, currency)


def told(name: str, value: Any, currency: str) -> Any:
    """Return a kept value as forms state it: amounts and scores as decimals, lists as lists."""
    if value is None:
        return None
    if name in _MONEY:
        return from_minor(value, currency)
    if name == "score":
        return score_text(value)
    return json.loads(value) if name in _LISTS else value


def responsibility_table(reader: Reader, request_id: int, version: int) -> list[dict[str, Any]]:
    """Return the rows of a version of the responsibility table (2.3.1)."""
    names = [
        "responsibility",
        "accountable",
        "responsible",
        "consulted",
        "informed",
        "person",
        "deliverable",
        "due_date",
    ]
    rows = reader.rows(
        f"""SELECT {", ".join(names)} FROM responsibility WHERE request_id = :id
            AND version = :version ORDER BY row""",
        id=request_id,
        version=version,
    )
    return [{n: told(n, v, "") for n, v in zip(names, row, strict=True)} for row in rows]
