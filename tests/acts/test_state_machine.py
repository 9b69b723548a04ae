"""Anybody tries anything in any order: whatever the book lets through, the policy was followed."""

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from crosspolicy.errors import InvalidInput, NotFound, Refused
from crosspolicy.policy.gates import GATES
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location
from tests.support import papers, way
from tests.support.audit import assert_sound
from tests.support.company import DEPARTMENT_OF, FOUNDING, MEMBER, PARTIES
from tests.support.scenarios import SCENARIOS
from tests.support.world import STOPPED, TRACK, World, found

PEOPLE = [person["login"] for person in FOUNDING["people"]]
DEPARTMENTS = [*PARTIES, *PARTIES, "HR"]
MILESTONES = ["Pilot kiosk open", "Both kiosks open", "Both kiosks open ", "Moon landing"]
FIELDS = ["background", "objectives", "departments", "milestones", "risks", "title"]
FACTORS = ["business_trend", "skill_level", "work_problem"]
SEEDS = st.integers(0, 2**32)
"""Hypothesis chooses how many steps there are and which of them matter; chance fills in who does what, and when."""


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


def _one_in(chance, n):
    return chance.randrange(n) == 0


def _some(chance, entries):
    """The entries, in most cases all of them."""
    return [entry for entry in entries if not _one_in(chance, 6)]


def _hand_over(world, chance, **how):
    department = chance.choice([None, "SALES", "IT", "HR"])
    of_it = [login for login in PEOPLE if DEPARTMENT_OF[login] == department] or [None]
    world.edit(requesting_department=department, requester=chance.choice([*of_it, *of_it, None, *PEOPLE]), **how)


def _edit(world, chance, **how):
    field = chance.choice(FIELDS)
    full = papers.REQUEST[field]
    world.edit(**how, **{field: chance.choice([full, full, type(full)()])})


def _review(world, chance, **how):
    world.review(chance.choice(["approve", "approve", "return", "reject"]), **how)


def _actions(chance):
    return [papers.ACTION | {"department": department} for department in DEPARTMENTS if _one_in(chance, 8)]


def _coordinate(world, chance, **how):
    attendees = _some(chance, papers.COORDINATION["attendees"]) or ["gao.ping"]
    opinions = _some(chance, papers.COORDINATION["opinions"])
    world.coordinate(attendees=attendees, opinions=opinions, actions=_actions(chance), **how)


def _regular_meeting(world, chance, **how):
    world.regular_meeting(actions=_actions(chance), **how)


def _ad_hoc(world, chance, **how):
    issue = f"I{_any_of(world, chance, 'issue')}"
    issue = chance.choice([None, issue, issue.lower(), f"{world.code}/{issue}"])
    world.ad_hoc(responsible_department=chance.choice([None, *DEPARTMENTS]), issue=issue, **how)


def _settle(world, chance, **how):
    world.settle(chance.randint(1, 3), **how)


def _assign(world, chance, **how):
    world.assign(rows=_some(chance, papers.TABLE["rows"]), **how)


def _draft_agreement(world, chance, **how):
    every = chance.choice(["1 week", "2 weeks"])
    changes = {"report_every": every, "meeting_every": every}
    if _one_in(chance, 5):
        changes[chance.choice(["workflow", "rights_and_obligations"])] = None
    if _one_in(chance, 3):
        day = world.today + timedelta(days=chance.randint(-10, 90))
        changes["time_nodes"] = [{"name": chance.choice(MILESTONES), "due_date": day}]
    world.draft_agreement(**changes, **how)


def _sign(world, chance, **how):
    world.sign(chance.choice(DEPARTMENTS), **how)


def _sign_all(world, chance, **how):
    for department in _some(chance, PARTIES):
        with suppress(Refused, InvalidInput):
            world.sign(department, **how)


def _start(world, chance, **how):
    since = world.today + timedelta(days=chance.choice([0, 0, 0, 0, -5, -1, 1]))
    world.start(staff=_some(chance, papers.START["staff"]), start_date=since, **how)


