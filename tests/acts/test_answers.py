"""How an act is answered: what comes first, everything of one kind at once, and when it may have happened."""

from datetime import UTC, datetime

import pytest

from crosspolicy.errors import UsageFault
from crosspolicy.forms.request import Request, Submission
from crosspolicy.intake.check import checked
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from crosspolicy.store.perform import Call, perform
from tests.support import papers
from tests.support.audit import assert_sound, events
from tests.support.company import INVOLVED, PARTIES
from tests.support.refusals import invalid, not_found, not_permitted, refused
from tests.support.world import World, found, recorded

# Which answer first: what names nothing, then the form, then authority, then the gates


def test_a_request_that_does_not_exist_answers_before_anything_else(world):
    for code in ("CB-2026-0001", "CB-1999-0001", "nonsense", "", "CB-2026-0001/A1"):
        with not_found():
            world.start(request=code, staff=[{"person": "nobody"}], by="he.jing")


@pytest.mark.parametrize("code", ["cb-2026-0001", "CB-2026-1", " CB-2026-000001 "])
def test_a_request_s_code_is_read_whatever_its_case_and_zeros(on_file, code):
    on_file.draft()
    assert on_file.submit(request=code).request == "CB-2026-0001"


def test_a_milestone_or_action_item_that_does_not_exist_answers_before_the_form(world):
    world.until("executing")
    with not_found():
        world.reach("Moon landing", reached_date="2030-01-01", by="he.jing")
    for code in ("A1", "CB-2026-0001/A1", "CB-2026-0001/R1", ""):
        with not_found():
            world.settle(target=code, by="he.jing")


def test_an_action_item_of_another_request_is_not_found_under_this_one(world):
    world.until("executing")
    world.regular_meeting(actions=[papers.ACTION])
    first = world.code
    world.until("executing")
    world.regular_meeting(actions=[papers.ACTION, papers.ACTION])
    with not_found():
        world.settle(target=f"{world.code}/A2", request=first)
    with not_found():
        world.settle(target=f"{first}/A1")


def test_the_form_answers_before_authority(world):
    world.until("submitted")
    with invalid("comment"):
        world.review("return", comment=None, by="li.na")
    with not_permitted("3.3.1"):
        world.review("return", by="li.na")


def test_what_the_form_names_answers_before_who_sits_at_the_machine(world):
    world.until("approved")
    with invalid("chair"):
        world.coordinate(chair="nobody", by="stranger")
    with invalid("chair"):
        world.coordinate(chair="nobody", by="gao.ping", typed_by="li.na")


def test_authority_answers_before_the_gates(world):
    world.until("draft")
    with not_permitted("3.3.2"):
        world.coordinate(attendees=["li.na"], opinions=None, by="li.na")
    with refused(gate=("review-first", "coordination-attended")):
        world.coordinate(attendees=["li.na"], opinions=None)


def test_somebody_named_with_as_who_does_not_exist_is_a_fault_of_what_was_stated(world):
    world.until("draft")
    with invalid("as"):
        world.submit(by="nobody", typed_by="xu.hui")


# Everything at once


def test_all_faults_of_a_form_are_told_at_once(world):
    world.until("approved")
    with invalid("chair", "attendees.2", "opinions.1.department", "actions.1.department", "held_at", "progress"):
        world.coordinate(
            chair="nobody",
            attendees=["li.na", "nobody"],
            opinions=[{"department": "HR", "opinion": "?"}],
            actions=[papers.ACTION | {"department": "NOWHERE"}],
            held_at="2026-09-30T23:00+08:00",
            progress="x",
        )


@pytest.mark.clause("2.3.2", "2.4.1", "5.1.1", "5.1.2", "5.2.1", "5.3.1")
def test_all_gates_that_are_shut_answer_at_once_the_missing_step_among_them(world):
    world.until("approved")
    with refused(
        gate=("signed-by-all", "staffed", "identified-together", "categories-covered", "assessed", "treated"),
        clause=("2.3.2", "2.4.1", "5.1.1", "5.1.2", "5.2.1", "5.3.1"),
        missing=(
            *("agreement", *PARTIES, *PARTIES, *INVOLVED),
            *("business", "personnel", "market", "legal"),
            *[f"{world.code}/R1"] * 2,
        ),
    ):
        world.start(staff=None)


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("stage", ["draft", "submitted", "approved", "coordinated"])
def test_where_a_gate_names_the_missing_step_the_stage_is_not_spoken_of(on_file, stage):
    on_file.until(stage)
    with refused(gate="table-first", clause="2.3.2"):
        on_file.draft_agreement()


