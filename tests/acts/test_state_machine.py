"""Anybody tries anything in any order: whatever the book lets through, the policy was followed."""

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from crosspolicy.errors import InvalidInput, NotFound, Refused
from crosspolicy.policy.gates import GATES
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location
from tests.support import papers, way
from tests.support.audit import assert_sound
from tests.support.company import FOUNDING, PARTIES
from tests.support.scenarios import SCENARIOS
from tests.support.world import STOPPED, TRACK, World, found

PEOPLE = st.sampled_from([person["login"] for person in FOUNDING["people"]])
DEPARTMENTS = st.sampled_from([*PARTIES, *PARTIES, "HR"])
MILESTONES = st.sampled_from(["Pilot kiosk open", "Both kiosks open", "Both kiosks open ", "Moon landing"])
SOME_DAYS = st.integers(-10, 90)
FIELDS = st.sampled_from(["background", "objectives", "departments", "milestones", "risks", "title"])


def _rarely(strategy, usual=None, *, times=5):
    """Most often the usual value, at times one of the strategy."""
    return st.one_of(*[st.just(usual)] * times, strategy)


def _subset(entries):
    """The entries, most often all of them."""
    return _rarely(st.lists(st.sampled_from(entries), unique_by=repr), list(entries), times=2)


class Told(World):
    """A world in which every act, however it comes out, must have left just the event that it ought to."""

    def __init__(self, book):
        super().__init__(book)
        self.told = self.journalled()

    def journalled(self):
        """Return how many acts the journal says were performed, and how many refused."""
        sql = "SELECT COALESCE(SUM(1 - is_refused), 0), COALESCE(SUM(is_refused), 0) FROM journal"
        return self.rows(sql)[0]

    def act(self, name, form, content, /, *, dry_run=False, **others):
        """Perform an act, and look at the journal."""
        performed, turned_down = self.told
        try:
            receipt = super().act(name, form, content, dry_run=dry_run, **others)
            performed += not dry_run
            return receipt
        except Refused:
            turned_down += not dry_run
            raise
        finally:
            self.told = self.journalled()
            assert self.told == (performed, turned_down)


# What somebody may try: a step of the world, with a form that is more often sound than not


def _hand_over(world, draw, **how):
    department = draw(st.sampled_from([None, "SALES", "IT", "HR"]))
    world.edit(requesting_department=department, requester=draw(st.none() | PEOPLE), **how)


def _edit(world, draw, **how):
    field = draw(FIELDS)
    full = papers.REQUEST[field]
    world.edit(**how, **{field: draw(_rarely(st.just(type(full)()), full, times=1))})


def _review(world, draw, **how):
    world.review(draw(st.sampled_from(["approve", "approve", "return", "reject"])), **how)


def _actions(draw):
    department = draw(st.none() | DEPARTMENTS)
    return [papers.ACTION | {"department": department}] if department else []


def _coordinate(world, draw, **how):
    attendees = draw(_subset(papers.COORDINATION["attendees"])) or ["gao.ping"]
    opinions = draw(_subset(papers.COORDINATION["opinions"]))
    world.coordinate(attendees=attendees, opinions=opinions, actions=_actions(draw), **how)


def _regular_meeting(world, draw, **how):
    world.regular_meeting(actions=_actions(draw), **how)


def _ad_hoc(world, draw, **how):
    world.ad_hoc(responsible_department=draw(_rarely(st.none() | DEPARTMENTS, "FIN", times=1)), **how)


def _settle(world, draw, **how):
    world.settle(draw(st.integers(1, 3)), **how)


def _assign(world, draw, **how):
    world.assign(rows=draw(_subset([*papers.TABLE["rows"], {"responsibility": "Clean up"}])), **how)


def _assign_well(world, draw, **how):
    world.assign(**how)


