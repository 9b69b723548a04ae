"""The outcome of an import, as people read it, and as scripts do."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, TextIO

from crosspolicy.i18n import _, plural
from crosspolicy.records.outcome import Outcome
from crosspolicy.records.raw import Trouble
from crosspolicy.settings import Settings
from crosspolicy.views.safe import told
from crosspolicy.views.table import TERMINAL_ROWS, print_json
from crosspolicy.vocabulary.labels import FieldName

HEADINGS: Final = ("file", "sheet", "row", "column", "value", "message", "hint")


_COUNTS: Final = ("new", "changed", "unchanged", "rejected", "rejected_rows", "departments")


def trouble_object(trouble: Trouble) -> dict[str, Any]:
    """Return what is wrong with a record, as JSON carries it."""
    place = trouble.place
    told = (str(trouble.message), str(trouble.hint) if trouble.hint else "")
    cells = (place.file, place.sheet, place.row or None, trouble.column, trouble.value, *told)
    return dict(zip(HEADINGS, cells, strict=True))


def outcome_object(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as JSON carries it."""
    counts = {name: getattr(outcome, name) for name in _COUNTS}
    return {**counts, "kept": outcome.is_kept, "errors": [trouble_object(t) for t in outcome.troubles]}


def show_outcome(outcome: Outcome, settings: Settings, *, dry_run: bool, rejects: Iterable[Path], report: str) -> None:
    """Print what came of an import: counts on standard output, what is wrong on standard error; or one JSON object."""
    files = [str(path) for path in rejects]
    if settings.is_json:
        more = {"dry_run": True} if dry_run else {}
        print_json(outcome_object(outcome) | more | ({"rejected_files": files} if files else {}))
        return
    show_troubles(outcome.troubles, sys.stderr)
    lines = [_summary(outcome, dry_run)]
    if outcome.rejected_rows:
        lines.append(_rows(outcome.rejected_rows))
    if outcome.departments:
        lines.append(_made(outcome.departments))
    for path in files:
        lines.append(_("What was rejected, with the reasons: {path}. Mend it, and import that file.").format(path=path))
    if report:
        lines.append(_("Everything that is wrong: {path}").format(path=report))
    if not outcome.is_to_keep:
        lines.append(_("Nothing was written. Mend the file and import it again; --keep-good imports the good records."))
    sys.stdout.write("".join(f"{told(line)}\n" for line in lines))


def _rows(rows: int) -> str:
    return plural(
        "{n} row of a list is rejected.",
        "{n} rows of lists are rejected.",
        rows,
    )


def _made(departments: int) -> str:
    return plural("{n} department was made on the way.", "{n} departments were made on the way.", departments)


def _summary(outcome: Outcome, dry_run: bool) -> str:
    counts = _("{new} new, {changed} changed, {unchanged} unchanged").format(
        new=outcome.new, changed=outcome.changed, unchanged=outcome.unchanged
    )
    if outcome.rejected:
        counts = _("{counts}, {rejected} rejected").format(counts=counts, rejected=outcome.rejected)
    if dry_run and outcome.is_to_keep:
        return _("Would be imported: {counts}").format(counts=counts)
    return (
        _("Imported: {counts}").format(counts=counts)
        if outcome.is_kept
        else _("Looked at: {counts}").format(counts=counts)
    )


def show_troubles(troubles: list[Trouble], stream: TextIO) -> None:
    """Print what is wrong, each with its place and remedy; a terminal is shown the first of many."""
    cap = TERMINAL_ROWS if stream.isatty() else len(troubles)
    stream.writelines(f"{told(line)}\n" for trouble in troubles[:cap] for line in _lines(trouble))
    if (more := len(troubles) - cap) > 0:
        more_told = plural("{n} more; --report FILE has them all.", "{n} more; --report FILE has them all.", more)
        stream.write(f"… {more_told}\n")


def column_name(column: str) -> str:
    """Return a column as people are told of it, behind the place of a row of a list: ``milestones:7:due_date``."""
    *place, path = column.split(":")
    return ":".join([*place, str(FieldName(path))])


def _lines(trouble: Trouble) -> list[str]:
    place = ":".join(str(part) for part in trouble.place if part)
    about = " ".join(
        part for part in (column_name(trouble.column), f"“{trouble.value}”" if trouble.value else "") if part
    )
    told = _("{field}: {reason}").format(field=about, reason=trouble.message) if about else trouble.message
    lines = [f"  • {place} {told}"]
    return [*lines, f"    → {trouble.hint}"] if trouble.hint else lines
