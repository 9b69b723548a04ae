"""What records are done to: a code, or what an earlier record became; and everything that is nothing."""

from typing import Any

import pytest

from tests.support import papers
from tests.support.company import MANAGER
from tests.support.imports import Content, counts, drafted, hints, imported, lines, record, submitted, told

NOT_BEFORE = "is the external_id of no record before this one"
NO_REQUEST = "There is no request CB-2026-0099 in this book."
ON_NOTHING = "is done to nothing that is there already"


@pytest.fixture
def kiosks(tmp_path):
    """Return a function that writes records into one and the same file."""
    return lambda *records: lines(tmp_path / "kiosks.jsonl", *records)


def review(target: Any, **beside: Any) -> Content:
    """Return the record of a review that approves."""
    return record("review.decided", papers.REVIEW, by=MANAGER, target=target, **beside)


def move(target: Any) -> Content:
    """Return the record of a milestone's new date."""
    return record("milestone.moved", {"due_date": "2026-12-11", "reason": "The booth comes late."}, target=target)


@pytest.mark.parametrize("chunk", [1, 2, 3, 500])
def test_a_target_is_a_code_or_an_earlier_record_of_this_file_or_another(on_file, kiosks, chunk):
    on_file.until("submitted")
    imported(on_file, kiosks(submitted("K1")), source="old system")
    elsewhere = {"external_id": "K1", "source": "old system"}
    risk = record("risk.identified", papers.RISK, target="K1", external_id="R1")
    treatment = record("risk.treated", papers.TREATMENT, target="R1")
    told_of = [review("CB-2026-0001"), review(elsewhere), submitted("K1"), review("K1"), risk, treatment]
    outcome = imported(on_file, kiosks(*told_of), chunk=chunk)
    assert (counts(outcome), told(outcome)) == ((6, 0, 0, 0), [])
    assert on_file.rows("SELECT code, stage FROM request ORDER BY id") == [
        (f"CB-2026-000{n}", "approved") for n in (1, 2, 3)
    ]
    assert on_file.rows("SELECT request_id, number, response FROM risk WHERE response IS NOT NULL") == [
        (2026000000003, 2, "mitigate")
    ]


@pytest.mark.parametrize("chunk", [1, 500])
def test_a_record_further_down_is_no_target(on_file, kiosks, chunk):
    outcome = imported(on_file, kiosks(review("K1"), submitted("K1")), chunk=chunk)
    assert told(outcome) == [(1, "target.external_id", "K1", NOT_BEFORE)]
    assert hints(outcome) == ["Put the record that it names in front of it; name another system's with source."]


@pytest.mark.parametrize("chunk", [1, 500])
def test_a_circle_of_targets_has_no_beginning(on_file, kiosks, chunk):
    first = record("risk.identified", papers.RISK, target="R2", external_id="R1")
    second = record("risk.identified", papers.RISK, target="R1", external_id="R2")
    itself = record("risk.identified", papers.RISK, target="R3", external_id="R3")
    outcome = imported(on_file, kiosks(first, second, itself), chunk=chunk)
    assert told(outcome) == [
        (1, "target.external_id", "R2", NOT_BEFORE),
        (2, "target.external_id", "R1", "rests on row 1, which is rejected"),
        (3, "target.external_id", "R3", NOT_BEFORE),
    ]


@pytest.mark.parametrize("chunk", [1, 500])
def test_what_rests_on_a_rejected_record_is_rejected_and_says_on_which(on_file, kiosks, chunk):
    told_of = [
        review("K2"),
        submitted("K1", title=None),
        submitted("K2", objectives=None),
        review("K1", external_id="V1"),
        review("K2"),
        record("risk.identified", papers.RISK, target="V1"),
        submitted("K3"),
        review("K3"),
    ]
    outcome = imported(on_file, kiosks(*told_of), chunk=chunk, keep_good=True)
    assert counts(outcome) == (2, 0, 0, 6)
    assert [(row, value, message.partition(":")[0]) for row, _, value, message in told(outcome)] == [
        (1, "K2", NOT_BEFORE),
        (2, "", "must be there"),
        (3, "", "2.1.2 form-complete"),
        (4, "K1", "rests on row 2, which is rejected"),
        (5, "K2", "rests on row 3, which is rejected"),
        (6, "V1", "rests on row 4, which is rejected"),
    ]


