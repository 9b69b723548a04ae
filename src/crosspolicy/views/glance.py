"""The book at a glance: stages, what is overdue and by whom, what is due soon, what you owe."""

from typing import Any, Final, NamedTuple

from crosspolicy.i18n import _, plural
from crosspolicy.queries.glance import Part, Parts
from crosspolicy.queries.obligations import Owed
from crosspolicy.queries.paging import Count
from crosspolicy.views.status import heading, show_obligations
from crosspolicy.vocabulary.labels import value_label

GLANCE_ROWS: Final = 15
"""How many rows of a kind the glance shows: more is no glance."""


class Glance(NamedTuple):
    """The page that ``status`` shows people. ``mine`` is what the actor's department, or management, owes until the day
    ``soon``; ``closed_owing`` counts the closed requests that still owe appraisals.
    """

    company: str
    as_of: str
    is_rehearsal: bool
    stages: dict[str, int]
    parts: Parts
    soon: str
    mine: Part
    closed_owing: Count


def glance_object(
    *, as_of: str, is_rehearsal: bool, stages: dict[str, int], parts: Parts, shown: list[Owed]
) -> dict[str, Any]:
    """Return the glance as JSON carries it: the counts are those of all that is owed."""
    return {
        "as_of": as_of,
        "rehearsal": is_rehearsal,
        "stages": stages,
        "overdue": parts.overdue.many.n,
        "due_soon": parts.soon.many.n,
        "obligations": [o._asdict() for o in shown],
    }


def show_glance(glance: Glance) -> None:
    """Print the page."""
    from crosspolicy.views.terminal import console, literal

    screen = console()
    screen.print(literal(heading(glance.company, glance.as_of, glance.is_rehearsal), "bold"))
    stages = "   ".join(f"{value_label(stage)} {n}" for stage, n in glance.stages.items())
    screen.print(literal(stages or _("No request yet. Begin with: crosspolicy request new")))
    if glance.closed_owing.n:
        screen.print(literal(_told_closed(glance.closed_owing), "yellow"))
    screen.print()
    overdue, soon, later = glance.parts
    if overdue.many.n:
        show_part(overdue, _("Overdue ({n})").format(n=count_text(overdue.many)))
    else:
        screen.print(literal(_("Nothing is overdue."), "green"))
    if soon.many.n:
        show_part(soon, _("Due until {day} ({n})").format(day=glance.soon, n=count_text(soon.many)))
    if later.n:
        screen.print(literal(_told_later(later), "dim"))
    if glance.mine.many.n:
        show_part(glance.mine, _("You owe ({n})").format(n=count_text(glance.mine.many)))


def show_part(part: Part, title: str = "") -> None:
    """Print the first of what is owed under its title, and how much more there is."""
    from crosspolicy.views.terminal import console

    show_obligations(part.owed, format="table", title=title, cap=len(part.owed))
    if more := _left_out(part):
        console().print(more, markup=False)


def _left_out(part: Part) -> str:
    """Tell how many rows are not shown, if any are not."""
    if part.many.is_more:
        return _("Many more rows; --limit shows more.")
    n = part.many.n - len(part.owed)
    return plural("{n} more row; --limit shows more.", "{n} more rows; --limit shows more.", n) if n > 0 else ""


def count_text(count: Count) -> str:
    """Return a count as people read it."""
    return _("more than {n}").format(n=count.n) if count.is_more else str(count.n)


def _told_later(later: Count) -> str:
    if later.is_more:
        return _("More than {n} more fall due later.").format(n=later.n)
    return plural("{n} more falls due later.", "{n} more fall due later.", later.n)


def _told_closed(owing: Count) -> str:
    if owing.is_more:
        return _("More than {n} closed requests still owe appraisals.").format(n=owing.n)
    return plural("{n} closed request still owes appraisals.", "{n} closed requests still owe appraisals.", owing.n)