@pytest.mark.parametrize("stage", ["executing", "closed", "withdrawn"])
def test_where_the_step_is_behind_it_the_stage_answers_under_the_act_s_clause(on_file, stage):
    on_file.until(stage)
    with refused(gate="stage", clause="2.2.1", missing=[stage]) as breaches:
        on_file.submit()
    assert str(breaches[0].message) == f"CB-2026-0001 is {stage}; this can be done only while it is draft."


# When it happened


@pytest.mark.parametrize("when", ["2026-10-01", "2026-09-30T10:01+08:00"])
def test_nothing_happened_in_the_future(world, when):
    with invalid("occurred_on"):
        world.draft(occurred_on=when)


@pytest.mark.parametrize("when", ["2026-09-29", "2026-09-30T09:59+08:00", "2026-09-30T01:59Z"])
def test_nothing_happened_before_the_request_s_previous_act(world, when):
    world.until("draft")
    with invalid("occurred_on"):
        world.submit(occurred_on=when)


@pytest.mark.parametrize("when", ["2026-09-30", "2026-09-30T10:00+08:00", "2026-09-30T11:30+09:00"])
def test_what_happened_on_the_same_day_or_later_is_taken(world, when):
    world.until("draft")
    world.on("2026-09-30", "12:00")
    receipt = world.submit(occurred_on=when)
    assert receipt.stage == "submitted"
    assert receipt.event.recorded_at == "2026-09-30T04:00:00Z"


def test_a_day_counts_in_the_book_s_time_zone_even_before_eight_in_the_morning(world):
    world.on("2026-10-10", "07:00")
    world.draft(occurred_on="2026-10-10")
    assert world.submit().stage == "submitted"


def test_a_day_before_the_previous_act_s_in_the_book_s_time_zone_is_too_early(world):
    world.on("2026-10-10", "01:00")
    world.draft()
    world.on("2026-10-12")
    with invalid("occurred_on"):
        world.submit(occurred_on="2026-10-09")


def test_a_moment_is_kept_to_the_second_in_utc_and_a_day_as_a_day(world):
    world.on("2026-10-10")
    world.draft(occurred_on="2026-10-09")
    world.submit(occurred_on="2026-10-09T18:30+08:00")
    assert [event["occurred_on"] for event in events(world)][1:] == ["2026-10-09", "2026-10-09T10:30:00Z"]


# Several acts together


def _submitted_at_once(world, content, *, dry_run=False):
    calls = [Call("request.drafted", checked(Request, content)), Call("request.submitted", Submission(), "*")]
    return perform(world.book, calls, By("li.na", "lantern"), now=world.now, dry_run=dry_run)


@pytest.mark.clause("2.1.1", "2.2.1")
def test_acts_in_one_go_each_have_their_event(world):
    drafted, submitted = _submitted_at_once(world, papers.REQUEST)
    assert (drafted.stage, submitted.stage) == ("draft", "submitted")
    assert drafted.request == submitted.request == "CB-2026-0001"
    assert [event["act"] for event in events(world)][1:] == ["request.drafted", "request.submitted"]
    assert_sound(world)


@pytest.mark.clause("2.1.2")
def test_of_acts_in_one_go_none_is_kept_where_one_is_refused_and_the_journal_tells(world):
    with refused(gate="form-complete", clause="2.1.2", missing=["background"]):
        _submitted_at_once(world, papers.REQUEST | {"background": None})
    assert world.rows("SELECT code FROM request") == []
    assert [(e["act"], e["is_refused"], e["chain"]) for e in events(world)][1:] == [("request.submitted", 1, 0)]
    assert world.draft().code == "CB-2026-0001"
    assert_sound(world)


def test_of_acts_in_one_go_none_is_kept_where_one_cannot_be(world):
    calls = [
        Call("request.drafted", checked(Request, papers.REQUEST)),
        Call("request.drafted", checked(Request, papers.REQUEST | {"requester": "nobody"})),
    ]
    with world.unchanged(), invalid("requester"):
        perform(world.book, calls, By("li.na", "lantern"), now=world.now)


# The clock


def test_a_real_book_s_clock_is_not_set(place):
    found(place, is_rehearsal=False)
    world = World(Book(place))
    with pytest.raises(UsageFault) as caught:
        world.draft()
    assert "this book is real" in str(caught.value)
    assert world.rows("SELECT COUNT(*) FROM journal") == [(1,)]


def test_a_real_book_takes_the_time_it_is(place):
    found(place, is_rehearsal=False)
    book = Book(place)
    before = datetime.now(UTC).replace(microsecond=0)
    form = checked(Request, papers.REQUEST)
    receipt = perform(book, [Call("request.drafted", form)], By("li.na", "lantern"))[0]
    book.close()
    assert before <= datetime.fromisoformat(recorded(receipt).recorded_at) <= datetime.now(UTC)
