"""What is wrong with a record, told as whoever mends the file needs it: column, value, reason, remedy."""

from collections.abc import Mapping
from typing import Any, Final

from crosspolicy.errors import Breach, CrosspolicyError, Fault, InvalidInput, Refused
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.columns import column_behind
from crosspolicy.policy.authority import AUTHORITY
from crosspolicy.records.raw import Trouble
from crosspolicy.records.record import Record

ACTOR: Final = "actor"


def troubles_of(record: Record, error: CrosspolicyError) -> list[Trouble]:
    """Return what an error says of a record: each fault with its column and value, each breach with its clause."""
    if isinstance(error, InvalidInput):
        return [at_fault(record, fault, error.hint) for fault in error.fields]
    if isinstance(error, Refused):
        return [breached(record, breach) for breach in error.breaches]
    return [Trouble(record.place, *aimed(record), error.message, error.hint)]


def breached(record: Record, breach: Breach) -> Trouble:
    """Return what a breach says of a record."""
    told = Text("{clause} {gate}: {told}", clause=breach.clause, gate=breach.gate, told=breach.message)
    return Trouble(record.place, "", "", told, _INSTEAD.get(breach.gate, breach.hint))


def aimed(record: Record) -> tuple[str, str]:
    """Return the column that says what a record is done to, and what it says there."""
    target, column, value = record.target, "target", record.target
    if isinstance(target, Mapping) and (name := next((n for n in _NAMING if target.get(n)), "")):
        column, value = f"target.{name}", target[name]
    return record.columns.get(column, column), told_of(value)


_NAMING: Final = ("milestone", "external_id", "code")


_IN_THE_FILE: Final = Text(N_("Fill it in in the file; or import it as request.drafted, and it stays a draft."))
_INSTEAD: Final = {
    "form-complete": _IN_THE_FILE,
    "cross-department": _IN_THE_FILE,
    AUTHORITY: Text(N_("Name somebody who may as actor; a coordinator may import for others.")),
}
"""What to do in a file where a refusal names the command line's ways."""


def at_fault(record: Record, fault: Fault, hint: Text | None = None) -> Trouble:
    """Return what a fault of a field says of a record."""
    column = column_behind(record.columns, named_in(fault))
    return Trouble(record.place, column, told_of(stated_at(record, fault)), fault.message, hint)


def named_in(fault: Fault) -> str:
    """Return what a record calls the field of a fault: who acts is named by ``--as`` on a command line alone."""
    return ACTOR if fault.field == "as" else fault.field


def stated_at(record: Record, fault: Fault) -> object:
    """Return what a record states in the field of a fault; None where there is nothing."""
    field = named_in(fault)
    beside = {ACTOR: record.actor, "external_id": record.external_id}
    return beside[field] if field in beside else stated_in(record.form, field)


def stated_in(form: Mapping[str, Any], path: str) -> object:
    """Return what a form states at a path such as ``milestones.1.due_date``; None where there is nothing."""
    found: Any = form
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list | tuple) and step.isdigit() and 0 < int(step) <= len(found):
            found = found[int(step) - 1]
        else:
            return None
    return found


def told_of(value: object) -> str:
    """Return a value as an error shows it: short, and nothing for nothing."""
    text = "" if value is None else value if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


_SHOWN: Final = 80
