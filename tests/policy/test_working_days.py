"""Working days: counted by the calendar of the company's country, moved working weekends included."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosspolicy.policy.working_days import PLAIN, Calendar
from crosspolicy.store.calendars import calendar_for
from crosspolicy.store.engine import Book
from crosspolicy.store.reading import ConnectionReader
from tests.support.editions import edition
from tests.support.refusals import invalid
from tests.support.world import World, found

YEARS = range(2025, 2029)


def _calendar(world, country, today=date(2026, 9, 30)):
    with world.book.writing(keep=False) as connection:
        return calendar_for(ConnectionReader(connection), connection, country, YEARS, today)


@pytest.mark.clause("2.2.1")
@pytest.mark.parametrize(
    ("country", "day", "working_days", "expected"),
    [
        ("CN", "2026-09-30", 5, "2026-10-13"),  # National Day to 7 October; Saturday the 10th is worked
        ("CN", "2026-09-30", 1, "2026-10-08"),
        ("CN", "2026-09-30", 3, "2026-10-10"),
        ("CN", "2026-09-18", 1, "2026-09-20"),  # a Sunday, worked
        ("CN", "2026-02-13", 1, "2026-02-14"),  # a Saturday, worked, before the Spring Festival
        ("CN", "2026-02-14", 1, "2026-02-24"),
        ("US", "2026-09-30", 5, "2026-10-07"),
        ("US", "2026-12-23", 5, "2026-12-31"),  # Christmas on a Friday
        ("US", "2026-12-31", 1, "2027-01-04"),  # New Year on a Friday
        ("DE", "2026-05-13", 1, "2026-05-15"),  # Ascension Day
        ("JP", "2026-05-01", 1, "2026-05-07"),  # Golden Week, with the day in lieu
        ("SA", "2026-04-02", 1, "2026-04-05"),  # the weekend is Friday and Saturday
        ("TW", "2026-10-08", 1, "2026-10-12"),  # the National Day falls on a Saturday; Friday is the day in lieu
    ],
)
def test_a_deadline_ends_so_many_working_days_later(on_file, country, day, working_days, expected):
    calendar = _calendar(on_file, country)
    assert calendar.after(date.fromisoformat(day), working_days) == date.fromisoformat(expected)


def test_no_working_days_later_is_the_day_itself_worked_or_not(on_file):
    assert _calendar(on_file, "CN").after(date(2026, 10, 3), 0) == date(2026, 10, 3)


def test_a_weekend_is_counted_where_the_company_works_it():
    saturday = date(2026, 1, 10)
    assert PLAIN.after(date(2026, 1, 9), 1) == date(2026, 1, 12)
    assert Calendar(frozenset({5, 6}), frozenset(), frozenset({saturday})).after(date(2026, 1, 9), 1) == saturday


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
CALENDARS = st.builds(
    Calendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    days_off=st.frozensets(DAYS, max_size=30),
    worked=st.frozensets(DAYS, max_size=10),
)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_a_deadline_ends_on_a_working_day_with_just_so_many_in_between(calendar, day, working_days):
    end = calendar.after(day, working_days)
    assert calendar.is_working(end)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(calendar.is_working(each) for each in passed) == working_days


@given(CALENDARS, DAYS, DAYS, st.integers(0, 40), st.integers(0, 40))
def test_who_begins_later_or_has_longer_never_ends_earlier(calendar, one, other, short, long):
    assert calendar.after(min(one, other), short) <= calendar.after(max(one, other), short)
    assert calendar.after(one, min(short, long)) <= calendar.after(one, max(short, long))


@pytest.mark.clause("2.2.1")
def test_the_book_s_country_decides(place):
    found(place, country="DE", currency="EUR")
    world = World(Book(place))
    world.on("2026-05-13")
    world.draft()
    assert [o.due_date for o in world.submit().opened] == ["2026-05-21"]


def test_a_policy_may_name_another_calendar_than_the_book_s(world):
    world.adopt(edition(calendar="US"))
    world.until("draft")
    assert [o.due_date for o in world.submit().opened] == ["2026-10-07"]


def test_a_country_without_known_holidays_makes_no_book(place):
    with invalid("country"):
        found(place, country="XX")


def test_a_year_s_holidays_are_kept_for_a_month_and_then_worked_out_anew(world):
    kept = "SELECT computed_on FROM calendar_year WHERE country = 'CN' AND year = 2026"
    assert world.value(kept) == "2026-09-30"
    world.until("draft")
    world.later(29)
    world.submit()
    assert world.value(kept) == "2026-09-30"
    world.later(1)
    world.review()
    assert world.value(kept) == "2026-10-30"


@pytest.mark.clause("2.5.1")
def test_working_days_of_a_past_year_are_counted_by_that_year_s_holidays(on_file):
    on_file.on("2026-01-12")
    milestone = {"name": "Autumn fair", "due_date": "2025-09-30"}
    on_file.draft(milestones=[milestone], planned_start_date="2025-08-01", planned_end_date="2026-03-31")
    on_file.submit()
    on_file.review()
    on_file.coordinate(held_at="2026-01-12T09:00+08:00")
    on_file.face_risks()
    on_file.carry_on("executing")
    assert on_file.owed("acceptance-opening") == [("acceptance-opening", "SALES", "2025-10-14")]
