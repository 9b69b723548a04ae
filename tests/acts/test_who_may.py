"""Who may do what (2.3.2, 3.1–3.3): the table of the policy, tried by everybody for every act."""

from dataclasses import dataclass
from typing import Any

import pytest

from crosspolicy.errors import NotPermitted
from tests.support import papers
from tests.support.company import DEPARTMENT_OF, FOUNDING, INVOLVED, PARTIES
from tests.support.editions import edition
from tests.support.refusals import not_permitted, refused
from tests.support.world import World

PEOPLE = [person["login"] for person in FOUNDING["people"]]
SALES = {login for login in PEOPLE if DEPARTMENT_OF[login] == "SALES"}
MEMBERS = {login for login in PEOPLE if DEPARTMENT_OF[login] in PARTIES}
IT = {login for login in PEOPLE if DEPARTMENT_OF[login] == "IT"}
FIN = {login for login in PEOPLE if DEPARTMENT_OF[login] == "FIN"}
MANAGERS = {"gao.ping", "lin.tao", "ma.rui"}
MANAGERS_OF_ANOTHER_DEPARTMENT = {"gao.ping", "lin.tao"}
COORDINATORS = {"xu.hui", "tang.mei"}


@dataclass(frozen=True, slots=True)
class Right:
    """An act, its clause, who may do it, and a request at the stage where it is due."""

    act: str
    clause: str
    people: set[str]
    stage: str
    trying: Any
    before: Any = lambda world: None


def _drafted_agreement(world):
    world.assign()
    world.draft_agreement()


def _with_action(world):
    world.regular_meeting(actions=[papers.ACTION])


def _identify_accepted(world, **who):
    treated = {"response": "accept", "measures": "None.", "owner": "li.na", "due_date": "2026-11-13"}
    world.identify(**papers.HIGH_RISK | treated, **who)


def _with_high_risk(world):
    world.identify(**papers.HIGH_RISK)


def _treat(world, **who):
    world.treat(2, **who)


def _accept(world, **who):
    world.treat(2, response="accept", contingency=papers.CONTINGENCY, **who)


def _review_risk(world, **who):
    world.review_risk(2, **who)


def _review_accepting(world, **who):
    world.review_risk(2, likelihood=5, impact=5, response="accept", contingency=papers.CONTINGENCY, **who)


def _with_risk_of_fin(world):
    world.identify(identified_by=["FIN", "IT"])


def _owned(world):
    _with_risk_of_fin(world)
    world.treat(2)


def _with_escalated_issue(world):
    world.raise_issue()
    world.escalate()


