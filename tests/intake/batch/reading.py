"""Files of batches, written and read in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crosspolicy.errors import InvalidInput
from crosspolicy.intake.reading.opening import open_content
from crosspolicy.records.raw import Raw, Table, Trouble

FIELDS = ("title", "requesting_department", "planned_cost", "milestones.1.name")


@dataclass(frozen=True)
class Read:
    """What was read of a table, or of a list of records (without columns)."""

    name: str
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    header_row: int
    rows: dict[int, dict[str, Any]]
    troubles: list[Trouble]

    @property
    def told(self) -> list[tuple[int, str, str, str]]:
        """Row, column, value and message of each trouble."""
        return [(t.place.row, t.column, t.value, str(t.message)) for t in self.troubles]


@dataclass(frozen=True)
class Whole:
    """A file, read to its end."""

    tables: list[Read]
    encoding: str
    skipped: list[str]
    progress: tuple[int, int | None]

    @property
    def only(self) -> Read:
        """The one table that there is."""
        (table,) = self.tables
        return table


def is_field(name: str) -> bool:
    """Say whether a column's name is one of the form's fields."""
    return name in FIELDS


def read(path: Path | str, input_format: str = "") -> Whole:
    """Read a file as the import does."""
    with open_content(str(path), input_format=input_format, is_field=is_field) as source:
        tables = [_read(content) for content in source.contents]
        source.check_unchanged()
        return Whole(tables, source.encoding, [str(notice) for notice in source.skipped], source.progress())


def _read(content: Any) -> Read:
    rows, troubles = {}, []
    for row in content.rows:
        if isinstance(row, Raw):
            rows[row.place.row] = dict(row.values)
        else:
            troubles.append(row)
    if isinstance(content, Table):
        return Read(content.name, content.columns, content.labels, content.header_row, rows, troubles)
    return Read(content.name, (), (), 0, rows, troubles)


@contextmanager
def unusable(*words: str, hint: str = "") -> Iterator[None]:
    """Expect that the file is refused as a whole, with these words among the reasons, and in the remedy."""
    with pytest.raises(InvalidInput) as caught:
        yield
    told = "; ".join(str(fault.message) for fault in caught.value.fields)
    for word in words:
        assert word in told
    assert hint in str(caught.value.hint or "")


def hints(table: Read) -> list[str]:
    """Return the remedy of each trouble."""
    return [str(trouble.hint or "") for trouble in table.troubles]
