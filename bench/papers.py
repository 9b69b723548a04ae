"""What people state in the book: every form of a request's way, filled in at an ordinary length."""

from datetime import date
from typing import Any, Final

from bench.course import DEPARTMENTS, MANAGERS, comes_to, goes_to, member, parties, signatory
from crosspolicy.forms.acceptance import Decision, Evaluation, Opening, Summary
from crosspolicy.forms.agreement import Agreement, ResponsibilityTable
from crosspolicy.forms.execution import Report, Start
from crosspolicy.forms.meeting import Meeting
from crosspolicy.forms.organisation import Founding
from crosspolicy.forms.request import Request, Review, Withdrawal
from crosspolicy.forms.risk import NoRisk, Risk, RiskClose, RiskReview, Treatment


def founding(account: str) -> Founding:
    """A company of eight departments and sixteen people; ``account`` is the coordinator's."""
    people: list[dict[str, Any]] = [
        {"login": "co", "name": "Co", "department": MANAGERS, "roles": ["coordinator"], "os_user": account},
        {"login": "boss", "name": "Boss", "department": MANAGERS, "roles": ["management"]},
    ]
    for d in DEPARTMENTS:
        people.append({"login": signatory(d), "name": f"{d.title()} Lead", "department": d, "roles": ["signatory"]})
        people.append({"login": member(d), "name": f"{d.title()} Member", "department": d})
    return Founding.model_validate(
        {
            "company": "Lantern Works",
            "currency": "CNY",
            "country": "CN",
            "timezone": "Asia/Shanghai",
            "departments": [{"code": d, "name": d.title()} for d in (*DEPARTMENTS, MANAGERS)],
            "people": people,
        }
    )


def request_content(number: int) -> dict[str, Any]:
    """A request form as a file states it."""
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
        "risks": [{"category": _FORESEEN, "description": "The terminals come late", "likelihood": 2, "impact": 4}],
        "planned_cost": "125000.00",
        "planned_start_date": "2026-03-16",
        "planned_end_date": "2026-06-12",
    }


def request(number: int) -> Request:
    return Request.model_validate(request_content(number))


def withdrawal(number: int) -> Withdrawal:
    return Withdrawal(reason="No longer needed.")


_JUDGED: Final = {
    "strategic_fit": "strong",
    "resources": "sufficient",
    "necessity": "necessary",
    "feasibility": "feasible",
}


def review_content(outcome: str) -> dict[str, Any]:
    """Management's judgement as a file states it."""
    reasons = {f"{name}_reason": "As the request states." for name in _JUDGED}
    return {**_JUDGED, **reasons, "outcome": outcome, "comment": "See the reasons."}


def review(number: int) -> Review:
    return Review.model_validate(review_content("reject" if goes_to(number) == "rejected" else "approve"))


def coordination_content(number: int, day: date) -> dict[str, Any]:
    """The minutes of the coordination meeting as a file states them."""
    _, second, third = parties(number)
    return {
        "kind": "coordination",
        "held_at": f"{day}T10:00+08:00",
        "chair": "boss",
        "attendees": ["boss", *map(signatory, parties(number))],
        "business_details": "Where the kiosks stand, who serves them, what they cost.",
        "opinions": [{"department": d, "opinion": "We can do our part."} for d in (second, third)],
        "actions": [{"what": "Name a contact", "department": second, "due_date": "2026-04-30"}],
    }


def coordination(number: int) -> Meeting:
    return Meeting.model_validate(coordination_content(number, date(2026, 3, 9)))


def responsibilities(number: int) -> ResponsibilityTable:
    rows = [{"responsibility": f"The part of {d.title()}", "accountable": d} for d in parties(number)]
    return ResponsibilityTable.model_validate({"rows": rows})


def agreement(number: int) -> Agreement:
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


_FORESEEN: Final = "technical"
"""The category of the risk that the request form names, R1."""

CATEGORIES: Final = ("business", "technical", "personnel", "market", "legal")
FURTHER: Final = ((4, 4), (2, 2), (3, 3), (1, 4), (3, 2), (2, 1), (3, 5), (2, 3), (1, 2))
"""Likelihood and impact of the risks that the departments identify together, R2 to R10."""

