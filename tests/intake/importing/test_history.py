"""History comes in as history: judged as of its own day, and told by the journal as imported."""

import json

import pytest

from crosspolicy.queries.journal import events
from crosspolicy.store.reading import reading
from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import MANAGER
from tests.support.imports import counts, drafted, hints, imported, lines, record, submitted, told


@pytest.fixture
def kiosks(tmp_path):
    """Return a function that writes records into one and the same file."""
    return lambda *records: lines(tmp_path / "kiosks.jsonl", *records)


def on(day, one):
    """Return a record that says on which day it happened."""
    return one | {"occurred_on": day}


def test_deadlines_count_from_the_record_s_own_day_and_codes_have_its_year(world, kiosks):
    review = record("review.decided", papers.REVIEW, by=MANAGER, target="K1")
    past = {"milestones": [{"name": "Pilot", "due_date": "2025-06-30"}], "planned_start_date": None}
    told_of = kiosks(
        on("2025-03-03", submitted("K1", **past, planned_end_date=None)), on("2025-03-05T09:00+08:00", review)
    )
    assert counts(imported(world, told_of, as_of_record=True, source="old system")) == (2, 0, 0, 0)
    assert world.rows("SELECT code, stage FROM request") == [("CB-2025-0001", "approved")]
    assert world.rows(
        "SELECT kind, due_date, closed_on FROM obligation WHERE request_id IS NOT NULL ORDER BY number"
    ) == [
        ("review", "2025-03-10", "2025-03-05"),
        ("coordination-meeting", "2025-03-12", None),
    ]
    assert_sound(world)


def test_the_journal_says_that_it_was_imported_and_by_whom(world, kiosks):
    imported(world, kiosks(on("2026-09-01", drafted("K1"))), as_of_record=True, source="old system")
    imported(world, kiosks(on("2026-09-02", drafted())), as_of_record=True)
    imported(world, kiosks(drafted("K1")), source="new system")
    sql = "SELECT payload, actor, recorded_by, occurred_on FROM journal WHERE act = 'request.drafted' ORDER BY seq"
    events = [(json.loads(payload).get("imported"), *rest) for payload, *rest in world.rows(sql)]
    assert events == [
        (
            {"as_of_record": True, "source": "old system", "external_id": "K1"},
            "li.na",
            "xu.hui",
            "2026-09-01",
        ),
        ({"as_of_record": True}, "li.na", "xu.hui", "2026-09-02"),
        (None, "li.na", "xu.hui", "2026-09-30T02:00:00Z"),
    ]


def test_history_lies_in_the_past(on_file, kiosks):
    days = ("2026-10-01", "2026-12-31", "2026-09-30T10:01+08:00", "2026-09-30T09:59+08:00", "2026-09-30")
    outcome = imported(on_file, kiosks(*(on(day, drafted(day)) for day in days)), as_of_record=True)
    now = "lies in the future; now is 2026-09-30 10:00+08:00"
    assert told(outcome) == [(n, "occurred_on", day, now) for n, day in enumerate(days[:3], 1)]
    assert outcome.new == 2


def test_history_states_its_day(on_file, kiosks):
    undated = [drafted("K1"), drafted("K2", title=None), on(" ", drafted("K3")), on("2026-09-01", drafted("K4"))]
    outcome = imported(on_file, kiosks(*undated), as_of_record=True)
    assert told(outcome) == [
        (1, "occurred_on", "", "must be there"),
        (2, "title", "", "must be there"),
        (2, "occurred_on", "", "must be there"),
        (3, "occurred_on", "", "must be there"),
    ]
    assert hints(outcome)[0] == (
        "State the day on which it happened: --as-of-record judges each record as of its own day."
    )
    assert counts(imported(on_file, kiosks(drafted("K1")))) == (1, 0, 0, 0)


def test_history_keeps_the_order_of_its_days(on_file, kiosks):
    review = record("review.decided", papers.REVIEW, by=MANAGER, target="K1")
    told_of = kiosks(on("2026-09-10", submitted("K1")), on("2026-09-09", review))
    outcome = imported(on_file, told_of, as_of_record=True)
    assert told(outcome) == [(2, "occurred_on", "2026-09-09", "lies before the request's previous act, of 2026-09-10")]


def test_the_journal_tells_whoever_reads_it(on_file, kiosks):
    imported(on_file, kiosks(on("2026-09-01", drafted("K1")), on("2026-09-02", drafted())), as_of_record=True)
    on_file.draft()
    with reading(on_file.book.location) as reader:
        told_of = [event.get("imported") for event in events(reader)[1:]]
    assert told_of == [{"as_of_record": True, "external_id": "K1"}, {"as_of_record": True}, None]