def _report(world, chance, **how):
    changes: dict[str, object] = {"milestones_reached": [chance.choice(MILESTONES)] if _one_in(chance, 4) else []}
    if _one_in(chance, 2):
        start = world.today - timedelta(days=chance.randint(-1, 20))
        changes |= {"period_start_date": start, "period_end_date": start + timedelta(days=chance.randint(0, 14))}
    if _one_in(chance, 4):
        changes["needs_management"] = "A permit for a wider booth."
    world.report(chance.choice(PARTIES), **changes, **how)


def _reach(world, chance, **how):
    world.reach(chance.choice(MILESTONES), **how)


def _move(world, chance, **how):
    world.move(chance.choice(MILESTONES), (world.today + timedelta(days=chance.randint(-10, 90))).isoformat(), **how)


def _evaluate(world, chance, **how):
    step = chance.choice([world.evaluate, world.evaluate, world.fail])
    step(chance.choice(DEPARTMENTS), **how)


def _decide(world, chance, **how):
    world.decide(chance.choice(["accept", "accept", "rework", "reject"]), **how)


def _sum_up(world, chance, **how):
    world.sum_up(chance.choice(DEPARTMENTS), **how)


CATEGORIES = ["business", "technical", "personnel", "market", "legal"]
RESPONSES = ["avoid", "mitigate", "transfer", "accept", "accept"]


def _any_of(world, chance, table):
    """The number of one that there is, or of the one after."""
    last = world.value(f"SELECT COALESCE(MAX(number), 1) FROM {table} WHERE request_id = :id", id=world.request_id)
    return chance.randint(1, last + _one_in(chance, 8))


def _scores(chance, prefix=""):
    scores = chance.choices([1, 2, 3, 4, 5, 6], [6, 6, 6, 6, 6, 1], k=2)
    return dict(zip((f"{prefix}likelihood", f"{prefix}impact"), scores, strict=True))


def _answer(chance):
    """A response to a risk, in most cases all of it, and in some with the plan of a high one."""
    whole = papers.TREATMENT | {
        "response": chance.choice(RESPONSES),
        "owner": chance.choice(["chen.bo", "chen.bo", "sun.wei", "sun.wei", "li.na", "li.na", "he.jing"]),
        "measures": chance.choice(["A season ticket.", "Insurance."]),
    }
    names = ["response", "measures", "owner", "due_date"]
    stated = {name: whole[name] for name in (names if _one_in(chance, 2) else _some(chance, names))}
    return stated | ({"contingency": papers.CONTINGENCY} if _one_in(chance, 3) else {})


def _identify(world, chance, **how):
    named = _some(chance, PARTIES)[: chance.randint(0, 3)]
    changes = {"category": chance.choice(CATEGORIES), "identified_by": named, **_scores(chance)}
    world.identify(**changes, **(_answer(chance) if _one_in(chance, 2) else {}), **how)


def _exclude(world, chance, **how):
    world.declare_none(chance.choice(CATEGORIES), department=chance.choice(DEPARTMENTS), **how)


def _exclude_all(world, chance, **how):
    for category in _some(chance, CATEGORIES):
        for department in _some(chance, PARTIES):
            with suppress(Refused, InvalidInput):
                world.declare_none(category, department=department, **how)


def _treat(world, chance, **how):
    residual = chance.choice([{"residual_likelihood": None, "residual_impact": None}, {}, _scores(chance, "residual_")])
    world.treat(_any_of(world, chance, "risk"), **residual, **_answer(chance), **how)


def _review_risk(world, chance, **how):
    changes = _scores(chance)
    if _one_in(chance, 3):
        changes |= {name: value for name, value in _answer(chance).items() if name not in ("owner", "due_date")}
    if _one_in(chance, 8):
        changes |= _scores(chance, "residual_")
    for name in ("occurred", "measures_done"):
        if _one_in(chance, 3):
            changes[name] = True
    world.review_risk(_any_of(world, chance, "risk"), **changes, **how)


def _close_risk(world, chance, **how):
    world.close_risk(_any_of(world, chance, "risk"), **how)


def _raise(world, chance, **how):
    named = chance.choice([["IT"], ["IT", "FIN"], ["FIN", "SALES", "IT"], ["HR"]])
    responsible = chance.choice([None, *DEPARTMENTS])
    severity = chance.choice(["low", "medium", "high"])
    world.raise_issue(departments=named, responsible_department=responsible, severity=severity, **how)


