"""From what files hold to records in the policy's words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.children import Children, Kinship, kinship_of
from crosspolicy.intake.assembling.columns import path_behind
from crosspolicy.intake.assembling.headers import Header
from crosspolicy.intake.assembling.kinds import EXPLANATION, folded, kind_named, kinds, named_act
from crosspolicy.intake.assembling.mapping import Mapping
from crosspolicy.intake.assembling.objects import Objects
from crosspolicy.intake.assembling.rows import Rows
from crosspolicy.intake.languages import in_every_language
from crosspolicy.records.raw import Content, Nested, Raw, Table, Trouble
from crosspolicy.records.record import Record

_UNNAMED = N_("State --act, or call the sheet or the file by what it holds: {kinds}; or add a column act.")


def assemble(contents: Iterable[Content], mapping: Mapping | None = None, act: str = "") -> Iterator[Record | Trouble]:
    """Yield each record that files ask for, in their order, and what is wrong with those that cannot be made of them.

    ``act`` is what the command line says that tables hold, in any of its names. Tables that are lists of other
    tables' records are read first, wherever they stand. Raises UsageFault where there is no such act.
    """
    mapping = mapping or Mapping()
    act = named_act(act) or mapping.act
    wanted = [c for c in contents if isinstance(c, Nested) or not _explains(c)]
    return _assembled(wanted, _kinships(wanted, act), mapping, act)


def _explains(table: Table) -> bool:
    """Tell whether a worksheet is the page of a blank workbook that explains the others."""
    return folded(table.name) in map(folded, in_every_language(EXPLANATION))


def _kinships(contents: Sequence[Content], act: str) -> dict[int, Kinship]:
    """Return which contents, by number, hold lists of the others' records."""
    tables = {number: content for number, content in enumerate(contents) if isinstance(content, Table)}
    acts = tuple(filter(None, dict.fromkeys([act] if act else [kind_named(t.name) for t in tables.values()])))
    found = {number: kinship for number, table in tables.items() if (kinship := kinship_of(table, acts))}
    return {n: k for n, k in found.items() if len(found) < len(tables) or "." in tables[n].name}


def _assembled(
    contents: Sequence[Content], kinships: dict[int, Kinship], mapping: Mapping, act: str
) -> Iterator[Record | Trouble]:
    children = Children() if kinships else None
    for number, kinship in kinships.items():
        table = contents[number]
        if children is not None and isinstance(table, Table):
            yield from children.read(table, kinship, mapping)
    is_whole = True
    named_like: list[Record] = []
    for number, content in enumerate(contents):
        if number in kinships:
            continue
        if isinstance(content, Nested):
            yield from _each(content.rows, Objects(mapping, act).record)
            continue
        for found in _of_table(content, mapping, act, children):
            is_whole = is_whole and isinstance(found, Record) and bool(found.external_id or not found.wrong)
            if children is not None and isinstance(found, Record) and children.may_mean(found):
                named_like.append(found)  # until it is known whose rows those are
            else:
                yield found
    if children is not None:
        yield from map(children.with_strays, named_like)
        yield from children.orphans(is_whole=is_whole)


def _of_table(table: Table, mapping: Mapping, act: str, children: Children | None) -> Iterator[Record | Trouble]:
    header = Header(table)
    rows = Rows(table.columns, mapping, act or kind_named(table.name), children)
    if not (rows.act or rows.names_acts):
        header.close()
        message = Text(N_("does not say what it holds"))
        yield Trouble(header.place, "", table.name, message, Text(_UNNAMED, kinds=kinds()))
        return
    if wrong := list(rows.wrong()):
        header.close()
        yield from header.troubles(wrong)
        return
    unread = (row._replace(raw=rows.whole(row.raw)) if isinstance(row, Trouble) else row for row in header.rows)
    yield from _each(header.rows if children is None else unread, rows.record)


def _each(rows: Iterable[Raw | Trouble], record: Callable[[Raw], Record | list[Trouble]]) -> Iterator[Record | Trouble]:
    """Yield what becomes of each row, and what is wrong with those of which nothing does."""
    unfit: list[Trouble] = []
    for raw in rows:
        if unfit and not (isinstance(raw, Trouble) and raw.place == unfit[0].place):
            yield from _as_far_as_read(unfit, record)
            unfit = []
        if isinstance(raw, Trouble):
            if raw.raw and raw.raw.unfit:
                unfit.append(raw)
            else:
                yield raw
            continue
        found = record(raw)
        if isinstance(found, list):
            yield from found
        else:
            yield found
    if unfit:
        yield from _as_far_as_read(unfit, record)


def _as_far_as_read(
    unfit: Sequence[Trouble], record: Callable[[Raw], Record | list[Trouble]]
) -> Iterator[Record | Trouble]:
    """Yield the record of a row with cells that could not be taken, which says so; or else what is wrong with them."""
    raw = unfit[0].raw
    assert raw is not None
    cells = {name: value for name, value in raw.values.items() if name not in raw.unfit}
    found = record(raw._replace(values=cells))
    if isinstance(found, list):
        yield from (*unfit, *found)
    else:
        open = found.open | {path_behind(found.columns, column) for column in raw.unfit}
        whole = found.raw._replace(values=raw.values)
        yield replace(found, raw=whole, wrong=(*unfit, *found.wrong), open=open)
