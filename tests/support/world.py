"""A rehearsal book of Lantern Works, and everybody in it acting through ``perform``: a step for every act.

Each step states a full form, done by whoever would do it; what a test names replaces that part of it, and None leaves
it out. Beside the form's own fields a step takes ``by`` (who acts), ``typed_by`` (who sits at the machine for them),
``request``, ``occurred_on`` and ``dry_run``::

    world.until("coordinated")
    world.assign(rows=[...], by="liu.yang")
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from crosspolicy.acts.judge import Judgement, judge
from crosspolicy.acts.registry import named
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
from crosspolicy.intake.check import checked
from crosspolicy.queries.obligations import Owed, obligations_as_of, open_obligations
from crosspolicy.queries.reader import Reader
from crosspolicy.store.batch import Batch
from crosspolicy.store.engine import Book
from crosspolicy.store.founding import found_book
from crosspolicy.store.identity import By
from crosspolicy.store.journal import Event
from crosspolicy.store.location import Location
from crosspolicy.store.perform import Call, perform, variant_of
from crosspolicy.store.reading import reading
from crosspolicy.store.receipt import Receipt
from crosspolicy.vocabulary.codes import parse_code
from tests.support import papers, stages
from tests.support.company import COORDINATOR, FOUNDING, MANAGER, MEMBER, PARTIES, REQUESTER, REQUESTING, SIGNATORY

HOST: Final = "lantern"
ZONE: Final = ZoneInfo("Asia/Shanghai")
START: Final = datetime(2026, 9, 30, 2, tzinfo=UTC)
"""10:00 in Shanghai on the last working day before the National Day holidays."""

TRACK: Final = (
    "draft",
    "submitted",
    "approved",
    "coordinated",
    "agreed",
    "executing",
    "accepting",
    "accepted",
    "closed",
)
STOPPED: Final = ("rejected", "withdrawn", "terminated")


def found(
    location: Location, *, now: datetime = START, is_rehearsal: bool = True, dry_run: bool = False, **changes: Any
) -> Receipt:
    """Make the company's book at a place."""
    form = checked(organisation.Founding, FOUNDING | changes)
    return found_book(location, form, By(COORDINATOR, HOST), is_rehearsal=is_rehearsal, now=now, dry_run=dry_run)


