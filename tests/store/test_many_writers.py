"""Sixteen processes at one book: nothing is lost, nobody is turned away."""

from datetime import timedelta

import pytest

from tests.support.apart import run
from tests.support.audit import assert_sound
from tests.support.world import START

WRITERS, ACTS = 16, 200
pytestmark = pytest.mark.slow


def test_sixteen_processes_of_two_hundred_acts_each_lose_nothing(world):
    answer = run("crowd", world.book.location, writers=WRITERS, acts=ACTS, task="requests")
    assert answer["failed"] == []
    assert sorted(answer["codes"]) == [f"CB-2026-{n:04d}" for n in range(1, WRITERS * ACTS // 10 + 1)]
    assert world.value("SELECT COUNT(*) FROM journal WHERE is_refused = 0") == 1 + WRITERS * ACTS
    last_edits = world.rows("SELECT background, COUNT(*) FROM request GROUP BY background")
    assert sum(count for _, count in last_edits) == WRITERS * ACTS // 10
    assert len(last_edits) == WRITERS * ACTS // 10
    assert_sound(world)


def test_sixteen_processes_at_one_request_number_what_they_add_without_gap_or_double(world):
    world.until("executing")
    acts = 30
    before = world.value("SELECT COUNT(*) FROM journal")
    answer = run("crowd", world.book.location, writers=WRITERS, acts=acts, task="meetings", code=world.code)
    assert answer["failed"] == []
    assert sorted(answer["codes"], key=lambda code: int(code.rpartition("M")[2])) == [
        f"{world.code}/M{n}" for n in range(2, 2 + WRITERS * acts // 3)
    ]
    assert world.value("SELECT COUNT(*) FROM journal") == before + WRITERS * acts
    assert world.value("SELECT COUNT(*) FROM journal WHERE is_refused = 1") == WRITERS * acts * 2 // 3
    assert_sound(world)


def test_sixteen_processes_on_a_day_when_the_calendar_is_worked_out_anew(world):
    for _ in range(WRITERS):
        world.draft()
    later = (START + timedelta(days=40)).isoformat()
    answer = run("crowd", world.book.location, writers=WRITERS, acts=2, task="edits", now=later)
    assert answer["failed"] == []
    assert len(answer["codes"]) == WRITERS * 2
    assert_sound(world)


def test_what_sixteen_processes_add_under_one_name_is_there_once_and_the_others_are_told(world):
    answer = run("crowd", world.book.location, writers=WRITERS, acts=5, task="departments")
    assert answer["failed"] == []
    assert sorted(answer["codes"]) == [f"D{n}" for n in range(5)]
    assert_sound(world)
