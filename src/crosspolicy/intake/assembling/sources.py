"""Where a field's value comes from in a row: a column of its own name, or a rule of the mapping."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from crosspolicy.i18n import Text
from crosspolicy.intake.assembling.cells import BadCell, Reader, as_text, is_plain, reader_of
from crosspolicy.intake.assembling.columns import Slot
from crosspolicy.intake.assembling.mapping_file import PLACEHOLDER, Rule
from crosspolicy.intake.assembling.steps import Cells, Step, Words, steps_of


class Wrong(NamedTuple):
    """What is wrong in a row: the column, and why."""

    column: str
    message: Text
    hint: Text | None = None


class Going:
    """What happens while one row is read: what is wrong, and which items of lists moved up into an empty place."""

    __slots__ = ("moved", "wrong")

    def __init__(self) -> None:
        self.wrong: list[Wrong] = []
        self.moved: list[tuple[str, int, int]] = []


Build = Callable[[Cells, Going], Any]
"""What makes a value of a row's cells; None where they state none."""


class Source(NamedTuple):
    """Where a field comes from. ``column`` is set where a text cell is the value as it stands."""

    slot: Slot
    columns: tuple[str, ...]
    build: Build
    column: str = ""


def own(slot: Slot, column: str, separator: str) -> Source:
    """Return the source of a field that has a column of its own."""
    slow = _taken(column, _cell(column), (), reader_of(slot, separator))
    build = _quick(column, slow) if slot.field.refers and (slot.is_item or not slot.field.is_list) else slow
    return Source(slot, (column,), build, column if is_plain(slot) else "")


def _quick(column: str, slow: Build) -> Build:
    """Return what takes a text that is a code alone as it stands: nearly all are, in columns of codes."""

    def build(cells: Cells, going: Going) -> Any:
        cell = cells.get(column)
        if type(cell) is str and cell.isprintable() and " " not in cell:
            return cell or None
        return None if cell is None else slow(cells, going)

    return build


def mapped(slot: Slot, rule: Rule, tables: Mapping[str, Words], separator: str) -> Source:
    """Return the source of a field that a rule fills."""
    steps = tuple(steps_of(rule, tables, slot.field.kind))
    if rule.column and not steps:
        return own(slot, rule.column, rule.separator or separator)
    take = _written(rule.text) if rule.text else _cell(rule.column or "")
    read = reader_of(slot, rule.separator or separator)
    return Source(slot, rule.columns, _taken(next(iter(rule.columns), ""), take, steps, read))


def _cell(column: str) -> Callable[[Cells], Any]:
    return lambda cells: cells.get(column)


def _written(text: str) -> Callable[[Cells], Any]:
    """Return what puts a text together; None of a row in which all of its columns are empty."""
    columns = PLACEHOLDER.findall(text)

    def write(cells: Cells) -> str | None:
        if columns and not any(column in cells for column in columns):
            return None
        return PLACEHOLDER.sub(lambda found: str(as_text(cells.get(found[1], ""))), text).strip()

    return write


def _taken(column: str, take: Callable[[Cells], Any], steps: tuple[Step, ...], read: Reader) -> Build:
    """Return what takes a value from a row, sends it through the steps, and reads it; an empty one counts as none."""

    def build(cells: Cells, going: Going) -> Any:
        value = take(cells)
        try:
            for step in steps:
                if value is None or value == "":
                    return None
                value = step(value, cells)
            return None if value is None or (isinstance(value, str) and not value.strip()) else read(value)
        except BadCell as bad:
            going.wrong.append(Wrong(bad.column or column, bad.message, bad.hint))
            return None

    return build