RIGHTS = (
    Right("department.added", "1.2", COORDINATORS, "draft", World.add_department),
    Right("person.added", "1.2", COORDINATORS, "draft", World.add_person),
    Right("deputy.named", "1.2", COORDINATORS, "draft", World.name_deputy),
    Right("policy.adopted", "1.1", MANAGERS, "draft", lambda world, **who: world.adopt(edition(), **who)),
    Right(
        "gate.waived",
        "3.3.3",
        MANAGERS_OF_ANOTHER_DEPARTMENT,
        "draft",
        lambda world, **who: world.waive("staffed", **who),
    ),
    Right("request.drafted", "3.1.1", SALES, "draft", World.draft),
    Right("request.edited", "3.1.1", SALES, "draft", lambda world, **who: world.edit(background="New.", **who)),
    Right("request.submitted", "3.1.1", SALES, "draft", World.submit),
    Right("request.withdrawn", "3.1.1", SALES, "submitted", World.withdraw),
    Right("request.terminated", "3.3.3", MANAGERS, "executing", World.terminate),
    Right("review.decided", "3.3.1", MANAGERS_OF_ANOTHER_DEPARTMENT, "submitted", World.review),
    Right("meeting.recorded coordination", "3.3.2", MANAGERS, "approved", World.coordinate),
    Right("meeting.recorded regular", "4.1.2", SALES, "executing", World.regular_meeting),
    Right("meeting.recorded ad-hoc", "4.2.2", SALES, "executing", World.ad_hoc),
    Right("action.done", "4.1.3", MEMBERS, "executing", World.settle, _with_action),
    Right("responsibility.assigned", "2.3.1", SALES, "coordinated", World.assign),
    Right("agreement.drafted", "2.3.2", SALES, "coordinated", World.draft_agreement, World.assign),
    Right("agreement.withdrawn", "2.3.2", SALES, "executing", World.withdraw_agreement, World.draft_agreement),
    Right("execution.started", "2.4.1", SALES, "agreed", World.start),
    Right("milestone.reached", "2.4.1", IT | SALES, "executing", lambda w, **who: w.reach("Pilot kiosk open", **who)),
    Right(
        "milestone.moved",
        "2.4.1",
        IT | SALES,
        "executing",
        lambda w, **who: w.move("Pilot kiosk open", "2026-11-27", **who),
    ),
    Right("report.filed", "2.4.3", MEMBERS, "executing", lambda w, **who: w.report("SALES", department=None, **who)),
    Right("risk.identified", "5.1.1", MEMBERS, "coordinated", World.identify),
    Right(
        "risk.identified, high and accepted", "5.1.1", MANAGERS_OF_ANOTHER_DEPARTMENT, "coordinated", _identify_accepted
    ),
    Right("risk.excluded", "5.1.2", MEMBERS, "executing", lambda w, **who: w.declare_none("market", **who)),
    Right("risk.treated", "5.3.1", MEMBERS, "executing", _treat, World.identify),
    Right("risk.treated, accepted", "5.3.1", MEMBERS, "executing", _accept, World.identify),
    Right(
        "risk.treated, high and accepted",
        "5.3.1",
        MANAGERS_OF_ANOTHER_DEPARTMENT,
        "executing",
        _accept,
        _with_high_risk,
    ),
    Right("risk.reviewed", "5.4.1", MEMBERS, "executing", _review_risk, World.identify),
    Right(
        "risk.reviewed, high and accepted",
        "5.4.1",
        MANAGERS_OF_ANOTHER_DEPARTMENT,
        "executing",
        _review_accepting,
        World.identify,
    ),
    Right("risk.closed", "5.4.1", FIN | SALES, "executing", lambda w, **who: w.close_risk(2, **who), _with_risk_of_fin),
    Right(
        "risk.closed, with an owner", "5.4.1", IT | SALES, "executing", lambda w, **who: w.close_risk(2, **who), _owned
    ),
    Right("issue.raised", "3.1.4", MEMBERS, "executing", World.raise_issue),
    Right("issue.escalated", "3.3.3", MEMBERS, "executing", World.escalate, World.raise_issue),
    Right("issue.resolved", "3.1.4", IT | SALES, "executing", World.resolve, World.raise_issue),
    Right(
        "issue.resolved, escalated", "3.1.4", IT | SALES | MANAGERS, "executing", World.resolve, _with_escalated_issue
    ),
    Right("message.logged", "4.2.1", MEMBERS, "executing", World.log_message),
    Right("item.shared", "4.3.2", MEMBERS, "executing", World.share),
    Right("acceptance.opened", "2.5.1", SALES, "executing", World.open_acceptance, World.reach_all),
    Right(
        "acceptance.evaluated",
        "2.5.2",
        MEMBERS,
        "accepting",
        lambda w, **who: w.evaluate("SALES", department=None, **who),
    ),
    Right(
        "acceptance.decided",
        "3.3.4",
        MANAGERS_OF_ANOTHER_DEPARTMENT,
        "accepting",
        lambda w, **who: w.decide("reject", **who),
    ),
    Right("summary.added", "2.5.3", MEMBERS, "accepted", lambda w, **who: w.sum_up("SALES", department=None, **who)),
    Right(
        "request.closed",
        "2.5.3",
        SALES,
        "accepted",
        World.close,
        lambda world: world.waive("summed-up-by-all", until_date="2026-12-31"),
    ),
)


