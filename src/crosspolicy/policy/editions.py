"""Which of the adopted editions of the policy give way to one that is adopted now (1.1)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from crosspolicy.policy.facts import AdoptionFact, BookFacts


def governs_from(parsed: Mapping[str, Any], adopted: date) -> date:
    """Return from when an edition governs: the later of its adoption and the date on which it says it takes effect."""
    return max(adopted, date.fromisoformat(parsed["effective_date"]))


def replaced(book: BookFacts, since: date) -> Iterator[AdoptionFact]:
    """Yield the editions that one adopted now, in force from ``since`` on, replaces; ``policy list`` calls them so.

    They would govern from that day on or a later one, and no other has replaced them yet.
    """
    first: date | None = None
    for adoption in book.adoptions:
        begins = adoption.governs_from
        if begins is None or (first is not None and begins >= first):
            continue
        first = begins
        if begins >= since:
            yield adoption


def displaced(book: BookFacts, since: date, today: date) -> tuple[str, ...]:
    """Return the digests of all editions in whose place one adopted now governs, from ``since`` on.

    The first is in force on that day; others are in force today, or to come and replaced.
    """
    digests = (book.policy_on(since), book.policy_on(today), *(a.digest for a in replaced(book, since)))
    return tuple(dict.fromkeys(digests))
