"""Management's view of the book: each line with the act of management that it waits for (3.3.3)."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from crosspolicy.i18n import N_, _
from crosspolicy.queries.management import EscalatedIssue, HighRisk, LateDepartment, StageAge, StandingWaiver
from crosspolicy.queries.obligations import Owed
from crosspolicy.views.receipt import next_command
from crosspolicy.views.status import what
from crosspolicy.views.table import Column, print_json, print_tsv, show_list
from crosspolicy.vocabulary.labels import value_label
from crosspolicy.vocabulary.lists import Stage

_WAITS: Final = Column("waits_for", N_("Waits for"))
OWED_AT: Final = {
    Stage.SUBMITTED: "review",
    Stage.APPROVED: "coordination-meeting",
    Stage.ACCEPTING: "decision",
}
"""What management owes at a stage."""


class Overview(NamedTuple):
    """What ``status --management`` shows. ``first_owed`` is what management owes first of each kind of OWED_AT;
    ``is_cut`` says that of a part no more was read than is shown.
    """

    heading: str
    as_of: str
    escalated: list[EscalatedIssue]
    owed: list[Owed]
    high_risks: list[HighRisk]
    late: list[LateDepartment]
    stages: list[StageAge]
    waivers: list[StandingWaiver]
    first_owed: list[Owed]
    is_cut: bool = False


class _Part(NamedTuple):
    key: str
    title: str
    columns: tuple[Column, ...]


_PARTS: Final = (
    _Part(
        "escalated",
        N_("Escalated issues (3.3.3)"),
        (
            Column("code", N_("Code"), whole=True),
            Column("title", N_("Title")),
            Column("severity", N_("Severity"), value_label),
            Column("responsible_department", N_("By"), whole=True),
            Column("escalated_on", N_("Escalated on"), whole=True),
        ),
    ),
    _Part(
        "owed",
        N_("Owed by management"),
        (
            Column("days_overdue", N_("Days late"), lambda days: str(days) if days else "", right=True),
            Column("request", N_("Request"), whole=True),
            Column("what", N_("What is owed")),
            Column("due_date", N_("Due"), whole=True),
        ),
    ),
    _Part(
        "high_risks",
        N_("High risks (5.3.3)"),
        (
            Column("code", N_("Code"), whole=True),
            Column("level", N_("Level"), value_label),
            Column("description", N_("Description")),
            Column("owner", N_("Owner")),
            Column("has_contingency", N_("Contingency plan"), lambda has: "✓" if has else _("missing")),
        ),
    ),
    _Part(
        "late",
        N_("Late departments"),
        (
            Column("department", N_("Department"), whole=True),
            Column("overdue", N_("Overdue"), right=True),
            Column("oldest_due_date", N_("Since"), whole=True),
            Column("days_overdue", N_("Days late"), right=True),
        ),
    ),
    _Part(
        "stages",
        N_("Requests by stage and age"),
        (
            Column("stage", N_("Stage"), value_label),
            Column("requests", N_("Requests"), right=True),
            Column("oldest", N_("First"), whole=True),
            Column("since", N_("Since"), whole=True),
            Column("days", N_("Days"), right=True),
        ),
    ),
    _Part(
        "waivers",
        N_("Waivers in force"),
        (
            Column("request", N_("Request"), whole=True),
            Column("gate", N_("Gate"), whole=True),
            Column("reason", N_("Reason")),
            Column("granted_by", N_("Granted by")),
            Column("until_date", N_("Until"), whole=True),
        ),
    ),
)


def show_overview(overview: Overview, *, format: str, limit: int | None) -> None:
    """Print management's view: a page on a terminal, an object in JSON, one line each in a pipe."""
    content = overview_object(overview)
    if format == "json":
        print_json(content)
    elif format == "tsv":
        print_tsv(_lines(content))
    else:
        _page(overview, content, format, limit)


def overview_object(overview: Overview) -> dict[str, Any]:
    """Return management's view as JSON carries it."""
    return {
        "as_of": overview.as_of,
        "escalated": [
            each._asdict() | {"waits_for": f"crosspolicy issue resolve {each.code}"} for each in overview.escalated
        ],
        "owed": [each._asdict() | {"waits_for": next_command(each)} for each in overview.owed],
        "high_risks": [each._asdict() | {"waits_for": _acceptance(each)} for each in overview.high_risks],
        "late": [each._asdict() | {"waits_for": None} for each in overview.late],
        "stages": [
            each._asdict() | {"waits_for": _owed_at(each.stage, overview.first_owed)} for each in overview.stages
        ],
        "waivers": [each._asdict() | {"waits_for": None} for each in overview.waivers],
    }


def _acceptance(risk: HighRisk) -> str | None:
    """That a high risk is accepted is for management to say; one that is answered waits for nobody of it."""
    return None if risk.is_answered else f"crosspolicy risk treat {risk.code} --response accept"


def _owed_at(stage: str, owed: Iterable[Owed]) -> str | None:
    kind = OWED_AT.get(Stage(stage))
    return next((next_command(each) for each in owed if each.kind == kind), None)


def _lines(content: dict[str, Any]) -> Iterable[list[object]]:
    for part in _PARTS:
        for row in content[part.key]:
            cells = [part.key, *(row.get(c.key) for c in part.columns if c.key != "what"), row["waits_for"]]
            yield ["" if cell is None else int(cell) if isinstance(cell, bool) else cell for cell in cells]


def _page(overview: Overview, content: dict[str, Any], format: str, limit: int | None) -> None:
    from crosspolicy.views.terminal import console, literal

    content["owed"] = [row | {"what": what(o)} for row, o in zip(content["owed"], overview.owed, strict=True)]
    if format == "table":
        console().print(literal(overview.heading, "bold"))
        console().print()
    for part in _PARTS:
        rows = [row | {"waits_for": row["waits_for"] or _("no act of management")} for row in content[part.key]]
        if rows:
            show_list((*part.columns, _WAITS), rows, format=format, title=_(part.title), limit=limit)
    if format == "table" and not any(content[part.key] for part in _PARTS):
        console().print(literal(_("Nothing waits for management."), "green"))
    if format == "table" and overview.is_cut:
        console().print(_("Many more rows; --limit shows more."), markup=False)
