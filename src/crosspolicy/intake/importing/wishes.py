"""Records checked as forms: each a wish to act, or everything that is wrong with it."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from crosspolicy.acts.act import Act
from crosspolicy.acts.registry import nearest
from crosspolicy.errors import Breach, CrosspolicyError, Fault, InvalidInput, Refused
from crosspolicy.forms.base import Form
from crosspolicy.forms.faults import faults_in
from crosspolicy.forms.organisation import Founding
from crosspolicy.forms.request import Request, RequestEdit, Submission
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.columns import column_behind
from crosspolicy.intake.attachments import attached
from crosspolicy.policy.authority import AUTHORITY
from crosspolicy.records.raw import Trouble
from crosspolicy.records.record import Record
from crosspolicy.store.batch import MADE
from crosspolicy.store.calls import Call
from crosspolicy.store.recording import Recorded
from crosspolicy.vocabulary.acts import ACT_NAMES
from crosspolicy.vocabulary.codes import request_code
from crosspolicy.vocabulary.frozen import dataclass

SUBMITTED: Final = "request.submitted"
DRAFTED: Final = "request.drafted"
EDITED: Final = "request.edited"
FOUNDING: Final = "book.initialised"


@dataclass(frozen=True, slots=True)
class Wish:
    """A record whose form can be taken: ``digest`` is that of its content, ``act`` the first that it asks for."""

    record: Record
    act: Act
    form: Form
    digest: str

    @property
    def is_submission(self) -> bool:
        """Whether the record drafts a request and submits it."""
        return self.record.act == SUBMITTED and isinstance(self.form, Request)

    @property
    def founding(self) -> Founding:
        """The form that a book begins with."""
        assert isinstance(self.form, Founding)
        return self.form

    def calls(self, request: str, target: str, history: Mapping[str, Any]) -> list[Call]:
        """Return the acts that the record asks for, done to what its target turned out to be."""
        first = Call(self.act.name, self.form, request, target, dict(history))
        if not self.is_submission:
            return [first]
        submission = Submission.model_construct(occurred_on=self.form.occurred_on)
        return [first, Call(SUBMITTED, submission, MADE, "", dict(history))]

    def became(self, done: Recorded) -> str:
        """Return what the record became: the request it drafts, or what its act created, or what that was done to."""
        request = request_code(done.case.request.id) if done.case.request.id else ""
        return request if self.is_submission else next(iter(done.decision.codes), request)


def wish_of(record: Record, *, is_history: bool = False) -> Wish | list[Trouble]:
    """Return the wish that a record states, or all that is wrong with its form; history states its day."""
    found = _wish_of(record)
    if is_history and not str(record.form.get("occurred_on") or "").strip():
        return [*(found if isinstance(found, list) else ()), _undated(record)]
    return found


def _undated(record: Record) -> Trouble:
    hint = Text(N_("State the day on which it happened: --as-of-record judges each record as of its own day."))
    column = record.columns.get("occurred_on", "occurred_on")
    return Trouble(record.place, column, "", Text(N_("must be there")), hint)


def _wish_of(record: Record) -> Wish | list[Trouble]:
    if record.act not in ACT_NAMES:
        return [_no_act(record)]
    name, content = record.act, record.form
    if name == SUBMITTED and not record.target:
        name = DRAFTED
    act = nearest(name, str(content.get("kind", "")))
    try:
        form: Form = act.form.model_validate(content)
    except ValidationError as error:
        return troubles_of(record, InvalidInput(faults_in(error, act.form)))
    if name == EDITED:
        form = _with_blanks(form, content)
    if act.form.attachment and not _is_told_of(content):
        try:
            form = attached(form, dict(content))
        except CrosspolicyError as error:
            return troubles_of(record, error)
    return Wish(record, act, form, _digest(record, form))


def _with_blanks(form: Form, content: Mapping[str, Any]) -> Form:
    """Return an edit with the fields that its record empties: those that it states as null."""
    emptied = {name: None for name, value in content.items() if value is None and name in _MAY_BE_EMPTY}
    return form.model_copy(update=emptied) if emptied else form


_MAY_BE_EMPTY: Final = RequestEdit.model_fields.keys() - {"title", "requesting_department", "requester", "occurred_on"}


def _is_told_of(content: Mapping[str, Any]) -> bool:
    """Tell whether size and digest of a file that is here no longer are stated: history has no files."""
    named = str(content.get("file") or "")
    return bool(content.get("sha256") and content.get("size") is not None and not Path(named).expanduser().exists())


def _no_act(record: Record) -> Trouble:
    near = get_close_matches(record.act, sorted(ACT_NAMES), 1, 0.5)
    message = Text(N_("is no act that can be imported"))
    hint = Text(N_("Do you mean {near}?"), near=near[0]) if near else Text(N_("`crosspolicy schema` lists the acts."))
    return Trouble(record.place, record.columns.get("act", "act"), record.act, message, hint)


def _digest(record: Record, form: Form) -> str:
    """Return what tells one content from another: the act, its target, the form; not when it happened, nor by whom."""
    amounts = {name: value for name, value in vars(form).items() if isinstance(value, Decimal)}
    content = form.model_dump_json(exclude_none=True, exclude={"occurred_on", *amounts})
    target = record.target if isinstance(record.target, str) else repr(sorted(record.target.items()))
    told = [f"{name} {value.normalize():f}" for name, value in amounts.items()]  # 42000 and 42000.00 are one amount
    return hashlib.sha256("\n".join((record.act, target, content, *told)).encode()).hexdigest()[:32]


def troubles_of(record: Record, error: CrosspolicyError) -> list[Trouble]:
    """Return what an error says of a record: each fault with its column and value, each breach with its clause."""
    if isinstance(error, InvalidInput):
        return [_trouble(record, fault, error) for fault in error.fields]
    if isinstance(error, Refused):
        return [Trouble(record.place, "", "", _breached(b), _INSTEAD.get(b.gate, b.hint)) for b in error.breaches]
    return [Trouble(record.place, *aimed(record), error.message, error.hint)]


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


def _breached(breach: Breach) -> Text:
    return Text("{clause} {gate}: {told}", clause=breach.clause, gate=breach.gate, told=breach.message)


def _trouble(record: Record, fault: Fault, error: InvalidInput) -> Trouble:
    field = "actor" if fault.field == "as" else fault.field
    beside = {"actor": record.actor, "external_id": record.external_id}
    value = beside[field] if field in beside else told_of(_at(record.form, field))
    return Trouble(record.place, column_behind(record.columns, field), value, fault.message, error.hint)


def _at(form: Mapping[str, Any], path: str) -> object:
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
