"""Departments that are missing are made on the way, where that is asked for, by somebody who may."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import REQUESTER
from tests.support.imports import counts, drafted, imported, lines, submitted, told

POSITIONS = {"positions": ["Clerk"]}
NODES = [{"name": "Pilot", "due_date": "2026-11-20"}]


@pytest.fixture
def kiosks(tmp_path):
    """Return a function that writes records into one and the same file."""
    return lambda *records: lines(tmp_path / "kiosks.jsonl", *records)


def touching(name, *departments, **changes):
    """Return the record of a request that touches departments."""
    entries = [{"department": department, **POSITIONS} for department in departments]
    return submitted(name, departments=entries, milestones=NODES, **changes)


def made(world):
    """Return the departments that are there beside the company's own."""
    known = {"SALES", "IT", "FIN", "HR", "EXEC"}
    return [pair for pair in world.rows("SELECT code, name FROM department ORDER BY code") if pair[0] not in known]


def test_departments_are_made_once_and_counted_apart(world, kiosks):
    file = kiosks(
        touching("K1", "SHOP", "IT", "YARD"), touching("K2", "YARD"), touching("K3", "IT"), touching("K4", "DOCK")
    )
    outcome = imported(world, file, create_departments=True, departments={"SHOP": "Shops 門市"})
    assert (counts(outcome), outcome.departments) == ((4, 0, 0, 0), 3)
    assert made(world) == [("DOCK", "DOCK"), ("SHOP", "Shops 門市"), ("YARD", "YARD")]
    assert world.rows("SELECT act, COUNT(*) FROM journal WHERE chain = 0 AND seq > 1 GROUP BY act") == [
        ("department.added", 3)
    ]
    assert_sound(world)
    again = imported(world, file, create_departments=True)
    assert (counts(again), again.departments) == ((0, 0, 4, 0), 0)


def test_a_department_may_be_missing_anywhere_in_a_form(on_file, kiosks):
    with_milestone = drafted(
        "K1", requesting_department="SHOP", milestones=[{**NODES[0], "department": "YARD"}],
        departments=[{"department": "YARD"}],
    ) | {"actor": ""}  # fmt: skip
    outcome = imported(on_file, kiosks(with_milestone), create_departments=True)
    assert (counts(outcome), outcome.departments) == ((0, 0, 0, 1), 0)
    assert told(outcome)[0][3].startswith("3.1.1 authority"), "nobody is of a department that is new"
    outcome = imported(on_file, kiosks(touching("K2", "YARD") | {"actor": REQUESTER}), create_departments=True)
    assert outcome.departments == 1


def test_a_rejected_record_leaves_no_department_behind(world, kiosks):
    file = kiosks(
        touching("K1", "SHOP", objectives=None),
        touching("K2", "YARD"),
        touching("K3", "YARD", "DOCK", title="x" * 400),
        touching("K4", "DOCK", risks=[{"category": "market", "description": "A rival", "likelihood": 6}]),
        touching("K5", "IT"),
    )
    outcome = imported(world, file, create_departments=True, keep_good=True)
    assert (counts(outcome), outcome.departments) == ((2, 0, 0, 3), 1)
    assert made(world) == [("YARD", "YARD")]
    assert world.rows("SELECT code FROM request ORDER BY id") == [("CB-2026-0001",), ("CB-2026-0002",)]
    assert_sound(world)


def test_nothing_is_made_where_nothing_is_kept(world, kiosks):
    with world.unchanged():
        imported(world, kiosks(touching("K1", "SHOP"), drafted("K2", title=None)), create_departments=True)
        imported(world, kiosks(touching("K1", "SHOP")), create_departments=True, dry_run=True)


def test_only_a_coordinator_makes_departments(on_file, kiosks):
    with on_file.unchanged():
        outcome = imported(on_file, kiosks(touching("K1", "SHOP")), create_departments=True, by=REQUESTER)
    ((row, _, _, message),) = told(outcome)
    assert (row, message) == (
        1,
        "1.2 authority: Li Na 李娜 (li.na, SALES) may not do this; who may: a coordinator.",
    )


def test_a_missing_department_is_a_fault_where_nobody_asked_for_it(on_file, kiosks):
    outcome = imported(on_file, kiosks(touching("K1", "SHOP")))
    assert told(outcome) == [
        (
            1,
            "departments.1.department",
            "SHOP",
            "SHOP is no department of the book; `crosspolicy org department list` shows them",
        )
    ]
    assert papers.REQUEST["departments"][0]["department"] == "IT"
