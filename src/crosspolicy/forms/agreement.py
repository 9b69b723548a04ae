"""The Responsibility Table, the Collaboration Agreement and its signatures (2.3)."""

from crosspolicy.forms.base import Form, Part, field
from crosspolicy.forms.types import Day, DepartmentCode, Digest, Line, Login, Prose
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import Every


class ResponsibilityRow(Part):
    """One responsibility: RACI by department (1.3.1, 2.3.1)."""

    responsibility: Line = field(N_("what one is responsible for"))
    accountable: DepartmentCode | None = field(
        N_("the one department that answers for it"), None, clause="1.3.1", gate="clear-responsibility"
    )
    responsible: tuple[DepartmentCode, ...] = field(N_("the departments that do it"), ())
    consulted: tuple[DepartmentCode, ...] = field(N_("the departments that are asked"), ())
    informed: tuple[DepartmentCode, ...] = field(N_("the departments that are told"), ())
    person: Login | None = field(N_("who sees to it"), None)
    deliverable: Line | None = field(N_("what is delivered"), None)
    due_date: Day | None = field(N_("by which day"), None)


class ResponsibilityTable(Form):
    """The Responsibility Table 《業務新增交叉職責分工表》 (2.3.1)."""

    clause = "2.3.1"

    rows: tuple[ResponsibilityRow, ...] = field(N_("every responsibility, with the department that answers for it"))


class RightsAndObligations(Part):
    """What one department may and must do under the agreement (2.3.2)."""

    department: DepartmentCode = field(N_("the department"))
    rights: Prose | None = field(N_("what it may ask of the others"), None, gate="terms-complete")
    obligations: Prose | None = field(N_("what it owes to the others"), None, gate="terms-complete")


class TimeNode(Part):
    """A day that the departments agree on (2.3.2)."""

    name: Line = field(N_("what is reached; a milestone's name re-dates it"))
    due_date: Day = field(N_("by which day"))


class Agreement(Form):
    """The Collaboration Agreement 《業務新增交叉協作協議》, as drafted (2.3.2)."""

    clause = "2.3.2"

    rights_and_obligations: tuple[RightsAndObligations, ...] = field(
        N_("the rights and obligations of every department"), (), gate="terms-complete"
    )
    workflow: Prose | None = field(N_("how the work goes from department to department"), None, gate="terms-complete")
    communication_mechanism: Prose | None = field(N_("how the departments keep in touch"), None, gate="terms-complete")
    time_nodes: tuple[TimeNode, ...] = field(
        N_("the time nodes agreed"), (), gate="terms-complete", default_note=N_("the request's milestones")
    )
    assessment_standards: Prose | None = field(N_("by what the result will be assessed"), None, gate="terms-complete")
    effective_date: Day | None = field(N_("from which day it holds"), None)
    meeting_every: Every | None = field(
        N_("how often the regular meeting is held"), None, clause="4.1.1", default_note=N_("the policy's period")
    )
    report_every: Every | None = field(
        N_("how often each department reports progress"), None, clause="2.4.3", default_note=N_("the policy's period")
    )


class Signature(Form):
    """A department's signature under the exact text of the agreement (2.3.2)."""

    clause = "2.3.2"

    department: DepartmentCode | None = field(
        N_("the department that signs"), None, default_note=N_("that of the one who acts")
    )
    digest: Digest | None = field(
        N_("the SHA-256 of the text that is signed"), None, default_note=N_("that of the newest text")
    )


class AgreementWithdrawal(Form):
    """A text of the agreement that not every department has signed is withdrawn (2.3.2)."""

    clause = "2.3.2"

    reason: Prose = field(N_("why the text is withdrawn"))
