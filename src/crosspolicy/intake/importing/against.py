"""All that stands against a record that failed, in one report: references, checks, authority and gates at once.

The acts are judged by the same functions as any other. Where the form cannot be taken, it is judged several times with
stand-ins for what stands open; only what all of these are told is told, for the rest follows from the stand-ins.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple, TypeVar

from crosspolicy.acts.judge import Judgement
from crosspolicy.acts.references import NO_DEPARTMENT, uneven_amounts, unknown
from crosspolicy.errors import Breach, CrosspolicyError, Fault, InvalidInput, UsageFault
from crosspolicy.forms.base import Form
from crosspolicy.intake.assembling.columns import slot_at
from crosspolicy.intake.importing.standins import Actor, Take, put, stood_in
from crosspolicy.intake.importing.troubles import ACTOR, stated_in
from crosspolicy.policy.facts import PersonFact
from crosspolicy.policy.rules import RiskScales
from crosspolicy.records.record import lies_in
from crosspolicy.store.batch import Batch
from crosspolicy.store.calls import Call
from crosspolicy.store.identity import By
from crosspolicy.store.loading import clock_of

Calls = Callable[[Form], Sequence[Call]]
"""What a record asks for, were this its form."""


class Stated(NamedTuple):
    """What a record states: the form by its type, plain data, what takes these; and the acts that it asks for.

    ``meant`` is the one code that a word stands for in a field that refers to a person, a department; empty if none is.
    """

    form: type[Form]
    content: Mapping[str, Any]
    take: Take
    calls: Calls
    meant: Callable[[str, object], str]


class Against(NamedTuple):
    """What stands against a record: faults of its fields, breaches, an error that is neither; and its scales."""

    faults: tuple[Fault, ...] = ()
    breaches: tuple[Breach, ...] = ()
    error: CrosspolicyError | None = None
    scales: RiskScales | None = None


def against(
    batch: Batch, stated: Stated, by: By, faults: Sequence[Fault], *, open: Set[str], makes_departments: bool
) -> Against:
    """Return all that can be known to stand against a record, the ``faults`` of its form first.

    ``open`` are the paths of fields of which nothing is known, ``actor`` among them. ``makes_departments``: those that
    are not there yet will be. Raises UsageFault.
    """
    today = clock_of(batch.shelf.book(()), Form(), batch.now).now_day
    by, person, strangers = _seated(batch, stated, by, today)
    bench = _Bench(batch, stated, by, Actor(person, today.year), makes_departments)
    try:
        judged = bench.judged(open | {fault.field for fault in faults})
    except UsageFault:
        raise
    except InvalidInput as error:
        return Against((*faults, *strangers, *error.fields))
    except CrosspolicyError as error:
        return Against((*faults, *strangers), error=error)
    if not judged:
        return Against((*faults, *strangers))
    checked = _told_of_all([[fault for one in each for fault in bench.news(one.faults)] for each in judged])
    is_somebody = (by.as_login or not strangers) and ACTOR not in open
    denials = _told_of_all([[one.denial for one in each if one.denial and is_somebody] for each in judged])
    told = (*faults, *bench.named, *checked, *strangers)
    return Against(told, (*denials, *_breaches(judged)), scales=judged[0][0].case.rules.risk)


def _seated(batch: Batch, stated: Stated, by: By, day: date) -> tuple[By, PersonFact, tuple[Fault, ...]]:
    """Return who acts; where that is nobody, who is meant, or else whoever imports, and what is wrong with it."""
    try:
        return by, batch.shelf.actor(by, day).person, ()
    except InvalidInput as nobody:
        by = By(by.os_user, by.host, stated.meant("person", by.as_login))
        return by, batch.shelf.actor(by, day).person, nobody.fields


class _Bench:
    """Judges one record, with stand-ins where fields are open. ``named`` is what the book does not know of it."""

    def __init__(self, batch: Batch, stated: Stated, by: By, actor: Actor, makes_departments: bool) -> None:
        self._batch = batch
        self._stated = stated
        self._by = by
        self._actor = actor
        self._makes_departments = makes_departments
        self._open: set[str] = set()
        self.named: list[Fault] = []

    def judged(self, open: Iterable[str]) -> list[list[Judgement]]:
        """Return what is made of the record's acts, once for each form; nothing where no stand-in fits."""
        self._open = set(open)
        judged = self._judged()
        if judged and self._told(unknown(judged[0][0].case)):
            judged = self._judged() or judged
        return judged

    def _told(self, faults: Iterable[Fault]) -> bool:
        """Take note of faults, and of their fields as open. Tells whether there are any that are new."""
        new = self.news(faults)
        self.named += new
        self._open |= {fault.field for fault in new}
        return bool(new)

    def _judged(self) -> list[list[Judgement]]:
        form, content, take, calls, meant = self._stated
        open = set(self._open)
        for path in self._open:
            slot = slot_at(form, path)
            if slot and (code := meant(slot.field.refers, stated_in(content, path))):
                content = put(content, path.split("."), code)
                open.remove(path)
        forms = stood_in(form, content, open, take, self._actor)
        if forms and self._told(uneven_amounts(forms[0], self._batch.shelf.book(()).currency)):
            return self._judged()  # what no table takes cannot be judged further
        return [self._batch.objections(calls(one), self._by) for one in forms]

    def news(self, faults: Iterable[Fault]) -> list[Fault]:
        """Return the faults that are about no open field, nor about what will be there."""
        will_be = NO_DEPARTMENT if self._makes_departments else None
        return [f for f in faults if f.message.msgid != will_be and not lies_in(f.field, self._open)]


T = TypeVar("T")


def _told_of_all(each: Sequence[Sequence[T]]) -> list[T]:
    """Return what all are told, in the order of the first."""
    return [told for told in dict.fromkeys(each[0]) if all(told in others for others in each[1:])]


def _breaches(judged: Sequence[Sequence[Judgement]]) -> list[Breach]:
    """Return the breaches that all are told; of one gate, the first that lacks no field but those that all lack."""
    each = [[breach for one in judgements for breach in one.breaches] for judgements in judged]
    found = []
    for gate in dict.fromkeys(breach.gate for breach in each[0]):
        same = [next((breach for breach in breaches if breach.gate == gate), None) for breaches in each]
        told = [breach for breach in same if breach]
        if len(told) == len(each):
            lacks = [{name.partition(".")[0] for name in breach.missing} for breach in told]
            always = set.intersection(*lacks)
            found += [breach for breach, fields in zip(told, lacks, strict=True) if fields == always][:1]
    return found
