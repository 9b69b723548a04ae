"""What departments tell each other (2.4.2, 3.1.4, 3.2.3, 3.3.3, 4.2, 4.3): issues, messages, shared items."""

import pytest

from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import MEMBER, PARTIES
from tests.support.editions import edition
from tests.support.refusals import invalid, not_found, not_permitted, refused

SEVERAL = ["IT", "FIN"]
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FILE = {"link": None, "file": "tariff.pdf", "size": 1_024, "sha256": DIGEST}


def told(obligations):
    """Return obligations of a receipt in short."""
    return [(o.kind, o.clause, o.owed_by, o.due_date, o.subject) for o in obligations]


def owed(world):
    """Return what is owed for issues."""
    return [each for each in world.owed() if each[0] in ("issue", "escalation", "ad-hoc-meeting")]


@pytest.fixture
def working(world):
    """The work runs, on a Monday with no holiday near."""
    world.on("2026-11-02")
    return world.until("executing")


# Raised


@pytest.mark.clause("3.1.4", "3.2.3", "2.4.2")
def test_an_issue_is_kept_as_it_is_stated(working):
    receipt = working.raise_issue(departments=SEVERAL, responsible_department="FIN", due_date="2026-11-30")
    assert receipt.code == f"{working.code}/I1"
    sql = """SELECT title, description, severity, departments, responsible_department, due_date, risk, report,
               raised_by, raised_on, escalated_on, resolved_on FROM issue"""
    assert working.rows(sql) == [
        (
            *("The booth is too narrow", "Two lanterns do not pass.", "medium", '["IT","FIN"]', "FIN", "2026-11-30"),
            *(None, None, "li.na", "2026-11-02T02:00:00Z", None, None),
        )
    ]


@pytest.mark.clause("3.1.4")
@pytest.mark.parametrize(("severity", "due"), [("high", "2026-11-04"), ("medium", "2026-11-09"), ("low", "2026-11-16")])
def test_an_issue_is_owed_by_its_first_department_the_sooner_the_more_it_hurts(working, severity, due):
    receipt = working.raise_issue(severity=severity)
    assert told(receipt.opened) == [("issue", "3.1.4", "IT", due, "I1 The booth is too narrow")]
    assert working.rows("SELECT responsible_department, due_date FROM issue") == [("IT", due)]
    assert_sound(working)


@pytest.mark.clause("3.1.4")
def test_a_company_sets_its_own_days_for_issues(world):
    world.adopt(edition(deadlines={"issue-low": 1, "escalation": 0}))
    world.on("2026-11-02")
    world.until("approved")
    world.raise_issue(severity="low")
    world.escalate()
    assert owed(world) == [("escalation", "management", "2026-11-02"), ("issue", "IT", "2026-11-03")]


@pytest.mark.clause("3.1.4", "3.2.3")
def test_an_issue_grows_old_in_the_open(working):
    working.raise_issue(severity="high")
    working.on("2026-11-05")
    assert working.findings("issue") == [("issue", "IT", "2026-11-04")]


@pytest.mark.clause("3.1.4")
@pytest.mark.parametrize("stage", ["approved", "coordinated", "agreed", "executing", "accepting", "accepted"])
def test_issues_are_raised_from_the_review_to_the_close(on_file, stage):
    on_file.until(stage)
    assert on_file.raise_issue().stage == stage


@pytest.mark.clause("3.1.4")
@pytest.mark.parametrize("stage", ["draft", "submitted", "closed", "rejected", "withdrawn", "terminated"])
def test_at_other_times_no_issue_is_raised(on_file, stage):
    on_file.until(stage)
    with refused("stage", "3.1.4", missing=[stage]):
        on_file.raise_issue()


