"""Table, agreement and signatures (2.3): what binds whom, and what a change does to it."""

import hashlib
import json

import pytest

from tests.support import papers
from tests.support.audit import assert_sound, events
from tests.support.company import PARTIES
from tests.support.refusals import invalid, refused

ALL_SIGNATURES = [("signature", department, "2026-10-10") for department in PARTIES]


def _digests(world):
    return [digest for (digest,) in world.rows("SELECT digest FROM agreement ORDER BY number")]


@pytest.fixture
def signed_by_two(world):
    """A request whose agreement Sales and IT have signed and Finance has not."""
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    world.sign_all("SALES", "IT")
    return world


@pytest.mark.clause("2.3.1", "2.3.2")
def test_the_table_settles_what_was_owed_and_asks_for_the_agreement(world):
    world.until("coordinated")
    receipt = world.assign()
    assert receipt.code == "CB-2026-0001/T1"
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("responsibility-table", "SALES")]
    assert [(o.kind, o.clause, o.owed_by, o.due_date) for o in receipt.opened] == [
        ("agreement-draft", "2.3.2", "SALES", "2026-10-13")
    ]


@pytest.mark.clause("2.3.1")
def test_a_table_stated_anew_before_the_agreement_keeps_the_old_one_and_its_deadline(world):
    world.until("coordinated")
    world.assign()
    world.later(8)
    receipt = world.assign()
    assert (receipt.code, receipt.opened) == ("CB-2026-0001/T2", ())
    assert world.owed() == [("agreement-draft", "SALES", "2026-10-13")]
    assert world.rows("SELECT version, COUNT(*) FROM responsibility GROUP BY version ORDER BY version") == [
        (1, 3),
        (2, 3),
    ]


@pytest.mark.clause("2.3.1")
@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        ([], ("rows",)),
        ([{"responsibility": "Build", "accountable": "HR"}], ("rows.1.accountable",)),
        ([{"responsibility": "Build", "accountable": "NOWHERE"}], ("rows.1.accountable",)),
        ([{"responsibility": "Build", "accountable": "IT", "informed": ["IT", "HR"]}], ("rows.1.informed",)),
        ([{"accountable": "IT"}], ("rows.1.responsibility",)),
    ],
)
def test_a_table_that_cannot_be_is_not_taken(on_file, rows, fields):
    on_file.until("coordinated")
    with invalid(*fields):
        on_file.assign(rows=rows)


@pytest.mark.clause("2.3.2")
def test_each_department_owes_its_signature_three_working_days_after_the_draft(world):
    world.until("coordinated")
    world.assign()
    receipt = world.draft_agreement()
    assert (receipt.stage, receipt.code) == ("coordinated", "CB-2026-0001/G1")
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("agreement-draft", "SALES")]
    assert world.owed() == ALL_SIGNATURES
    assert {o.clause for o in receipt.opened} == {"2.3.2"}


@pytest.mark.clause("2.3.2")
def test_the_text_states_parties_terms_and_table_and_the_digest_is_its_own(world):
    world.until("coordinated")
    world.assign()
    world.draft_agreement(effective_date="2026-10-08")
    ((text, digest),) = world.rows("SELECT text, digest FROM agreement")
    assert hashlib.sha256(text.encode()).hexdigest() == digest
    stated = json.loads(text)
    assert stated["request"] == "CB-2026-0001"
    assert stated["parties"] == list(PARTIES)
    assert stated["responsibilities"] == papers.TABLE["rows"]
    nodes = [{"name": m["name"], "due_date": m["due_date"]} for m in papers.REQUEST["milestones"]]
    assert stated["terms"] == papers.AGREEMENT | {
        "effective_date": "2026-10-08",
        "time_nodes": nodes,
        "meeting_every": "1 week",
        "report_every": "2 weeks",
    }
    assert events(world)[-1]["payload"]["effect"]["digest"] == digest


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        (
            {"rights_and_obligations": [{"department": "HR", "rights": "r", "obligations": "o"}]},
            ("rights_and_obligations.1.department",),
        ),
        (
            {"rights_and_obligations": [papers.AGREEMENT["rights_and_obligations"][0]] * 2},
            ("rights_and_obligations.2.department",),
        ),
        ({"time_nodes": [{"name": "A", "due_date": "2026-11-01"}] * 2}, ("time_nodes.2.name",)),
        ({"report_every": "3 weeks"}, ("report_every",)),
        ({"meeting_every": "daily"}, ("meeting_every",)),
    ],
)
def test_terms_that_cannot_be_are_not_taken(on_file, changes, fields):
    on_file.until("coordinated")
    on_file.assign()
    with invalid(*fields):
        on_file.draft_agreement(**changes)


@pytest.mark.clause("2.3.2")
def test_a_time_node_adds_a_milestone_or_redates_the_one_of_its_name_and_removes_none(world):
    world.until("coordinated")
    world.assign()
    nodes = [
        {"name": "Pilot kiosk open", "due_date": "2026-11-27"},
        {"name": "Training done", "due_date": "2026-11-10"},
    ]
    world.draft_agreement(time_nodes=nodes)
    world.sign_all()
    assert world.rows("SELECT name, due_date, planned_date, department FROM milestone ORDER BY number") == [
        ("Pilot kiosk open", "2026-11-27", "2026-11-20", "IT"),
        ("Both kiosks open", "2026-12-18", "2026-12-18", "SALES"),
        ("Training done", "2026-11-10", "2026-11-10", "SALES"),
    ]


# Signatures


