"""Acts in a batch: the book that comes of them is the one that comes of the same acts one by one."""

import shutil
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crosspolicy.errors import CrosspolicyError
from crosspolicy.models import metadata
from crosspolicy.store.batch import Batch
from crosspolicy.store.calls import Call
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from crosspolicy.store.location import Location
from crosspolicy.store.upkeep import check
from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import COORDINATOR, MANAGER, MEMBER, REQUESTER
from tests.support.imports import (
    SMALL,
    Content,
    counts,
    drafted,
    imported,
    lines,
    one_by_one,
    record,
    stories,
    submitted,
    wish,
)
from tests.support.refusals import refused
from tests.support.world import HOST, World

Tables = dict[str, list[tuple[Any, ...]]]
NUMBERS = ("seq", "opened_event", "discharged_event", "lapsed_event")
HASHES = ("hash", "previous_hash")


def tables(world: World) -> Tables:
    """Return every row of every table but those that only an import fills."""
    return {name: rows for name, rows in world.everything().items() if name != "imported"}


def in_order(told: Tables) -> Tables:
    """Return tables with the events numbered without gaps, and without what follows from their numbers: hashes.

    A server gives numbers ahead and forgets those that are left over.
    """
    numbers = sorted(row[_place("journal", "seq")] for row in told["journal"])
    rank: dict[Any, Any] = {None: None, **{number: n for n, number in enumerate(numbers, 1)}}
    return {name: sorted((_ranked(name, row, rank) for row in rows), key=repr) for name, rows in told.items()}


def _ranked(table: str, row: tuple[Any, ...], rank: dict[Any, Any]) -> tuple[Any, ...]:
    names = metadata.tables[table].c.keys()
    return tuple(
        rank[value] if name in NUMBERS else value for name, value in zip(names, row, strict=True) if name not in HASHES
    )


def _place(table: str, column: str) -> int:
    return metadata.tables[table].c.keys().index(column)


@pytest.fixture(scope="module")
def told() -> list[Content]:
    """Return five hundred records: requests from the form to the work, told side by side."""
    return stories(500)


