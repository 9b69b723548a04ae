"""A file imported twice changes nothing; what came changed is applied where the policy allows it, or is a conflict."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import MANAGER
from tests.support.imports import counts, drafted, hints, imported, lines, record, stories, submitted, told

FULL_DRAFT = record("request.drafted", papers.REQUEST, external_id="K1")


@pytest.fixture
def kiosks(tmp_path):
    """Return a function that writes records into one and the same file."""
    return lambda *records: lines(tmp_path / "kiosks.jsonl", *records)


# The same again


def test_a_second_run_changes_nothing(world, tmp_path):
    file = lines(tmp_path / "told.jsonl", *stories(120))
    assert counts(imported(world, file, chunk=50)) == (120, 0, 0, 0)
    world.later(3)
    with world.unchanged():
        assert counts(imported(world, file, chunk=7)) == (0, 0, 120, 0)


def test_a_file_that_grew_brings_what_is_new(on_file, kiosks):
    review = record("review.decided", papers.REVIEW, by=MANAGER, target="K1")
    imported(on_file, kiosks(submitted("K1")))
    assert counts(imported(on_file, kiosks(submitted("K1"), review, drafted("K2")))) == (2, 0, 1, 0)
    assert on_file.rows("SELECT code, stage FROM request ORDER BY id") == [
        ("CB-2026-0001", "approved"),
        ("CB-2026-0002", "draft"),
    ]


def test_without_an_identity_the_content_is_one_and_its_second_time_is_a_second_record(world, kiosks):
    first, second = drafted(), drafted(title="Booth")
    assert counts(imported(world, kiosks(first, first, second), chunk=1)) == (3, 0, 0, 0)
    with world.unchanged():
        assert counts(imported(world, kiosks(first, first, second))) == (0, 0, 3, 0)
        assert counts(imported(world, kiosks(second, first))) == (0, 0, 2, 0)
    assert counts(imported(world, kiosks(first, first, first))) == (1, 0, 2, 0)
    assert world.rows("SELECT title, COUNT(*) FROM request GROUP BY title ORDER BY title") == [
        ("Booth", 1),
        ("Lantern kiosk", 3),
    ]


def test_content_is_what_is_done_to_what_not_when_or_by_whom(on_file, kiosks):
    imported(on_file, kiosks(drafted()))
    again = drafted() | {"actor": "zhao.lei", "occurred_on": "2026-09-29"}
    assert counts(imported(on_file, kiosks(again))) == (0, 0, 1, 0)


# Changed


def test_a_changed_draft_is_edited_until_it_says_what_the_record_says(world, kiosks):
    imported(world, kiosks(FULL_DRAFT))
    assert counts(imported(world, kiosks(drafted("K1", planned_end_date="2026-12-31")))) == (0, 1, 0, 0)
    names = "title, background, no_risk_foreseen_because, planned_cost, planned_start_date, planned_end_date, requester"
    assert world.rows(f"SELECT {names} FROM request") == [
        ("Lantern kiosk", None, None, None, None, "2026-12-31", "li.na")
    ]
    for table in ("objective", "milestone", "foreseen_risk"):
        assert world.value(f"SELECT COUNT(*) FROM {table}") == 0, table
    assert world.rows("SELECT department FROM party") == [("SALES",)]
    assert counts(imported(world, kiosks(FULL_DRAFT))) == (0, 1, 0, 0)
    assert world.value("SELECT COUNT(*) FROM milestone") == 2
    assert world.value("SELECT background FROM request") == papers.REQUEST["background"]
    with world.unchanged():
        assert counts(imported(world, kiosks(FULL_DRAFT))) == (0, 0, 1, 0)
    assert world.rows("SELECT act FROM journal WHERE request_id IS NOT NULL ORDER BY seq") == [
        ("request.drafted",),
        ("request.edited",),
        ("request.edited",),
    ]
    assert_sound(world)


def test_a_draft_that_comes_as_a_submission_is_edited_and_submitted(on_file, kiosks):
    imported(on_file, kiosks(drafted("K1")))
    assert counts(imported(on_file, kiosks(submitted("K1")))) == (0, 1, 0, 0)
    assert on_file.rows("SELECT code, stage, title FROM request") == [
        ("CB-2026-0001", "submitted", papers.REQUEST["title"])
    ]
    with on_file.unchanged():
        assert counts(imported(on_file, kiosks(submitted("K1")))) == (0, 0, 1, 0)


def test_a_submission_that_is_no_draft_any_more_is_a_conflict_with_its_code(world, kiosks):
    imported(world, kiosks(submitted("K1"), submitted("K2")))
    with world.unchanged():
        outcome = imported(world, kiosks(submitted("K1"), submitted("K2", title="Booth")))
    assert counts(outcome) == (0, 0, 1, 1)
    assert told(outcome) == [
        (2, "external_id", "K2", "was imported before with other content, and became CB-2026-0002")
    ]
    assert hints(outcome) == [
        "Only a draft can still be changed; `crosspolicy request show CB-2026-0002` shows what stands there."
    ]


def test_an_edit_that_fails_leaves_the_draft_and_the_records_around_it(world, kiosks):
    imported(world, kiosks(drafted("K1")))
    changed = [drafted("K0"), submitted("K1", objectives=None), drafted("K2")]
    outcome = imported(world, kiosks(*changed), keep_good=True)
    assert counts(outcome) == (2, 0, 0, 1)
    assert [message.partition(":")[0] for *_, message in told(outcome)] == ["2.1.2 form-complete"]
    assert world.rows("SELECT code, stage, background FROM request ORDER BY id") == [
        ("CB-2026-0001", "draft", None),
        ("CB-2026-0002", "draft", None),
        ("CB-2026-0003", "draft", None),
    ]
    assert_sound(world)


def test_what_is_done_is_not_rewritten(on_file, kiosks):
    review = record("review.decided", papers.REVIEW, by=MANAGER, target="K1", external_id="V1")
    other = review | {"form": papers.REVIEW | {"resources": "partial"}}
    imported(on_file, kiosks(submitted("K1"), review))
    outcome = imported(on_file, kiosks(submitted("K1"), other))
    assert counts(outcome) == (0, 0, 1, 1)
    assert told(outcome) == [
        (2, "external_id", "V1", "was imported before with other content, and became CB-2026-0001/V1")
    ]
    assert hints(outcome) == [
        "What is done is not rewritten; state what is new as a record of its own, of another external_id."
    ]
    outcome = imported(on_file, kiosks(drafted("V1")))
    assert told(outcome) == [
        (1, "external_id", "V1", "was imported before as another act, review.decided, and became CB-2026-0001/V1")
    ]


# Identities


def test_two_sources_may_use_one_identity(world, tmp_path):
    ours, theirs = lines(tmp_path / "a.jsonl", drafted("K1")), lines(tmp_path / "b.jsonl", drafted("K1", title="Booth"))
    assert counts(imported(world, ours)) == (1, 0, 0, 0)
    assert counts(imported(world, theirs, source="old system")) == (1, 0, 0, 0)
    assert counts(imported(world, theirs, source="old system")) == (0, 0, 1, 0)
    assert counts(imported(world, ours)) == (0, 0, 1, 0)
    assert world.value("SELECT COUNT(*) FROM request") == 2


@pytest.mark.parametrize("chunk", [1, 500])
def test_one_identity_twice_is_told_with_both_rows(on_file, tmp_path, chunk):
    first = lines(tmp_path / "a.jsonl", drafted("K1"), drafted("K2", title=None), drafted("K1", title="Booth"))
    second = lines(tmp_path / "b.jsonl", drafted("K2"), drafted("K3"))
    outcome = imported(on_file, first, second, chunk=chunk)
    assert counts(outcome) == (2, 0, 0, 3)
    assert told(outcome) == [
        (2, "title", "", "must be there"),
        (3, "external_id", "K1", f"stands there already: {first}:1"),
        (1, "external_id", "K2", f"stands there already: {first}:2"),
    ]
    assert set(hints(outcome)[1:]) == {
        "Give each record an external_id of its own; records of another system go under another --source."
    }


@pytest.mark.parametrize("spelling", ["42000", "42000.0", "42000.00", 42000])
def test_one_amount_is_one_however_it_is_written(on_file, kiosks, spelling):
    imported(on_file, kiosks(drafted("K1", planned_cost="42000.00")))
    assert counts(imported(on_file, kiosks(drafted("K1", planned_cost=spelling)))) == (0, 0, 1, 0)
