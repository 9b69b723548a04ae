"""Lists in every format: a Rich table on a terminal, tab-separated lines in a pipe, CSV, JSON, Markdown."""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from crosspolicy.i18n import _, plural
from crosspolicy.settings import Settings
from crosspolicy.views.markdown import markdown_cell
from crosspolicy.views.safe import is_plain, neutral, one_line
from crosspolicy.vocabulary.bounds import ALIGNED_ROWS
from crosspolicy.vocabulary.hidden import visible
from crosspolicy.vocabulary.json_text import json_text

TERMINAL_ROWS: Final = 50
"""How many rows a terminal is shown at once, unless ``--limit`` asks for more."""


class Column(NamedTuple):
    """A column: its key in JSON, its heading (marked), and how a value is told to people.

    ``right`` aligns numbers; ``whole`` keeps a value on one line, as codes and days want it. A terminal narrower than
    ``from_width`` goes without the column, and so does any that would show it empty where ``if_any`` says so.
    """

    key: str
    heading: str
    tell: Callable[[Any], str] = str
    right: bool = False
    whole: bool = False
    from_width: int = 0
    if_any: bool = False


def format_for(settings: Settings) -> str:
    """Return the format to print in: the one stated, or a table on a terminal and TSV in a pipe."""
    if settings.is_json:
        return "json"
    return settings.format or ("table" if sys.stdout.isatty() else "tsv")


def show_list(
    columns: Sequence[Column],
    objects: Iterable[dict[str, Any]],
    *,
    format: str,
    title: str = "",
    empty: str = "",
    limit: int | None = None,
    cap: int = TERMINAL_ROWS,
) -> None:
    """Print a list, at most ``limit`` of it. In JSON an array of objects, whatever their keys; elsewhere the columns.

    Without a limit a terminal shows ``cap`` rows, and says that there are more; JSON and pipes are complete.
    """
    rows = list(objects)[:limit]
    if format == "json":
        print_json(rows)
    elif format == "table":
        _table(columns, rows, title, empty, cap if limit is None and sys.stdout.isatty() else len(rows))
    else:
        _WRITERS[format](columns, rows)


def print_json(content: object) -> None:
    """Print JSON on standard output."""
    sys.stdout.write(json_text(content, indent=2 if sys.stdout.isatty() else None) + "\n")


def _cells(columns: Sequence[Column], row: dict[str, Any]) -> list[str]:
    return ["" if (value := row.get(c.key)) is None else c.tell(value) for c in columns]


def _raw(columns: Sequence[Column], row: dict[str, Any]) -> list[str]:
    return [
        value if type(value) is str else "" if value is None else _plain(value)
        for value in map(row.get, [c.key for c in columns])
    ]


def _plain(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _tsv(columns: Sequence[Column], rows: list[dict[str, Any]]) -> None:
    print_tsv(_raw(columns, row) for row in rows)


def print_tsv(rows: Iterable[Sequence[object]]) -> None:
    """Print rows as tab-separated lines."""
    print_cells([[v if type(v) is str else _plain(v) for v in row] for row in rows])


def print_cells(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of texts as tab-separated lines."""
    if not is_plain("".join(map("".join, rows))):  # one look at the whole, as almost everything is plain
        rows = [list(map(one_line, row)) for row in rows]
    sys.stdout.write("\n".join(["\t".join(row) for row in rows] + [""]))


def print_lines(lines: Sequence[str], separator: str) -> None:
    """Print lines whose cells have a separator between them as tab-separated ones."""
    if is_plain("".join(lines).replace(separator, "")):
        sys.stdout.write("\n".join([*lines, ""]).replace(separator, "\t"))
    else:
        print_cells([line.split(separator) for line in lines])


def _csv(columns: Sequence[Column], rows: list[dict[str, Any]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([c.key for c in columns])
    writer.writerows([neutral(visible(cell)) for cell in _raw(columns, row)] for row in rows)


def _markdown(columns: Sequence[Column], rows: list[dict[str, Any]]) -> None:
    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(map(markdown_cell, cells))} |\n"

    sys.stdout.write(line(_(c.heading) for c in columns) + f"|{' --- |' * len(columns)}\n")
    sys.stdout.writelines(line(_cells(columns, row)) for row in rows)


_WRITERS: Final = {"tsv": _tsv, "csv": _csv, "md": _markdown}


def _has_place(column: Column, rows: Iterable[dict[str, Any]]) -> bool:
    return not column.if_any or any(row.get(column.key) for row in rows)


def _table(columns: Sequence[Column], rows: list[dict[str, Any]], title: str, empty: str, cap: int) -> None:
    from crosspolicy.views.terminal import Heading, console, grid

    if not rows:
        console().print(empty or _("There is nothing to show."), markup=False)
        return
    shown = rows[:cap]
    columns = [column for column in columns if console().width >= column.from_width and _has_place(column, shown)]
    if len(shown) > ALIGNED_ROWS:
        from crosspolicy.views.aligned import print_aligned

        cells = (_cells(columns, row) for row in shown)
        print_aligned(title, [_(c.heading) for c in columns], [c.right for c in columns], cells)
        return
    table = grid(
        title, [Heading(_(c.heading), c.right, c.whole) for c in columns], [_cells(columns, row) for row in shown]
    )
    console().print(table)
    if len(rows) > len(shown):
        more = plural("{n} more row; --limit shows more.", "{n} more rows; --limit shows more.", len(rows) - len(shown))
        console().print(more, markup=False)
