"""The risk register: identified, declared absent, treated, watched, closed (chapter 5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.communication import raised
from crosspolicy.acts.decision import Change, Decision, Opening, Row
from crosspolicy.acts.owing import open_of, opening, owed
from crosspolicy.acts.stating import not_a_party, row, stated_twice
from crosspolicy.errors import Breach, Fault
from crosspolicy.forms import risk as forms
from crosspolicy.forms.base import said
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import OF_RISK, PARTY_NAMED, TREATING
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import RiskFact
from crosspolicy.policy.risk import (
    accepts_high,
    lacks_plan,
    level_after,
    no_step,
    outgrows_acceptance,
    rises_while_working,
)
from crosspolicy.policy.sides import watched_by
from crosspolicy.vocabulary.codes import LETTERS, child_code
from crosspolicy.vocabulary.lists import WORKING, RiskLevel, Severity, Stage, stages
from crosspolicy.vocabulary.money import places

_ALIVE = stages(Stage.APPROVED, Stage.ACCEPTING)
_SCORES: Final = {
    "likelihood": "likelihood",
    "impact": "impact",
    "residual_likelihood": "likelihood",
    "residual_impact": "impact",
}
_SEVERITIES: Final = {RiskLevel.LOW: Severity.LOW, RiskLevel.MEDIUM: Severity.MEDIUM}


def off_the_scale(case: Case[Any], part: Any, path: str = "") -> Iterator[Fault]:
    """Yield a fault for each score above the last step of the policy's scale."""
    for name, scale in _SCORES.items():
        if (said(part, name) or 0) > len(getattr(case.rules.risk, scale)):
            yield Fault(f"{path}{name}", no_step(case.rules.risk, scale))


# What a risk keeps


def _assessed(case: Case[Any], prefix: str, likelihood: int | None, impact: int | None) -> dict[str, object]:
    """Return the columns of an assessment: the two scores and the level that they make."""
    level = case.rules.risk.level(likelihood, impact)
    return {f"{prefix}likelihood": likelihood, f"{prefix}impact": impact, f"{prefix}level": level}


def _quantified(case: Case[Any], form: Any, known: RiskFact | None = None) -> dict[str, object]:
    """Return the columns of a risk in figures; probability times loss is the loss to be expected (5.2.2).

    What the form leaves out is as it is ``known``.
    """
    unit = Decimal(1).scaleb(-places(case.book.currency))
    percent, loss, expected = form.probability_percent, form.loss, None
    if known and percent is None:
        percent = known.probability_percent
    if known and loss is None and known.loss is not None:
        loss = known.loss * unit
    if percent is not None and loss is not None:
        expected = (loss * percent / 100).quantize(unit, ROUND_HALF_UP)
    return {"probability_percent": percent, "loss": loss, "expected_loss": expected}


def _answered(case: Case[Any], form: Any) -> dict[str, object]:
    """Return the columns of the response: those that the form states, who of management accepts a high risk.

    An acceptance that a review outgrows is taken out: the risk is untreated.
    """
    stated = {name: said(form, name) for name in ("response", "measures", "owner", "due_date")}
    if plan := form.contingency:
        stated |= {f"contingency_{name}": getattr(plan, name) for name in ("trigger", "procedure", "responsible")}
    kept = {name: value for name, value in stated.items() if value is not None}
    if form.response is not None:
        kept["accepted_by"] = case.actor.login if accepts_high(case) else None
    return {**kept, "response": None} if outgrows_acceptance(case) else kept


def registered(
    case: Case[Any],
    number: int,
    entry: Any,
    identified_by: Iterable[str],
    assessment: int,
    further: Mapping[str, object] | None = None,
) -> tuple[Row, ...]:
    """Return the rows of a new risk of the register, and of its first assessment where it has one."""
    current = _assessed(case, "", entry.likelihood, entry.impact)
    risk = row(
        case,
        "risk",
        number=number,
        category=entry.category,
        description=entry.description,
        identified_by=tuple(identified_by),
        identified_on=case.clock.occurred,
        **current,
        **_assessed(case, "inherent_", entry.likelihood, entry.impact),
        **(further or {}),
    )
    if current["level"] is None:
        return (risk,)
    return risk, _history(case, number, assessment, current, further or {})


