"""Training: needs, plan, sessions, evaluation, adjustment, and the round that they make each year (chapter 7)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.decision import Change, Decision, Opening, Row
from crosspolicy.acts.owing import open_of, opening
from crosspolicy.acts.stating import not_in_future, plain, stated_twice
from crosspolicy.errors import Fault
from crosspolicy.forms import training as forms
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import TRAINING
from crosspolicy.policy.case import Case
from crosspolicy.policy.obligations import KINDS
from crosspolicy.vocabulary.codes import book_code, written_code
from crosspolicy.vocabulary.lists import FACTORS, YEARLY, Effect, PlanChange

_BEGINS_WITHOUT = "none"


# The annual round


def annual_round(case: Case[Any]) -> tuple[Opening, ...]:
    """Return what is owed every year, from the next date on: the analysis of needs, and the plan (7.1.1, 7.2.1)."""
    return tuple(
        _yearly(case, kind, _next_date(case.clock.day, month_day))
        for kind, month_day in _month_days(case).items()
        if not open_of(case, kind)
    )


def _month_days(case: Case[Any]) -> dict[str, tuple[int, int]]:
    """Return by which day of each year the round is owed, as the policy has it."""
    return {"training-needs": case.rules.training.needs_by, "training-plan": case.rules.training.plan_by}


def _next_date(day: date, month_day: tuple[int, int]) -> date:
    this_year = date(day.year, *month_day)
    return this_year if day <= this_year else date(day.year + 1, *month_day)


def _yearly(case: Case[Any], kind: str, due: date) -> Opening:
    return Opening(kind, KINDS[kind].clause, case.rules.training.owed_by, due, period_days=YEARLY)


def _done_for(case: Case[Any], kind: str, year: int) -> tuple[tuple[int, ...], tuple[Opening, ...]]:
    """Settle the round of a kind that is owed for a year, or for one before it, and open that of the year after."""
    due = [o for o in open_of(case, kind) if o.due_date.year < year]
    opens = (_yearly(case, kind, date(year, *_month_days(case)[kind])),) if due else ()
    return tuple(o.number for o in due), opens


def _about(case: Case[Any], kind: str, code: str) -> tuple[int, ...]:
    """Return the numbers of what is owed about a course, a session or an evaluation."""
    return tuple(o.number for o in open_of(case, kind) if o.subject.split(" ", 1)[0] == code)


# Needs


def _check_need(case: Case[forms.Need]) -> Iterator[Fault]:
    form = case.form
    if form.department and form.person:
        yield Fault("person", Text(N_("cannot stand beside a department; leave one of the two out")))
    if not any(getattr(form, factor) for factor in FACTORS):
        yield Fault(FACTORS[0], Text(N_("must be there, or one of the other two: {others}"), others=FACTORS[1:]))
    for factor in FACTORS:
        if _is_none(getattr(form, factor)) and not _reason(getattr(form, factor)):
            yield Fault(factor, Text(N_("must say why there is none: “none: the reason”")))
    yield from stated_twice("evidence", "", (case.book.known.get(code, code) for code in form.evidence))


def _is_none(text: str | None) -> bool:
    return _parted(text)[0].casefold() == _BEGINS_WITHOUT


def _reason(text: str | None) -> str:
    return _parted(text)[1]


def _parted(text: str | None) -> tuple[str, str]:
    """Split a text at its first colon, one of Chinese input, too."""
    first, _colon, rest = (text or "").replace("\N{FULLWIDTH COLON}", ":").partition(":")
    return first.strip(), rest.strip()


def _state_need(case: Case[forms.Need]) -> Decision:
    form = case.form
    stated: dict[str, Any] = {"stated_by": case.actor.login, "stated_on": case.clock.occurred}
    evidence = tuple(case.book.known.get(code, code) for code in form.evidence)
    row, code = _numbered(case, "training_need", form, evidence=evidence, **stated)
    spoken = case.book.training.factors | {factor for factor in FACTORS if getattr(form, factor)}
    discharges, opens = _done_for(case, "training-needs", form.year) if spoken.issuperset(FACTORS) else ((), ())
    return Decision(rows=(row,), discharges=discharges, opens=(*opens, *annual_round(case)), codes=(code,))


def _numbered(case: Case[Any], table: str, part: Any, *, after: int = 0, **values: object) -> tuple[Row, str]:
    """Return a row of one of the book's own tables with the next number of the year, and its code."""
    year, number = case.book.year, case.book.counters.get(table, 0) + 1 + after
    stated = {name: value for name, value in plain(part).items() if name != "year"} if part else {}
    return Row(table, {"year": year, "number": number, **stated, **values}), book_code(table, year, number)


