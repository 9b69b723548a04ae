"""On which side somebody stands, over every draft, whoever records, and on which day (3.3.1, 3.3.4, 6.3)."""

import pytest

from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location
from tests.support import papers
from tests.support.audit import assert_sound, events
from tests.support.circles import COMPANY
from tests.support.circles import HEAD_FROM_OUTSIDE as HEAD
from tests.support.refusals import invalid, not_permitted, refused
from tests.support.world import World, found

WHOLE = {name: papers.REQUEST[name] for name in ("departments", "milestones")}
ACCEPTED = {"response": "accept", "contingency": papers.CONTINGENCY}


# Every draft since the first


@pytest.fixture
def moved(world):
    """A request that the Executive Office drafted first, that Sales then took over, and that was submitted."""
    world.draft(by="gao.ping", requesting_department="EXEC", milestones=[])
    world.edit(by="gao.ping", requesting_department="SALES", requester="li.na", **WHOLE)
    world.submit()
    return world


@pytest.mark.clause("3.3.1", "3.3.3")
def test_a_draft_moved_away_leaves_those_who_requested_it_before_on_their_side(moved):
    assert moved.rows("SELECT department, person FROM requested_before") == [("EXEC", "gao.ping")]
    for login in ("gao.ping", "lin.tao", "ma.rui"):
        with not_permitted("3.3.1"):
            moved.review(by=login)
        with not_permitted("3.3.3"):
            moved.waive("review-first", by=login)
    assert moved.stage == "submitted"


@pytest.mark.clause("3.3.1")
def test_a_draft_moved_to_another_department_and_back_opens_nothing(world):
    world.draft()
    world.edit(requesting_department="HR", requester="he.jing", departments=papers.REQUEST["departments"])
    world.edit(by="he.jing", requesting_department="SALES", requester="zhao.lei")
    world.submit(by="zhao.lei")
    assert world.rows("SELECT department, person FROM requested_before ORDER BY department") == [
        ("HR", "he.jing"),
        ("SALES", "li.na"),
    ]
    with not_permitted("3.3.1"):
        world.review(by="ma.rui")
    world.name_deputy(deputy="he.jing")
    with not_permitted("3.3.1"):
        world.review(by="gao.ping", typed_by="he.jing")
    assert world.review().stage == "approved"
    assert_sound(world)


@pytest.mark.clause("3.3.1")
def test_a_draft_that_was_returned_and_moved_remembers_who_requested_it(world):
    world.until("submitted")
    world.review("return")
    world.edit(
        requesting_department="IT", requester="liu.yang", departments=[{"department": "SALES", "positions": ["Lead"]}]
    )
    world.submit(by="liu.yang")
    with not_permitted("3.3.1"):
        world.review(by="ma.rui")
    assert world.review().stage == "approved"


@pytest.mark.clause("5.3.2", "3.3.4")
def test_who_requested_before_accepts_no_high_risk_and_no_result(moved):
    moved.add_person(login="fang.yu", name="Fang Yu", department="HR", roles=["management"])
    moved.review(by="fang.yu")
    with not_permitted("5.1.1") as breaches:
        moved.identify(**papers.HIGH_RISK | ACCEPTED, by="gao.ping")
    assert "gao.ping" in str(breaches[0].message)
    with not_permitted("5.1.1"):
        moved.identify(**papers.HIGH_RISK | ACCEPTED, by="fang.yu", typed_by="tang.mei")
    moved.identify(**papers.HIGH_RISK | ACCEPTED, by="fang.yu")
    assert moved.value("SELECT accepted_by FROM risk WHERE number = 2") == "fang.yu"


@pytest.mark.clause("3.3.1")
def test_a_request_that_never_moved_keeps_nothing_beside_it(world):
    world.until("submitted")
    assert world.rows("SELECT * FROM requested_before") == []


# Heads from another department


@pytest.fixture
def headed(tmp_path):
    """A company whose departments Sales and IT are both headed by management of the Executive Office."""
    place = Location(path=tmp_path / "headed.db")
    found(place, departments=COMPANY["departments"], people=COMPANY["people"])
    book = Book(place)
    yield World(book)
    book.close()


