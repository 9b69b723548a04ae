"""The three meetings and their action items (2.2.3, 3.2.1, 4.1, 4.2.2)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.communication import issue_owed
from crosspolicy.acts.decision import Change, Decision, Opening, Row
from crosspolicy.acts.owing import begun, following, open_of, opening, owed
from crosspolicy.acts.stating import not_a_party, not_in_future, row, stated_twice
from crosspolicy.errors import Fault
from crosspolicy.forms.meeting import ActionDone, Meeting
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import MANAGEMENT, PARTY, REQUESTING
from crosspolicy.policy.case import Case
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import MeetingKind, Stage, stages


def _check(case: Case[Meeting]) -> Iterator[Fault]:
    form = case.form
    for name in form.required_of[form.kind]:
        if not getattr(form, name):
            yield Fault(name, Text(N_("must be there in the minutes of a meeting of kind {kind}"), kind=form.kind))
    for kind, names in form.parts_of.items():
        for name in names if kind != form.kind else ():
            if getattr(form, name):
                yield Fault(name, Text(N_("belongs to a meeting of kind {kind} only"), kind=kind))
    if form.held_at > case.clock.now:
        yield Fault("held_at", Text(N_("lies in the future")))
    absent = {a.login for a in form.absentees}
    for index, login in enumerate(form.attendees, 1):
        if login in absent:
            yield Fault(f"attendees.{index}", Text(N_("{value} stands among the absent, too"), value=login))
    yield from stated_twice("attendees", "", form.attendees)
    yield from stated_twice("absentees", "login", (a.login for a in form.absentees))
    yield from stated_twice("opinions", "department", (o.department for o in form.opinions))
    yield from not_a_party(case, ((f"opinions.{n}.department", o.department) for n, o in enumerate(form.opinions, 1)))
    yield from not_a_party(case, ((f"actions.{n}.department", a.department) for n, a in enumerate(form.actions, 1)))
    yield from not_a_party(case, [("responsible_department", form.responsible_department)])


def _attendance(case: Case[Meeting], number: int) -> tuple[Row, ...]:
    reasons: dict[str, str | None] = dict.fromkeys(case.form.attendees)
    reasons |= {absence.login: absence.reason for absence in case.form.absentees}
    return tuple(
        row(
            case,
            "attendance",
            meeting=number,
            person=login,
            department=case.book.people[login].department,
            is_present=login in case.form.attendees,
            reason=reason,
        )
        for login, reason in reasons.items()
    )


def action_rows(
    case: Case[Any], entries: Any, *, source: str, source_number: int, kind: str
) -> tuple[tuple[Row, ...], tuple[Opening, ...], tuple[str, ...]]:
    """Return the rows, obligations and codes of action items (or of points of rework)."""
    rows, opens, codes = [], [], []
    for number, entry in enumerate(entries, case.request.next_number("action")):
        code = child_code(case.request.id, "action", number)
        rows.append(row(case, "action", entry, number=number, source=source, source_number=source_number))
        subject = code.rpartition("/")[2]
        opens.append(opening(case, kind, entry.department, due=entry.due_date, subject=f"{subject} {entry.what}"))
        codes.append(code)
    return tuple(rows), tuple(opens), tuple(codes)


def _recorded(case: Case[Meeting]) -> Decision:
    form, number = case.form, case.request.next_number("meeting")
    actions, opens, codes = action_rows(case, form.actions, source="meeting", source_number=number, kind="action")
    issue = case.request.issue(form.issue) if form.issue else None
    about = {"issue": child_code(case.request.id, "issue", issue.number)} if issue else {}
    rows = (
        row(case, "meeting", form, number=number, **about),
        *_attendance(case, number),
        *(row(case, "opinion", o, meeting=number) for o in form.opinions),
        *actions,
    )
    return Decision(rows=rows, opens=opens, codes=(child_code(case.request.id, "meeting", number), *codes))


def _coordination(case: Case[Meeting]) -> Decision:
    decision = _recorded(case)
    is_first = case.request.is_before(Stage.COORDINATED)
    table = (opening(case, "responsibility-table", case.request.requesting_department),) if is_first else ()
    return replace(
        decision,
        stage=Stage.COORDINATED if is_first else None,
        opens=(*decision.opens, *table),
        discharges=owed(case, "coordination-meeting"),
    )


def _regular(case: Case[Meeting]) -> Decision:
    decision = _recorded(case)
    due = begun(case, open_of(case, "regular-meeting"))
    present = {case.book.people[login].department for login in case.form.attendees}
    absent = tuple(department for department in case.request.parties if department not in present)
    return replace(
        decision,
        remarks=(Text(N_("Nobody attended of {absent}."), absent=absent),) if absent else (),
        discharges=tuple(o.number for o in due),
        opens=(*decision.opens, *(following(case, o, after=case.clock.day) for o in due)),
    )


def _ad_hoc(case: Case[Meeting]) -> Decision:
    decision = _recorded(case)
    issue = case.request.issue(case.form.issue) if case.form.issue else None
    return replace(decision, discharges=issue_owed(case, issue, "ad-hoc-meeting")) if issue else decision


def _done_check(case: Case[ActionDone]) -> Iterator[Fault]:
    yield from not_in_future(case, "done_on", case.form.done_on)
    action = next(a for a in case.request.actions if a.number == int(case.target))
    if action.done_on:
        yield Fault("code", Text(N_("is settled already, on {day}"), day=action.done_on))


def _action_done(case: Case[ActionDone]) -> Decision:
    number = int(case.target)
    code = child_code(case.request.id, "action", number)
    name = code.rpartition("/")[2]
    settled = tuple(
        o.number for kind in ("action", "rework") for o in open_of(case, kind) if o.subject.split(" ", 1)[0] == name
    )
    values = {"done_on": case.form.done_on or case.clock.day, "done_by": case.actor.login, "note": case.form.note}
    key = {"request_id": case.request.id, "number": number}
    return Decision(changes=(Change("action", key, values),), discharges=settled, codes=(code,))


_COMMAND = "meeting record {request} --kind "

ACTS = (
    Act(
        name="meeting.recorded",
        variant=MeetingKind.COORDINATION,
        title=N_("record the coordination meeting"),
        clause="2.2.3",
        clauses=("1.3.2", "3.1.2", "3.2.1", "3.3.2"),
        command=_COMMAND + MeetingKind.COORDINATION,
        form=Meeting,
        who=MANAGEMENT,
        who_clause="3.3.2",
        stages=frozenset({Stage.APPROVED, Stage.COORDINATED}),
        early_gate="review-first",
        early_stages=frozenset({Stage.SUBMITTED}),
        gates=("review-first", "coordination-attended"),
        opens=("responsibility-table", "action"),
        discharges=("coordination-meeting",),
        check=_check,
        leads=((Stage.APPROVED, Stage.COORDINATED),),
        effect=_coordination,
    ),
    Act(
        name="meeting.recorded",
        variant=MeetingKind.REGULAR,
        title=N_("record a regular meeting"),
        clause="4.1.1",
        clauses=("1.3.3", "4.1.2", "4.1.3"),
        command=_COMMAND + MeetingKind.REGULAR,
        form=Meeting,
        who=REQUESTING,
        who_clause="4.1.2",
        stages=stages(Stage.COORDINATED, Stage.ACCEPTED),
        opens=("regular-meeting", "action"),
        discharges=("regular-meeting",),
        check=_check,
        effect=_regular,
    ),
    Act(
        name="meeting.recorded",
        variant=MeetingKind.AD_HOC,
        title=N_("record an ad-hoc meeting"),
        clause="4.2.2",
        command=_COMMAND + MeetingKind.AD_HOC,
        form=Meeting,
        who=REQUESTING,
        stages=stages(Stage.SUBMITTED, Stage.ACCEPTED),
        gates=("ad-hoc-outcome",),
        opens=("action",),
        discharges=("ad-hoc-meeting",),
        check=_check,
        effect=_ad_hoc,
    ),
    Act(
        name="action.done",
        title=N_("settle an action item"),
        clause="4.1.3",
        clauses=("2.5.1",),
        command="meeting action done {request}/A…",
        form=ActionDone,
        who=PARTY,
        target=Target.ACTION,
        discharges=("action", "rework"),
        check=_done_check,
        effect=_action_done,
    ),
)
