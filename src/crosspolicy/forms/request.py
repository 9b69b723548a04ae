"""The Cross-Department Request Form and its review (2.1–2.2, 3.1.1, 3.3.1)."""

from typing import ClassVar

from crosspolicy.forms.base import Form, Part, field
from crosspolicy.forms.types import Day, DepartmentCode, Impact, Likelihood, Line, Login, Money, Prose
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import Feasibility, Necessity, Resources, ReviewOutcome, RiskCategory, StrategicFit


class Objective(Part):
    """Something that the business is to achieve."""

    within: ClassVar = "objectives"

    statement: Line = field(N_("what is to be achieved"))
    measure: Line | None = field(N_("how one will know"), None)


class PartyEntry(Part):
    """A department that the business touches."""

    department: DepartmentCode = field(N_("the department's code"))
    positions: tuple[Line, ...] = field(N_("the positions there that are involved"), (), gate="form-complete")
    contribution: Line | None = field(N_("what it contributes"), None)


class MilestoneEntry(Part):
    """A time node (2.1.2)."""

    name: Line = field(N_("what is reached"))
    due_date: Day = field(N_("by which day"))
    department: DepartmentCode | None = field(
        N_("the department that owes it"), None, default_note=N_("the requesting department")
    )


class ForeseenRisk(Part):
    """A risk seen when the request is made."""

    category: RiskCategory = field(N_("its category"), clause="5.1.2")
    description: Line = field(N_("what may happen"))
    likelihood: Likelihood | None = field(
        N_("how likely, from 1 (rare)"), None, clause="5.2.1", unit=N_("on the policy's scale")
    )
    impact: Impact | None = field(
        N_("how grave, from 1 (slight)"), None, clause="5.2.1", unit=N_("on the policy's scale")
    )


class RequestEdit(Form):
    """The Cross-Department Request Form, as a draft takes it: any part of it (2.1.2)."""

    clause = "2.1.2"
    tells_blanks: ClassVar = True
    instead_of: ClassVar = {"no_risk_foreseen_because": ("risks",)}

    title: Line | None = field(N_("the business in a few words"), None, clause="2.1.1")
    requesting_department: DepartmentCode | None = field(
        N_("the department that states the need"), None, clause="2.1.1"
    )
    requester: Login | None = field(
        N_("who states the need, of the requesting department"),
        None,
        clause="3.1.1",
        default_note=N_("the one who acts"),
    )
    background: Prose | None = field(N_("why the business is started"), None, gate="form-complete")
    objectives: tuple[Objective, ...] = field(N_("what it is to achieve"), (), gate="form-complete")
    departments: tuple[PartyEntry, ...] = field(
        N_("the departments and positions it touches"), (), gate="form-complete"
    )
    milestones: tuple[MilestoneEntry, ...] = field(N_("the time nodes expected"), (), gate="form-complete")
    risks: tuple[ForeseenRisk, ...] = field(N_("the risks that one can see"), (), gate="form-complete")
    no_risk_foreseen_because: Prose | None = field(
        N_("why no risk is seen; instead of risks"), None, gate="form-complete"
    )
    planned_cost: Money | None = field(N_("what it is planned to cost"), None, unit="currency", clause="2.5.2")
    planned_start_date: Day | None = field(N_("when the work is planned to start"), None, clause="2.5.2")
    planned_end_date: Day | None = field(N_("when the work is planned to end"), None, clause="2.5.2")


class Request(RequestEdit):
    """The Cross-Department Request Form 《業務新增交叉需求申請表》."""

    tells_blanks: ClassVar = False

    title: Line = field(N_("the business in a few words"), clause="2.1.1")
    requesting_department: DepartmentCode = field(N_("the department that states the need"), clause="2.1.1")


class Submission(Form):
    """The handing in of a request (2.2.1)."""

    clause = "2.2.1"


class Withdrawal(Form):
    """The requesting department takes its request back."""

    clause = "2.1.1"

    reason: Prose | None = field(N_("why it is taken back"), None)


class Termination(Form):
    """Management ends a request for good."""

    clause = "3.3.3"

    reason: Prose = field(N_("why it is ended"))


class Review(Form):
    """Management's judgement of a request (2.2.2, 3.3.1)."""

    clause = "2.2.2"

    strategic_fit: StrategicFit = field(N_("how it fits the strategic objectives"))
    strategic_fit_reason: Prose = field(N_("why you judge so"))
    resources: Resources = field(N_("whether the resources are there"))
    resources_reason: Prose = field(N_("why you judge so"))
    necessity: Necessity = field(N_("whether it is needed"))
    necessity_reason: Prose = field(N_("why you judge so"))
    feasibility: Feasibility = field(N_("whether it can be done"))
    feasibility_reason: Prose = field(N_("why you judge so"))
    outcome: ReviewOutcome = field(N_("what is decided"))
    comment: Prose | None = field(
        N_("what to tell the requesting department; must be there on return and reject"), None
    )
    conditions: tuple[Line, ...] = field(N_("conditions that the approval carries"), ())
