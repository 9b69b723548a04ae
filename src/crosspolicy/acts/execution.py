"""The work itself: start, progress reports, milestones (2.4, 3.1.3–3.1.5)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.communication import Raised, escalated, raised
from crosspolicy.acts.decision import Change, Decision, Opening
from crosspolicy.acts.owing import begun, following, open_of, opening, owed, period_days, working_days
from crosspolicy.acts.risk import watched
from crosspolicy.acts.stating import change, in_order, not_a_party, not_in_future, row, stated_twice
from crosspolicy.acts.time_nodes import last_date, owed_milestones
from crosspolicy.errors import Fault
from crosspolicy.forms.execution import MilestoneMoved, MilestoneReached, Report, Start
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import OF_MILESTONE, OWN_PARTY, REQUESTING
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import MilestoneFact
from crosspolicy.policy.obligations import KINDS
from crosspolicy.policy.sides import milestone_owners
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import Severity, Stage


def while_working(case: Case[Any], since: date, *, last: date) -> tuple[Opening, ...]:
    """Return what is owed while the work runs: reports, meetings, milestones, and in the end the acceptance."""
    every_report, every_meeting = period_days(case, "progress-report"), period_days(case, "regular-meeting")
    requesting = case.request.requesting_department
    reports = [
        opening(case, "progress-report", d, due=since + timedelta(days=every_report), period_days=every_report)
        for d in case.request.parties
    ]
    meetings = opening(
        case, "regular-meeting", requesting, due=since + timedelta(days=every_meeting), period_days=every_meeting
    )
    milestones = [
        opening(case, "milestone", m.department, due=m.due_date, subject=m.name)
        for m in case.request.milestones
        if m.reached_date is None and not owed(case, "milestone", subject=m.name)
    ]
    acceptance = opening(
        case, "acceptance-opening", requesting, due=working_days(case, "acceptance-opening", since=last)
    )
    return (*reports, meetings, *milestones, acceptance)


def _start_defaults(case: Case[Start]) -> dict[str, object]:
    return {"start_date": case.clock.day}


def _check_start(case: Case[Start]) -> Iterator[Fault]:
    yield from not_in_future(case, "start_date", case.form.start_date)
    yield from stated_twice("staff", "person", (e.person for e in case.form.staff))
    people = case.book.people
    yield from not_a_party(
        case,
        (
            (f"staff.{n}.person", people[e.person].department)
            for n, e in enumerate(case.form.staff, 1)
            if e.person in people
        ),
    )


def _start(case: Case[Start]) -> Decision:
    start = case.form.start_date or case.clock.day
    staff = tuple(row(case, "staff", e, department=case.book.people[e.person].department) for e in case.form.staff)
    return Decision(
        stage=Stage.EXECUTING,
        rows=staff,
        changes=(change(case, start_date=start),),
        opens=(*while_working(case, start, last=last_date(case)), *watched(case, start)),
        discharges=owed(case, "start"),
    )


def _report_defaults(case: Case[Report]) -> dict[str, object]:
    """The period now owed: from the day after the last report (or the start) to the day before it is due, or today."""
    department = case.department
    due = open_of(case, "progress-report", owed_by=department)
    end = min(due[0].due_date - timedelta(days=1) if due else case.clock.day, case.clock.day)
    reported = [r.period_end + timedelta(days=1) for r in case.request.reports if r.department == department]
    start = max(reported, default=case.request.start_date or end)
    return {"department": department, "period_start_date": min(start, end), "period_end_date": end}


def _check_report(case: Case[Report]) -> Iterator[Fault]:
    form = case.form
    yield from in_order(("period_start_date", form.period_start_date), ("period_end_date", form.period_end_date))
    yield from not_in_future(case, "period_end_date", form.period_end_date)
    if case.department == case.request.requesting_department and not form.overall:
        yield Fault("overall", Text(N_("must be there from the requesting department: the project as a whole")))
    yield from stated_twice("milestones_reached", "", form.milestones_reached)
    yield from _check_own_milestones(case)


def _check_own_milestones(case: Case[Report]) -> Iterator[Fault]:
    """A report reaches no milestone that whoever files it may not reach (2.4.1)."""
    for number, name in enumerate(case.form.milestones_reached, 1):
        milestone = case.request.milestone(name)
        if milestone and case.department not in milestone_owners(case.request, milestone):
            told = N_("is a milestone of {department}; it, or the requesting department, says that it is reached")
            yield Fault(f"milestones_reached.{number}", Text(told, department=milestone.department))


def _reach(case: Case[Any], milestone: MilestoneFact, day: date) -> tuple[Change, tuple[int, ...]]:
    key = {"request_id": case.request.id, "number": milestone.number}
    return Change("milestone", key, {"reached_date": day}), owed(case, "milestone", subject=milestone.name)


def _report(case: Case[Report]) -> Decision:
    form, number = case.form, case.request.next_number("report")
    named = [m for name in form.milestones_reached if (m := case.request.milestone(name)) and not m.reached_date]
    reached = [_reach(case, m, form.period_end_date or case.clock.day) for m in named]
    oldest = begun(case, open_of(case, "progress-report", owed_by=case.department))[:1]
    is_owed = case.request.stage in KINDS["escalation"].owed_in
    issue = _escalated(case, number) if form.needs_management and is_owed else None
    filed = row(case, "report", form, number=number, filed_by=case.actor.login, filed_on=case.clock.occurred)
    return Decision(
        rows=(filed, *((issue.row,) if issue else ())),
        changes=tuple(change for change, _ in reached),
        opens=(*(following(case, o) for o in oldest), *(issue.opens if issue else ())),
        discharges=(*(o.number for o in oldest), *(n for _, numbers in reached for n in numbers)),
        codes=(child_code(case.request.id, "report", number), *((issue.code,) if issue else ())),
    )


def _escalated(case: Case[Report], number: int) -> Raised:
    """Raise what a report needs of management as an issue, escalated from the first (3.3.3)."""
    needed = case.form.needs_management or ""
    return raised(
        case,
        title=needed,
        description=needed,
        severity=Severity.MEDIUM,
        departments=(case.department,),
        origin={"report": number, **escalated(case, needed)},
    )


def _target(case: Case[Any]) -> MilestoneFact:
    """The milestone that the act names; ``perform`` has seen that it exists."""
    return next(m for m in case.request.milestones if m.name == case.target)


def _check_reached(case: Case[MilestoneReached]) -> Iterator[Fault]:
    yield from not_in_future(case, "reached_date", case.form.reached_date)
    if reached := _target(case).reached_date:
        yield Fault("name", Text(N_("is reached already, since {day}"), day=reached))


def _milestone_reached(case: Case[MilestoneReached]) -> Decision:
    reached, numbers = _reach(case, _target(case), case.form.reached_date or case.clock.day)
    return Decision(changes=(reached,), discharges=numbers)


def _check_moved(case: Case[MilestoneMoved]) -> Iterator[Fault]:
    if reached := _target(case).reached_date:
        yield Fault("name", Text(N_("is reached already, since {day}"), day=reached))


def _milestone_moved(case: Case[MilestoneMoved]) -> Decision:
    milestone = replace(_target(case), due_date=case.form.due_date)
    opens, lapses = owed_milestones(case, (milestone,))
    key = {"request_id": case.request.id, "number": milestone.number}
    return Decision(changes=(Change("milestone", key, {"due_date": case.form.due_date}),), opens=opens, lapses=lapses)


ACTS = (
    Act(
        name="execution.started",
        title=N_("start the work"),
        clause="2.4.1",
        clauses=("1.3.4", "2.3.2", "3.1.3", "3.2.2", "5.1.1", "5.1.2", "5.2.1", "5.3.1", "5.3.3", "5.4.1"),
        command="start {request}",
        form=Start,
        who=REQUESTING,
        stages=frozenset({Stage.AGREED}),
        early_gate="signed-by-all",
        early_stages=frozenset({Stage.COORDINATED}),
        gates=(
            "signed-by-all",
            "staffed",
            "identified-together",
            "categories-covered",
            "assessed",
            "treated",
            "contingency",
        ),
        opens=("progress-report", "regular-meeting", "milestone", "acceptance-opening", "risk-review"),
        discharges=("start",),
        defaults=_start_defaults,
        check=_check_start,
        leads=((Stage.AGREED, Stage.EXECUTING),),
        effect=_start,
    ),
    Act(
        name="report.filed",
        title=N_("report progress"),
        clause="2.4.3",
        clauses=("1.3.3", "3.1.5", "3.2.3", "3.3.3"),
        command="report {request}",
        form=Report,
        who=OWN_PARTY,
        gates=("report-period",),
        opens=("progress-report", "issue", "escalation"),
        discharges=("progress-report", "milestone"),
        defaults=_report_defaults,
        check=_check_report,
        effect=_report,
    ),
    Act(
        name="milestone.reached",
        title=N_("record a milestone as reached"),
        clause="2.4.1",
        clauses=("3.1.3", "3.2.2"),
        command="milestone reach {request} NAME",
        form=MilestoneReached,
        who=OF_MILESTONE,
        target=Target.MILESTONE,
        stages=frozenset({Stage.EXECUTING, Stage.ACCEPTING}),
        discharges=("milestone",),
        check=_check_reached,
        effect=_milestone_reached,
    ),
    Act(
        name="milestone.moved",
        title=N_("move a milestone"),
        clause="2.4.1",
        command="milestone move {request} NAME",
        form=MilestoneMoved,
        who=OF_MILESTONE,
        target=Target.MILESTONE,
        stages=frozenset({Stage.AGREED, Stage.EXECUTING}),
        opens=("milestone", "acceptance-opening"),
        check=_check_moved,
        effect=_milestone_moved,
    ),
)
