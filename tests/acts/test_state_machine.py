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
    precondition,
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
DAYS = st.integers(-10, 90)

WHO = st.one_of(
    *[st.just({})] * 6,
    st.builds(lambda by: {"by": by}, PEOPLE),
    st.builds(lambda typed_by: {"typed_by": typed_by}, PEOPLE),
    st.builds(lambda by, typed_by: {"by": by, "typed_by": typed_by}, PEOPLE, PEOPLE),
)
"""Who acts: most often whoever would, else anybody, typing for themselves or for another."""

WHEN = st.one_of(*[st.none()] * 5, st.integers(-3, 1))
DRY = st.sampled_from([*[False] * 7, True])


def _subset(entries):
    """The entries, most often all of them."""
    chosen = st.lists(st.sampled_from(entries), unique_by=repr)
    return st.one_of(st.just(list(entries)), st.just(list(entries)), chosen)


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


def due(*stages):
    """A rule for requests at these stages; one time in six it is tried at any other."""
    return precondition(lambda machine: machine.steps % 6 == 0 or machine.stage in stages)


class TheWayOfRequests(RuleBasedStateMachine):
    """A book with a request at any stage, and everybody of the company before it."""

    shelf: Path
    """Where the books lie that an example begins from, one for each stage."""

    steps = 0
    stage = ""

    @initialize(stage=st.sampled_from([*TRACK, *TRACK, *STOPPED]))
    def begin(self, stage):
        """Begin with a request that has come so far."""
        path = self.shelf / "current.db"
        shutil.copy(self.shelf / f"{stage}.db", path)
        self.book = Book(Location(path=path))
        self.world = Told(self.book)
        self.world.code = "CB-2026-0001"
        self.codes = ["CB-2026-0001"]
        self.stage = stage

    def teardown(self):
        """Let go of the book."""
        if hasattr(self, "book"):
            self.book.close()
            for path in self.shelf.glob("current.db*"):
                path.unlink()

    def _try(self, step, /, *given, who=None, when=None, **changes):
        """Try a step, whatever comes of it, as long as it is an answer."""
        if when is not None:
            changes["occurred_on"] = self.world.today + timedelta(days=when)
        with suppress(Refused, InvalidInput, NotFound):
            step(*given, **(who or {}), **changes)
        self.steps += 1
        self.stage = self.world.stage

    @rule()
    def carry_on(self):
        """Do what is due, as it should be done."""
        if self.stage in TRACK[:-1]:
            following = TRACK[TRACK.index(self.stage) + 1]
            self._try(self.world.carry_on, following)

    # Time, and other requests

    @rule(data=st.data())
    def leave_out(self, data):
        """Try what a gate of this stage refuses, with or without a waiver."""
        cases = [case for case in SCENARIOS if case.stage == self.stage]
        if cases:
            case = data.draw(st.sampled_from(cases))
            if data.draw(st.booleans()):
                self._try(self.world.waive, case.gate)
            self._try(lambda: case.before(self.world))
            self._try(lambda: case.trying(self.world))

    @rule()
    def carry_on_with_the_work(self):
        """Report and meet as the work goes on."""
        if self.stage == "executing":
            self.world.later(7)
            for department in PARTIES:
                self._try(self.world.report, department)
            self._try(self.world.regular_meeting)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days):
        self.world.later(days)

    @rule(index=st.integers(0, 5))
    def turn_to_another_request(self, index):
        self.world.code = self.codes[index % len(self.codes)]
        self.stage = self.world.stage

    @rule(gaps=st.sets(st.sampled_from(["background", "objectives", "departments", "milestones", "risks"])), who=WHO)
    def draft(self, gaps, who):
        known = self.world.code
        self._try(self.world.draft, who=who, **dict.fromkeys(gaps))
        if self.world.code != known:
            self.codes.append(self.world.code)

    # The steps of the policy

    @due("draft")
    @rule(
        field=st.sampled_from(["background", "objectives", "departments", "milestones", "risks", "title"]),
        emptied=st.booleans(),
        who=WHO,
        dry=DRY,
    )
    def edit(self, field, emptied, who, dry):
        full = papers.REQUEST[field]
        self._try(self.world.edit, who=who, dry_run=dry, **{field: type(full)() if emptied else full})

    @due("draft")
    @rule(
        requesting=st.sampled_from([None, None, "SALES", "IT", "HR"]),
        requester=st.one_of(st.none(), PEOPLE),
        who=WHO,
    )
    def hand_over(self, requesting, requester, who):
        self._try(self.world.edit, who=who, requesting_department=requesting, requester=requester)

    @due("draft")
    @rule(who=WHO, when=WHEN, dry=DRY)
    def submit(self, who, when, dry):
        self._try(self.world.submit, who=who, when=when, dry_run=dry)

    @due("submitted")
    @rule(outcome=st.sampled_from(["approve", "approve", "return", "reject"]), who=WHO, when=WHEN, dry=DRY)
    def review(self, outcome, who, when, dry):
        self._try(self.world.review, outcome, who=who, when=when, dry_run=dry)

    @due("approved", "coordinated")
    @rule(
        attendees=_subset(papers.COORDINATION["attendees"]),
        opinions=_subset(papers.COORDINATION["opinions"]),
        acting=st.one_of(st.none(), DEPARTMENTS),
        who=WHO,
        when=WHEN,
    )
    def coordinate(self, attendees, opinions, acting, who, when):
        actions = [papers.ACTION | {"department": acting}] if acting else []
        changes = {"attendees": attendees or ["gao.ping"], "opinions": opinions, "actions": actions}
        self._try(self.world.coordinate, who=who, when=when, **changes)

    @due("executing", "accepting", "coordinated")
    @rule(acting=st.one_of(st.none(), DEPARTMENTS), who=WHO, when=WHEN, dry=DRY)
    def regular_meeting(self, acting, who, when, dry):
        actions = [papers.ACTION | {"department": acting}] if acting else []
        self._try(self.world.regular_meeting, who=who, when=when, dry_run=dry, actions=actions)

    @due("executing", "submitted", "accepted")
    @rule(solved=st.booleans(), department=DEPARTMENTS, who=WHO)
    def ad_hoc(self, solved, department, who):
        outcome = {} if solved else {"solution": None}
        self._try(self.world.ad_hoc, who=who, responsible_department=department, **outcome)

    @due("executing", "coordinated", "closed")
    @rule(number=st.integers(1, 3), who=WHO, when=WHEN)
    def settle(self, number, who, when):
        self._try(self.world.settle, number, who=who, when=when)

    @due("coordinated", "agreed", "executing")
    @rule(rows=_subset([*papers.TABLE["rows"], {"responsibility": "Clean up"}]), who=WHO, dry=DRY)
    def assign(self, rows, who, dry):
        self._try(self.world.assign, who=who, dry_run=dry, rows=rows)

    @due("coordinated", "agreed", "executing")
    @rule(who=WHO, when=WHEN)
    def assign_well(self, who, when):
        self._try(self.world.assign, who=who, when=when)

    @due("coordinated", "agreed", "executing")
    @rule(
        gap=st.sampled_from([None, None, None, "workflow", "rights_and_obligations"]),
        every=st.sampled_from(["1 week", "2 weeks"]),
        node=st.one_of(st.none(), st.tuples(MILESTONES, DAYS)),
        who=WHO,
        when=WHEN,
    )
    def draft_agreement(self, gap, every, node, who, when):
        nodes = [{"name": node[0], "due_date": self.world.today + timedelta(days=node[1])}] if node else None
        changes = {"report_every": every, "meeting_every": every, "time_nodes": nodes} | ({gap: None} if gap else {})
        self._try(self.world.draft_agreement, who=who, when=when, **changes)

    @due("coordinated", "executing")
    @rule(department=DEPARTMENTS, who=WHO, when=WHEN, dry=DRY)
    def sign(self, department, who, when, dry):
        self._try(self.world.sign, department, who=who, when=when, dry_run=dry)

    @due("coordinated", "executing")
    @rule(who=WHO)
    def everybody_signs(self, who):
        for department in PARTIES:
            self._try(self.world.sign, department, who=who)

    @due("agreed", "coordinated")
    @rule(staff=_subset(papers.START["staff"]), since=st.integers(-5, 1), who=WHO, when=WHEN, dry=DRY)
    def start(self, staff, since, who, when, dry):
        start = self.world.today + timedelta(days=since)
        self._try(self.world.start, who=who, when=when, dry_run=dry, staff=staff, start_date=start)

    @due("executing")
    @rule(
        department=DEPARTMENTS,
        period=st.one_of(st.none(), st.none(), st.tuples(st.integers(-30, 1), st.integers(0, 14))),
        reached=st.one_of(st.just([]), st.just([]), st.lists(MILESTONES, max_size=2)),
        who=WHO,
        when=WHEN,
    )
    def report(self, department, period, reached, who, when):
        changes = {"milestones_reached": reached}
        if period:
            start = self.world.today + timedelta(days=period[0])
            changes |= {"period_start_date": start, "period_end_date": start + timedelta(days=period[1])}
        self._try(self.world.report, department, who=who, when=when, **changes)

    @due("executing", "accepting")
    @rule(name=MILESTONES, who=WHO, when=WHEN, dry=DRY)
    def reach(self, name, who, when, dry):
        self._try(self.world.reach, name, who=who, when=when, dry_run=dry)

    @due("agreed", "executing")
    @rule(name=MILESTONES, days=DAYS, who=WHO, when=WHEN)
    def move(self, name, days, who, when):
        day = (self.world.today + timedelta(days=days)).isoformat()
        self._try(self.world.move, name, day, who=who, when=when)

    @due("executing")
    @rule(who=WHO, when=WHEN, dry=DRY)
    def open_acceptance(self, who, when, dry):
        self._try(self.world.open_acceptance, who=who, when=when, dry_run=dry)

    @due("accepting")
    @rule(department=DEPARTMENTS, passes=st.booleans(), who=WHO, when=WHEN)
    def evaluate(self, department, passes, who, when):
        step = self.world.evaluate if passes else self.world.fail
        self._try(step, department, who=who, when=when)

    @due("accepting")
    @rule(who=WHO)
    def everybody_evaluates(self, who):
        for department in PARTIES:
            self._try(self.world.evaluate, department, who=who)

    @due("accepting")
    @rule(outcome=st.sampled_from(["accept", "accept", "rework", "reject"]), who=WHO, when=WHEN, dry=DRY)
    def decide(self, outcome, who, when, dry):
        self._try(self.world.decide, outcome, who=who, when=when, dry_run=dry)

    @due("accepted")
    @rule(department=DEPARTMENTS, who=WHO, when=WHEN)
    def sum_up(self, department, who, when):
        self._try(self.world.sum_up, department, who=who, when=when)

    @due("accepted")
    @rule(who=WHO, dry=DRY)
    def close(self, who, dry):
        self._try(self.world.close, who=who, dry_run=dry)

    @due("draft", "submitted", "approved", "coordinated")
    @rule(who=WHO)
    def withdraw(self, who):
        self._try(self.world.withdraw, who=who)

    @precondition(lambda machine: machine.steps % 10 == 0)
    @rule(who=WHO)
    def terminate(self, who):
        self._try(self.world.terminate, who=who)

    @rule(gate=st.sampled_from(sorted(GATES)), days=st.one_of(st.none(), st.integers(-1, 30)), who=WHO)
    def waive(self, gate, days, who):
        until = None if days is None else self.world.today + timedelta(days=days)
        self._try(self.world.waive, gate, who=who, until_date=until)

    @rule(person=PEOPLE, deputy=PEOPLE, first=st.integers(-5, 5), days=st.integers(0, 30), who=WHO)
    def name_deputy(self, person, deputy, first, days, who):
        day = self.world.today + timedelta(days=first)
        dates = {"from_date": day, "until_date": day + timedelta(days=days)}
        self._try(self.world.name_deputy, who=who, person=person, deputy=deputy, **dates)

    # What always holds

    @invariant()
    def the_journal_proves_the_book(self):
        if hasattr(self, "world"):
            assert_sound(self.world)

    @invariant()
    def no_stage_without_its_gates(self):
        if hasattr(self, "world"):
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
