"""Gates of the meetings (2.2.3, 3.2.1, 4.2.2)."""

from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates.gate import Gate, code
from crosspolicy.vocabulary.labels import FieldName
from crosspolicy.vocabulary.lists import Stage


def _review_first(case: Case[Any]) -> Breach | None:
    if not case.request.is_before(Stage.APPROVED):
        return None
    return Breach(
        "review-first",
        "2.2.3",
        Text(N_("{request} has not passed management's review."), request=code(case)),
        Text(N_("Management reviews it first: `crosspolicy review {request}`."), request=code(case)),
        ("review",),
    )


def _coordination_attended(case: Case[Any]) -> Breach | None:
    present = {case.book.people[login].department for login in case.form.attendees if login in case.book.people}
    heard = {entry.department for entry in case.form.opinions}
    absent = tuple(d for d in case.request.parties if d not in present)
    silent = tuple(d for d in case.request.others if d not in heard)
    if not absent and not silent:
        return None
    missing = tuple(f"attendees:{d}" for d in absent) + tuple(f"opinions:{d}" for d in silent)
    if absent and silent:
        message = Text(N_("Nobody attended of {absent}; no opinion stands of {silent}."), absent=absent, silent=silent)
    elif absent:
        message = Text(N_("Nobody attended of {absent}."), absent=absent)
    else:
        message = Text(N_("No opinion stands of {silent}."), silent=silent)
    hint = Text(N_("Name an attendee of every department, and the opinion of every involved one."))
    return Breach("coordination-attended", "3.2.1", message, hint, missing)


def _ad_hoc_outcome(case: Case[Any]) -> Breach | None:
    missing = tuple(name for name in ("solution", "responsible_department") if not getattr(case.form, name))
    if not missing:
        return None
    return Breach(
        "ad-hoc-outcome",
        "4.2.2",
        Text(
            N_("An ad-hoc meeting fixes the solution and the responsible department; missing: {missing}."),
            missing=tuple(map(FieldName, missing)),
        ),
        Text(N_("State them with --solution and --responsible-department.")),
        missing,
    )


GATES = (
    Gate("review-first", "2.2.3", N_("the coordination meeting follows a review that passed"), _review_first),
    Gate(
        "coordination-attended",
        "3.2.1",
        N_("every department attends the coordination meeting and is heard"),
        _coordination_attended,
        reads_form=True,
    ),
    Gate(
        "ad-hoc-outcome",
        "4.2.2",
        N_("an ad-hoc meeting fixes solution and responsible department"),
        _ad_hoc_outcome,
        reads_form=True,
    ),
)