@pytest.mark.clause("2.3.2", "2.4.1")
def test_the_last_signature_concludes_the_agreement_and_asks_for_the_start(signed_by_two):
    assert signed_by_two.stage == "coordinated"
    assert signed_by_two.owed() == [("signature", "FIN", "2026-10-10")]
    receipt = signed_by_two.sign("FIN")
    assert receipt.stage == "agreed"
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("signature", "FIN")]
    assert [(o.kind, o.clause, o.owed_by, o.due_date) for o in receipt.opened] == [
        ("start", "2.4.1", "SALES", "2026-10-13")
    ]


@pytest.mark.clause("2.3.2")
def test_a_signature_binds_the_exact_text(world):
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    (first,) = _digests(world)
    world.sign("IT", digest=first.upper())
    world.draft_agreement(workflow="The other way round.")
    with invalid("digest"):
        world.sign("IT", digest=first)
    world.sign("IT", digest=_digests(world)[1])
    assert world.rows("SELECT agreement, department, LOWER(digest) FROM signature ORDER BY agreement") == [
        (1, "IT", first),
        (2, "IT", _digests(world)[1]),
    ]


@pytest.mark.clause("2.3.2")
def test_a_department_signs_a_text_once(signed_by_two):
    with invalid("department"):
        signed_by_two.sign("IT")


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("stage", ["draft", "submitted", "approved", "coordinated"])
def test_where_there_is_no_text_nothing_can_be_signed(on_file, stage):
    on_file.until(stage)
    with refused(gate="stage", clause="2.3.2", missing=["agreement"]):
        on_file.sign("IT")


# A changed text


def _redraft(world):
    return world.draft_agreement(workflow="IT orders, Sales waits.")


def _reassign(world):
    rows = [*papers.TABLE["rows"], {"responsibility": "Clean the kiosks", "accountable": "SALES"}]
    return world.assign(rows=rows)


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("change", [_redraft, _reassign])
def test_a_change_after_signing_voids_the_signatures_names_who_signs_again_and_keeps_the_old_text(
    signed_by_two, change
):
    world = signed_by_two
    ((old_text, old_digest),) = world.rows("SELECT text, digest FROM agreement")
    world.later(1)
    receipt = change(world)
    assert "CB-2026-0001/G2" in receipt.codes
    assert [(o.kind, o.owed_by, o.due_date) for o in receipt.opened] == ALL_SIGNATURES
    assert events(world)[-1]["payload"]["effect"]["signatures_voided"] == ["SALES", "IT"]
    with refused(gate="signed-by-all", clause="2.3.2", missing=PARTIES):
        world.start()
    assert world.rows("SELECT text, digest FROM agreement WHERE number = 1") == [(old_text, old_digest)]
    assert world.rows("SELECT department, digest FROM signature WHERE agreement = 1 ORDER BY department") == [
        ("IT", old_digest),
        ("SALES", old_digest),
    ]
    world.sign_all()
    assert world.stage == "agreed"
    assert_sound(world)


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("change", [_redraft, _reassign])
def test_a_concluded_agreement_changed_before_the_start_is_back_in_coordination(world, change):
    world.until("agreed")
    receipt = change(world)
    assert receipt.stage == "coordinated"
    assert world.owed() == ALL_SIGNATURES
    world.sign_all()
    assert world.stage == "agreed"
    assert world.owed() == [("start", "SALES", "2026-10-13")]
    assert_sound(world)


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("change", [_redraft, _reassign])
def test_while_the_work_runs_a_changed_agreement_is_signed_anew_and_the_work_goes_on(world, change):
    world.until("executing")
    running = world.owed()
    receipt = change(world)
    assert receipt.stage == "executing"
    assert sorted(world.owed()) == sorted([*running, *ALL_SIGNATURES])
    world.report("IT")
    world.sign_all()
    assert world.stage == "executing"
    assert world.owed("signature") == world.owed("start") == []
    assert_sound(world)


@pytest.mark.clause("2.3.2")
def test_a_new_table_makes_a_new_text_of_the_same_terms(world):
    world.until("agreed")
    _reassign(world)
    rows = world.rows("SELECT responsibility_version, text FROM agreement ORDER BY number")
    assert [version for version, _ in rows] == [1, 2]
    assert len(json.loads(rows[1][1])["responsibilities"]) == 4
    assert json.loads(rows[1][1])["terms"] == json.loads(rows[0][1])["terms"]


@pytest.mark.clause("2.3.2", "2.4.1")
def test_time_nodes_changed_while_the_work_runs_move_what_is_owed(world):
    world.until("executing")
    nodes = [{"name": "Both kiosks open", "due_date": "2027-01-15"}, {"name": "Third kiosk", "due_date": "2026-12-04"}]
    world.draft_agreement(time_nodes=nodes)
    world.sign_all()
    assert world.owed("milestone") == [
        ("milestone", "IT", "2026-11-20"),
        ("milestone", "SALES", "2026-12-04"),
        ("milestone", "SALES", "2027-01-15"),
    ]
    assert world.owed("acceptance-opening") == [("acceptance-opening", "SALES", "2027-01-22")]
    assert_sound(world)


@pytest.mark.clause("2.3.2", "2.4.3")
def test_a_report_period_agreed_anew_holds_for_the_reports_that_follow(world):
    world.until("executing")
    world.draft_agreement(report_every="1 week")
    world.sign_all()
    world.on("2026-10-14")
    world.report("IT")
    assert world.owed("progress-report")[0] == ("progress-report", "SALES", "2026-10-14")
    assert ("progress-report", "IT", "2026-10-21") in world.owed("progress-report")


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("stage", ["accepting", "accepted", "closed", "terminated"])
def test_after_the_work_the_agreement_stands(on_file, stage):
    on_file.until(stage)
    expected = ["stage"] if stage != "terminated" else ["table-first", "stage"]
    with refused(gate=expected):
        on_file.draft_agreement()
