"""What a company at scale does: requests day by day, and with some of them what follows, told by their numbers."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from bench import papers
from bench.course import BEGUN, parties, signatory

TURNS: Final = 10
"""Of so many requests, four wait for management's review, two for the coordination meeting, two for what follows it;
one is rejected, and one withdrawn."""

_REJECTED: Final = 6
_DAYS: Final = 40
"""How many days requests come in; the last of what follows them is done before the book is looked at."""


class Step(NamedTuple):
    """One act, so many days after the request came in, for requests of these turns.

    ``is_managements`` tells whether management acts, and not the requesting department's signatory.
    """

    after: int
    act: str
    turns: frozenset[int]
    is_managements: bool
    form: Callable[[int, date], dict[str, Any]]

    def actor(self, number: int) -> str:
        return "boss" if self.is_managements else signatory(parties(number)[0])


def _request(number: int, day: date) -> dict[str, Any]:
    return papers.request_content(number)


def _review(number: int, day: date) -> dict[str, Any]:
    return papers.review_content("reject" if number % TURNS == _REJECTED else "approve")


def _withdrawal(number: int, day: date) -> dict[str, Any]:
    return papers.withdrawal(number).model_dump(exclude_none=True)


STEPS: Final = (
    Step(0, "request.submitted", frozenset(range(TURNS)), False, _request),
    Step(3, "review.decided", frozenset({4, 5, _REJECTED, 8, 9}), True, _review),
    Step(4, "request.withdrawn", frozenset({7}), False, _withdrawal),
    Step(8, "meeting.recorded", frozenset({8, 9}), True, papers.coordination_content),
)


COMING_IN: Final = STEPS[:1]
"""Requests with their children, and nothing that follows them."""


class Happening(NamedTuple):
    """One act on one request, on a day."""

    step: Step
    number: int
    day: date


def happenings(requests: int, steps: tuple[Step, ...] = STEPS) -> Iterator[Happening]:
    """Yield what happens with so many requests, in the order of the days."""
    last = _DAYS + max(step.after for step in steps)
    for since in range(last):
        day = BEGUN.date() + timedelta(days=since)
        for step in steps:
            for number in _come_in(since - step.after, requests):
                if number % TURNS in step.turns:
                    yield Happening(step, number, day)


def _come_in(since: int, requests: int) -> range:
    """Return the requests that come in on a day, counted from the first."""
    return range(requests * since // _DAYS, requests * (since + 1) // _DAYS) if 0 <= since < _DAYS else range(0)


def records_of(requests: int, steps: tuple[Step, ...] = STEPS) -> int:
    """Return how many records so many requests come to."""
    rest = requests % TURNS
    return sum(requests // TURNS * len(step.turns) + sum(turn < rest for turn in step.turns) for step in steps)
