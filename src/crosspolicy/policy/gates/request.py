"""Gates of the request form (1.2, 2.1.2)."""

from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates.gate import Gate, code
from crosspolicy.vocabulary.labels import FieldName


def _how_to_fill(case: Case[Any]) -> Text:
    if case.request.is_kept:
        return Text(N_("Fill it in: `crosspolicy request edit {request}`."), request=code(case))
    return Text(N_("State it with flags or --from FILE; or leave --submit out, and the draft is kept as it is."))


def _second_department(case: Case[Any]) -> Breach | None:
    if case.request.others:
        return None
    return Breach(
        "cross-department",
        "1.2",
        Text(N_("The form names no department beside the requesting one, so the business crosses none.")),
        _how_to_fill(case),
        ("departments",),
    )


def _form_complete(case: Case[Any]) -> Breach | None:
    gaps = case.request.form_gaps
    if not gaps:
        return None
    return Breach(
        "form-complete",
        "2.1.2",
        Text(N_("The form lacks {fields}."), fields=tuple(FieldName(gap) for gap in gaps)),
        _how_to_fill(case),
        gaps,
    )


GATES = (
    Gate("cross-department", "1.2", N_("a request touches a second department"), _second_department),
    Gate("form-complete", "2.1.2", N_("the request form is complete"), _form_complete),
)
