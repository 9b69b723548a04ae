"""The journal: append-only, chained, one event for every act, and refusals among them."""

from contextlib import closing

import psycopg
import pytest

from crosspolicy.store.location import Location
from crosspolicy.store.sqlite_file import dbapi
from tests.support.audit import assert_sound, broken_chains, events
from tests.support.refusals import invalid, not_found, not_permitted, refused
from tests.support.world import TRACK


def _written_behind_its_back(location: Location, statement: str) -> None:
    """Write past the program, as somebody with the file or the database in hand could."""
    if location.path is not None:
        with closing(dbapi.connect(str(location.path), isolation_level=None)) as connection:
            connection.execute(statement)
    else:
        with psycopg.connect(location.url, autocommit=True) as connection:
            connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor = 'lin.tao' WHERE seq = 2",
        "UPDATE journal SET payload = payload",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal",
    ],
)
def test_nothing_is_changed_or_deleted_in_the_journal(world, statement):
    world.until("submitted")
    with world.unchanged(), pytest.raises((dbapi.Error, psycopg.Error)) as caught:
        _written_behind_its_back(world.book.location, statement)
    assert "the journal is append-only" in str(caught.value)


def test_a_server_s_journal_is_not_emptied_either(on_server):
    on_server.until("draft")
    with pytest.raises(psycopg.Error) as caught:
        _written_behind_its_back(on_server.book.location, "TRUNCATE journal CASCADE")
    assert "the journal is append-only" in str(caught.value)


def test_each_request_has_a_chain_of_its_own_and_the_book_another(world):
    world.until("approved")
    world.until("submitted")
    world.add_department()
    told = events(world)
    chains = [[event for event in told if event["chain"] == each] for each in sorted({e["chain"] for e in told})]
    assert [len(chain) for chain in chains] == [2, 3, 2]
    for chain in chains:
        assert chain[0]["previous_hash"] == "0" * 64
        assert [event["previous_hash"] for event in chain[1:]] == [event["hash"] for event in chain[:-1]]
    assert broken_chains(world) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "'lin.tao'"),
        ("recorded_by", "'xu.hui'"),
        ("occurred_on", "'2026-09-01'"),
        ("recorded_at", "'2026-09-01T00:00:00Z'"),
        ("payload", "'{}'"),
        ("clauses", "'[]'"),
        ("act", "'request.edited'"),
        ("is_refused", "1"),
        ("policy_digest", "''"),
        ("os_user", "'root'"),
        ("host", "'elsewhere'"),
        ("hash", "previous_hash"),
    ],
)
def test_whoever_gets_past_the_triggers_breaks_the_chain(on_file, column, value):
    on_file.until("approved")
    _written_behind_its_back(on_file.book.location, "DROP TRIGGER journal_no_update")
    _written_behind_its_back(on_file.book.location, f"UPDATE journal SET {column} = {value} WHERE seq = 3")
    assert [fault for fault in broken_chains(on_file) if "event 3" in fault]


def test_an_event_cut_off_the_end_is_missed(on_file):
    on_file.until("approved")
    _written_behind_its_back(on_file.book.location, "DROP TRIGGER journal_no_delete")
    _written_behind_its_back(on_file.book.location, "DELETE FROM journal WHERE seq = 4")
    assert "the heads of the chains" in broken_chains(on_file)[0]


def test_every_act_of_the_whole_way_has_one_event(world):
    world.until("closed")
    acts = [event["act"] for event in events(world)]
    assert acts == [
        "book.initialised",
        "request.drafted",
        "request.submitted",
        "review.decided",
        "meeting.recorded",
        "risk.closed",
        *["risk.excluded"] * 4,
        "responsibility.assigned",
        "agreement.drafted",
        *["agreement.signed"] * 3,
        "execution.started",
        *["milestone.reached"] * 2,
        "acceptance.opened",
        *["acceptance.evaluated"] * 3,
        "acceptance.decided",
        *["summary.added"] * 3,
    ]
    assert [event["seq"] for event in events(world)] == list(range(1, len(acts) + 1))
    assert world.rows("SELECT stage FROM stage_entry ORDER BY number") == [(stage,) for stage in TRACK]
    assert_sound(world)


