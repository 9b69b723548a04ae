"""For every gate the cases in which it refuses: from which point of the way, what is tried, what it names as missing,
and what puts it right. The same table serves the refusals and the waivers."""

from dataclasses import dataclass
from typing import Any, Final

from tests.journeys.books import NONE_SEEN, REQ, Act, Form, close_risk, none_seen, reach, words
from tests.journeys.driver import Answer, Cli
from tests.support import papers
from tests.support.company import MANAGER, MEMBER, PARTIES, REQUESTER, SIGNATORY


def without(form: Form, *names: str, **changes: Any) -> dict[str, Any]:
    """Return a form that leaves fields out, or states others."""
    return {name: value for name, value in form.items() if name not in names} | changes


def edit(**fields: Any) -> Act:
    """Return the act that changes these fields of the draft."""
    return f"request edit {REQ}", REQUESTER, fields


SUBMIT: Final[Act] = (f"request submit {REQ}", REQUESTER, None)
REVIEW: Final[Act] = (f"review {REQ}", MANAGER, papers.REVIEW)
COORDINATE: Final[Act] = (f"meeting record {REQ}", MANAGER, papers.COORDINATION)
REGULAR: Final[Act] = (f"meeting record {REQ}", REQUESTER, papers.REGULAR)
ASSIGN: Final[Act] = (f"responsibility assign {REQ}", REQUESTER, papers.TABLE)
DRAFT: Final[Act] = (f"agree draft {REQ}", REQUESTER, papers.AGREEMENT)
START: Final[Act] = (f"start {REQ}", REQUESTER, papers.START)
REPORT: Final[Act] = (f"report {REQ}", MEMBER["IT"], papers.REPORT)
OPEN: Final[Act] = (f"accept open {REQ}", REQUESTER, papers.OPENING)
ACCEPT: Final[Act] = (f"accept decide {REQ}", MANAGER, papers.DECISION)
CLOSE: Final[Act] = (f"request close {REQ}", REQUESTER, None)
REACH: Final = tuple(reach(str(milestone["name"])) for milestone in papers.REQUEST["milestones"])


def sign(department: str) -> Act:
    """Return a department's signature."""
    return f"agree sign {REQ}", SIGNATORY[department], None


def evaluate(department: str) -> Act:
    """Return a department's evaluation."""
    return f"accept evaluate {REQ}", MEMBER[department], papers.EVALUATION


def sum_up(department: str) -> Act:
    """Return a department's summary."""
    return f"summary add {REQ}", MEMBER[department], papers.SUMMARY


def treat(number: int = 1, **changes: Any) -> Act:
    """Return the treatment of a risk."""
    return f"risk treat {REQ}/R{number}", REQUESTER, papers.TREATMENT | changes


def review_risk(number: int = 1, **changes: Any) -> Act:
    """Return the review of a risk."""
    return f"risk review {REQ}/R{number}", REQUESTER, papers.RISK_REVIEW | changes


AGREE: Final[tuple[Act, ...]] = (ASSIGN, DRAFT, *(sign(department) for department in PARTIES))
"""From the meeting to the agreement, without a thought of the risks."""
HIGH: Final[dict[str, Any]] = {"likelihood": 4, "impact": 4, "contingency": papers.CONTINGENCY}
UNPLANNED: Final[Act] = (
    f"risk add {REQ}",
    REQUESTER,
    papers.HIGH_RISK | without(papers.TREATMENT, "residual_likelihood", "residual_impact"),
)
"""A high risk with everything but its contingency plan, R2."""

FAIL: Final[Act] = (
    f"accept evaluate {REQ}",
    MEMBER["FIN"],
    papers.EVALUATION | {"quality": "unmet", "quality_note": "The second kiosk leaks.", "verdict": "fail"},
)


def appraise(by: str, **changes: Any) -> Act:
    """Return an appraisal, of IT unless the changes say otherwise."""
    return f"appraise {REQ}", by, without(papers.APPRAISAL | changes, *(("department",) if "person" in changes else ()))


def breach(**changes: Any) -> Act:
    """Return the record of a breach by IT."""
    return f"breach record {REQ}", MANAGER, papers.BREACH | changes