def _history(
    case: Case[Any], risk: int, number: int, values: Mapping[str, object], further: Mapping[str, object], **more: object
) -> Row:
    names = ("probability_percent", "loss", "expected_loss", "response", "measures")
    told = {name: further[name] for name in names if name in further}
    signed = {"assessed_by": case.actor.login, "assessed_on": case.clock.occurred}
    return row(case, "assessment", number=number, risk=risk, **values, **told, **{"occurred": False, **more}, **signed)


def _entry(risk: int, description: str) -> str:
    """Return how obligations name a risk."""
    return f"{LETTERS['risk']}{risk} {description}"


def _subject(risk: RiskFact) -> str:
    return _entry(risk.number, risk.description)


def _target(case: Case[Any]) -> RiskFact:
    """The risk that the act names; ``perform`` has seen that it exists."""
    return next(risk for risk in case.request.risks if risk.number == int(case.target))


def _changed(case: Case[Any], **values: object) -> Change:
    return Change("risk", {"request_id": case.request.id, "number": int(case.target)}, values)


def _watched_by(case: Case[Any], risk: RiskFact) -> str:
    """The department that owes a risk's reviews: the one whose it is."""
    return watched_by(case.request, risk)


def _period(case: Case[Any], level: str | None) -> int:
    kind = "risk-review-high" if case.rules.risk.is_high(level) else "risk-review"
    return case.rules.periods[kind].days


def _next_review(case: Case[Any], risk: RiskFact, since: date) -> Opening:
    days = _period(case, risk.level)
    due = since + timedelta(days=days)
    return opening(case, "risk-review", _watched_by(case, risk), due=due, subject=_subject(risk), period_days=days)


def watched(case: Case[Any], since: date) -> tuple[Opening, ...]:
    """Return what is owed for every open risk once the work has started: reviews, and plans that are missing."""
    risks = case.request.open_risks
    return (
        *(_next_review(case, risk, since) for risk in risks),
        *(_plan(case, risk) for risk in risks if lacks_plan(case, risk)),
    )


def _plan(case: Case[Any], risk: RiskFact) -> Opening:
    return opening(case, "contingency-plan", _watched_by(case, risk), subject=_subject(risk))


# Identified, or declared absent


def _identify_defaults(case: Case[forms.Risk]) -> dict[str, object]:
    return {"identified_by": (case.actor.department,)}


def _check_owner(case: Case[Any]) -> Iterator[Fault]:
    owner = case.book.people.get(case.form.owner or "")
    yield from not_a_party(case, [("owner", owner.department if owner else None)])


def _check_identified(case: Case[forms.Risk]) -> Iterator[Fault]:
    form = case.form
    yield from off_the_scale(case, form)
    yield from not_a_party(case, ((f"identified_by.{n}", d) for n, d in enumerate(form.identified_by, 1)))
    yield from stated_twice("identified_by", "", form.identified_by)
    yield from _check_owner(case)


def _identify(case: Case[forms.Risk]) -> Decision:
    form, number = case.form, case.request.next_number("risk")
    further = {**_quantified(case, form), **_answered(case, form), "cause": form.cause}
    owner = case.book.people.get(form.owner or "")
    level = level_after(case)
    fact = RiskFact(
        number=number,
        category=form.category,
        description=form.description,
        identified_by=form.identified_by,
        likelihood=form.likelihood,
        impact=form.impact,
        level=level,
        inherent_level=level,
        residual_likelihood=None,
        residual_impact=None,
        response=form.response,
        measures=form.measures,
        owner=form.owner,
        owner_department=owner.department if owner else "",
        due_date=form.due_date,
        measures_done_on=None,
        accepted_by=None,
        has_contingency=form.contingency is not None,
        closed_on=None,
    )
    opens = [_measures(case, fact)] if fact.measures and fact.owner and fact.due_date else []
    if case.request.stage in WORKING:
        opens.append(_next_review(case, fact, case.clock.day))
        opens += [_plan(case, fact)] if lacks_plan(case, fact) else []
    assessment = case.request.next_number("assessment")
    return Decision(
        rows=registered(case, number, form, form.identified_by, assessment, further),
        opens=tuple(opens),
        codes=(child_code(case.request.id, "risk", number),),
    )


