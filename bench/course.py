"""Which request goes how far, and between which departments: told by its number, so that a book is always the same."""

from datetime import UTC, datetime
from typing import Final

from crosspolicy.vocabulary.codes import request_code, request_key

YEAR: Final = 2026
BEGUN: Final = datetime(YEAR, 3, 2, 1, 0, tzinfo=UTC)
NOW: Final = "2026-04-24T09:00+08:00"
"""When the book is looked at: seven weeks in."""

DEPARTMENTS: Final = ("SALES", "IT", "HR", "FIN", "LEGAL", "OPS", "MKT")
MANAGERS: Final = "EXEC"

_TURNS: Final = (
    *["executing"] * 7,
    *["draft", "submitted", "approved", "coordinated", "agreed"] * 2,
    *["accepting", "accepted", "closed", "rejected"],
)
"""The stages to which requests go, turn by turn: a third of them executing."""

_WAY: Final = ("submitted", "approved", "coordinated", "agreed", "executing", "accepting", "accepted", "closed")


def goes_to(number: int) -> str:
    """Return the stage at which a request stands in the end."""
    return "withdrawn" if number % 50 == 49 else _TURNS[number % len(_TURNS)]


def comes_to(number: int, stage: str) -> bool:
    """Tell whether a request reaches a stage; every request reaches ``draft``."""
    last = goes_to(number)
    if stage not in _WAY:
        return stage in ("draft", last)
    return last in _WAY and _WAY.index(last) >= _WAY.index(stage)


def parties(number: int) -> tuple[str, str, str]:
    """Return the departments of a request, the requesting one first."""
    first, second, third = ((number + step) % len(DEPARTMENTS) for step in (0, 1, 3))
    return DEPARTMENTS[first], DEPARTMENTS[second], DEPARTMENTS[third]


def code(number: int) -> str:
    return request_code(request_key(YEAR, number + 1))


def signatory(department: str) -> str:
    return f"{department.lower()}1"


def member(department: str) -> str:
    return f"{department.lower()}2"
