"""A writer killed at any moment leaves all of its act in the book, or nothing of it."""

import pytest

from crosspolicy.store.engine import Book
from crosspolicy.store.location import locate
from tests.support.apart import run
from tests.support.audit import assert_sound
from tests.support.world import World, found

pytestmark = pytest.mark.slow


def _whole_requests(world):
    """Every request was drafted and submitted in one go, with all of its parts."""
    acts = dict(world.rows("SELECT act, COUNT(*) FROM journal GROUP BY act"))
    drafted = acts.get("request.drafted", 0)
    counted = {
        table: world.value(f"SELECT COUNT(*) FROM {table}")
        for table in ("request", "objective", "party", "milestone", "risk", "stage_entry")
    }
    counted["obligation"] = world.value("SELECT COUNT(*) FROM obligation WHERE request_id IS NOT NULL")
    assert acts.get("request.submitted", 0) == drafted
    assert counted == {
        "request": drafted,
        "objective": drafted,
        "party": drafted * 3,
        "milestone": drafted * 2,
        "risk": drafted,
        "stage_entry": drafted * 2,
        "obligation": drafted,
    }
    assert dict(world.rows("SELECT name, value FROM counter")).get("request-2026", 0) == drafted
    return drafted


def test_killed_fifty_times_a_book_in_a_file_is_whole_and_keeps_what_it_acknowledged(on_file):
    kept = 0
    for round_number in range(10):
        answer = run("killed", on_file.book.location, times=5, seed=round_number, longest_seconds=0.03)
        assert on_file.rows("PRAGMA integrity_check") == [("ok",)]
        assert on_file.rows("PRAGMA foreign_key_check") == []
        written = {seq for (seq,) in on_file.rows("SELECT seq FROM journal")}
        told = {seq for acknowledged in answer["acknowledged"] for seqs in acknowledged for seq in seqs}
        assert told <= written
        kept = _whole_requests(on_file)
        assert_sound(on_file)
    assert kept >= 50
    on_file.draft()


@pytest.mark.postgres
def test_killed_ten_times_a_book_on_a_server_is_whole_and_keeps_what_it_acknowledged(postgres_url):
    location = locate(postgres_url)
    found(location)
    world = World(Book(location))
    answer = run("killed", location, times=10, seed=1, longest_seconds=0.05)
    written = {seq for (seq,) in world.rows("SELECT seq FROM journal")}
    told = {seq for acknowledged in answer["acknowledged"] for seqs in acknowledged for seq in seqs}
    assert told <= written
    world.draft()
    world.submit()
    assert _whole_requests(world) >= 11
    assert_sound(world)