class World:
    """The people of Lantern Works around one book, on a day that the test sets. ``code`` is the request in hand."""

    def __init__(self, book: Book, *, now: datetime = START) -> None:
        self.book = book
        self.now = now
        self.code = ""
        self.takes_copies = False
        self._reader: Reader | None = None

    # The clock

    @property
    def today(self) -> date:
        """The day it is in Shanghai."""
        return self.now.astimezone(ZONE).date()

    def on(self, day: str, time: str = "10:00") -> None:
        """Set the clock to a day and time in Shanghai."""
        self.now = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE).astimezone(UTC)

    def day(self, days: int) -> date:
        """Return the day so many days after today."""
        return self.today + timedelta(days=days)

    def later(self, days: int) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    # Acting

    def act(
        self,
        name: str,
        form: type[Form],
        content: Mapping[str, Any],
        /,
        *,
        by: str,
        typed_by: str = "",
        request: str | None = None,
        target: str = "",
        dry_run: bool = False,
        **changes: Any,
    ) -> Receipt:
        """Perform any act, with ``changes`` to the content of its form, on the request in hand unless one is named."""
        code = self.code if request is None else request
        call = Call(name, checked(form, {**content, **changes}), code, target)
        return perform(self.book, [call], _by(by, typed_by), now=self.now, dry_run=dry_run)[0]

    def judged(
        self, name: str, form: type[Form], content: Mapping[str, Any], /, *, by: str, target: str = ""
    ) -> Judgement:
        """Return how an act would be judged; nothing is written."""
        stated = checked(form, content)
        act = named(name, variant_of(stated))
        with self.book.writing(keep=False) as connection:
            case = Batch(connection, self.now).load_case(Call(name, stated, self.code, target), _by(by))
            return judge(act, case)

    # The organisation

    def add_department(self, **changes: Any) -> Receipt:
        """Add a department."""
        return self._book_act("department.added", organisation.Department, {"code": "SHOP", "name": "Shops"}, changes)

    def add_person(self, **changes: Any) -> Receipt:
        """Add a person."""
        content = {"login": "fang.yu", "name": "Fang Yu 方宇", "department": "IT"}
        return self._book_act("person.added", organisation.Person, content, changes)

    def name_deputy(self, **changes: Any) -> Receipt:
        """Name a deputy: by default Lin Tao for Gao Ping, today and for a week."""
        content = {
            "person": MANAGER,
            "deputy": "lin.tao",
            "from_date": self.today,
            "until_date": self.today + timedelta(days=7),
            "reason": "away",
        }
        return self._book_act("deputy.named", organisation.Deputy, content, changes)

    def adopt(self, text: str, **changes: Any) -> Receipt:
        """Put a policy file in force."""
        return self._book_act("policy.adopted", governance.Adoption, {"text": text}, {"by": MANAGER} | changes)

    def _book_act(self, name: str, form: type[Form], content: dict[str, Any], changes: dict[str, Any]) -> Receipt:
        return self.act(name, form, content, **{"by": COORDINATOR, "request": ""} | changes)

    # From the form to the decision on it

    def draft(self, **changes: Any) -> Receipt:
        """Draft a request and take it in hand."""
        defaults = {"by": REQUESTER, "request": ""}
        receipt = self.act("request.drafted", request_forms.Request, papers.REQUEST, **defaults | changes)
        if receipt.event:
            self.code = str(receipt.request)
        return receipt

    def edit(self, **changes: Any) -> Receipt:
        """Edit the draft: what is named, nothing else."""
        return self.act("request.edited", request_forms.RequestEdit, {}, **{"by": REQUESTER} | changes)

    def submit(self, **changes: Any) -> Receipt:
        """Submit the request."""
        return self.act("request.submitted", request_forms.Submission, {}, **{"by": REQUESTER} | changes)

    def review(self, outcome: str = "approve", **changes: Any) -> Receipt:
        """Review the request."""
        comment = None if outcome == "approve" else "The tariff is missing."
        content = papers.REVIEW | {"outcome": outcome, "comment": comment}
        return self.act("review.decided", request_forms.Review, content, **{"by": MANAGER} | changes)

    def withdraw(self, **changes: Any) -> Receipt:
        """Take the request back."""
        content = {"reason": "Bought elsewhere."}
        return self.act("request.withdrawn", request_forms.Withdrawal, content, **{"by": REQUESTER} | changes)

    def terminate(self, **changes: Any) -> Receipt:
        """End the request for good."""
        content = {"reason": "The gate is closed."}
        return self.act("request.terminated", request_forms.Termination, content, **{"by": MANAGER} | changes)

    # Meetings

    def coordinate(self, **changes: Any) -> Receipt:
        """Record the coordination meeting."""
        return self.act("meeting.recorded", meeting.Meeting, papers.COORDINATION, **{"by": MANAGER} | changes)

    def regular_meeting(self, **changes: Any) -> Receipt:
        """Record a regular meeting."""
        return self.act("meeting.recorded", meeting.Meeting, papers.REGULAR, **{"by": REQUESTER} | changes)

    def ad_hoc(self, **changes: Any) -> Receipt:
        """Record an ad-hoc meeting."""
        return self.act("meeting.recorded", meeting.Meeting, papers.AD_HOC, **{"by": REQUESTER} | changes)

    def settle(self, action: int = 1, **changes: Any) -> Receipt:
        """Settle an action item or a point of rework, by its number."""
        defaults = {"by": MEMBER["IT"], "target": f"{self.code}/A{action}"}
        return self.act("action.done", meeting.ActionDone, {}, **defaults | changes)

    # Table, agreement, signatures

    def assign(self, **changes: Any) -> Receipt:
        """State the responsibility table."""
        form = agreement.ResponsibilityTable
        return self.act("responsibility.assigned", form, papers.TABLE, **{"by": REQUESTER} | changes)

    def draft_agreement(self, **changes: Any) -> Receipt:
        """Draft the agreement."""
        return self.act("agreement.drafted", agreement.Agreement, papers.AGREEMENT, **{"by": REQUESTER} | changes)

    def sign(self, department: str, /, **changes: Any) -> Receipt:
        """Sign for a department, by its signatory."""
        content = {"department": department}
        defaults = {"by": SIGNATORY.get(department, REQUESTER)}
        return self.act("agreement.signed", agreement.Signature, content, **defaults | changes)

    def sign_all(self, *departments: str) -> list[Receipt]:
        """Sign for every party, or for those named."""
        return [self.sign(department) for department in departments or PARTIES]

    def withdraw_agreement(self, **changes: Any) -> Receipt:
        """Withdraw the text of the agreement that waits for signatures."""
        content = {"reason": "The date cannot be held."}
        form = agreement.AgreementWithdrawal
        return self.act("agreement.withdrawn", form, content, **{"by": REQUESTER} | changes)

    # The work

    def start(self, **changes: Any) -> Receipt:
        """Start the work."""
        return self.act("execution.started", execution.Start, papers.START, **{"by": REQUESTER} | changes)

    def report(self, department: str, /, **changes: Any) -> Receipt:
        """Report a department's progress."""
        overall = papers.OVERALL if department == REQUESTING else None
        content = papers.REPORT | {"department": department, "overall": overall}
        return self.act("report.filed", execution.Report, content, **{"by": MEMBER[department]} | changes)

    def reach(self, name: str, **changes: Any) -> Receipt:
        """Record a milestone as reached."""
        defaults = {"by": REQUESTER, "target": name}
        return self.act("milestone.reached", execution.MilestoneReached, {}, **defaults | changes)

    def move(self, name: str, due_date: str, **changes: Any) -> Receipt:
        """Move a milestone."""
        content = {"due_date": due_date, "reason": "The booth comes late."}
        defaults = {"by": REQUESTER, "target": name}
        return self.act("milestone.moved", execution.MilestoneMoved, content, **defaults | changes)

    def reach_all(self) -> None:
        """Record every milestone as reached."""
        for milestone in self.milestones():
            self.reach(milestone)

    # Risk

    def identify(self, **changes: Any) -> Receipt:
        """Add a risk to the register."""
        return self.act("risk.identified", risk.Risk, papers.RISK, **{"by": REQUESTER} | changes)

    def declare_none(self, category: str = "legal", **changes: Any) -> Receipt:
        """Declare a category free of risk, for the finance department."""
        content = papers.NO_RISK | {"category": category}
        return self.act("risk.excluded", risk.NoRisk, content, **{"by": MEMBER["FIN"]} | changes)

    def treat(self, number: int = 1, **changes: Any) -> Receipt:
        """Treat a risk, by its number."""
        defaults = {"by": REQUESTER, "target": f"{self.code}/R{number}"}
        return self.act("risk.treated", risk.Treatment, papers.TREATMENT, **defaults | changes)

    def review_risk(self, number: int = 1, **changes: Any) -> Receipt:
        """Review a risk, by its number."""
        defaults = {"by": REQUESTER, "target": f"{self.code}/R{number}"}
        return self.act("risk.reviewed", risk.RiskReview, papers.RISK_REVIEW, **defaults | changes)

    def close_risk(self, number: int = 1, **changes: Any) -> Receipt:
        """Close a risk, by its number."""
        defaults = {"by": REQUESTER, "target": f"{self.code}/R{number}"}
        return self.act("risk.closed", risk.RiskClose, papers.RISK_CLOSE, **defaults | changes)

    def face_risks(self) -> None:
        """Do all that the policy asks before the start, and leave no risk open: the foreseen one is closed."""
        self.close_risk()
        categories = ("business", "personnel", "market", "legal")
        for number, category in enumerate(categories):
            department = ("IT", "FIN")[number % 2]
            self.declare_none(category, department=department, by=MEMBER[department])

    # Communication

    def raise_issue(self, **changes: Any) -> Receipt:
        """Raise an issue."""
        return self.act("issue.raised", communication.Issue, papers.ISSUE, **{"by": REQUESTER} | changes)

    def escalate(self, number: int = 1, **changes: Any) -> Receipt:
        """Bring an issue before management, by its number."""
        defaults = {"by": REQUESTER, "target": f"{self.code}/I{number}"}
        return self.act("issue.escalated", communication.Escalation, papers.ESCALATION, **defaults | changes)

    def resolve(self, number: int = 1, **changes: Any) -> Receipt:
        """Resolve an issue, by its number."""
        defaults = {"by": MEMBER["IT"], "target": f"{self.code}/I{number}"}
        return self.act("issue.resolved", communication.Resolution, papers.RESOLUTION, **defaults | changes)

    def log_message(self, **changes: Any) -> Receipt:
        """Log a message."""
        return self.act("message.logged", communication.Message, papers.MESSAGE, **{"by": REQUESTER} | changes)

    def share(self, **changes: Any) -> Receipt:
        """Share something."""
        return self.act("item.shared", communication.SharedItem, papers.SHARED, **{"by": REQUESTER} | changes)

    # Acceptance and close

    def open_acceptance(self, **changes: Any) -> Receipt:
        """Open the acceptance."""
        content = papers.OPENING | {"actual_end_date": self.today}
        return self.act("acceptance.opened", acceptance.Opening, content, **{"by": REQUESTER} | changes)

    def evaluate(self, department: str, /, **changes: Any) -> Receipt:
        """Evaluate the result for a department."""
        content = papers.EVALUATION | {"department": department}
        defaults = {"by": MEMBER[department]}
        return self.act("acceptance.evaluated", acceptance.Evaluation, content, **defaults | changes)

    def fail(self, department: str, /, **changes: Any) -> Receipt:
        """Evaluate the result for a department as failed."""
        return self.evaluate(department, **{"quality": "unmet", "quality_note": "Leaks.", "verdict": "fail"} | changes)

    def decide(self, outcome: str = "accept", **changes: Any) -> Receipt:
        """Decide on the acceptance."""
        content = papers.REWORK if outcome == "rework" else papers.DECISION | {"outcome": outcome}
        return self.act("acceptance.decided", acceptance.Decision, content, **{"by": MANAGER} | changes)

    def sum_up(self, department: str, /, **changes: Any) -> Receipt:
        """Sum up a department's part."""
        content = papers.SUMMARY | {"department": department}
        return self.act("summary.added", acceptance.Summary, content, **{"by": MEMBER[department]} | changes)

    def close(self, **changes: Any) -> Receipt:
        """Close the request."""
        return self.act("request.closed", acceptance.Closing, {}, **{"by": REQUESTER} | changes)

    # Appraisal, rewards and penalties

    def appraise(self, **changes: Any) -> Receipt:
        """Appraise a department: by default IT after the project, by the requesting department."""
        return self.act("appraisal.given", appraisal.Appraisal, papers.APPRAISAL, **{"by": REQUESTER} | changes)

    def appraise_all(self) -> None:
        """Give every appraisal that is owed."""
        for o in self.owed_now("department-appraisal"):
            self.appraise(department=o.subject, by=MEMBER[o.owed_by])
        for o in self.owed_now("person-appraisal"):
            self.appraise(department=None, person=o.subject, by=MEMBER[o.owed_by])

    def record_breach(self, **changes: Any) -> Receipt:
        """Record a breach of IT's."""
        return self.act("breach.recorded", appraisal.BreachRecord, papers.BREACH, **{"by": REQUESTER} | changes)

    def reward(self, **changes: Any) -> Receipt:
        """Grant IT a reward that rests on the first appraisal."""
        return self._book_act("incentive.granted", appraisal.Incentive, papers.REWARD, {"by": MANAGER} | changes)

    def penalise(self, **changes: Any) -> Receipt:
        """Impose a penalty on IT that rests on the first breach."""
        return self._book_act("penalty.imposed", appraisal.Penalty, papers.PENALTY, {"by": MANAGER} | changes)

    # Training

    def state_need(self, **changes: Any) -> Receipt:
        """State a need of IT's that speaks to every factor."""
        return self._book_act("training.need_stated", training.Need, papers.NEED, {"by": MANAGER} | changes)

    def plan_training(self, **changes: Any) -> Receipt:
        """Plan the year's training: one course that answers the first need."""
        return self._book_act("training.planned", training.Plan, papers.PLAN, {"by": MANAGER} | changes)

    def hold_session(self, **changes: Any) -> Receipt:
        """Record a session of the first course."""
        defaults = {"by": MANAGER, "target": "TC-2026-0001"}
        return self._book_act("training.held", training.Session, papers.SESSION, defaults | changes)

    def evaluate_session(self, **changes: Any) -> Receipt:
        """Evaluate the first session: partly effective."""
        defaults = {"by": MANAGER, "target": "TS-2026-0001"}
        form = training.SessionEvaluation
        return self._book_act("training.evaluated", form, papers.SESSION_EVALUATION, defaults | changes)

    def adjust_training(self, **changes: Any) -> Receipt:
        """Adjust the plan to the first evaluation."""
        return self._book_act("training.adjusted", training.Adjustment, papers.ADJUSTMENT, {"by": MANAGER} | changes)

    def train(self) -> None:
        """State the need, plan the year, hold the session."""
        self.state_need()
        self.plan_training()
        self.hold_session()

    def owed_by_the_book(self, kind: str = "") -> list[Owed]:
        """Return what is owed under no request, or of one kind only."""
        with reading(self.book.location) as reader:
            found = open_obligations(reader, self.today, request_id=0)
        return [o for o in found if kind in ("", o.kind)]

    def waive(self, gate: str, **changes: Any) -> Receipt:
        """Waive a gate, once unless ``until_date`` says otherwise."""
        content = {"gate": gate, "reason": "The festival does not wait."}
        return self.act("gate.waived", governance.Waiver, content, **{"by": MANAGER} | changes)

    # The whole way

    def until(self, stage: str) -> "World":
        """Carry a new request to a stage, by every step that the policy asks for; or take a copy of a book that was."""
        start = stages.start_of(self.book.location, stage, self.now) if self.takes_copies else None
        if start is None:
            return self._until(stage)
        if start in stages.copies():
            self.book.close()
            put, self.code, self.now = stages.copies()[start]
            put(self.book.location)
            return self
        self._until(stage)
        stages.copies()[start] = stages.take(self.book.location, self.code, self.now)
        return self

    def _until(self, stage: str) -> "World":
        self.draft()
        if stage in STOPPED:
            self.submit()
            {"rejected": lambda: self.review("reject"), "withdrawn": self.withdraw, "terminated": self.terminate}[
                stage
            ]()
            return self
        return self.carry_on(stage)

    def carry_on(self, stage: str) -> "World":
        """Carry the request in hand from where it stands on to a stage."""
        for step in TRACK[TRACK.index(self.stage) + 1 : TRACK.index(stage) + 1]:
            getattr(self, f"_to_{step}")()
        return self

    def _to_submitted(self) -> None:
        self.submit()

    def _to_approved(self) -> None:
        self.review()

    def _to_coordinated(self) -> None:
        self.coordinate()
        self.face_risks()

    def _to_agreed(self) -> None:
        self.assign()
        self.draft_agreement()
        self.sign_all()

    def _to_executing(self) -> None:
        self.start()

    def _to_accepting(self) -> None:
        self.reach_all()
        self.open_acceptance()

    def _to_accepted(self) -> None:
        for department in PARTIES:
            self.evaluate(department)
        self.decide()

    def _to_closed(self) -> None:
        for department in PARTIES:
            self.sum_up(department)

    # Looking

    def rows(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Return what a plain SQL statement finds in the book."""
        if self._reader:
            return self._reader.rows(sql, **parameters)
        with reading(self.book.location) as reader:
            return reader.rows(sql, **parameters)

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Look at the book as it is now, however many statements it takes."""
        with reading(self.book.location) as self._reader:
            yield
        self._reader = None

    def value(self, sql: str, **parameters: object) -> Any:
        """Return the one value that a statement finds."""
        ((found,),) = self.rows(sql, **parameters)
        return found

    @property
    def request_id(self) -> int:
        """The key of the request in hand."""
        parsed = parse_code(self.code)
        return parsed[0] if parsed else 0

    @property
    def stage(self) -> str:
        """The stage of the request in hand."""
        return str(self.value("SELECT stage FROM request WHERE id = :id", id=self.request_id))

    def milestones(self) -> list[str]:
        """Return the names of the request's milestones."""
        sql = "SELECT name FROM milestone WHERE request_id = :id ORDER BY number"
        return [name for (name,) in self.rows(sql, id=self.request_id)]

    def owed(self, kind: str = "") -> list[tuple[str, str, str]]:
        """Return what is owed now under the request, as ``(kind, owed by, due date)``, or of one kind only."""
        with reading(self.book.location) as reader:
            found = open_obligations(reader, self.today, request_id=self.request_id)
        return brief(o for o in found if kind in ("", o.kind))

    def owed_now(self, kind: str) -> list[Owed]:
        """Return what is owed now of a kind under the request, whole."""
        with reading(self.book.location) as reader:
            found = open_obligations(reader, self.today, request_id=self.request_id)
        return [o for o in found if o.kind == kind]

    def findings(self, kind: str = "") -> list[tuple[str, str, str]]:
        """Return what is overdue under the request."""
        with reading(self.book.location) as reader:
            found = open_obligations(reader, self.today, request_id=self.request_id)
        return brief(o for o in found if o.days_overdue and kind in ("", o.kind))

    def owed_as_of(self, day: str, ahead: str = "2200-01-01") -> list[tuple[str, str, str]]:
        """Return what was owed under the request on a day of the past."""
        last = date.fromisoformat(ahead)
        with reading(self.book.location) as reader:
            return brief(obligations_as_of(reader, date.fromisoformat(day), ahead=last, request_id=self.request_id))

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Hold that every table of the book is the same afterwards."""
        before = self.everything()
        yield
        assert self.everything() == before

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table but the calendar, which is a cache."""
        from crosspolicy.models import metadata

        names = [name for name in metadata.tables if name != "calendar_year"]
        with reading(self.book.location) as reader:
            return {name: sorted(reader.rows(f"SELECT * FROM {name}"), key=repr) for name in names}


def recorded(receipt: Receipt) -> Event:
    """Return the event that a receipt tells of."""
    assert receipt.event, "nothing was recorded"
    return receipt.event


def _by(by: str, typed_by: str = "") -> By:
    return By(typed_by, HOST, by) if typed_by else By(by, HOST)


def brief(found: Any) -> list[tuple[str, str, str]]:
    """Return obligations as ``(kind, owed by, due date)``, those due first before the others."""
    return [(o.kind, o.owed_by, o.due_date) for o in found if isinstance(o, Owed)]
