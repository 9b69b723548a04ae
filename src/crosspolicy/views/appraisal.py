"""What appraisals come to, and what is on record beside each indicator."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, Final

from crosspolicy.i18n import N_, _, listed, phrases
from crosspolicy.views.table import Column, print_json, show_list
from crosspolicy.vocabulary.evidence import evidence_lines

_TITLES: Final = {
    ("regular", "department"): N_("Departments, after the project (6.2.2)"),
    ("regular", "person"): N_("People, after the project (6.2.2)"),
    ("ad-hoc", "department"): N_("Departments, on occasions (6.2.3)"),
    ("ad-hoc", "person"): N_("People, on occasions (6.2.3)"),
}
_PLAIN: Final = tuple(
    Column(key, heading)
    for key, heading in (
        ("kind", N_("Kind")),
        ("subject", N_("About whom")),
        ("rank", N_("Rank")),
        ("mean", N_("Mean")),
        ("spread", N_("Spread")),
        ("rated", N_("Rated by")),
        ("owing", N_("Still owed by")),
        ("name", N_("Name")),
    )
)
_TABLE: Final = (
    Column("place", N_("Rank"), right=True),
    Column("who", N_("About whom")),
    Column("mean", N_("Mean"), right=True),
    Column("spread", N_("Spread"), right=True),
    Column("rated", N_("Rated by")),
    Column("owing", N_("Still owed by")),
)


def show_results(rows: list[dict[str, Any]], *, format: str, title: str, limit: int | None = None) -> None:
    """Print the results: JSON whole; in a pipe a line a subject; on a terminal a table of each sort."""
    rows = rows[:limit]
    if format == "json":
        print_json(rows)
    elif format != "table":
        show_list(_PLAIN, [_line(row, ",".join if format in ("tsv", "csv") else listed) for row in rows], format=format)
    else:
        _tables(rows, title)


def _line(row: dict[str, Any], strung: Callable[[Iterable[str]], str] = listed) -> dict[str, Any]:
    """Return a result with its raters on one line, and who still owes one; with the request where there are several."""
    requests = {r["request"] for r in (*row["ratings"], *row["missing"])}

    def by(entry: dict[str, Any]) -> str:
        return str(entry["by_department"]) + (f" {entry['request']}" if len(requests) > 1 else "")

    return row | {
        "rated": strung(f"{by(rating)} {rating['score']}" for rating in row["ratings"]),
        "owing": strung(by(entry) for entry in row["missing"]),
    }


def _tables(rows: list[dict[str, Any]], title: str) -> None:
    from crosspolicy.views.terminal import console, literal

    screen = console()
    screen.print(literal(title, "bold"))
    if not rows:
        screen.print(_("Nobody has been appraised, and nobody owes an appraisal."), markup=False)
        return
    for sort, group in groupby(rows, key=lambda row: (row["kind"], row["of"])):
        show_list(_TABLE, list(map(_cells, group)), format="table", title=_(_TITLES[sort]))
    notes = [
        _("= shares its rank"),
        _("spread: highest less lowest"),
        _("a missing appraisal is left out, not counted as zero"),
    ]
    screen.print(literal(phrases(notes), "dim"))


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    place = "—" if row["rank"] is None else f"{row['rank']}=" if row["tied"] else str(row["rank"])
    return _line(row) | {
        "place": place,
        "who": f"{row['subject']} {row['name']}".rstrip(),
        "mean": row["mean"] or "—",
        "spread": row["spread"] or "—",
    }


def show_evidence(page: dict[str, Any], *, format: str, local: Callable[[str], str]) -> None:
    """Print what is on record of a department or a person, beside each indicator."""
    if format == "json":
        print_json(page)
        return
    who = page["department"] or page["person"]
    heading = _("{request} · {who} · on record on {day}").format(request=page["request"], who=who, day=page["as_of"])
    lines = evidence_lines(page["evidence"], local)
    shown = lines if format != "table" else _once(lines)
    show_list(
        (Column("indicator", N_("Indicator")), Column("fact", N_("On record"))), shown, format=format, title=heading
    )
    if format == "table":
        from crosspolicy.views.terminal import console, literal

        console().print(literal(_("What is on record informs; it fills in no mark."), "dim"))


def _once(lines: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return the lines with each indicator named once."""
    found: list[dict[str, str]] = []
    last = ""
    for line in lines:
        found.append(line | {"indicator": line["indicator"] if line["indicator"] != last else ""})
        last = line["indicator"]
    return found
