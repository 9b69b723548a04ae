"""Which text of the agreement is in force (2.3.2): until all have signed a new one, the last fully signed one."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound, events
from tests.support.company import PARTIES
from tests.support.refusals import invalid, not_permitted, refused

pytestmark = pytest.mark.clause("2.3.2")

LATER = [{"name": "Both kiosks open", "due_date": "2027-01-15"}, {"name": "Third kiosk", "due_date": "2026-12-04"}]
DUE = "SELECT name, due_date FROM milestone ORDER BY number"
AS_AGREED = [("Pilot kiosk open", "2026-11-20"), ("Both kiosks open", "2026-12-18")]
AS_REDRAFTED = [("Pilot kiosk open", "2026-11-20"), ("Both kiosks open", "2027-01-15"), ("Third kiosk", "2026-12-04")]
ALL_SIGNATURES = [("signature", department, "2026-10-10") for department in PARTIES]
WITHDRAWN = "SELECT number, withdrawn_on, withdrawn_by, withdrawal_reason FROM agreement ORDER BY number"


@pytest.fixture
def redrafted(world):
    """A request at work under a signed text, with a new draft that moves dates and periods."""
    world.until("executing")
    world.draft_agreement(time_nodes=LATER, report_every="1 week", meeting_every="2 weeks")
    return world


def test_nothing_that_a_new_draft_states_takes_effect_before_the_last_signature(redrafted):
    world = redrafted
    world.sign_all("SALES", "IT")
    assert world.rows(DUE) == AS_AGREED
    assert world.owed("milestone") == [("milestone", "IT", "2026-11-20"), ("milestone", "SALES", "2026-12-18")]
    assert world.owed("acceptance-opening") == [("acceptance-opening", "SALES", "2026-12-25")]
    world.on("2026-10-14")
    world.report("IT")
    world.regular_meeting()
    assert ("progress-report", "IT", "2026-10-28") in world.owed("progress-report")
    assert world.owed("regular-meeting") == [("regular-meeting", "SALES", "2026-10-21")]
    assert_sound(world)


def test_at_the_last_signature_its_nodes_date_the_milestones_and_its_periods_hold(redrafted):
    world = redrafted
    world.sign_all("SALES", "IT")
    receipt = world.sign("FIN")
    assert receipt.stage == "executing"
    assert world.rows(DUE) == AS_REDRAFTED
    assert world.owed("milestone") == [
        ("milestone", "IT", "2026-11-20"),
        ("milestone", "SALES", "2026-12-04"),
        ("milestone", "SALES", "2027-01-15"),
    ]
    assert world.owed("acceptance-opening") == [("acceptance-opening", "SALES", "2027-01-22")]
    sql = "SELECT DISTINCT kind, period_days FROM obligation WHERE chain <> 0 AND period_days > 0 AND closed_on IS NULL"
    assert {kind: days for kind, days in world.rows(sql) if kind != "risk-review"} == {
        "progress-report": 7,
        "regular-meeting": 14,
    }
    assert world.owed("progress-report") == [("progress-report", d, "2026-10-14") for d in PARTIES]
    world.on("2026-10-14")
    world.report("IT")
    assert ("progress-report", "IT", "2026-10-21") in world.owed("progress-report")
    assert_sound(world)


def test_dates_missed_before_the_last_signature_keep_the_old_period(world):
    world.until("executing")
    world.on("2026-11-12")
    world.draft_agreement(report_every="1 week")
    world.sign_all()
    missed = [("2026-10-14", "2026-10-28"), ("2026-10-28", "2026-11-11"), ("2026-11-11", "2026-11-18")]
    for due, following in missed:
        receipt = world.report("IT", period_start_date=due, period_end_date=due)
        assert [o.due_date for o in receipt.discharged] == [due]
        assert [o.due_date for o in receipt.opened] == [following]
    assert_sound(world)


def test_before_the_start_too_nodes_wait_for_the_last_signature(world):
    world.until("coordinated")
    world.assign()
    world.draft_agreement(time_nodes=LATER)
    world.sign_all("SALES", "IT")
    assert world.rows(DUE) == AS_AGREED
    world.sign("FIN")
    assert world.rows(DUE) == AS_REDRAFTED
    assert world.owed("milestone") == []
    assert_sound(world)


def test_a_text_is_in_force_from_its_last_signature(world):
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    world.sign_all("SALES", "IT")
    assert world.value("SELECT concluded_on FROM agreement") is None
    world.later(1)
    world.sign("FIN")
    assert world.value("SELECT concluded_on FROM agreement") == "2026-10-01T02:00:00Z"
    digest = world.value("SELECT digest FROM agreement")
    assert events(world)[-1]["payload"]["effect"]["concluded"] == digest


# Withdrawn


def test_a_text_that_is_withdrawn_is_gone_and_the_signed_one_stands(redrafted):
    world = redrafted
    world.sign("IT")
    receipt = world.withdraw_agreement()
    assert (receipt.stage, receipt.code) == ("executing", "CB-2026-0001/G2")
    assert [(o.kind, o.owed_by) for o in receipt.lapsed] == [("signature", "SALES"), ("signature", "FIN")]
    assert receipt.opened == ()
    assert world.owed("signature") == []
    assert world.rows(WITHDRAWN) == [
        (1, None, None, None),
        (2, "2026-09-30T02:00:00Z", "li.na", "The date cannot be held."),
    ]
    assert world.rows(DUE) == AS_AGREED
    assert events(world)[-1]["payload"]["effect"]["signatures_voided"] == ["IT"]
    with invalid("department"):
        world.sign("IT")
    assert_sound(world)


def test_a_text_withdrawn_before_the_start_leaves_the_request_agreed(world):
    world.until("agreed")
    world.draft_agreement(time_nodes=LATER)
    assert world.stage == "coordinated"
    world.later(10)
    receipt = world.withdraw_agreement()
    assert receipt.stage == "agreed"
    assert world.owed() == [("start", "SALES", "2026-10-16")]
    world.start()
    assert world.rows(DUE) == AS_AGREED
    assert_sound(world)


def test_where_no_text_was_ever_signed_by_all_a_draft_is_owed_again(world):
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    world.sign("IT")
    receipt = world.withdraw_agreement()
    assert receipt.stage == "coordinated"
    assert [(o.kind, o.owed_by, o.due_date) for o in receipt.opened] == [("agreement-draft", "SALES", "2026-10-13")]
    assert world.owed() == [("agreement-draft", "SALES", "2026-10-13")]
    with refused(gate="signed-by-all", missing=["agreement", *PARTIES]):
        world.start()
    with refused(gate="stage", missing=["agreement"]):
        world.sign("IT")
    assert world.draft_agreement().code == "CB-2026-0001/G2"
    assert world.owed() == ALL_SIGNATURES
    world.sign_all()
    assert world.stage == "agreed"
    assert_sound(world)


@pytest.mark.parametrize("stage", ["draft", "coordinated", "agreed", "executing"])
def test_what_all_have_signed_and_what_is_not_there_is_not_withdrawn(on_file, stage):
    on_file.until(stage)
    on_file.waive("signed-by-all")
    with refused(gate="stage", clause="2.3.2", missing=["agreement"]):
        on_file.withdraw_agreement()


def test_a_text_is_withdrawn_once(redrafted):
    redrafted.withdraw_agreement()
    with refused(gate="stage", clause="2.3.2", missing=["agreement"]):
        redrafted.withdraw_agreement()


def test_a_withdrawn_text_is_not_signed(redrafted):
    world = redrafted
    digest = world.value("SELECT digest FROM agreement WHERE number = 2")
    world.withdraw_agreement()
    with invalid("digest", "department"):
        world.sign("IT", digest=digest)
    world.draft_agreement(workflow="Anew.")
    with invalid("digest"):
        world.sign("IT", digest=digest)
    world.sign("IT")
    assert world.rows("SELECT agreement FROM signature WHERE department = 'IT' ORDER BY agreement") == [(1,), (3,)]


def test_a_reason_is_stated(on_file):
    on_file.until("executing")
    on_file.draft_agreement()
    with invalid("reason"):
        on_file.withdraw_agreement(reason=None)


@pytest.mark.clause("3.1.1")
def test_the_requesting_department_withdraws(redrafted):
    with not_permitted(clause="2.3.2"):
        redrafted.withdraw_agreement(by="chen.bo")
    assert redrafted.withdraw_agreement(by="tang.mei").code == "CB-2026-0001/G2"


def test_of_several_drafts_the_newest_waits_and_the_ones_before_it_do_not_come_back(redrafted):
    world = redrafted
    world.draft_agreement(workflow="A third way.")
    assert world.withdraw_agreement().code == "CB-2026-0001/G3"
    with refused(gate="stage", missing=["agreement"]):
        world.withdraw_agreement()
    world.reach_all()
    world.open_acceptance()
    assert_sound(world)


# The acceptance asks for every signature


@pytest.mark.clause("2.5.1")
def test_no_acceptance_is_opened_while_a_new_text_waits_and_it_is_when_that_is_settled(redrafted):
    world = redrafted
    world.reach_all()
    world.sign("IT")
    with refused(gate="signed-by-all", clause="2.3.2", missing=["SALES", "FIN"]) as breaches:
        world.open_acceptance()
    (breach,) = breaches
    assert "agree withdraw CB-2026-0001" in str(breach.hint)
    world.withdraw_agreement()
    assert world.open_acceptance().stage == "accepting"


@pytest.mark.clause("2.5.1", "2.5.2", "2.5.3")
@pytest.mark.parametrize("settled", ["signed", "withdrawn"])
def test_whatever_follows_asks_anew_though_a_waiver_let_the_acceptance_begin(world, settled):
    world.until("executing")
    world.draft_agreement(workflow="The other way round.")
    world.reach_all()
    with refused(gate="signed-by-all", clause="2.3.2", missing=PARTIES):
        world.open_acceptance()
    world.waive("signed-by-all")
    world.open_acceptance()
    with refused(gate="signed-by-all", clause="2.3.2", missing=PARTIES):
        world.evaluate("IT")
    world.waive("signed-by-all", until_date=world.today)
    for department in PARTIES:
        world.evaluate(department)
    world.later(1)
    with refused(gate="signed-by-all", clause="2.3.2", missing=PARTIES):
        world.decide()
    world.waive("signed-by-all")
    world.decide()
    with refused(gate="signed-by-all", clause="2.3.2", missing=PARTIES):
        world.sum_up("IT")
    with refused(gate=["signed-by-all", "summed-up-by-all"], clause=["2.3.2", "2.5.3"]):
        world.close()
    assert world.owed("signature") == ALL_SIGNATURES
    if settled == "signed":
        world.sign_all()
    else:
        world.withdraw_agreement()
    assert world.owed("signature") == []
    for department in PARTIES:
        world.sum_up(department)
    assert world.stage == "closed"
    assert_sound(world)


# The responsibility table belongs to its text


ANOTHER_TABLE = [
    *papers.TABLE["rows"],
    {"responsibility": "Clean the kiosks", "accountable": "FIN", "person": "wu.min"},
]


def _next_table(world):
    world.draft_agreement(workflow="As before.")
    sql = "SELECT responsibility_version FROM agreement ORDER BY number DESC LIMIT 1"
    return world.value(sql)


@pytest.mark.clause("2.3.1")
def test_a_table_that_went_with_its_text_is_not_what_the_next_draft_rests_on(world):
    world.until("executing")
    world.assign(rows=ANOTHER_TABLE)
    world.withdraw_agreement()
    assert _next_table(world) == 1
    assert world.assign(rows=ANOTHER_TABLE).codes == ("CB-2026-0001/T3", "CB-2026-0001/G4")
    assert _next_table(world) == 3


@pytest.mark.clause("2.3.1", "6.2.2")
@pytest.mark.parametrize("is_signed", [True, False])
def test_who_worked_with_whom_is_read_off_the_table_in_force(world, is_signed):
    world.until("executing")
    rows = [{"responsibility": "Build", "accountable": "IT", "person": "liu.yang", "informed": ["SALES", "FIN"]}]
    world.assign(rows=rows)
    if is_signed:
        world.sign_all()
    else:
        world.waive("signed-by-all", until_date="2027-12-31")
    world.carry_on("accepted")
    people = {o.subject for o in world.owed_now("person-appraisal")}
    assert people == ({"liu.yang"} if is_signed else {row["person"] for row in papers.TABLE["rows"] if "person" in row})


def test_a_table_assigned_anew_brings_no_milestone_back_to_where_it_was(world):
    world.until("executing")
    world.move("Both kiosks open", "2027-02-01")
    world.assign(rows=ANOTHER_TABLE)
    world.sign_all()
    assert world.rows(DUE) == [("Pilot kiosk open", "2026-11-20"), ("Both kiosks open", "2027-02-01")]


@pytest.mark.clause("3.1.1")
@pytest.mark.parametrize("anew", ["draft_agreement", "assign"])
def test_a_request_whose_agreement_is_in_force_is_not_withdrawn_though_a_new_text_waits(world, anew):
    world.until("agreed")
    getattr(world, anew)()
    assert world.stage == "coordinated"
    with refused(gate="stage", clause="3.1.1", missing=["agreement"]):
        world.withdraw()
    assert world.withdraw_agreement().stage == "agreed"
    assert_sound(world)


def test_a_work_that_is_being_accepted_is_not_left_without_any_text(world):
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    world.waive("signed-by-all", until_date=world.today)
    world.start()
    world.reach_all()
    world.open_acceptance()
    with refused(gate="stage", clause="2.3.2", missing=["agreement"]):
        world.withdraw_agreement()
    world.sign_all()
    assert world.owed("signature") == []
