"""Who may do what, told a second time: the circles of people, by what the company says of its people alone.

Nothing here asks the program who may. A circle is given whoever acts and whoever records, and what the act is about.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from tests.support.company import DEPARTMENT_OF, FOUNDING, PARTIES, REQUESTER, REQUESTING

PARTY_COORDINATOR: Final = "wen.jie"
"""A coordinator of a department that is a party of the request, and does not request it."""
HEAD_FROM_OUTSIDE: Final = "luo.yan"
"""The head of the requesting department and of another party, though of the Executive Office; manages and records."""
COMPANY: Final[dict[str, Any]] = FOUNDING | {
    "departments": [
        d | ({"head": HEAD_FROM_OUTSIDE} if d["code"] in (REQUESTING, "IT") else {}) for d in FOUNDING["departments"]
    ],
    "people": [
        *(p | ({"roles": ["signatory"]} if p["login"] == "zhao.lei" else {}) for p in FOUNDING["people"]),
        {"login": PARTY_COORDINATOR, "name": "Wen Jie 文潔", "department": "IT", "roles": ["coordinator"]},
        {
            "login": HEAD_FROM_OUTSIDE,
            "name": "Luo Yan 羅燕",
            "department": "EXEC",
            "roles": ["management", "coordinator"],
        },
    ],
}
STRANGER: Final = "stranger"
"""An account that is nobody's."""

DEPUTIES: Final = (
    ("gao.ping", "he.jing", -3, 3),
    ("gao.ping", "zhao.lei", -3, 3),
    ("gao.ping", "wu.min", -9, -1),
    ("lin.tao", "he.jing", 1, 9),
    ("chen.bo", "liu.yang", 0, 0),
    ("wu.min", "chen.bo", -3, 3),
    ("li.na", "he.jing", -3, 3),
)
"""Who is stood in for, by whom, from how many days after today until how many."""

PEOPLE: Final = {p["login"]: p for p in COMPANY["people"]}
HEADS: Final = {d["code"]: d.get("head") for d in COMPANY["departments"]}
COORDINATORS: Final = tuple(login for login, p in PEOPLE.items() if "coordinator" in p.get("roles", ()))


@dataclass(frozen=True, slots=True)
class Hands:
    """Somebody who acts, and somebody else who sits at the machine for them, or nobody else (``typed_by`` empty)."""

    by: str
    typed_by: str = ""

    @property
    def both(self) -> set[str]:
        """Everybody through whose hands the act goes."""
        return {self.by, self.typed_by or self.by}

    @property
    def recorder(self) -> str:
        """Who sits at the machine."""
        return self.typed_by or self.by

    @property
    def department(self) -> str:
        """The department of who acts."""
        return str(PEOPLE[self.by]["department"])

    @property
    def are_entitled(self) -> bool:
        """Whether whoever sits there may act for the other today: a coordinator, or a deputy within the dates."""
        if self.recorder == STRANGER or self.by == self.recorder:
            return self.recorder != STRANGER
        stands_in = any(
            (person, deputy) == (self.by, self.typed_by) and first <= 0 <= last
            for person, deputy, first, last in DEPUTIES
        )
        return stands_in or self.typed_by in COORDINATORS

    def has(self, role: str) -> bool:
        """Tell whether who acts has a role."""
        return role in PEOPLE[self.by].get("roles", ())


def everybody() -> Iterator[Hands]:
    """Yield everybody as themselves, and through the hands of each coordinator, of deputies, and of who is neither."""
    yield Hands(STRANGER)
    for login in PEOPLE:
        yield Hands(login)
        yield from (Hands(login, coordinator) for coordinator in COORDINATORS if coordinator != login)
    yield from (Hands(person, deputy) for person, deputy, _first, _last in DEPUTIES)
    yield from (Hands(login, "sun.wei") for login in ("gao.ping", "chen.bo", "li.na"))


Circle = Callable[[Hands], bool]


def of(*departments: str) -> Circle:
    """The members of these departments."""
    return lambda hands: hands.department in departments


def requesting(hands: Hands) -> bool:
    """Any member of the requesting department."""
    return hands.department == REQUESTING


def party(hands: Hands) -> bool:
    """Any member of a department of the request."""
    return hands.department in PARTIES


def signing(hands: Hands) -> bool:
    """A signatory or the head of a department of the request, for it."""
    return party(hands) and (hands.has("signatory") or HEADS[hands.department] == hands.by)


def management(hands: Hands) -> bool:
    """Management."""
    return hands.has("management")


def other_side(hands: Hands) -> bool:
    """Management, and nobody of the requesting department, not its head and no requester acts or records."""
    return management(hands) and not any(stands_for(p, REQUESTING) or p == REQUESTER for p in hands.both)


def coordinator(hands: Hands) -> bool:
    """A coordinator."""
    return hands.has("coordinator")


def either(*circles: Circle) -> Circle:
    """Anybody of one of several circles."""
    return lambda hands: any(circle(hands) for circle in circles)


def about(login: str) -> Circle:
    """Management, and not the person whom it is about, neither acting nor recording."""
    return lambda hands: management(hands) and login not in hands.both


DEPARTMENT: Final = DEPARTMENT_OF | {PARTY_COORDINATOR: "IT", HEAD_FROM_OUTSIDE: "EXEC"}


def stands_for(login: str, department: str) -> bool:
    """Tell whether somebody is of a department or heads it."""
    return department in (DEPARTMENT.get(login), *(code for code, head in HEADS.items() if head == login))


def none_interested(hands: Hands) -> set[str]:
    """Nobody is an interested party."""
    return set()


def another_party(hands: Hands) -> set[str]:
    """Whoever records for a department though they are of another department of the request, or head one."""
    others = [party for party in PARTIES if party != hands.department]
    return {hands.recorder} if any(stands_for(hands.recorder, party) for party in others) else set()


def own(department: str) -> Callable[[Hands], set[str]]:
    """Whoever acts or records, of the department that it is about, or as its head."""
    return lambda hands: {login for login in hands.both if stands_for(login, department)}
