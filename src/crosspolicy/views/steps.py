"""What can be done now, and what stands in the way."""

from typing import Any

from crosspolicy.i18n import N_, _, plural
from crosspolicy.views.table import Column, print_json, show_list

_COLUMNS = (
    Column("available", N_("Now")),
    Column("command", N_("Command")),
    Column("who", N_("Who may")),
    Column("blocked", N_("In the way")),
)

SHOWN = 25
"""How many steps people are shown under each heading."""


def show_steps(steps: list[dict[str, Any]], *, format: str, is_more: bool = False) -> None:
    """Print steps: those possible now, then those blocked, each with the breaches that block it.

    People are not shown what is behind the request, and not more than a screen or two; ``is_more`` tells that not even
    all were read.
    """
    if format == "json":
        print_json(steps)
        return
    if format == "table":
        _page(steps, is_more=is_more)
        return
    rows = [step | {"blocked": "; ".join(f"{b['clause']} {b['gate']}" for b in step["blocked_by"])} for step in steps]
    show_list(_COLUMNS, rows, format=format)


def _page(steps: list[dict[str, Any]], *, is_more: bool) -> None:
    from rich.padding import Padding

    from crosspolicy.views.terminal import console, literal

    screen = console()
    for available, title in ((True, _("Possible now")), (False, _("Not yet"))):
        chosen = [step for step in steps if step["available"] is available and not step["behind"]]
        if chosen:
            screen.print(literal(title, "bold"))
        for step in chosen[:SHOWN]:
            mark, style = ("→", "green") if available else ("·", "dim")
            screen.print(Padding(literal(f"{mark} {step['command']}", style), (0, 0, 0, 2)))
            screen.print(Padding(literal(f"{step['title']} — {step['who']}", "dim"), (0, 0, 0, 4)))
            for breach in step["blocked_by"]:
                told = f"{breach['clause']} {breach['gate']}: {breach['message']}"
                screen.print(Padding(literal(told, "yellow"), (0, 0, 0, 4)))
        if available and is_more:
            screen.print(literal(_("Many more; --json shows all."), "dim"))
        elif more := max(len(chosen) - SHOWN, 0):
            screen.print(literal(plural("{n} more; --json shows all.", "{n} more; --json shows all.", more), "dim"))
