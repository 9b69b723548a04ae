"""Appraisal, breaches, rewards and penalties (chapter 6)."""

from collections.abc import Iterator
from typing import Any

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.decision import Decision, Opening, Row
from crosspolicy.acts.owing import open_of, opening, overdue_of, owed
from crosspolicy.acts.stating import not_a_party, plain, row, stated_twice
from crosspolicy.errors import Fault
from crosspolicy.forms import appraisal as forms
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import PARTY_OR_MANAGEMENT, RATING, REWARDING
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import ObligationFact
from crosspolicy.policy.obligations import APPRAISALS
from crosspolicy.vocabulary.codes import book_code, child_code
from crosspolicy.vocabulary.lists import INDICATORS, AppraisalKind, Reward, Sanction, Stage, stages

_SUBJECTS = ("department", "person")
_PAID = (Reward.BONUS, Sanction.FINE)


def round_opened(case: Case[Any]) -> tuple[Opening, ...]:
    """Return what an accepted request owes of appraisals: the requesting department organises the round.

    Each department owes one of each other department, and of each person it worked with on the responsibility table
    (6.2.2).
    """
    parties = case.request.parties
    departments = [
        opening(case, "department-appraisal", rater, due=_due(case), subject=rated)
        for rater in parties
        for rated in parties
        if rater != rated
    ]
    people = [
        opening(case, "person-appraisal", rater, due=_due(case), subject=login)
        for rater in parties
        for login in _worked_with(case, rater)
    ]
    return (
        opening(case, "appraisal-round", case.request.requesting_department, due=_due(case)),
        *departments,
        *people,
    )


def _due(case: Case[Any]) -> Any:
    return case.calendar.after(case.clock.day, case.rules.deadlines["appraisal"])


def _worked_with(case: Case[Any], rater: str) -> list[str]:
    """Return who of other departments stands in a row of the responsibility table in which a department has a part."""
    found: dict[str, None] = {}
    for entry in case.request.rows_in_force:
        login = str(entry.get("person") or "")
        named = {entry.get("accountable"), *_listed(entry, "responsible"), *_listed(entry, "consulted")}
        named |= set(_listed(entry, "informed"))
        if rater in named and case.request.working.get(login, rater) != rater:
            found[login] = None
    return list(found)


def _listed(entry: Any, name: str) -> list[str]:
    value = entry.get(name)
    return list(value) if isinstance(value, list | tuple) else []


def _one_subject(case: Case[Any]) -> Iterator[Fault]:
    form = case.form
    if not form.department and not form.person:
        yield Fault("department", Text(N_("must be there, or a person in its place")))
    if form.department and form.person:
        yield Fault("person", Text(N_("cannot stand beside a department; leave one of the two out")))


def _subject_is_party(case: Case[Any]) -> Iterator[Fault]:
    form = case.form
    yield from not_a_party(case, [("department", form.department)])
    person = case.book.people.get(form.person or "")
    yield from not_a_party(case, [("person", person.department if person else None)])


def _rater_default(case: Case[forms.Appraisal]) -> dict[str, object]:
    return {"by_department": case.actor.department}


def _still_owed(case: Case[Any]) -> dict[str, object]:
    """Return whom the actor's department still owes an appraisal: the first department, and the first person."""
    is_over = not case.request.is_before(Stage.ACCEPTED)
    mine = {kind: open_of(case, kind, owed_by=case.actor.department) for kind in APPRAISALS}
    subjects = {kind: next((o.subject for o in found), None) for kind, found in mine.items()}
    return {
        "kind": AppraisalKind.REGULAR if is_over else AppraisalKind.AD_HOC,
        "department": subjects["department-appraisal"],
        "person": subjects["person-appraisal"],
    }


def _check_appraisal(case: Case[forms.Appraisal]) -> Iterator[Fault]:
    form, scale = case.form, case.rules.appraisal
    yield from _one_subject(case)
    yield from _subject_is_party(case)
    for indicator in INDICATORS:
        if not scale.lowest <= getattr(form, indicator) <= scale.highest:
            message = N_("must lie between {lowest} and {highest}")
            yield Fault(indicator, Text(message, lowest=scale.lowest, highest=scale.highest))
    if form.kind == AppraisalKind.AD_HOC and not form.occasion:
        yield Fault("occasion", Text(N_("must be there: what occasions the appraisal")))


def _appraise(case: Case[forms.Appraisal]) -> Decision:
    form, number = case.form, case.request.next_number("appraisal")
    scale = case.rules.appraisal
    score = scale.score({indicator: getattr(form, indicator) for indicator in INDICATORS})
    appraisal = row(
        case,
        "appraisal",
        form,
        number=number,
        score=score,
        threshold=scale.penalty_below,
        evidence=case.request.evidence,
        given_by=case.actor.login,
        given_on=case.clock.occurred,
    )
    settled = _settled(case) if form.kind == AppraisalKind.REGULAR else ()
    open_still = {o.number for kind in APPRAISALS for o in open_of(case, kind)} - set(settled)
    ends = owed(case, "appraisal-round") if settled and not open_still else ()
    return Decision(
        rows=(appraisal,),
        discharges=(*settled, *ends),
        codes=(child_code(case.request.id, "appraisal", number),),
        details={"score": score, "evidence": case.request.evidence},
    )


