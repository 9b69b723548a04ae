"""Who somebody is, and for whom they may act."""

from datetime import date

from crosspolicy.policy.facts import PersonFact
from crosspolicy.queries.book_facts import person_of
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.times import to_day

_PERSON = "SELECT login, name, department, roles FROM person WHERE "


def by_account(reader: Reader, os_user: str) -> PersonFact | None:
    """Return the person whose account this is, or None."""
    found = first(reader, _PERSON + "os_user = :os_user", os_user=os_user)
    return person_of(found) if found else None


def by_login(reader: Reader, login: str) -> PersonFact | None:
    """Return the person of that login, or None."""
    found = first(reader, _PERSON + "login = :login", login=login)
    return person_of(found) if found else None


def logins(reader: Reader) -> list[str]:
    """Return everybody's login."""
    return [row[0] for row in reader.rows("SELECT login FROM person")]


def stands_in(reader: Reader, deputy: str, person: str) -> tuple[tuple[date, date], ...]:
    """Return the times for which ``deputy`` stands in for ``person``: first days and last days."""
    sql = "SELECT from_date, until_date FROM deputy WHERE deputy = :deputy AND person = :person"
    return tuple((to_day(first), to_day(last)) for first, last in reader.rows(sql, deputy=deputy, person=person))
