"""From the form to the decision on it (2.1–2.2): draft, edit, submission, review, and the ways out."""

from collections.abc import Iterator
from typing import Any

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.decision import Change, Decision, Row
from crosspolicy.acts.owing import opening, owed
from crosspolicy.acts.requesters import check_requester, requested_before
from crosspolicy.acts.risk import off_the_scale, registered
from crosspolicy.acts.stating import change, in_order, plain, row, stated_twice
from crosspolicy.errors import Breach, Fault
from crosspolicy.forms import request as forms
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import MANAGEMENT, OTHER_SIDE, REQUESTING
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates import STAGE_GATE
from crosspolicy.vocabulary.codes import child_code, request_code
from crosspolicy.vocabulary.lists import ENDED, TRACK, ReviewOutcome, Stage, stages
from crosspolicy.vocabulary.lists import MANAGEMENT as OWED_BY_MANAGEMENT

CHILDREN = ("objective", "party", "milestone", "foreseen_risk")


def _children(case: Case[Any], requesting: str) -> tuple[Row, ...]:
    form = case.form
    entries = {entry.department: entry for entry in form.departments}
    order = [requesting, *(d for d in entries if d != requesting)]
    parties = tuple(
        row(
            case,
            "party",
            number=number,
            department=department,
            is_requesting=department == requesting,
            positions=entries[department].positions if department in entries else (),
            contribution=entries[department].contribution if department in entries else None,
        )
        for number, department in enumerate(order, 1)
    )
    milestones = tuple(
        row(
            case,
            "milestone",
            number=number,
            name=m.name,
            due_date=m.due_date,
            planned_date=m.due_date,
            department=m.department or requesting,
        )
        for number, m in enumerate(form.milestones, 1)
    )
    objectives = tuple(row(case, "objective", o, number=n) for n, o in enumerate(form.objectives, 1))
    risks = tuple(row(case, "foreseen_risk", r, number=n) for n, r in enumerate(form.risks, 1))
    return objectives + parties + milestones + risks


def _check(case: Case[Any]) -> Iterator[Fault]:
    form, request = case.form, case.request
    start = form.planned_start_date or request.planned_start_date
    end = form.planned_end_date or request.planned_end_date
    yield from check_requester(case)
    yield from in_order(("planned_start_date", start), ("planned_end_date", end))
    dated = [(f"milestones.{n}.due_date", m.due_date) for n, m in enumerate(form.milestones, 1)]
    if not form.milestones:
        dated = [(f"milestones.{m.number}.due_date", m.due_date) for m in request.milestones]
    for path, day in dated:
        if (start and day < start) or (end and day > end):
            yield Fault(
                path,
                Text(
                    N_("{day} lies outside the planned dates, {start} to {end}"),
                    day=day,
                    start=start or "…",
                    end=end or "…",
                ),
            )
    yield from stated_twice("milestones", "name", (m.name for m in form.milestones))
    yield from stated_twice("departments", "department", (d.department for d in form.departments))
    yield from _check_owners(case)
    for number, risk in enumerate(form.risks, 1):
        yield from off_the_scale(case, risk, f"risks.{number}.")
    if form.risks and form.no_risk_foreseen_because:
        yield Fault("no_risk_foreseen_because", Text(N_("cannot stand beside risks; leave one of the two out")))


def _check_owners(case: Case[Any]) -> Iterator[Fault]:
    """A milestone is owed by a department of the request."""
    form, request = case.form, case.request
    stated = form.model_fields_set
    named = {d.department for d in form.departments} if "departments" in stated else set(request.parties)
    milestones = form.milestones if "milestones" in stated else request.milestones
    parties = named | {form.requesting_department or request.requesting_department}
    moves = form.requesting_department and form.requesting_department != request.requesting_department
    inherited = {request.requesting_department} if moves else set()
    for n, milestone in enumerate(milestones, 1):
        if milestone.department and milestone.department not in parties | (set() if form.milestones else inherited):
            message = N_("{department} is no department of this request; its departments are {parties}")
            told = Text(message, department=milestone.department, parties=tuple(sorted(parties)))
            yield Fault(f"milestones.{n}.department", told)


