"""Gates of acceptance and close (2.5)."""

from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates.gate import Gate, code
from crosspolicy.vocabulary.lists import DecisionOutcome, Verdict


def _milestones_reached(case: Case[Any]) -> Breach | None:
    missing = tuple(m.name for m in case.request.milestones if m.reached_date is None)
    if not missing:
        return None
    return Breach(
        "milestones-reached",
        "2.5.1",
        Text(N_("Not reached: {milestones}."), milestones=missing),
        Text(
            N_("Record each with `crosspolicy milestone reach {request} NAME`."),
            request=code(case),
        ),
        missing,
    )


def _accepts(case: Case[Any]) -> bool:
    return getattr(case.form, "outcome", DecisionOutcome.ACCEPT) == DecisionOutcome.ACCEPT


def _evaluated_by_all(case: Case[Any]) -> Breach | None:
    missing = tuple(d for d in case.request.parties if d not in case.request.verdicts)
    if not missing or not _accepts(case):
        return None
    return Breach(
        "evaluated-by-all",
        "2.5.1",
        Text(N_("The result is not evaluated by {departments}."), departments=missing),
        Text(N_("Each evaluates it with `crosspolicy accept evaluate {request}`."), request=code(case)),
        missing,
    )


def _no_failed_evaluation(case: Case[Any]) -> Breach | None:
    failed = tuple(d for d in case.request.parties if case.request.verdicts.get(d) == Verdict.FAIL)
    if not failed or not _accepts(case):
        return None
    return Breach(
        "no-failed-evaluation",
        "2.5.2",
        Text(N_("{departments} evaluated the result as failed; it cannot be accepted so."), departments=failed),
        Text(N_("Decide `--outcome rework` with the points to mend, or let the department evaluate anew.")),
        failed,
    )


def _summed_up_by_all(case: Case[Any]) -> Breach | None:
    missing = tuple(d for d in case.request.parties if d not in case.request.summed_up)
    if not missing:
        return None
    return Breach(
        "summed-up-by-all",
        "2.5.3",
        Text(N_("The project is not summed up by {departments}."), departments=missing),
        Text(
            N_("Each sums up with `crosspolicy summary add {request}`; the last closes the request."),
            request=code(case),
        ),
        missing,
    )


GATES = (
    Gate("milestones-reached", "2.5.1", N_("every milestone is reached before the acceptance"), _milestones_reached),
    Gate("evaluated-by-all", "2.5.1", N_("every department has evaluated the result"), _evaluated_by_all),
    Gate("no-failed-evaluation", "2.5.2", N_("no department evaluated the result as failed"), _no_failed_evaluation),
    Gate("summed-up-by-all", "2.5.3", N_("every department has summed up before the close"), _summed_up_by_all),
)
