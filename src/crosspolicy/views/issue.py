"""Issues on a terminal: which are late, and what is known of one (3.1.4, 5.3.3)."""

from typing import Any, Final

from crosspolicy.i18n import N_, _
from crosspolicy.views.sheet import show_sheet
from crosspolicy.views.table import Column, show_list
from crosspolicy.vocabulary.labels import FIELD_LABELS, field_label, value_label

_COLUMNS: Final = (
    Column("code", FIELD_LABELS["code"], whole=True),
    Column("title", FIELD_LABELS["title"]),
    Column("severity", FIELD_LABELS["severity"], value_label),
    Column("responsible_department", N_("By")),
    Column("due_date", N_("Due"), whole=True),
    Column("days_overdue", N_("Days late"), lambda days: str(days) if days else "", right=True),
    Column("escalated_on", N_("Escalated"), lambda when: str(when)[:10], whole=True),
    Column("resolved_on", N_("Resolved"), lambda when: str(when)[:10], whole=True),
)


_IF_ANY: Final = frozenset({"days_overdue", "escalated_on", "resolved_on"})
"""Columns that a terminal is shown only where there is something in them."""


def show_issues(issues: list[dict[str, Any]], *, format: str, limit: int | None) -> None:
    """Print issues as a list."""
    shown = [c for c in _COLUMNS if format != "table" or c.key not in _IF_ANY or any(i[c.key] for i in issues)]
    show_list(shown, issues, format=format, limit=limit, empty=_("No issue is open."))


def show_issue(issue: dict[str, Any], *, format: str) -> None:
    """Print an issue; on a terminal the contingency plan to follow stands below it."""
    if format != "table":
        show_sheet(issue, format=format)
        return
    plan = issue["contingency"]
    late = {"days_overdue": issue["days_overdue"] or None}
    show_sheet({name: value for name, value in (issue | late).items() if name != "contingency"}, format=format)
    if plan:
        show_plan(plan, is_followed=not issue["resolved_on"])


def show_plan(plan: dict[str, Any], *, is_followed: bool) -> None:
    """Print the contingency plan of the risk that an issue comes from, and who is to carry it out."""
    from rich.padding import Padding

    from crosspolicy.views.terminal import console, literal

    screen = console()
    told = _("Contingency plan of {risk}, carried out by {who}").format(risk=plan["risk"], who=plan["responsible"])
    screen.print(literal(f"→ {told}" if is_followed else told, "bold yellow" if is_followed else "bold"))
    for name in ("trigger", "procedure"):
        line = _("{what}: {subject}").format(what=field_label(name), subject=plan[name])
        screen.print(Padding(literal(line), (0, 0, 0, 2)))
