"""A page shows the first of all that there is, and counts all of it; what is read page by page is everything."""

from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

import pytest

from crosspolicy.queries import glance, paging
from crosspolicy.queries.beginnings import keys_beginning
from crosspolicy.queries.glance import Part, at_a_glance, due_by, parts_of
from crosspolicy.queries.journal import events
from crosspolicy.queries.obligations import obligations_as_of, open_obligations, pages_of_lines
from crosspolicy.queries.open_rows import Only
from crosspolicy.queries.paging import Count
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.requests import listed
from crosspolicy.store.reading import reading
from crosspolicy.vocabulary.codes import request_code, request_key

WEEK: Final = timedelta(days=7)
FILTERS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"owed_by": {"IT"}},
    {"owed_by": {"SALES", "management"}},
    {"owed_by": set()},
    {"clause": "2.4.3"},
    {"owed_by": {"IT", "FIN"}, "clause": "5.4.1"},
)


@pytest.fixture
def behind(world):
    """Three requests under way, one of them a week behind the others, and one submitted; nobody reports."""
    for _ in range(2):
        world.until("executing")
    world.later(7)
    world.until("coordinated")
    world.identify()
    world.treat(2)
    world.carry_on("executing")
    world.until("submitted")
    return world


def test_the_glance_shows_the_first_and_counts_all(behind, monkeypatch):
    for days in (0, 12, 1, 6, 26):
        behind.later(days)
        with reading(behind.book.location) as reader:
            for only in FILTERS:
                assert_glance(reader, behind.today, only)
    for module in (paging, glance):
        monkeypatch.setattr(module, "COUNTED", 5)
    with reading(behind.book.location) as reader:
        parts = at_a_glance(reader, behind.today, behind.today + WEEK, Only(), shown=2)
        owed = open_obligations(reader, behind.today)
    assert parts.overdue == Part(owed[:2], Count(5, True))
    assert parts.soon == Part([o for o in owed if not o.days_overdue][:2], Count(5, True))


def assert_glance(reader: Reader, day: date, only: dict[str, Any]) -> None:
    soon = day + WEEK
    owed = open_obligations(reader, day, **only)
    whole = parts_of(owed, soon)
    assert at_a_glance(reader, day, soon, Only(**only), shown=None) == whole
    assert at_a_glance(reader, day, soon, Only(**only), shown=4) == parts_of(owed, soon, shown=4)
    until = [o for o in owed if o.due_date <= soon.isoformat()]
    assert due_by(reader, day, Only(**only, last=soon), shown=3) == Part(until[:3], Count(len(until)))


def test_page_by_page_everything_is_read_and_the_first_so_many_are_the_first_of_it(behind, monkeypatch):
    behind.later(45)
    day, past = behind.today, behind.today - timedelta(days=20)
    with reading(behind.book.location) as reader:

        def lists(limit: int | None = None) -> list[list[Any]]:
            found: list[list[Any]] = [listed(reader, limit=limit), listed(reader, department="IT", limit=limit)]
            for only in FILTERS:
                found += [
                    open_obligations(reader, day, **only, limit=limit),
                    [*chain.from_iterable(pages_of_lines(reader, day, **only, limit=limit))],
                    obligations_as_of(reader, past, **only, limit=limit),
                ]
            return found

        whole, told = lists(), events(reader)
        monkeypatch.setattr(paging, "PAGE", 3)
        assert (lists(), events(reader)) == (whole, told)
        for limit in (0, 1, 2, 7, 40):
            assert lists(limit) == [rows[:limit] for rows in whole]
            assert events(reader, limit=limit) == told[max(len(told) - limit, 0) :]
        assert events(reader, before=told[7]["seq"]) == told[:7]
        assert events(reader, before=told[7]["seq"], limit=2) == told[5:7]


NUMBERS = (1, 2, 10, 12, 120, 123, 999, 1000, 1200, 1234, 9999, 10000, 12000, 12345, 99999, 123456, 123456789)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "C", "CB-", "X", "CB-2", "CB-20", "CB-2026", "CB-2026-", "CB-20267", "CB-3", "IN-2026"),
        *("CB-2026-0", "CB-2026-01", "CB-2026-0012", "CB-2026-1", "CB-2026-12", "CB-2026-1234", "CB-2026-12345"),
        *("CB-2026-123456789", "CB-2026-1234567890", "CB-2026-x"),
    ],
)
def test_codes_that_begin_as_typed_lie_between_keys(typed):
    keys = sorted((request_key(year, number) for year in (2025, 2026, 2027) for number in NUMBERS), reverse=True)
    found = [key for low, high in keys_beginning(typed) for key in keys if low <= key < high]
    assert found == [key for key in keys if request_code(key).startswith(typed)]