HIGH: Final = frozenset({2, 8})
"""The numbers of those that are high, and so have a contingency plan and are looked at every week."""


def sees(risk: int) -> int:
    """Return the department that a risk is of, by its place among the parties."""
    return risk % 3


def _response(number: int, risk: int) -> dict[str, Any]:
    owner = member(parties(number)[sees(risk)])
    plan = {"trigger": "It happens.", "procedure": "Call the others, then the supplier.", "responsible": owner}
    return {
        "response": "mitigate",
        "measures": "A second supplier is under contract, and stands by.",
        "owner": owner,
        "due_date": "2026-05-15",
        **({"contingency": plan} if risk in HIGH else {}),
    }


def risk(number: int, risk: int) -> Risk:
    """A risk with its response, stated at once."""
    likelihood, impact = FURTHER[risk - 2]
    content = {
        "category": CATEGORIES[risk % len(CATEGORIES)],
        "description": f"What was bought for region {number} does not serve, as seen {risk - 1} times before",
        "identified_by": [parties(number)[sees(risk)]],
        "likelihood": likelihood,
        "impact": impact,
        "probability_percent": 10 * likelihood,
        "loss": "12000.00",
    }
    return Risk.model_validate(content | _response(number, risk))


def treatment(number: int) -> Treatment:
    """The response to the risk of the request form."""
    return Treatment.model_validate(_response(number, 1))


def risk_review(number: int, risk: int, *, is_last: bool) -> RiskReview:
    """The review of a risk; the last one finds its measures in place."""
    likelihood, impact = FURTHER[risk - 2] if risk > 1 else (2, 4)
    change = "Nothing; the second supplier stands by."
    return RiskReview(likelihood=likelihood, impact=impact, change=change, measures_done=is_last or None)


def risk_close(number: int) -> RiskClose:
    return RiskClose(reason="The terminals are here.")


def no_risk(number: int, category: str, party: int) -> NoRisk:
    return NoRisk.model_validate(
        {"category": category, "department": parties(number)[party], "reason": "As in every region before."}
    )


NONE: Final = tuple((category, 1 + n % 2) for n, category in enumerate(c for c in CATEGORIES if c != _FORESEEN))
"""The categories that are declared free of risk in a book without open risks, and by which of the parties."""


def start(number: int) -> Start:
    return Start.model_validate({"staff": [{"person": member(d)} for d in parties(number)]})


def regular(number: int) -> Meeting:
    return Meeting.model_validate(
        {
            "kind": "regular",
            "held_at": "2026-03-26T10:00+08:00",
            "chair": signatory(parties(number)[0]),
            "attendees": [signatory(d) for d in parties(number)],
            **dict.fromkeys(("progress", "problems", "coordination", "next_steps"), "As planned."),
        }
    )


def report_content(*, is_requesting: bool = False) -> dict[str, Any]:
    """A progress report as a file states it."""
    content: dict[str, Any] = {
        "progress_percent": 30,
        "done": "Two of the five kiosks stand.",
        "next_steps": "The next two.",
        "cost_to_date": "20000.00",
    }
    return content | ({"overall": "On its way."} if is_requesting else {})


def report(number: int, party: int, *, is_last: bool) -> Report:
    """The report of the department that stands at that place among the parties."""
    reached = {0: ["Roll-out"] if comes_to(number, "accepting") else [], 1: ["Pilot"]}.get(party, [])
    content = report_content(is_requesting=party == 0)
    return Report.model_validate(content | ({"milestones_reached": reached} if is_last else {}))


def opening(number: int) -> Opening:
    return Opening.model_validate({"statement": "All stand.", "actual_end_date": "2026-04-16", "actual_cost": "118000"})


def evaluation(number: int) -> Evaluation:
    met = dict.fromkeys(("objectives", "quality", "schedule", "cost"), "met")
    return Evaluation.model_validate({**met, "verdict": "pass"})


def decision(number: int) -> Decision:
    return Decision.model_validate({"outcome": "accept", "comment": "Good."})


def summary(number: int) -> Summary:
    told = dict.fromkeys(("experience", "lessons", "suggestions", "own_work"), "Begin with the training.")
    return Summary.model_validate(told)
