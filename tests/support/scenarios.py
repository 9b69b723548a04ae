"""For every gate a case in which it alone says no, and how the case is put right: the policy's demands as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from crosspolicy.forms import risk
from tests.support import papers
from tests.support.company import INVOLVED, MEMBER, PARTIES
from tests.support.world import World

Step = Callable[[World], Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A request carried to ``stage``, what somebody then tries, what is missing, and how it passes in the end.

    What is tried on the book itself, ``is_on_request`` being False, no waiver of a request lets pass.
    """

    gate: str
    clause: str
    stage: str
    trying: Step
    missing: tuple[str, ...]
    mended: Step
    after: str
    before: Step = lambda world: None
    beside: tuple[str, ...] = ()
    is_on_request: bool = True

    def arrange(self, world: World) -> None:
        """Bring the request to where the gate says no."""
        world.until(self.stage)
        self.before(world)


def _sign_two(world: World) -> None:
    world.assign()
    world.draft_agreement()
    world.sign_all("SALES", "IT")


def _evaluate_with_a_failure(world: World) -> None:
    world.evaluate("SALES")
    world.evaluate("IT")
    world.fail("FIN")


def _then(*steps: Step) -> Step:
    def take(world: World) -> Any:
        return [step(world) for step in steps][-1]

    return take


def _each(step: Callable[[World, str], Any], *departments: str) -> Step:
    return lambda world: [step(world, department) for department in departments][-1]


def _agreed(*facing: Step) -> Step:
    """From the approval to the last signature, with the risks faced in just these steps."""
    return _then(World.coordinate, *facing, World.assign, World.draft_agreement, World.sign_all)


def _declared(*categories: str, by: str = "IT") -> Step:
    """Declare categories free of risk."""

    def declare(world: World) -> None:
        for category in categories:
            world.declare_none(category, department=by, by=MEMBER[by])

    return declare


def _treat(world: World) -> None:
    world.treat(residual_likelihood=None, residual_impact=None)


def _identify_high(world: World) -> None:
    """A risk that is treated from the first, but for its contingency plan."""
    world.identify(**papers.HIGH_RISK | {n: v for n, v in papers.TREATMENT.items() if n in risk.Risk.model_fields})


ONE_SIDED: Final = [{"responsibility": "Run the kiosks", "accountable": "SALES"}]
NOT_FORESEEN: Final = ("business", "personnel", "market", "legal")
"""The categories in which the request form foresees no risk."""
NOBODY_CAME: Final = {"attendees": ["gao.ping", "li.na"], "opinions": None}

