"""What is told beside rejected rows: of which row, what is wrong, and what to do about it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crosspolicy.i18n import _, phrases
from crosspolicy.records.raw import Place, Raw, Trouble
from crosspolicy.views.imports.outcome import column_name
from crosspolicy.views.safe import neutral
from crosspolicy.vocabulary.hidden import visible


class Told(NamedTuple):
    """What is wrong with a record, in the language now spoken."""

    column: str
    value: str
    message: str
    hint: str


def told_of(trouble: Trouble) -> Told:
    """Return what is told of a fault."""
    return Told(trouble.column, trouble.value, str(trouble.message), str(trouble.hint) if trouble.hint else "")


def sorted_out(troubles: Iterable[Trouble], parts: Sequence[Raw]) -> tuple[list[Trouble], dict[Place, list[Trouble]]]:
    """Return what is wrong with a record itself, and what with the rows of other tables that belong to it, by row."""
    own: list[Trouble] = []
    inside: dict[Place, list[Trouble]] = {part.place: [] for part in parts}
    for trouble in troubles:
        inside.get(trouble.place, own).append(trouble)
    return own, {place: found for place, found in inside.items() if found}


def cited(row: int, source: Place) -> str:
    """Return where a rejected record stands: ``row 3 (row 17 of requests.xlsx)``."""
    if row == source.row:
        return _("row {row}").format(row=row)
    return _("row {row} (row {source} of {file})").format(row=row, source=source.row, file=source.file)


def beside(where: str, told: Sequence[Told]) -> tuple[str, str]:
    """Return the two cells beside a row: its place with every reason, and every remedy; empty where nothing is told."""
    if not told:
        return "", ""
    reasons = _strung(_about(column_name(t.column), t.message) for t in told)
    return neutral(visible(_about(where, reasons))), neutral(visible(_strung(t.hint for t in told if t.hint)))


def _strung(said: Iterable[str]) -> str:
    """String sentences together; each is told once, and only the last keeps its full stop."""
    *others, last = dict.fromkeys(said) or ("",)
    return phrases([*(one.rstrip(".。") for one in others), last])


def _about(what: str, said: str) -> str:
    return _("{field}: {reason}").format(field=what, reason=said) if what else said
