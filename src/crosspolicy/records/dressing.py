"""What a worksheet has beside its records, as far as it helps to mend them: drop-down lists, notes, how cells look."""

from collections.abc import Mapping
from typing import NamedTuple


class Validation(NamedTuple):
    """What a column offers to choose from, and the note that comes up beside its cells.

    ``attributes`` are those of the file format, without the cells concerned; ``formula`` is the list of a drop-down.
    """

    attributes: Mapping[str, str]
    formula: str = ""


class Look(NamedTuple):
    """How a column looks: its width in characters, 0 where none is stated; how its values are shown."""

    width: float = 0
    format: str = "General"


class Page(NamedTuple):
    """A worksheet that holds no records: texts by row and column, the widths of the columns."""

    title: str
    is_hidden: bool
    rows: tuple[tuple[str, ...], ...]
    looks: Mapping[int, Look]


class Dressing(NamedTuple):
    """What the columns of a worksheet have, by their names; ``pages`` are the sheets beside it without records."""

    validations: Mapping[str, Validation]
    looks: Mapping[str, Look]
    pages: tuple[Page, ...]
