"""What an act makes of a risk's level, and what a high risk asks for (5.2.2, 5.3.3)."""

from typing import Any

from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import RiskFact
from crosspolicy.policy.rules import RiskScales
from crosspolicy.vocabulary.lists import WORKING, RiskLevel, RiskResponse


def no_step(scales: RiskScales, scale: str) -> Text:
    """Return what to say of what is no step of ``likelihood`` or ``impact``."""
    return Text(N_("must be the number of a step of the scale: {steps}"), steps=scales.steps(scale))


def target_risk(case: Case[Any]) -> RiskFact | None:
    """Return the risk that the act is done to, or None where it is done to something else."""
    if not case.target.isdigit() or not hasattr(case.form, "contingency"):
        return None
    return next((risk for risk in case.request.risks if risk.number == int(case.target)), None)


def level_after(case: Case[Any]) -> RiskLevel | None:
    """Return the level that the act leaves: by what the form states, or else as it was."""
    stated = getattr(case.form, "likelihood", None), getattr(case.form, "impact", None)
    risk = target_risk(case)
    if all(stated) or risk is None:
        return case.rules.risk.level(*stated)
    return RiskLevel(risk.level) if risk.level else None


def lacks_plan(case: Case[Any], risk: RiskFact) -> bool:
    """Tell whether a risk is high and has no contingency plan."""
    return case.rules.risk.is_high(risk.level) and not risk.has_contingency


def rises_while_working(case: Case[Any]) -> bool:
    """Tell whether the act finds a risk become high while the work runs: its plan is then owed, not missing."""
    risk = target_risk(case)
    is_high = case.rules.risk.is_high
    was_high = risk is not None and is_high(risk.level)
    return case.request.stage in WORKING and not was_high and is_high(level_after(case))


def outgrows_acceptance(case: Case[Any]) -> bool:
    """Tell whether a review leaves a risk high that is accepted, but not by management, and says nothing of that.

    Anybody of a party reports that a risk has risen; that it is accepted then holds no longer (5.3.2).
    """
    risk = target_risk(case)
    if risk is None or case.form.response is not None or not case.rules.risk.is_high(level_after(case)):
        return False
    return risk.response == RiskResponse.ACCEPT and not risk.accepted_by


def accepts_high(case: Case[Any]) -> bool:
    """Tell whether the act accepts a high risk, which is for management to do."""
    response = getattr(case.form, "response", None)
    return response == RiskResponse.ACCEPT and case.rules.risk.is_high(level_after(case))
