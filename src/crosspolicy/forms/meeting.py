"""Forms of the meetings and their action items (2.2.3, 3.2.1, 4.1, 4.2.2)."""

from typing import ClassVar

from crosspolicy.forms.base import Form, Part, field
from crosspolicy.forms.types import Day, DepartmentCode, IssueCode, Line, Login, Moment, Prose
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import MeetingKind


class Absence(Part):
    """Somebody invited who did not come."""

    login: Login = field(N_("who was absent"))
    reason: Line | None = field(N_("why"), None)


class ActionEntry(Part):
    """Something that a meeting asks somebody to do (4.1.3)."""

    what: Line = field(N_("what is to be done"))
    department: DepartmentCode = field(N_("the department that does it"))
    person: Login | None = field(N_("who does it"), None)
    due_date: Day = field(N_("by which day"))


class OpinionEntry(Part):
    """What an involved department thinks of the business (3.2.1)."""

    department: DepartmentCode = field(N_("the department"))
    opinion: Prose = field(N_("its assessment of the need"))
    suggestions: Prose | None = field(N_("its suggestions"), None)


class Meeting(Form):
    """The minutes of a meeting: coordination (2.2.3), regular (4.1) or ad-hoc (4.2.2)."""

    clause = "4.1.3"
    parts_of: ClassVar = {
        MeetingKind.COORDINATION: ("business_details", "opinions"),
        MeetingKind.REGULAR: ("progress", "problems", "coordination", "next_steps"),
        MeetingKind.AD_HOC: ("problem", "solution", "responsible_department", "issue"),
    }
    required_of: ClassVar = {
        MeetingKind.COORDINATION: ("business_details",),
        MeetingKind.REGULAR: ("progress", "problems", "coordination", "next_steps"),
        MeetingKind.AD_HOC: ("problem",),
    }

    kind: MeetingKind = field(N_("which meeting"))
    held_at: Moment = field(N_("when it began, with the offset"))
    place: Line | None = field(N_("where"), None)
    chair: Login = field(N_("who chaired it"), clause="4.1.2")
    attendees: tuple[Login, ...] = field(N_("who attended"), clause="4.1.2")
    absentees: tuple[Absence, ...] = field(N_("who was invited and did not come"), (), clause="4.1.2")
    business_details: Prose | None = field(
        N_("coordination: the business settled in detail"), None, clause="2.2.3", default_note=N_("coordination only")
    )
    opinions: tuple[OpinionEntry, ...] = field(
        N_("coordination: the opinion of every involved department"),
        (),
        clause="3.2.1",
        gate="coordination-attended",
    )
    progress: Prose | None = field(N_("regular: the progress"), None)
    problems: Prose | None = field(N_("regular: the problems and their solution"), None)
    coordination: Prose | None = field(N_("regular: how the work is coordinated"), None)
    next_steps: Prose | None = field(N_("regular: the focus of the next steps"), None)
    problem: Prose | None = field(N_("ad-hoc: the problem"), None, clause="4.2.2")
    solution: Prose | None = field(N_("ad-hoc: its solution"), None, clause="4.2.2", gate="ad-hoc-outcome")
    responsible_department: DepartmentCode | None = field(
        N_("ad-hoc: the department that carries the solution out"), None, clause="4.2.2", gate="ad-hoc-outcome"
    )
    issue: IssueCode | None = field(N_("ad-hoc: the issue that it is about"), None, clause="4.2.2")
    decisions: tuple[Line, ...] = field(N_("what was decided"), ())
    actions: tuple[ActionEntry, ...] = field(N_("what is to be done, by whom and when"), ())


class ActionDone(Form):
    """The settling of an action item or a point of rework (4.1.3)."""

    clause = "4.1.3"

    done_on: Day | None = field(N_("the day on which it was done"), None, default_note=N_("the day it happened"))
    note: Prose | None = field(N_("what was done"), None)
