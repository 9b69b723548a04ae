"""On which side of an act somebody stands: whose milestone, risk or issue it is, and who has an interest in it."""

from collections.abc import Iterator
from typing import Any, Final

from crosspolicy.forms.base import said
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import IssueFact, MilestoneFact, PersonFact, RequestFacts, RiskFact
from crosspolicy.vocabulary.frozen import dataclass

RECORDER: Final = "recorder"
DECIDER: Final = "decider"
PARTY: Final = "party"
OWN_DEPARTMENT: Final = "own-department"

_TOLD: Final = {
    (RECORDER, PARTY, False): N_(
        "Recorded by an interested party: {person} of {department}, another department of the request."
    ),
    (RECORDER, PARTY, True): N_(
        "Recorded by an interested party: {person}, the head of {department}, another department of the request."
    ),
    (RECORDER, OWN_DEPARTMENT, False): N_(
        "Recorded by an interested party: {person}; it is about {department}, their own department."
    ),
    (RECORDER, OWN_DEPARTMENT, True): N_(
        "Recorded by an interested party: {person}; it is about {department}, which they head."
    ),
    (DECIDER, OWN_DEPARTMENT, False): N_(
        "Decided by an interested party: {person}; it is about {department}, their own department."
    ),
    (DECIDER, OWN_DEPARTMENT, True): N_(
        "Decided by an interested party: {person}; it is about {department}, which they head."
    ),
}


@dataclass(frozen=True, slots=True)
class Interest:
    """Somebody who has an interest in an act that they may do: ``role`` says whether they decided or recorded it,
    ``reason`` whether their department is another party of the request, or the one that the act is about. ``heads``
    says that they head that department and are of another.
    """

    person: str
    department: str
    role: str
    reason: str
    heads: bool = False

    def stated(self) -> dict[str, str]:
        """Return the interest as plain data, as the journal and receipts in JSON tell it."""
        return {name: getattr(self, name) for name in ("person", "department", "role", "reason")}

    def told(self) -> Text:
        """Return what people are told of it."""
        return Text(_TOLD[self.role, self.reason, self.heads], person=self.person, department=self.department)


def another_party(case: Case[Any]) -> Iterator[Interest]:
    """Yield whoever records for a department though they are of another party, or head it (2.3.2, 2.4.3, 2.5.2)."""
    for party in case.request.parties:
        if party != case.department:
            yield from _interest(case, case.actor.recorded_by, party, RECORDER, PARTY)


def own_department(case: Case[Any]) -> Iterator[Interest]:
    """Yield whoever decides on, or records, a reward or a penalty of their own department or its people (6.3)."""
    about = department_concerned(case)
    actor, recorder = case.actor.person, case.actor.recorded_by
    yield from _interest(case, actor, about, DECIDER, OWN_DEPARTMENT)
    if recorder.login != actor.login:
        yield from _interest(case, recorder, about, RECORDER, OWN_DEPARTMENT)


def _interest(case: Case[Any], person: PersonFact, department: str, role: str, reason: str) -> Iterator[Interest]:
    if case.book.stands_for(person, department):
        yield Interest(person.login, department, role, reason, heads=person.department != department)


def department_concerned(case: Case[Any]) -> str:
    """Return the department that a form is about, or that of the person whom it is about; empty where it names none."""
    person = case.book.people.get(said(case.form, "person") or "")
    return str(said(case.form, "department") or (person.department if person else ""))


def hands(case: Case[Any]) -> tuple[PersonFact, ...]:
    """Return everybody through whose hands an act goes: who acts, and who records it."""
    return tuple({person.login: person for person in (case.actor.person, case.actor.recorded_by)}.values())


def is_requesting(case: Case[Any], person: PersonFact) -> bool:
    """Tell whether a person is of the requesting side, of now or of any earlier draft (3.3.1, 3.3.4)."""
    request = case.request
    is_theirs = any(case.book.stands_for(person, department) for department in request.requesting_departments)
    return is_theirs or person.login in request.requesters


def heads_requesting(case: Case[Any], person: PersonFact) -> str:
    """Return the department through which alone somebody is of the requesting side: as its head; empty for none."""
    departments = case.request.requesting_departments
    if person.department in departments or person.login in case.request.requesters:
        return ""
    return next((d for d in departments if case.book.stands_for(person, d)), "")


# Whose something is


def milestone_owners(request: RequestFacts, milestone: MilestoneFact) -> frozenset[str]:
    """Return the departments that reach or move a milestone: its own, and the requesting one (2.4.1)."""
    return frozenset({milestone.department, request.requesting_department})


def risk_owners(request: RequestFacts, risk: RiskFact) -> frozenset[str]:
    """Return the departments that close a risk: its owner's, or the one that named it first; and the requesting one."""
    return frozenset({watched_by(request, risk), request.requesting_department})


def watched_by(request: RequestFacts, risk: RiskFact) -> str:
    """Return the department whose a risk is: its owner's, else the first that named it."""
    return risk.owner_department or next(iter(risk.identified_by), request.requesting_department)


def issue_owners(request: RequestFacts, issue: IssueFact) -> frozenset[str]:
    """Return the departments that resolve an issue: the responsible one, and the requesting one (3.1.4)."""
    return frozenset({issue.responsible_department, request.requesting_department})
