"""What faults of a record say beyond what a prompt would: whose login a name is, what the steps of a scale are."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from crosspolicy.acts.act import Act
from crosspolicy.errors import Fault
from crosspolicy.forms.base import Form
from crosspolicy.forms.faults import NOT_A_KEY
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.columns import slot_at
from crosspolicy.intake.choices import folded
from crosspolicy.intake.importing.troubles import ACTOR, named_in, stated_at
from crosspolicy.policy.risk import no_step
from crosspolicy.policy.rules import RiskScales
from crosspolicy.queries.organisation import departments, people
from crosspolicy.records.record import Record
from crosspolicy.store.batch import Batch
from crosspolicy.store.loading import clock_of


class _Words(NamedTuple):
    """What to say of a name where a code (a login) is expected."""

    one: str
    several: str
    otherwise: str
    nothing: str


_WORDS: Final = {
    "department": _Words(
        N_("{value} is a name; write the department's code, {code}"),
        N_("{value} is the name of several departments, {codes}; state the code of one"),
        N_("{value} is no department of the book; do you mean {near}?"),
        N_("{value} is no department's code; `crosspolicy org department list` shows the codes"),
    ),
    "person": _Words(
        N_("{value} is a name; write the login, {code}"),
        N_("{value} is the name of several people, {codes}; state the login of one"),
        N_("{value} is nobody in the book; do you mean {near}?"),
        N_("{value} is nobody's login; `crosspolicy org person list` shows the logins"),
    ),
}


_NAMING: Final = {"department": ("department",), "person": ("person",), "audience": ("department", "person")}
"""What a field may name, by what it refers to."""


class _Found(NamedTuple):
    """What a word may stand for: codes of people or departments (``kind``), by their name or written otherwise."""

    kind: str
    codes: tuple[str, ...]
    is_name: bool


class Meant:
    """Finds what somebody meant who wrote a name for a code, or a word for a number."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[str, _Known] = {}
        self._found: dict[tuple[str, str], _Found | None] = {}

    def code(self, refers: str, value: object) -> str:
        """Return the one code that somebody meant in a field that refers to a person or a department; empty if none."""
        found = self._meant(refers, value.strip()) if refers in _NAMING and isinstance(value, str) else None
        return found.codes[0] if found and len(found.codes) == 1 else ""

    def told(self, act: Act, record: Record, fault: Fault, scales: RiskScales | None = None) -> Fault:
        """Return a fault of a record as it is told. The ``scales`` of risk may be others than those in force."""
        path, value = named_in(fault), stated_at(record, fault)
        slot = slot_at(act.form, path)
        refers = "person" if path == ACTOR else slot.field.refers if slot else ""
        message = None
        if slot and slot.field.scale:
            message = _off_the_scale(scales or self._scales(), slot.field.scale, value)
        elif refers in _NAMING and isinstance(value, str):
            message = self._named(refers, value.strip(), fault.message)
        return Fault(fault.field, message) if message else fault

    def _scales(self) -> RiskScales:
        shelf = self._batch.shelf
        book = shelf.book(())
        return shelf.rules(book.policy_on(clock_of(book, Form(), self._batch.now).day))[0].risk

    def _named(self, refers: str, value: str, message: Text) -> Text | None:
        """Return whose code a name is; None for a code, and for what can be told no better."""
        if found := self._meant(refers, value):
            words, (first, *others) = _WORDS[found.kind], found.codes
            if not found.is_name:
                return Text(words.otherwise, value=value, near=first)
            return (
                Text(words.several, value=value, codes=found.codes)
                if others
                else Text(words.one, value=value, code=first)
            )
        is_code = any(value in self._called_so(kind).codes for kind in _NAMING[refers])
        is_written_wrong = message.msgid == NOT_A_KEY and len(_NAMING[refers]) == 1
        return Text(_WORDS[refers].nothing, value=value) if is_written_wrong and not is_code else None

    def _meant(self, refers: str, value: str) -> _Found | None:
        """Return what a word stands for that is no code itself."""
        if (refers, value) not in self._found:
            known = {kind: self._called_so(kind) for kind in _NAMING[refers]}
            each = [] if any(value in one.codes for one in known.values()) else known.items()
            self._found[refers, value] = next(filter(None, (_looked_up(kind, one, value) for kind, one in each)), None)
        return self._found[refers, value]

    def _called_so(self, kind: str) -> "_Known":
        if kind not in self._known:
            reader = self._batch.reader
            if kind == "person":
                self._known[kind] = _known((row["login"], row["name"]) for row in people(reader))
            else:
                self._known[kind] = _known((row["code"], row["name"]) for row in departments(reader))
        return self._known[kind]


class _Known(NamedTuple):
    """The codes behind each name, folded; and all codes."""

    names: Mapping[str, tuple[str, ...]]
    codes: frozenset[str]


def _known(pairs: Iterable[tuple[str, str]]) -> _Known:
    names: dict[str, tuple[str, ...]] = {}
    codes = set()
    for code, name in pairs:
        names[folded(name)] = tuple(sorted((*names.get(folded(name), ()), code)))
        codes.add(code)
    return _Known(names, frozenset(codes))


def _looked_up(kind: str, known: _Known, value: str) -> _Found | None:
    if named := known.names.get(folded(value)) or _beginning(known.names, folded(value)):
        return _Found(kind, named, is_name=True)
    if same := tuple(sorted(code for code in known.codes if folded(code) == folded(value))):
        return _Found(kind, same[:1], is_name=False)
    return None


def _beginning(names: Mapping[str, tuple[str, ...]], value: str) -> tuple[str, ...]:
    """Return the codes of names that begin or end with these words: ``Li Na`` of ``Li Na 李娜``."""
    whole = [name for name in names if name.startswith(f"{value} ") or name.endswith(f" {value}")]
    return tuple(sorted(code for name in whole for code in names[name]))


def _off_the_scale(scales: RiskScales, scale: str, value: object) -> Text | None:
    """Return which steps there are, and which of them a word is; None for a step."""
    steps = scales.steps(scale)
    text = folded(str(value))
    if value is None or text in [str(step.number) for step in steps]:
        return None
    called = [step for step in steps if text in map(folded, step.called.values())]
    if len(called) == 1:
        told = N_("must be a number; {value} is step {number} of the scale: {steps}")
        return Text(told, value=value, number=called[0].number, steps=steps)
    return no_step(scales, scale)
