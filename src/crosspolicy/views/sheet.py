"""One form or record, whole: labels and values, lists of objects as small tables."""

from typing import Any

from crosspolicy.i18n import _, listed
from crosspolicy.views.table import Column, print_json, show_list
from crosspolicy.vocabulary.json_text import json_text
from crosspolicy.vocabulary.labels import field_label, value_label
from crosspolicy.vocabulary.lists import CRITERIA

_CHOICES = frozenset(
    {
        "stage",
        "kind",
        "outcome",
        "verdict",
        "category",
        "severity",
        "channel",
        "response",
        "level",
        "inherent_level",
        "residual_level",
        "strategic_fit",
        "resources",
        "necessity",
        "feasibility",
        *CRITERIA,
        "meeting_every",
        "report_every",
        "roles",
        "honoured_by",
        "measure",
        "state",
        "method",
        "conclusion",
        "effect",
        "change",
    }
)
"""Fields whose values are of a fixed list."""


def show_sheet(content: dict[str, Any], *, format: str, title: str = "") -> None:
    """Print one object: JSON as it is; elsewhere field by field, in the fields' own order."""
    if format == "json":
        print_json(content)
    elif format == "table":
        _page(content, title)
    else:
        flat = [
            {"field": name, "value": _flat(value)} for name, value in content.items() if value not in (None, [], "")
        ]
        show_list((Column("field", "Field"), Column("value", "Value")), flat, format=format)


def tell(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return listed(tell(name, item) for item in value)
    if isinstance(value, dict):
        return " · ".join(tell(key, item) for key, item in value.items() if item is not None and key != "number")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value_label(value, name) if name in _CHOICES and isinstance(value, str) else str(value)


def _flat(value: Any) -> str:
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value)):
        return json_text(value)
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _page(content: dict[str, Any], title: str) -> None:
    from rich.table import Table

    from crosspolicy.views.terminal import console, grid, literal

    screen = console()
    if title:
        screen.print(literal(title, "bold"))
    plain = Table.grid(padding=(0, 2))
    plain.add_column(style="dim", no_wrap=False, max_width=28)
    plain.add_column(overflow="fold")
    lists = {}
    for name, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lists[name] = value
        elif value not in (None, [], ""):
            plain.add_row(literal(field_label(name)), literal(tell(name, value)))
    screen.print(plain)
    for name, rows in lists.items():
        keys = list(dict.fromkeys(key for row in rows for key in row))
        cells = [[tell(key, row.get(key)) for key in keys] for row in rows]
        screen.print(grid(field_label(name), [field_label(key, name) for key in keys], cells))