def grant(*grounds: str) -> Act:
    """Return a reward of IT that rests on these grounds."""
    return "incentive grant", MANAGER, papers.REWARD | {"rests_on": list(grounds)}


def fine(*grounds: str) -> Act:
    """Return a fine of IT that rests on these grounds."""
    form = papers.PENALTY | {"measure": "fine", "amount": "500.00", "rests_on": list(grounds)}
    return "incentive penalise", MANAGER, form


def session(course: str = "TC-2026-0001", **changes: Any) -> Act:
    """Return a session of a course."""
    return f"training session|{course}", MANAGER, papers.SESSION | changes


NEED: Final[Act] = ("training need", MANAGER, papers.NEED)
PLAN: Final[Act] = ("training plan", MANAGER, papers.PLAN)
EFFECT: Final[Act] = ("training evaluate TS-2026-0001", MANAGER, papers.SESSION_EVALUATION)
ADJUST: Final[Act] = ("training adjust", MANAGER, papers.ADJUSTMENT)


def done(cli: Cli, *acts: Act) -> str:
    """Do acts, one after the other, each of which must pass; return the stage that the last one leads to."""
    stage = ""
    for command, by, form in acts:
        stage = cli.act(*words(command), form=form, by=by)["stage"]
    return stage


def refused(cli: Cli, act: Act, code: int = 4) -> Answer:
    """Try an act that must be refused."""
    command, by, form = act
    return cli.refused(*words(command), form=form, by=by, code=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request at ``stage``, prepared by ``before``; ``tried`` is refused by ``gate``, naming ``missing`` exactly.

    ``beside`` are the other gates that refuse in the same breath, with what they miss. ``mend`` is what has to happen
    before the act passes; ``passes`` what is tried then, where the act itself has to state more; ``after`` the stage
    that it leads to, ``waived_to`` the one that it leads to by waiver, where that is another. ``also`` are clauses that
    the case shows beside the gate's own.
    """

    name: str
    gate: str
    clause: str
    stage: str
    tried: Act
    missing: tuple[str, ...]
    after: str
    before: tuple[Act, ...] = ()
    beside: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mend: tuple[Act, ...] = ()
    passes: Act | None = None
    waived_to: str = ""
    also: tuple[str, ...] = ()


_EMPTY_TERMS = (
    "workflow",
    "communication_mechanism",
    "assessment_standards",
    "rights_and_obligations.SALES",
    "rights_and_obligations.IT",
    "rights_and_obligations.FIN",
)

CASES: Final = (
    Case(
        name="no second department",
        gate="cross-department",
        clause="1.2",
        stage="draft",
        before=(edit(departments=[], milestones=papers.REQUEST["milestones"][1:]),),
        tried=SUBMIT,
        missing=("departments",),
        beside=(("form-complete", ("departments",)),),
        mend=(edit(departments=papers.REQUEST["departments"]),),
        after="submitted",
    ),
    Case(
        name="no second department but its own",
        gate="cross-department",
        clause="1.2",
        stage="draft",
        before=(
            edit(
                departments=[{"department": "SALES", "positions": ["Account lead"]}],
                milestones=papers.REQUEST["milestones"][1:],
            ),
        ),
        tried=SUBMIT,
        missing=("departments",),
        beside=(("form-complete", ("departments",)),),
        mend=(edit(departments=papers.REQUEST["departments"]),),
        after="submitted",
    ),
    Case(
        name="an empty form",
        gate="form-complete",
        clause="2.1.2",
        stage="founded",
        before=(("request new", REQUESTER, {"title": "Kiosk", "requesting_department": "SALES"}),),
        tried=SUBMIT,
        missing=("background", "objectives", "departments", "milestones", "risks"),
        beside=(("cross-department", ("departments",)),),
        mend=(edit(**without(papers.REQUEST, "title", "requesting_department")),),
        after="submitted",
    ),
    Case(
        name="a department without positions",
        gate="form-complete",
        clause="2.1.2",
        stage="draft",
        before=(edit(departments=[{"department": "IT"}, {"department": "FIN", "positions": ["Controller"]}]),),
        tried=SUBMIT,
        missing=("departments.IT.positions",),
        mend=(edit(departments=papers.REQUEST["departments"]),),
        after="submitted",
    ),
    Case(
        name="no risk, and no reason why none",
        gate="form-complete",
        clause="2.1.2",
        stage="draft",
        before=(edit(risks=[]),),
        tried=SUBMIT,
        missing=("risks",),
        mend=(edit(no_risk_foreseen_because="Nothing moves, nothing burns."),),
        after="submitted",
    ),
    Case(
        name="a meeting before the review",
        gate="review-first",
        clause="2.2.3",
        stage="submitted",
        tried=COORDINATE,
        missing=("review",),
        mend=(REVIEW,),
        after="coordinated",
    ),
    Case(
        name="nobody came, nobody was heard",
        gate="coordination-attended",
        clause="3.2.1",
        stage="approved",
        tried=(*COORDINATE[:2], without(papers.COORDINATION, "opinions", attendees=["gao.ping"])),
        missing=("attendees:SALES", "attendees:IT", "attendees:FIN", "opinions:IT", "opinions:FIN"),
        passes=COORDINATE,
        after="coordinated",
    ),
    Case(
        name="the requesting department stayed away",
        gate="coordination-attended",
        clause="3.2.1",
        stage="approved",
        tried=(
            *COORDINATE[:2],
            papers.COORDINATION | {"attendees": ["gao.ping", "liu.yang", "sun.wei"]},
        ),
        missing=("attendees:SALES",),
        passes=COORDINATE,
        also=("3.1.2",),
        after="coordinated",
    ),
    Case(
        name="a table before the meeting",
        gate="meeting-first",
        clause="2.3.1",
        stage="approved",
        tried=ASSIGN,
        missing=("meeting",),
        mend=(COORDINATE,),
        waived_to="approved",
        after="coordinated",
    ),
    Case(
        name="a row that nobody answers for, one stated twice, a department with none",
        gate="clear-responsibility",
        clause="1.3.1",
        stage="coordinated",
        tried=(
            *ASSIGN[:2],
            {
                "rows": [
                    {"responsibility": "Run the kiosks"},
                    {"responsibility": "Build the booking system", "accountable": "IT"},
                    {"responsibility": "Build the booking system", "accountable": "SALES"},
                ]
            },
        ),
        missing=("accountable:Run the kiosks", "twice:Build the booking system", "FIN"),
        passes=ASSIGN,
        after="coordinated",
    ),
    Case(
        name="an agreement before the table",
        gate="table-first",
        clause="2.3.2",
        stage="coordinated",
        tried=DRAFT,
        missing=("responsibility",),
        mend=(ASSIGN,),
        after="coordinated",
    ),
    Case(
        name="an agreement without terms",
        gate="terms-complete",
        clause="2.3.2",
        stage="tabled",
        tried=(*DRAFT[:2], {}),
        missing=_EMPTY_TERMS,
        passes=DRAFT,
        after="coordinated",
    ),
    Case(
        name="a department without obligations",
        gate="terms-complete",
        clause="2.3.2",
        stage="tabled",
        tried=(
            *DRAFT[:2],
            papers.AGREEMENT
            | {
                "rights_and_obligations": [
                    {"department": "SALES", "rights": "Chooses.", "obligations": "Runs."},
                    {"department": "IT", "rights": "Chooses."},
                    {"department": "FIN", "obligations": "Settles."},
                ]
            },
        ),
        missing=("rights_and_obligations.IT.obligations", "rights_and_obligations.FIN.rights"),
        passes=DRAFT,
        after="coordinated",
    ),
    Case(
        name="a start without an agreement",
        gate="signed-by-all",
        clause="2.3.2",
        stage="tabled",
        tried=START,
        missing=("agreement", *PARTIES),
        mend=(DRAFT, *(sign(department) for department in PARTIES)),
        after="executing",
    ),
    Case(
        name="a start before the last signature",
        gate="signed-by-all",
        clause="2.3.2",
        stage="drafted",
        before=(sign("SALES"), sign("IT")),
        tried=START,
        missing=("FIN",),
        mend=(sign("FIN"),),
        after="executing",
    ),
    Case(
        name="a start under a new table",
        gate="signed-by-all",
        clause="2.3.2",
        stage="agreed",
        before=((*ASSIGN[:2], {"rows": papers.TABLE["rows"] + [{"responsibility": "Insure", "accountable": "FIN"}]}),),
        tried=START,
        missing=PARTIES,
        mend=tuple(sign(department) for department in PARTIES),
        after="executing",
    ),
    Case(
        name="a start with half of the people",
        gate="staffed",
        clause="2.4.1",
        stage="agreed",
        tried=(*START[:2], {"staff": [{"person": "li.na"}, {"person": "zhao.lei"}]}),
        missing=("IT", "FIN"),
        passes=START,
        after="executing",
    ),
    Case(
        name="a department that took no part in identifying the risks",
        gate="identified-together",
        clause="5.1.1",
        stage="coordinated",
        before=(*AGREE, close_risk(), *(none_seen(category, "IT") for category, _ in NONE_SEEN)),
        tried=START,
        missing=("FIN",),
        mend=(none_seen("legal", "FIN"),),
        after="executing",
    ),
    Case(
        name="categories that nothing is said of",
        gate="categories-covered",
        clause="5.1.2",
        stage="coordinated",
        before=(*AGREE, close_risk(), *(none_seen(*each) for each in NONE_SEEN[:2])),
        tried=START,
        missing=("market", "legal"),
        mend=(
            (f"risk add {REQ}", REQUESTER, papers.RISK),
            treat(2),
            none_seen("legal", "IT"),
        ),
        after="executing",
    ),
    Case(
        name="a category declared free of risk while one of it is open",
        gate="categories-covered",
        clause="5.1.2",
        stage="coordinated",
        tried=none_seen("technical", "IT"),
        missing=(f"{REQ}/R1",),
        mend=(close_risk(),),
        after="coordinated",
    ),
    Case(
        name="a risk that nobody assessed",
        gate="assessed",
        clause="5.2.1",
        stage="coordinated",
        before=(
            *AGREE,
            *(none_seen(*each) for each in NONE_SEEN),
            (treat()[0], REQUESTER, without(papers.TREATMENT, "residual_likelihood", "residual_impact")),
        ),
        tried=START,
        missing=(f"{REQ}/R1",),
        mend=(review_risk(),),
        also=("5.2.2",),
        after="executing",
    ),
    Case(
        name="a risk without response and measures",
        gate="treated",
        clause="5.3.1",
        stage="coordinated",
        before=(*AGREE, *(none_seen(*each) for each in NONE_SEEN), review_risk()),
        tried=START,
        missing=(f"{REQ}/R1",),
        mend=(treat(),),
        also=("5.3.2",),
        after="executing",
    ),
    Case(
        name="a start with a high risk that lacks its contingency plan",
        gate="contingency",
        clause="5.3.3",
        stage="agreed",
        before=(UNPLANNED,),
        tried=START,
        missing=(f"{REQ}/R2",),
        mend=(treat(2, contingency=papers.CONTINGENCY),),
        after="executing",
    ),
    Case(
        name="a high risk treated without a contingency plan",
        gate="contingency",
        clause="5.3.3",
        stage="agreed",
        before=(UNPLANNED,),
        tried=treat(2),
        missing=(f"{REQ}/R2",),
        passes=treat(2, contingency=papers.CONTINGENCY),
        after="agreed",
    ),
    Case(
        name="a review that finds a risk high, and writes no contingency plan",
        gate="contingency",
        clause="5.3.3",
        stage="coordinated",
        tried=review_risk(likelihood=4, impact=4),
        missing=(f"{REQ}/R1",),
        passes=review_risk(**HIGH),
        also=("5.4.1",),
        after="coordinated",
    ),
    Case(
        name="a report before the start",
        gate="report-period",
        clause="2.4.3",
        stage="agreed",
        tried=REPORT,
        missing=("agreed",),
        mend=(START,),
        waived_to="agreed",
        after="executing",
    ),
    Case(
        name="a report on the same days",
        gate="report-period",
        clause="2.4.3",
        stage="executing",
        before=(REPORT,),
        tried=(
            *REPORT[:2],
            papers.REPORT | {"period_start_date": "2026-09-29", "period_end_date": "2026-09-30"},
        ),
        missing=("2026-09-30/2026-09-30",),
        passes=(
            *REPORT[:2],
            papers.REPORT | {"period_start_date": "2026-09-28", "period_end_date": "2026-09-29"},
        ),
        after="executing",
    ),
    Case(
        name="an acceptance before the milestones",
        gate="milestones-reached",
        clause="2.5.1",
        stage="executing",
        tried=OPEN,
        missing=("Pilot kiosk open", "Both kiosks open"),
        mend=REACH,
        after="accepting",
    ),
    Case(
        name="a decision before the evaluations",
        gate="evaluated-by-all",
        clause="2.5.1",
        stage="accepting",
        before=(evaluate("IT"),),
        tried=ACCEPT,
        missing=("SALES", "FIN"),
        mend=(evaluate("SALES"), evaluate("FIN")),
        after="accepted",
    ),
    Case(
        name="a decision against a failed evaluation",
        gate="no-failed-evaluation",
        clause="2.5.2",
        stage="accepting",
        before=(evaluate("SALES"), evaluate("IT"), FAIL),
        tried=ACCEPT,
        missing=("FIN",),
        mend=(evaluate("FIN"),),
        after="accepted",
    ),
    Case(
        name="a close before the summaries",
        gate="summed-up-by-all",
        clause="2.5.3",
        stage="accepted",
        before=(sum_up("IT"),),
        tried=CLOSE,
        missing=("SALES", "FIN"),
        mend=(sum_up("SALES"),),
        passes=sum_up("FIN"),
        after="closed",
    ),
    Case(
        name="an ad-hoc meeting without outcome",
        gate="ad-hoc-outcome",
        clause="4.2.2",
        stage="executing",
        tried=(f"meeting record {REQ}", REQUESTER, without(papers.AD_HOC, "solution", "responsible_department")),
        missing=("solution", "responsible_department"),
        passes=(f"meeting record {REQ}", REQUESTER, papers.AD_HOC),
        after="executing",
    ),
    Case(
        name="a regular meeting before the first",
        gate="stage",
        clause="4.1.1",
        stage="approved",
        tried=REGULAR,
        missing=("approved",),
        mend=(COORDINATE,),
        waived_to="approved",
        after="coordinated",
    ),
    Case(
        name="a department that appraises itself",
        gate="not-oneself",
        clause="6.2.2",
        stage="closed",
        tried=appraise(MEMBER["IT"]),
        missing=("IT",),
        passes=appraise(MEMBER["IT"], department="FIN"),
        after="closed",
    ),
    Case(
        name="somebody who appraises themselves",
        gate="not-oneself",
        clause="6.2.2",
        stage="closed",
        tried=appraise(MEMBER["IT"], person=MEMBER["IT"]),
        missing=(MEMBER["IT"],),
        passes=appraise(MEMBER["FIN"], person=MEMBER["IT"]),
        after="closed",
    ),
    Case(
        name="a second appraisal of the same department",
        gate="rated-once",
        clause="6.2.2",
        stage="closed",
        before=(appraise(MEMBER["SALES"]),),
        tried=appraise(SIGNATORY["SALES"], quality=1),
        missing=("IT",),
        passes=appraise(MEMBER["SALES"], **papers.AD_HOC_APPRAISAL),
        also=("6.2.1",),
        after="closed",
    ),
)

BOOK_CASES: Final = (
    Case(
        name="a reward that rests on nothing",
        gate="rests-on",
        clause="6.3.1",
        stage="closed",
        tried=grant(),
        missing=("rests_on",),
        mend=(appraise(MEMBER["SALES"]),),
        passes=grant(f"{REQ}/Q1"),
        also=("6.3.2",),
        after="",
    ),
    Case(
        name="a reward that rests on somebody else's appraisal",
        gate="rests-on",
        clause="6.3.1",
        stage="closed",
        before=(appraise(MEMBER["SALES"], department="FIN"), appraise(MEMBER["SALES"], person=MEMBER["IT"])),
        tried=grant(f"{REQ}/Q1", f"{REQ}/Q2"),
        missing=(f"{REQ}/Q1", f"{REQ}/Q2"),
        mend=(appraise(MEMBER["SALES"]),),
        passes=grant(f"{REQ}/Q3"),
        after="",
    ),
    Case(
        name="a reward that rests on a breach",
        gate="rests-on",
        clause="6.3.1",
        stage="closed",
        before=(appraise(MEMBER["SALES"]), breach()),
        tried=grant(f"{REQ}/Q1", f"{REQ}/B1"),
        missing=(f"{REQ}/B1",),
        passes=grant(f"{REQ}/Q1"),
        after="",
    ),
    Case(
        name="a fine for a breach that is not serious",
        gate="rests-on",
        clause="6.3.3",
        stage="closed",
        before=(breach(),),
        tried=fine(f"{REQ}/B1"),
        missing=(f"{REQ}/B1",),
        mend=(breach(serious=True),),
        passes=fine(f"{REQ}/B2"),
        after="",
    ),
    Case(
        name="a fine for good work",
        gate="rests-on",
        clause="6.3.3",
        stage="closed",
        before=(appraise(MEMBER["SALES"]),),
        tried=fine(f"{REQ}/Q1"),
        missing=(f"{REQ}/Q1",),
        mend=(appraise(MEMBER["FIN"], **papers.POOR),),
        passes=fine(f"{REQ}/Q2"),
        after="",
    ),
    Case(
        name="a plan before the needs",
        gate="needs-first",
        clause="7.2.1",
        stage="founded",
        tried=(*PLAN[:2], papers.PLAN | {"courses": [without(papers.COURSE, "needs")]}),
        missing=("business_trend", "skill_level", "work_problem"),
        mend=(NEED,),
        passes=PLAN,
        also=("7.1.1", "7.1.2"),
        after="",
    ),
    Case(
        name="a plan after half of the analysis",
        gate="needs-first",
        clause="7.2.1",
        stage="founded",
        before=((*NEED[:2], without(papers.NEED, "business_trend", "work_problem")),),
        tried=PLAN,
        missing=("business_trend", "work_problem"),
        mend=((*NEED[:2], without(papers.NEED, "skill_level")),),
        also=("7.1.2",),
        after="",
    ),
    Case(
        name="a course of which only the title is known",
        gate="plan-complete",
        clause="7.2.2",
        stage="founded",
        before=(NEED,),
        tried=(*PLAN[:2], papers.PLAN | {"courses": [papers.COURSE, {"title": "Tariffs"}]}),
        missing=tuple(
            f"courses.2.{part}" for part in ("objectives", "content", "method", "planned_date", "instructor")
        ),
        passes=(*PLAN[:2], papers.PLAN | {"courses": [papers.COURSE, papers.COURSE | {"title": "Tariffs"}]}),
        after="",
    ),
    Case(
        name="a session of a course that no plan has",
        gate="planned-course",
        clause="7.3.1",
        stage="founded",
        tried=session("Fire drill", instructor="Mr Wu"),
        missing=("Fire drill",),
        passes=session("Fire drill", instructor="Mr Wu", reason="The fire brigade was in the house."),
        after="",
    ),
    Case(
        name="a session of a course that was dropped",
        gate="planned-course",
        clause="7.3.1",
        stage="founded",
        before=(NEED, PLAN, session(), EFFECT, (*ADJUST[:2], papers.ADJUSTMENT | {"change": "drop"})),
        tried=session(held_on="2026-09-30"),
        missing=("TC-2026-0001",),
        passes=session(held_on="2026-09-30", reason="The room was paid for."),
        also=("7.4.3",),
        after="",
    ),
    Case(
        name="an instructor in two places",
        gate="instructor-free",
        clause="7.3.1",
        stage="founded",
        before=(NEED, PLAN, session()),
        tried=session(),
        missing=("TS-2026-0001",),
        passes=session(instructor="Ms Li"),
        after="",
    ),
    Case(
        name="an adjustment that rests on nothing",
        gate="evaluated",
        clause="7.4.1",
        stage="founded",
        before=(NEED, PLAN, session(), EFFECT),
        tried=(*ADJUST[:2], without(papers.ADJUSTMENT, "rests_on")),
        missing=("rests_on",),
        passes=ADJUST,
        also=("7.4.2", "7.4.3"),
        after="",
    ),
)
"""Cases of the acts on the book, which lead to no stage, and which no waiver reaches."""
