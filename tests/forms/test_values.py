"""Days, times, amounts, numbers and choices: what is taken for one, and what is not."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosspolicy.forms.acceptance import Opening
from crosspolicy.forms.communication import SharedItem
from crosspolicy.forms.execution import MilestoneMoved, Report
from crosspolicy.forms.meeting import Meeting
from crosspolicy.forms.request import Request, Review
from crosspolicy.forms.risk import Risk, RiskReview
from crosspolicy.intake.check import checked
from tests.support import papers
from tests.support.refusals import invalid

MOVED = {"due_date": "2026-11-27", "reason": "Late."}
OPENING = papers.OPENING


@pytest.mark.parametrize("day", ["2026-03-31", " 2026-03-31 ", date(2026, 3, 31)])
def test_a_day_is_written_with_year_month_and_day(day):
    assert checked(MilestoneMoved, MOVED | {"due_date": day}).due_date == date(2026, 3, 31)


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-29",
        "2026-13-01",
        "31.3.2026",
        "2026-3-31",
        "20260331",
        "2026-W14-2",
        "2026-03-31T09:30+08:00",
        "1899-12-31",
        "2201-01-01",
        "0000-00-00",
        "soon",
        "２０２６-03-31",
        20260331,
        True,
        datetime(2026, 3, 31),
        ["2026-03-31"],
    ],
)
def test_what_is_no_day_is_not_taken_for_one(day):
    with invalid("due_date"):
        checked(MilestoneMoved, MOVED | {"due_date": day})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-31T09:30+08:00", datetime(2026, 3, 31, 1, 30, tzinfo=UTC)),
        ("2026-03-31T01:30Z", datetime(2026, 3, 31, 1, 30, tzinfo=UTC)),
        ("2026-03-31 09:30:15+08:00", datetime(2026, 3, 31, 1, 30, 15, tzinfo=UTC)),
        ("2026-01-01T00:30+14:00", datetime(2025, 12, 31, 10, 30, tzinfo=UTC)),
    ],
)
def test_a_time_carries_its_offset_and_is_kept_in_utc(written, meant):
    assert checked(Meeting, papers.REGULAR | {"held_at": written}).held_at == meant


@pytest.mark.parametrize(
    "written", ["2026-03-31", "09:30", "2026-03-31T25:00+08:00", "1899-12-31T09:00Z", "yesterday", 1774920600, True]
)
def test_what_is_no_time_is_not_taken_for_one(written):
    with invalid("held_at"):
        checked(Meeting, papers.REGULAR | {"held_at": written})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31T09:30+08:00", datetime(2026, 3, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_something_happened_on_a_day_or_at_a_time(written, meant):
    assert checked(MilestoneMoved, MOVED | {"occurred_on": written}).occurred_on == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0", "0"),
        ("12500.50", "12500.50"),
        (12500, "12500"),
        (0.1, "0.1"),
        (" 7 ", "7"),
        (1e5, "100000"),
        (0.00001, "0.00001"),
    ],
)
def test_an_amount_is_exact(written, meant):
    assert checked(Opening, OPENING | {"actual_cost": written}).actual_cost == Decimal(meant)


@pytest.mark.parametrize(
    "written",
    [
        "-0.01",
        "NaN",
        "Infinity",
        float("inf"),
        float("nan"),
        "12,500",
        "¥12",
        "twelve",
        True,
        "1" * 41,
        "1000000000000000",
        "1e15",
        "1e3",
        "1_000",
        "0e99999999",
        "１２",
        "٣",
        "+5",
        ".5",
        "5.",
        1e15,
        1e300,
        "1e999999999",
        [1],
    ],
)
def test_what_is_no_amount_is_not_taken_for_one(written):
    with invalid("actual_cost"):
        checked(Opening, OPENING | {"actual_cost": written})


@given(st.decimals(min_value=0, max_value=999_999_999_999, places=2))
def test_every_amount_is_kept_to_the_last_cent(amount):
    assert checked(Opening, OPENING | {"actual_cost": str(amount)}).actual_cost == amount


@pytest.mark.parametrize("percent", [0, 100, "50", " 7 "])
def test_progress_is_a_whole_number_of_percent(percent):
    assert checked(Report, papers.REPORT | {"progress_percent": percent}).progress_percent == int(percent)


@pytest.mark.parametrize(
    "percent", [-1, 101, 12.5, "12.5", "half", True, "1e2", "1_0", "５", "+5", "0x5", 10**400, "9" * 5000, [50]]
)
def test_what_is_no_percentage_is_not_taken_for_one(percent):
    with invalid("progress_percent"):
        checked(Report, papers.REPORT | {"progress_percent": percent})


@pytest.mark.parametrize("score", [0, 7, -1, 2.5, "high", False])
def test_a_likelihood_lies_on_its_scale(score):
    risk = papers.REQUEST["risks"][0] | {"likelihood": score}
    with invalid("risks.1.likelihood"):
        checked(Request, papers.REQUEST | {"risks": [risk]})


@pytest.mark.parametrize("word", ["Approve", "approved", "ok", "", 1, True, ["approve"]])
def test_a_choice_is_one_of_its_words_and_the_words_are_told(word):
    with invalid("outcome") as faults:
        checked(Review, papers.REVIEW | {"outcome": word})
    if word not in ("",):
        assert "approve, return for revision (return), reject" in str(faults[0].message)


# Risks and shared files


@pytest.mark.clause("5.2.1")
@pytest.mark.parametrize(("written", "meant"), [(1, 1), ("3", 3), (6, 6), ("6", 6)])
def test_a_score_is_a_step_of_a_scale(written, meant):
    assert checked(RiskReview, papers.RISK_REVIEW | {"likelihood": written, "impact": written}).likelihood == meant


@pytest.mark.clause("5.2.1")
@pytest.mark.parametrize("score", [0, 7, -1, "0", "2.5", 2.5, True, "high", "", [3], 10**30])
def test_what_is_no_step_of_any_scale_is_not_taken_for_one(score):
    with invalid("likelihood", "impact"):
        checked(RiskReview, papers.RISK_REVIEW | {"likelihood": score, "impact": score})


@pytest.mark.clause("5.2.2")
@pytest.mark.parametrize("percent", [-1, 101, 130, "40%", 12.5, True])
def test_a_probability_lies_between_nothing_and_certainty(percent):
    with invalid("probability_percent"):
        checked(Risk, papers.RISK | {"probability_percent": percent})


@pytest.mark.clause("5.3.3")
@pytest.mark.parametrize("part", ["trigger", "procedure", "responsible"])
def test_a_contingency_plan_is_whole_or_is_none(part):
    plan = {name: text for name, text in papers.CONTINGENCY.items() if name != part}
    with invalid(f"contingency.{part}"):
        checked(Risk, papers.RISK | {"contingency": plan})


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sha256": "0" * 63}, "sha256"),
        ({"sha256": "g" * 64}, "sha256"),
        ({"sha256": "0" * 64 + "\n0"}, "sha256"),
        ({"size": -1}, "size"),
        ({"size": 2**62 + 1}, "size"),
        ({"size": True}, "size"),
        ({"file": "a\nb"}, "file"),
        ({"file": "\x00"}, "file"),
        ({"file": "x" * 4097}, "file"),
        ({"link": "https://lantern.example/\u202egpj.exe"}, "link"),
    ],
)
def test_a_shared_file_has_a_path_a_size_and_a_digest(changes, field):
    with invalid(field):
        checked(SharedItem, papers.SHARED | changes)
