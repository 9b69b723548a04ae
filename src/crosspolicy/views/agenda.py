"""The agenda of a regular meeting as people read it: on a terminal, as Markdown, as the minutes begin (4.1.3)."""

import sys
from collections.abc import Callable
from typing import Any, Final

from crosspolicy.i18n import N_, _, phrases, plural
from crosspolicy.queries.agenda import PARTS, Agenda
from crosspolicy.views.markdown import markdown
from crosspolicy.views.table import Column, print_json, show_list
from crosspolicy.vocabulary.labels import field_label, obligation_label, owner_label, value_label

Point = dict[str, Any]

NOTHING: Final = {
    "progress": N_("No milestone falls due until the next meeting, and none is late."),
    "problems": N_("No issue is open, nothing is overdue, no risk has moved."),
    "coordination": N_("No action item is open, and nothing is due between the departments."),
    "next_steps": N_("Nothing falls due until the next meeting."),
}
"""What the minutes say of a part of which there is nothing to tell."""

_OFFERED: Final = 30
"""How many points of a part the minutes begin with; the rest is counted."""


def show_agenda(agenda: Agenda, *, format: str) -> None:
    """Print an agenda."""
    if format == "json":
        print_json(
            {"request": agenda.request, "as_of": agenda.as_of.isoformat(), "next_meeting": agenda.until.isoformat()}
            | {part: list(getattr(agenda, part)) for part in PARTS}
        )
    elif format == "table":
        _page(agenda)
    elif format == "md":
        sys.stdout.write(_markdown(agenda))
    else:
        rows = [{"part": p, "kind": point["kind"], "told": told(point)} for p in PARTS for point in getattr(agenda, p)]
        show_list(
            (Column("part", N_("Part")), Column("kind", N_("Kind")), Column("told", N_("Point"))), rows, format=format
        )


def minutes(agenda: Agenda) -> dict[str, str]:
    """Return what the minutes of the meeting begin with: the agenda's points, or that there is nothing to tell."""
    return {part: "\n".join(_offered(part, getattr(agenda, part))) for part in PARTS}


def _offered(part: str, points: tuple[Point, ...]) -> list[str]:
    if not points:
        return [_(NOTHING[part])]
    more = len(points) - _OFFERED
    rest = [f"- {plural('{n} more', '{n} more', more)}"] if more > 0 else []
    return [*(f"- {told(point)}" for point in points[:_OFFERED]), *rest]


def _headline(agenda: Agenda) -> str:
    return _("Agenda of the regular meeting, {day}").format(day=agenda.as_of)


def _page(agenda: Agenda) -> None:
    from rich.table import Table

    from crosspolicy.views.terminal import console, literal

    screen = console()
    screen.print(literal(f"{agenda.request} · {agenda.title}", "bold"))
    screen.print(literal(_headline(agenda)))
    screen.print(literal(_("The next one: {day}").format(day=agenda.until), "dim"))
    for number, part in enumerate(PARTS, 1):
        screen.print()
        screen.print(literal(f"{number}. {field_label(part)}", "bold"))
        points = getattr(agenda, part)
        if not points:
            screen.print(literal(f"   {_(NOTHING[part])}", "dim"))
            continue
        rows = Table.grid(padding=(0, 1, 0, 0))
        rows.add_column(width=4, justify="right")
        rows.add_column(overflow="fold")
        for point in points:
            rows.add_row("•", literal(told(point), "yellow" if _is_late(point) else ""))
        screen.print(rows)
    screen.print()
    screen.print(literal(f"→ crosspolicy meeting record {agenda.request} --kind regular"))


def _is_late(point: Point) -> bool:
    return bool(point.get("days_overdue") or point.get("has_happened") or point["kind"] == "absent")


def _markdown(agenda: Agenda) -> str:
    lines = [f"# {markdown(_headline(agenda))}", "", markdown(f"{agenda.request} · {agenda.title}"), ""]
    lines += [markdown(_("The next one: {day}").format(day=agenda.until)), ""]
    for number, part in enumerate(PARTS, 1):
        points = getattr(agenda, part)
        lines += [f"## {number}. {markdown(field_label(part))}", ""]
        lines += [f"- {markdown(told(point))}" for point in points] or [markdown(_(NOTHING[part]))]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


# Points, each in one line


def told(point: Point) -> str:
    """Return a point of the agenda as one line in the language now spoken."""
    return _TOLD[point["kind"]](point)


def _late(point: Point) -> str:
    days = point["days_overdue"]
    return plural(", {n} day late", ", {n} days late", days) if days else ""


def _by(what: str, owner: str, point: Point) -> str:
    """Return who does what by when, and how late it is."""
    return _("{what} by {day}{late}").format(what=f"{what} ({owner})", day=point["due_date"], late=_late(point))


def _reached(point: Point) -> str:
    return _("“{name}” ({department}) was reached on {day}").format(
        name=point["name"], department=point["department"], day=point["reached_date"]
    )


def _milestone(point: Point) -> str:
    return _by(f"“{point['name']}”", point["department"], point)


def _report(point: Point) -> str:
    if point["progress_percent"] is None:
        return _("{department} has not reported yet").format(department=point["department"])
    return _("{department}: {percent} % on {day}").format(
        department=point["department"], percent=point["progress_percent"], day=point["period_end_date"]
    )


def _issue(point: Point) -> str:
    departments = point["departments"]
    more = [d for d in departments if d != point["responsible_department"]]
    owner = "+".join([point["responsible_department"], *more])
    state = [
        value_label(point["severity"]),
        plural("open for {n} day", "open for {n} days", point["days_open"]),
        *([_("before management")] if point["is_escalated"] else []),
    ]
    return phrases((_by(f"{point['code']} {point['title']}", owner, point), *state))


def _obligation(point: Point) -> str:
    label, subject = obligation_label(point["obligation"]), point["subject"]
    what = _("{what}: {subject}").format(what=label, subject=subject) if subject else label
    missed = point.get("dates", 1)
    line = _by(what, owner_label(point["owed_by"]), point)
    return phrases((line, plural("{n} date missed", "{n} dates missed", missed))) if missed > 1 else line


def _risk(point: Point) -> str:
    level, before = (value_label(point[name] or "") for name in ("level", "level_before"))
    moved = f"{before} → {level}" if before and before != level else level
    state = [
        *([_("new")] if point["is_new"] else []),
        *([moved] if moved else []),
        *([_("has happened")] if point["has_happened"] else []),
    ]
    if point["has_happened"] and point["contingency_responsible"]:
        state.append(_("contingency plan: {who}").format(who=point["contingency_responsible"]))
    return f"{point['code']} {_('{what}: {subject}').format(what=point['description'], subject=phrases(state))}"


def _action(point: Point) -> str:
    owner = " ".join(filter(None, (point["department"], point["person"])))
    return _by(f"{point['code']} {point['what']}", owner, point)


def _absent(point: Point) -> str:
    return _("Nobody of {department} was at the last meeting, {meeting}").format(
        department=point["department"], meeting=point["meeting"]
    )


_TOLD: Final[dict[str, Callable[[Point], str]]] = {
    "reached": _reached,
    "due": _milestone,
    "late": _milestone,
    "report": _report,
    "issue": _issue,
    "overdue": _obligation,
    "risk": _risk,
    "action": _action,
    "between": _obligation,
    "absent": _absent,
    "step": _obligation,
}
