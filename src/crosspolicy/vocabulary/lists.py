"""The policy's fixed lists: stages, roles, outcomes, periods."""

from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """Where a request stands (2.1–2.5)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    COORDINATED = "coordinated"
    AGREED = "agreed"
    EXECUTING = "executing"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


TRACK: Final = tuple(Stage)[:9]
ENDED: Final = frozenset({Stage.CLOSED, Stage.REJECTED, Stage.WITHDRAWN, Stage.TERMINATED})
STOPPED: Final = ENDED - {Stage.CLOSED}


def stages(first: Stage, last: Stage) -> frozenset[Stage]:
    """Return the stages of the track from ``first`` to ``last``, both included."""
    return frozenset(TRACK[TRACK.index(first) : TRACK.index(last) + 1])


WORKING: Final = stages(Stage.EXECUTING, Stage.ACCEPTING)
"""While a project runs (2.4, 5.4.1)."""


class Role(StrEnum):
    """What a person may be beside a member of their department."""

    MANAGEMENT = "management"
    COORDINATOR = "coordinator"
    SIGNATORY = "signatory"


class RiskCategory(StrEnum):
    """Kinds of risk (5.1.2)."""

    BUSINESS = "business"
    TECHNICAL = "technical"
    PERSONNEL = "personnel"
    MARKET = "market"
    LEGAL = "legal"


class RiskLevel(StrEnum):
    """What likelihood and impact make of a risk (5.2.2), the lowest first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    EXTREME = "extreme"


class RiskResponse(StrEnum):
    """What is done about a risk (5.3.2)."""

    AVOID = "avoid"
    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    ACCEPT = "accept"


class Severity(StrEnum):
    """How much an issue hurts (3.1.4)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Channel(StrEnum):
    """How departments reach each other at once (4.2.1)."""

    PHONE = "phone"
    EMAIL = "e-mail"
    INSTANT_MESSAGE = "instant-message"
    IN_PERSON = "in-person"


class SharedKind(StrEnum):
    """What departments share (4.3.2)."""

    PROGRESS = "progress"
    RESULT = "result"
    FEEDBACK = "feedback"


class AppraisalKind(StrEnum):
    """When departments and people are appraised (6.2.1)."""

    REGULAR = "regular"
    AD_HOC = "ad-hoc"


class Reward(StrEnum):
    """How those who excel are rewarded (6.3.2)."""

    BONUS = "bonus"
    CERTIFICATE = "certificate"
    PROMOTION = "promotion"


class Sanction(StrEnum):
    """How serious mistakes and breaches are penalised, the mildest first (6.3.3)."""

    WARNING = "warning"
    FINE = "fine"
    DEMOTION = "demotion"
    DISMISSAL = "dismissal"


class TrainingMethod(StrEnum):
    """How training is held (7.3.2)."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    ONLINE = "online"
    PRACTICAL = "practical"


class EvaluationMethod(StrEnum):
    """How the effect of training is evaluated (7.4.2)."""

    EXAM = "exam"
    PRACTICAL = "practical"
    QUESTIONNAIRE = "questionnaire"
    FEEDBACK = "feedback"


class Effect(StrEnum):
    """What an evaluation concludes of a session (7.4.1)."""

    EFFECTIVE = "effective"
    PARTLY = "partly"
    INEFFECTIVE = "ineffective"


class PlanChange(StrEnum):
    """How a training plan is adjusted (7.4.3)."""

    ADD = "add"
    CHANGE = "change"
    DROP = "drop"


class StrategicFit(StrEnum):
    """How a request fits the strategic objectives (2.2.2)."""

    STRONG = "strong"
    PARTIAL = "partial"
    WEAK = "weak"


class Resources(StrEnum):
    """Whether there are the means (2.2.2)."""

    SUFFICIENT = "sufficient"
    PARTIAL = "partial"
    INSUFFICIENT = "insufficient"


class Necessity(StrEnum):
    """Whether the business is needed (2.2.2)."""

    NECESSARY = "necessary"
    DESIRABLE = "desirable"
    UNNECESSARY = "unnecessary"


class Feasibility(StrEnum):
    """Whether it can be done (2.2.2)."""

    FEASIBLE = "feasible"
    CONDITIONAL = "conditional"
    INFEASIBLE = "infeasible"


class ReviewOutcome(StrEnum):
    """What a review decides (2.2.2)."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


class MeetingKind(StrEnum):
    """The policy's three meetings (2.2.3, 4.1.1, 4.2.2)."""

    COORDINATION = "coordination"
    REGULAR = "regular"
    AD_HOC = "ad-hoc"


class Every(StrEnum):
    """The periods that the policy knows (4.1.1)."""

    WEEK = "1 week"
    TWO_WEEKS = "2 weeks"

    @property
    def days(self) -> int:
        """The period in calendar days."""
        return 7 if self is Every.WEEK else 14


class Achieved(StrEnum):
    """How far a criterion of acceptance is met (2.5.2)."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"


class TextState(StrEnum):
    """How a text of the agreement stands (2.3.2)."""

    IN_FORCE = "in-force"
    WAITING = "waiting"
    EARLIER = "earlier"
    WITHDRAWN = "withdrawn"


class EditionState(StrEnum):
    """How an adopted edition of the policy stands (1.1); a replaced one never came into force."""

    IN_FORCE = "in-force"
    COMING = "coming"
    PAST = "past"
    REPLACED = "replaced"


class Verdict(StrEnum):
    """A department's judgement at acceptance (2.5.2)."""

    PASS = "pass"
    FAIL = "fail"


class DecisionOutcome(StrEnum):
    """Management's decision on the acceptance (3.3.4)."""

    ACCEPT = "accept"
    REWORK = "rework"
    REJECT = "reject"


MANAGEMENT: Final = "management"
"""Who owes an obligation that is no department's."""

CRITERIA: Final = ("objectives", "quality", "schedule", "cost")
"""The criteria of acceptance (2.5.2)."""

INDICATORS: Final = ("quality", "progress", "collaboration", "communication", "risk_control")
"""What departments and people are appraised by (6.1.2)."""

FACTORS: Final = ("business_trend", "skill_level", "work_problem")
"""What an analysis of training needs considers (7.1.2)."""

YEARLY: Final = -1
"""The period, where others count days, of what is owed on the same day of every year."""

TERMS: Final = (
    "rights_and_obligations",
    "workflow",
    "communication_mechanism",
    "time_nodes",
    "assessment_standards",
)
"""What a Collaboration Agreement states (2.3.2)."""
