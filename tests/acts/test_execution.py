"""The work itself (2.4): what its start owes, reports that fall due again and again, milestones reached and moved."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound, events
from tests.support.company import PARTIES
from tests.support.refusals import invalid, not_found, refused


@pytest.mark.clause("2.4.1", "2.4.3", "4.1.1", "2.5.1")
def test_the_start_owes_reports_meetings_milestones_and_in_the_end_the_acceptance(world):
    world.until("agreed")
    receipt = world.start()
    assert receipt.stage == "executing"
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("start", "SALES")]
    assert [(o.kind, o.clause, o.owed_by, o.due_date, o.subject) for o in receipt.opened] == [
        ("regular-meeting", "4.1.1", "SALES", "2026-10-07", ""),
        ("progress-report", "2.4.3", "SALES", "2026-10-14", ""),
        ("progress-report", "2.4.3", "IT", "2026-10-14", ""),
        ("progress-report", "2.4.3", "FIN", "2026-10-14", ""),
        ("milestone", "2.4.1", "IT", "2026-11-20", "Pilot kiosk open"),
        ("milestone", "2.4.1", "SALES", "2026-12-18", "Both kiosks open"),
        ("acceptance-opening", "2.5.1", "SALES", "2026-12-25", ""),
    ]


@pytest.mark.clause("2.4.1")
def test_periods_count_from_the_day_on_which_the_work_starts(world):
    world.until("agreed")
    world.on("2026-10-12")
    world.start(start_date="2026-10-08")
    assert world.value("SELECT start_date FROM request") == "2026-10-08"
    assert world.owed("regular-meeting") == [("regular-meeting", "SALES", "2026-10-15")]
    assert world.owed("progress-report")[0] == ("progress-report", "SALES", "2026-10-22")


@pytest.mark.clause("2.4.1")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"start_date": "2026-10-01"}, ("start_date",)),
        ({"staff": [*papers.START["staff"], {"person": "li.na"}]}, ("staff.4.person",)),
        ({"staff": [{"person": "nobody"}]}, ("staff.1.person",)),
    ],
)
def test_a_start_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.until("agreed")
    with invalid(*fields):
        on_file.start(**changes)


# Progress reports


@pytest.mark.clause("2.4.3", "3.1.5")
def test_three_missed_reports_are_three_findings_for_each_department(world):
    world.until("executing")
    world.on("2026-10-14")
    assert world.findings("progress-report") == []
    world.on("2026-11-12")
    missed = [(day, department) for day in ("2026-10-14", "2026-10-28", "2026-11-11") for department in PARTIES]
    assert [(day, department) for _, department, day in world.findings("progress-report")] == missed


@pytest.mark.clause("2.4.3")
def test_a_report_discharges_the_oldest_and_the_next_falls_due_one_period_later(world):
    world.until("executing")
    world.on("2026-11-12")
    receipt = world.report("IT")
    assert [(o.kind, o.owed_by, o.due_date) for o in receipt.discharged] == [("progress-report", "IT", "2026-10-14")]
    assert [(o.kind, o.owed_by, o.due_date) for o in receipt.opened] == [("progress-report", "IT", "2026-10-28")]
    assert [day for _, department, day in world.findings("progress-report") if department == "IT"] == [
        "2026-10-28",
        "2026-11-11",
    ]
    assert_sound(world)


@pytest.mark.clause("2.4.3")
def test_a_report_that_names_no_period_is_on_the_one_now_owed(world):
    world.until("executing")
    world.on("2026-11-12")
    for _ in range(3):
        world.report("IT")
    assert world.rows("SELECT number, period_start_date, period_end_date FROM report ORDER BY number") == [
        (1, "2026-09-30", "2026-10-13"),
        (2, "2026-10-14", "2026-10-27"),
        (3, "2026-10-28", "2026-11-10"),
    ]
    assert [day for _, department, day in world.owed("progress-report") if department == "IT"] == ["2026-11-25"]


@pytest.mark.clause("2.4.3")
def test_an_early_report_ends_today_and_the_next_begins_the_day_after(world):
    world.until("executing")
    world.on("2026-10-05")
    world.report("IT")
    world.on("2026-10-20")
    world.report("IT")
    assert world.rows("SELECT period_start_date, period_end_date FROM report ORDER BY number") == [
        ("2026-09-30", "2026-10-05"),
        ("2026-10-06", "2026-10-20"),
    ]


@pytest.mark.clause("2.4.3")
def test_a_further_report_within_a_period_settles_nothing_ahead(world):
    world.until("executing")
    world.on("2026-10-05")
    assert [o.due_date for o in world.report("IT").discharged] == ["2026-10-14"]
    world.on("2026-10-06")
    assert world.report("IT").discharged == ()
    assert ("progress-report", "IT", "2026-10-28") in world.owed("progress-report")


@pytest.mark.clause("2.4.3")
@pytest.mark.parametrize(("every", "due"), [("1 week", "2026-10-07"), ("2 weeks", "2026-10-14")])
def test_the_agreement_sets_how_often_the_departments_report(world, every, due):
    world.until("coordinated")
    world.assign()
    world.draft_agreement(report_every=every)
    world.sign_all()
    world.start()
    assert world.owed("progress-report") == [("progress-report", department, due) for department in PARTIES]


@pytest.mark.clause("3.1.5")
def test_the_requesting_department_reports_on_the_project_as_a_whole(world):
    world.until("executing")
    with invalid("overall"):
        world.report("SALES", overall=None)
    world.report("SALES")
    world.report("IT", overall=None)
    assert world.rows("SELECT department, overall FROM report ORDER BY number") == [
        ("SALES", papers.OVERALL),
        ("IT", None),
    ]


@pytest.mark.clause("3.2.3", "1.3.3", "2.4.2")
def test_a_report_keeps_progress_problems_and_what_management_must_decide(world):
    world.until("executing")
    world.report("IT", problems="The wiring is old.", needs_management="A second electrician.", cost_to_date="1200.5")
    sql = "SELECT progress_percent, done, problems, next_steps, needs_management, cost_to_date, filed_by FROM report"
    assert world.rows(sql) == [
        (30, "The booth stands.", "The wiring is old.", "The wiring.", "A second electrician.", 120_050, "liu.yang")
    ]


@pytest.mark.clause("2.4.3")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"progress_percent": 101}, ("progress_percent",)),
        ({"progress_percent": -1}, ("progress_percent",)),
        ({"progress_percent": True}, ("progress_percent",)),
        ({"done": " ", "next_steps": None}, ("done", "next_steps")),
        ({"milestones_reached": ["Moon landing"]}, ("milestones_reached.1",)),
        ({"department": "NOWHERE"}, ("department",)),
        ({"cost_to_date": "-1"}, ("cost_to_date",)),
        ({"cost_to_date": "NaN"}, ("cost_to_date",)),
    ],
)
def test_a_report_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.until("executing")
    with invalid(*fields):
        on_file.report("IT", **changes)


# Milestones


@pytest.mark.clause("2.4.1", "3.1.3", "3.2.2")
def test_a_milestone_reached_is_owed_no_longer(world):
    world.until("executing")
    world.on("2026-11-19")
    receipt = world.reach("pilot kiosk open ", by="liu.yang", reached_date="2026-11-18")
    assert [(o.kind, o.owed_by, o.subject) for o in receipt.discharged] == [("milestone", "IT", "Pilot kiosk open")]
    assert world.owed("milestone") == [("milestone", "SALES", "2026-12-18")]
    assert world.rows("SELECT name, reached_date FROM milestone ORDER BY number") == [
        ("Pilot kiosk open", "2026-11-18"),
        ("Both kiosks open", None),
    ]
    with invalid("name"):
        world.reach("Pilot kiosk open")
    with not_found():
        world.reach("Moon landing")


@pytest.mark.clause("2.4.1", "2.4.3")
def test_a_report_may_tell_of_milestones_reached(world):
    world.until("executing")
    world.on("2026-10-14")
    receipt = world.report("IT", milestones_reached=["Pilot kiosk open"])
    assert [(o.kind, o.owed_by) for o in receipt.discharged] == [("progress-report", "IT"), ("milestone", "IT")]
    assert world.rows("SELECT name, reached_date FROM milestone ORDER BY number") == [
        ("Pilot kiosk open", "2026-10-13"),
        ("Both kiosks open", None),
    ]


@pytest.mark.clause("2.4.1", "2.4.3")
def test_a_report_reaches_no_milestone_of_another_department_but_the_requesting_one_s_does(world):
    world.until("executing")
    for department, name in (("FIN", "Pilot kiosk open"), ("IT", "Both kiosks open")):
        with invalid("milestones_reached.1") as faults:
            world.report(department, milestones_reached=[name])
        assert str(faults[0].message).startswith("is a milestone of ")
    assert [o.kind for o in world.report("SALES", milestones_reached=["Pilot kiosk open"]).discharged] == [
        "progress-report",
        "milestone",
    ]


@pytest.mark.clause("2.4.1")
def test_a_missed_milestone_is_a_finding_of_its_department(world):
    world.until("executing")
    world.on("2026-11-21")
    assert world.findings("milestone") == [("milestone", "IT", "2026-11-20")]


@pytest.mark.clause("2.4.1", "2.5.1")
@pytest.mark.parametrize(
    ("name", "due", "milestones", "acceptance"),
    [
        ("Pilot kiosk open", "2026-11-27", ["2026-11-27", "2026-12-18"], "2026-12-25"),
        ("Both kiosks open", "2027-01-15", ["2026-11-20", "2027-01-15"], "2027-01-22"),
        ("Both kiosks open", "2026-10-30", ["2026-10-30", "2026-11-20"], "2026-11-27"),
        ("Pilot kiosk open", "2026-12-31", ["2026-12-18", "2026-12-31"], "2027-01-08"),
    ],
)
def test_a_moved_milestone_is_owed_on_its_new_day_and_the_last_sets_the_acceptance(
    world, name, due, milestones, acceptance
):
    world.until("executing")
    world.move(name, due)
    assert [day for _, _, day in world.owed("milestone")] == milestones
    assert world.owed("acceptance-opening") == [("acceptance-opening", "SALES", acceptance)]
    assert world.value("SELECT planned_date FROM milestone WHERE name = :name", name=name) in (
        "2026-11-20",
        "2026-12-18",
    )
    assert events(world)[-1]["payload"]["form"]["reason"] == "The booth comes late."
    assert_sound(world)


@pytest.mark.clause("2.4.1")
def test_a_milestone_may_be_moved_before_the_start_and_is_then_owed_on_its_new_day(world):
    world.until("agreed")
    assert world.move("Pilot kiosk open", "2026-11-27").opened == ()
    world.start()
    assert world.owed("milestone")[0] == ("milestone", "IT", "2026-11-27")


@pytest.mark.clause("2.4.1")
def test_what_is_reached_is_not_moved_and_moving_needs_a_reason(on_file):
    on_file.until("executing")
    with invalid("reason", "due_date"):
        on_file.move("Pilot kiosk open", "soon", reason=None)
    on_file.reach("Pilot kiosk open")
    with invalid("name"):
        on_file.move("Pilot kiosk open", "2026-11-27")
    with invalid("reached_date"):
        on_file.reach("Both kiosks open", reached_date="2026-10-01")


@pytest.mark.clause("2.4.1")
@pytest.mark.parametrize("stage", ["draft", "coordinated", "accepted", "closed", "terminated"])
def test_milestones_are_reached_and_moved_while_the_request_is_under_way(on_file, stage):
    on_file.until(stage)
    if stage not in ("accepted", "closed"):
        with refused(gate="stage", clause="2.4.1", missing=[stage]):
            on_file.reach("Pilot kiosk open")
        with refused(gate="stage", clause="2.4.1", missing=[stage]):
            on_file.move("Pilot kiosk open", "2026-11-27")
    else:
        with invalid("name"):
            on_file.reach("Pilot kiosk open")