def _escalate(world, chance, **how):
    world.escalate(_any_of(world, chance, "issue"), **how)


def _resolve(world, chance, **how):
    world.resolve(_any_of(world, chance, "issue"), resolved_by=chance.choice([None, *PEOPLE]), **how)


def _log_message(world, chance, **how):
    world.log_message(issue=chance.choice([None, "I1", "I2"]), **how)


def _subject(chance):
    department = chance.choice([None, *DEPARTMENTS])
    return {"department": department, "person": None if department else chance.choice(PEOPLE)}


def _marks(chance):
    marks = {name: chance.randint(1, 5) for name in papers.POOR}
    return papers.POOR if _one_in(chance, 3) else marks


def _appraise(world, chance, **how):
    kind = chance.choice(["regular", "regular", "ad-hoc"])
    changes = {"kind": kind, "occasion": "The pilot opened." if kind == "ad-hoc" else None}
    rater = chance.choice([None, None, *DEPARTMENTS])
    world.appraise(**changes, **_subject(chance), **_marks(chance), by_department=rater, **how)


def _appraise_as_owed(world, chance, **how):
    for kind, name in (("department-appraisal", "department"), ("person-appraisal", "person")):
        for o in _some(chance, world.owed_now(kind)):
            stated = {"department": None, "by": MEMBER[o.owed_by], name: o.subject}
            with suppress(Refused, InvalidInput):
                world.appraise(**stated | how, **_marks(chance))


def _breach(world, chance, **how):
    overdue = {"obligation": chance.choice(["summary", "department-appraisal", "issue"]), "term": None}
    stated = overdue | {"description": None, "department": None} if _one_in(chance, 4) else _subject(chance)
    world.record_breach(**stated, serious=chance.choice([None, True, False]), **how)


def _grounds(world, chance, letters):
    request = world.request_id
    found = [
        (f"{world.code}/{letter}{number}", {"department": department, "person": person})
        for letter, table in letters.items()
        for number, department, person in world.rows(
            f"SELECT number, department, person FROM {table} WHERE request_id = :id ORDER BY number", id=request
        )
    ]
    return chance.choice(found) if found else (f"{world.code}/Q1", {})


def _reward(world, chance, **how):
    code, subject = _grounds(world, chance, {"Q": "appraisal", "B": "breach"})
    world.reward(rests_on=_some(chance, [code]), **(_subject(chance) if _one_in(chance, 3) else subject), **how)


def _penalise(world, chance, **how):
    code, subject = _grounds(world, chance, {"Q": "appraisal", "B": "breach"})
    measure = chance.choice(["warning", "fine", "demotion", "dismissal"])
    amount = "100.00" if measure == "fine" else None
    subject = _subject(chance) if _one_in(chance, 3) else subject
    world.penalise(measure=measure, amount=amount, rests_on=_some(chance, [code]), **subject, **how)


def _need(world, chance, **how):
    stated = {name: chance.choice([None, "none", "none: as before", "A new lock."]) for name in FACTORS}
    world.state_need(year=chance.choice([2026, 2026, 2027]), **(stated if _one_in(chance, 2) else {}), **how)


def _plan(world, chance, **how):
    year = chance.choice([2026, 2026, 2027])
    course = papers.COURSE | {"planned_date": f"{year}-12-15", "needs": _some(chance, ["TN-2026-0001"])}
    if _one_in(chance, 4):
        del course[chance.choice(["objectives", "content", "method", "instructor"])]
    world.plan_training(year=year, courses=[course] * chance.choice([1, 1, 1, 2]), **how)


def _hold(world, chance, **how):
    attendees = chance.sample(PEOPLE, chance.randint(0, 3))
    changes = {"attendees": attendees, "absentees": chance.sample(PEOPLE, chance.randint(0, 1))}
    changes |= {
        "held_on": world.today - timedelta(days=chance.randint(-1, 9)),
        "instructor": chance.choice(["Mr Wu", "Ms Lu"]),
    }
    target = chance.choice(["TC-2026-0001", "TC-2026-0001", "TC-2026-0002", "First aid"])
    world.hold_session(target=target, reason=chance.choice([None, "The fair asks for it."]), **changes, **how)