def _measures(case: Case[Any], risk: RiskFact) -> Opening:
    return opening(case, "risk-measures", _watched_by(case, risk), due=risk.due_date, subject=_subject(risk))


def _check_excluded(case: Case[forms.NoRisk]) -> Iterator[Fault]:
    if (case.form.category, case.form.department) in case.request.exclusions:
        yield Fault(
            "category", Text(N_("is declared free of risk by {department} already"), department=case.form.department)
        )


def _stands_against(case: Case[Any]) -> Breach | None:
    """A category is not free of risk while one of it is open."""
    category = getattr(case.form, "category", None)
    codes = tuple(
        child_code(case.request.id, "risk", risk.number)
        for risk in case.request.open_risks
        if risk.category == category
    )
    if not codes:
        return None
    return Breach(
        "categories-covered",
        "5.1.2",
        Text(N_("A risk of this category is open: {risks}."), risks=codes),
        Text(N_("Close it first, if it is a risk no longer: `crosspolicy risk close {risk}`."), risk=codes[0]),
        codes,
    )


def _exclude(case: Case[forms.NoRisk]) -> Decision:
    number = case.request.next_number("exclusion")
    declared = {"declared_by": case.actor.login, "declared_on": case.clock.occurred}
    return Decision(
        rows=(row(case, "exclusion", case.form, number=number, **declared),),
        codes=(child_code(case.request.id, "exclusion", number),),
    )


# Treated, watched, closed


def _check_open(case: Case[Any]) -> Iterator[Fault]:
    if closed := _target(case).closed_on:
        yield Fault("code", Text(N_("is closed already, on {day}"), day=case.clock.day_of(closed)))


def _check_scores(case: Case[Any]) -> Iterator[Fault]:
    """What lies on no scale is compared with nothing."""
    yield from tuple(off_the_scale(case, case.form)) or _check_residual(case)


def _check_residual(case: Case[Any]) -> Iterator[Fault]:
    """What is expected after the measures is no graver than now, and smaller by measures alone."""
    form, risk = case.form, _target(case)
    current = {name: getattr(form, name, None) or getattr(risk, name) for name in ("likelihood", "impact")}
    is_smaller = False
    for name, now in current.items():
        residual = getattr(form, f"residual_{name}")
        other = "impact" if name == "likelihood" else "likelihood"
        if residual is None:
            if getattr(form, f"residual_{other}") is not None:
                yield Fault(f"residual_{name}", Text(N_("must be there beside the other half")))
            continue
        if now is None:
            yield Fault(f"residual_{name}", Text(N_("needs the risk assessed first: `crosspolicy risk review`")))
            continue
        is_smaller |= residual < now
        if residual > now:
            yield Fault(
                f"residual_{name}", Text(N_("lies above what it is now, {now}; measures make no risk graver"), now=now)
            )
    if is_smaller and not (form.measures or risk.measures):
        yield Fault("measures", Text(N_("must be there where the residual risk is smaller than the current one")))


def _check_treated(case: Case[forms.Treatment]) -> Iterator[Fault]:
    yield from _check_open(case)
    yield from _check_owner(case)
    yield from _check_scores(case)


def _treat(case: Case[forms.Treatment]) -> Decision:
    form, risk = case.form, _target(case)
    residual = _assessed(case, "residual_", form.residual_likelihood, form.residual_impact)
    treated = replace(
        risk,
        owner=form.owner,
        owner_department=case.book.people[form.owner].department,
        due_date=form.due_date,
        has_contingency=risk.has_contingency or form.contingency is not None,
    )
    planned = owed(case, "contingency-plan", subject=_subject(risk)) if treated.has_contingency else ()
    owner = _watched_by(case, treated)
    watching = (o for kind in ("risk-review", "contingency-plan") for o in open_of(case, kind, subject=_subject(risk)))
    moved = [o for o in watching if o.owed_by != owner and o.number not in planned]
    history = {"response": form.response, "measures": form.measures}
    current = _assessed(case, "", risk.likelihood, risk.impact)
    assessment = case.request.next_number("assessment")
    return Decision(
        rows=(_history(case, risk.number, assessment, current | residual, history),),
        changes=(_changed(case, **_answered(case, form), **residual, measures_done_on=None),),
        opens=(
            _measures(case, treated),
            *(Opening(o.kind, o.clause, owner, o.due_date, o.subject, o.period_days) for o in moved),
        ),
        discharges=planned,
        lapses=(*owed(case, "risk-measures", subject=_subject(risk)), *(o.number for o in moved)),
        codes=(child_code(case.request.id, "risk", risk.number),),
    )


