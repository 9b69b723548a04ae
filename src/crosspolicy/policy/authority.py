"""Who may do what (3.1–3.3, 2.3.2): a table of who, each a pure predicate over the case. Authority is never waived."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from crosspolicy.forms.base import said
from crosspolicy.i18n import N_
from crosspolicy.policy import sides
from crosspolicy.policy.case import Case
from crosspolicy.policy.risk import accepts_high
from crosspolicy.policy.sides import Interest
from crosspolicy.vocabulary.lists import AppraisalKind, Role

AUTHORITY: Final = "authority"
"""What refusals of authority carry in place of a gate's name."""


def _nobody(case: Case[Any]) -> Iterable[Interest]:
    return ()


@dataclass(frozen=True, slots=True)
class Who:
    """A circle of people: ``label`` says who they are, ``permits`` whether the actor is one of them.

    ``interested`` tells who of those that act and record has an interest in it, though they may.
    """

    name: str
    label: str
    permits: Callable[[Case[Any]], bool]
    interested: Callable[[Case[Any]], Iterable[Interest]] = _nobody


def _requesting(case: Case[Any]) -> bool:
    department = case.request.requesting_department or said(case.form, "requesting_department")
    return case.actor.department == department


def _party(case: Case[Any]) -> bool:
    return case.actor.department in case.request.parties


def _party_it_names(case: Case[Any]) -> bool:
    return _party(case) and case.department in case.request.parties


def _treating(case: Case[Any]) -> bool:
    return _other_side(case) if accepts_high(case) else _party(case)


def _of_milestone(case: Case[Any]) -> bool:
    milestone = next((m for m in case.request.milestones if m.name == case.target), None)
    return milestone is not None and case.actor.department in sides.milestone_owners(case.request, milestone)


def _of_risk(case: Case[Any]) -> bool:
    risk = next((risk for risk in case.request.risks if str(risk.number) == case.target), None)
    return risk is not None and case.actor.department in sides.risk_owners(case.request, risk)


def _solving(case: Case[Any]) -> bool:
    issue = next((i for i in case.request.issues if str(i.number) == case.target), None)
    if issue is None:
        return False
    is_theirs = case.actor.department in sides.issue_owners(case.request, issue)
    return is_theirs or (is_management(case) and issue.escalated_on is not None)


def _rating(case: Case[Any]) -> bool:
    """Departments appraise for themselves; on an occasion, management does, too, though of no party (6.2.3)."""
    is_own = case.department == case.actor.department
    is_ad_hoc = said(case.form, "kind") == AppraisalKind.AD_HOC
    return is_own and (case.department in case.request.parties or (is_ad_hoc and is_management(case)))


def _party_or_management(case: Case[Any]) -> bool:
    return _party(case) or is_management(case)


def _training(case: Case[Any]) -> bool:
    return is_management(case) or case.actor.department == case.rules.training.owed_by


def _own_party(case: Case[Any]) -> bool:
    return case.department == case.actor.department and case.department in case.request.parties


def _signatory(case: Case[Any]) -> bool:
    department = case.book.departments.get(case.department)
    is_head = department is not None and department.head == case.actor.login
    is_signatory = Role.SIGNATORY in case.actor.person.roles and case.actor.department == case.department
    return case.department in case.request.parties and (is_head or is_signatory)


def is_management(case: Case[Any]) -> bool:
    return Role.MANAGEMENT in case.actor.person.roles


def _other_side(case: Case[Any]) -> bool:
    """Management, and neither who acts nor who records is of the requesting side, of now or of any earlier draft."""
    return is_management(case) and not any(sides.is_requesting(case, person) for person in sides.hands(case))


def _about_others(case: Case[Any]) -> bool:
    """Management, and neither who acts nor who records is the person whom it is about."""
    return is_management(case) and said(case.form, "person") not in {person.login for person in sides.hands(case)}


def _coordinator(case: Case[Any]) -> bool:
    return Role.COORDINATOR in case.actor.person.roles


REQUESTING = Who("requesting", N_("any member of the requesting department"), _requesting)
PARTY = Who("party", N_("any member of a department of the request"), _party)
OWN_PARTY = Who(
    "own-party", N_("any member of a department of the request, for that department"), _own_party, sides.another_party
)
PARTY_NAMED = Who("party", N_("any member of a department of the request"), _party_it_names)
TREATING = Who(
    "treating",
    N_("any member of a department of the request; management of the other side accepts high risks"),
    _treating,
)
OF_MILESTONE = Who(
    "of-milestone", N_("any member of the department whose milestone it is, or of the requesting one"), _of_milestone
)
OF_RISK = Who(
    "of-risk",
    N_("any member of the owner's department, else of the first that named it, or of the requesting one"),
    _of_risk,
)
SOLVING = Who(
    "solving",
    N_("any member of the responsible or the requesting department; management, where it is escalated"),
    _solving,
)
RATING = Who(
    "rating",
    N_("any member of a department of the request, for that department; management, too, on an occasion"),
    _rating,
    sides.another_party,
)
TRAINING = Who("training", N_("management, or the department that the policy names for training"), _training)
PARTY_OR_MANAGEMENT = Who(
    "party-or-management", N_("any member of a department of the request, or management"), _party_or_management
)
SIGNATORY = Who("signatory", N_("a signatory or the head of the department"), _signatory, sides.another_party)
MANAGEMENT = Who("management", N_("management"), is_management)
OTHER_SIDE = Who(
    "other-side",
    N_("management, but nobody who is or was of the requesting side, whether they act or record"),
    _other_side,
)
REWARDING = Who("rewarding", N_("management, but nobody about themselves"), _about_others, sides.own_department)
COORDINATOR = Who("coordinator", N_("a coordinator"), _coordinator)
ANYBODY = Who("anybody", N_("anybody"), lambda case: True)