def _settled(case: Case[forms.Appraisal]) -> tuple[int, ...]:
    form = case.form
    kind = "department-appraisal" if form.department else "person-appraisal"
    return owed(case, kind, owed_by=case.department, subject=form.department or form.person)


# Breaches


def _overdue(case: Case[forms.BreachRecord]) -> ObligationFact | None:
    """Return the oldest overdue obligation of the kind that the form names, owed by whom it names."""
    form = case.form
    return next(iter(overdue_of(case, form.obligation, form.department)), None) if form.obligation else None


def _breach_defaults(case: Case[forms.BreachRecord]) -> dict[str, object]:
    """An overdue obligation says itself whose it is, under which clause, and since when it is overdue."""
    found = _overdue(case)
    if found is None:
        return {}
    told = f"{found.kind} {found.subject}".strip()
    return {
        "department": None if case.form.person else found.owed_by,
        "term": found.clause,
        "description": f"{told}: {found.due_date}",
    }


def _check_breach(case: Case[forms.BreachRecord]) -> Iterator[Fault]:
    form = case.form
    if form.obligation and _overdue(case) is None:
        if overdue_of(case, form.obligation):
            owner = form.department
            yield Fault(
                "obligation", Text(N_("{department} owes nothing of this kind that is overdue"), department=owner)
            )
        return
    yield from _one_subject(case)
    yield from _subject_is_party(case)
    for name in ("term", "description"):
        if not getattr(form, name):
            yield Fault(name, Text(N_("must be there")))


def _record(case: Case[forms.BreachRecord]) -> Decision:
    form, number = case.form, case.request.next_number("breach")
    recorded = row(
        case,
        "breach",
        form,
        number=number,
        serious=bool(form.serious),
        recorded_by=case.actor.login,
        recorded_on=case.clock.occurred,
    )
    return Decision(rows=(recorded,), codes=(child_code(case.request.id, "breach", number),))


# Rewards and penalties


def _check_measure(case: Case[Any]) -> Iterator[Fault]:
    form = case.form
    yield from _one_subject(case)
    if form.measure in _PAID and form.amount is None:
        yield Fault("amount", Text(N_("must be there: how much")))
    if form.measure not in _PAID and form.amount is not None:
        yield Fault("amount", Text(N_("belongs to a bonus or a fine only")))
    yield from stated_twice("rests_on", "", (_code_of(case, code) for code in form.rests_on))


def _code_of(case: Case[Any], typed: str) -> str:
    ground = case.book.grounds.get(typed)
    return ground.code if ground else typed


def _decided(table: str) -> Any:
    def effect(case: Case[Any]) -> Decision:
        year, number = case.book.year, case.book.counters.get(table, 0) + 1
        values = {
            "year": year,
            "number": number,
            "rests_on": tuple(_code_of(case, code) for code in case.form.rests_on),
            "decided_by": case.actor.login,
            "decided_on": case.clock.occurred,
        }
        return Decision(rows=(Row(table, plain(case.form) | values),), codes=(book_code(table, year, number),))

    return effect


ACTS = (
    Act(
        name="appraisal.given",
        variant=AppraisalKind.REGULAR,
        title=N_("appraise a department or a person"),
        clause="6.2.2",
        clauses=("6.1.1", "6.1.2", "6.2.1"),
        command="appraise {request} --kind regular",
        form=forms.Appraisal,
        who=RATING,
        stages=stages(Stage.ACCEPTED, Stage.CLOSED),
        gates=("not-oneself", "rated-once"),
        discharges=("department-appraisal", "person-appraisal", "appraisal-round"),
        defaults=_rater_default,
        offers=_still_owed,
        check=_check_appraisal,
        effect=_appraise,
    ),
    Act(
        name="appraisal.given",
        variant=AppraisalKind.AD_HOC,
        title=N_("appraise on an occasion"),
        clause="6.2.3",
        clauses=("6.1.1", "6.1.2", "6.2.1"),
        command="appraise {request} --kind ad-hoc",
        form=forms.Appraisal,
        who=RATING,
        stages=stages(Stage.EXECUTING, Stage.CLOSED),
        gates=("not-oneself",),
        defaults=_rater_default,
        offers=_still_owed,
        check=_check_appraisal,
        effect=_appraise,
    ),
    Act(
        name="breach.recorded",
        title=N_("record a breach"),
        clause="6.3.3",
        command="breach record {request}",
        form=forms.BreachRecord,
        who=PARTY_OR_MANAGEMENT,
        stages=stages(Stage.AGREED, Stage.CLOSED),
        defaults=_breach_defaults,
        check=_check_breach,
        effect=_record,
    ),
    Act(
        name="incentive.granted",
        title=N_("grant a reward"),
        clause="6.3.1",
        clauses=("6.3.2",),
        command="incentive grant",
        form=forms.Incentive,
        who=REWARDING,
        target=Target.BOOK,
        gates=("rests-on",),
        check=_check_measure,
        effect=_decided("incentive"),
    ),
    Act(
        name="penalty.imposed",
        title=N_("impose a penalty"),
        clause="6.3.3",
        command="incentive penalise",
        form=forms.Penalty,
        who=REWARDING,
        target=Target.BOOK,
        gates=("rests-on",),
        check=_check_measure,
        effect=_decided("penalty"),
    ),
)
