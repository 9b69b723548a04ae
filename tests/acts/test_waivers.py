"""Waivers (ours, under 3.3.3): management lets one named gate pass, once or until a day, and it is kept."""

from collections.abc import Callable

import pytest

from crosspolicy.acts.registry import waivable
from crosspolicy.errors import CrosspolicyError, Refused
from crosspolicy.store.receipt import Receipt
from tests.support.audit import assert_sound, events
from tests.support.refusals import invalid, refused
from tests.support.world import STOPPED, TRACK, World

pytestmark = pytest.mark.clause("3.3.3")


def test_a_waiver_is_kept_with_who_when_and_why(world):
    world.until("agreed")
    receipt = world.waive("staffed", until_date="2026-10-31")
    assert receipt.code == "CB-2026-0001/W1"
    assert world.rows("SELECT number, gate, reason, until_date, granted_by, granted_on, used_on FROM waiver") == [
        (1, "staffed", "The festival does not wait.", "2026-10-31", "gao.ping", "2026-09-30T02:00:00Z", None)
    ]
    assert (receipt.stage, receipt.opened, receipt.discharged) == ("agreed", (), ())


def test_a_waiver_without_a_day_holds_once(world):
    world.until("executing")
    world.waive("ad-hoc-outcome")
    assert world.ad_hoc(solution=None).waived == ("ad-hoc-outcome",)
    with refused(gate="ad-hoc-outcome", clause="4.2.2", missing=["solution"]):
        world.ad_hoc(solution=None)


def test_a_waiver_that_was_not_needed_is_not_used_up(world):
    world.until("executing")
    world.waive("ad-hoc-outcome")
    assert world.ad_hoc().waived == ()
    assert world.ad_hoc(solution=None).waived == ("ad-hoc-outcome",)


def test_a_refused_act_or_a_dry_run_does_not_use_a_waiver_up(world):
    world.until("agreed")
    world.waive("staffed")
    world.assign()
    with refused(gate="signed-by-all"):
        world.start(staff=None)
    world.sign_all()
    assert world.start(staff=None, dry_run=True).waived == ("staffed",)
    assert world.start(staff=None).waived == ("staffed",)


def test_a_waiver_until_a_day_holds_through_that_day_as_often_as_needed(world):
    world.until("executing")
    world.waive("ad-hoc-outcome", until_date="2026-10-09")
    for day in ("2026-09-30", "2026-10-08", "2026-10-09"):
        world.on(day, "23:00")
        assert world.ad_hoc(solution=None).waived == ("ad-hoc-outcome",)
    world.on("2026-10-10", "00:30")
    with refused(gate="ad-hoc-outcome"):
        world.ad_hoc(solution=None)
    assert world.rows("SELECT used_on FROM waiver") == [(None,)]


def test_a_waiver_holds_for_its_request_alone(world):
    world.until("agreed")
    waived = world.code
    world.waive("staffed")
    world.until("agreed")
    with refused(gate="staffed"):
        world.start(staff=None)
    assert world.start(staff=None, request=waived).stage == "executing"


def test_a_waiver_of_one_gate_leaves_the_others_in_force(world):
    world.until("agreed")
    world.assign()
    world.waive("signed-by-all")
    with refused(gate="staffed", clause="2.4.1"):
        world.start(staff=None)
    assert world.start().waived == ("signed-by-all",)


def test_two_waivers_let_two_gates_pass(world):
    world.until("accepting")
    world.fail("IT")
    world.waive("evaluated-by-all")
    world.waive("no-failed-evaluation")
    receipt = world.decide()
    assert (receipt.stage, receipt.waived) == ("accepted", ("evaluated-by-all", "no-failed-evaluation"))
    assert_sound(world)


