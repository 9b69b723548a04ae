"""Answers that name something of the book: what is offered, and what a half-typed name stands for."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple

from crosspolicy.i18n import N_, Text, _
from crosspolicy.intake.prompts.leaving import Wrong
from crosspolicy.intake.prompts.world import World

NO_ANSWERS: Final[Mapping[str, object]] = {}


class Candidate(NamedTuple):
    """Something that may be named: by its code (a login, a milestone's name) or name; ``note`` is beside it."""

    code: str
    name: str = ""
    note: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.name}".rstrip()


def _departments(world: World) -> tuple[Candidate, ...]:
    parties = [Candidate(*d) for d in world.departments if d[0] in world.parties]
    return (*parties, *(Candidate(*d) for d in world.departments if d[0] not in world.parties))


def _people(world: World) -> tuple[Candidate, ...]:
    """Return everybody, those of the request's own departments first."""
    everybody = sorted(world.people, key=lambda person: bool(world.parties) and person[2] not in world.parties)
    return tuple(Candidate(*person) for person in everybody)


def _issues(world: World) -> tuple[Candidate, ...]:
    return tuple(Candidate(code, title, "" if is_open else _("resolved")) for code, title, is_open in world.issues)


_CANDIDATES: Final[dict[str, Callable[[World], tuple[Candidate, ...]]]] = {
    "department": _departments,
    "person": _people,
    "audience": lambda world: (*_departments(world), *_people(world)),
    "milestone": lambda world: tuple(Candidate(name) for name in world.milestones),
    "issue": _issues,
}
_UNKNOWN: Final = {
    "department": N_("{value} is no department of the book"),
    "person": N_("{value} is nobody in the book"),
    "audience": N_("{value} is no department and nobody in the book"),
    "milestone": N_("{value} is no milestone of the request"),
    "issue": N_("{value} is no issue of the request"),
}
_NEAR: Final = {
    "department": N_("{value} is no department of the book; do you mean {near}?"),
    "person": N_("{value} is nobody in the book; do you mean {near}?"),
    "audience": N_("{value} is no department and nobody in the book; do you mean {near}?"),
    "milestone": N_("{value} is no milestone of the request; do you mean {near}?"),
    "issue": N_("{value} is no issue of the request; do you mean {near}?"),
}
_SEVERAL: Final = N_("{value} may be {near}; type on, or choose one with the arrow keys")


def candidates(refers: str, world: World) -> tuple[Candidate, ...]:
    """Return everything that a field of this kind may name, what is likely first."""
    return _CANDIDATES[refers](world) if refers in _CANDIDATES else ()


def offered(
    refers: str, world: World, taken: Container[str], text: str, *, answers: Mapping[str, object] = NO_ANSWERS
) -> Iterator[Candidate]:
    """Yield what the typed text may stand for.

    Before anything is typed: nobody that the list has already, of the departments the request's own alone, and of the
    issues those open.
    """
    known = candidates(refers, world) or tuple(Candidate(*found) for found in world.about(refers, answers))
    if text:
        return matching(known, text)
    return (c for c in known if c.code not in taken and _is_likely(refers, world, c))


def _is_likely(refers: str, world: World, candidate: Candidate) -> bool:
    if refers == "department" and world.parties:
        return candidate.code in world.parties
    return refers != "issue" or not candidate.note


def matching(known: Sequence[Candidate], text: str) -> Iterator[Candidate]:
    """Yield the candidates whose code, or a word of it, begins so, or whose name has it; codes first."""
    typed = text.strip().casefold()
    by_code = [c for c in known if _begins(c.code.casefold(), typed)]
    yield from by_code
    yield from (c for c in known if typed in c.name.casefold() and c not in by_code)


_APART: Final = str.maketrans("-_./", "    ")


def _begins(code: str, typed: str) -> bool:
    words = code.translate(_APART).split()
    return code.startswith(typed) or any(word.startswith(typed) for word in words)


def code_of(refers: str, world: World, text: str) -> str:
    """Return the code that a typed code or name stands for. Raises Wrong where it is none, or may be several."""
    known, typed = candidates(refers, world), text.strip()
    found = next(filter(None, (list(pick(known, typed)) for pick in _PICKS)), [])
    if len(found) == 1 or not known:
        return found[0].code if found else typed
    near = tuple(str(candidate) for candidate in (found or _near(known, typed))[:4])
    raise Wrong(Text(_SEVERAL if found else (_NEAR if near else _UNKNOWN)[refers], value=typed, near=near))


_PICKS: Final[tuple[Callable[[Sequence[Candidate], str], Iterable[Candidate]], ...]] = (
    lambda known, typed: (c for c in known if c.code == typed),
    lambda known, typed: (c for c in known if c.code.casefold() == typed.casefold()),
    lambda known, typed: (c for c in known if c.name == typed),
    lambda known, typed: (c for c in known if c.code.casefold().rpartition("/")[2] == typed.casefold()),
    matching,
)
"""The ways in which a text may stand for something, the surest first."""


def _near(known: Sequence[Candidate], typed: str) -> list[Candidate]:
    written = {word.casefold(): c for c in known for word in (c.name, c.code) if word}
    return list(dict.fromkeys(written[word] for word in get_close_matches(typed.casefold(), written, 3, 0.5)))