def _draft_agreement(world, draw, **how):
    every = draw(st.sampled_from(["1 week", "2 weeks"]))
    gap = draw(_rarely(st.sampled_from(["workflow", "rights_and_obligations"])))
    node = draw(_rarely(st.tuples(MILESTONES, SOME_DAYS), times=2))
    nodes = [{"name": node[0], "due_date": world.today + timedelta(days=node[1])}] if node else None
    changes = {"report_every": every, "meeting_every": every, "time_nodes": nodes} | ({gap: None} if gap else {})
    world.draft_agreement(**changes, **how)


def _sign(world, draw, **how):
    world.sign(draw(DEPARTMENTS), **how)


def _start(world, draw, **how):
    since = world.today + timedelta(days=draw(_rarely(st.integers(-5, 1), 0)))
    world.start(staff=draw(_subset(papers.START["staff"])), start_date=since, **how)


def _report(world, draw, **how):
    changes = {"milestones_reached": draw(_rarely(st.lists(MILESTONES, max_size=2), []))}
    if period := draw(_rarely(st.tuples(st.integers(-20, 1), st.integers(0, 14)), times=1)):
        start = world.today + timedelta(days=period[0])
        changes |= {"period_start_date": start, "period_end_date": start + timedelta(days=period[1])}
    world.report(draw(DEPARTMENTS.filter(lambda d: d != "HR")), **changes, **how)


def _reach(world, draw, **how):
    world.reach(draw(MILESTONES), **how)


def _move(world, draw, **how):
    world.move(draw(MILESTONES), (world.today + timedelta(days=draw(SOME_DAYS))).isoformat(), **how)


def _evaluate(world, draw, **how):
    step = draw(st.sampled_from([world.evaluate, world.evaluate, world.fail]))
    step(draw(DEPARTMENTS), **how)


def _decide(world, draw, **how):
    world.decide(draw(st.sampled_from(["accept", "accept", "rework", "reject"])), **how)


def _sum_up(world, draw, **how):
    world.sum_up(draw(DEPARTMENTS), **how)


def _plain(step):
    return lambda world, draw, **how: step(world, **how)


AT_STAGE = {
    "draft": [_edit, _hand_over, _plain(World.submit)],
    "submitted": [_review],
    "approved": [_coordinate],
    "coordinated": [_assign, _assign_well, _draft_agreement, _sign, _sign, _start, _coordinate, _plain(World.withdraw)],
    "agreed": [_start, _start, _draft_agreement, _assign_well, _move],
    "executing": [
        *[_report] * 3,
        *[_reach, _move, _regular_meeting, _ad_hoc, _settle, _draft_agreement, _sign],
        _plain(World.open_acceptance),
    ],
    "accepting": [_evaluate, _evaluate, _decide],
    "accepted": [_sum_up, _sum_up, _plain(World.close)],
}
"""What is tried of a request at its stage."""

WAIVABLE = sorted(GATES.keys() - {"stage"})
"""With the stage itself waived a request may stand anywhere: what then holds has tests of its own."""

ANYTHING = [step for steps in AT_STAGE.values() for step in steps] + [_plain(World.terminate)]
"""What is tried at any other time, too."""