def _check_reviewed(case: Case[forms.RiskReview]) -> Iterator[Fault]:
    yield from _check_open(case)
    yield from _check_scores(case)


def _residual_after(case: Case[forms.RiskReview], risk: RiskFact) -> dict[str, object]:
    """Return the residual assessment that a review leaves: as stated, or as it was, never above the current one."""
    form = case.form
    if form.residual_likelihood or not risk.residual_likelihood or not risk.residual_impact:
        likelihood, impact = form.residual_likelihood, form.residual_impact
    else:
        likelihood = min(risk.residual_likelihood, form.likelihood)
        impact = min(risk.residual_impact, form.impact)
    return _assessed(case, "residual_", likelihood, impact)


def _has_new_measures(case: Case[forms.RiskReview], risk: RiskFact) -> bool:
    return case.form.measures not in (None, risk.measures)


def _new_measures(case: Case[forms.RiskReview], risk: RiskFact) -> list[Opening]:
    """Return what is owed for measures that a review changes (5.4.2): by the risk's date, or today where it is past."""
    is_owed = _has_new_measures(case, risk) and risk.owner and not case.form.measures_done
    if not is_owed or risk.due_date is None or owed(case, "risk-measures", subject=_subject(risk)):
        return []
    return [_measures(case, replace(risk, due_date=max(risk.due_date, case.clock.day)))]


def _review(case: Case[forms.RiskReview]) -> Decision:
    form, risk = case.form, _target(case)
    subject, level = _subject(risk), level_after(case)
    current = _assessed(case, "", form.likelihood, form.impact)
    residual = _residual_after(case, risk)
    changed = {**current, **residual, **_answered(case, form), "reviewed_on": case.clock.occurred}
    if form.probability_percent is not None or form.loss is not None:
        changed |= _quantified(case, form, risk)
    if risk.inherent_level is None:
        changed |= _assessed(case, "inherent_", form.likelihood, form.impact)
    if form.measures_done or _has_new_measures(case, risk):
        changed["measures_done_on"] = case.clock.day if form.measures_done else None
    reviewed = replace(risk, level=level, has_contingency=risk.has_contingency or form.contingency is not None)
    issue = _occurred(case, reviewed) if form.occurred else None
    watching = owed(case, "risk-review", subject=subject)
    opens = [_next_review(case, reviewed, case.clock.day)] if case.request.stage in WORKING else []
    opens += _new_measures(case, risk)
    opens += [_plan(case, reviewed)] if rises_while_working(case) and lacks_plan(case, reviewed) else []
    planned = owed(case, "contingency-plan", subject=subject)
    return Decision(
        rows=(
            _history(
                case,
                risk.number,
                case.request.next_number("assessment"),
                current | residual,
                changed,
                change=form.change,
                occurred=bool(form.occurred),
                issue=case.request.next_number("issue") if issue else None,
            ),
            *((issue.row,) if issue else ()),
        ),
        changes=(_changed(case, **changed),),
        opens=(*opens, *(issue.opens if issue else ())),
        discharges=(
            *watching,
            *(planned if reviewed.has_contingency else ()),
            *(owed(case, "risk-measures", subject=subject) if form.measures_done else ()),
        ),
        lapses=() if reviewed.has_contingency or case.rules.risk.is_high(level) else planned,
        codes=(child_code(case.request.id, "risk", risk.number), *((issue.code,) if issue else ())),
        remarks=(*(_to_follow(case, risk, issue.code) if issue else ()), *_to_treat(case, risk)),
    )


