"""Which edition of the policy governs on which day, and what one changes against another (1.1)."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crosspolicy.forms.governance import Adoption
from crosspolicy.policy.changes import changes, weakened
from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.policy.rules import rules_of
from crosspolicy.queries import policies
from crosspolicy.store.calls import Call
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from crosspolicy.store.perform import perform
from crosspolicy.store.reading import reading
from tests.support.audit import assert_sound, events
from tests.support.company import MANAGER
from tests.support.editions import edition, further, in_force_on, scales
from tests.support.refusals import invalid, refused
from tests.support.world import HOST, World

pytestmark = pytest.mark.clause("1.1")

AHEAD = "2026-11-02"
REVIEWS_AT_ONCE = {"review": 1}


def taking_effect(day, version="2.0", **settings):
    """Return an edition that takes effect on a day."""
    return edition(version, **settings).replace("effective_date = 2026-01-01", f"effective_date = {day}")


def states(world):
    """Return how every adopted edition stands today, the last before the others."""
    with reading(world.book.location) as reader:
        return [(e["version"], e["governs_from"], e["state"]) for e in policies.editions(reader, world.today)]


def review_due(world):
    """Return by when management owes the review of a request that is submitted now."""
    world.draft()
    return [o.due_date for o in world.submit().opened if o.kind == "review"]


def test_the_founding_edition_governs_from_the_start(world):
    assert states(world) == [("1.0", None, "in-force")]
    for day in ("1950-01-01", "2026-09-30", "2200-12-31"):
        assert in_force_on(world, date.fromisoformat(day))["version"] == "1.0"


def test_an_edition_whose_day_has_come_governs_from_its_adoption(world):
    receipt = world.adopt(edition(deadlines=REVIEWS_AT_ONCE))
    assert receipt.remarks == ()
    assert states(world) == [("2.0", "2026-09-30", "in-force"), ("1.0", None, "past")]
    assert review_due(world) == ["2026-10-08"]


@pytest.mark.clause("2.2.1")
def test_an_edition_that_takes_effect_later_is_kept_and_governs_from_its_date(world):
    receipt = world.adopt(taking_effect(AHEAD, deadlines=REVIEWS_AT_ONCE))
    assert [str(remark) for remark in receipt.remarks] == ["Edition 2.0 comes into force on 2026-11-02."]
    assert states(world) == [("2.0", AHEAD, "coming"), ("1.0", None, "in-force")]
    assert events(world)[-1]["payload"]["effect"]["governs_from"] == AHEAD
    world.on("2026-11-01")
    assert review_due(world) == ["2026-11-06"]
    world.on(AHEAD)
    assert states(world) == [("2.0", AHEAD, "in-force"), ("1.0", None, "past")]
    assert review_due(world) == ["2026-11-03"]
    assert_sound(world)


@pytest.mark.clause("2.2.3")
def test_a_request_stays_under_the_edition_of_the_day_on_which_it_was_submitted(world):
    world.adopt(taking_effect(AHEAD, deadlines={"coordination-meeting": 1}))
    world.until("submitted")
    world.on(AHEAD)
    assert [o.due_date for o in world.review().opened] == ["2026-11-09"]


@pytest.mark.clause("2.2.1")
def test_an_act_is_judged_by_the_edition_of_its_own_day(world):
    world.draft(occurred_on="2026-09-01")
    world.adopt(edition(deadlines=REVIEWS_AT_ONCE))
    assert [o.due_date for o in world.submit(occurred_on="2026-09-02").opened] == ["2026-09-09"]


def test_of_those_whose_day_has_come_the_one_adopted_last_governs(world):
    world.adopt(taking_effect("2026-12-01", "2.0"))
    world.later(1)
    receipt = world.adopt(taking_effect("2026-11-02", "3.0"))
    assert [str(remark) for remark in receipt.remarks] == [
        "Edition 3.0 comes into force on 2026-11-02.",
        "Edition 2.0, which was to come into force on 2026-12-01, is replaced by it.",
    ]
    assert states(world) == [
        ("3.0", "2026-11-02", "coming"),
        ("2.0", "2026-12-01", "replaced"),
        ("1.0", None, "in-force"),
    ]
    world.on("2026-12-02")
    assert in_force_on(world, world.today)["version"] == "3.0"


def test_two_editions_ahead_govern_one_after_the_other(world):
    world.adopt(taking_effect("2026-11-02", "2.0"))
    world.adopt(taking_effect("2026-12-01", "3.0"))
    in_force = [
        in_force_on(world, date.fromisoformat(day))["version"] for day in ("2026-11-01", "2026-11-30", "2026-12-01")
    ]
    assert in_force == ["1.0", "2.0", "3.0"]


def test_the_text_adopted_last_is_not_adopted_twice(world):
    coming = taking_effect(AHEAD)
    world.adopt(coming)
    with invalid("policy"):
        world.adopt(coming)
    world.on(AHEAD)
    with invalid("policy"):
        world.adopt(coming)


def test_the_edition_in_force_adopted_anew_replaces_the_one_to_come(world):
    world.adopt(taking_effect(AHEAD))
    world.adopt(default_policy())
    assert states(world) == [("1.0", "2026-09-30", "in-force"), ("2.0", AHEAD, "replaced"), ("1.0", None, "past")]
    world.on("2026-12-01")
    assert in_force_on(world, world.today)["version"] == "1.0"
    assert world.value("SELECT COUNT(*) FROM policy") == 2


def test_an_adoption_recorded_later_governs_from_its_own_day(world):
    world.on("2026-10-20")
    world.adopt(edition("1.5"), occurred_on="2026-10-12")
    world.adopt(edition("2.0"))
    days = ("2026-10-11", "2026-10-12", "2026-10-19", "2026-10-20")
    assert [in_force_on(world, date.fromisoformat(day))["version"] for day in days] == ["1.0", "1.5", "1.5", "2.0"]


def test_no_adoption_is_dated_before_the_last_one_or_before_the_founding(world):
    with invalid("occurred_on") as faults:
        world.adopt(edition("2.0"), occurred_on="2026-09-29")
    assert "the founding of the book, on 2026-09-30" in str(faults[0].message)
    world.on("2026-10-20")
    world.adopt(taking_effect(AHEAD, "2.0"))
    world.on("2026-11-05")
    with invalid("occurred_on") as faults:
        world.adopt(edition("2.1"), occurred_on="2026-10-19")
    assert "the adoption of edition 2.0, on 2026-10-20" in str(faults[0].message)
    world.adopt(edition("2.1"), occurred_on="2026-10-20")
    assert states(world)[0] == ("2.1", "2026-10-20", "in-force")


def _imported(world, version, day):
    form = Adoption(text=edition(version, gates={"staffed": "warn"}), occurred_on=date.fromisoformat(day))
    call = Call("policy.adopted", form, imported={"source": "archive", "id": version})
    return perform(world.book, [call], By(MANAGER, HOST), now=world.now)[0]


def test_history_brings_editions_of_before_the_founding_in_their_order(world):
    _imported(world, "0.8", "2025-03-03")
    assert events(world)[-1]["payload"]["effect"]["weakened"] == ["staffed"]
    _imported(world, "0.9", "2026-02-02")
    with invalid("occurred_on"):
        _imported(world, "0.7", "2025-12-31")
    days = ("2025-12-31", "2026-01-01", "2026-02-02")
    assert [in_force_on(world, date.fromisoformat(day))["version"] for day in days] == ["1.0", "0.8", "0.9"]


@pytest.mark.clause("2.3.2")
def test_what_it_weakens_goes_by_every_edition_that_gives_way(world):
    lax = {"signed-by-all": "warn"}
    world.on("2026-10-05")
    world.adopt(edition("2.0", gates=lax))
    world.on("2026-10-10")
    world.adopt(taking_effect("2026-10-20", "3.0"))
    world.on("2026-11-01")
    receipt = world.adopt(edition("2.1", gates=lax), occurred_on="2026-10-12")
    assert [str(remark) for remark in receipt.remarks] == [
        "Edition 3.0, which came into force on 2026-10-20, is replaced by it.",
        "Gates that it weakens: signed-by-all.",
    ]
    assert events(world)[-1]["payload"]["effect"]["weakened"] == ["signed-by-all"]


@pytest.mark.clause("2.4.1")
@pytest.mark.parametrize(
    ("today", "coming", "since"),
    [
        ("warn", ("2026-11-02", "block"), "2026-12-01"),
        ("warn", ("2026-12-01", "block"), "2026-11-02"),
        ("block", ("2026-11-02", "warn"), "2026-12-01"),
    ],
    ids=["against the one in force from then", "against the one to come that it replaces", "against that of today"],
)
def test_what_it_weakens_goes_by_those_to_come_and_by_that_of_today(world, today, coming, since):
    world.adopt(edition("1.5", gates={"staffed": today}))
    world.adopt(taking_effect(coming[0], "2.0", gates={"staffed": coming[1]}))
    world.adopt(taking_effect(since, "3.0", gates={"staffed": "warn"}))
    assert events(world)[-1]["payload"]["effect"]["weakened"] == ["staffed"]


@settings(max_examples=20)
@given(wanted=st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 4), st.booleans()), min_size=2, max_size=5))
@example(wanted=[(0, 4, False), (1, -1, False)])
@example(wanted=[(0, 4, False), (0, 2, False), (0, 1, False)])
@example(wanted=[(0, 1, False), (2, -1, True), (0, 0, True)])
def test_what_is_told_to_be_replaced_is_what_the_list_shows_so(new_sqlite_book, wanted):
    """Each adoption is so many days after the last act, takes effect so many later, and is recorded at once or late."""
    world = World(Book(new_sqlite_book()))
    for number, (passed, ahead, is_late) in enumerate(wanted, 2):
        world.later(passed)
        day = world.today
        world.later(int(is_late))
        before = {version for version, _, state in states(world) if state == "replaced"}
        text = taking_effect(day + timedelta(days=ahead), f"{number}.0")
        receipt = world.adopt(text, **({"occurred_on": day} if is_late else {}))
        told = {str(remark).split(",")[0] for remark in receipt.remarks if "is replaced by it" in str(remark)}
        after = {version for version, _, state in states(world) if state == "replaced"}
        assert told == {f"Edition {version}" for version in after - before}
    world.book.close()


@pytest.mark.clause("2.3.2")
def test_a_gate_weakened_by_an_edition_to_come_refuses_until_then(world):
    weak = taking_effect(AHEAD, gates={"signed-by-all": "warn", "staffed": "warn"})
    receipt = world.adopt(weak)
    assert "signed-by-all, staffed" in str(receipt.remarks[-1])
    assert events(world)[-1]["payload"]["effect"]["weakened"] == ["signed-by-all", "staffed"]
    world.until("agreed")
    with refused(gate="staffed"):
        world.start(staff=None)


# What changes


def _changed(text):
    old, new = check_policy(default_policy()), check_policy(text)
    return {c.key: (c.old, c.new) for c in changes(old.parsed, new.parsed)}


def _weakened(old, new):
    return weakened(*(rules_of(p.parsed, p.digest) for p in (check_policy(old), check_policy(new))))


def test_what_changes_is_told_by_key():
    assert _changed(edition(deadlines={"review": 3}, gates={"staffed": "warn"}, periods={"risk-review": "1 week"})) == {
        "version": ("1.0", "2.0"),
        "deadlines.review": ("5", "3"),
        "periods.risk-review": ("2 weeks", "1 week"),
        "gates.staffed": ("block", "warn"),
    }
    assert _changed(default_policy()) == {}


def test_what_is_new_has_no_old_value_and_lists_go_by_number_or_kind():
    told = _changed(edition(calendar="US", further=further("first-report", working_days=10)))
    assert told["calendar"] == (None, "US")
    assert told["further-obligations.first-report.working-days"] == (None, "10")
    matrix = _changed(edition(risk=scales("llm", "lmh", "mhe")))
    assert matrix["risk.matrix.1"][1] == "low low medium"
    assert matrix["risk.matrix.5"][1] is None
    assert matrix["risk.impact.1.zh_Hans"] == ("轻微", "第1级")


OF_HIGH_RISKS = ("treated", "contingency")
ALL_LOW = scales(*["llllll"] * 6)
LARGER = scales("lllmmm", "lllmmm", "llmmhh", "mmmhhh", "mmhhee", "mhheee")
"""Of its 36 pairs 14 are high or extreme, 39 %; of the 25 of the shipped policy 10, 40 %."""


@pytest.mark.parametrize(
    ("old", "new", "gates"),
    [
        ({}, {"gates": {"staffed": "warn"}}, ("staffed",)),
        ({"gates": {"staffed": "warn"}}, {}, ()),
        ({"gates": {"staffed": "warn"}}, {"gates": {"staffed": "warn"}}, ()),
        ({}, {"deadlines": {"review": 30}}, ()),
        ({}, {"risk": 'high = "extreme"'}, OF_HIGH_RISKS),
        ({"risk": 'high = "extreme"'}, {}, ()),
        ({}, {"risk": 'high = "extreme"', "gates": {"contingency": "warn"}}, OF_HIGH_RISKS),
        ({"gates": {"contingency": "warn"}}, {"risk": 'high = "extreme"'}, ("treated",)),
        ({}, {"risk": ALL_LOW}, OF_HIGH_RISKS),
        ({"risk": ALL_LOW}, {}, ()),
        ({}, {"risk": LARGER}, OF_HIGH_RISKS),
        ({"risk": LARGER}, {}, ()),
        ({}, {"risk": scales("hhh", "hhh", "hhh")}, ()),
    ],
)
def test_a_gate_is_weakened_where_it_refuses_less(old, new, gates):
    assert _weakened(edition(**old), edition(**new)) == gates


def _marked(lowest, highest, penalty_below, word="block"):
    text = edition(gates={"rests-on": word}).replace("penalty-below = 2.0", f"penalty-below = {penalty_below}")
    return text.replace("\nlowest = 1\n", f"\nlowest = {lowest}\n").replace(
        "\nhighest = 5\n", f"\nhighest = {highest}\n"
    )


@pytest.mark.clause("6.3.3")
@pytest.mark.parametrize(
    ("old", "new", "is_weakened"),
    [
        ((1, 5, 2.0), (1, 5, 2.01), True),
        ((1, 5, 2.0), (1, 5, 1.5), False),
        ((1, 5, 2.0), (0, 100, 25.0), False),
        ((1, 5, 2.0), (0, 100, 26.0), True),
        ((1, 5, 0.0), (1, 5, 1.0), False),
        ((1, 5, 5.0), (1, 5, 5.01), True),
        ((1, 10, 11.0), (1, 5, 6.0), False),
        ((1, 5, 2.0, "warn"), (1, 5, 5.0), False),
        ((1, 5, 2.0), (1, 5, 2.0, "warn"), True),
    ],
)
def test_a_penalty_rests_on_less_where_more_of_the_marks_carry_it(old, new, is_weakened):
    assert _weakened(_marked(*old), _marked(*new)) == (("rests-on",) if is_weakened else ())


def test_what_is_due_soon_goes_by_the_edition_of_the_day(world):
    text = taking_effect(AHEAD).replace("due-soon-days = 7", "due-soon-days = 30")
    world.adopt(text)
    with reading(world.book.location) as reader:
        assert policies.due_soon_days(reader, world.today) == 7
        assert policies.due_soon_days(reader, date.fromisoformat(AHEAD)) == 30
        assert json.loads(policies.in_force(reader, date.fromisoformat(AHEAD)))["version"] == "2.0"