@pytest.fixture(scope="module")
def plain(told: list[Content], sqlite_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Return the tables of the book in which they were performed one by one."""
    path = tmp_path_factory.mktemp("plain") / "lantern.db"
    shutil.copy(sqlite_original, path)
    return _one_by_one(path, told)


def _one_by_one(path: Path, records: list[Content]) -> Tables:
    world = World(Book(Location(path=path)))
    one_by_one(world, records)
    world.book.close()
    return tables(world)


# Five hundred records


def test_the_records_are_of_many_kinds(told):
    acts = [one["act"] for one in told]
    assert len(acts) == 500
    assert len(set(acts)) >= 20
    assert min(acts.count(act) for act in ("request.drafted", "request.edited", "milestone.moved", "gate.waived")) >= 10
    assert sum(isinstance(one.get("target"), str) for one in told) >= 50


@pytest.mark.parametrize("chunk", [7, 500])
def test_five_hundred_records_in_chunks_make_the_same_book_as_one_by_one(on_file, told, plain, tmp_path, chunk):
    outcome = imported(on_file, lines(tmp_path / "told.jsonl", *told), chunk=chunk)
    assert counts(outcome) == (500, 0, 0, 0)
    found = tables(on_file)
    assert {name: rows for name, rows in found.items() if rows != plain[name]} == {}
    assert check(on_file.book.location) == []
    assert on_file.value("SELECT COUNT(*) FROM imported") == 500


def test_on_a_server_they_make_it_too(on_server, told, plain, tmp_path):
    outcome = imported(on_server, lines(tmp_path / "told.jsonl", *told), chunk=60)
    assert counts(outcome) == (500, 0, 0, 0)
    found, expected = in_order(tables(on_server)), in_order(plain)
    assert {name: rows for name, rows in found.items() if rows != expected[name]} == {}
    assert check(on_server.book.location) == []


# Any order of acts


DRAFT, SUBMITTED, AGREED = (f"CB-2026-000{n}" for n in (1, 2, 3))
FULL = {name: value for name, value in papers.REQUEST.items() if name not in SMALL}
RETURNED = papers.REVIEW | {"outcome": "return", "comment": "Two risks at least."}
ACTS: dict[str, Content] = {
    "fill in": record("request.edited", FULL),
    "see two risks": record("request.edited", {"risks": papers.REQUEST["risks"] * 2}),
    "empty the lists": record("request.edited", {"milestones": [], "objectives": [], "background": ""}),
    "submit": record("request.submitted", {}),
    "return": record("review.decided", RETURNED, by=MANAGER),
    "approve": record("review.decided", papers.REVIEW, by=MANAGER),
    "coordinate": record("meeting.recorded", papers.COORDINATION | {"actions": [papers.ACTION]}, by=MANAGER),
    "settle": record("action.done", {}, by=MEMBER["IT"], target="CB-/A1"),
    "see a risk": record("risk.identified", papers.RISK),
    "treat it": record("risk.treated", papers.TREATMENT, target="CB-/R2"),
    "close it": record("risk.closed", papers.RISK_CLOSE, target="CB-/R2"),
    "raise": record("issue.raised", papers.ISSUE),
    "resolve": record("issue.resolved", papers.RESOLUTION, by=MEMBER["IT"], target="CB-/I1"),
    "agree anew": record("agreement.drafted", papers.AGREEMENT),
    "waive": record("gate.waived", {"gate": "staffed", "reason": "The festival does not wait."}, by=MANAGER),
    "start": record("execution.started", {}),
    "move": record(
        "milestone.moved", {"due_date": "2026-12-11", "reason": "Late."}, target={"milestone": "Pilot kiosk open"}
    ),
    "reach": record("milestone.reached", {}, target={"milestone": "Pilot kiosk open"}),
    "report": record("report.filed", papers.REPORT | {"department": "IT"}, by=MEMBER["IT"]),
    "withdraw": record("request.withdrawn", {"reason": "Bought elsewhere."}),
}
"""What somebody may do to a request; the code in a target is put in."""

Step = tuple[str, str]
RETURNED_TWICE = ("fill in", "submit", "return", "see two risks", "empty the lists", "fill in", "submit", "return")
ON_THE_DRAFT = tuple((act, DRAFT) for act in (*RETURNED_TWICE, "submit", "approve", "coordinate", "settle"))
AT_WORK = "see a risk, treat it, waive, start, move, move, raise, resolve, report, reach, close it".split(", ")
ON_THE_AGREED = tuple((act, AGREED) for act in AT_WORK)
SIDE_BY_SIDE = tuple(step for pair in zip(ON_THE_DRAFT, ON_THE_AGREED, strict=False) for step in pair)


@pytest.fixture(scope="module")
def three(sqlite_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book of three requests: a draft, one submitted, one agreed and waiting for its start."""
    path = tmp_path_factory.mktemp("three") / "lantern.db"
    shutil.copy(sqlite_original, path)
    world = World(Book(Location(path=path)))
    world.draft(**dict.fromkeys(FULL))
    world.until("submitted")
    world.until("agreed")
    world.book.close()
    return path


_numbers = count(1)


def _copy(path: Path) -> World:
    copy = path.with_name(f"copy-{next(_numbers)}.db")
    shutil.copy(path, copy)
    return World(Book(Location(path=copy)))


def _call(step: Step) -> tuple[Call, By]:
    act, code = step
    content = ACTS[act]
    target = content.get("target", "")
    what = target["milestone"] if isinstance(target, dict) else target.replace("CB-", code)
    (call,) = wish({**content, "target": code}).calls(code, what, {})
    return call, By(content["actor"], HOST)


def _try(batch: Batch, step: Step) -> bool:
    try:
        batch.perform(*_call(step))
        return True
    except CrosspolicyError:
        return False


def _each_on_its_own(world: World, steps: tuple[Step, ...]) -> list[bool]:
    done = []
    for step in steps:
        with world.book.writing() as connection:
            batch = Batch(connection, world.now)
            done.append(_try(batch, step))
            batch.flush()
    return done


def _all_at_once(world: World, steps: tuple[Step, ...]) -> list[bool]:
    with world.book.writing() as connection:
        batch = Batch(connection, world.now)
        done = [_try(batch, step) for step in steps]
        batch.flush()
    return done


def test_the_sequences_that_are_tried_in_any_case_are_let_through(three):
    world = _copy(three)
    assert all(_all_at_once(world, SIDE_BY_SIDE))
    moves = world.value("SELECT COUNT(*) FROM journal WHERE act = 'milestone.moved'")
    used = world.value("SELECT COUNT(*) FROM waiver WHERE used_on IS NOT NULL")
    settled = world.value("SELECT COUNT(*) FROM obligation WHERE opened_event <> 0 AND closed_on = opened_on")
    assert (moves, used, settled >= 5) == (2, 1, True)
    assert_sound(world)
    world.book.close()


@settings(max_examples=25)
@example(ON_THE_DRAFT)
@example(ON_THE_AGREED)
@example(SIDE_BY_SIDE)
@given(st.lists(st.tuples(st.sampled_from(list(ACTS)), st.sampled_from((DRAFT, SUBMITTED, AGREED))), max_size=9))
def test_any_order_of_acts_in_one_batch_comes_to_what_it_comes_to_one_by_one(three, steps):
    alone, together = _copy(three), _copy(three)
    assert _all_at_once(together, tuple(steps)) == _each_on_its_own(alone, tuple(steps))
    assert tables(together) == tables(alone)
    assert check(together.book.location) == []
    alone.book.close()
    together.book.close()


# What fails leaves nothing


def test_what_is_refused_uses_no_code_up_even_where_nothing_else_happens(world):
    draft, submission = wish(submitted()).calls("", "", {})
    with world.book.writing() as connection:
        batch = Batch(connection, world.now)
        with refused(gate=("cross-department", "form-complete")):
            batch.attempt([wish(drafted()).calls("", "", {})[0], submission], By(REQUESTER, HOST))
        batch.put_away()
    assert world.rows("SELECT code FROM request") == []
    assert world.draft().code == "CB-2026-0001"
    with world.book.writing() as connection:
        batch = Batch(connection, world.now)
        with refused(gate=("cross-department", "form-complete")):
            batch.attempt([wish(drafted()).calls("", "", {})[0], submission], By(REQUESTER, HOST))
        assert batch.attempt([draft, submission], By(REQUESTER, HOST))[0].decision.codes == ("CB-2026-0002",)
        batch.put_away()
    assert_sound(world)


def test_what_is_tried_apart_and_fails_leaves_what_came_before(world):
    department = Call("department.added", wish(_department()).form)
    with world.book.writing() as connection:
        batch = Batch(connection, world.now)
        batch.perform(wish(drafted()).calls("", "", {})[0], By(REQUESTER, HOST))
        with pytest.raises(ZeroDivisionError), batch.apart():
            batch.perform(department, By(COORDINATOR, HOST))
            batch.perform(wish(drafted()).calls("", "", {})[0], By(REQUESTER, HOST))
            raise ZeroDivisionError
        batch.perform(wish(drafted(title="Second")).calls("", "", {})[0], By(REQUESTER, HOST))
        batch.put_away()
    assert world.rows("SELECT code, title FROM request ORDER BY id") == [
        ("CB-2026-0001", "Lantern kiosk"),
        ("CB-2026-0002", "Second"),
    ]
    assert world.value("SELECT COUNT(*) FROM department WHERE code = 'SHOP'") == 0
    assert_sound(world)


def _department() -> Content:
    return record("department.added", {"code": "SHOP", "name": "Shops"}, by=COORDINATOR)


# Others write meanwhile


def test_numbers_rise_along_a_chain_that_somebody_else_wrote_to_after_they_were_drawn(on_server):
    on_server.draft()
    other = World(Book(on_server.book.location))
    other.code = on_server.code
    with on_server.book.writing() as connection:
        batch = Batch(connection, on_server.now)
        batch.ahead((), acts=20)
        other.edit(title="Meanwhile")
        other.add_department()
        batch.perform(*_edit(on_server.code))
        batch.perform(Call("person.added", wish(_person()).form), By(COORDINATOR, HOST))
        batch.put_away()
    other.book.close()
    assert check(on_server.book.location) == []
    assert_sound(on_server)


def _edit(code: str) -> tuple[Call, By]:
    (call,) = wish(record("request.edited", {"background": "After it."}, target=code)).calls(code, "", {})
    return call, By(REQUESTER, HOST)


def _person() -> Content:
    return record("person.added", {"login": "mr.wu", "name": "Mr Wu", "department": "SHOP"}, by=COORDINATOR)
