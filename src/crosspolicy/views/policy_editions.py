"""Editions of the policy as they are shown: which governs from when, and what one changes against another."""

from typing import Any, Final, NamedTuple

from crosspolicy.i18n import N_, _
from crosspolicy.policy.changes import Change
from crosspolicy.policy.gates import GATES
from crosspolicy.views.sheet import tell
from crosspolicy.views.table import Column, print_json, show_list


class Difference(NamedTuple):
    """What an edition changes against another, and the gates that it weakens."""

    old: str
    new: str
    changes: tuple[Change, ...]
    weakened: tuple[str, ...]


_EDITIONS: Final = (
    Column("version", N_("Version")),
    Column("state", N_("State"), lambda value: tell("state", value)),
    Column("governs_from", N_("Governs from"), whole=True),
    Column("adopted_on", N_("Adopted on"), whole=True),
    Column("adopted_by", N_("Adopted by")),
    Column("digest", N_("Digest"), lambda value: str(value)[:12], whole=True),
)
_CHANGES: Final = (
    Column("key", N_("Setting")),
    Column("old", N_("Before")),
    Column("new", N_("After")),
)


def show_editions(editions: list[dict[str, Any]], *, format: str) -> None:
    """Print the adopted editions of the policy, the last before the others."""
    started = {"governs_from": _("the start")}
    rows = [e | started if format == "table" and not e["governs_from"] else e for e in editions]
    show_list(_EDITIONS, rows, format=format)


def show_coming(editions: list[dict[str, Any]]) -> None:
    """Tell people which adopted editions are to come into force, and when."""
    from crosspolicy.views.terminal import console, literal

    for edition in reversed(editions):
        told = _("Edition {version} is adopted and comes into force on {day}.")
        console().print(literal(told.format(version=edition["version"], day=edition["governs_from"]), "yellow"))


def show_difference(difference: Difference, *, format: str, errors: bool = False) -> None:
    """Print what an edition changes and which gates it weakens; on standard error where ``errors`` says so."""
    rows = [change._asdict() for change in difference.changes]
    if format == "json":
        told = {"old": difference.old, "new": difference.new}
        print_json({**told, "changes": rows, "weakened": list(difference.weakened)})
    elif format != "table":
        show_list(_CHANGES, rows, format=format)
    else:
        _page(difference, errors)


def _page(difference: Difference, errors: bool) -> None:
    from crosspolicy.views.terminal import console, grid, literal

    screen = console(errors=errors)
    screen.print(literal(_("Edition {old} → edition {new}").format(old=difference.old, new=difference.new), "bold"))
    if not difference.changes:
        screen.print(_("Nothing changes."), markup=False)
        return
    cells = [[change.key, change.old or "—", change.new or "—"] for change in difference.changes]
    screen.print(grid("", [_(column.heading) for column in _CHANGES], cells))
    for gate in difference.weakened:
        told = _("Weakened: {gate} ({clause}, {title})")
        title = _(GATES[gate].title)
        screen.print(literal(told.format(gate=gate, clause=GATES[gate].clause, title=title), "yellow"))
    if not difference.weakened:
        screen.print(_("No gate is weakened."), markup=False)
