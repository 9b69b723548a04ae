"""Whether shared files still are what was shared (4.3.2)."""

from typing import Any, Final

from crosspolicy.i18n import N_
from crosspolicy.views.table import Column, print_json, show_list
from crosspolicy.vocabulary.labels import value_label

_COLUMNS: Final = (
    Column("code", N_("Code"), whole=True),
    Column("state", N_("State"), value_label),
    Column("file", N_("File")),
    Column("told", N_("What differs")),
)


def show_check(request: str, items: list[dict[str, Any]], *, is_unchanged: bool, format: str, empty: str) -> None:
    """Print what became of each shared item."""
    if format == "json":
        print_json({"request": request, "unchanged": is_unchanged, "items": items})
    else:
        show_list(_COLUMNS, items, format=format, empty=empty)
