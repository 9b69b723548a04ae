"""A book as a company has it after some weeks, made by the same acts that people take; always the same one.

Run as ``python -m bench.books FILE REQUESTS``; it prints, as JSON, what one needs to go on with the book.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from crosspolicy.forms.acceptance import Decision, Evaluation, Opening, Summary
from crosspolicy.forms.agreement import Agreement, ResponsibilityTable, Signature
from crosspolicy.forms.base import Form
from crosspolicy.forms.execution import Report, Start
from crosspolicy.forms.meeting import Meeting
from crosspolicy.forms.organisation import Founding
from crosspolicy.forms.request import Request, Review, Submission, Withdrawal
from crosspolicy.store.engine import Book
from crosspolicy.store.founding import found_book
from crosspolicy.store.identity import By, account
from crosspolicy.store.location import locate
from crosspolicy.store.perform import Call, perform
from crosspolicy.vocabulary.codes import request_code, request_key

YEAR: Final = 2026
BEGUN: Final = datetime(YEAR, 3, 2, 1, 0, tzinfo=UTC)
NOW: Final = "2026-04-24T09:00+08:00"
"""When the book is looked at: seven weeks in."""

DEPARTMENTS: Final = ("SALES", "IT", "HR", "FIN", "LEGAL", "OPS", "MKT")
TOGETHER: Final = 50
"""How many acts share a transaction while the book is made."""

STAGES: Final = (
    *["executing"] * 7,
    *["draft", "submitted", "approved", "coordinated", "agreed"] * 2,
    *["accepting", "accepted", "closed"],
    "rejected",
)
"""The stages to which requests go, turn by turn: a third executing."""

_WAY: Final = ("submitted", "approved", "coordinated", "agreed", "executing", "accepting", "accepted", "closed")


def goes_to(number: int) -> str:
    """Return the stage to which the request of that number comes."""
    return "withdrawn" if number % 50 == 49 else STAGES[number % len(STAGES)]


def has_come(number: int, stage: str) -> bool:
    """Tell whether the request passes that stage of the way, or stays there."""
    last = goes_to(number)
    return last in _WAY and _WAY.index(last) >= _WAY.index(stage)


def parties(number: int) -> tuple[str, str, str]:
    """Return the departments of a request, the requesting one first."""
    first = number % len(DEPARTMENTS)
    return DEPARTMENTS[first], DEPARTMENTS[(first + 1) % 7], DEPARTMENTS[(first + 3) % 7]


def code(number: int) -> str:
    return request_code(request_key(YEAR, number + 1))


def login(department: str) -> str:
    return f"{department.lower()}1"


def _founding() -> Founding:
    staff = [
        {"login": login(d), "name": f"{d.title()} Lead", "department": d, "roles": ["signatory"]} for d in DEPARTMENTS
    ]
    staff += [{"login": f"{d.lower()}2", "name": f"{d.title()} Member", "department": d} for d in DEPARTMENTS]
    coordinator = {"login": "co", "name": "Co", "department": "EXEC", "roles": ["coordinator"], "os_user": account()}
    boss = {"login": "boss", "name": "Boss", "department": "EXEC", "roles": ["management"]}
    return Founding.model_validate(
        {
            "company": "Lantern Works",
            "currency": "CNY",
            "country": "CN",
            "timezone": "Asia/Shanghai",
            "departments": [{"code": d, "name": d.title()} for d in (*DEPARTMENTS, "EXEC")],
            "people": [coordinator, boss, *staff],
        }
    )


def request_form(number: int) -> dict[str, Any]:
    """Return a request form as a file states it: a few lists of a few entries."""
    own, second, third = parties(number)
    return {
        "title": f"Self-service kiosk for region {number}",
        "requesting_department": own,
        "background": "Customers wait at the counter for what they could do themselves. " * 3,
        "objectives": [{"statement": "Halve the waiting time", "measure": "Minutes, by the queue's own log"}],
        "departments": [
            {"department": second, "positions": ["developer", "operator"]},
            {"department": third, "positions": ["trainer"], "contribution": "Courses for the staff"},
        ],
        "milestones": [
            {"name": "Pilot", "due_date": "2026-04-15", "department": second},
            {"name": "Roll-out", "due_date": "2026-05-29"},
        ],
        "risks": [
            {"category": "technical", "description": "The payment terminal is late", "likelihood": 2, "impact": 4}
        ],
        "planned_cost": "125000.00",
        "planned_start_date": "2026-03-16",
        "planned_end_date": "2026-06-12",
    }


def _review(number: int) -> Review:
    reasons = {
        f"{judged}_reason": "As the request states."
        for judged in ("strategic_fit", "resources", "necessity", "feasibility")
    }
    outcome = "reject" if goes_to(number) == "rejected" else "approve"
    judged = {"strategic_fit": "strong", "resources": "sufficient", "necessity": "necessary", "feasibility": "feasible"}
    return Review.model_validate({**judged, **reasons, "outcome": outcome, "comment": "See the reasons."})


def _coordination(number: int) -> Meeting:
    own, *others = parties(number)
    return Meeting.model_validate(
        {
            "kind": "coordination",
            "held_at": "2026-03-09T10:00+08:00",
            "chair": "boss",
            "attendees": ["boss", *(login(d) for d in (own, *others))],
            "business_details": "Where the kiosks stand, who serves them, what they cost.",
            "opinions": [{"department": d, "opinion": "We can do our part."} for d in others],
            "actions": [{"what": "Name a contact", "department": others[0], "due_date": "2026-04-30"}],
        }
    )


def _responsibilities(number: int) -> ResponsibilityTable:
    rows = [{"responsibility": f"The part of {d.title()}", "accountable": d} for d in parties(number)]
    return ResponsibilityTable.model_validate({"rows": rows})


def _agreement(number: int) -> Agreement:
    return Agreement.model_validate(
        {
            "rights_and_obligations": [
                {"department": d, "rights": "To be told in time.", "obligations": "To deliver in time."}
                for d in parties(number)
            ],
            "workflow": "Requests go from the counter to operations.",
            "communication_mechanism": "A meeting every week.",
            "assessment_standards": "Those of the request.",
        }
    )


def _regular(number: int) -> Meeting:
    return Meeting.model_validate(
        {
            "kind": "regular",
            "held_at": "2026-03-26T10:00+08:00",
            "chair": login(parties(number)[0]),
            "attendees": [login(d) for d in parties(number)],
            **dict.fromkeys(("progress", "problems", "coordination", "next_steps"), "As planned."),
        }
    )


def report_form(number: int, department: str, *, reached: tuple[str, ...] = (), percent: int = 30) -> dict[str, Any]:
    """Return a progress report as a file states it."""
    form: dict[str, Any] = {
        "progress_percent": percent,
        "done": "Two of the five kiosks stand.",
        "next_steps": "The next two.",
        "cost_to_date": "20000.00",
        "milestones_reached": list(reached),
    }
    return form | ({"overall": "On its way."} if department == parties(number)[0] else {})


def _report(department: int, *, is_last: bool = False) -> Callable[[int], Form]:
    def report(number: int) -> Form:
        own = department == 1 and ("Pilot",) or ()
        ended = department == 0 and has_come(number, "accepting") and ("Roll-out",) or ()
        reached = (*own, *ended) if is_last else ()
        return Report.model_validate(report_form(number, parties(number)[department], reached=reached))

    return report


def _start(number: int) -> Start:
    return Start.model_validate({"staff": [{"person": f"{d.lower()}2"} for d in parties(number)]})


_MET: Final = {"objectives": "met", "quality": "met", "schedule": "met", "cost": "met", "verdict": "pass"}
_SUMMED: Final = dict.fromkeys(("experience", "lessons", "suggestions", "own_work"), "Begin with the training.")


class Step:
    """One act, taken for every request that comes so far, on a day of the book's life.

    ``by`` says who takes it: management, or the party of that number.
    """

    def __init__(self, day: int, act: str, by: int | None, form: Callable[[int], Form], wanted: str) -> None:
        self.day, self.act, self.by, self.form, self.wanted = day, act, by, form, wanted

    def actor(self, number: int) -> str:
        return "boss" if self.by is None else login(parties(number)[self.by])

    def is_for(self, number: int) -> bool:
        if self.wanted in ("draft", "withdrawn", "rejected"):
            return self.wanted == "draft" or goes_to(number) == self.wanted
        if self.act == "request.submitted":
            return goes_to(number) != "draft"
        return has_come(number, self.wanted) or (self.act == "review.decided" and goes_to(number) == "rejected")


def _opening(number: int) -> Opening:
    return Opening.model_validate({"statement": "All stand.", "actual_end_date": "2026-04-16", "actual_cost": "118000"})


STEPS: Final = (
    Step(0, "request.drafted", 0, lambda n: Request.model_validate(request_form(n)), "draft"),
    Step(1, "request.submitted", 0, lambda n: Submission(), "submitted"),
    Step(3, "review.decided", None, _review, "approved"),
    Step(4, "request.withdrawn", 0, lambda n: Withdrawal(reason="No longer needed."), "withdrawn"),
    Step(8, "meeting.recorded", None, _coordination, "coordinated"),
    Step(10, "responsibility.assigned", 0, _responsibilities, "agreed"),
    Step(14, "agreement.drafted", 0, _agreement, "agreed"),
    *(Step(15 + party, "agreement.signed", party, lambda n: Signature(), "agreed") for party in range(3)),
    Step(18, "execution.started", 0, _start, "executing"),
    Step(25, "meeting.recorded", 0, _regular, "executing"),
    *(Step(32, "report.filed", party, _report(party), "executing") for party in range(3)),
    *(Step(46, "report.filed", party, _report(party, is_last=True), "executing") for party in range(2)),
    Step(47, "acceptance.opened", 0, _opening, "accepting"),
    *(Step(48, "acceptance.evaluated", n, lambda _: Evaluation.model_validate(_MET), "accepted") for n in range(3)),
    Step(49, "acceptance.decided", None, lambda n: Decision(outcome="accept", comment="Good."), "accepted"),
    *(Step(50, "summary.added", party, lambda n: Summary.model_validate(_SUMMED), "closed") for party in range(3)),
)


def make_book(place: Path, requests: int) -> None:
    """Make a rehearsal book of so many requests with what lies under them."""
    location = locate(str(place))
    place.parent.mkdir(parents=True, exist_ok=True)
    found_book(location, _founding(), By(account(), "bench"), is_rehearsal=True, now=BEGUN - timedelta(days=1))
    book = Book(location)
    for step in STEPS:
        begun = BEGUN + timedelta(days=step.day)
        for index, (actor, calls) in enumerate(_batches(step, requests)):
            perform(book, calls, By(account(), "bench", actor), now=begun + timedelta(minutes=index))
    book.close()


def _batches(step: Step, requests: int) -> Iterator[tuple[str, list[Call]]]:
    """Yield the calls of a step, as many together as one person may put into a transaction."""
    waiting: dict[str, list[Call]] = {}
    is_new = step.act == "request.drafted"
    for number in range(requests):
        if step.is_for(number):
            actor = step.actor(number)
            calls = waiting.setdefault(actor, [])
            calls.append(Call(step.act, step.form(number), "" if is_new else code(number)))
            if is_new or len(calls) == TOGETHER:
                yield actor, waiting.pop(actor)
    yield from waiting.items()


def told(requests: int) -> dict[str, Any]:
    """Return when the book is looked at, forms to send in, and by whom reports are owed on which requests."""
    executing = [number for number in range(requests) if goes_to(number) == "executing"]
    return {
        "now": NOW,
        "request": request_form(0),
        "report": report_form(0, parties(0)[2]),
        "reports": [(code(number), login(parties(number)[2])) for number in executing],
    }


if __name__ == "__main__":
    make_book(Path(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(told(int(sys.argv[2]))))
