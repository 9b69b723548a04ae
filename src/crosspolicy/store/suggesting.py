"""What the facts suggest for a form that somebody is about to fill."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.registry import nearest
from crosspolicy.forms.base import Form
from crosspolicy.forms.request import RequestEdit
from crosspolicy.i18n import _, listed
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import RiskFact
from crosspolicy.policy.rules import RiskScales
from crosspolicy.queries.book import header
from crosspolicy.queries.book_facts import book_facts
from crosspolicy.queries.evidence import evidence
from crosspolicy.queries.forms import stated_forms
from crosspolicy.queries.grounds import grounds_about
from crosspolicy.queries.people import by_account, by_login
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.training_offers import suggestions
from crosspolicy.store.account import account
from crosspolicy.store.loading import rules_in_force
from crosspolicy.store.outlook import standing_case
from crosspolicy.store.targets import find_target
from crosspolicy.vocabulary.codes import child_code, parse_code
from crosspolicy.vocabulary.evidence import fact_labels
from crosspolicy.vocabulary.labels import obligation_label
from crosspolicy.vocabulary.lists import RiskCategory, RiskResponse


class Suggestion(NamedTuple):
    """Plain answers to begin with, the scales that hold; the request's departments and milestones, the risk in hand.

    ``issues`` are the request's, each with its code, its title and whether it is open, the open ones first. ``marks``
    are the lowest and the highest mark of an appraisal.
    """

    answers: dict[str, Any]
    scales: RiskScales
    parties: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    risk: RiskFact | None = None
    issues: tuple[tuple[str, str, bool], ...] = ()
    marks: tuple[int, int] | None = None


def suggested(
    reader: Reader,
    act_name: str,
    as_login: str,
    given: dict[str, Any],
    request: str,
    now: datetime | None,
    target: str = "",
) -> Suggestion:
    """Return what absent fields would get, so that prompts can show it; what the form needs more is left open."""
    person = by_login(reader, as_login) if as_login else by_account(reader, account())
    act = nearest(act_name, str(given.get("kind", "")))
    today = header(reader).day_of(now or datetime.now(UTC))
    if act_name.startswith("training."):
        in_force = rules_in_force(reader, book_facts(reader).policy_on(today))[0]
        return Suggestion(suggestions(reader, act_name, target, given, today), in_force.risk)
    if not parse_code(request):
        start = {"requesting_department": person.department, "requester": person.login} if person else {}
        in_force = rules_in_force(reader, book_facts(reader).policy_on(today))[0]
        return Suggestion(start if act_name == "request.drafted" else {}, in_force.risk)
    case = standing_case(reader, request, now, *([person] if person else []))
    scales = case.rules.risk
    if act_name == "request.edited":
        return Suggestion(_as_drafted(reader, case), scales, case.request.parties)
    blank = _unchecked(act.form, {k: v for k, v in given.items() if isinstance(v, str)})
    found = {**act.offers(case.with_form(blank)), **act.defaults(case.with_form(blank))} if person else {}
    plain = _unchecked(act.form, found).model_dump(mode="json", include=set(found)) if found else {}
    risk = _risk_in_hand(act, case, target)
    return Suggestion(
        {name: value for name, value in json.loads(json.dumps(plain)).items() if value is not None}
        | _of_the_register(reader, act.name, case, risk),
        scales,
        case.request.parties,
        tuple(m.name for m in case.request.milestones if m.reached_date is None),
        risk,
        _issues(case),
        (case.rules.appraisal.lowest, case.rules.appraisal.highest),
    )


def _issues(case: Case[Any]) -> tuple[tuple[str, str, bool], ...]:
    known = ((child_code(case.request.id, "issue", i.number), i.title, not i.resolved_on) for i in case.request.issues)
    return tuple(sorted(known, key=lambda issue: not issue[2]))


def _risk_in_hand(act: Act, case: Case[Any], target: str) -> RiskFact | None:
    """Return the risk that the act is done to."""
    if act.target is not Target.RISK:
        return None
    number = int(find_target(act, case.request, target))
    return next(risk for risk in case.request.risks if risk.number == number)


_KEPT: Final = {
    "risk.treated": (
        "response",
        "measures",
        "owner",
        "due_date",
        "contingency",
        "residual_likelihood",
        "residual_impact",
    ),
    "risk.reviewed": ("likelihood", "impact", "probability_percent", "loss", "response", "measures"),
}
"""What a risk has now and an act states anew. A review that leaves the rest out leaves it as it is."""


def _of_the_register(reader: Reader, act_name: str, case: Case[Any], risk: RiskFact | None) -> dict[str, Any]:
    """Return what the register suggests: a category that nothing is said of yet, or what the risk has now."""
    if risk is not None:
        stated = stated_forms(reader, "risk", case.request.id, case.book.currency, number=risk.number)[0]
        # To state "accept" anew is to accept anew: of a high risk, for management alone to do.
        is_accepted = act_name == "risk.reviewed" and risk.response == RiskResponse.ACCEPT
        settled = {"response"} if is_accepted else set()
        names = (name for name in _KEPT.get(act_name, ()) if name not in settled)
        return {name: stated[name] for name in names if stated[name] is not None}
    if act_name not in ("risk.identified", "risk.excluded"):
        return {}
    spoken_to = {r.category for r in case.request.risks} | {category for category, _ in case.request.exclusions}
    category = next((c.value for c in RiskCategory if c.value not in spoken_to), None)
    department = case.actor.department if case.actor.department in case.request.parties else None
    offered = {"category": category, **({"department": department} if act_name == "risk.excluded" else {})}
    return {name: value for name, value in offered.items() if value}


def on_record(
    reader: Reader, request: str, answers: Mapping[str, object], now: datetime | None
) -> dict[str, tuple[str, ...]]:
    """Return what stands beside each mark, of the department or person that the answers name (6.1.2).

    That is the scale with the indicator's weight, then the facts in words.
    """
    department, person = (str(answers.get(name) or "") for name in ("department", "person"))
    parsed = parse_code(request)
    if parsed is None or not (department or person):
        return {}
    book = header(reader)
    found = evidence(reader, parsed[0], department, person, book.day_of(now or datetime.now(UTC)))
    scale = standing_case(reader, request, now).rules.appraisal
    told = _("a whole number from {lowest} to {highest}, the more the better; it counts for {weight} %")
    return {
        indicator: (
            told.format(lowest=scale.lowest, highest=scale.highest, weight=scale.weights[indicator]),
            *fact_labels(facts, book.local),
        )
        for indicator, facts in found.items()
    }


def grounds_for(reader: Reader, act_name: str, answers: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Return what a reward or a penalty of those whom the answers name may rest on: code, what it is, what it says."""
    department, person = (str(answers.get(name) or "") for name in ("department", "person"))
    if not (department or person):
        return []
    return [
        (ground.code, _("appraisal") if ground.is_appraisal else _("breach"), ground.says)
        for ground in grounds_about(reader, department, person)
        if ground.is_appraisal or act_name != "incentive.granted"
    ]


