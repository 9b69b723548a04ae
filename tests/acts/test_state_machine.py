"""Anybody tries anything in any order: whatever the book lets through, the policy was followed."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from crosspolicy.errors import InvalidInput, NotFound, Refused
from crosspolicy.policy.gates import GATES
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location
from tests.support import papers, way
from tests.support.audit import assert_sound
from tests.support.company import FOUNDING, PARTIES
from tests.support.world import STOPPED, TRACK, World, found

PEOPLE = st.sampled_from([person["login"] for person in FOUNDING["people"]])
DEPARTMENTS = st.sampled_from([*PARTIES, *PARTIES, "HR"])
MILESTONES = st.sampled_from(["Pilot kiosk open", "Both kiosks open", "Both kiosks open ", "Moon landing"])
DAYS = st.integers(-10, 90)

WHO = st.one_of(
    st.just({}),
    st.just({}),
    st.just({}),
    st.builds(lambda by: {"by": by}, PEOPLE),
    st.builds(lambda typed_by: {"typed_by": typed_by}, PEOPLE),
    st.builds(lambda by, typed_by: {"by": by, "typed_by": typed_by}, PEOPLE, PEOPLE),
)
"""Who acts: most often whoever would, else anybody, typing for themselves or for another."""

WHEN = st.one_of(st.none(), st.none(), st.none(), st.integers(-3, 1))
DRY = st.sampled_from([False, False, False, False, True])


def _subset(entries):
    """The entries, most often all of them."""
    chosen = st.lists(st.sampled_from(entries), unique_by=repr)
    return st.one_of(st.just(list(entries)), st.just(list(entries)), chosen)


class TheWayOfRequests(RuleBasedStateMachine):
    """A book with a request at any stage, and everybody of the company before it."""

    shelf: Path
    """Where the books lie that an example begins from, one for each stage."""

    @initialize(stage=st.sampled_from([*TRACK, *TRACK, *STOPPED]))
    def begin(self, stage):
        """Begin with a request that has come so far."""
        path = self.shelf / "current.db"
        shutil.copy(self.shelf / f"{stage}.db", path)
        self.book = Book(Location(path=path))
        self.world = World(self.book)
        self.world.code = "CB-2026-0001"
        self.codes = ["CB-2026-0001"]
        self.told = self._told()

    def teardown(self):
        """Let go of the book."""
        if hasattr(self, "book"):
            self.book.close()
            for path in self.shelf.glob("current.db*"):
                path.unlink()

    def _told(self):
        ((performed, turned_down),) = self.world.rows(
            "SELECT COALESCE(SUM(1 - is_refused), 0), COALESCE(SUM(is_refused), 0) FROM journal"
        )
        return performed, turned_down

    def _try(self, step, /, *given, who, when=None, dry=False, **changes):
        """Try a step; hold that the journal tells of it as it came out, and of nothing else."""
        if when is not None:
            changes["occurred_on"] = self.world.today + timedelta(days=when)
        performed, turned_down = self.told
        try:
            step(*given, dry_run=dry, **who, **changes)
        except Refused:
            turned_down += not dry
        except (InvalidInput, NotFound):
            pass
        else:
            performed += not dry
        self.told = self._told()
        assert self.told == (performed, turned_down)

    # Time, and other requests

    @rule(days=st.integers(0, 20))
    def time_passes(self, days):
        self.world.later(days)

    @rule(index=st.integers(0, 5))
    def turn_to_another_request(self, index):
        self.world.code = self.codes[index % len(self.codes)]

    @rule(gaps=st.sets(st.sampled_from(["background", "objectives", "departments", "milestones", "risks"])), who=WHO)
    def draft(self, gaps, who):
        known = self.world.code
        self._try(self.world.draft, who=who, **dict.fromkeys(gaps))
        if self.world.code != known:
            self.codes.append(self.world.code)

    # The steps of the policy

    @rule(
        field=st.sampled_from(["background", "objectives", "departments", "milestones", "risks", "title"]),
        emptied=st.booleans(),
        who=WHO,
        dry=DRY,
    )
    def edit(self, field, emptied, who, dry):
        empty = None if field in ("background", "title") else []
        self._try(self.world.edit, who=who, dry=dry, **{field: empty if emptied else papers.REQUEST[field]})

    @rule(
        requesting=st.sampled_from([None, None, "SALES", "IT", "HR"]),
        requester=st.one_of(st.none(), PEOPLE),
        who=WHO,
    )
    def hand_over(self, requesting, requester, who):
        self._try(self.world.edit, who=who, requesting_department=requesting, requester=requester)

    @rule(who=WHO, when=WHEN, dry=DRY)
    def submit(self, who, when, dry):
        self._try(self.world.submit, who=who, when=when, dry=dry)

    @rule(outcome=st.sampled_from(["approve", "approve", "return", "reject"]), who=WHO, when=WHEN, dry=DRY)
    def review(self, outcome, who, when, dry):
        self._try(self.world.review, outcome, who=who, when=when, dry=dry)

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

    @rule(acting=st.one_of(st.none(), DEPARTMENTS), who=WHO, when=WHEN, dry=DRY)
    def regular_meeting(self, acting, who, when, dry):
        actions = [papers.ACTION | {"department": acting}] if acting else []
        self._try(self.world.regular_meeting, who=who, when=when, dry=dry, actions=actions)

    @rule(solved=st.booleans(), department=DEPARTMENTS, who=WHO)
    def ad_hoc(self, solved, department, who):
        outcome = {} if solved else {"solution": None}
        self._try(self.world.ad_hoc, who=who, responsible_department=department, **outcome)

    @rule(number=st.integers(1, 3), who=WHO, when=WHEN)
    def settle(self, number, who, when):
        self._try(self.world.settle, number, who=who, when=when)

    @rule(rows=_subset([*papers.TABLE["rows"], {"responsibility": "Clean up"}]), who=WHO, dry=DRY)
    def assign(self, rows, who, dry):
        self._try(self.world.assign, who=who, dry=dry, rows=rows)

    @rule(who=WHO, when=WHEN)
    def assign_well(self, who, when):
        self._try(self.world.assign, who=who, when=when)

    @rule(
        gap=st.sampled_from([None, None, None, "workflow", "rights_and_obligations"]),
        every=st.sampled_from(["1 week", "2 weeks"]),
        node=st.one_of(st.none(), st.tuples(MILESTONES, DAYS)),
        who=WHO,
        when=WHEN,
    )
    def draft_agreement(self, gap, every, node, who, when):
        changes = {gap: None} if gap else {}
        if node:
            changes["time_nodes"] = [{"name": node[0], "due_date": self.world.today + timedelta(days=node[1])}]
        self._try(self.world.draft_agreement, who=who, when=when, report_every=every, meeting_every=every, **changes)

    @rule(department=DEPARTMENTS, who=WHO, when=WHEN, dry=DRY)
    def sign(self, department, who, when, dry):
        self._try(self.world.sign, department, who=who, when=when, dry=dry)

    @rule(who=WHO)
    def everybody_signs(self, who):
        for department in PARTIES:
            self._try(self.world.sign, department, who=who)

    @rule(staff=_subset(papers.START["staff"]), since=st.integers(-5, 1), who=WHO, when=WHEN, dry=DRY)
    def start(self, staff, since, who, when, dry):
        start = self.world.today + timedelta(days=since)
        self._try(self.world.start, who=who, when=when, dry=dry, staff=staff, start_date=start)

    @rule(
        department=DEPARTMENTS,
        period=st.one_of(st.none(), st.tuples(st.integers(-30, 1), st.integers(0, 14))),
        reached=st.lists(MILESTONES, max_size=2),
        who=WHO,
        when=WHEN,
    )
    def report(self, department, period, reached, who, when):
        changes = {"milestones_reached": reached}
        if period:
            start = self.world.today + timedelta(days=period[0])
            changes |= {"period_start_date": start, "period_end_date": start + timedelta(days=period[1])}
        self._try(self.world.report, department, who=who, when=when, **changes)

    @rule(name=MILESTONES, who=WHO, when=WHEN, dry=DRY)
    def reach(self, name, who, when, dry):
        self._try(self.world.reach, name, who=who, when=when, dry=dry)

    @rule(name=MILESTONES, days=DAYS, who=WHO, when=WHEN)
    def move(self, name, days, who, when):
        day = (self.world.today + timedelta(days=days)).isoformat()
        self._try(self.world.move, name, day, who=who, when=when)

    @rule(who=WHO, when=WHEN, dry=DRY)
    def open_acceptance(self, who, when, dry):
        self._try(self.world.open_acceptance, who=who, when=when, dry=dry)

    @rule(department=DEPARTMENTS, passes=st.booleans(), who=WHO, when=WHEN)
    def evaluate(self, department, passes, who, when):
        step = self.world.evaluate if passes else self.world.fail
        self._try(step, department, who=who, when=when)

    @rule(who=WHO)
    def everybody_evaluates(self, who):
        for department in PARTIES:
            self._try(self.world.evaluate, department, who=who)

    @rule(outcome=st.sampled_from(["accept", "accept", "rework", "reject"]), who=WHO, when=WHEN, dry=DRY)
    def decide(self, outcome, who, when, dry):
        self._try(self.world.decide, outcome, who=who, when=when, dry=dry)

    @rule(department=DEPARTMENTS, who=WHO, when=WHEN)
    def sum_up(self, department, who, when):
        self._try(self.world.sum_up, department, who=who, when=when)

    @rule(who=WHO, dry=DRY)
    def close(self, who, dry):
        self._try(self.world.close, who=who, dry=dry)

    @rule(who=WHO)
    def withdraw(self, who):
        self._try(self.world.withdraw, who=who)

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


@pytest.mark.fuzz
class TestTheWayOfRequests(TheWayOfRequests.TestCase):
    """Runs under the profile in force."""

    @classmethod
    def setUpClass(cls):
        """Lay out a book for every stage."""
        TheWayOfRequests.shelf = Path(tempfile.mkdtemp())
        for stage in (*TRACK, *STOPPED):
            location = Location(path=TheWayOfRequests.shelf / f"{stage}.db")
            found(location)
            book = Book(location)
            World(book).until(stage)
            book.close()

    @classmethod
    def tearDownClass(cls):
        """Clear the books away."""
        shutil.rmtree(TheWayOfRequests.shelf)