def _requester_default(case: Case[Any]) -> dict[str, object]:
    return {"requester": case.actor.login}


def _draft(case: Case[forms.Request]) -> Decision:
    form = case.form
    request = Row(
        "request",
        {
            "id": case.request.id,
            "code": request_code(case.request.id),
            "stage": Stage.DRAFT,
            **{name: value for name, value in plain(form).items() if name not in _LISTS},
        },
    )
    return Decision(
        stage=Stage.DRAFT,
        rows=(
            request,
            *_children(case, form.requesting_department),
            *requested_before(case, form.requesting_department, form.requester or ""),
        ),
        codes=(request_code(case.request.id),),
    )


_LISTS = {"objectives": "objective", "departments": "party", "milestones": "milestone", "risks": "foreseen_risk"}


def _edit(case: Case[forms.RequestEdit]) -> Decision:
    form, stated = case.form, case.form.model_fields_set
    requesting = form.requesting_department or case.request.requesting_department
    cleared = {_LISTS[name] for name in stated if name in _LISTS}
    values = {name: value for name, value in plain(form).items() if name in stated and name not in _LISTS}
    if form.risks:
        values["no_risk_foreseen_because"] = None
    if form.no_risk_foreseen_because:
        cleared.add("foreseen_risk")
    if form.requesting_department and "departments" not in stated:
        kept = tuple(d for d in case.request.parties if d != case.request.requesting_department)
        form = form.model_copy(update={"departments": tuple(_known_party(case, d) for d in kept)})
        cleared.add("party")
    rows = tuple(r for r in _children(case.with_form(form), requesting) if r.table in cleared)
    return Decision(
        changes=(*((change(case, **values),) if values else ()), *_inherited(case, requesting)),
        rows=(*rows, *requested_before(case, requesting, form.requester or case.request.requester)),
        cleared=tuple(t for t in CHILDREN if t in cleared),
    )


def _inherited(case: Case[forms.RequestEdit], requesting: str) -> Iterator[Change]:
    """Milestones of the department that stated the need go to the one that states it now."""
    if requesting == case.request.requesting_department or "milestones" in case.form.model_fields_set:
        return
    for milestone in case.request.milestones:
        if milestone.department == case.request.requesting_department:
            key = {"request_id": case.request.id, "number": milestone.number}
            yield Change("milestone", key, {"department": requesting})


def _known_party(case: Case[Any], department: str) -> forms.PartyEntry:
    positions, contribution = case.request.party_terms[department]
    return forms.PartyEntry(department=department, positions=positions, contribution=contribution)


def _submit(case: Case[forms.Submission]) -> Decision:
    """The risks of the form begin the register: identified by the requesting department (5.1.1)."""
    requesting, requester = case.request.requesting_department, case.request.requester
    risks: list[Row] = []
    for number, risk in enumerate(case.request.foreseen, 1):
        risks += registered(case, number, risk, (requesting,), number)
    return Decision(
        stage=Stage.SUBMITTED,
        rows=(*risks, *requested_before(case, requesting, requester)),
        cleared=("risk", "assessment") if case.request.stage is Stage.DRAFT else (),
        changes=(change(case, policy_digest=case.rules.digest),),
        opens=(opening(case, "review", OWED_BY_MANAGEMENT),),
    )


def _check_review(case: Case[forms.Review]) -> Iterator[Fault]:
    if case.form.outcome != ReviewOutcome.APPROVE and not case.form.comment:
        yield Fault("comment", Text(N_("must be there when a request is returned or rejected")))


_STAGE_AFTER_REVIEW = {
    ReviewOutcome.APPROVE: Stage.APPROVED,
    ReviewOutcome.RETURN: Stage.DRAFT,
    ReviewOutcome.REJECT: Stage.REJECTED,
}


