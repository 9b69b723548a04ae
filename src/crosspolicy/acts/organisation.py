"""The book and its organisation: company, departments, people, deputies (1.2)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.adoption import adoption_row, policy_row
from crosspolicy.acts.decision import Decision, Row
from crosspolicy.acts.stating import in_order, plain
from crosspolicy.acts.training import annual_round
from crosspolicy.errors import Fault
from crosspolicy.forms.identifiers import Known
from crosspolicy.forms.organisation import Department, Deputy, Founding, Person
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import ANYBODY, COORDINATOR
from crosspolicy.policy.case import Case
from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.vocabulary.lists import MANAGEMENT


def _check_department(case: Case[Department]) -> Iterator[Fault]:
    yield from _taken("code", case.form.code, Known(case.book.departments))
    if case.form.code.casefold() == MANAGEMENT:
        yield Fault("code", _reserved(case.form.code))


def _taken(field: str, name: str, known: Known) -> Iterator[Fault]:
    """Yield a fault where a new code or login is there already, or cannot be told from one that is."""
    if (spelled := known.spelled(name)) == name:
        yield Fault(field, Text(N_("{name} exists already"), name=name))
    elif spelled:
        yield Fault(
            field, Text(N_("{name} differs only in capitals from {known}, which exists"), name=name, known=spelled)
        )
    elif alike := known.like(name):
        message = N_("{name} looks like {known}, which exists, in letters of another script; choose another")
        yield Fault(field, Text(message, name=name, known=alike))


def _reserved(code: str) -> Text:
    return Text(N_("cannot be {code}; that is what management owes under"), code=code)


def _add_department(case: Case[Department]) -> Decision:
    return Decision(rows=(Row("department", plain(case.form)),), codes=(case.form.code,))


def _person_row(person: Person) -> Row:
    return Row("person", plain(person) | {"os_user": person.os_user or person.login})


def _check_person(case: Case[Person]) -> Iterator[Fault]:
    form = case.form
    yield from _taken("login", form.login, case.book.logins or Known(case.book.people))
    if (account := form.os_user or form.login) in case.book.accounts:
        yield Fault("os_user", Text(N_("{account} is somebody else's account already"), account=account))


def _add_person(case: Case[Person]) -> Decision:
    return Decision(rows=(_person_row(case.form),), codes=(case.form.login,))


def _check_deputy(case: Case[Deputy]) -> Iterator[Fault]:
    form = case.form
    yield from in_order(("from_date", form.from_date), ("until_date", form.until_date))
    if form.person == form.deputy:
        yield Fault("deputy", Text(N_("cannot be the person stood in for")))


def _name_deputy(case: Case[Deputy]) -> Decision:
    return Decision(rows=(Row("deputy", plain(case.form)),), codes=(f"{case.form.person}:{case.form.deputy}",))


def check_founding(form: Founding) -> Iterator[Fault]:
    """Yield what contradicts itself in the file that a book starts from."""
    yield from _alike("departments", "code", [d.code for d in form.departments])
    yield from _alike("people", "login", [p.login for p in form.people])
    codes = Counter(d.code for d in form.departments)
    logins = Counter(p.login for p in form.people)
    accounts = Counter(p.os_user or p.login for p in form.people)
    for n, department in enumerate(form.departments, 1):
        if department.code.casefold() == MANAGEMENT:
            yield Fault(f"departments.{n}.code", _reserved(department.code))
        if codes[department.code] > 1:
            yield Fault(f"departments.{n}.code", Text(N_("{value} stands there twice"), value=department.code))
        if department.head and department.head not in logins:
            yield Fault(f"departments.{n}.head", Text(N_("{value} is none of the people"), value=department.head))
    for n, person in enumerate(form.people, 1):
        if logins[person.login] > 1:
            yield Fault(f"people.{n}.login", Text(N_("{value} stands there twice"), value=person.login))
        elif accounts[account := person.os_user or person.login] > 1:
            yield Fault(f"people.{n}.os_user", Text(N_("{value} stands there twice"), value=account))
        if person.department not in codes:
            message = Text(N_("{value} is none of the departments"), value=person.department)
            yield Fault(f"people.{n}.department", message)
    if not form.departments:
        yield Fault("departments", Text(N_("must have at least one entry")))
    if not form.people:
        yield Fault("people", Text(N_("must have at least one entry")))


def _alike(field: str, part: str, names: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each code or login that cannot be told from an earlier one, but is another."""
    known = Known()
    for n, name in enumerate(names, 1):
        if known.spelled(name) != name:
            yield from _taken(f"{field}.{n}.{part}", name, known)
            known.add(name)


def found(case: Case[Founding]) -> Decision:
    """Return the rows that a new book starts with; heads are set where the people exist."""
    form = case.form
    policy = check_policy(default_policy())
    book = {
        "id": 1,
        **{name: getattr(form, name) for name in ("company", "currency", "country", "timezone")},
        "is_rehearsal": case.book.is_rehearsal,
        "created_at": case.clock.now,
    }
    return Decision(
        rows=(
            Row("book", book),
            policy_row(policy, case.clock.occurred, case.actor.login),
            adoption_row(case, policy, None),
            *(Row("department", plain(d)) for d in form.departments),
            *(_person_row(p) for p in form.people),
        ),
        opens=annual_round(case),
        details={"policy": policy.digest},
    )


def _entry(name: str, title: str, command: str, form: Any, check: Any, effect: Any) -> Act:
    return Act(
        name=name,
        title=title,
        clause="1.2",
        command=command,
        form=form,
        who=COORDINATOR,
        target=Target.BOOK,
        check=check,
        effect=effect,
    )


ACTS = (
    Act(
        name="book.initialised",
        title=N_("make a book"),
        clause="1.2",
        clauses=("1.1", "7.1.1", "7.2.1"),
        command="init",
        form=Founding,
        who=ANYBODY,
        target=Target.BOOK,
        opens=("training-needs", "training-plan"),
        effect=found,
    ),
    _entry(
        "department.added",
        N_("add a department"),
        "org department add",
        Department,
        _check_department,
        _add_department,
    ),
    _entry("person.added", N_("add a person"), "org person add", Person, _check_person, _add_person),
    _entry("deputy.named", N_("name a deputy"), "org deputy add", Deputy, _check_deputy, _name_deputy),
)
