"""Every gate of the policy, in a case where it alone says no."""

import json

import pytest
from sqlalchemy import text

from crosspolicy.policy.gates import GATES
from crosspolicy.store.journal import BOOK_CHAIN
from tests.support.audit import assert_sound, events
from tests.support.editions import edition
from tests.support.refusals import invalid, refused
from tests.support.scenarios import SCENARIOS, Scenario


def _each(cases):
    return pytest.mark.parametrize("case", cases, ids=[scenario.gate for scenario in cases])


every_gate = _each(SCENARIOS)
every_gate_of_a_request = _each(
    [scenario for scenario in SCENARIOS if scenario.is_on_request and scenario.gate != "stage"]
)
every_gate_of_the_policy_file = _each([scenario for scenario in SCENARIOS if scenario.gate != "stage"])
the_stage = _each([scenario for scenario in SCENARIOS if scenario.gate == "stage"])
every_gate_of_the_book = _each([scenario for scenario in SCENARIOS if not scenario.is_on_request])


def _breached(case: Scenario) -> list[str]:
    return [case.gate, *case.beside]


def test_there_is_a_case_for_every_gate():
    assert {case.gate for case in SCENARIOS} == set(GATES)


@every_gate
def test_the_gate_refuses_citing_its_clause_and_naming_what_is_missing(world, case):
    case.arrange(world)
    with refused(gate=_breached(case)) as breaches:
        case.trying(world)
    assert (breaches[0].clause, breaches[0].missing) == (case.clause, case.missing)


@every_gate
def test_a_refused_act_changes_nothing_but_the_journal_and_is_told_there(world, case):
    case.arrange(world)
    stage, owed = world.stage, world.owed()
    before = world.everything()
    with refused(gate=_breached(case)) as breaches:
        case.trying(world)
    assert (world.stage, world.owed()) == (stage, owed)
    changed = {name for name, rows in world.everything().items() if rows != before[name]}
    assert changed == {"journal", "chain_head"}
    last = events(world)[-1]
    assert (last["is_refused"], last["chain"]) == (1, world.request_id if case.is_on_request else BOOK_CHAIN)
    assert last["clauses"] == sorted({breach.clause for breach in breaches})
    assert last["payload"]["refused"][0] == {
        "gate": case.gate,
        "clause": case.clause,
        "missing": list(case.missing),
    }
    assert_sound(world)


@every_gate
def test_once_what_was_missing_is_there_the_act_passes(world, case):
    case.arrange(world)
    with refused(gate=_breached(case)):
        case.trying(world)
    case.mended(world)
    assert world.stage == case.after
    assert_sound(world)


@every_gate_of_a_request
@pytest.mark.clause("3.3.3")
def test_management_may_waive_the_gate_once(world, case):
    case.arrange(world)
    for gate in case.beside:
        world.waive(gate)
    receipt = world.waive(case.gate)
    assert receipt.code == f"{world.code}/W{1 + len(case.beside)}"
    passed = case.trying(world)
    assert set(passed.waived) == {case.gate, *case.beside}
    used = world.rows("SELECT gate, used_on FROM waiver WHERE used_on IS NOT NULL")
    assert sorted(used) == sorted((gate, "2026-09-30T02:00:00Z") for gate in _breached(case))
    assert sorted(events(world)[-1]["payload"]["effect"]["waived"]) == sorted(_breached(case))
    assert_sound(world)


@every_gate_of_the_book
def test_a_waiver_of_a_request_lets_nothing_pass_that_is_done_to_the_book(world, case):
    case.arrange(world)
    with invalid("gate"):
        world.waive(case.gate)
    with refused(gate=_breached(case)):
        case.trying(world)


@every_gate
def test_a_waiver_of_another_gate_does_not_help(world, case):
    other = "staffed" if case.gate != "staffed" else "terms-complete"
    case.arrange(world)
    world.waive(other)
    with refused(gate=_breached(case)):
        case.trying(world)
    assert world.rows("SELECT gate, used_on FROM waiver") == [(other, None)]


@the_stage
@pytest.mark.clause("3.3.3")
def test_the_stage_is_not_waived_and_a_waiver_of_it_that_an_older_book_holds_lets_nothing_pass(world, case):
    case.arrange(world)
    with invalid("gate") as faults:
        world.waive("stage")
    assert str(faults[0].message).startswith("stage is never waived")
    values = {"id": world.request_id, "on": "2026-09-30T02:00:00Z"}
    sql = """INSERT INTO waiver (request_id, number, gate, reason, until_date, granted_by, granted_on)
             VALUES (:id, 1, 'stage', 'Hurry.', '2026-12-31', 'gao.ping', :on)"""
    with world.book.writing() as connection:
        connection.execute(text(sql), values)
    with refused(gate=case.gate, clause=case.clause):
        case.trying(world)


@the_stage
def test_the_stage_blocks_in_a_book_whose_policy_once_only_warned(world, case):
    case.arrange(world)
    ((parsed,),) = world.rows("SELECT parsed FROM policy")
    content = json.loads(parsed)
    content["gates"]["stage"] = "warn"
    with world.book.writing() as connection:
        connection.execute(text("UPDATE policy SET parsed = :parsed"), {"parsed": json.dumps(content)})
    with refused(gate=case.gate, clause=case.clause):
        case.trying(world)


@every_gate_of_the_policy_file
def test_a_gate_that_only_warns_lets_the_act_pass_and_says_so(world, case):
    world.adopt(edition(gates=dict.fromkeys(_breached(case), "warn")))
    case.arrange(world)
    passed = case.trying(world)
    assert [breach.gate for breach in passed.warned] == _breached(case)
    assert passed.warned[0].missing == case.missing
    assert passed.waived == ()
    assert events(world)[-1]["payload"]["effect"]["warned"] == _breached(case)
    assert_sound(world)