@pytest.mark.clause("3.1.1", "3.3.1", "3.3.2", "3.3.4", "2.5.1", "2.3.2", "5.1.1", "5.3.2", "3.3.3", "3.2.3")
@pytest.mark.parametrize("right", RIGHTS, ids=[right.act.replace(",", "").replace(" ", "-") for right in RIGHTS])
def test_these_people_may_do_it_and_nobody_else(on_file, right):
    on_file.until(right.stage)
    right.before(on_file)
    permitted = set()
    for login in PEOPLE:
        try:
            right.trying(on_file, by=login, dry_run=True)
        except NotPermitted as denial:
            assert [(b.gate, b.clause) for b in denial.breaches] == [("authority", right.clause)]
        else:
            permitted.add(login)
    assert permitted == right.people


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("department", "people"),
    [("SALES", {"zhao.lei"}), ("IT", {"chen.bo"}), ("FIN", {"wu.min"}), ("HR", set()), ("EXEC", set())],
)
def test_only_its_own_signatory_or_head_signs_for_a_department(on_file, department, people):
    on_file.until("coordinated")
    _drafted_agreement(on_file)
    permitted = set()
    for login in PEOPLE:
        try:
            on_file.sign(department, by=login, dry_run=True)
        except NotPermitted as denial:
            assert [b.clause for b in denial.breaches] == ["2.3.2"]
        else:
            permitted.add(login)
    assert permitted == people


@pytest.mark.clause("2.3.2")
def test_who_names_no_department_signs_for_their_own(world):
    world.until("coordinated")
    _drafted_agreement(world)
    world.sign("FIN", department=None)
    assert world.rows("SELECT department, signed_by FROM signature") == [("FIN", "wu.min")]


@pytest.mark.clause("2.3.2")
def test_a_signatory_signs_for_no_other_department(on_file):
    on_file.until("coordinated")
    _drafted_agreement(on_file)
    with not_permitted("2.3.2"):
        on_file.sign("IT", by="wu.min")


@pytest.mark.clause("2.4.3", "2.5.2", "2.5.3")
def test_nobody_reports_evaluates_or_sums_up_for_another_department(world):
    world.until("executing")
    with not_permitted("2.4.3"):
        world.report("IT", by="li.na")
    world.reach_all()
    world.open_acceptance()
    with not_permitted("2.5.2"):
        world.evaluate("IT", by="li.na")
    for department in PARTIES:
        world.evaluate(department)
    world.decide()
    with not_permitted("2.5.3"):
        world.sum_up("IT", by="li.na")


@pytest.mark.clause("3.2.2", "2.4.3")
def test_a_department_that_is_no_party_is_told_which_are(world):
    world.until("executing")
    with not_permitted("2.4.3") as breaches:
        world.report("HR")
    assert str(breaches[0].message) == "HR is no department of this request; its departments are SALES, IT, FIN."


# Requester and reviewer

_WHOLE = {name: papers.REQUEST[name] for name in ("departments", "milestones")}


@pytest.mark.clause("3.3.1", "3.3.4")
def test_management_of_the_requesting_department_neither_reviews_nor_decides(world):
    world.until("submitted")
    with not_permitted("3.3.1"):
        world.review(by="ma.rui")
    world.review()
    world.coordinate(by="ma.rui")
    world.face_risks()
    world.assign()
    world.draft_agreement()
    world.sign_all()
    world.start()
    world.reach_all()
    world.open_acceptance()
    with not_permitted("3.3.4"):
        world.decide("reject", by="ma.rui")


@pytest.mark.clause("3.3.1")
def test_management_that_requested_in_an_earlier_draft_reviews_no_more(world):
    world.draft(by="gao.ping", requesting_department="EXEC", requester="lin.tao", milestones=[])
    world.edit(by="gao.ping", requesting_department="SALES", requester="li.na", **_WHOLE)
    world.submit()
    for login in ("gao.ping", "lin.tao"):
        with not_permitted("3.3.1") as breaches:
            world.review(by=login)
        assert "earlier draft" in str(breaches[0].message)
    with not_permitted("3.3.3"):
        world.waive("review-first")