def _evaluate_session(world, chance, **how):
    results = [{"person": login, "score": chance.choice([None, 0, 60, 100])} for login in chance.sample(PEOPLE, 1)]
    conclusion = chance.choice(["effective", "partly", "ineffective"])
    code = f"TS-2026-000{chance.choice([1, 1, 2])}"
    here = world.rows("SELECT person FROM training_attendance WHERE is_present = 1 AND session = :n", n=int(code[-1]))
    if here and not _one_in(chance, 3):
        results = [{"person": login, "score": 70} for (login,) in here]
    world.evaluate_session(target=code, results=results, conclusion=conclusion, **how)


def _adjust_training(world, chance, **how):
    change = chance.choice(["add", "change", "drop"])
    course = "First aid" if change == "add" else f"TC-2026-000{chance.choice([1, 1, 2])}"
    rests_on = chance.choice([None, "TE-2026-0001", "TE-2026-0001", "TE-2026-0002"])
    world.adjust_training(change=change, course=course, rests_on=rests_on, **how)


RISKS = [_identify, _treat, _review_risk, _close_risk, _exclude]
ISSUES = [_raise, _escalate, _resolve, _ad_hoc]
APPRAISALS = [_appraise, *[_appraise_as_owed] * 2, _breach, _reward, _penalise]
TRAINING = [_need, _plan, _hold, _evaluate_session, _adjust_training]


def _plain(step):
    def tried(world, chance, **how):
        step(world, **how)

    tried.__name__ = step.__name__
    return tried


AT_STAGE = {
    "draft": [_edit, _hand_over, _plain(World.submit)],
    "submitted": [_review],
    "approved": [_coordinate, _coordinate, *RISKS, *ISSUES],
    "coordinated": [
        *[_assign, _draft_agreement, _sign, _sign_all, _start, _coordinate, _plain(World.withdraw)],
        _plain(World.withdraw_agreement),
        *[*RISKS, _exclude_all],
    ],
    "agreed": [*[_start] * 3, _draft_agreement, _plain(World.assign), _move, *RISKS],
    "executing": [
        *[_report] * 3,
        *[_reach, _move, _regular_meeting, _settle, _draft_agreement, _draft_agreement, _assign, _sign, _sign_all],
        *[_plain(World.withdraw_agreement)] * 2,
        *[*RISKS, _review_risk, *ISSUES, _log_message, _plain(World.share)],
        *[_plain(World.open_acceptance), _appraise, _breach],
    ],
    "accepting": [*[_evaluate] * 4, *[_decide] * 2, *RISKS, *ISSUES, _sign_all, _plain(World.withdraw_agreement)],
    "accepted": [*[_sum_up] * 4, _plain(World.close), *ISSUES, *APPRAISALS],
    "closed": [_resolve, _escalate, *APPRAISALS],
}
"""What is tried of a request at its stage."""

WAIVABLE = sorted(GATES)
"""The gates that somebody may try to waive: all, though some cannot be."""

