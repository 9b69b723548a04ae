"""Who states the need: the requester of a draft, and everybody who has stated it since the first (3.1.1, 3.3.1)."""

from collections.abc import Iterator
from typing import Any

from crosspolicy.acts.decision import Row
from crosspolicy.acts.stating import row
from crosspolicy.errors import Fault
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case


def check_requester(case: Case[Any]) -> Iterator[Fault]:
    """Yield a fault where the requester that a draft or an edit leaves is not of the requesting department.

    Whoever drafts for themselves for another department is told by authority, as for any other act.
    """
    form, request = case.form, case.request
    department = form.requesting_department or request.requesting_department
    if not (form.requester or form.requesting_department) or department not in case.book.departments:
        return
    is_new = not request.requesting_department
    if is_new and form.requester == case.actor.login:
        return
    login, its_own = _requester(case)
    if its_own and its_own != department:
        told = N_("{requester} is of {own}, not of {department}, which requests; name somebody of {department}")
        yield Fault("requester", Text(told, requester=login, own=its_own, department=department))


def _requester(case: Case[Any]) -> tuple[str, str]:
    """Return the login of the requester that a form leaves, and their department, empty where nobody knows them."""
    if not case.form.requester:
        return case.request.requester, case.request.requester_department
    person = case.book.people.get(case.form.requester)
    return case.form.requester, person.department if person else ""


def requested_before(case: Case[Any], department: str, requester: str) -> tuple[Row, ...]:
    """Return the rows of those who request with this draft, edit or submission, or did before, and are not on it now.

    Beside the requester that is whoever acts, and a deputy in whose hands it lay; a coordinator only writes it down.
    """
    before = case.request.requesting_department or department
    people = {case.request.requester, case.actor.login}
    if case.actor.is_deputised:
        people.add(case.actor.recorded_by.login)
    pairs = {(before, person) for person in people if person} - case.request.requested_before
    pairs.discard((department, requester))
    return tuple(row(case, "requested_before", department=d, person=p) for d, p in sorted(pairs))