class TheWayOfRequests(RuleBasedStateMachine):
    """A book with a request at any stage, and everybody of the company before it."""

    shelf: Path
    """Where the books lie that an example begins from, one for each stage."""

    @initialize(stage=st.sampled_from([*TRACK, *TRACK, *TRACK, *STOPPED]))
    def begin(self, stage):
        """Begin with a request that has come so far."""
        path = self.shelf / "current.db"
        shutil.copy(self.shelf / f"{stage}.db", path)
        self.book = Book(Location(path=path))
        self.world = Told(self.book)
        self.world.code = "CB-2026-0001"
        self.codes = ["CB-2026-0001"]

    def teardown(self):
        """Let go of the book."""
        if hasattr(self, "book"):
            self.book.close()
            for path in self.shelf.glob("current.db*"):
                path.unlink()

    @staticmethod
    def _try(step, /, *given, **changes):
        """Try a step, whatever comes of it, as long as it is an answer."""
        with suppress(Refused, InvalidInput, NotFound):
            step(*given, **changes)

    def _somebody_tries(self, data, steps):
        """Let somebody try one of the steps: whoever would, or anybody, typing for themselves or for another."""
        how = {}
        if data.draw(st.integers(0, 2)) == 0:
            how["by"] = data.draw(PEOPLE)
        if data.draw(st.integers(0, 3)) == 0:
            how["typed_by"] = data.draw(PEOPLE)
        if data.draw(st.integers(0, 7)) == 0:
            how["occurred_on"] = self.world.today + timedelta(days=data.draw(st.integers(-3, 1)))
        if data.draw(st.integers(0, 9)) == 0:
            how["dry_run"] = True
        self._try(data.draw(st.sampled_from(steps)), self.world, data.draw, **how)

    @rule(data=st.data())
    def try_what_is_due(self, data):
        """Somebody tries what belongs to the stage."""
        self._somebody_tries(data, AT_STAGE.get(self.world.stage, ANYTHING))

    @rule(data=st.data())
    def try_it_again(self, data):
        """Somebody tries what belongs to the stage: the rules are drawn evenly, and this is what counts most."""
        self._somebody_tries(data, AT_STAGE.get(self.world.stage, ANYTHING))

    @rule(data=st.data())
    def try_anything(self, data):
        """Somebody tries anything at all."""
        self._somebody_tries(data, ANYTHING)

    @rule(data=st.data())
    def leave_out(self, data):
        """Try what a gate of this stage refuses, with or without a waiver."""
        if cases := [case for case in SCENARIOS if case.stage == self.world.stage and case.gate in WAIVABLE]:
            case = data.draw(st.sampled_from(cases))
            if data.draw(st.booleans()):
                self._try(self.world.waive, case.gate)
            self._try(case.before, self.world)
            self._try(case.trying, self.world)

    @rule()
    def carry_on(self):
        """Do what is due next, as it should be done."""
        if (stage := self.world.stage) in TRACK[:-1]:
            self._try(self.world.carry_on, TRACK[TRACK.index(stage) + 1])

    @rule(data=st.data())
    def something_else_happens(self, data):
        """Days go by, a gate is waived, somebody stands in for somebody, or another request comes up."""
        data.draw(st.sampled_from([self._time_passes, self._waive, self._name_deputy, self._take_up_another]))(
            data.draw
        )

    def _time_passes(self, draw):
        self.world.later(draw(st.integers(0, 20)))

    def _take_up_another(self, draw):
        if draw(st.booleans()):
            self._try(self.world.draft, **dict.fromkeys(draw(st.sets(FIELDS, max_size=2))))
        self.codes = sorted({*self.codes, self.world.code})
        self.world.code = draw(st.sampled_from(self.codes))

    def _waive(self, draw):
        days = draw(st.none() | st.integers(-1, 30))
        until = None if days is None else self.world.today + timedelta(days=days)
        by = draw(_rarely(PEOPLE, "gao.ping"))
        self._try(self.world.waive, draw(st.sampled_from(WAIVABLE)), by=by, until_date=until)

    def _name_deputy(self, draw):
        first = self.world.today + timedelta(days=draw(st.integers(-5, 5)))
        dates = {"from_date": first, "until_date": first + timedelta(days=draw(st.integers(0, 30)))}
        self._try(self.world.name_deputy, person=draw(PEOPLE), deputy=draw(PEOPLE), **dates)

    @invariant()
    def the_policy_was_followed(self):
        """The journal proves the book, and no request stands where its gates do not."""
        if hasattr(self, "world"):
            with self.world.one_look():
                assert_sound(self.world)
                assert way.faults(self.world) == []


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A folder with a book for every stage."""
    folder = tmp_path_factory.mktemp("shelf")
    for stage in (*TRACK, *STOPPED):
        location = Location(path=folder / f"{stage}.db")
        found(location)
        book = Book(location)
        World(book).until(stage)
        book.close()
    return folder


@pytest.mark.fuzz
@pytest.mark.clause("1.1", "3.3.1", "3.3.4")
def test_whatever_anybody_tries_in_whatever_order_the_policy_is_followed(shelf):
    TheWayOfRequests.shelf = shelf
    run_state_machine_as_test(TheWayOfRequests, settings=settings())
