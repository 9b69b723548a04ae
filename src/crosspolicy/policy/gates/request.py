"""Gates of the request form (1.2, 2.1.2)."""

from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates.gate import Gate, code
from crosspolicy.vocabulary.labels import field_label


class FieldName:
    """A field as people and scripts know it: ``Background (background)``, in English the name alone."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __str__(self) -> str:
        label = field_label(self.path.split(".")[0])
        return f"{label} ({self.path})"


def _second_department(case: Case[Any]) -> Breach | None:
    if case.request.others:
        return None
    return Breach(
        "cross-department",
        "1.2",
        Text(N_("{request} names no department beside the requesting one, so it crosses none."), request=code(case)),
        Text(N_("Name one: `crosspolicy request edit {request} --departments CODE`."), request=code(case)),
        ("departments",),
    )


def _form_complete(case: Case[Any]) -> Breach | None:
    gaps = case.request.form_gaps
    if not gaps:
        return None
    return Breach(
        "form-complete",
        "2.1.2",
        Text(
            N_("The form of {request} lacks {fields}."),
            request=code(case),
            fields=tuple(FieldName(gap) for gap in gaps),
        ),
        Text(N_("Fill it in: `crosspolicy request edit {request}`."), request=code(case)),
        gaps,
    )


GATES = (
    Gate("cross-department", "1.2", N_("a request touches a second department"), _second_department),
    Gate("form-complete", "2.1.2", N_("the request form is complete"), _form_complete),
)