@pytest.mark.clause("3.1.4", "4.2.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"departments": []}, ("departments",)),
        ({"departments": ["IT", "HR"]}, ("departments.2",)),
        ({"departments": ["IT", "IT"]}, ("departments.2",)),
        ({"departments": ["MOON"]}, ("departments.1",)),
        ({"departments": ["HR"]}, ("departments.1",)),
        ({"responsible_department": "HR"}, ("responsible_department",)),
        ({"due_date": "2026-11-01"}, ("due_date",)),
        ({"severity": "awful", "title": None, "description": " "}, ("severity", "title", "description")),
        (
            {"departments": ["HR", "IT", "IT"], "responsible_department": "EXEC", "due_date": "2026-01-01"},
            ("departments.1", "departments.3", "responsible_department", "due_date"),
        ),
    ],
)
def test_an_issue_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.on("2026-11-02")
    on_file.until("executing")
    with invalid(*fields), on_file.unchanged():
        on_file.raise_issue(**changes)


@pytest.mark.clause("3.1.4")
def test_who_is_of_no_party_raises_no_issue(world):
    world.until("executing")
    for login in ("he.jing", "gao.ping", "xu.hui"):
        with not_permitted("3.1.4"):
            world.raise_issue(by=login)


# The ad-hoc meeting


@pytest.mark.clause("4.2.2")
@pytest.mark.parametrize("named", ["I1", "i1", "{code}/I1"])
def test_an_issue_of_several_departments_calls_for_an_ad_hoc_meeting_on_it(working, named):
    receipt = working.raise_issue(departments=SEVERAL)
    assert ("ad-hoc-meeting", "4.2.2", "SALES", "2026-11-05", "I1 The booth is too narrow") in told(receipt.opened)
    held = working.ad_hoc(issue=named.format(code=working.code))
    assert [(o.kind, o.owed_by) for o in held.discharged] == [("ad-hoc-meeting", "SALES")]
    assert owed(working) == [("issue", "IT", "2026-11-09")]
    assert working.rows("SELECT issue FROM meeting WHERE kind = 'ad-hoc'") == [(f"{working.code}/I1",)]
    assert_sound(working)


@pytest.mark.clause("4.2.2")
def test_an_issue_of_one_department_calls_for_no_meeting(working):
    assert [kind for kind, *_ in told(working.raise_issue().opened)] == ["issue"]


@pytest.mark.clause("4.2.2")
def test_a_meeting_that_names_no_issue_or_another_settles_nothing(working):
    working.raise_issue(departments=SEVERAL)
    working.raise_issue()
    for issue in (None, "I2"):
        assert working.ad_hoc(issue=issue).discharged == ()
    assert ("ad-hoc-meeting", "SALES", "2026-11-05") in owed(working)


@pytest.mark.clause("4.2.2")
def test_each_meeting_settles_what_it_was_about(working):
    working.raise_issue(departments=SEVERAL)
    working.raise_issue(departments=SEVERAL, title="The booth is too dark")
    receipt = working.ad_hoc(issue="I2")
    assert [o.subject for o in receipt.discharged] == ["I2 The booth is too dark"]


@pytest.mark.clause("4.2.2", "3.1.4")
def test_what_is_solved_before_the_meeting_needs_none(working):
    working.raise_issue(departments=SEVERAL)
    receipt = working.resolve()
    assert [(o.kind, o.owed_by) for o in receipt.lapsed] == [("ad-hoc-meeting", "SALES")]
    assert owed(working) == []
    assert working.ad_hoc(issue="I1").discharged == ()
    assert_sound(working)


@pytest.mark.clause("4.2.2", "4.2.1")
def test_an_issue_of_another_request_is_a_fault(world):
    world.until("executing")
    world.raise_issue()
    other = world.code
    world.until("executing")
    for named in (f"{other}/I1", "I1", "R1", "narrow", f"{other}"):
        with invalid("issue"):
            world.ad_hoc(issue=named)
        with invalid("issue"):
            world.log_message(issue=named)


@pytest.mark.clause("4.2.2")
def test_the_meeting_is_owed_no_longer_once_the_request_is_closed(world):
    world.until("accepted")
    world.raise_issue(departments=SEVERAL)
    world.carry_on("closed")
    assert [kind for kind, *_ in owed(world)] == ["issue"]
    assert_sound(world)


