"""The responsibility table as RACI, departments as columns."""

from typing import Any, Final

from crosspolicy.i18n import _
from crosspolicy.views.table import Column, print_json, show_list
from crosspolicy.vocabulary.labels import field_label

Shown = dict[str, Any] | None
"""A table: its code, that of the text that rests on it, its rows."""

_LETTERS: Final = (("accountable", "A"), ("responsible", "R"), ("consulted", "C"), ("informed", "I"))


def show_raci(code: str, departments: list[str], table: Shown, waiting: Shown = None, *, format: str) -> None:
    """Print the responsibility table of a request, and beside it one that waits for signatures."""
    rows = table["rows"] if table else []
    if format == "json":
        first = {name: table[name] if table else None for name in ("code", "agreement")}
        told = {"table": first["code"], "agreement": first["agreement"], "rows": rows, "waiting": waiting}
        print_json({"request": code, "departments": departments, **told})
        return
    _show_rows(code, departments, rows, format)
    if format != "table" or table is None:
        return
    from crosspolicy.views.terminal import console

    if waiting:
        told_of = _("{table} waits for signatures with {agreement}").format(
            table=waiting["code"], agreement=waiting["agreement"]
        )
        _show_rows(told_of, departments, waiting["rows"], format)
    console().print(_("A accountable · R responsible · C consulted · I informed"), style="dim", markup=False)


def _show_rows(title: str, departments: list[str], rows: list[dict[str, Any]], format: str) -> None:
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
    show_list(columns, lines, format=format, title=title, empty=_("No responsibility table is stated yet."))


def _roles(row: dict[str, Any], department: str) -> str:
    held = {"accountable": [row["accountable"]]} | {n: row[n] for n in ("responsible", "consulted", "informed")}
    return "/".join(letter for name, letter in _LETTERS if department in held[name])
