"""One risk on a terminal: its assessments, its contingency plan, its levels over time (5.2-5.4)."""

from typing import TYPE_CHECKING, Any, Final

from crosspolicy.i18n import N_, _
from crosspolicy.policy.rules import RiskScales
from crosspolicy.views.risk import ASSESSMENTS, LEVEL_STYLES, SCALES, level_text, state, told, two_lines
from crosspolicy.views.sheet import show_sheet
from crosspolicy.vocabulary.labels import field_label, value_label
from crosspolicy.vocabulary.lists import RiskLevel

if TYPE_CHECKING:
    from rich.text import Text

_NAMED: Final = ("cause", "identified_by", "identified_on")
_ANSWERED: Final = (
    *("response", "measures", "owner", "due_date", "measures_done_on", "accepted_by"),
    *("reviewed_on", "closed_on", "closed_by", "close_reason"),
)
_LABELS: Final = {"reviewed_on": N_("Last review")}
"""Fields that are called something else here than where a request is reviewed."""


def show_risk(risk: dict[str, Any], steps: RiskScales, *, format: str, currency: str) -> None:
    """Print a risk with its plan and its history."""
    if format != "table":
        show_sheet(risk, format=format)
        return
    from crosspolicy.views.terminal import console, literal

    screen = console()
    screen.print(literal(f"{risk['code']} · {told('category', risk['category'])} · {risk['description']}", "bold"))
    happened = state(risk | {"occurred": any(entry["occurred"] for entry in risk["history"])})
    screen.print(*filter(None, (level_text(risk["level"]), literal(happened and f"· {happened}", "bold"))))
    _assessments(risk, steps)
    figures = {
        "probability_percent": f"{risk['probability_percent']} %" if risk["probability_percent"] is not None else None,
        "loss": risk["loss"] and f"{risk['loss']} {currency}",
        "expected_loss": risk["expected_loss"] and f"{risk['expected_loss']} {currency}",
    }
    _pairs({name: risk[name] for name in _NAMED} | figures | {name: risk[name] for name in _ANSWERED})
    _plan(risk, steps)
    _happened(risk)
    _history(risk)


def _assessments(risk: dict[str, Any], steps: RiskScales) -> None:
    from crosspolicy.views.terminal import Heading, console, grid

    if risk["level"] is None:
        hint = _("Not assessed yet: crosspolicy risk review {risk}").format(risk=risk["code"])
        console().print(hint, style="yellow", markup=False)
        return
    rows: list[list[str | Text]] = [
        [
            _(when),
            *(_step(steps, scale, risk[f"{prefix}{scale}"]) for scale in SCALES),
            level_text(risk[f"{prefix}level"]),
        ]
        for prefix, when in ASSESSMENTS.items()
        if risk[f"{prefix}level"]
    ]
    headings = [Heading(_("Assessed")), *(Heading(field_label(name)) for name in (*SCALES, "level"))]
    console().print(grid("", headings, rows))


def _step(steps: RiskScales, scale: str, score: int) -> str:
    """Return a score with what the policy calls it."""
    texts = steps.texts(scale)
    return f"{score} {texts[score - 1]}" if score <= len(texts) else str(score)


def _pairs(content: dict[str, Any]) -> None:
    from rich.table import Table

    from crosspolicy.views.terminal import console, literal

    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", max_width=28)
    rows.add_column(overflow="fold")
    for name, value in content.items():
        if value not in (None, [], ""):
            label = _(_LABELS[name]) if name in _LABELS else field_label(name)
            rows.add_row(literal(label), literal(told(name, value)))
    console().print(rows)


def _plan(risk: dict[str, Any], steps: RiskScales) -> None:
    from crosspolicy.views.terminal import console, literal

    if risk["contingency"]:
        console().print(literal(field_label("contingency"), "bold"))
        _pairs(risk["contingency"])
    elif steps.is_high(risk["level"]) and not risk["closed_on"]:
        missing = _("5.3.3 High, and without a contingency plan: crosspolicy risk treat {risk}")
        console().print(literal(missing.format(risk=risk["code"]), "red"))


def _happened(risk: dict[str, Any]) -> None:
    from crosspolicy.views.terminal import console, literal

    for issue in risk["issues"]:
        settled = _("resolved") if issue["resolved_on"] else _("open")
        told = _("It happened: {issue} · {title} ({state})").format(
            issue=issue["code"], title=issue["title"], state=settled
        )
        console().print(literal(told, "bold"))
        if risk["contingency"] and not issue["resolved_on"]:
            console().print(literal(_("The contingency plan above says what to do now."), "bold"))


def _history(risk: dict[str, Any]) -> None:
    from crosspolicy.views.chart import Point, chart
    from crosspolicy.views.terminal import ROOMY, Heading, console, grid, literal

    points = [
        Point(entry["assessed_on"][:10], entry["level"], bool(entry["occurred"]))
        for entry in risk["history"]
        if entry.get("level")
    ]
    if not points:
        return
    screen = console()
    screen.print()
    levels = [(level.value, value_label(level)) for level in reversed(RiskLevel)]
    for level, line in chart(levels, points, screen.width):
        screen.print(literal(line, LEVEL_STYLES.get(level, "dim")))
    screen.print(literal(_("Assessments"), "bold"))
    rows = [_assessed(entry) for entry in risk["history"]]
    if screen.width < ROOMY:
        for *first, change in rows:
            two_lines(
                [cell for cell in (c if not isinstance(c, str) else literal(c) for c in first) if cell], [str(change)]
            )
    else:
        headings = [
            Heading(_("Day"), whole=True),
            Heading(_("By")),
            Heading(field_label("level"), whole=True),
            Heading(_("L×I"), whole=True),
            *map(Heading, (field_label("response"), _("What changed"))),
        ]
        screen.print(grid("", headings, rows))
    if any(entry["occurred"] for entry in risk["history"]):
        screen.print(literal(_("! it happened"), "dim"))


def _assessed(entry: dict[str, Any]) -> list["str | Text"]:
    """Return an entry of the history as a row: the day, by whom, level, scores, response, what changed."""
    return [
        entry["assessed_on"][:10],
        entry["assessed_by"],
        level_text(entry.get("level")),
        f"{entry['likelihood']}×{entry['impact']}" if entry.get("level") else "",
        told("response", entry.get("response")),
        ("! " if entry["occurred"] else "") + (entry.get("change") or entry.get("measures") or ""),
    ]