@pytest.mark.clause("3.3.1", "3.3.3", "3.3.4", "5.3.2")
def test_the_head_of_the_requesting_department_is_of_its_side_wherever_they_are(headed):
    headed.until("submitted")
    with not_permitted("3.3.1") as breaches:
        headed.review(by=HEAD)
    assert "(luo.yan) heads SALES" in str(breaches[0].message)
    with not_permitted("3.3.1"):
        headed.review(by="gao.ping", typed_by=HEAD)
    with not_permitted("3.3.3"):
        headed.waive("staffed", by=HEAD)
    assert headed.review().stage == "approved"
    with not_permitted("5.1.1"):
        headed.identify(**papers.HIGH_RISK | ACCEPTED, by=HEAD)
    headed.carry_on("accepting")
    with not_permitted("3.3.4"):
        headed.decide("reject", by=HEAD)
    assert_sound(headed)


@pytest.mark.clause("3.3.1")
def test_the_head_of_a_department_that_requested_in_an_earlier_draft_does_not_review(headed):
    headed.draft()
    headed.edit(requesting_department="HR", requester="he.jing", departments=papers.REQUEST["departments"])
    headed.submit(by="he.jing")
    with not_permitted("3.3.1") as breaches:
        headed.review(by=HEAD)
    assert "(luo.yan) heads SALES" in str(breaches[0].message)
    assert headed.review().stage == "approved"


@pytest.mark.clause("2.3.2", "6.3.1")
def test_the_head_of_another_party_or_of_the_department_concerned_is_an_interested_party(headed):
    headed.until("coordinated")
    headed.assign()
    headed.draft_agreement()
    receipt = headed.sign("IT", by=HEAD)
    told = [(i.person, i.department, i.role, i.reason) for i in receipt.interested]
    assert told == [(HEAD, "SALES", "recorder", "party")]
    assert "luo.yan, the head of SALES" in str(receipt.interested[0].told())
    receipt = headed.sign("FIN", typed_by=HEAD)
    assert [i.department for i in receipt.interested] == ["SALES", "IT"]
    assert headed.rows("SELECT department, interested FROM signature ORDER BY department") == [
        ("FIN", '["luo.yan"]'),
        ("IT", '["luo.yan"]'),
    ]
    headed.carry_on("executing")
    headed.appraise(**papers.AD_HOC_APPRAISAL | {"department": "IT"}, by="sun.wei")
    receipt = headed.reward(department="IT", by=HEAD, dry_run=True)
    assert [(i.person, i.department, i.role) for i in receipt.interested] == [(HEAD, "IT", "decider")]
    assert "IT, which they head" in str(receipt.interested[0].told())
    receipt = headed.reward(department="IT", by="gao.ping", typed_by=HEAD, dry_run=True)
    assert [(i.person, i.department, i.role) for i in receipt.interested] == [(HEAD, "IT", "recorder")]
    assert headed.reward(department="IT").interested == ()


# The requester is of the requesting department


@pytest.mark.clause("3.1.1")
@pytest.mark.parametrize("requester", ["liu.yang", "gao.ping"])
def test_the_requester_is_of_the_requesting_department(world, requester):
    with invalid("requester") as faults:
        world.draft(requester=requester)
    assert requester in str(faults[0].message)
    world.draft()
    with invalid("requester"):
        world.edit(requester=requester)
    assert world.edit(requester="zhao.lei").code


@pytest.mark.clause("3.1.1")
def test_with_the_department_the_requester_changes_too(world):
    world.draft()
    with invalid("requester") as faults:
        world.edit(requesting_department="HR")
    assert "li.na is of SALES, not of HR" in str(faults[0].message)
    world.edit(requesting_department="HR", requester="he.jing")
    assert world.rows("SELECT requesting_department, requester FROM request") == [("HR", "he.jing")]


@pytest.mark.clause("3.1.1")
def test_who_drafts_for_another_department_is_told_that_they_may_not(world):
    with not_permitted("3.1.1"):
        world.draft(by="liu.yang")


# The day of recording


@pytest.mark.clause("1.2", "2.3.2")
def test_a_deputy_whose_dates_are_over_signs_nothing_with_a_day_inside_them(world):
    world.name_deputy(person="chen.bo", deputy="liu.yang", from_date="2026-09-30", until_date="2026-10-08")
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    world.on("2026-10-09")
    with not_permitted("1.2") as breaches:
        world.sign("IT", typed_by="liu.yang", occurred_on="2026-10-08")
    assert "2026-10-09" in str(breaches[0].message)


@pytest.mark.clause("1.2", "3.3.1")
def test_a_deputy_records_today_what_happened_before_their_dates(world):
    world.until("submitted")
    world.on("2026-10-09")
    world.name_deputy(deputy="he.jing", from_date="2026-10-09", until_date="2026-10-09")
    assert world.review(typed_by="he.jing", occurred_on="2026-10-08").stage == "approved"


