"""Forms of the work itself: start, progress reports, milestones (2.4, 3.1.5)."""

from crosspolicy.forms.base import Form, Part, field
from crosspolicy.forms.types import Day, DepartmentCode, Line, Login, MilestoneName, Money, Percent, Prose
from crosspolicy.i18n import N_


class StaffEntry(Part):
    """Somebody who does the work (2.4.1)."""

    person: Login = field(N_("who"))
    responsibility: Line | None = field(N_("what the person sees to"), None)


class Start(Form):
    """The start of the work (2.4.1)."""

    clause = "2.4.1"

    start_date: Day | None = field(N_("the day on which the work starts"), None, default_note=N_("the day it happened"))
    staff: tuple[StaffEntry, ...] = field(N_("who does the work, of every department"), (), gate="staffed")


class Report(Form):
    """A department's progress report (2.4.3)."""

    clause = "2.4.3"

    department: DepartmentCode | None = field(
        N_("the department that reports"), None, default_note=N_("that of the one who acts")
    )
    period_start_date: Day | None = field(N_("the first day reported on"), None, default_note=N_("the period now owed"))
    period_end_date: Day | None = field(N_("the last day reported on"), None, default_note=N_("the period now owed"))
    progress_percent: Percent = field(N_("how much of the department's part is done"), unit="%")
    done: Prose = field(N_("what was done"))
    problems: Prose | None = field(N_("what went wrong, and what is done about it"), None, clause="3.2.3")
    next_steps: Prose = field(N_("what comes next"))
    milestones_reached: tuple[MilestoneName, ...] = field(N_("milestones reached in the period"), (), clause="2.4.1")
    cost_to_date: Money | None = field(N_("what the part has cost so far"), None, unit="currency", clause="2.5.2")
    needs_management: Prose | None = field(N_("what management must decide or help with"), None, clause="3.3.3")
    overall: Prose | None = field(
        N_("the project as a whole; must be there from the requesting department"), None, clause="3.1.5"
    )


class MilestoneReached(Form):
    """The reaching of a milestone (2.4.1)."""

    clause = "2.4.1"

    reached_date: Day | None = field(
        N_("the day on which it was reached"), None, default_note=N_("the day it happened")
    )


class MilestoneMoved(Form):
    """A milestone's new date, with the reason (2.4.1)."""

    clause = "2.4.1"

    due_date: Day = field(N_("the new day"))
    reason: Prose = field(N_("why it is moved"))