@pytest.mark.clause("3.3.1")
def test_a_deputy_of_management_from_the_requesting_department_does_not_review(world):
    world.until("submitted")
    world.name_deputy(deputy="zhao.lei")
    with not_permitted("3.3.1"):
        world.review(by="gao.ping", typed_by="zhao.lei")
    assert world.stage == "submitted"


@pytest.mark.clause("3.3.1")
def test_a_deputy_who_drafted_in_the_requester_s_place_does_not_review(world):
    world.name_deputy(person="li.na", deputy="he.jing")
    world.draft(typed_by="he.jing")
    world.submit()
    world.name_deputy(deputy="he.jing")
    with not_permitted("3.3.1"):
        world.review(by="gao.ping", typed_by="he.jing")
    assert world.rows("SELECT department, person FROM requested_before") == [("SALES", "he.jing")]


@pytest.mark.clause("3.3.1")
def test_a_deputy_who_submitted_in_the_requester_s_place_does_not_review(world):
    world.name_deputy(person="li.na", deputy="gao.ping")
    world.draft()
    world.submit(typed_by="gao.ping")
    assert world.rows("SELECT department, person FROM requested_before") == [("SALES", "gao.ping")]
    with not_permitted("3.3.1") as breaches:
        world.review(by="gao.ping")
    assert "gao.ping" in str(breaches[0].message)
    with not_permitted("3.3.3"):
        world.waive("staffed", by="gao.ping")
    assert world.review(by="lin.tao").stage == "approved"


@pytest.mark.clause("3.3.1")
def test_who_submits_of_the_requesting_department_stays_on_its_side(world):
    world.draft()
    world.submit(by="ma.rui", typed_by="xu.hui")
    assert world.rows("SELECT department, person FROM requested_before") == [("SALES", "ma.rui")]
    world.review("return")
    world.submit(by="ma.rui")
    assert world.review().stage == "approved"


@pytest.mark.clause("3.3.4")
def test_a_deputy_of_management_from_the_requesting_department_does_not_decide(world):
    world.until("accepting")
    world.name_deputy(deputy="li.na")
    with not_permitted("3.3.4"):
        world.decide("reject", by="gao.ping", typed_by="li.na")


@pytest.mark.clause("3.3.1")
def test_a_coordinator_of_the_requesting_department_does_not_type_what_management_decided(world):
    world.until("submitted")
    with not_permitted("3.3.1") as breaches:
        world.review(by="gao.ping", typed_by="tang.mei")
    assert "tang.mei" in str(breaches[0].message)
    receipt = world.review(by="gao.ping", typed_by="xu.hui")
    assert (receipt.event.actor, receipt.event.recorded_by) == ("gao.ping", "xu.hui")
    assert world.rows("SELECT reviewer FROM review") == [("gao.ping",)]


@pytest.mark.clause("3.3.1")
def test_a_coordinator_does_not_make_permitted_what_the_person_may_not_do(world):
    world.until("submitted")
    with not_permitted("3.3.1"):
        world.review(by="ma.rui", typed_by="xu.hui")
    with not_permitted("3.3.1"):
        world.review(by="li.na", typed_by="xu.hui")


@pytest.mark.clause("3.3.1", "3.3.4", "2.3.2")
def test_authority_is_never_waived(world):
    world.until("submitted")
    for gate in ("review-first", "signed-by-all"):
        world.waive(gate, until_date="2026-12-31")
    with not_permitted("3.3.1"):
        world.review(by="li.na")
    world.review()
    world.coordinate()
    _drafted_agreement(world)
    with not_permitted("2.3.2"):
        world.sign("IT", by="li.na")


# Deputies


