"""Responsibility table and agreement (1.3.1, 2.3): neither vague nor overlapping, complete, and signed by all."""

from datetime import date

import pytest

from crosspolicy.forms.agreement import Agreement, ResponsibilityTable
from crosspolicy.policy.facts import AgreementFact
from tests.support import papers
from tests.support.cases import milestone, missing
from tests.support.company import PARTIES
from tests.support.refusals import refused
from tests.support.world import TRACK

BUILD = {"responsibility": "Build", "accountable": "IT"}
SELL = {"responsibility": "Sell", "accountable": "SALES"}
COUNT = {"responsibility": "Count", "accountable": "FIN"}


def _table(*rows):
    return ResponsibilityTable.model_validate({"rows": list(rows)})


@pytest.mark.clause("2.3.1")
@pytest.mark.parametrize("stage", TRACK)
def test_the_table_waits_for_the_coordination_meeting(stage):
    expected = ("meeting",) if stage in ("draft", "submitted", "approved") else ()
    assert missing("meeting-first", stage=stage) == expected


@pytest.mark.clause("1.3.1")
@pytest.mark.parametrize(
    ("rows", "lacking"),
    [
        ((BUILD, SELL, COUNT), ()),
        ((BUILD | {"responsible": ["FIN"]}, SELL), ()),
        ((BUILD | {"consulted": ["FIN"]}, SELL), ()),
        ((BUILD | {"informed": ["FIN", "SALES"]},), ()),
        ((BUILD, SELL), ("FIN",)),
        ((SELL,), ("IT", "FIN")),
        ((BUILD, SELL, COUNT | {"accountable": None, "responsible": ["FIN"]}), ("accountable:Count",)),
        ((BUILD, SELL, COUNT, BUILD | {"accountable": "FIN"}), ("twice:Build",)),
        ((BUILD, SELL, COUNT, SELL | {"responsibility": "sell"}), ("twice:Sell", "twice:sell")),
        (({"responsibility": "Build"}, SELL), ("accountable:Build", "IT", "FIN")),
    ],
)
def test_no_responsibility_is_vague_none_overlaps_and_nobody_is_left_out(rows, lacking):
    assert missing("clear-responsibility", _table(*rows)) == lacking


@pytest.mark.clause("1.3.1")
def test_everything_unclear_in_a_table_is_told_at_once(world):
    world.until("coordinated")
    rows = [{"responsibility": "Build"}, SELL, SELL]
    with refused(
        gate="clear-responsibility",
        clause="1.3.1",
        missing=("accountable:Build", "twice:Sell", "IT", "FIN"),
    ):
        world.assign(rows=rows)


@pytest.mark.clause("2.3.1", "1.3.1")
def test_a_table_before_the_meeting_and_unclear_is_refused_for_both(world):
    world.until("approved")
    with refused(gate=("meeting-first", "clear-responsibility"), clause=("2.3.1", "1.3.1")):
        world.assign(rows=[SELL])


@pytest.mark.clause("2.3.1")
def test_the_table_keeps_every_department_s_concrete_responsibilities(world):
    world.until("coordinated")
    world.assign()
    assert world.rows(
        """SELECT version, row, responsibility, accountable, responsible, consulted, informed, person, deliverable
           FROM responsibility ORDER BY row"""
    ) == [
        (1, 1, "Run the kiosks", "SALES", "[]", "[]", '["FIN"]', "li.na", None),
        (1, 2, "Build the booking system", "IT", "[]", '["SALES"]', "[]", None, None),
        (1, 3, "Set the tariff", "FIN", "[]", "[]", "[]", None, "Price list"),
    ]


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(("version", "lacking"), [(0, ("responsibility",)), (1, ()), (4, ())])
def test_the_agreement_waits_for_the_table(version, lacking):
    assert missing("table-first", stage="coordinated", responsibility_version=version) == lacking


def _without_half(department, half):
    entries = [dict(entry) for entry in papers.AGREEMENT["rights_and_obligations"]]
    for entry in entries:
        if entry["department"] == department:
            entry[half] = None
    return {"rights_and_obligations": entries}


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({}, ()),
        ({"workflow": None}, ("workflow",)),
        ({"workflow": "  \n "}, ("workflow",)),
        ({"communication_mechanism": None}, ("communication_mechanism",)),
        ({"assessment_standards": None}, ("assessment_standards",)),
        (
            {"workflow": None, "communication_mechanism": None, "assessment_standards": None},
            ("workflow", "communication_mechanism", "assessment_standards"),
        ),
        ({"rights_and_obligations": None}, tuple(f"rights_and_obligations.{department}" for department in PARTIES)),
        (
            {"rights_and_obligations": papers.AGREEMENT["rights_and_obligations"][:2]},
            ("rights_and_obligations.FIN",),
        ),
        (_without_half("IT", "rights"), ("rights_and_obligations.IT.rights",)),
        (_without_half("SALES", "obligations"), ("rights_and_obligations.SALES.obligations",)),
    ],
)
def test_the_agreement_states_every_term_for_every_department(changed, lacking):
    form = Agreement.model_validate(papers.AGREEMENT | changed)
    assert missing("terms-complete", form, milestones=(milestone("Open"),)) == lacking


@pytest.mark.clause("2.3.2")
def test_time_nodes_are_asked_for_where_the_request_has_no_milestones():
    form = Agreement.model_validate(papers.AGREEMENT)
    assert missing("terms-complete", form) == ("time_nodes",)
    nodes = [{"name": "Open", "due_date": date(2026, 12, 1)}]
    stated = Agreement.model_validate(papers.AGREEMENT | {"time_nodes": nodes})
    assert missing("terms-complete", stated) == ()


@pytest.mark.clause("2.3.2")
def test_an_agreement_without_table_and_terms_is_refused_for_both(world):
    world.until("coordinated")
    with refused(
        gate=("table-first", "terms-complete"),
        clause=("2.3.2", "2.3.2"),
        missing=("responsibility", "workflow", "rights_and_obligations.FIN"),
    ):
        world.draft_agreement(workflow=None, rights_and_obligations=papers.AGREEMENT["rights_and_obligations"][:2])


TEXT = AgreementFact(1, "0" * 64, "2 weeks", "1 week")


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("agreement", "signed_by", "lacking"),
    [
        (None, (), ("agreement", *PARTIES)),
        (TEXT, (), PARTIES),
        (TEXT, ("IT",), ("SALES", "FIN")),
        (TEXT, ("SALES", "FIN"), ("IT",)),
        (TEXT, PARTIES, ()),
        (TEXT, ("HR", *PARTIES), ()),
    ],
)
def test_the_work_waits_for_the_signature_of_every_department(agreement, signed_by, lacking):
    facts = {"stage": "coordinated", "agreement": agreement, "signed_by": frozenset(signed_by)}
    assert missing("signed-by-all", **facts) == lacking


@pytest.mark.clause("2.3.2", "2.4.1")
def test_an_unsigned_and_unstaffed_start_is_refused_for_both(world):
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    world.sign("IT")
    with refused(
        gate=("signed-by-all", "staffed"),
        clause=("2.3.2", "2.4.1"),
        missing=("SALES", "FIN", "SALES", "FIN"),
    ):
        world.start(staff=[{"person": "liu.yang"}])
