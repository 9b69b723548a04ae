"""Records checked as forms: each a wish to act, or everything that is wrong with it."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from crosspolicy.acts.act import Act
from crosspolicy.acts.registry import nearest
from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.forms.base import Form
from crosspolicy.forms.faults import faults_in
from crosspolicy.forms.organisation import Founding
from crosspolicy.forms.request import Request, RequestEdit, Submission
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.attachments import attached, is_there
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
        return _submits(self.record, self.form)

    @property
    def founding(self) -> Founding:
        """The form that a book begins with."""
        assert isinstance(self.form, Founding)
        return self.form

    def calls(self, request: str, target: str, history: Mapping[str, Any]) -> list[Call]:
        """Return the acts that the record asks for, done to what its target turned out to be."""
        return calls_of(self.record, self.act, self.form, request, target, history)

    def became(self, done: Recorded) -> str:
        """Return what the record became: the request it drafts, or what its act created, or what that was done to."""
        request = request_code(done.case.request.id) if done.case.request.id else ""
        return request if self.is_submission else next(iter(done.decision.codes), request)


def calls_of(record: Record, act: Act, form: Form, request: str, target: str, history: Mapping[str, Any]) -> list[Call]:
    """Return the acts that a record asks for, were this its form, done to what its target turned out to be."""
    first = Call(act.name, form, request, target, dict(history))
    if not _submits(record, form):
        return [first]
    return [first, Call(SUBMITTED, submission_of(form), MADE, "", dict(history))]


def submission_of(form: Form) -> Submission:
    """Return the form of a submission that follows a draft at once."""
    return Submission.model_construct(occurred_on=form.occurred_on)


def _submits(record: Record, form: Form) -> bool:
    return record.act == SUBMITTED and isinstance(form, Request)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A record whose form cannot be taken: the first act that it asks for, None where there is no such act, and why.

    ``faults`` are those of the form, ``troubles`` what else is wrong.
    """

    record: Record
    act: Act | None
    faults: tuple[Fault, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    digest: str = ""


def wish_of(record: Record, *, is_history: bool = False) -> Wish | Unfit:
    """Return the wish that a record states, or all that is wrong with its form; history states its day."""
    if record.act not in ACT_NAMES:
        return Unfit(record, None, troubles=(_no_act(record),))
    act = act_of(record)
    faults: tuple[Fault, ...] = ()
    is_undated = is_history and not str(record.form.get("occurred_on") or "").strip()
    try:
        form = taken(act, record.form)
    except ValidationError as error:
        faults = faults_in(error, act.form)
    except InvalidInput as error:
        faults = error.fields
    if faults or is_undated or record.wrong:
        undated = (_undated(record),) if is_undated and not record.is_open("occurred_on") else ()
        return Unfit(record, act, tuple(fault for fault in faults if not record.is_open(fault.field)), undated)
    return Wish(record, act, form, _digest(record, form))


def act_of(record: Record) -> Act:
    """Return the first act that a record asks for. Raises KeyError."""
    name = DRAFTED if record.act == SUBMITTED and not record.target else record.act
    return nearest(name, str(record.form.get("kind", "")))


def taken(act: Act, content: Mapping[str, Any]) -> Form:
    """Return the form that plain data states for an act. Raises ValidationError, and InvalidInput of its attachment."""
    form: Form = act.form.model_validate(content)
    if act.name == EDITED:
        form = _with_blanks(form, content)
    if act.form.attachment and not _is_told_of(content):
        form = attached(form, dict(content))
    return form


def _undated(record: Record) -> Trouble:
    hint = Text(N_("State the day on which it happened: --as-of-record judges each record as of its own day."))
    column = record.columns.get("occurred_on", "occurred_on")
    return Trouble(record.place, column, "", Text(N_("must be there")), hint)


def _with_blanks(form: Form, content: Mapping[str, Any]) -> Form:
    """Return an edit with the fields that its record empties: those that it states as null."""
    emptied = {name: None for name, value in content.items() if value is None and name in _MAY_BE_EMPTY}
    return form.model_copy(update=emptied) if emptied else form


_MAY_BE_EMPTY: Final = RequestEdit.model_fields.keys() - {"title", "requesting_department", "requester", "occurred_on"}


def _is_told_of(content: Mapping[str, Any]) -> bool:
    """Tell whether size and digest of a file that is here no longer are stated: history has no files."""
    named = str(content.get("file") or "")
    return bool(content.get("sha256") and content.get("size") is not None and not is_there(named))


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
