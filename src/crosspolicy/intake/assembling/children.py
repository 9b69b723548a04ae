"""Lists on rows of their own: sheets and files whose rows belong to a record elsewhere, by its ``external_id``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling import mapping as mappings
from crosspolicy.intake.assembling.cells import as_text
from crosspolicy.intake.assembling.columns import slot_of
from crosspolicy.intake.assembling.envelope import Envelope
from crosspolicy.intake.assembling.exported import is_told
from crosspolicy.intake.assembling.headers import Header, trouble, unknown
from crosspolicy.intake.assembling.kinds import folded, form_of, kind_named
from crosspolicy.intake.assembling.plan import Plan, plan_of
from crosspolicy.intake.assembling.sources import Going, Wrong
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.intake.languages import in_every_language
from crosspolicy.records.raw import Place, Raw, Table, Trouble
from crosspolicy.records.record import Record
from crosspolicy.vocabulary.labels import FIELD_LABELS


class Kinship(NamedTuple):
    """What a table's rows are: items of a list in an act's form."""

    act: str
    field: Field


def kinship_of(table: Table, acts: Sequence[str]) -> Kinship | None:
    """Return the list that a table holds, by its name; None where it holds records of its own.

    Called as a list of one of ``acts`` is (``milestones``), in any language, its rows must name their record, and
    nothing that they are done to; ``request.milestones`` names the record's kind itself.
    """
    kind, dot, name = table.name.strip().rpartition(".")
    if dot and (act := kind_named(kind)) and (field := _list_called(act, name)):
        return Kinship(act, field)
    if not _names_a_record(table):
        return None
    for act in acts:
        field = _list_called(act, table.name)
        if field and (not kind_named(table.name) or _fits(table, act, field)):
            return Kinship(act, field)
    return None


def _list_called(act: str, name: str) -> Field | None:
    for field in fields_of(form_of(act)):
        called = (field.name, *in_every_language(FIELD_LABELS.get(field.name, field.name)))
        if field.is_list and field.part and folded(name) in map(folded, called):
            return field
    return None


def _names_a_record(table: Table) -> bool:
    paths = {slot.path for column in table.columns if (slot := slot_of(Envelope, column))}
    return paths == {"external_id"}


def _fits(table: Table, act: str, field: Field) -> bool:
    assert field.part is not None
    return all(
        slot_of(field.part, column) or slot_of(Envelope, column) or is_told(act, f"{field.name}.{column}")
        for column in table.columns
    )


class Kept(NamedTuple):
    """One row of a list, until its record comes."""

    raw: Raw
    column: str
    parent: str
    item: Mapping[str, Any]

    @property
    def where(self) -> str:
        """Where it stands, as a fault in its record names it: ``milestones:7``."""
        return self.raw.place.short


class Children:
    """The rows of all lists, by the record that they belong to."""

    def __init__(self) -> None:
        self._kept: dict[Kinship, dict[str, list[Kept]]] = {}
        self._found: set[tuple[Kinship, str]] = set()
        self._bad: dict[tuple[str, str], list[tuple[str, Place]]] = {}
        self._records: dict[str, str] = {}
        self._parents: dict[tuple[str, str], list[tuple[Kinship, str]]] | None = None

    def lists_of(self, act: str) -> frozenset[str]:
        """Return the fields of an act's form that have rows of their own here."""
        return frozenset(kinship.field.name for kinship in self._kept if kinship.act == act)

    def read(self, table: Table, kinship: Kinship, mapping: mappings.Mapping) -> Iterator[Trouble]:
        """Take in a table's rows. Yields what is wrong with them."""
        part = kinship.field.part
        assert part is not None
        by_name = mappings.Mapping(separator=mapping.separator, is_html=mapping.is_html)
        envelope, plan = (plan_of(form, table.columns, by_name) for form in (Envelope, part))
        header = Header(table)
        known = envelope.known | plan.known
        told = {c for c in table.columns if is_told(kinship.act, f"{kinship.field.name}.{c}")}
        means_nothing = [c for c in table.columns if c not in known | told]
        wrong = [*envelope.wrong, *plan.wrong, *unknown(means_nothing, (part, Envelope))]
        if set(envelope.behind) != {"external_id"}:
            wrong.append(Wrong("external_id", Text(N_("must be the only column beside those of the list"))))
        kept = self._kept.setdefault(kinship, {})
        if wrong:
            header.close()
            yield from header.troubles(wrong)
            return
        column = envelope.behind["external_id"]
        for raw in header.rows:
            found = [raw] if isinstance(raw, Trouble) else _row(raw, envelope, plan, by_name, column)
            if isinstance(found, Kept):
                rows = kept.setdefault(found.parent, [])
                if len(rows) < kinship.field.most:
                    rows.append(found)
                    continue
                found = [_one_too_many(found, kinship.field)]
            if found:
                self._take_bad(kinship, column, found)
                yield from (wrong._replace(is_row=True) for wrong in found)

    def _take_bad(self, kinship: Kinship, column: str, troubles: Sequence[Trouble]) -> None:
        """Take note of a row that is rejected: its record is, too."""
        raw = troubles[0].raw
        if raw and (parent := str(as_text(raw.values.get(column, ""))).strip()):
            known = self._bad.setdefault((kinship.act, parent), [])
            if len(known) < kinship.field.most:  # more rows tell no more of the record
                known.append((kinship.field.name, raw.place))

    def bad_of(self, act: str, external_id: str) -> Iterator[tuple[str, Wrong]]:
        """Yield the list and the fault for each row of a record that is rejected."""
        for name, place in dict.fromkeys(self._bad.get((act, external_id), ())):
            message = Text(N_("is rejected, and so is the record that it belongs to"))
            yield name, Wrong(place.short, message, Text(N_("Mend that row.")))

    def of(self, act: str, external_id: str) -> dict[str, list[Kept]]:
        """Return the rows that belong to a record, by field; they are then no orphans."""
        self._records.setdefault(_near(external_id), external_id)
        found = {k: kept[external_id] for k, kept in self._kept.items() if k.act == act and external_id in kept}
        self._found.update((kinship, external_id) for kinship in found)
        return {kinship.field.name: rows for kinship, rows in found.items()}

    def may_mean(self, record: Record) -> bool:
        """Tell whether rows name a record all but rightly: but for capitals, blanks and marks."""
        return any(parent != record.external_id for _, parent in self._named_like(record))

    def with_strays(self, record: Record) -> Record:
        """Return a record with a fault for each row that names it all but rightly, and nobody else; all are read."""
        strays = [(k, p) for k, p in self._named_like(record) if p != record.external_id and (k, p) not in self._found]
        told = [
            Trouble(record.place, row.raw.place.short, parent, Text(_MAY_BE), _write(record), record.raw)
            for kinship, parent in strays
            for row in self._kept[kinship][parent]
        ]
        open = record.open.union(kinship.field.name for kinship, _ in strays)
        return replace(record, wrong=(*record.wrong, *told), open=open) if told else record

    def _named_like(self, record: Record) -> Sequence[tuple[Kinship, str]]:
        """Return the lists whose rows name a record, or what looks like it, and what each of them says."""
        if self._parents is None:
            self._parents = {}
            for kinship, kept in self._kept.items():
                for parent in kept:
                    self._parents.setdefault((kinship.act, _near(parent)), []).append((kinship, parent))
        return self._parents.get((record.act, _near(record.external_id)), ()) if record.external_id else ()

    def orphans(self, *, is_whole: bool) -> Iterator[Trouble]:
        """Yield what is wrong with each row that belongs to no record; ``is_whole``: every record could be read."""
        for kinship, kept in self._kept.items():
            for external_id, rows in kept.items():
                if (kinship, external_id) not in self._found:
                    message = self._belongs_to_none(external_id, is_whole)
                    for row in rows:
                        hint = Text(_BELONGS)
                        yield Trouble(row.raw.place, row.column, external_id, message, hint, row.raw, is_row=True)

    def _belongs_to_none(self, external_id: str, is_whole: bool) -> Text:
        if near := self._records.get(_near(external_id)):
            return Text(N_("is the own number of no record in this import; do you mean {near}?"), near=near)
        if not is_whole:
            return Text(N_("is the own number of no record that could be read"))
        return Text(N_("is the own number of no record in this import"))


