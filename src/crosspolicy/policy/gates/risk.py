"""Gates of risk (chapter 5)."""

from collections.abc import Callable, Iterable
from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import RiskFact
from crosspolicy.policy.gates.gate import Gate, code, shown
from crosspolicy.policy.risk import lacks_plan, level_after, rises_while_working, target_risk
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import RiskCategory


def _identified_together(case: Case[Any]) -> Breach | None:
    heard = {department for risk in case.request.risks for department in risk.identified_by}
    heard |= {department for _, department in case.request.exclusions}
    missing = tuple(d for d in case.request.parties if d not in heard)
    if not missing:
        return None
    return Breach(
        "identified-together",
        "5.1.1",
        Text(N_("{departments} took no part in identifying the risks."), departments=missing),
        Text(
            N_("Each names a risk, `crosspolicy risk add {request}`, or sees none, `crosspolicy risk none {request}`."),
            request=code(case),
        ),
        missing,
    )


def _categories_covered(case: Case[Any]) -> Breach | None:
    covered = {risk.category for risk in case.request.risks} | {category for category, _ in case.request.exclusions}
    missing = tuple(category.value for category in RiskCategory if category.value not in covered)
    if not missing:
        return None
    return Breach(
        "categories-covered",
        "5.1.2",
        Text(N_("Nothing is said of {categories}."), categories=tuple(shown(category) for category in missing)),
        Text(
            N_("Add a risk of each, or declare it free of any: `crosspolicy risk none {request} --category …`."),
            request=code(case),
        ),
        missing,
    )


def _codes(case: Case[Any], risks: Iterable[RiskFact]) -> tuple[str, ...]:
    return tuple(child_code(case.request.id, "risk", risk.number) for risk in risks)


def _every_risk(
    gate: str, clause: str, message: str, hint: str, lacks: Callable[[Case[Any], RiskFact], object]
) -> Callable[[Case[Any]], Breach | None]:
    """Return a gate's answer that looks at each open risk."""

    def answer(case: Case[Any]) -> Breach | None:
        missing = _codes(case, (risk for risk in case.request.open_risks if lacks(case, risk)))
        if not missing:
            return None
        return Breach(gate, clause, Text(message, risks=missing), Text(hint, risk=missing[0]), missing)

    return answer


_assessed = _every_risk(
    "assessed",
    "5.2.1",
    N_("Not assessed for likelihood and impact: {risks}."),
    N_("Assess each: `crosspolicy risk review {risk}`."),
    lambda case, risk: risk.level is None,
)


def _untreated(case: Case[Any], risk: RiskFact) -> bool:
    is_answered = risk.response and risk.measures and risk.owner and risk.due_date
    is_high_accepted = risk.response == "accept" and case.rules.risk.is_high(risk.level)
    return not is_answered or (is_high_accepted and not risk.accepted_by)


_treated = _every_risk(
    "treated",
    "5.3.1",
    N_("Without response, measures, owner and due date, or high and not accepted by management: {risks}."),
    N_("Treat each: `crosspolicy risk treat {risk}`; that a high risk is accepted is for management to say."),
    _untreated,
)

_planned = _every_risk(
    "contingency",
    "5.3.3",
    N_("High, and without a contingency plan: {risks}."),
    N_("Write it: `crosspolicy risk treat {risk} --contingency trigger=…,procedure=…,responsible=…`."),
    lacks_plan,
)


def _contingency(case: Case[Any]) -> Breach | None:
    """Answer for every risk at the start, and for the one that is treated or reviewed."""
    risk = target_risk(case)
    if risk is None:
        return _planned(case)
    has_plan = risk.has_contingency or getattr(case.form, "contingency", None)
    if has_plan or not case.rules.risk.is_high(level_after(case)) or rises_while_working(case):
        return None
    named = child_code(case.request.id, "risk", risk.number)
    return Breach(
        "contingency",
        "5.3.3",
        Text(N_("{risk} is high, and has no contingency plan."), risk=named),
        Text(N_("State it in the same act: --contingency trigger=…,procedure=…,responsible=LOGIN.")),
        (named,),
    )


GATES = (
    Gate(
        "identified-together",
        "5.1.1",
        N_("every department takes part in identifying the risks"),
        _identified_together,
    ),
    Gate("categories-covered", "5.1.2", N_("every category of risk is spoken to"), _categories_covered),
    Gate("assessed", "5.2.1", N_("every risk is assessed"), _assessed),
    Gate("treated", "5.3.1", N_("every risk has its response and measures"), _treated),
    Gate(
        "contingency",
        "5.3.3",
        N_("a high risk has its contingency plan"),
        _contingency,
        reads_form_of=("risk.treated", "risk.reviewed"),
    ),
)