# Before management


@pytest.mark.clause("3.3.3", "3.1.4")
def test_an_escalated_issue_is_management_s_to_settle_in_three_working_days(working):
    working.raise_issue()
    receipt = working.escalate()
    assert told(receipt.opened) == [("escalation", "3.3.3", "management", "2026-11-05", "I1 The booth is too narrow")]
    working.on("2026-11-06")
    assert ("escalation", "management", "2026-11-05") in working.findings()
    receipt = working.resolve()
    assert sorted((o.kind, o.owed_by) for o in receipt.discharged) == [("escalation", "management"), ("issue", "IT")]
    assert owed(working) == []
    assert_sound(working)


@pytest.mark.clause("3.3.3")
def test_that_it_was_escalated_is_kept_for_good(working):
    working.raise_issue()
    working.escalate(by="liu.yang")
    working.later(1)
    working.resolve(resolved_by="sun.wei", by="gao.ping")
    sql = "SELECT escalation_reason, escalated_by, escalated_on, solution, resolved_by, resolved_on FROM issue"
    assert working.rows(sql) == [
        (
            *("A wider booth needs a new permit.", "liu.yang", "2026-11-02T02:00:00Z"),
            *("The shelf was moved.", "sun.wei", "2026-11-03T02:00:00Z"),
        )
    ]


@pytest.mark.clause("3.3.3", "3.1.4")
def test_management_resolves_what_is_escalated_to_it_and_nothing_else(working):
    working.raise_issue()
    with not_permitted("3.1.4"):
        working.resolve(by="gao.ping")
    working.escalate()
    with not_permitted("3.1.4"):
        working.resolve(by="he.jing")
    receipt = working.resolve(by="gao.ping")
    assert receipt.code == f"{working.code}/I1"
    assert working.rows("SELECT resolved_by FROM issue") == [("gao.ping",)]


@pytest.mark.clause("3.3.3")
def test_who_is_of_no_party_escalates_nothing(working):
    working.raise_issue()
    for login in ("he.jing", "gao.ping"):
        with not_permitted("3.3.3"):
            working.escalate(by=login)


@pytest.mark.clause("3.3.3", "3.1.4")
def test_nothing_is_escalated_or_resolved_twice(world):
    world.until("executing")
    world.raise_issue()
    world.on("2026-10-09", "02:00")
    world.escalate()
    with invalid("code") as faults:
        world.escalate()
    assert str(faults[0].message) == "is escalated already, on 2026-10-09"
    world.resolve()
    with invalid("code") as faults:
        world.resolve()
    assert str(faults[0].message) == "is resolved already, on 2026-10-09"
    with invalid("code", "code"):
        world.escalate()
    with invalid("code", "resolved_by"):
        world.resolve(resolved_by="nobody")


@pytest.mark.clause("3.3.3", "3.1.4")
@pytest.mark.parametrize(("step", "field"), [("escalate", "reason"), ("resolve", "solution")])
def test_an_escalation_has_a_reason_and_a_resolution_a_solution(on_file, step, field):
    on_file.until("executing")
    on_file.raise_issue()
    with invalid(field):
        getattr(on_file, step)(**{field: " "})


@pytest.mark.clause("3.1.4")
@pytest.mark.parametrize("target", ["I2", "CB-2026-0001/I2", "CB-2026-0001/R1", "CB-2026-0002/I1", ""])
def test_an_issue_that_is_not_there_is_not_found(on_file, target):
    on_file.until("executing")
    on_file.raise_issue()
    for step in (on_file.escalate, on_file.resolve):
        with not_found():
            step(target=target)


@pytest.mark.clause("3.1.4", "3.3.3")
def test_a_request_is_closed_with_its_open_issues_still_owed(world):
    world.until("accepted")
    world.raise_issue()
    world.escalate()
    world.carry_on("closed")
    assert [kind for kind, *_ in owed(world)] == ["escalation", "issue"]
    assert_sound(world)
    world.raise_issue(request=_another(world))
    world.resolve(by="gao.ping")
    assert owed(world) == []
    assert world.stage == "closed"
    assert_sound(world)