def _near(external_id: str) -> str:
    """Return an identity without what is easily overlooked in it: capitals, blanks and marks."""
    return "".join(filter(str.isalnum, external_id)).casefold()


_MAY_BE: Final = N_("may belong to this record; it names another, which is not there")


def _write(record: Record) -> Text:
    return Text(N_("Write {external_id} in that row, or take it out."), external_id=record.external_id)


_BELONGS: Final = N_("State the external_id of the record that the row belongs to, or take the row out.")


def _one_too_many(row: Kept, field: Field) -> Trouble:
    """Tell of a row for which its record's list has no place; it is not kept."""
    told = Text(N_("is one row too many: {field} takes at most {n} rows of one record"), field=field.name, n=field.most)
    hint = Text(N_("Divide the record, or take rows out."))
    return Trouble(row.raw.place, row.column, row.parent, told, hint, row.raw)


def _row(raw: Raw, envelope: Plan, plan: Plan, mapping: mappings.Mapping, column: str) -> Kept | list[Trouble]:
    cells, going = mapping.decoded(raw.values), Going()
    parent = str(envelope.build(cells, going).get("external_id", "")).strip()
    item = plan.build(cells, going)
    if not parent:
        going.wrong.append(Wrong(column, Text(N_("must be there")), Text(_BELONGS)))
    return [trouble(raw, wrong) for wrong in going.wrong] or Kept(raw, column, parent, item)
