"""The rows of one table as records: of the table's act, or each of the act that it names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling import mapping as mappings
from crosspolicy.intake.assembling.children import Children, Kept
from crosspolicy.intake.assembling.columns import path_behind
from crosspolicy.intake.assembling.envelope import Envelope, faults_of_envelope, is_simple
from crosspolicy.intake.assembling.exported import is_told
from crosspolicy.intake.assembling.headers import absent, missing, trouble, unknown
from crosspolicy.intake.assembling.kinds import every_form, form_of, kind_named, no_act
from crosspolicy.intake.assembling.plan import Plan, plan_of
from crosspolicy.intake.assembling.sources import Going, Wrong
from crosspolicy.records.raw import Raw, Trouble
from crosspolicy.records.record import Record


class Rows:
    """What makes records of rows with these columns. ``act`` is the table's, empty where each row names its own."""

    def __init__(
        self, columns: Sequence[str], mapping: mappings.Mapping, act: str = "", children: Children | None = None
    ) -> None:
        self._columns = columns
        self._mapping = mapping
        self.act = act
        self._children = children
        self._envelope = plan_of(Envelope, columns, mapping)
        self._plans: dict[str, Plan] = {}

    @property
    def names_acts(self) -> bool:
        """Whether each row says what it is about."""
        return "act" in self._envelope.stated or "act" in self._envelope.fixed

    @property
    def twice(self) -> tuple[Wrong, ...]:
        """What is wrong with columns that state what others do."""
        return self._envelope.wrong + (self._plan(self.act).wrong if self.act else ())

    def wrong(self) -> Iterator[Wrong]:
        """Yield what is wrong with the columns."""
        envelope, mapping = self._envelope, self._mapping
        forms = (form_of(self.act),) if self.act else every_form()
        yield from self.twice
        yield from absent(self._columns, mapping)
        if not mapping.is_stated:
            known = envelope.known.union(*(plan_of(form, self._columns, mapping).known for form in forms))
            known = known.union(mapping.ignore)
            strange = [c for c in self._columns if c not in known and not is_told(self.act, c)]
            yield from unknown(strange, (*forms, Envelope))
        if self.act:
            lists = self._children.lists_of(self.act) if self._children else frozenset[str]()
            yield from missing(self.act, self._plan(self.act), envelope, lists)

    def _plan(self, act: str) -> Plan:
        if act not in self._plans:
            self._plans[act] = plan_of(form_of(act), self._columns, self._mapping)
        return self._plans[act]

    def record(self, raw: Raw) -> Record | list[Trouble]:
        """Return the record of a row, which says what is wrong with its cells; or that, where the row names no act."""
        cells, going, open = self._mapping.decoded(raw.values), Going(), set[str]()
        head = self._head(cells, going)
        act = self._act_of(head, going)
        if not act:
            return [trouble(raw, wrong) for wrong in going.wrong]
        plan = self._plans.get(act) or self._plan(act)
        form = plan.build(cells, going)
        columns = plan.moved(going.moved) if going.moved else plan.renamed
        external_id = head.get("external_id", "")
        if self._children is not None and external_id:
            for name, wrong in self._children.bad_of(act, external_id):
                going.wrong.append(wrong)
                open.add(name)
            if lists := self._children.of(act, external_id):
                going.wrong.extend(_listed_twice(form, lists))
                form |= {name: [kept.item for kept in rows] for name, rows in lists.items()}
                columns = _Columns(columns, lists)
                raw = _with_parts(raw, lists)
        for name, value in plan.fixed.items():
            if name not in form:
                form[name] = value
        if self.names_acts:
            going.wrong.extend(self._strange(act, plan, cells))
        record = Record(raw.place, act, form, raw, head.get("target", ""), head.get("actor", ""), external_id, columns)
        if not (going.wrong or open):
            return record
        open |= {path_behind(columns, wrong.column) for wrong in going.wrong}
        return replace(record, wrong=tuple(trouble(raw, wrong) for wrong in going.wrong), open=frozenset(open))

    def whole(self, raw: Raw | None) -> Raw | None:
        """Return a row that could not be read with the rows of other tables that belong to it, as far as it tells."""
        if raw is None or self._children is None or not self.act:
            return raw
        external_id = self._head(self._mapping.decoded(raw.values), Going()).get("external_id", "")
        return _with_parts(raw, self._children.of(self.act, external_id))

    def _head(self, cells: Mapping[str, Any], going: Going) -> Mapping[str, Any]:
        """Return what a row states beside its form."""
        envelope = self._envelope
        if not envelope.stated:
            return envelope.fixed
        head: dict[str, Any] = envelope.build(cells, going)
        if envelope.fixed:
            head = {**envelope.fixed, **head}
        if not is_simple(head):
            head = {name: value.strip() if isinstance(value, str) else value for name, value in head.items()}
            for fault in faults_of_envelope(head):
                going.wrong.append(Wrong(envelope.behind.get(fault.field, fault.field), fault.message))
        return head

    def _act_of(self, head: Mapping[str, Any], going: Going) -> str:
        """Return the act of a row; empty, with what is wrong, where it names none, or another than the table's."""
        stated = head.get("act", "")
        act = kind_named(str(stated)) if stated else self.act
        if act and act == (self.act or act):
            return act
        column = self._envelope.behind.get("act", "act")
        going.wrong.append(not_its_act(column, self.act) if act else Wrong(column, *no_act(str(stated))))
        return ""

    def _strange(self, act: str, plan: Plan, cells: Mapping[str, Any]) -> Iterator[Wrong]:
        """Yield a fault for each cell in a column that is some other act's."""
        if not self._mapping.is_stated:
            for column in cells:
                if column not in plan.known and column not in self._envelope.known | set(self._mapping.ignore):
                    yield Wrong(column, Text(N_("is no field of {act}"), act=act), Text(N_("Leave the cell empty.")))


def _with_parts(raw: Raw, lists: Mapping[str, Sequence[Kept]]) -> Raw:
    return raw._replace(parts=tuple(kept.raw for rows in lists.values() for kept in rows))


def not_its_act(column: str, act: str) -> Wrong:
    """Return what is wrong with a record of another act than all are taken as."""
    hint = Text(N_("State no act for all, or leave this one empty."))
    return Wrong(column, Text(N_("is not what all records here are, {act}"), act=act), hint)


def _listed_twice(form: Mapping[str, Any], lists: Mapping[str, Sequence[Kept]]) -> Iterator[Wrong]:
    for name, rows in lists.items():
        if name in form:
            message = Text(N_("is stated here, and by rows of its own as well: {where}"), where=rows[0].where)
            yield Wrong(name, message, Text(N_("Leave one of the two empty.")))


class _Columns(Mapping[str, str]):
    """The columns behind a record's paths, lists on rows of their own among them: ``milestones:7:due_date``."""

    def __init__(self, columns: Mapping[str, str], lists: Mapping[str, Sequence[Kept]]) -> None:
        self._columns = columns
        self._rows = {f"{name}.{n}": row for name, rows in lists.items() for n, row in enumerate(rows, 1)}

    def __getitem__(self, path: str) -> str:
        steps = path.split(".", 2)
        row = self._rows.get(".".join(steps[:2]))
        return self._columns[path] if row is None else ":".join([row.where, *steps[2:]])

    def __iter__(self) -> Iterator[str]:
        return iter((*self._columns, *self._rows))

    def __len__(self) -> int:
        return len(self._columns) + len(self._rows)