@pytest.mark.clause("1.2")
def test_a_deputy_whose_dates_begin_later_is_not_entitled_yet(world):
    world.until("submitted")
    world.name_deputy(deputy="he.jing", from_date="2026-10-08", until_date="2026-10-12")
    with not_permitted("1.2"):
        world.review(typed_by="he.jing")


# Interested parties


def _last(world):
    return events(world)[-1]["payload"].get("interested")


@pytest.mark.clause("2.3.2", "2.4.3", "2.5.2", "2.5.3")
def test_what_a_coordinator_of_another_party_records_is_told_as_that(world):
    told = [{"person": "tang.mei", "department": "SALES", "role": "recorder", "reason": "party"}]
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    receipt = world.sign("IT", typed_by="tang.mei")
    assert ([i.stated() for i in receipt.interested], _last(world)) == (told, told)
    assert "tang.mei of SALES" in str(receipt.interested[0].told())
    assert world.rows("SELECT department, interested FROM signature") == [("IT", '["tang.mei"]')]
    world.sign("SALES", typed_by="tang.mei")
    assert _last(world) is None
    world.sign("FIN", typed_by="xu.hui")
    assert _last(world) is None
    world.start()
    for step in (World.report, World.evaluate, World.sum_up):
        if step is World.evaluate:
            world.carry_on("accepting")
        if step is World.sum_up:
            world.carry_on("accepted")
        step(world, "FIN", typed_by="tang.mei")
        assert _last(world) == told
    for table in ("report", "evaluation", "summary"):
        sql = f"SELECT DISTINCT interested FROM {table} WHERE department = 'FIN' AND interested IS NOT NULL"
        assert world.rows(sql) == [('["tang.mei"]',)]
    assert_sound(world)


@pytest.mark.clause("2.3.2")
def test_a_deputy_of_another_party_is_an_interested_party_too(world):
    world.until("coordinated")
    world.assign()
    world.draft_agreement()
    world.name_deputy(person="chen.bo", deputy="sun.wei")
    assert [i.person for i in world.sign("IT", typed_by="sun.wei").interested] == ["sun.wei"]


@pytest.mark.clause("6.3.1", "6.3.3")
def test_nobody_decides_on_a_reward_of_their_own_nor_types_it(world):
    world.until("executing")
    world.appraise(**papers.AD_HOC_APPRAISAL | {"department": None, "person": "ma.rui"}, by="liu.yang")
    own = {"department": None, "person": "ma.rui"}
    with not_permitted("6.3.1") as breaches:
        world.reward(**own, by="ma.rui")
    assert "ma.rui" in str(breaches[0].message)
    world.name_deputy(deputy="ma.rui")
    with not_permitted("6.3.1"):
        world.reward(**own, by="gao.ping", typed_by="ma.rui")
    with not_permitted("6.3.3"):
        world.penalise(**own, rests_on=["CB-2026-0001/Q1"], by="ma.rui")
    assert world.reward(**own, by="gao.ping").interested == ()
    receipt = world.reward(**own, by="gao.ping", typed_by="tang.mei", dry_run=True)
    assert [(i.person, i.role, i.reason) for i in receipt.interested] == [("tang.mei", "recorder", "own-department")]


@pytest.mark.clause("6.3.1")
def test_a_reward_of_the_decider_s_own_department_is_taken_and_told(world):
    world.until("executing")
    world.appraise(**papers.AD_HOC_APPRAISAL | {"department": "SALES"}, by="liu.yang")
    receipt = world.reward(department="SALES", by="ma.rui", typed_by="tang.mei")
    told = [(i.person, i.department, i.role, i.reason) for i in receipt.interested]
    assert told == [
        ("ma.rui", "SALES", "decider", "own-department"),
        ("tang.mei", "SALES", "recorder", "own-department"),
    ]
    assert [each["person"] for each in _last(world)] == ["ma.rui", "tang.mei"]
    assert world.rows("SELECT interested FROM incentive") == [('["ma.rui","tang.mei"]',)]


# Waivers


@pytest.mark.clause("3.3.3", "2.5.3", "1.1")
def test_nobody_closes_what_was_merely_submitted(world):
    world.until("submitted")
    with not_permitted("3.3.3"):
        world.waive("summed-up-by-all", by="ma.rui")
    world.waive("summed-up-by-all")
    for by in ("li.na", "gao.ping"):
        with invalid("gate"):
            world.waive("stage", by=by)
    with refused(gate=["signed-by-all", "stage"], clause=["2.3.2", "2.5.3"]):
        world.close()
    assert world.stage == "submitted"