def test_what_was_waived_stands_in_the_journal_as_waived(world):
    world.until("agreed")
    world.waive("staffed")
    world.start(staff=None)
    effect = events(world)[-1]["payload"]["effect"]
    assert effect["waived"] == ["staffed"]
    assert "warned" not in effect


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"gate": "stafed"}, ("gate",)),
        ({"gate": "authority"}, ("gate",)),
        ({"gate": "stage"}, ("gate",)),
        ({"reason": None}, ("reason",)),
        ({"until_date": "2026-09-29"}, ("until_date",)),
    ],
)
def test_a_waiver_names_a_gate_a_reason_and_a_day_to_come(on_file, changes, fields):
    on_file.until("draft")
    with invalid(*fields) as faults:
        on_file.waive(**{"gate": "staffed"} | changes)
    if changes.get("gate") == "stafed":
        assert "staffed" in str(faults[0].message)


@pytest.mark.parametrize(
    ("gate", "stage", "step"),
    [
        ("review-first", "draft", World.coordinate),
        ("meeting-first", "submitted", World.assign),
        ("signed-by-all", "draft", World.start),
        ("signed-by-all", "approved", World.start),
    ],
)
def test_a_waiver_leaves_out_its_own_step_and_not_the_steps_before_it(on_file, gate, stage, step):
    on_file.until(stage)
    on_file.waive(gate)
    with pytest.raises(Refused):
        step(on_file)
    assert on_file.stage == stage


@pytest.mark.parametrize("stage", ["closed", *STOPPED])
def test_what_has_ended_is_not_brought_back_by_any_waiver(on_file, stage):
    on_file.until(stage)
    for gate in waivable():
        on_file.waive(gate, until_date="2026-12-31")
    for step in (World.submit, World.review, World.coordinate, World.start, World.open_acceptance, World.terminate):
        with pytest.raises(Refused) as caught:
            step(on_file)
        assert "stage" in [breach.gate for breach in caught.value.breaches]
    assert on_file.stage == stage
    assert [kind for kind, *_ in on_file.owed() if not kind.endswith(("-appraisal", "-round"))] == []


STEPS: dict[str, Callable[..., Receipt]] = {
    "edit": lambda world, **how: world.edit(departments=[{"department": "HR", "positions": ["Clerk"]}], **how),
    "submit": World.submit,
    "review": World.review,
    "return": lambda world, **how: world.review("return", **how),
    "withdraw": World.withdraw,
    "coordinate": World.coordinate,
    "regular meeting": World.regular_meeting,
    "ad-hoc meeting": World.ad_hoc,
    "assign": World.assign,
    "draft the agreement": World.draft_agreement,
    "sign": lambda world, **how: world.sign("IT", **how),
    "start": World.start,
    "report": lambda world, **how: world.report("IT", **how),
    "reach": lambda world, **how: world.reach("Pilot kiosk open", **how),
    "move": lambda world, **how: world.move("Pilot kiosk open", "2026-11-27", **how),
    "identify": World.identify,
    "exclude": World.declare_none,
    "treat": World.treat,
    "review the risk": World.review_risk,
    "it occurs": lambda world, **how: world.review_risk(occurred=True, **how),
    "close the risk": World.close_risk,
    "raise": lambda world, **how: world.raise_issue(departments=["IT", "FIN"], **how),
    "log": World.log_message,
    "share": World.share,
    "ask management": lambda world, **how: world.report("IT", needs_management="A permit.", **how),
    "open the acceptance": World.open_acceptance,
    "evaluate": lambda world, **how: world.evaluate("IT", **how),
    "accept": World.decide,
    "rework": lambda world, **how: world.decide("rework", **how),
    "sum up": lambda world, **how: world.sum_up("IT", **how),
    "close": World.close,
    "terminate": World.terminate,
}


@pytest.mark.parametrize("stage", [*TRACK, *STOPPED])
def test_with_all_gates_waived_every_act_at_every_stage_has_an_answer(on_file, stage):
    on_file.until(stage)
    for gate in waivable():
        on_file.waive(gate, until_date="2026-12-31")
    answers = {}
    for name, step in STEPS.items():
        try:
            answers[name] = step(on_file, dry_run=True).act
        except CrosspolicyError as error:
            answers[name] = error.kind
    assert {name for name, answer in answers.items() if answer == "book-unavailable"} == set()
