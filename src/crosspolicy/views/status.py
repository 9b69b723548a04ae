"""The book at a glance: stages, what is overdue and by whom, what is due soon, what you owe."""

from typing import Any, Final, NamedTuple

from crosspolicy.i18n import N_, _, plural
from crosspolicy.queries.obligations import Owed
from crosspolicy.views.table import TERMINAL_ROWS, Column, print_cells, print_json, show_list
from crosspolicy.vocabulary.labels import obligation_label, owner_label, value_label

GLANCE_ROWS: Final = 15
"""How many rows of a kind the glance shows: more is no glance."""


class Glance(NamedTuple):
    """What ``status`` shows. ``mine`` is what the actor's department, or management, owes; ``later`` counts what falls
    due after ``soon`` and is left out of ``obligations``. ``closed_owing`` counts the closed requests that still
    owe appraisals.
    """

    company: str
    as_of: str
    is_rehearsal: bool
    stages: dict[str, int]
    obligations: list[Owed]
    overdue: int
    due_soon: int
    soon: str
    mine: list[Owed]
    later: int
    cap: int = GLANCE_ROWS
    closed_owing: int = 0


OBLIGATIONS = (
    Column("days_overdue", N_("Days late"), lambda days: str(days) if days else "", right=True),
    Column("request", N_("Request"), whole=True),
    Column("title", N_("Title")),
    Column("what", N_("What is owed")),
    Column("owed_by", N_("By"), owner_label, whole=True),
    Column("due_date", N_("Due"), whole=True),
    Column("clause", N_("Clause"), whole=True),
)
OF_ONE_REQUEST = tuple(column for column in OBLIGATIONS if column.key not in ("request", "title"))
"""What a page about one request need not say on every line is left out."""
_PLAIN = tuple(
    Column(key, heading)
    for key, heading in (
        ("days_overdue", N_("Late")),
        ("request", N_("Request")),
        ("kind", N_("Kind")),
        ("subject", N_("Subject")),
        ("owed_by", N_("By")),
        ("due_date", N_("Due")),
        ("clause", N_("Clause")),
        ("title", N_("Title")),
    )
)


def what(owed: Owed) -> str:
    """Return what is owed, with what it is about; of the annual round, the year."""
    label, subject = obligation_label(owed.kind), owed.subject or owed.round_year
    return _("{what}: {subject}").format(what=label, subject=subject) if subject else label


def told(owed: Owed) -> dict[str, Any]:
    """Return an obligation as a row for people; one of the book's own by the code and title of what it is about."""
    if owed.request or not owed.subject:
        return owed._asdict() | {"what": what(owed)}
    code, _space, title = owed.subject.partition(" ")
    return owed._asdict() | {"request": code, "title": title, "what": obligation_label(owed.kind)}


def glance_object(glance: Glance) -> dict[str, Any]:
    """Return the glance as JSON carries it."""
    return {
        "as_of": glance.as_of,
        "rehearsal": glance.is_rehearsal,
        "stages": glance.stages,
        "overdue": glance.overdue,
        "due_soon": glance.due_soon,
        "obligations": [o._asdict() for o in glance.obligations],
    }


def show_glance(glance: Glance, *, format: str) -> None:
    """Print the glance; in a pipe the obligations alone."""
    if format == "json":
        print_json(glance_object(glance))
    elif format == "table":
        _page(glance)
    else:
        show_obligations(glance.obligations, format=format)


def show_obligations(
    obligations: list[Owed],
    *,
    format: str,
    title: str = "",
    empty: str = "",
    cap: int = TERMINAL_ROWS,
    columns: tuple[Column, ...] = OBLIGATIONS,
) -> None:
    """Print obligations as a list; ``columns`` are those that people are shown."""
    if format == "json":
        print_json([o._asdict() for o in obligations])
    elif format == "tsv":
        print_cells(
            [
                (str(late), request, kind, subject, owed_by, due, clause, title)  # as _PLAIN has them
                for request, title, clause, kind, subject, owed_by, due, late in obligations
            ]
        )
    else:
        is_told = format in ("table", "md")
        columns = columns if is_told else _PLAIN
        rows = [told(o) for o in obligations] if is_told else [o._asdict() for o in obligations]
        show_list(columns, rows, format=format, title=title, empty=empty, cap=cap)


def heading(company: str, as_of: str, is_rehearsal: bool) -> str:
    """Return the line that every status page begins with; a rehearsal book says so."""
    rehearsal = f" · {_('REHEARSAL BOOK: nothing here is real')}" if is_rehearsal else ""
    return f"{company} · {as_of}{rehearsal}"


def _page(glance: Glance) -> None:
    from crosspolicy.views.terminal import console, literal

    screen = console()
    screen.print(literal(heading(glance.company, glance.as_of, glance.is_rehearsal), "bold"))
    stages = "   ".join(f"{value_label(stage)} {n}" for stage, n in glance.stages.items())
    screen.print(literal(stages or _("No request yet. Begin with: crosspolicy request new")))
    if n := glance.closed_owing:
        told = plural("{n} closed request still owes appraisals.", "{n} closed requests still owe appraisals.", n)
        screen.print(literal(told, "yellow"))
    screen.print()
    overdue = [o for o in glance.obligations if o.days_overdue]
    soon = [o for o in glance.obligations if not o.days_overdue and o.due_date <= glance.soon]
    later = glance.later + len(glance.obligations) - len(overdue) - len(soon)
    if overdue:
        show_obligations(overdue, format="table", cap=glance.cap, title=_("Overdue ({n})").format(n=len(overdue)))
    else:
        screen.print(literal(_("Nothing is overdue."), "green"))
    if soon:
        show_obligations(
            soon, format="table", cap=glance.cap, title=_("Due until {day} ({n})").format(day=glance.soon, n=len(soon))
        )
    if later:
        screen.print(literal(plural("{n} more falls due later.", "{n} more fall due later.", later), "dim"))
    if glance.mine:
        show_obligations(
            glance.mine, format="table", cap=glance.cap, title=_("You owe ({n})").format(n=len(glance.mine))
        )
