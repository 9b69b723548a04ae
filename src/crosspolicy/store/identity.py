"""Who acts: the operating system's account, mapped to a person, or somebody for whom that person may act."""

import socket
from datetime import date

from crosspolicy.errors import Breach, Fault, InvalidInput
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import AUTHORITY
from crosspolicy.policy.facts import Actor, PersonFact
from crosspolicy.queries.people import by_account, by_login, stands_in
from crosspolicy.queries.reader import Reader
from crosspolicy.store.account import account
from crosspolicy.vocabulary.frozen import dataclass
from crosspolicy.vocabulary.lists import Role


@dataclass(frozen=True, slots=True)
class By:
    """Who sits at the machine (``os_user``, ``host``), and whom they name with ``--as`` (a login, or empty)."""

    os_user: str
    host: str
    as_login: str = ""


def this_account(as_login: str = "") -> By:
    """Return who sits at this machine."""
    return By(account(), socket.gethostname(), as_login)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at the machine, and for whom they act: as a deputy at some ``times``, or else as a coordinator may.

    ``recorder`` is None where the account is nobody's. Roles and accounts are those of today.
    """

    by: By
    recorder: PersonFact | None
    person: PersonFact | None = None
    times: tuple[tuple[date, date], ...] = ()

    def on(self, day: date) -> Actor:
        """Return who acts, recorded on a day, with the denial where they may not act at all (1.2).

        It is the day of recording that counts, never the one on which the act is said to have happened.

        Raises InvalidInput where ``--as`` names nobody.
        """
        recorder, person = self.recorder, self.person
        if recorder is None:
            return _nobody(self.by)
        if self.by.as_login in ("", recorder.login):
            return Actor(recorder, recorder)
        if person is None:
            message = Text(
                N_("{value} is nobody in the book; `crosspolicy org person list` shows who is"), value=self.by.as_login
            )
            raise InvalidInput((Fault("as", message),))
        if any(first <= day <= last for first, last in self.times):
            return Actor(person, recorder, is_deputised=True)
        if Role.COORDINATOR in recorder.roles:
            return Actor(person, recorder)
        message = Text(
            N_(
                "{recorder} may not act for {person}: neither a coordinator nor their deputy on {day}, "
                "the day of recording."
            ),
            recorder=recorder.login,
            person=person.login,
            day=day,
        )
        hint = Text(N_("A coordinator names a deputy: `crosspolicy org deputy add`."))
        return Actor(person, recorder, denial=Breach(AUTHORITY, "1.2", message, hint))


def seat_of(reader: Reader, by: By) -> Seat:
    """Return who sits at the machine, and for whom."""
    recorder = by_account(reader, by.os_user)
    if recorder is None or by.as_login in ("", recorder.login):
        return Seat(by, recorder)
    person = by_login(reader, by.as_login)
    return Seat(by, recorder, person, stands_in(reader, recorder.login, person.login) if person else ())


def _nobody(by: By) -> Actor:
    message = Text(N_("The account {account} belongs to nobody in this book."), account=by.os_user)
    hint = Text(N_("A coordinator adds you: `crosspolicy org person add --os-user {account} ...`."), account=by.os_user)
    stranger = PersonFact(by.os_user, by.os_user, "", frozenset())
    return Actor(stranger, stranger, denial=Breach(AUTHORITY, "1.2", message, hint))
