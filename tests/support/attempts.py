"""Every act of the policy as somebody may attempt it: what they state, where it is due, and which circle may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from crosspolicy.forms import (
    acceptance,
    agreement,
    appraisal,
    communication,
    execution,
    governance,
    meeting,
    organisation,
    risk,
    training,
)
from crosspolicy.forms import request as request_forms
from crosspolicy.forms.base import Form
from tests.support import circles, papers
from tests.support.circles import Circle, Hands
from tests.support.editions import edition
from tests.support.world import TRACK, World

BOOK: Final = ""
"""The stage of acts on the book itself."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act by its name (and variant), its form filled in, the clause that answers who may not, and the circle.

    ``at`` is a stage at which it can be done, ``target`` what it is done to under the request, ``interested`` who of
    those who may has an interest in it.
    """

    act: str
    form: type[Form]
    at: str
    clause: str
    circle: Circle
    content: dict[str, Any] = field(default_factory=dict)
    target: str = ""
    interested: Callable[[Hands], set[str]] = circles.none_interested
    told: str = ""

    def __str__(self) -> str:
        return f"{self.act} {self.told or self.content.get('kind', '')}".strip().replace(" ", "-")


_ACCEPTED: Final = {"response": "accept", "contingency": papers.CONTINGENCY}
_HIGH: Final = papers.HIGH_RISK | {"measures": "None.", "owner": "li.na", "due_date": "2026-11-13"} | _ACCEPTED
_OWN: Final = circles.another_party
_ANY: Final = circles.party

ATTEMPTS: Final = (
    Attempt(
        "department.added", organisation.Department, BOOK, "1.2", circles.coordinator, {"code": "SHOP", "name": "Shops"}
    ),
    Attempt(
        "person.added",
        organisation.Person,
        BOOK,
        "1.2",
        circles.coordinator,
        {"login": "fang.yu", "name": "Fang Yu", "department": "IT"},
    ),
    Attempt(
        "deputy.named",
        organisation.Deputy,
        BOOK,
        "1.2",
        circles.coordinator,
        {"person": "sun.wei", "deputy": "wu.min", "from_date": "2026-10-01", "until_date": "2026-10-02"},
    ),
    Attempt("policy.adopted", governance.Adoption, BOOK, "1.1", circles.management, {"text": edition()}),
    Attempt("training.need_stated", training.Need, BOOK, "7.1.1", circles.management, papers.NEED),
    Attempt("training.planned", training.Plan, BOOK, "7.2.1", circles.management, papers.PLAN),
    Attempt("training.held", training.Session, BOOK, "7.3.1", circles.management, papers.SESSION, "TC-2026-0001"),
    Attempt(
        "training.evaluated",
        training.SessionEvaluation,
        BOOK,
        "7.4.1",
        circles.management,
        papers.SESSION_EVALUATION,
        "TS-2026-0001",
    ),
    Attempt("training.adjusted", training.Adjustment, BOOK, "7.4.3", circles.management, papers.ADJUSTMENT),
    Attempt(
        "incentive.granted",
        appraisal.Incentive,
        BOOK,
        "6.3.1",
        circles.management,
        papers.REWARD,
        interested=circles.own("IT"),
    ),
    Attempt(
        "incentive.granted",
        appraisal.Incentive,
        BOOK,
        "6.3.1",
        circles.about("gao.ping"),
        papers.REWARD | {"department": None, "person": "gao.ping"},
        interested=circles.own("EXEC"),
        told="to gao.ping",
    ),
    Attempt(
        "penalty.imposed",
        appraisal.Penalty,
        BOOK,
        "6.3.3",
        circles.about("tang.mei"),
        papers.PENALTY | {"department": None, "person": "tang.mei"},
        interested=circles.own("SALES"),
        told="on tang.mei",
    ),
    Attempt("request.drafted", request_forms.Request, BOOK, "3.1.1", circles.requesting, papers.REQUEST),
    Attempt("request.edited", request_forms.RequestEdit, "draft", "3.1.1", circles.requesting, {"background": "New."}),
    Attempt("request.submitted", request_forms.Submission, "draft", "3.1.1", circles.requesting),
    Attempt("request.withdrawn", request_forms.Withdrawal, "submitted", "3.1.1", circles.requesting, {"reason": "No."}),
    Attempt("review.decided", request_forms.Review, "submitted", "3.3.1", circles.other_side, papers.REVIEW),
    Attempt(
        "gate.waived",
        governance.Waiver,
        "submitted",
        "3.3.3",
        circles.other_side,
        {"gate": "staffed", "reason": "HR joins in March."},
    ),
    Attempt("meeting.recorded", meeting.Meeting, "approved", "3.3.2", circles.management, papers.COORDINATION),
    Attempt("risk.identified", risk.Risk, "approved", "5.1.1", _ANY, papers.RISK),
    Attempt("risk.identified", risk.Risk, "approved", "5.1.1", circles.other_side, _HIGH, told="high and accepted"),
    Attempt(
        "responsibility.assigned",
        agreement.ResponsibilityTable,
        "coordinated",
        "2.3.1",
        circles.requesting,
        papers.TABLE,
    ),
    Attempt("agreement.drafted", agreement.Agreement, "coordinated", "2.3.2", circles.requesting, papers.AGREEMENT),
    Attempt(
        "agreement.withdrawn",
        agreement.AgreementWithdrawal,
        "coordinated",
        "2.3.2",
        circles.requesting,
        {"reason": "The way of the work changes."},
    ),
    Attempt("agreement.signed", agreement.Signature, "coordinated", "2.3.2", circles.signing, interested=_OWN),
    Attempt("risk.excluded", risk.NoRisk, "coordinated", "5.1.2", _ANY, papers.NO_RISK | {"category": "market"}),
    Attempt("execution.started", execution.Start, "agreed", "2.4.1", circles.requesting, papers.START),
    Attempt("meeting.recorded", meeting.Meeting, "executing", "4.1.2", circles.requesting, papers.REGULAR),
    Attempt("meeting.recorded", meeting.Meeting, "executing", "4.2.2", circles.requesting, papers.AD_HOC),
    Attempt("action.done", meeting.ActionDone, "executing", "4.1.3", _ANY, target="A1"),
    Attempt(
        "report.filed",
        execution.Report,
        "executing",
        "2.4.3",
        _ANY,
        papers.REPORT | {"overall": papers.OVERALL},
        interested=_OWN,
    ),
    Attempt(
        "milestone.reached",
        execution.MilestoneReached,
        "executing",
        "2.4.1",
        circles.of("IT", "SALES"),
        target="Pilot kiosk open",
    ),
    Attempt(
        "milestone.reached",
        execution.MilestoneReached,
        "executing",
        "2.4.1",
        circles.requesting,
        target="Both kiosks open",
        told="of the requesting department",
    ),
    Attempt(
        "milestone.moved",
        execution.MilestoneMoved,
        "executing",
        "2.4.1",
        circles.of("IT", "SALES"),
        {"due_date": "2026-11-27", "reason": "The booth comes late."},
        "Pilot kiosk open",
    ),
    Attempt("risk.treated", risk.Treatment, "executing", "5.3.1", _ANY, papers.TREATMENT, "R2"),
    Attempt(
        "risk.treated",
        risk.Treatment,
        "executing",
        "5.3.1",
        circles.other_side,
        papers.TREATMENT | _ACCEPTED,
        "R3",
        told="high and accepted",
    ),
    Attempt("risk.reviewed", risk.RiskReview, "executing", "5.4.1", _ANY, papers.RISK_REVIEW, "R2"),
    Attempt(
        "risk.reviewed",
        risk.RiskReview,
        "executing",
        "5.4.1",
        circles.other_side,
        papers.RISK_REVIEW | {"likelihood": 5, "impact": 5} | _ACCEPTED,
        "R2",
        told="high and accepted",
    ),
    Attempt("risk.closed", risk.RiskClose, "executing", "5.4.1", circles.of("FIN", "SALES"), papers.RISK_CLOSE, "R2"),
    Attempt(
        "risk.closed",
        risk.RiskClose,
        "executing",
        "5.4.1",
        circles.of("IT", "SALES"),
        papers.RISK_CLOSE,
        "R3",
        told="with an owner",
    ),
    Attempt("issue.raised", communication.Issue, "executing", "3.1.4", _ANY, papers.ISSUE),
    Attempt("issue.escalated", communication.Escalation, "executing", "3.3.3", _ANY, papers.ESCALATION, "I1"),
    Attempt(
        "issue.resolved",
        communication.Resolution,
        "executing",
        "3.1.4",
        circles.of("IT", "SALES"),
        papers.RESOLUTION,
        "I1",
    ),
    Attempt(
        "issue.resolved",
        communication.Resolution,
        "executing",
        "3.1.4",
        circles.either(circles.of("FIN", "SALES"), circles.management),
        papers.RESOLUTION,
        "I2",
        told="escalated",
    ),
    Attempt("message.logged", communication.Message, "executing", "4.2.1", _ANY, papers.MESSAGE),
    Attempt("item.shared", communication.SharedItem, "executing", "4.3.2", _ANY, papers.SHARED),
    Attempt(
        "breach.recorded",
        appraisal.BreachRecord,
        "executing",
        "6.3.3",
        circles.either(_ANY, circles.management),
        papers.BREACH,
    ),
    Attempt(
        "appraisal.given",
        appraisal.Appraisal,
        "executing",
        "6.2.3",
        circles.either(_ANY, circles.management),
        papers.AD_HOC_APPRAISAL,
        interested=_OWN,
    ),
    Attempt(
        "request.terminated", request_forms.Termination, "executing", "3.3.3", circles.management, {"reason": "No."}
    ),
    Attempt("acceptance.opened", acceptance.Opening, "executing", "2.5.1", circles.requesting, papers.OPENING),
    Attempt(
        "acceptance.evaluated", acceptance.Evaluation, "accepting", "2.5.2", _ANY, papers.EVALUATION, interested=_OWN
    ),
    Attempt("acceptance.decided", acceptance.Decision, "accepting", "3.3.4", circles.other_side, papers.DECISION),
    Attempt("appraisal.given", appraisal.Appraisal, "accepted", "6.2.2", _ANY, papers.APPRAISAL, interested=_OWN),
    Attempt("summary.added", acceptance.Summary, "accepted", "2.5.3", _ANY, papers.SUMMARY, interested=_OWN),
    Attempt("request.closed", acceptance.Closing, "accepted", "2.5.3", circles.requesting),
)
"""Every act but the making of a book; several attempts where what it is about decides who may."""


def prepare(world: World) -> None:
    """Bring about in a book what the attempts are done to, and let the deputies be named."""
    world.train()
    world.evaluate_session()
    for person, deputy, first, last in circles.DEPUTIES:
        dates = {"from_date": world.day(first), "until_date": world.day(last)}
        world.name_deputy(person=person, deputy=deputy, **dates)


def carry(world: World, stage: str) -> None:
    """Carry the request in hand on to a stage, where it then has all that is done something to there."""
    world.carry_on(stage)
    if stage == "coordinated":
        world.assign()
        world.draft_agreement()
    if stage == "executing":
        world.identify(identified_by=["FIN", "IT"])
        world.identify(**papers.HIGH_RISK)
        world.treat(3, contingency=papers.CONTINGENCY)
        world.raise_issue()
        world.raise_issue(departments=["FIN"])
        world.escalate(2)
        world.regular_meeting(actions=[papers.ACTION])
        world.appraise(**papers.AD_HOC_APPRAISAL)
        world.record_breach()


STAGES: Final = TRACK[:-1]
