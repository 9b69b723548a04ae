"""Who somebody is, and for whom they may act."""

from datetime import date

from crosspolicy.policy.facts import PersonFact
from crosspolicy.queries.book_facts import person_of
from crosspolicy.queries.reader import Reader, first

_PERSON = "SELECT login, name, department, roles FROM person WHERE "


def by_account(reader: Reader, os_user: str) -> PersonFact | None:
    """Return the person whose account this is, or None."""
    found = first(reader, _PERSON + "os_user = :os_user", os_user=os_user)
    return person_of(found) if found else None


def by_login(reader: Reader, login: str) -> PersonFact | None:
    """Return the person of that login, or None."""
    found = first(reader, _PERSON + "login = :login", login=login)
    return person_of(found) if found else None


def stands_in(reader: Reader, deputy: str, person: str, day: date) -> bool:
    """Tell whether ``deputy`` stands in for ``person`` on a day."""
    sql = """SELECT 1 FROM deputy WHERE deputy = :deputy AND person = :person
             AND from_date <= :day AND until_date >= :day"""
    return first(reader, sql, deputy=deputy, person=person, day=day.isoformat()) is not None