def _review(case: Case[forms.Review]) -> Decision:
    number = case.request.next_number("review")
    approved = case.form.outcome == ReviewOutcome.APPROVE
    return Decision(
        stage=_STAGE_AFTER_REVIEW[case.form.outcome],
        rows=(
            row(case, "review", case.form, number=number, reviewer=case.actor.login, reviewed_on=case.clock.occurred),
        ),
        opens=(opening(case, "coordination-meeting", OWED_BY_MANAGEMENT),) if approved else (),
        discharges=owed(case, "review"),
        codes=(child_code(case.request.id, "review", number),),
    )


def _end(stage: Stage) -> Any:
    return lambda case: Decision(stage=stage)


def _agreed_already(case: Case[Any]) -> Breach | None:
    """A request is withdrawn before the agreement alone: while a new text waits, the signed one is in force."""
    if case.request.in_force is None or not case.request.is_before(Stage.AGREED):
        return None
    code = request_code(case.request.id)
    return Breach(
        STAGE_GATE.id,
        "3.1.1",
        Text(N_("The agreement of {request} is in force; the request can no longer be withdrawn."), request=code),
        Text(
            N_("Drop the new text with `crosspolicy agree withdraw {request}`; only management can end the request."),
            request=code,
        ),
        ("agreement",),
    )


ACTS = (
    Act(
        name="request.drafted",
        title=N_("draft a request"),
        clause="2.1.1",
        clauses=("1.2", "2.1.2", "3.1.1"),
        command="request new",
        form=forms.Request,
        who=REQUESTING,
        who_clause="3.1.1",
        target=Target.NEW_REQUEST,
        defaults=_requester_default,
        check=_check,
        effect=_draft,
    ),
    Act(
        name="request.edited",
        title=N_("edit the draft"),
        clause="2.1.2",
        command="request edit {request}",
        form=forms.RequestEdit,
        who=REQUESTING,
        who_clause="3.1.1",
        stages=frozenset({Stage.DRAFT}),
        check=_check,
        effect=_edit,
    ),
    Act(
        name="request.submitted",
        title=N_("submit the request"),
        clause="2.2.1",
        clauses=("1.2", "2.1.2", "3.1.1", "5.1.1"),
        command="request submit {request}",
        form=forms.Submission,
        who=REQUESTING,
        who_clause="3.1.1",
        stages=frozenset({Stage.DRAFT}),
        gates=("cross-department", "form-complete"),
        opens=("review",),
        leads=((Stage.DRAFT, Stage.SUBMITTED),),
        effect=_submit,
    ),
    Act(
        name="review.decided",
        title=N_("review the request"),
        clause="2.2.2",
        clauses=("2.2.1", "3.3.1"),
        command="review {request}",
        form=forms.Review,
        who=OTHER_SIDE,
        who_clause="3.3.1",
        stages=frozenset({Stage.SUBMITTED}),
        opens=("coordination-meeting",),
        discharges=("review",),
        check=_check_review,
        leads=tuple((Stage.SUBMITTED, stage) for stage in _STAGE_AFTER_REVIEW.values()),
        effect=_review,
    ),
    Act(
        name="request.withdrawn",
        title=N_("withdraw the request"),
        clause="2.1.1",
        command="request withdraw {request}",
        form=forms.Withdrawal,
        who=REQUESTING,
        who_clause="3.1.1",
        stages=stages(Stage.DRAFT, Stage.COORDINATED),
        possible=_agreed_already,
        leads=tuple((stage, Stage.WITHDRAWN) for stage in TRACK if stage in stages(Stage.DRAFT, Stage.COORDINATED)),
        effect=_end(Stage.WITHDRAWN),
    ),
    Act(
        name="request.terminated",
        title=N_("terminate the request"),
        clause="3.3.3",
        command="request terminate {request}",
        form=forms.Termination,
        who=MANAGEMENT,
        stages=frozenset(Stage) - ENDED,
        leads=tuple((stage, Stage.TERMINATED) for stage in TRACK if stage not in ENDED),
        effect=_end(Stage.TERMINATED),
    ),
)