def test_a_record_of_another_source_is_not_meant_by_an_identity_alone(on_file, kiosks):
    imported(on_file, kiosks(submitted("K1")), source="old system")
    bad = submitted("K1", title=None)
    outcome = imported(on_file, kiosks(bad, review("K1"), review({"external_id": "K1", "source": "third"})))
    assert told(outcome) == [
        (1, "title", "", "must be there"),
        (2, "target.external_id", "K1", "rests on row 1, which is rejected"),
        (3, "target.external_id", "K1", NOT_BEFORE),
    ]


def test_milestones_are_named_beside_their_request_or_in_one_word(on_file, kiosks):
    on_file.until("executing")
    request = {"code": "CB-2026-0001", "milestone": "Both kiosks open"}
    assert counts(imported(on_file, kiosks(move(request), move("CB-2026-0001/Pilot kiosk open")))) == (2, 0, 0, 0)
    assert on_file.rows("SELECT due_date FROM milestone ORDER BY number") == [("2026-12-11",), ("2026-12-11",)]
    bad = [move("CB-2026-0001"), move({"code": "CB-2026-0001", "milestone": "Moon landing"}), move("CB-2026-0009/Any")]
    outcome = imported(on_file, kiosks(*bad))
    assert told(outcome) == [
        (1, "target", "CB-2026-0001", "names no milestone"),
        (2, "target.milestone", "Moon landing", "CB-2026-0001 has no milestone Moon landing."),
        (3, "target", "CB-2026-0009/Any", "There is no request CB-2026-0009 in this book."),
    ]
    assert hints(outcome)[1] == "Its milestones: Pilot kiosk open, Both kiosks open."


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (review("CB-2026-0099"), ("target", "CB-2026-0099", NO_REQUEST)),
        (review("CB-nonsense"), ("target", "CB-nonsense", "There is no request CB-nonsense in this book.")),
        (review({"code": "CB-2026-0099"}), ("target.code", "CB-2026-0099", NO_REQUEST)),
        (review(""), ("target", "", "must be there")),
        (drafted() | {"target": "CB-2026-0001"}, ("target", "CB-2026-0001", ON_NOTHING)),
        (
            record("risk.treated", papers.TREATMENT, target="CB-2026-0001"),
            ("target", "CB-2026-0001", "There is no risk CB-2026-0001."),
        ),
        (
            record("risk.treated", papers.TREATMENT, target="CB-2026-0001/R7"),
            ("target", "CB-2026-0001/R7", "There is no risk CB-2026-0001/R7."),
        ),
        (record("request.edited", {}, target={"request": "K1"}), ("target.request", "K1", "is no field of this form")),
    ],
)
def test_what_is_no_target_is_told(on_file, kiosks, one, fault):
    on_file.until("approved")
    outcome = imported(on_file, kiosks(one))
    assert [found[1:] for found in told(outcome)] == [fault]


def test_an_act_that_is_none_is_told_with_the_one_that_may_be_meant(on_file, kiosks):
    wrong = ["reveiw.decided", "request.submited", "lunch.eaten"]
    outcome = imported(on_file, kiosks(*(drafted() | {"act": act} for act in wrong)))
    assert told(outcome) == [(n, "act", act, "is no act") for n, act in enumerate(wrong, 1)]
    assert [hint.partition(" mean ")[2] for hint in hints(outcome)[:2]] == ["review.decided?", "request.submitted?"]
    assert "request" in hints(outcome)[2]


def test_whoever_acts_must_be_somebody(on_file, kiosks):
    outcome = imported(on_file, kiosks(drafted() | {"actor": "nobody"}))
    ((row, column, value, message),) = told(outcome)
    assert (row, column, value) == (1, "actor", "nobody")
    assert message.startswith("nobody is nobody in the book")
