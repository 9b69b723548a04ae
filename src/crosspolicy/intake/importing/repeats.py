"""A record that comes again with other content: applied while the policy allows it, a conflict afterwards."""

from typing import Any, Final

from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.forms.base import Form
from crosspolicy.forms.request import RequestEdit
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.importing.wishes import DRAFTED, EDITED, SUBMITTED, Wish, submission_of
from crosspolicy.queries.requests import standing
from crosspolicy.store.batch import Batch
from crosspolicy.store.calls import Call
from crosspolicy.store.identity import By
from crosspolicy.store.imported import Known
from crosspolicy.store.recording import Recorded
from crosspolicy.vocabulary.codes import parse_code
from crosspolicy.vocabulary.lists import Stage

_AS_ANOTHER: Final = N_("was imported before as another act, {act}, and became {code}")
_ON_THE_FORM: Final = frozenset({DRAFTED, SUBMITTED})


class Repeats:
    """Carries changed records out in a batch."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def change(self, wish: Wish, before: Known, by: By, history: dict[str, Any]) -> Recorded:
        """Edit the draft that a record became, and submit it anew where it asks for that.

        Raises what ``calls`` does, and what the acts themselves raise.
        """
        calls = self.calls(wish, before, history)
        with self._batch.apart():
            return [self._batch.perform(call, by) for call in calls][-1]

    def calls(self, wish: Wish, before: Known, history: dict[str, Any]) -> list[Call]:
        """Return the acts that make what a record became say what it says now.

        Raises InvalidInput where what the record became can no longer be changed.
        """
        if wish.act.name != DRAFTED or before.act not in _ON_THE_FORM or not self._is_draft(before.code):
            raise InvalidInput((Fault("external_id", _conflict(wish, before)),), hint=_hint(before))
        calls = [Call(EDITED, _edit(wish.form), before.code, "", history)]
        if wish.is_submission:
            calls.append(Call(SUBMITTED, submission_of(wish.form), before.code, "", history))
        return calls

    def _is_draft(self, code: str) -> bool:
        self._batch.flush()
        parsed = parse_code(code)
        found = standing(self._batch.reader, parsed[0]) if parsed else None
        return found is not None and found.stage == Stage.DRAFT


def _edit(form: Form) -> RequestEdit:
    """Return the edit that makes a draft say what a form says, and nothing else; somebody requests it always."""
    stated = {name: value for name, value in form if name != "requester" or value}
    return RequestEdit.model_construct(_fields_set=set(stated), **stated)


def _conflict(wish: Wish, before: Known) -> Text:
    if wish.record.act != before.act:
        return Text(
            N_("was imported before as another act, {act}, and became {code}"), act=before.act, code=before.code
        )
    return Text(N_("was imported before with other content, and became {code}"), code=before.code)


def _hint(before: Known) -> Text:
    if before.act in _ON_THE_FORM:
        told = N_("Only a draft can still be changed; `crosspolicy request show {code}` shows what stands there.")
        return Text(told, code=before.code)
    return Text(N_("What is done is not rewritten; state what is new as a record of its own, of another external_id."))
