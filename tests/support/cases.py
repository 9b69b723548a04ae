"""Cases without a book: what a gate is asked, put together from facts alone."""

from datetime import date
from typing import Any, Final

from crosspolicy.errors import Breach
from crosspolicy.forms.base import Form
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import (
    Actor,
    AdoptionFact,
    BookFacts,
    Clock,
    DepartmentFact,
    MilestoneFact,
    PersonFact,
    RequestFacts,
    RiskFact,
)
from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.policy.gates import GATES
from crosspolicy.policy.rules import rules_of
from crosspolicy.policy.working_days import PLAIN
from crosspolicy.vocabulary.lists import Stage
from tests.support.company import FOUNDING, PARTIES, REQUESTER, REQUESTING
from tests.support.world import START, ZONE

KEY: Final = 2026_000_000_001
TODAY: Final = date(2026, 9, 30)
PEOPLE: Final = {
    p["login"]: PersonFact(p["login"], p["name"], p["department"], frozenset(p.get("roles", ())))
    for p in FOUNDING["people"]
}
DEPARTMENTS: Final = {
    d["code"]: DepartmentFact(d["code"], d["name"], d.get("head", "")) for d in FOUNDING["departments"]
}
_POLICY: Final = check_policy(default_policy())
RULES: Final = rules_of(_POLICY.parsed, _POLICY.digest)
BOOK: Final = BookFacts(
    "Lantern Works",
    "CNY",
    "CN",
    "Asia/Shanghai",
    True,
    (AdoptionFact(_POLICY.digest, _POLICY.version, TODAY, None),),
    departments=DEPARTMENTS,
    people=PEOPLE,
)


def request(stage: str = "executing", **facts: Any) -> RequestFacts:
    """Return what is true of a request between the usual parties; ``facts`` changes it."""
    given: dict[str, Any] = {
        "id": KEY,
        "title": "Kiosk",
        "stage": Stage(stage),
        "requesting_department": REQUESTING,
        "requester": REQUESTER,
        "parties": PARTIES,
        "last_occurred": TODAY,
    }
    return RequestFacts(**given | facts)


def milestone(name: str, *, reached: date | None = None, number: int = 1) -> MilestoneFact:
    """Return a milestone of the requesting department."""
    return MilestoneFact(number, name, date(2026, 11, 20), REQUESTING, reached)


def risk(number: int = 1, **facts: Any) -> RiskFact:
    """Return a risk of medium level, treated by IT; ``facts`` changes it. Its level follows from its scores."""
    given: dict[str, Any] = {
        "number": number,
        "category": "market",
        "description": "Visitors rent elsewhere",
        "identified_by": (REQUESTING,),
        "likelihood": 3,
        "impact": 3,
        "inherent_level": None,
        "residual_likelihood": None,
        "residual_impact": None,
        "response": "mitigate",
        "measures": "A season ticket.",
        "owner": "chen.bo",
        "owner_department": "IT",
        "due_date": TODAY,
        "measures_done_on": None,
        "accepted_by": None,
        "has_contingency": False,
        "closed_on": None,
        **facts,
    }
    return RiskFact(level=RULES.risk.level(given["likelihood"], given["impact"]), **given)


def case(
    form: Form | None = None, *, stage: str = "executing", by: str = REQUESTER, target: str = "", **facts: Any
) -> Case[Any]:
    """Return a case: somebody with a form before a request of which ``facts`` are true."""
    clock = Clock(now=START, now_day=TODAY, today=TODAY, occurred=START, day=TODAY, zone=ZONE)
    actor = Actor(PEOPLE[by], PEOPLE[by])
    return Case(BOOK, request(stage, **facts), form or Form(), actor, RULES, clock, PLAIN, target)


def answer(gate: str, form: Form | None = None, **facts: Any) -> Breach | None:
    """Return what a gate answers."""
    return GATES[gate].answer(case(form, **facts))


def missing(gate: str, form: Form | None = None, **facts: Any) -> tuple[str, ...]:
    """Return what a gate finds missing; nothing where it is open."""
    breach = answer(gate, form, **facts)
    return breach.missing if breach else ()
