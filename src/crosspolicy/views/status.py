"""What is owed, as people and scripts read it: a list of obligations, and the line above every page about a book."""

from typing import Any

from crosspolicy.i18n import N_, _
from crosspolicy.queries.obligations import Owed
from crosspolicy.views.table import TERMINAL_ROWS, Column, print_cells, print_json, show_list
from crosspolicy.vocabulary.labels import obligation_label, owner_label

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
