"""What is read of appraisals, rewards and penalties: alike on both stores."""

import pytest

from crosspolicy.queries.appraisals import closed_still_owing, of_request, of_year
from crosspolicy.queries.forms import stated_everywhere
from crosspolicy.queries.grounds import grounds_about
from crosspolicy.queries.incentives import codes_beginning, measure_named, measures
from crosspolicy.queries.requests import children_beginning
from crosspolicy.store.reading import reading
from crosspolicy.store.suggesting import on_record, overdue_kinds
from crosspolicy.vocabulary.scores import mean_of, score_text
from tests.support import papers
from tests.support.company import MANAGER

PERSON = {"department": None, "person": "li.na"}


@pytest.fixture
def appraised(world):
    """Return a closed request of which some appraisals are given, with a reward, a penalty and a breach."""
    world.until("closed")
    world.appraise()
    world.appraise(by="sun.wei", quality=5)
    world.appraise(by="sun.wei", **PERSON)
    world.appraise(by=MANAGER, **papers.AD_HOC_APPRAISAL | papers.POOR)
    world.record_breach()
    world.reward(**PERSON, rests_on=["CB-2026-0001/Q3"])
    world.penalise()
    world.reward()
    return world


@pytest.mark.clause("6.2.2", "6.2.3")
def test_results_stand_by_kind_and_sort_in_the_order_of_their_ranks(appraised):
    with reading(appraised.book.location) as reader:
        found = of_request(reader, appraised.request_id, appraised.today)
        of_this_year = of_year(reader, 2026, appraised.today, str)
        of_another = of_year(reader, 2027, appraised.today, str)
    assert [(r["kind"], r["of"], r["subject"], r["rank"], r["mean"], len(r["missing"])) for r in found] == [
        ("regular", "department", "IT", 1, "3.50", 0),
        ("regular", "department", "FIN", None, None, 2),
        ("regular", "department", "SALES", None, None, 2),
        ("regular", "person", "li.na", 1, "3.35", 0),
        ("ad-hoc", "department", "IT", 1, "1.00", 0),
    ]
    assert of_this_year == found
    assert of_another == []


@pytest.mark.clause("6.2.2")
def test_a_closed_request_is_counted_until_its_last_appraisal(appraised):
    with reading(appraised.book.location) as reader:
        assert closed_still_owing(reader) == 1
    appraised.appraise_all()
    with reading(appraised.book.location) as reader:
        assert closed_still_owing(reader) == 0


@pytest.mark.clause("6.3.1", "6.3.3")
def test_rewards_and_penalties_are_read_by_whom_they_are_about(appraised):
    with reading(appraised.book.location) as reader:
        everything = measures(reader, "CNY")
        assert [(m["code"], m["kind"], m["department"] or m["person"], m["amount"]) for m in everything] == [
            ("IN-2026-0002", "reward", "IT", "5000.00"),
            ("PN-2026-0001", "penalty", "IT", None),
            ("IN-2026-0001", "reward", "li.na", "5000.00"),
        ]
        assert measures(reader, "CNY", person="li.na", year=2026) == everything[2:]
        assert measures(reader, "CNY", year=2027) == []
        assert measure_named(reader, "pn-2026-1", "CNY") == everything[1]
        assert measure_named(reader, "PN-2026-0002", "CNY") is None
        assert measure_named(reader, "CB-2026-0001", "CNY") is None
        assert [code for code, _ in codes_beginning(reader, "in-2026")] == ["IN-2026-0002", "IN-2026-0001"]


@pytest.mark.clause("6.3.1", "6.3.3")
def test_what_a_measure_may_rest_on_is_found_by_whom_it_is_about(appraised):
    with reading(appraised.book.location) as reader:
        about = {ground.code: ground.says for ground in grounds_about(reader, "IT", "")}
        assert about == {
            "CB-2026-0001/Q4": "1.00 EXEC",
            "CB-2026-0001/Q2": "3.65 FIN",
            "CB-2026-0001/Q1": "3.35 SALES",
            "CB-2026-0001/B1": "2.4.3",
        }
        assert [ground.code for ground in grounds_about(reader, "", "li.na")] == ["CB-2026-0001/Q3"]
        assert grounds_about(reader, "HR", "") == []
        offered = children_beginning(reader, "appraisal", "CB-2026-0001/q3")
        assert offered == [("CB-2026-0001/Q3", "li.na")]
        assert [form["score"] for form in stated_everywhere(reader, "appraisal", "CNY")] == [
            "3.35",
            "3.65",
            "3.35",
            "1.00",
        ]


@pytest.mark.clause("6.1.2", "6.3.3")
def test_prompts_are_told_what_is_on_record_and_what_is_overdue(world):
    world.until("executing")
    world.on("2026-11-25")
    now = world.now
    with reading(world.book.location) as reader:
        told = on_record(reader, world.code, {"department": "IT"}, now)
        assert told["progress"][1:] == ("milestone “Pilot kiosk open”, due 2026-11-20: still open, 5 days late",)
        assert told["quality"][0].startswith("a whole number from 1 to 5")
        assert on_record(reader, world.code, {}, now) == {}
        overdue = {code: owed for code, _called, owed in overdue_kinds(reader, world.code, now)}
    assert overdue["milestone Pilot kiosk open"] == "IT 2026-11-20"
    assert overdue["progress-report"].startswith("SALES 2026-10-14")


@pytest.mark.clause("6.1.1")
@pytest.mark.parametrize(
    ("scores", "mean"), [([], None), ([335], 335), ([335, 365], 350), ([335, 336], 336), ([100, 100, 101], 100)]
)
def test_the_mean_is_rounded_to_a_hundredth_half_upward(scores, mean):
    assert mean_of(scores) == mean


@pytest.mark.clause("6.1.1")
def test_scores_have_two_decimal_places():
    assert [score_text(n) for n in (0, 5, 100, 330, 10000)] == ["0.00", "0.05", "1.00", "3.30", "100.00"]
