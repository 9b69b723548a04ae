"""The request form (1.2, 2.1.2): what must stand on it before management sees it."""

import pytest

from tests.support import papers
from tests.support.cases import missing
from tests.support.company import PARTIES
from tests.support.refusals import invalid, refused


@pytest.mark.clause("1.2")
@pytest.mark.parametrize(
    ("parties", "lacking"),
    [
        (PARTIES, ()),
        (("SALES", "IT"), ()),
        (("SALES",), ("departments",)),
    ],
)
def test_a_request_crosses_departments_when_it_names_a_second_one(parties, lacking):
    assert missing("cross-department", parties=parties) == lacking


@pytest.mark.clause("2.1.2")
@pytest.mark.parametrize("gaps", [(), ("background",), ("background", "milestones", "departments.IT.positions")])
def test_the_form_is_complete_when_nothing_is_missing_from_it(gaps):
    assert missing("form-complete", form_gaps=gaps) == gaps


@pytest.mark.clause("2.1.1", "2.1.2")
def test_a_title_and_a_department_make_a_draft_that_cannot_be_submitted(world):
    receipt = world.draft(**dict.fromkeys(papers.REQUEST, None) | {"title": "Kiosk", "requesting_department": "SALES"})
    assert (receipt.stage, receipt.code) == ("draft", "CB-2026-0001")
    with refused(
        gate=("cross-department", "form-complete"),
        clause=("1.2", "2.1.2"),
        missing=("departments", "background", "objectives", "departments", "milestones", "risks"),
    ):
        world.submit()
    assert world.stage == "draft"


@pytest.mark.clause("2.1.2")
@pytest.mark.parametrize("field", ["background", "objectives", "milestones", "risks"])
def test_each_part_of_the_form_is_asked_for_by_name(on_file, field):
    on_file.draft(**{field: None})
    with refused(gate="form-complete", clause="2.1.2", missing=[field]):
        on_file.submit()
    on_file.edit(**{field: papers.REQUEST[field]})
    assert on_file.submit().stage == "submitted"


@pytest.mark.clause("2.1.2")
def test_the_positions_of_every_involved_department_are_asked_for(on_file):
    on_file.draft(departments=[{"department": "IT", "positions": ["Developer"]}, {"department": "FIN"}])
    with refused(gate="form-complete", clause="2.1.2", missing=["departments.FIN.positions"]):
        on_file.submit()


@pytest.mark.clause("2.1.2", "1.3.4")
def test_who_foresees_no_risk_must_say_why(on_file):
    on_file.draft(risks=None)
    with refused(gate="form-complete", clause="2.1.2", missing=["risks"]):
        on_file.submit()
    on_file.edit(no_risk_foreseen_because="The festival is every year.")
    assert on_file.submit().stage == "submitted"


@pytest.mark.clause("2.1.2")
def test_risks_and_the_reason_why_there_are_none_exclude_each_other(on_file):
    with invalid("no_risk_foreseen_because"):
        on_file.draft(no_risk_foreseen_because="None at all.")


@pytest.mark.clause("2.1.2")
@pytest.mark.parametrize(
    ("edited", "lacking"),
    [
        ({"background": " "}, ()),
        ({"objectives": []}, ("objectives",)),
        ({"milestones": []}, ("milestones",)),
        ({"risks": []}, ("risks",)),
    ],
)
def test_an_edit_that_empties_a_part_of_the_form_is_noticed_and_a_blank_one_leaves_it(on_file, edited, lacking):
    on_file.draft()
    on_file.edit(**edited)
    if lacking:
        with refused(gate="form-complete", missing=lacking):
            on_file.submit()
    else:
        assert on_file.submit().stage == "submitted"


@pytest.mark.clause("2.1.1", "1.2")
def test_every_part_of_the_form_is_kept(world):
    world.draft()
    kept = {"id": world.request_id}
    assert world.rows(
        "SELECT title, requesting_department, requester, background, planned_cost, planned_end_date FROM request"
    ) == [
        (
            "Lantern rental kiosk 燈籠租借亭",
            "SALES",
            "li.na",
            "Festival visitors ask to rent lanterns rather than buy them.",
            25_000_000,
            "2026-12-31",
        )
    ]
    assert world.rows("SELECT statement, measure FROM objective WHERE request_id = :id", **kept) == [
        ("Two kiosks open before the Lantern Festival", "kiosks open")
    ]
    assert world.rows("SELECT department, is_requesting, positions, contribution FROM party ORDER BY number") == [
        ("SALES", 1, "[]", None),
        ("IT", 0, '["Developer"]', "the booking system"),
        ("FIN", 0, '["Controller"]', "the tariff"),
    ]
    assert world.rows("SELECT name, due_date, planned_date, department FROM milestone ORDER BY number") == [
        ("Pilot kiosk open", "2026-11-20", "2026-11-20", "IT"),
        ("Both kiosks open", "2026-12-18", "2026-12-18", "SALES"),
    ]
    assert world.rows("SELECT number, category, description, likelihood, impact FROM foreseen_risk") == [
        (1, "technical", "The scanner does not read wet codes", 3, None)
    ]
