"""Forms of acceptance, decision and summary (2.5, 3.2.4, 3.3.4)."""

from crosspolicy.forms.base import Form, Part, field
from crosspolicy.forms.types import Day, DepartmentCode, Line, Money, Prose
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import Achieved, DecisionOutcome, Verdict


class Opening(Form):
    """The requesting department opens the acceptance (2.5.1)."""

    clause = "2.5.1"

    statement: Prose = field(N_("what was done, and that it is complete"))
    actual_end_date: Day = field(N_("the day on which the work ended"), clause="2.5.2")
    actual_cost: Money = field(N_("what it cost"), unit="currency", clause="2.5.2")


class Evaluation(Form):
    """A department's evaluation of the result by the four criteria (2.5.2)."""

    clause = "2.5.2"

    department: DepartmentCode | None = field(
        N_("the department that evaluates"), None, default_note=N_("that of the one who acts")
    )
    objectives: Achieved = field(N_("whether the objectives are achieved"))
    objectives_note: Prose | None = field(N_("why; must be there where not met"), None)
    quality: Achieved = field(N_("whether the quality of the work is right"))
    quality_note: Prose | None = field(N_("why; must be there where not met"), None)
    schedule: Achieved = field(N_("whether the schedule was kept"))
    schedule_note: Prose | None = field(N_("why; must be there where not met"), None)
    cost: Achieved = field(N_("whether the cost was kept"))
    cost_note: Prose | None = field(N_("why; must be there where not met"), None)
    verdict: Verdict = field(N_("the department's judgement"))
    comment: Prose | None = field(N_("anything else"), None)


class ReworkPoint(Part):
    """Something that must be mended before the next acceptance."""

    what: Line = field(N_("what is to be mended"))
    department: DepartmentCode = field(N_("the department that mends it"))
    due_date: Day = field(N_("by which day"))


class Decision(Form):
    """Management's decision on the acceptance (3.3.4)."""

    clause = "3.3.4"

    outcome: DecisionOutcome = field(N_("what is decided"))
    comment: Prose = field(N_("why"))
    rework: tuple[ReworkPoint, ...] = field(N_("what must be mended, on rework"), (), clause="2.5.1")


class Summary(Form):
    """A department's part of the Project Summary Report 《業務新增交叉項目總結報告》 (2.5.3, 3.2.4)."""

    clause = "2.5.3"

    department: DepartmentCode | None = field(
        N_("the department that sums up"), None, default_note=N_("that of the one who acts")
    )
    experience: Prose = field(N_("what went well and is worth doing again"))
    lessons: Prose = field(N_("what went wrong and is worth remembering"))
    suggestions: Prose = field(N_("what should be improved"))
    own_work: Prose = field(N_("the department's assessment of its own part"), clause="3.2.4")


class Closing(Form):
    """The closing of a request that every department has summed up (2.5.3)."""

    clause = "2.5.3"
