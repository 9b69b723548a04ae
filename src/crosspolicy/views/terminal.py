"""Rich, kept in one room: the console, tables that fold wide text, literal cells."""

import sys
from collections.abc import Iterable, Sequence
from functools import cache

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crosspolicy.views.safe import visible


@cache
def console() -> Console:
    """Return the console of standard output."""
    return Console(file=sys.stdout, highlight=False, emoji=False)


def literal(text: str, style: str = "") -> Text:
    """Return foreign text as it is: never markup, nothing that steers a terminal."""
    return Text(visible(text), style=style)


def grid(
    title: str, headings: Sequence[tuple[str, bool]], rows: Iterable[Sequence[str | Text]], *, lines: bool = False
) -> Table:
    """Return a table that fits the terminal, folding text rather than cutting it; ``(heading, right-aligned)``."""
    table = Table(
        title=literal(title, "bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        header_style="bold",
        pad_edge=False,
        show_lines=lines,
    )
    for heading, right in headings:
        table.add_column(heading, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else literal(cell) for cell in row))
    return table
