"""Where the rows of an export come from, which of them are wanted, and the SQL that both make."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from crosspolicy.queries.book import Header
from crosspolicy.queries.exports.columns import Column, Sort


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list inside every row: its table (known as ``c``), the columns there that name the row, and its own columns.

    ``is_plain`` tells that an entry is its one value alone.
    """

    field: str
    table: str
    owner: tuple[str, ...]
    columns: tuple[Column, ...]
    order: str = "c.number"
    where: str = ""
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one sort: the tables they stand in, the key that orders them, their columns and lists.

    ``dated`` is the day or moment that ``--since`` and ``--until`` look at; ``of_stage`` and ``of_department`` are the
    conditions on ``:stage`` and ``:department``, empty where rows know neither.
    """

    name: str
    tables: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    dated: str
    lists: tuple[ListOf, ...] = ()
    of_stage: str = ""
    of_department: str = ""


class Wanted(NamedTuple):
    """Which rows are wanted: of requests at a stage, of a department, of a day or after, of a day or before."""

    stage: str | None = None
    department: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not any(self)


def under_one_header(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return sources with the columns of all of them; those that one does not have are empty there."""
    names = dict.fromkeys(column.name for source in sources for column in source.columns)
    empty = {name: Column(name, "NULL", Sort.KEY) for name in names}
    return tuple(
        replace(source, columns=tuple({**empty, **{column.name: column for column in source.columns}}.values()))
        for source in sources
    )


Conditions = tuple[list[str], dict[str, object]]


def conditions(source: Source, wanted: Wanted, book: Header) -> Conditions:
    """Return the SQL conditions on the rows of a source, and their parameters; days are those of the book."""
    found: list[str] = []
    given: dict[str, object] = {}
    if wanted.stage:
        found.append(source.of_stage)
        given["stage"] = wanted.stage
    if wanted.department:
        found.append(source.of_department)
        given["department"] = wanted.department
    when = source.dated
    if wanted.since:
        found.append(f"CASE WHEN LENGTH({when}) = 10 THEN {when} >= :since ELSE {when} >= :since_moment END")
        given |= {"since": wanted.since.isoformat(), "since_moment": book.end_of(wanted.since - timedelta(days=1))}
    if wanted.until:
        found.append(f"CASE WHEN LENGTH({when}) = 10 THEN {when} <= :until ELSE {when} < :until_moment END")
        given |= {"until": wanted.until.isoformat(), "until_moment": book.end_of(wanted.until)}
    return found, given


def where(*found: str) -> str:
    """Return a WHERE of conditions, empty ones left out."""
    stated = [condition for condition in found if condition]
    return f" WHERE {' AND '.join(stated)}" if stated else ""


def compared(names: tuple[str, ...], sign: str, parameter: str) -> str:
    """Return the comparison of a key with the one in ``:parameter0``, ``:parameter1``, and so on."""
    if len(names) == 1:
        return f"{names[0]} {sign} :{parameter}0"
    values = ", ".join(f":{parameter}{n}" for n in range(len(names)))
    return f"({', '.join(names)}) {sign} ({values})"