def overdue_kinds(reader: Reader, request: str, now: datetime | None) -> list[tuple[str, str, str]]:
    """Return what is overdue on a request: its kind with its subject, what it is called, who owes it since when."""
    case = standing_case(reader, request, now)
    found: dict[str, list[str]] = {}
    for o in sorted(case.request.obligations, key=lambda o: o.due_date):
        if o.due_date < case.clock.day and o.owed_by in case.request.parties:
            found.setdefault(f"{o.kind} {o.subject}".strip(), []).append(f"{o.owed_by} {o.due_date}")
    return [(code, obligation_label(code.partition(" ")[0]), listed(owed)) for code, owed in found.items()]


def _as_drafted(reader: Reader, case: Case[Any]) -> dict[str, Any]:
    """Return what a draft states, in the form's own shape."""
    stated = stated_forms(reader, "request", case.request.id, case.book.currency)[0]
    parties = [entry for entry in stated["departments"] if entry["department"] != case.request.requesting_department]
    milestones = [{n: m[n] for n in ("name", "due_date", "department") if m.get(n)} for m in stated["milestones"]]
    drafted = stated | {"departments": parties, "milestones": milestones}
    return {name: drafted[name] for name in RequestEdit.model_fields if drafted.get(name)}


def _unchecked(form: type[Form], content: Mapping[str, object]) -> Form:
    """Return a form as far as it is filled; nothing is asked of what is missing."""
    return form.model_construct(None, **content)