def test_an_event_tells_who_when_where_under_which_clauses_and_what(world):
    world.until("submitted")
    world.later(1)
    receipt = world.review(typed_by="xu.hui", occurred_on="2026-09-30T18:00+08:00")
    event = events(world)[-1]
    assert event["payload"]["form"]["outcome"] == "approve"
    assert event["payload"]["effect"]["stage"] == "approved"
    assert {name: event[name] for name in event if name not in ("payload", "previous_hash", "hash")} == {
        "seq": 4,
        "chain": world.request_id,
        "request_id": world.request_id,
        "act": "review.decided",
        "is_refused": 0,
        "actor": "gao.ping",
        "recorded_by": "xu.hui",
        "os_user": "xu.hui",
        "host": "lantern",
        "occurred_on": "2026-09-30T10:00:00Z",
        "recorded_at": "2026-10-01T02:00:00Z",
        "clauses": ["2.2.2", "2.2.1", "3.3.1"],
        "policy_digest": world.value("SELECT digest FROM adoption"),
    }
    assert receipt.event.hash == event["hash"]
    assert "occurred_on" not in event["payload"]["form"]


def test_what_authority_and_gates_refuse_is_journalled_and_what_cannot_be_is_not(world):
    world.until("submitted")
    before = len(events(world))
    with invalid("comment"):
        world.review("return", comment=None)
    with not_found():
        world.review(request="CB-2026-0099")
    assert len(events(world)) == before
    with not_permitted("3.3.1"):
        world.review(by="li.na")
    with refused(gate="review-first"):
        world.coordinate()
    refusals = events(world)[before:]
    assert [(e["act"], e["actor"], e["is_refused"], e["clauses"], e["payload"]["refused"]) for e in refusals] == [
        (
            "review.decided",
            "li.na",
            1,
            ["3.3.1"],
            [{"gate": "authority", "clause": "3.3.1", "missing": []}],
        ),
        (
            "meeting.recorded",
            "gao.ping",
            1,
            ["2.2.3"],
            [{"gate": "review-first", "clause": "2.2.3", "missing": ["review"]}],
        ),
    ]
    assert_sound(world)


def test_a_refused_event_does_not_move_the_request_s_time_on(world):
    world.until("draft")
    world.later(3)
    with refused(gate="review-first"):
        world.coordinate()
    assert world.submit(occurred_on="2026-09-30").stage == "submitted"


@pytest.mark.parametrize("stage", ["submitted", "approved", "agreed", "executing", "accepting", "closed"])
def test_a_dry_run_answers_as_the_act_would_and_writes_nothing(world, stage):
    previous = TRACK[TRACK.index(stage) - 1]
    step = {
        "submitted": world.submit,
        "approved": world.review,
        "agreed": lambda **kw: world.sign("FIN", **kw),
        "executing": world.start,
        "accepting": world.open_acceptance,
        "closed": lambda **kw: world.sum_up("FIN", **kw),
    }[stage]
    world.until(previous)
    if stage == "agreed":
        world.assign()
        world.draft_agreement()
        world.sign_all("SALES", "IT")
    if stage == "accepting":
        world.reach_all()
    if stage == "closed":
        world.sum_up("SALES")
        world.sum_up("IT")
    with world.unchanged():
        tried = step(dry_run=True)
    done = step()
    assert tried.event is None
    assert (tried.stage, tried.codes, tried.opened, tried.discharged, tried.next) == (
        done.stage,
        done.codes,
        done.opened,
        done.discharged,
        done.next,
    )
    assert done.stage == stage


def test_a_dry_run_of_a_new_request_uses_no_number(world):
    with world.unchanged():
        assert world.draft(dry_run=True).code == "CB-2026-0001"
    assert world.draft().code == "CB-2026-0001"


def test_a_dry_run_that_is_refused_is_not_journalled(world):
    world.until("draft")
    with world.unchanged(), refused(gate="review-first"):
        world.coordinate(dry_run=True)
    with world.unchanged(), not_permitted("3.3.1"):
        world.review(by="li.na", dry_run=True)