# The plan


def _check_plan(case: Case[forms.Plan]) -> Iterator[Fault]:
    form = case.form
    if not form.courses:
        yield Fault("courses", Text(N_("must have at least one entry")))
    yield from stated_twice("courses", "title", (course.title for course in form.courses))
    for n, course in enumerate(form.courses, 1):
        if course.planned_date and course.planned_date.year != form.year:
            message = N_("{day} lies outside {year}")
            yield Fault(f"courses.{n}.planned_date", Text(message, day=course.planned_date, year=form.year))
        yield from stated_twice(f"courses.{n}.audience", "", course.audience)
        yield from stated_twice(f"courses.{n}.needs", "", map(written_code, course.needs))


def _plan(case: Case[forms.Plan]) -> Decision:
    plan, code = _numbered(case, "training_plan", None, planned_by=case.actor.login, planned_on=case.clock.occurred)
    rows, opens, codes = [plan], [], [code]
    for after, course in enumerate(case.form.courses):
        needs = tuple(map(written_code, course.needs))
        row, course_code = _numbered(case, "training_course", course, after=after, plan=code, needs=needs)
        rows.append(row)
        codes.append(course_code)
        subject = f"{course_code} {course.title}"
        due = course.planned_date or case.clock.day
        opens.append(opening(case, "training-course", case.rules.training.owed_by, due=due, subject=subject))
    discharges, following = _done_for(case, "training-plan", case.form.year)
    return Decision(rows=tuple(rows), opens=(*opens, *following), discharges=discharges, codes=tuple(codes))


# Sessions


def _session_defaults(case: Case[forms.Session]) -> dict[str, object]:
    course = case.book.training.course
    return {"instructor": course.instructor if course and course.instructor else None}


def _check_session(case: Case[forms.Session]) -> Iterator[Fault]:
    form = case.form
    if case.book.training.course is None:
        yield from forms.title_faults(case.target)
    yield from not_in_future(case, "held_on", form.held_on)
    if not form.attendees:
        yield Fault("attendees", Text(N_("must name at least one person")))
    yield from stated_twice("attendees", "", form.attendees)
    yield from stated_twice("absentees", "", form.absentees)
    for n, login in enumerate(form.absentees, 1):
        if login in form.attendees:
            yield Fault(f"absentees.{n}", Text(N_("{value} stands among those present, too"), value=login))
    if not form.instructor:
        yield Fault("instructor", Text(N_("must be there, as no plan names one")))


def _hold(case: Case[forms.Session]) -> Decision:
    form, course = case.form, case.book.training.course
    rows: list[Row] = []
    if course is None:
        unplanned, course_code = _numbered(
            case, "training_course", None, title=case.target.strip(), audience=(), needs=(), reason=form.reason
        )
        rows.append(unplanned)
        title = case.target.strip()
    else:
        course_code, title = course.code, course.title
    session, code = _numbered(case, "training_session", form, course=course_code, held_by=case.actor.login)
    rows.append(session)
    key = {"year": session.values["year"], "session": session.values["number"]}
    present = {**dict.fromkeys(form.absentees, False), **dict.fromkeys(form.attendees, True)}
    rows += [Row("training_attendance", {**key, "person": p, "is_present": here}) for p, here in present.items()]
    owed = _about(case, "training-course", course_code)
    evaluation = opening(case, "training-evaluation", case.rules.training.owed_by, subject=f"{code} {title}")
    codes = (code,) if course else (code, course_code)
    return Decision(rows=tuple(rows), discharges=owed, opens=(evaluation,), codes=codes)


# Evaluation and adjustment


def _check_evaluation(case: Case[forms.SessionEvaluation]) -> Iterator[Fault]:
    form, session = case.form, case.book.training.session
    assert session is not None
    if case.clock.day < session.held_on:
        yield Fault("occurred_on", Text(N_("lies before the session, held on {day}"), day=session.held_on))
    if not form.results:
        yield Fault("results", Text(N_("must have at least one entry")))
    yield from stated_twice("results", "person", (r.person for r in form.results))
    for n, result in enumerate(form.results, 1):
        if result.person in case.book.people and result.person not in session.present:
            message = N_("{value} did not attend, and cannot be evaluated")
            yield Fault(f"results.{n}.person", Text(message, value=result.person))


