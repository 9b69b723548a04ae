"""Tables as readers hand them over, written in one line; and what becomes of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from crosspolicy import i18n
from crosspolicy.intake.assembling.assembling import assemble
from crosspolicy.intake.assembling.mapping import Mapping
from crosspolicy.records.raw import Content, Nested, Place, Raw, Table, Trouble
from crosspolicy.records.record import Record

FILE = "kiosks.csv"


def table(
    *rows: dict[str, Any] | Trouble, columns: Sequence[str] = (), name: str = "request", sheet: str = ""
) -> Table:
    """Return a table of these rows, the header in row 1; its columns are those of the rows where none are stated."""
    found = columns or tuple(dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row))
    raws = [Raw(Place(FILE, sheet, n), r) if isinstance(r, dict) else r for n, r in enumerate(rows, 2)]
    return Table(name, tuple(found), 1, iter(raws))


def objects(*values: Any) -> Nested:
    """Return the records of a JSON Lines file."""
    return Nested("records", iter([Raw(Place("records.jsonl", "", n), value) for n, value in enumerate(values, 1)]))


def assembled(*contents: Content, mapping: Mapping | None = None, act: str = "") -> list[Record | Trouble]:
    """Return all that comes of contents."""
    return list(assemble(contents, mapping, act))


def records(*contents: Content, mapping: Mapping | None = None, act: str = "") -> list[Record]:
    """Return the records that contents ask for, with which nothing is wrong."""
    found = assembled(*contents, mapping=mapping, act=act)
    assert [told(one) for one in _wrong(found)] == []
    return [one for one in found if isinstance(one, Record)]


def troubles(*contents: Content, mapping: Mapping | None = None, act: str = "") -> list[Trouble]:
    """Return what is wrong with contents of which no record comes that could be done."""
    found = assembled(*contents, mapping=mapping, act=act)
    assert [one for one in found if isinstance(one, Record) and not one.wrong] == []
    return _wrong(found)


def faults(*contents: Content) -> list[Trouble]:
    """Return what is wrong with contents, whatever records come of the rest."""
    return _wrong(assembled(*contents))


def _wrong(found: list[Record | Trouble]) -> list[Trouble]:
    return [trouble for one in found for trouble in (one.wrong if isinstance(one, Record) else [one])]


def told(trouble: Trouble) -> tuple[int, str, str, str]:
    """Return row, column, value and message."""
    return trouble.place.row, trouble.column, trouble.value, str(trouble.message)


def form(row: dict[str, Any], act: str = "request", mapping: Mapping | None = None) -> Any:
    """Return the form that one row makes."""
    return records(table(row, name=act), mapping=mapping)[0].form


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = i18n.language()
    i18n.use(language)
    try:
        yield
    finally:
        i18n.use(before)
