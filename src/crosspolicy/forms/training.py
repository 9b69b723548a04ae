"""Forms of training: needs, plan, sessions, evaluation, adjustment (chapter 7)."""

from typing import ClassVar

from pydantic import ValidationError

from crosspolicy.errors import Fault
from crosspolicy.forms.base import Form, Part, field
from crosspolicy.forms.faults import faults_in
from crosspolicy.forms.types import (
    Audience,
    CourseCode,
    Day,
    DepartmentCode,
    EvaluationCode,
    EvidenceCode,
    Line,
    Login,
    NeedCode,
    Percent,
    Prose,
    Year,
)
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import FACTORS, Effect, EvaluationMethod, PlanChange, TrainingMethod

_NONE = N_("or “none: ” and the reason")


class Need(Form):
    """A training need that the analysis found (7.1)."""

    clause = "7.1.1"
    acts_for: ClassVar[str] = ""
    instead_of: ClassVar = {"person": ("department",)}
    one_of: ClassVar = (FACTORS,)

    year: Year = field(N_("the year that is planned for"))
    department: DepartmentCode | None = field(N_("the department that has the need; none where a person has it"), None)
    person: Login | None = field(N_("the person who has it, instead of a department; none for everybody"), None)
    topic: Line = field(N_("what is to be learned"))
    business_trend: Prose | None = field(N_("what the business will ask for"), None, clause="7.1.2", unit=_NONE)
    skill_level: Prose | None = field(N_("what people can do, and what they cannot"), None, clause="7.1.2", unit=_NONE)
    work_problem: Prose | None = field(N_("what went wrong in the work"), None, clause="7.1.2", unit=_NONE)
    evidence: tuple[EvidenceCode, ...] = field(
        N_("the appraisals, issues or breaches that show it, by code"), (), clause="7.1.2"
    )


class CourseEntry(Part):
    """A course of the plan (7.2.2)."""

    title: Line = field(N_("what the course is called"))
    objectives: Prose | None = field(N_("what people can do after it"), None, gate="plan-complete")
    content: Prose | None = field(N_("what it is about"), None, gate="plan-complete")
    method: TrainingMethod | None = field(N_("how it is held"), None, clause="7.3.2", gate="plan-complete")
    planned_date: Day | None = field(N_("by which day it is held"), None, gate="plan-complete")
    instructor: Line | None = field(N_("who instructs"), None, gate="plan-complete")
    audience: tuple[Audience, ...] = field(N_("the departments and people it is for"), (), most=5_000)
    needs: tuple[NeedCode, ...] = field(N_("the needs it answers, by code"), (), clause="7.2.1")


class Plan(Form):
    """A year's training plan; further courses may follow (7.2)."""

    clause = "7.2.2"
    acts_for: ClassVar[str] = ""

    year: Year = field(N_("the year that is planned for"), clause="7.2.1")
    courses: tuple[CourseEntry, ...] = field(N_("its courses"))


class _Unplanned(Part):
    """A course that stands in no plan, named where a session of it is recorded."""

    course: Line


def title_faults(title: str) -> tuple[Fault, ...]:
    """Return what is wrong with the title of a course that stands in no plan."""
    try:
        _Unplanned.model_validate({"course": title})
    except ValidationError as error:
        return faults_in(error, _Unplanned)
    return ()


class Session(Form):
    """A session of a course, as it was held (7.3)."""

    clause = "7.3.1"
    acts_for: ClassVar[str] = ""

    held_on: Day = field(N_("the day on which it was held"))
    instructor: Line | None = field(N_("who instructed"), None, default_note=N_("the course's"))
    attendees: tuple[Login, ...] = field(N_("who attended"), most=5_000)
    absentees: tuple[Login, ...] = field(N_("who was to attend and did not"), (), most=5_000)
    reason: Prose | None = field(N_("why it was held, where no plan has the course"), None)


class ResultEntry(Part):
    """What the evaluation shows of one participant (7.4.2)."""

    person: Login = field(N_("the participant"))
    score: Percent | None = field(N_("the score, from 0 to 100"), None)
    comment: Prose | None = field(N_("what to say of it"), None)


class SessionEvaluation(Form):
    """What a session brought about (7.4.1, 7.4.2)."""

    clause = "7.4.1"
    acts_for: ClassVar[str] = ""

    method: EvaluationMethod = field(N_("how it was evaluated"), clause="7.4.2")
    results: tuple[ResultEntry, ...] = field(N_("the result of each participant"), clause="7.4.2", most=5_000)
    conclusion: Effect = field(N_("what is concluded"))


class Adjustment(Form):
    """A change of the plan that an evaluation asks for (7.4.3)."""

    clause = "7.4.3"
    acts_for: ClassVar[str] = ""
    one_of: ClassVar = (("course",),)

    year: Year = field(N_("the year whose plan is changed"))
    rests_on: EvaluationCode | None = field(N_("the evaluation it rests on, by code"), None, gate="evaluated")
    change: PlanChange = field(N_("what is done to the plan"))
    course: CourseCode | None = field(N_("the course changed or dropped, by code; the title of the one added"), None)
    reason: Prose = field(N_("why"))