def _to_treat(case: Case[forms.RiskReview], risk: RiskFact) -> Iterator[Text]:
    """Tell that an acceptance holds no longer, and what to do about the risk (5.3.1, 5.3.2)."""
    if outgrows_acceptance(case):
        told = N_(
            "{risk} is high now, and management has not accepted it: it has no response any more. Treat it: "
            "`crosspolicy risk treat {risk}`."
        )
        yield Text(told, risk=child_code(case.request.id, "risk", risk.number))


def _to_follow(case: Case[forms.RiskReview], risk: RiskFact, issue: str) -> tuple[Text, ...]:
    """Point to the contingency plan of a risk that has happened, and to who carries it out (5.3.3)."""
    who = case.form.contingency.responsible if case.form.contingency else risk.contingency_responsible
    told = N_(
        "The contingency plan of {risk} is to be followed; {who} carries it out: `crosspolicy issue show {issue}`."
    )
    return (Text(told, risk=child_code(case.request.id, "risk", risk.number), who=who, issue=issue),) if who else ()


def _occurred(case: Case[forms.RiskReview], risk: RiskFact) -> Any:
    """Raise the issue of a risk that has happened; it points to the contingency plan where there is one."""
    severity = _SEVERITIES.get(RiskLevel(risk.level), Severity.HIGH) if risk.level else Severity.HIGH
    return raised(
        case,
        title=risk.description,
        description=case.form.change,
        severity=severity,
        departments=(_watched_by(case, risk),),
        origin={"risk": risk.number},
    )


def _close(case: Case[forms.RiskClose]) -> Decision:
    risk = _target(case)
    closed = {"closed_on": case.clock.occurred, "closed_by": case.actor.login, "close_reason": case.form.reason}
    return Decision(
        changes=(_changed(case, **closed),),
        lapses=owed(case, "risk-review", "risk-measures", "contingency-plan", subject=_subject(risk)),
        codes=(child_code(case.request.id, "risk", risk.number),),
    )


ACTS = (
    Act(
        name="risk.identified",
        title=N_("add a risk"),
        clause="5.1.1",
        clauses=("1.3.4", "5.1.2", "5.2.1", "5.2.2", "5.3.1", "5.4.1"),
        command="risk add {request}",
        form=forms.Risk,
        who=TREATING,
        stages=_ALIVE,
        opens=("risk-measures", "risk-review", "contingency-plan"),
        defaults=_identify_defaults,
        check=_check_identified,
        effect=_identify,
    ),
    Act(
        name="risk.excluded",
        title=N_("declare a category free of risk"),
        clause="5.1.2",
        clauses=("5.1.1",),
        command="risk none {request}",
        form=forms.NoRisk,
        who=PARTY_NAMED,
        stages=_ALIVE,
        possible=_stands_against,
        check=_check_excluded,
        effect=_exclude,
    ),
    Act(
        name="risk.treated",
        title=N_("treat a risk"),
        clause="5.3.1",
        clauses=("5.3.2", "5.3.3"),
        command="risk treat {request}/R…",
        form=forms.Treatment,
        who=TREATING,
        target=Target.RISK,
        stages=_ALIVE,
        gates=("contingency",),
        opens=("risk-measures", "risk-review", "contingency-plan"),
        discharges=("contingency-plan",),
        check=_check_treated,
        effect=_treat,
    ),
    Act(
        name="risk.reviewed",
        title=N_("review a risk"),
        clause="5.4.1",
        clauses=("5.2.1", "5.2.2", "5.4.2"),
        command="risk review {request}/R…",
        form=forms.RiskReview,
        who=TREATING,
        target=Target.RISK,
        stages=_ALIVE,
        gates=("contingency",),
        opens=("risk-review", "risk-measures", "contingency-plan", "issue"),
        discharges=("risk-review", "risk-measures", "contingency-plan"),
        check=_check_reviewed,
        effect=_review,
    ),
    Act(
        name="risk.closed",
        title=N_("close a risk"),
        clause="5.4.1",
        command="risk close {request}/R…",
        form=forms.RiskClose,
        who=OF_RISK,
        target=Target.RISK,
        stages=_ALIVE,
        check=_check_open,
        effect=_close,
    ),
)
