"""A book as a company has it after some weeks, made by the same acts that people take; always the same one.

Run as ``python -m bench.books FILE REQUESTS [quiet]``; it prints, as JSON, what one needs to go on with the book.
A quiet book has no open risk: the one that each request form names is closed, and every other category declared free.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench import papers
from bench.course import BEGUN, NOW, code, comes_to, goes_to, parties, signatory
from crosspolicy.forms.agreement import Signature
from crosspolicy.forms.base import Form
from crosspolicy.forms.request import Submission
from crosspolicy.store.account import account
from crosspolicy.store.engine import Book
from crosspolicy.store.founding import found_book
from crosspolicy.store.identity import By
from crosspolicy.store.location import locate
from crosspolicy.store.perform import Call, perform

TOGETHER: Final = 50
"""How many acts of one person share a transaction."""


class Step(NamedTuple):
    """One act, on a day of the book's life, for every request that comes to one of these stages.

    ``party`` is whose act it is, by place among the request's departments; None is management. ``target`` is what it
    is done to under the request.
    """

    day: int
    act: str
    party: int | None
    form: Callable[[int], Form]
    stages: tuple[str, ...]
    target: str = ""

    def actor(self, number: int) -> str:
        return "boss" if self.party is None else signatory(parties(number)[self.party])

    def calls(self, requests: int) -> Iterator[tuple[str, list[Call]]]:
        """Yield who acts, with as many calls as go into one transaction."""
        waiting: dict[str, list[Call]] = {}
        is_new = self.act == "request.drafted"
        for number in range(requests):
            if any(comes_to(number, stage) for stage in self.stages):
                actor = self.actor(number)
                calls = waiting.setdefault(actor, [])
                calls.append(self._call(number))
                if is_new or len(calls) == TOGETHER:  # a new request's code tells its turn, so turns are kept
                    yield actor, waiting.pop(actor)
        yield from waiting.items()

    def _call(self, number: int) -> Call:
        if self.act == "request.drafted":
            return Call(self.act, self.form(number))
        return Call(self.act, self.form(number), code(number), self.target and f"{code(number)}/{self.target}")


STEPS: Final = (
    Step(0, "request.drafted", 0, papers.request, ("draft",)),
    Step(1, "request.submitted", 0, lambda number: Submission(), ("submitted", "rejected", "withdrawn")),
    Step(3, "review.decided", None, papers.review, ("approved", "rejected")),
    Step(4, "request.withdrawn", 0, papers.withdrawal, ("withdrawn",)),
    Step(8, "meeting.recorded", None, papers.coordination, ("coordinated",)),
    Step(10, "responsibility.assigned", 0, papers.responsibilities, ("agreed",)),
    Step(14, "agreement.drafted", 0, papers.agreement, ("agreed",)),
    *(Step(15 + p, "agreement.signed", p, lambda number: Signature(), ("agreed",)) for p in range(3)),
    Step(18, "execution.started", 0, papers.start, ("executing",)),
    Step(25, "meeting.recorded", 0, papers.regular, ("executing",)),
    *(Step(32, "report.filed", p, partial(papers.report, party=p, is_last=False), ("executing",)) for p in range(3)),
    *(Step(46, "report.filed", p, partial(papers.report, party=p, is_last=True), ("executing",)) for p in range(2)),
    Step(47, "acceptance.opened", 0, papers.opening, ("accepting",)),
    *(Step(48, "acceptance.evaluated", p, papers.evaluation, ("accepted",)) for p in range(3)),
    Step(49, "acceptance.decided", None, papers.decision, ("accepted",)),
    *(Step(50, "summary.added", p, papers.summary, ("closed",)) for p in range(3)),
)


_LAST_REVIEW: Final = 46


def _review(day: int, risk: int) -> Step:
    form = partial(papers.risk_review, risk=risk, is_last=day == _LAST_REVIEW)
    return Step(day, "risk.reviewed", papers.sees(risk), form, ("executing",), f"R{risk}")


_RISKS: Final = range(1, 2 + len(papers.FURTHER))

REGISTER: Final = (
    *(
        Step(9, "risk.identified", papers.sees(risk), partial(papers.risk, risk=risk), ("coordinated",))
        for risk in _RISKS[1:]
    ),
    Step(9, "risk.treated", 0, papers.treatment, ("coordinated",), "R1"),
    *(_review(day, risk) for day in (25, 32, 39, _LAST_REVIEW) for risk in _RISKS if risk in papers.HIGH),
    *(_review(32, risk) for risk in _RISKS if risk not in papers.HIGH),
    *(_review(_LAST_REVIEW, risk) for risk in _RISKS if risk not in papers.HIGH and papers.sees(risk)),
)
"""Ten risks of every request: assessed, treated, watched; one department of three is behind with its reviews."""

QUIET: Final = (
    Step(9, "risk.closed", 0, papers.risk_close, ("coordinated",), "R1"),
    *(
        Step(9, "risk.excluded", party, partial(papers.no_risk, category=category, party=party), ("coordinated",))
        for category, party in papers.NONE
    ),
)


def make_book(place: Path, requests: int, *, is_quiet: bool = False) -> None:
    """Make a rehearsal book of so many requests with what lies under them."""
    location, by = locate(str(place)), By(account(), "bench")
    place.parent.mkdir(parents=True, exist_ok=True)
    found_book(location, papers.founding(by.os_user), by, is_rehearsal=True, now=BEGUN - timedelta(days=1))
    book = Book(location)
    for step in sorted((*STEPS, *(QUIET if is_quiet else REGISTER)), key=attrgetter("day")):
        begun = BEGUN + timedelta(days=step.day)
        for index, (actor, calls) in enumerate(step.calls(requests)):
            perform(book, calls, By(by.os_user, by.host, actor), now=begun + timedelta(minutes=index))
    book.close()


def how_to_go_on(requests: int) -> dict[str, Any]:
    """Return when the book is looked at, forms to send in, and by whom reports are owed on which requests."""
    executing = [number for number in range(requests) if goes_to(number) == "executing"]
    return {
        "now": NOW,
        "request": papers.request_content(0),
        "report": papers.report_content(),
        "reports": [(code(number), signatory(parties(number)[2])) for number in executing],
    }


if __name__ == "__main__":
    make_book(Path(sys.argv[1]), int(sys.argv[2]), is_quiet="quiet" in sys.argv[3:])
    print(json.dumps(how_to_go_on(int(sys.argv[2]))))
