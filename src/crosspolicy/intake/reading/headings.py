"""The first lines of a table: the columns' names in one, or in a second beneath headings in somebody's language."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.unusable import in_sheet, unusable

REQUIRED: Final = "*"
"""Ends a heading whose column must be filled in."""


class Headings(NamedTuple):
    """Names by position, empty where a column has none; empty ones at the end are left out, but counted in ``cells``.

    ``labels`` are the headings by position as they stand, the names themselves where there is one line only;
    ``is_second`` says that the names stand in the second line.
    """

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    cells: int
    is_second: bool

    @property
    def named(self) -> tuple[str, ...]:
        """The names of the columns that have one."""
        return tuple(name for name in self.columns if name)

    @property
    def labelled(self) -> tuple[str, ...]:
        """The headings of the columns that have a name."""
        return tuple(label for name, label in zip(self.columns, self.labels, strict=True) if name)

    def name_at(self, position: int) -> str:
        """Return the name of the column at a position, empty where it has none."""
        return self.columns[position] if position < len(self.columns) else ""


def read_headings(first: Sequence[str], second: Sequence[str], is_field: Callable[[str], bool]) -> Headings:
    """Return what the first two rows of a table say of its columns; ``second`` is empty where there is none."""
    labels = [cell.strip() for cell in first]
    names = [cell.strip() for cell in second]
    if not _are_fields(names, is_field) or _are_fields(labels, is_field):
        columns = [_unstarred(label) if is_field(_unstarred(label)) else label for label in labels]
        return _headings(columns, columns, is_second=False)
    width = max(len(labels), len(names))
    labels += [""] * (width - len(labels))
    names += [""] * (width - len(names))
    columns = [_unstarred(name) or _unstarred(label) for name, label in zip(names, labels, strict=True)]
    return _headings(columns, labels, is_second=True)


def _are_fields(cells: Sequence[str], is_field: Callable[[str], bool]) -> bool:
    stated = [_unstarred(cell) for cell in cells if cell]
    return bool(stated) and all(map(is_field, stated))


def _unstarred(label: str) -> str:
    return label.removesuffix(REQUIRED).rstrip()


def _headings(columns: Sequence[str], labels: Sequence[str], *, is_second: bool) -> Headings:
    width = len(columns)
    while width and not columns[width - 1]:
        width -= 1
    shown = tuple(label or name for name, label in zip(columns[:width], labels[:width], strict=True))
    return Headings(tuple(columns[:width]), shown, len(columns), is_second)


def see_once(path: str, sheet: str, headings: Headings, spelled: Callable[[int], str]) -> None:
    """Raise InvalidInput where two columns have one name; ``spelled`` says how a column is called by its position."""
    seen: dict[str, int] = {}
    reasons = []
    for position, name in enumerate(headings.columns):
        if name and name in seen:
            told = N_("columns {first} and {second} are both called {name}")
            reason = Text(told, name=name, first=spelled(seen[name]), second=spelled(position))
            reasons.append(in_sheet(sheet, reason))
        seen.setdefault(name, position)
    if reasons:
        hint = Text(N_("Give each column a name of its own, or delete the one that is not meant."))
        raise unusable(path, *reasons, hint=hint)
