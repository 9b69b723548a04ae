"""The responsibility table as RACI, departments as columns."""

from typing import Any, Final

from crosspolicy.i18n import _
from crosspolicy.views.table import Column, print_json, show_list
from crosspolicy.vocabulary.labels import field_label

_LETTERS: Final = (("accountable", "A"), ("responsible", "R"), ("consulted", "C"), ("informed", "I"))


def show_raci(code: str, departments: list[str], rows: list[dict[str, Any]], *, format: str) -> None:
    """Print the responsibility table of a request."""
    if format == "json":
        print_json({"request": code, "departments": departments, "rows": rows})
        return
    lines = [
        {"responsibility": row["responsibility"]}
        | {d: _roles(row, d) for d in departments}
        | {name: row[name] for name in ("person", "deliverable", "due_date")}
        for row in rows
    ]
    columns = [
        Column("responsibility", field_label("responsibility")),
        *(Column(d, d) for d in departments),
        *(Column(name, field_label(name)) for name in ("person", "deliverable", "due_date")),
    ]
    show_list(columns, lines, format=format, title=code, empty=_("No responsibility table is stated yet."))
    if format == "table" and rows:
        from crosspolicy.views.terminal import console

        console().print(_("A accountable · R responsible · C consulted · I informed"), style="dim", markup=False)


def _roles(row: dict[str, Any], department: str) -> str:
    held = {"accountable": [row["accountable"]]} | {n: row[n] for n in ("responsible", "consulted", "informed")}
    return "/".join(letter for name, letter in _LETTERS if department in held[name])
