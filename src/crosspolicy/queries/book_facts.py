"""What is true of the whole book: the facts that every act is judged by."""

import json
from collections.abc import Iterable
from typing import Any

from crosspolicy.policy.facts import AdoptionFact, BookFacts, DepartmentFact, PersonFact
from crosspolicy.queries.policies import Adoption, adoptions
from crosspolicy.queries.reader import Reader, among, first
from crosspolicy.queries.times import to_day


def person_of(values: tuple[Any, ...]) -> PersonFact:
    """Build a person from login, name, department and roles (JSON)."""
    login, name, department, roles = values
    return PersonFact(login, name, department, frozenset(json.loads(roles)))


def people(reader: Reader, logins: Iterable[str]) -> dict[str, PersonFact]:
    """Return those of the logins that exist."""
    marks, parameters = among("login", sorted(set(logins)))
    sql = f"SELECT login, name, department, roles FROM person WHERE login IN {marks}"
    return {values[0]: person_of(values) for values in reader.rows(sql, **parameters)}


def _adoption(a: Adoption) -> AdoptionFact:
    since = to_day(a.governs_from) if a.governs_from else None
    return AdoptionFact(a.digest, a.version, to_day(a.adopted_date), since)


def book_facts(reader: Reader, logins: Iterable[str] = (), account: str = "") -> BookFacts:
    """Return what is true of the book, with the people named; ``account`` is one that a new person asks for."""
    book = first(reader, "SELECT company, currency, country, timezone, is_rehearsal FROM book WHERE id = 1")
    assert book is not None
    company, currency, country, timezone, is_rehearsal = book
    departments = reader.rows("SELECT code, name, head FROM department")
    taken = reader.rows("SELECT os_user FROM person WHERE os_user = :account", account=account) if account else []
    return BookFacts(
        company=company,
        currency=currency,
        country=country,
        timezone=timezone,
        is_rehearsal=bool(is_rehearsal),
        adoptions=tuple(map(_adoption, adoptions(reader))),
        departments={code: DepartmentFact(code, name, head or "") for code, name, head in departments},
        people=people(reader, logins),
        accounts=frozenset(row[0] for row in taken),
        policies=frozenset(row[0] for row in reader.rows("SELECT digest FROM policy")),
    )
