"""Forms of the risk register (chapter 5)."""

from crosspolicy.forms.base import Form, Part, field
from crosspolicy.forms.types import Day, DepartmentCode, Impact, Likelihood, Line, Login, Money, Percent, Prose
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import RiskCategory, RiskResponse

_LIKELIHOOD, _IMPACT = N_("how likely, from 1 (rare)"), N_("how grave, from 1 (slight)")
_SCALE = N_("on the policy's scale")


class Contingency(Part):
    """What is done at once when a high risk happens (5.3.3)."""

    trigger: Line = field(N_("what sets it off"))
    procedure: Prose = field(N_("the emergency procedure, step by step"))
    responsible: Login = field(N_("who is responsible for it"))


class Risk(Form):
    """A risk that the departments identify together (5.1, 5.2)."""

    clause = "5.1.1"

    category: RiskCategory = field(N_("its category"), clause="5.1.2")
    description: Line = field(N_("what may happen"))
    cause: Line | None = field(N_("why it may happen"), None)
    identified_by: tuple[DepartmentCode, ...] = field(N_("the departments that see it"))
    likelihood: Likelihood = field(_LIKELIHOOD, clause="5.2.1", unit=_SCALE)
    impact: Impact = field(_IMPACT, clause="5.2.1", unit=_SCALE)
    probability_percent: Percent | None = field(N_("its probability in figures"), None, clause="5.2.2", unit="%")
    loss: Money | None = field(N_("what it would cost"), None, clause="5.2.2", unit="currency")
    response: RiskResponse | None = field(N_("what is done about it"), None, clause="5.3.2", gate="treated")
    measures: Prose | None = field(N_("the measures"), None, clause="5.3.1", gate="treated")
    owner: Login | None = field(N_("who sees to them"), None, clause="5.3.1", gate="treated")
    due_date: Day | None = field(N_("by which day they are in place"), None, clause="5.3.1", gate="treated")
    contingency: Contingency | None = field(
        N_("the contingency plan of a high risk"), None, clause="5.3.3", gate="contingency"
    )


class NoRisk(Form):
    """A department's declaration that it sees no risk of a category (5.1.2)."""

    clause = "5.1.2"

    category: RiskCategory = field(N_("the category"))
    department: DepartmentCode = field(N_("the department that declares it"), clause="5.1.1")
    reason: Prose = field(N_("why it sees none"))


class Treatment(Form):
    """The response to a risk, with its measures (5.3)."""

    clause = "5.3.1"

    response: RiskResponse = field(N_("what is done about it"), clause="5.3.2")
    measures: Prose = field(N_("the measures"))
    owner: Login = field(N_("who sees to them"))
    due_date: Day = field(N_("by which day they are in place"))
    contingency: Contingency | None = field(
        N_("the contingency plan of a high risk"), None, clause="5.3.3", gate="contingency"
    )
    residual_likelihood: Likelihood | None = field(
        N_("how likely once the measures are in place"), None, clause="5.2.2", unit=_SCALE
    )
    residual_impact: Impact | None = field(
        N_("how grave once the measures are in place"), None, clause="5.2.2", unit=_SCALE
    )


class RiskReview(Form):
    """What watching a risk shows, and how the response is adjusted to it (5.4)."""

    clause = "5.4.1"

    likelihood: Likelihood = field(_LIKELIHOOD, clause="5.2.1", unit=_SCALE)
    impact: Impact = field(_IMPACT, clause="5.2.1", unit=_SCALE)
    probability_percent: Percent | None = field(N_("its probability in figures"), None, clause="5.2.2", unit="%")
    loss: Money | None = field(N_("what it would cost"), None, clause="5.2.2", unit="currency")
    change: Prose = field(N_("what changed since it was last looked at"))
    response: RiskResponse | None = field(N_("what is done about it from now on"), None, clause="5.4.2")
    measures: Prose | None = field(N_("the measures from now on"), None, clause="5.4.2")
    measures_done: bool | None = field(N_("whether the measures are in place"), None, clause="5.3.1")
    contingency: Contingency | None = field(
        N_("the contingency plan of a high risk"), None, clause="5.3.3", gate="contingency"
    )
    residual_likelihood: Likelihood | None = field(
        N_("how likely once the measures are in place"), None, clause="5.2.2", unit=_SCALE
    )
    residual_impact: Impact | None = field(
        N_("how grave once the measures are in place"), None, clause="5.2.2", unit=_SCALE
    )
    occurred: bool | None = field(N_("whether it has happened; that raises an issue"), None, clause="3.1.4")


class RiskClose(Form):
    """The end of a risk (5.4.1)."""

    clause = "5.4.1"

    reason: Prose = field(N_("why it is a risk no longer"))
