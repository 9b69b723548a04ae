"""What files hold before anybody asks what it means: rows of tables, records of nested data, and what is wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from crosspolicy.i18n import Text
from crosspolicy.records.dressing import Dressing


class Place(NamedTuple):
    """Where something stands: the file, the worksheet (``""`` where there is none), and the row.

    Rows count from 1, a header included. In JSON Lines a row is a line, in JSON and YAML the number of the record; 0
    is the file as a whole.
    """

    file: str
    sheet: str = ""
    row: int = 0

    @property
    def short(self) -> str:
        """Where a row of a list stands, as a fault in its record names it: ``milestones:7``."""
        return f"{self.sheet or self.file}:{self.row}"


class Trouble(NamedTuple):
    """One thing wrong with a record: where, in which column (or field), with what value, and what to do about it.

    ``raw`` is the record as it was read, as far as it could be; ``is_row`` says that it is a row of a list, and none.
    """

    place: Place
    column: str
    value: str
    message: Text
    hint: Text | None = None
    raw: "Raw | None" = None
    is_row: bool = False


class Raw(NamedTuple):
    """One record as it stands in the file.

    Of a table, ``values`` holds the cells by column: text, or what a worksheet's cell is (int, Decimal, date, datetime,
    bool); an empty cell is left out. Of nested data it is the record's object, whatever is inside. ``parts`` are the
    rows of other tables that belong to it. ``unfit`` are columns whose cells could not be taken, while all others were.
    """

    place: Place
    values: Mapping[str, Any]
    parts: "tuple[Raw, ...]" = ()
    unfit: tuple[str, ...] = ()

    def placed(self, trouble: Trouble) -> Trouble:
        """Return what is wrong with the record where it stands: in a part's own row, if it is about that.

        Within the record the column of such a fault begins with the row, ``milestones:7:due_date``.
        """
        for place in (part.place for part in self.parts):
            if f"{trouble.column}:".startswith(f"{place.short}:"):
                column = trouble.column.removeprefix(place.short).removeprefix(":")
                return trouble._replace(place=place, column=column)
        return trouble


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file: a CSV, or one worksheet. ``rows`` is read once, row by row, and closes what it opened.

    ``header_row`` is the row in which the columns' names stand; ``labels`` are the headings above them, where the file
    has a line of headings in somebody's language over a line of field names (equal to ``columns`` otherwise).
    ``dressing`` looks up what a worksheet has beside its rows, while the file is open. ``place`` is the table's own.
    """

    name: str
    columns: tuple[str, ...]
    header_row: int
    rows: Iterable[Raw | Trouble]
    labels: tuple[str, ...] = ()
    dressing: Callable[[], Dressing] | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Nested:
    """The records of a JSON, JSON Lines or YAML file; ``rows`` is read once."""

    name: str
    rows: Iterator[Raw | Trouble]


Content = Table | Nested
