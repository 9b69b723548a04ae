"""Rich, kept in one room: the console, tables that fold wide text, literal cells."""

import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from crosspolicy.output import cleaning
from crosspolicy.vocabulary.bounds import WIDTH
from crosspolicy.vocabulary.hidden import visible

ROOMY: Final = 80
"""From how many columns on codes and days stand on one line; below, everything folds."""


@cache
def console(*, errors: bool = False) -> Console:
    """Return the console of standard output, or of standard error."""
    made: Console = cleaning(Console(file=sys.stderr if errors else sys.stdout, highlight=False, emoji=False))
    if made.width > WIDTH[1]:
        made.width = WIDTH[1]
    return made


def literal(text: str, style: str = "") -> Text:
    """Return foreign text as it is: never markup, nothing that steers a terminal."""
    return Text(visible(text), style=style)


class Heading(NamedTuple):
    """A column's heading; ``right`` aligns it, ``whole`` keeps its values on one line."""

    text: str
    right: bool = False
    whole: bool = False


def grid(title: str, headings: Sequence[Heading | str], rows: Iterable[Sequence[str | Text]]) -> Group:
    """Return a table under its title that fits the terminal, folding text rather than cutting it."""
    table = Table(
        box=box.SIMPLE_HEAD,
        header_style="bold",
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    has_room = console().width >= ROOMY
    for heading in headings:
        text, right, whole = Heading(heading) if isinstance(heading, str) else heading
        table.add_column(
            text, justify="right" if right else "left", overflow="fold", no_wrap=has_room and (right or whole)
        )
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else literal(cell) for cell in row))
    return Group(*([literal(title, "bold")] if title else []), table)
