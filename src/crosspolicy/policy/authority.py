"""Who may do what (3.1–3.3, 2.3.2): a table of who, each a pure predicate over the case. Authority is never waived."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from crosspolicy.errors import Breach
from crosspolicy.forms.base import said
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.risk import accepts_high
from crosspolicy.vocabulary.lists import AppraisalKind, Role

AUTHORITY: Final = "authority"
"""What refusals of authority carry in place of a gate's name."""


@dataclass(frozen=True, slots=True)
class Who:
    """A circle of people: ``label`` says who they are, ``permits`` whether the actor is one of them."""

    name: str
    label: str
    permits: Callable[[Case[Any]], bool]


def _requesting(case: Case[Any]) -> bool:
    department = case.request.requesting_department or said(case.form, "requesting_department")
    return case.actor.department == department


def _party(case: Case[Any]) -> bool:
    return case.actor.department in case.request.parties


def _party_it_names(case: Case[Any]) -> bool:
    return _party(case) and case.department in case.request.parties


def _treating(case: Case[Any]) -> bool:
    return _management(case) if accepts_high(case) else _party(case)


def _solving(case: Case[Any]) -> bool:
    issue = next((i for i in case.request.issues if str(i.number) == case.target), None)
    return _party(case) or (_management(case) and issue is not None and issue.escalated_on is not None)


def _rating(case: Case[Any]) -> bool:
    """Departments appraise for themselves; on an occasion, management does, too, though of no party (6.2.3)."""
    is_own = case.department == case.actor.department
    is_ad_hoc = said(case.form, "kind") == AppraisalKind.AD_HOC
    return is_own and (case.department in case.request.parties or (is_ad_hoc and _management(case)))


def _party_or_management(case: Case[Any]) -> bool:
    return _party(case) or _management(case)


def _training(case: Case[Any]) -> bool:
    return _management(case) or case.actor.department == case.rules.training.owed_by


def _own_party(case: Case[Any]) -> bool:
    return case.department == case.actor.department and case.department in case.request.parties


def _signatory(case: Case[Any]) -> bool:
    department = case.book.departments.get(case.department)
    is_head = department is not None and department.head == case.actor.login
    is_signatory = Role.SIGNATORY in case.actor.person.roles and case.actor.department == case.department
    return case.department in case.request.parties and (is_head or is_signatory)


def _management(case: Case[Any]) -> bool:
    return Role.MANAGEMENT in case.actor.person.roles


def _other_side(case: Case[Any]) -> bool:
    """Management, but nobody of the requesting department, nor a deputy who is."""
    deciding = [case.actor.person, *([case.actor.recorded_by] if case.actor.is_deputised else [])]
    return _management(case) and not any(
        p.department == case.request.requesting_department or p.login == case.request.requester for p in deciding
    )


def _coordinator(case: Case[Any]) -> bool:
    return Role.COORDINATOR in case.actor.person.roles


REQUESTING = Who("requesting", N_("any member of the requesting department"), _requesting)
PARTY = Who("party", N_("any member of a department of the request"), _party)
OWN_PARTY = Who("own-party", N_("any member of a department of the request, for that department"), _own_party)
PARTY_NAMED = Who("party", N_("any member of a department of the request"), _party_it_names)
TREATING = Who(
    "treating", N_("any member of a department of the request; management alone accepts a high risk"), _treating
)
SOLVING = Who(
    "solving", N_("any member of a department of the request; management, too, where it is escalated"), _solving
)
RATING = Who(
    "rating",
    N_("any member of a department of the request, for that department; management, too, on an occasion"),
    _rating,
)
TRAINING = Who("training", N_("management, or the department that the policy names for training"), _training)
PARTY_OR_MANAGEMENT = Who(
    "party-or-management", N_("any member of a department of the request, or management"), _party_or_management
)
SIGNATORY = Who("signatory", N_("a signatory or the head of the department"), _signatory)
MANAGEMENT = Who("management", N_("management"), _management)
OTHER_SIDE = Who("other-side", N_("management, but nobody of the requesting department"), _other_side)
COORDINATOR = Who("coordinator", N_("a coordinator"), _coordinator)
ANYBODY = Who("anybody", N_("anybody"), lambda case: True)


def refusal(who: Who, clause: str, case: Case[Any]) -> Breach | None:
    """Return why the actor may not act, citing ``clause``, or None where they may."""
    if who.permits(case):
        return None
    if who in (OWN_PARTY, SIGNATORY, PARTY, PARTY_NAMED) and case.department not in case.request.parties:
        message = Text(
            N_("{department} is no department of this request; its departments are {parties}."),
            department=case.department,
            parties=case.request.parties,
        )
    else:
        message = Text(
            N_("{name} ({login}, {department}) may not do this; who may: {who}."),
            name=case.actor.person.name,
            login=case.actor.login,
            department=case.actor.department,
            who=Text(who.label),
        )
    hint = Text(N_("Ask somebody who may. A coordinator, or their deputy, records it for them with `--as LOGIN`."))
    return Breach(AUTHORITY, clause, message, hint)