@pytest.mark.clause("2.3.2")
def test_a_deputy_signs_within_the_dates_and_both_names_stand_in_the_journal(world):
    world.until("coordinated")
    world.name_deputy(person="chen.bo", deputy="liu.yang", from_date="2026-10-08", until_date="2026-10-09")
    _drafted_agreement(world)
    with not_permitted("1.2"):
        world.sign("IT", typed_by="liu.yang")
    world.on("2026-10-09", "23:30")
    receipt = world.sign("IT", typed_by="liu.yang")
    assert (receipt.event.actor, receipt.event.recorded_by) == ("chen.bo", "liu.yang")
    assert world.rows("SELECT department, signed_by, recorded_by FROM signature") == [("IT", "chen.bo", "liu.yang")]
    assert world.rows(
        "SELECT actor, recorded_by, os_user FROM journal WHERE act = 'agreement.signed' AND is_refused = 0"
    ) == [("chen.bo", "liu.yang", "liu.yang")]


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("day", "time", "may"),
    [
        ("2026-10-07", "23:59", False),
        ("2026-10-08", "00:00", True),
        ("2026-10-12", "23:59", True),
        ("2026-10-13", "00:00", False),
    ],
)
def test_a_deputy_stands_in_from_the_first_day_to_the_last_in_the_book_s_time_zone(on_file, day, time, may):
    on_file.until("submitted")
    on_file.name_deputy(deputy="he.jing", from_date="2026-10-08", until_date="2026-10-12")
    on_file.on(day, time)
    if may:
        assert on_file.review(by="gao.ping", typed_by="he.jing").stage == "approved"
    else:
        with not_permitted("1.2"):
            on_file.review(by="gao.ping", typed_by="he.jing")


@pytest.mark.clause("2.3.2")
def test_a_deputy_stands_in_for_the_person_named_and_for_nobody_else(world):
    world.until("submitted")
    world.name_deputy(deputy="he.jing")
    with not_permitted("1.2"):
        world.review(by="lin.tao", typed_by="he.jing")
    with not_permitted("1.2"):
        world.submit(by="he.jing", typed_by="gao.ping")


def test_a_deputy_may_what_the_person_may_and_not_what_they_may_not(world):
    world.until("draft")
    world.name_deputy(person="li.na", deputy="he.jing")
    assert world.submit(by="li.na", typed_by="he.jing").stage == "submitted"
    with not_permitted("3.3.1"):
        world.review(by="li.na", typed_by="he.jing")


def test_nobody_acts_for_another_without_being_coordinator_or_deputy(world):
    world.until("submitted")
    with not_permitted("1.2") as breaches:
        world.review(by="gao.ping", typed_by="li.na")
    assert "li.na may not act for gao.ping" in str(breaches[0].message)


@pytest.mark.clause("1.2")
def test_an_account_that_is_nobody_s_may_not_act(world):
    with not_permitted("1.2") as breaches:
        world.draft(by="stranger")
    assert "stranger belongs to nobody" in str(breaches[0].message)


@pytest.mark.parametrize(("by", "typed_by"), [("gao.ping", "li.na"), ("stranger", "")])
def test_who_may_not_act_here_at_all_is_journalled_too(world, by, typed_by):
    world.until("submitted")
    with not_permitted("1.2"):
        world.review(by=by, typed_by=typed_by)
    sql = "SELECT act, is_refused, os_user FROM journal ORDER BY seq DESC LIMIT 1"
    assert world.rows(sql) == [("review.decided", 1, typed_by or by)]


def test_a_coordinator_types_for_anybody_and_it_is_told_apart(world):
    world.until("draft")
    assert world.submit(typed_by="xu.hui").stage == "submitted"
    world.carry_on("coordinated")
    _drafted_agreement(world)
    for department in INVOLVED:
        world.sign(department, typed_by="xu.hui")
    with refused(gate="signed-by-all", missing=["SALES"]):
        world.start()
    assert world.rows("SELECT signed_by, recorded_by FROM signature ORDER BY signed_by") == [
        ("chen.bo", "xu.hui"),
        ("wu.min", "xu.hui"),
    ]
