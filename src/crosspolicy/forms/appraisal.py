"""Forms of appraisal, breaches, incentives and penalties (chapter 6)."""

from typing import ClassVar

from crosspolicy.forms.base import Form, field
from crosspolicy.forms.types import DepartmentCode, GroundCode, Line, Login, Mark, Money, OverdueKind, Prose
from crosspolicy.i18n import N_
from crosspolicy.vocabulary.lists import AppraisalKind, Reward, Sanction


class Appraisal(Form):
    """How a department judges another's work, or a person's (6.1.2, 6.2)."""

    clause = "6.1.2"
    acts_for: ClassVar[str] = "by_department"
    parts_of: ClassVar = {AppraisalKind.AD_HOC: ("occasion",)}
    required_of: ClassVar = {AppraisalKind.AD_HOC: ("occasion",)}
    instead_of: ClassVar = {"person": ("department",)}
    one_of: ClassVar = (("department", "person"),)

    kind: AppraisalKind = field(N_("regular, after the project; or ad-hoc, on an occasion"), clause="6.2.1")
    department: DepartmentCode | None = field(N_("the department appraised; or else a person"), None, clause="6.2.2")
    person: Login | None = field(N_("the person appraised, instead of a department"), None, clause="6.2.2")
    by_department: DepartmentCode | None = field(
        N_("the department that appraises"), None, clause="6.2.2", default_note=N_("that of the one who acts")
    )
    quality: Mark = field(N_("a mark for the quality of the work, on the policy's scale"))
    progress: Mark = field(N_("a mark for how things were done in time"))
    collaboration: Mark = field(N_("a mark for how well one worked with others"))
    communication: Mark = field(N_("a mark for how well others were kept informed"))
    risk_control: Mark = field(N_("a mark for how well the risks were kept in hand"))
    comment: Prose | None = field(N_("what to say beside the marks"), None)
    occasion: Prose | None = field(N_("what occasions it; must be there when ad-hoc"), None, clause="6.2.3")


class BreachRecord(Form):
    """A breach of the agreement or of a clause (6.3.3)."""

    clause = "6.3.3"
    acts_for: ClassVar[str] = ""
    instead_of: ClassVar = {
        "person": ("department", "obligation"),
        "term": ("obligation",),
        "description": ("obligation",),
    }
    one_of: ClassVar = (
        ("obligation", "department", "person"),
        ("obligation", "term"),
        ("obligation", "description"),
    )

    obligation: OverdueKind | None = field(
        N_("the kind of an overdue obligation that is recorded as the breach, such as progress-report"), None
    )
    department: DepartmentCode | None = field(
        N_("the department that broke it; or else a person"),
        None,
        default_note=N_("the one that owes the obligation"),
    )
    person: Login | None = field(N_("the person who broke it, instead of a department"), None)
    term: Line | None = field(
        N_("the part of the agreement, or the clause, that was broken"), None, default_note=N_("that of the obligation")
    )
    description: Prose | None = field(N_("what happened"), None, default_note=N_("what is overdue, since when"))
    serious: bool | None = field(N_("whether it is serious"), None)


class Incentive(Form):
    """A reward for those who excel (6.3.1, 6.3.2)."""

    clause = "6.3.1"
    acts_for: ClassVar[str] = ""
    instead_of: ClassVar = {"person": ("department",)}
    one_of: ClassVar = (("department", "person"),)
    kind_field: ClassVar[str] = "measure"
    parts_of: ClassVar = {Reward.BONUS: ("amount",)}
    required_of: ClassVar = {Reward.BONUS: ("amount",)}

    department: DepartmentCode | None = field(N_("the department rewarded; or else a person"), None)
    person: Login | None = field(N_("the person rewarded, instead of a department"), None)
    measure: Reward = field(N_("the reward"), clause="6.3.2")
    amount: Money | None = field(N_("how much, where it is a bonus"), None, unit="currency", clause="6.3.2")
    reason: Prose = field(N_("what it is for"))
    rests_on: tuple[GroundCode, ...] = field(N_("the appraisals it rests on, by code"), (), gate="rests-on")


class Penalty(Form):
    """A penalty for a serious mistake or a breach (6.3.3)."""

    clause = "6.3.3"
    acts_for: ClassVar[str] = ""
    instead_of: ClassVar = {"person": ("department",)}
    one_of: ClassVar = (("department", "person"),)
    kind_field: ClassVar[str] = "measure"
    parts_of: ClassVar = {Sanction.FINE: ("amount",)}
    required_of: ClassVar = {Sanction.FINE: ("amount",)}

    department: DepartmentCode | None = field(N_("the department penalised; or else a person"), None)
    person: Login | None = field(N_("the person penalised, instead of a department"), None)
    measure: Sanction = field(N_("the penalty"))
    amount: Money | None = field(N_("how much, where it is a fine"), None, unit="currency")
    reason: Prose = field(N_("what it is for"))
    rests_on: tuple[GroundCode, ...] = field(N_("the appraisals or breaches it rests on, by code"), (), gate="rests-on")