def _evaluate(case: Case[forms.SessionEvaluation]) -> Decision:
    form, session = case.form, case.book.training.session
    assert session is not None
    evaluation, code = _numbered(
        case,
        "training_evaluation",
        form,
        session=session.code,
        evaluated_by=case.actor.login,
        evaluated_on=case.clock.occurred,
    )
    key = {"year": evaluation.values["year"], "evaluation": evaluation.values["number"]}
    results = tuple(Row("training_result", {**key, **plain(result)}) for result in form.results)
    settled = _about(case, "training-evaluation", session.code)
    owner = case.rules.training.owed_by
    is_short = form.conclusion != Effect.EFFECTIVE
    adjustment = opening(case, "training-adjustment", owner, subject=f"{code} {session.title}")
    return Decision(
        rows=(evaluation, *results), discharges=settled, opens=(adjustment,) if is_short else (), codes=(code,)
    )


def _check_adjustment(case: Case[forms.Adjustment]) -> Iterator[Fault]:
    form = case.form
    if not form.course:
        yield Fault("course", Text(N_("must be there")))
        return
    named = case.book.training.courses.get(written_code(form.course))
    if form.change != PlanChange.ADD and named and named.is_dropped:
        yield Fault("course", Text(N_("is dropped already")))


def _adjust(case: Case[forms.Adjustment]) -> Decision:
    form = case.form
    course, rests_on = form.course or "", written_code(form.rests_on or "")
    course = course if form.change == PlanChange.ADD else written_code(course)
    stated: dict[str, Any] = {"adjusted_by": case.actor.login, "adjusted_on": case.clock.occurred}
    adjustment, code = _numbered(case, "training_adjustment", form, course=course, rests_on=rests_on, **stated)
    settled = _about(case, "training-adjustment", rests_on)
    if form.change != PlanChange.DROP:
        return Decision(rows=(adjustment,), discharges=settled, codes=(code,))
    dropped = case.book.training.courses[course]
    key = {"year": dropped.year, "number": dropped.number}
    lapses = _about(case, "training-course", course)
    change = Change("training_course", key, {"dropped_on": case.clock.occurred})
    return Decision(rows=(adjustment,), changes=(change,), discharges=settled, lapses=lapses, codes=(code,))


ACTS = (
    Act(
        name="training.need_stated",
        title=N_("state a training need"),
        clause="7.1.1",
        clauses=("7.1.2",),
        command="training need",
        form=forms.Need,
        who=TRAINING,
        target=Target.BOOK,
        opens=("training-needs",),
        discharges=("training-needs",),
        check=_check_need,
        effect=_state_need,
    ),
    Act(
        name="training.planned",
        title=N_("plan a year's training"),
        clause="7.2.1",
        clauses=("7.2.2", "7.3.2"),
        command="training plan",
        form=forms.Plan,
        who=TRAINING,
        target=Target.BOOK,
        gates=("needs-first", "plan-complete"),
        opens=("training-course", "training-plan"),
        discharges=("training-plan",),
        check=_check_plan,
        effect=_plan,
    ),
    Act(
        name="training.held",
        title=N_("record a training session"),
        clause="7.3.1",
        clauses=("7.3.2",),
        command="training session COURSE",
        form=forms.Session,
        who=TRAINING,
        target=Target.COURSE,
        gates=("planned-course", "instructor-free"),
        opens=("training-evaluation",),
        discharges=("training-course",),
        defaults=_session_defaults,
        check=_check_session,
        effect=_hold,
    ),
    Act(
        name="training.evaluated",
        title=N_("evaluate a training session"),
        clause="7.4.1",
        clauses=("7.4.2",),
        command="training evaluate SESSION",
        form=forms.SessionEvaluation,
        who=TRAINING,
        target=Target.SESSION,
        opens=("training-adjustment",),
        discharges=("training-evaluation",),
        check=_check_evaluation,
        effect=_evaluate,
    ),
    Act(
        name="training.adjusted",
        title=N_("adjust the training plan"),
        clause="7.4.3",
        command="training adjust",
        form=forms.Adjustment,
        who=TRAINING,
        target=Target.BOOK,
        gates=("evaluated",),
        discharges=("training-adjustment",),
        check=_check_adjustment,
        effect=_adjust,
    ),
)
