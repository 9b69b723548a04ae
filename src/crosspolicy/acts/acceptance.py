"""Acceptance, management's decision, summary and close (2.5, 3.2.4, 3.3.4)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from crosspolicy.acts.act import Act
from crosspolicy.acts.appraisal import round_opened
from crosspolicy.acts.decision import Decision
from crosspolicy.acts.execution import while_working
from crosspolicy.acts.meeting import action_rows
from crosspolicy.acts.owing import opening, owed
from crosspolicy.acts.stating import change, in_order, not_a_party, not_in_future, row
from crosspolicy.errors import Fault
from crosspolicy.forms import acceptance as forms
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import OTHER_SIDE, OWN_PARTY, REQUESTING
from crosspolicy.policy.case import Case
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import CRITERIA, MANAGEMENT, Achieved, DecisionOutcome, Stage


def _own_department(case: Case[Any]) -> dict[str, object]:
    return {"department": case.actor.department}


def _check_opening(case: Case[forms.Opening]) -> Iterator[Fault]:
    yield from not_in_future(case, "actual_end_date", case.form.actual_end_date)
    yield from in_order(("start_date", case.request.start_date), ("actual_end_date", case.form.actual_end_date))


def _open(case: Case[forms.Opening]) -> Decision:
    form, number = case.form, case.request.acceptance + 1
    opened = row(case, "acceptance", form, number=number, opened_by=case.actor.login, opened_on=case.clock.occurred)
    return Decision(
        stage=Stage.ACCEPTING,
        rows=(opened,),
        changes=(change(case, actual_end_date=form.actual_end_date, actual_cost=form.actual_cost),),
        opens=tuple(opening(case, "evaluation", department) for department in case.request.parties),
        discharges=owed(case, "acceptance-opening"),
        codes=(child_code(case.request.id, "acceptance", number),),
    )


def _check_evaluation(case: Case[forms.Evaluation]) -> Iterator[Fault]:
    for criterion in CRITERIA:
        if getattr(case.form, criterion) != Achieved.MET and not getattr(case.form, f"{criterion}_note"):
            yield Fault(f"{criterion}_note", Text(N_("must be there where the criterion is not met")))


def _evaluate(case: Case[forms.Evaluation]) -> Decision:
    number = case.request.next_number("evaluation")
    evaluation = row(
        case,
        "evaluation",
        case.form,
        number=number,
        acceptance=case.request.acceptance,
        evaluated_by=case.actor.login,
        evaluated_on=case.clock.occurred,
    )
    evaluated = {*case.request.verdicts, case.department}
    is_last = case.department not in case.request.verdicts and evaluated >= set(case.request.parties)
    return Decision(
        rows=(evaluation,),
        opens=(opening(case, "decision", MANAGEMENT),) if is_last else (),
        discharges=owed(case, "evaluation", owed_by=case.department),
        codes=(child_code(case.request.id, "evaluation", number),),
    )


def _check_decision(case: Case[forms.Decision]) -> Iterator[Fault]:
    form = case.form
    if form.outcome == DecisionOutcome.REWORK and not form.rework:
        yield Fault("rework", Text(N_("must name what is to be mended, by whom and when")))
    if form.outcome != DecisionOutcome.REWORK and form.rework:
        yield Fault("rework", Text(N_("belongs to the outcome rework only")))
    yield from not_a_party(case, ((f"rework.{n}.department", p.department) for n, p in enumerate(form.rework, 1)))


def _decide(case: Case[forms.Decision]) -> Decision:
    form, number = case.form, case.request.next_number("decision")
    decided = row(
        case,
        "decision",
        form,
        number=number,
        acceptance=case.request.acceptance,
        decided_by=case.actor.login,
        decided_on=case.clock.occurred,
    )
    decision = Decision(
        rows=(decided,),
        discharges=owed(case, "decision"),
        codes=(child_code(case.request.id, "decision", number),),
    )
    if form.outcome == DecisionOutcome.REJECT:
        return replace(decision, stage=Stage.TERMINATED)
    if form.outcome == DecisionOutcome.ACCEPT:
        summaries = tuple(opening(case, "summary", department) for department in case.request.parties)
        return replace(decision, stage=Stage.ACCEPTED, opens=(*summaries, *round_opened(case)))
    points, opens, codes = action_rows(case, form.rework, source="rework", source_number=number, kind="rework")
    last = max((point.due_date for point in form.rework), default=case.clock.day)
    return replace(
        decision,
        stage=Stage.EXECUTING,
        rows=(decided, *points),
        opens=(*opens, *while_working(case, case.clock.day, last=last)),
        codes=(*decision.codes, *codes),
    )


def _sum_up(case: Case[forms.Summary]) -> Decision:
    number = case.request.next_number("summary")
    summary = row(case, "summary", case.form, number=number, added_by=case.actor.login, added_on=case.clock.occurred)
    is_last = case.request.summed_up | {case.department} >= set(case.request.parties)
    return Decision(
        stage=Stage.CLOSED if is_last and case.request.stage == Stage.ACCEPTED else None,
        rows=(summary,),
        discharges=owed(case, "summary", owed_by=case.department),
        codes=(child_code(case.request.id, "summary", number),),
    )


def _close(case: Case[forms.Closing]) -> Decision:
    return Decision(stage=Stage.CLOSED)


ACTS = (
    Act(
        name="acceptance.opened",
        title=N_("open the acceptance"),
        clause="2.5.1",
        clauses=("2.5.2",),
        command="accept open {request}",
        form=forms.Opening,
        who=REQUESTING,
        stages=frozenset({Stage.EXECUTING}),
        gates=("signed-by-all", "milestones-reached"),
        opens=("evaluation",),
        discharges=("acceptance-opening",),
        check=_check_opening,
        leads=((Stage.EXECUTING, Stage.ACCEPTING),),
        effect=_open,
    ),
    Act(
        name="acceptance.evaluated",
        title=N_("evaluate the result"),
        clause="2.5.2",
        clauses=("1.3.2", "2.5.1"),
        command="accept evaluate {request}",
        form=forms.Evaluation,
        who=OWN_PARTY,
        stages=frozenset({Stage.ACCEPTING}),
        gates=("signed-by-all",),
        opens=("decision",),
        discharges=("evaluation",),
        defaults=_own_department,
        check=_check_evaluation,
        effect=_evaluate,
    ),
    Act(
        name="acceptance.decided",
        title=N_("decide on the acceptance"),
        clause="3.3.4",
        clauses=("2.5.1", "2.5.2", "6.2.2"),
        command="accept decide {request}",
        form=forms.Decision,
        who=OTHER_SIDE,
        stages=frozenset({Stage.ACCEPTING}),
        gates=("signed-by-all", "evaluated-by-all", "no-failed-evaluation"),
        opens=(
            "summary",
            "appraisal-round",
            "department-appraisal",
            "person-appraisal",
            "rework",
            "progress-report",
            "regular-meeting",
            "milestone",
            "acceptance-opening",
        ),
        discharges=("decision",),
        check=_check_decision,
        leads=tuple((Stage.ACCEPTING, s) for s in (Stage.ACCEPTED, Stage.EXECUTING, Stage.TERMINATED)),
        effect=_decide,
    ),
    Act(
        name="summary.added",
        title=N_("sum up the project"),
        clause="2.5.3",
        clauses=("3.2.4",),
        command="summary add {request}",
        form=forms.Summary,
        who=OWN_PARTY,
        stages=frozenset({Stage.ACCEPTED}),
        gates=("signed-by-all",),
        discharges=("summary",),
        defaults=_own_department,
        leads=((Stage.ACCEPTED, Stage.CLOSED),),
        effect=_sum_up,
    ),
    Act(
        name="request.closed",
        title=N_("close the request"),
        clause="2.5.3",
        command="request close {request}",
        form=forms.Closing,
        who=REQUESTING,
        stages=frozenset({Stage.ACCEPTED}),
        gates=("signed-by-all", "summed-up-by-all"),
        leads=((Stage.ACCEPTED, Stage.CLOSED),),
        effect=_close,
    ),
)