SCENARIOS: Final = (
    Scenario(
        gate="cross-department",
        clause="1.2",
        stage="draft",
        before=lambda world: world.edit(departments=[], milestones=papers.REQUEST["milestones"][1:]),
        trying=World.submit,
        missing=("departments",),
        beside=("form-complete",),
        mended=_then(lambda world: world.edit(departments=papers.REQUEST["departments"]), World.submit),
        after="submitted",
    ),
    Scenario(
        gate="form-complete",
        clause="2.1.2",
        stage="draft",
        before=lambda world: world.edit(milestones=[]),
        trying=World.submit,
        missing=("milestones",),
        mended=_then(lambda world: world.edit(milestones=papers.REQUEST["milestones"]), World.submit),
        after="submitted",
    ),
    Scenario(
        gate="review-first",
        clause="2.2.3",
        stage="submitted",
        trying=World.coordinate,
        missing=("review",),
        mended=_then(World.review, World.coordinate),
        after="coordinated",
    ),
    Scenario(
        gate="coordination-attended",
        clause="3.2.1",
        stage="approved",
        trying=lambda world: world.coordinate(**NOBODY_CAME),
        missing=("attendees:IT", "attendees:FIN", "opinions:IT", "opinions:FIN"),
        mended=World.coordinate,
        after="coordinated",
    ),
    Scenario(
        gate="meeting-first",
        clause="2.3.1",
        stage="approved",
        trying=World.assign,
        missing=("meeting",),
        mended=_then(World.coordinate, World.assign),
        after="coordinated",
    ),
    Scenario(
        gate="clear-responsibility",
        clause="1.3.1",
        stage="coordinated",
        trying=lambda world: world.assign(rows=ONE_SIDED),
        missing=INVOLVED,
        mended=World.assign,
        after="coordinated",
    ),
    Scenario(
        gate="table-first",
        clause="2.3.2",
        stage="coordinated",
        trying=World.draft_agreement,
        missing=("responsibility",),
        mended=_then(World.assign, World.draft_agreement),
        after="coordinated",
    ),
    Scenario(
        gate="terms-complete",
        clause="2.3.2",
        stage="coordinated",
        before=World.assign,
        trying=lambda world: world.draft_agreement(workflow=None),
        missing=("workflow",),
        mended=World.draft_agreement,
        after="coordinated",
    ),
    Scenario(
        gate="signed-by-all",
        clause="2.3.2",
        stage="coordinated",
        before=_sign_two,
        trying=World.start,
        missing=("FIN",),
        mended=_then(lambda world: world.sign("FIN"), World.start),
        after="executing",
    ),
    Scenario(
        gate="signed-by-all",
        clause="2.3.2",
        stage="executing",
        before=_then(World.draft_agreement, World.reach_all, lambda world: world.sign("IT")),
        trying=World.open_acceptance,
        missing=("SALES", "FIN"),
        mended=_then(World.withdraw_agreement, World.open_acceptance),
        after="accepting",
    ),
    Scenario(
        gate="staffed",
        clause="2.4.1",
        stage="agreed",
        trying=lambda world: world.start(staff=None),
        missing=PARTIES,
        mended=World.start,
        after="executing",
    ),
    Scenario(
        gate="identified-together",
        clause="5.1.1",
        stage="approved",
        before=_agreed(World.close_risk, _declared(*NOT_FORESEEN)),
        trying=World.start,
        missing=("FIN",),
        mended=_then(World.declare_none, World.start),
        after="executing",
    ),
    Scenario(
        gate="categories-covered",
        clause="5.1.2",
        stage="approved",
        before=_agreed(World.close_risk, _declared("market"), _declared("market", by="FIN")),
        trying=World.start,
        missing=("business", "personnel", "legal"),
        mended=_then(_declared("business", "personnel", "legal"), World.start),
        after="executing",
    ),
    Scenario(
        gate="assessed",
        clause="5.2.1",
        stage="approved",
        before=_agreed(_treat, _declared(*NOT_FORESEEN), _declared("legal", by="FIN")),
        trying=World.start,
        missing=("CB-2026-0001/R1",),
        mended=_then(World.review_risk, World.start),
        after="executing",
    ),
    Scenario(
        gate="treated",
        clause="5.3.1",
        stage="approved",
        before=_agreed(World.review_risk, _declared(*NOT_FORESEEN), _declared("legal", by="FIN")),
        trying=World.start,
        missing=("CB-2026-0001/R1",),
        mended=_then(World.treat, World.start),
        after="executing",
    ),
    Scenario(
        gate="contingency",
        clause="5.3.3",
        stage="approved",
        before=_agreed(World.face_risks, _identify_high),
        trying=World.start,
        missing=("CB-2026-0001/R2",),
        mended=_then(lambda world: world.treat(2, contingency=papers.CONTINGENCY), World.start),
        after="executing",
    ),
    Scenario(
        gate="report-period",
        clause="2.4.3",
        stage="executing",
        before=lambda world: world.report("IT"),
        trying=lambda world: world.report("IT"),
        missing=("2026-09-30/2026-09-30",),
        mended=_then(lambda world: world.later(1), lambda world: world.report("IT")),
        after="executing",
    ),
    Scenario(
        gate="ad-hoc-outcome",
        clause="4.2.2",
        stage="executing",
        trying=lambda world: world.ad_hoc(solution=None, responsible_department=None),
        missing=("solution", "responsible_department"),
        mended=World.ad_hoc,
        after="executing",
    ),
    Scenario(
        gate="milestones-reached",
        clause="2.5.1",
        stage="executing",
        trying=World.open_acceptance,
        missing=("Pilot kiosk open", "Both kiosks open"),
        mended=_then(World.reach_all, World.open_acceptance),
        after="accepting",
    ),
    Scenario(
        gate="evaluated-by-all",
        clause="2.5.1",
        stage="accepting",
        trying=World.decide,
        missing=PARTIES,
        mended=_then(_each(World.evaluate, *PARTIES), World.decide),
        after="accepted",
    ),
    Scenario(
        gate="no-failed-evaluation",
        clause="2.5.2",
        stage="accepting",
        before=_evaluate_with_a_failure,
        trying=World.decide,
        missing=("FIN",),
        mended=_then(lambda world: world.evaluate("FIN"), World.decide),
        after="accepted",
    ),
    Scenario(
        gate="summed-up-by-all",
        clause="2.5.3",
        stage="accepted",
        before=lambda world: world.sum_up("SALES"),
        trying=World.close,
        missing=INVOLVED,
        mended=_each(World.sum_up, *INVOLVED),
        after="closed",
    ),
    Scenario(
        gate="not-oneself",
        clause="6.2.2",
        stage="accepted",
        trying=lambda world: world.appraise(department="SALES"),
        missing=("SALES",),
        mended=World.appraise,
        after="accepted",
    ),
    Scenario(
        gate="rated-once",
        clause="6.2.2",
        stage="accepted",
        before=World.appraise,
        trying=World.appraise,
        missing=("IT",),
        mended=lambda world: world.appraise(department="FIN"),
        after="accepted",
    ),
    Scenario(
        gate="rests-on",
        clause="6.3.1",
        stage="accepted",
        before=World.appraise,
        trying=lambda world: world.reward(department="FIN"),
        missing=("CB-2026-0001/Q1",),
        mended=World.reward,
        after="accepted",
        is_on_request=False,
    ),
    Scenario(
        gate="needs-first",
        clause="7.2.1",
        stage="draft",
        before=lambda world: world.state_need(business_trend=None),
        trying=World.plan_training,
        missing=("business_trend",),
        mended=_then(World.state_need, World.plan_training),
        after="draft",
        is_on_request=False,
    ),
    Scenario(
        gate="plan-complete",
        clause="7.2.2",
        stage="draft",
        before=World.state_need,
        trying=lambda world: world.plan_training(courses=[papers.COURSE | {"method": None, "instructor": None}]),
        missing=("courses.1.method", "courses.1.instructor"),
        mended=World.plan_training,
        after="draft",
        is_on_request=False,
    ),
    Scenario(
        gate="planned-course",
        clause="7.3.1",
        stage="draft",
        trying=lambda world: world.hold_session(target="Fire drill", instructor="Mr Wu"),
        missing=("Fire drill",),
        mended=lambda world: world.hold_session(target="Fire drill", instructor="Mr Wu", reason="After the fire."),
        after="draft",
        is_on_request=False,
    ),
    Scenario(
        gate="instructor-free",
        clause="7.3.1",
        stage="draft",
        before=World.train,
        trying=World.hold_session,
        missing=("TS-2026-0001",),
        mended=lambda world: world.hold_session(held_on="2026-09-28"),
        after="draft",
        is_on_request=False,
    ),
    Scenario(
        gate="evaluated",
        clause="7.4.1",
        stage="draft",
        before=_then(World.train, World.evaluate_session),
        trying=lambda world: world.adjust_training(rests_on=None),
        missing=("rests_on",),
        mended=World.adjust_training,
        after="draft",
        is_on_request=False,
    ),
    Scenario(
        gate="stage",
        clause="4.1.1",
        stage="approved",
        trying=World.regular_meeting,
        missing=("approved",),
        mended=_then(World.coordinate, World.regular_meeting),
        after="coordinated",
    ),
)