ANYTHING = [*[step for steps in AT_STAGE.values() for step in steps], _plain(World.terminate), *TRAINING]
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
        self.deputies = []
        self.steps = 0

    def teardown(self):
        """Let go of the book."""
        if hasattr(self, "book"):
            self.book.close()
            for path in self.shelf.glob("current.db*"):
                path.unlink()

    @rule(seed=SEEDS)
    def somebody_does_something(self, seed):
        """Try what belongs to the stage, or anything; carry on, leave something out; or let things happen."""
        self.steps += 1
        chance = Random(f"{seed} {self.steps} {self.world.stage}")
        doings = {
            self._somebody_tries: 8,
            self._somebody_cares: 7,
            self._somebody_trains: 2,
            self._leave_out: 3,
            self._carry_on: 3,
            self._time_passes: 1,
            self._waive: 1,
            self._name_deputy: 1,
            self._take_up_another: 1,
        }
        (doing,) = chance.choices(list(doings), list(doings.values()))
        doing(chance)

    def _try(self, step, /, *given, **changes):
        """Try a step, whatever comes of it, as long as it is an answer."""
        note(f"{self.world.code} {self.world.stage}: {step.__name__} {given[2:]} {changes}")
        with suppress(Refused, InvalidInput, NotFound):
            step(*given, **changes)

    def _somebody_tries(self, chance):
        """Whoever would try it, or anybody, typing for themselves or for another."""
        steps = ANYTHING if _one_in(chance, 5) else AT_STAGE.get(self.world.stage, ANYTHING)
        how = {}
        if _one_in(chance, 3):
            how["by"] = chance.choice(PEOPLE)
        if _one_in(chance, 3):
            how |= chance.choice([{"typed_by": chance.choice(PEOPLE)}, *self.deputies])
        if _one_in(chance, 8):
            how["occurred_on"] = self.world.today + timedelta(days=chance.randint(-3, 1))
        if _one_in(chance, 10):
            how["dry_run"] = True
        self._try(chance.choice(steps), self.world, chance, **how)

    def _somebody_cares(self, chance):
        """Whoever sees to a risk or an issue sees to it, a few times in a row; now and then it is management."""
        for _ in range(chance.randint(1, 4)):
            step = chance.choice([_identify, _treat, *[_review_risk] * 4, _close_risk, *ISSUES])
            how = {"by": "gao.ping"} if step in (_treat, _resolve) and _one_in(chance, 3) else {}
            self._try(step, self.world, chance, **how)

    def _somebody_trains(self, chance):
        """Management sees to the year's training, a few steps in a row; now and then somebody else would."""
        for _ in range(chance.randint(1, 4)):
            how = {"by": chance.choice(PEOPLE)} if _one_in(chance, 6) else {}
            self._try(chance.choice(TRAINING), self.world, chance, **how)

    def _leave_out(self, chance):
        """What a gate of this stage refuses, with or without a waiver."""
        if cases := [case for case in SCENARIOS if case.stage == self.world.stage and case.gate in WAIVABLE]:
            case = chance.choice(cases)
            if _one_in(chance, 2):
                self._try(self.world.waive, case.gate)
            self._try(case.before, self.world)
            self._try(case.trying, self.world)

    def _carry_on(self, chance):
        """What is due next, as it should be done."""
        if (stage := self.world.stage) in TRACK[:-1]:
            self._try(self.world.carry_on, TRACK[TRACK.index(stage) + 1])

    def _time_passes(self, chance):
        self.world.later(chance.randint(0, 20))

    def _take_up_another(self, chance):
        if _one_in(chance, 2):
            self._try(self.world.draft, **{field: None for field in FIELDS if _one_in(chance, 8)})
        self.codes = sorted({*self.codes, self.world.code})
        self.world.code = chance.choice(self.codes)

    def _waive(self, chance):
        until = self.world.today + timedelta(days=chance.randint(-1, 30)) if _one_in(chance, 2) else None
        self._try(self.world.waive, chance.choice(WAIVABLE), until_date=until)

    def _name_deputy(self, chance):
        first = self.world.today + timedelta(days=chance.randint(-5, 5))
        dates = {"from_date": first, "until_date": first + timedelta(days=chance.randint(0, 30))}
        person, deputy = chance.choice(["gao.ping", "chen.bo", *PEOPLE]), chance.choice(PEOPLE)
        self._try(self.world.name_deputy, person=person, deputy=deputy, **dates)
        self.deputies.append({"by": person, "typed_by": deputy})

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
        with_cares(World(book).until(stage))
        if stage in TRACK[2:]:
            World(book).state_need()
            World(book).plan_training()
        if stage in TRACK[6:]:
            World(book).hold_session()
        book.close()
    return folder


def with_cares(world):
    """Leave a request, where it may have them, with two risks, one of them high, and an issue."""
    treated = {name: papers.TREATMENT[name] for name in ("response", "measures", "owner", "due_date")}
    with suppress(Refused):
        world.identify(**papers.RISK | treated)
        world.identify(**papers.HIGH_RISK | treated, contingency=papers.CONTINGENCY)
    with suppress(Refused):
        world.raise_issue(departments=["IT", "FIN"])


@pytest.mark.fuzz
@pytest.mark.clause("1.1", "3.3.1", "3.3.4")
def test_whatever_anybody_tries_in_whatever_order_the_policy_is_followed(shelf):
    TheWayOfRequests.shelf = shelf
    run_state_machine_as_test(TheWayOfRequests, settings=settings())