def _another(world):
    closed = world.code
    world.until("approved")
    other, world.code = world.code, closed
    return other


@pytest.mark.clause("3.1.4", "3.3.3")
def test_with_the_request_everything_owed_for_its_issues_ends(world):
    world.until("executing")
    world.raise_issue(departments=SEVERAL)
    world.escalate()
    world.terminate()
    assert owed(world) == []
    assert_sound(world)


# Out of a report


@pytest.mark.clause("2.4.3", "3.3.3", "3.1.5")
def test_a_report_that_needs_management_is_an_issue_escalated_from_the_first(working):
    receipt = working.report("IT", needs_management="A permit for a wider booth.")
    assert receipt.codes == (f"{working.code}/P1", f"{working.code}/I1")
    subject = "I1 A permit for a wider booth."
    found = told(receipt.opened)
    assert ("issue", "3.1.4", "IT", "2026-11-09", subject) in found
    assert ("escalation", "3.3.3", "management", "2026-11-05", subject) in found
    sql = "SELECT title, severity, departments, report, risk, escalation_reason, escalated_by FROM issue"
    assert working.rows(sql) == [
        ("A permit for a wider booth.", "medium", '["IT"]', 1, None, "A permit for a wider booth.", "liu.yang")
    ]
    with invalid("code"):
        working.escalate()
    working.resolve(by="gao.ping")
    assert owed(working) == []
    assert_sound(working)


@pytest.mark.clause("3.3.3")
def test_a_report_that_needs_nothing_raises_nothing(working):
    assert working.report("IT").codes == (f"{working.code}/P1",)
    assert working.rows("SELECT 1 FROM issue") == []


@pytest.mark.clause("3.3.3")
def test_the_first_line_of_what_is_needed_is_the_title(working):
    needed = "  " + "A permit, " * 40 + "\nand a second stamp."
    working.report("IT", needs_management=needed)
    title, description = working.rows("SELECT title, description FROM issue")[0]
    assert title == ("A permit, " * 40)[:120]
    assert description == needed.strip()
    working.resolve()
    assert owed(working) == []


@pytest.mark.clause("2.4.3", "3.3.3")
@pytest.mark.parametrize("stage", ["draft", "submitted", "rejected", "withdrawn", "terminated"])
def test_where_there_are_no_issues_a_report_let_pass_by_a_waiver_raises_none(world, stage):
    world.until(stage)
    world.waive("report-period")
    period = {"period_start_date": "2026-09-30", "period_end_date": "2026-09-30"}
    receipt = world.report("IT", needs_management="A permit.", **period)
    assert receipt.codes == (f"{world.code}/P1",)
    assert owed(world) == []
    assert_sound(world)


# Messages


@pytest.mark.clause("4.2.1", "2.4.2", "1.3.3")
@pytest.mark.parametrize("channel", ["phone", "e-mail", "instant-message", "in-person"])
def test_a_message_is_kept_with_how_who_when_and_what_about(world, channel):
    world.until("submitted")
    receipt = world.log_message(channel=channel)
    assert receipt.code == f"{world.code}/L1"
    sql = "SELECT channel, parties, sent_at, subject, content, issue, logged_by, logged_on FROM message"
    assert world.rows(sql) == [
        (
            *(channel, '["li.na","chen.bo"]', "2026-09-30T01:00:00Z", "The booth", "Shelf to the left by noon."),
            *(None, "li.na", "2026-09-30T02:00:00Z"),
        )
    ]


@pytest.mark.clause("4.2.1")
@pytest.mark.parametrize("named", ["I1", "{code}/I1"])
def test_a_message_may_name_the_issue_that_it_was_about(world, named):
    world.until("executing")
    world.raise_issue()
    world.log_message(issue=named.format(code=world.code))
    assert world.rows("SELECT issue FROM message") == [(1,)]
    assert [kind for kind, *_ in owed(world)] == ["issue"]


