"""Gates of training (chapter 7)."""

from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates.gate import Gate
from crosspolicy.vocabulary.labels import FieldName
from crosspolicy.vocabulary.lists import FACTORS

_PARTS = ("objectives", "content", "method", "planned_date", "instructor")


def _needs_first(case: Case[Any]) -> Breach | None:
    missing = tuple(factor for factor in FACTORS if factor not in case.book.training.factors)
    if not missing:
        return None
    return Breach(
        "needs-first",
        "7.2.1",
        Text(
            N_("The analysis of the needs of {year} does not speak to {factors}."),
            year=case.form.year,
            factors=tuple(FieldName(factor) for factor in missing),
        ),
        Text(
            N_("State the needs first: `crosspolicy training need --year {year}`; a factor may be “none: the reason”."),
            year=case.form.year,
        ),
        missing,
    )


def _plan_complete(case: Case[Any]) -> Breach | None:
    missing = tuple(
        f"courses.{number}.{part}"
        for number, course in enumerate(case.form.courses, 1)
        for part in _PARTS
        if not getattr(course, part)
    )
    if not missing:
        return None
    return Breach(
        "plan-complete",
        "7.2.2",
        Text(N_("The plan does not state {fields}."), fields=tuple(map(FieldName, missing))),
        Text(N_("Each course states its objectives, content, method, day and instructor.")),
        missing,
    )


def _planned_course(case: Case[Any]) -> Breach | None:
    course = case.book.training.course
    if case.form.reason or (course is not None and course.plan and not course.is_dropped):
        return None
    return Breach(
        "planned-course",
        "7.3.1",
        Text(N_("{course} stands in no training plan."), course=course.code if course else case.target),
        Text(N_("Name a planned course, `crosspolicy training list courses`; or say why it is held with --reason.")),
        (case.target,),
    )


def _instructor_free(case: Case[Any]) -> Breach | None:
    taught = case.book.training.taught
    if not taught:
        return None
    return Breach(
        "instructor-free",
        "7.3.1",
        Text(N_("The instructor held {sessions} on that day."), sessions=taught),
        Text(N_("Name another day or another instructor.")),
        taught,
    )


def _evaluated(case: Case[Any]) -> Breach | None:
    if case.form.rests_on:
        return None
    return Breach(
        "evaluated",
        "7.4.1",
        Text(N_("The adjustment names no evaluation; missing: {field}."), field=FieldName("rests_on")),
        Text(N_("Name it with --rests-on; `crosspolicy training list evaluations` shows them.")),
        ("rests_on",),
    )


GATES = (
    Gate("needs-first", "7.2.1", N_("a training plan follows the analysis of needs"), _needs_first, reads_form=True),
    Gate("plan-complete", "7.2.2", N_("the training plan states every part"), _plan_complete, reads_form=True),
    Gate("planned-course", "7.3.1", N_("training is held to the plan"), _planned_course, reads_form=True),
    Gate("instructor-free", "7.3.1", N_("nobody instructs twice on one day"), _instructor_free, reads_form=True),
    Gate("evaluated", "7.4.1", N_("the plan is adjusted to what was evaluated"), _evaluated, reads_form=True),
)