@pytest.mark.clause("4.2.1")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"sent_at": "2026-09-30T10:01+08:00"}, ("sent_at",)),
        ({"sent_at": "2026-09-30T09:00"}, ("sent_at",)),
        ({"parties": []}, ("parties",)),
        ({"parties": ["li.na", "nobody"]}, ("parties.2",)),
        ({"parties": ["li.na", "li.na"]}, ("parties.2",)),
        ({"channel": "pigeon", "subject": None, "content": ""}, ("channel", "subject", "content")),
        (
            {"sent_at": "2026-12-01T09:00Z", "parties": ["nobody", "noone"], "issue": "I1"},
            ("sent_at", "parties.1", "parties.2", "issue"),
        ),
    ],
)
def test_a_message_that_cannot_be_is_not_taken(on_file, changes, fields):
    on_file.until("executing")
    with invalid(*fields), on_file.unchanged():
        on_file.log_message(**changes)


@pytest.mark.clause("4.2.1", "4.3.2")
def test_who_is_of_no_party_logs_and_shares_nothing(world):
    world.until("executing")
    for login in ("he.jing", "gao.ping"):
        with not_permitted("4.2.1"):
            world.log_message(by=login)
        with not_permitted("4.3.2"):
            world.share(by=login)
    with not_permitted("4.3.2"):
        world.share(department="HR")


@pytest.mark.clause("4.2.1", "4.3.2")
@pytest.mark.parametrize("stage", ["draft", "rejected", "withdrawn", "terminated"])
def test_a_draft_and_what_was_stopped_have_no_messages_and_no_shared_items(on_file, stage):
    on_file.until(stage)
    with refused("stage", "4.2.1"):
        on_file.log_message()
    with refused("stage", "4.3.2"):
        on_file.share()


@pytest.mark.clause("4.2.1", "4.3.2")
@pytest.mark.parametrize("stage", ["submitted", "executing", "closed"])
def test_departments_stay_in_touch_to_the_end_and_after(on_file, stage):
    on_file.until(stage)
    assert (on_file.log_message().stage, on_file.share().stage) == (stage, stage)
    assert_sound(on_file)


# Shared items


@pytest.mark.clause("4.3.2", "4.3.1", "2.4.2")
@pytest.mark.parametrize("kind", ["progress", "result", "feedback"])
@pytest.mark.parametrize("department", PARTIES)
def test_each_department_shares_progress_results_and_feedback(on_file, kind, department):
    on_file.until("executing")
    receipt = on_file.share(kind=kind, by=MEMBER[department], note="For all.")
    assert receipt.code == f"{on_file.code}/F1"
    sql = "SELECT kind, title, department, file, link, note, size, sha256, shared_by, shared_on FROM shared_item"
    assert on_file.rows(sql) == [
        (
            *(kind, "Tariff", department, None, "https://lantern.example/tariff", "For all.", None, None),
            *(MEMBER[department], "2026-09-30T02:00:00Z"),
        )
    ]


@pytest.mark.clause("4.3.2")
def test_of_a_shared_file_size_and_digest_are_kept(world):
    world.until("executing")
    world.share(**FILE)
    assert world.rows("SELECT file, link, size, sha256 FROM shared_item") == [("tariff.pdf", None, 1024, DIGEST)]


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"link": None}, ("file",)),
        ({**FILE, "link": papers.SHARED["link"]}, ("link",)),
        ({**FILE, "sha256": None}, ("file",)),
        ({**FILE, "size": None}, ("file",)),
        ({"size": 1}, ("file",)),
        ({**FILE, "size": -1, "sha256": "abc"}, ("size", "sha256")),
        ({"kind": "gossip", "title": None}, ("kind", "title")),
        ({"department": "MOON", "link": None}, ("department", "file")),
    ],
)
def test_a_shared_item_is_one_file_that_was_read_or_one_link(on_file, changes, fields):
    on_file.until("executing")
    with invalid(*fields), on_file.unchanged():
        on_file.share(**changes)
