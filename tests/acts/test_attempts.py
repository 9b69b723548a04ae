"""Everybody attempts every act, at its stage and out of it, as themselves and through others' hands (3.1–3.3).

The expectation is worked out from what the company says of its people (``tests/support/circles.py``), and the program
agrees with it on every line: who is permitted, who is denied, under which clause, and who has an interest.
"""

from collections import Counter

import pytest

from crosspolicy.acts.judge import Judgement, judge
from crosspolicy.acts.registry import all_acts, named
from crosspolicy.intake.check import checked
from crosspolicy.store.batch import Batch
from crosspolicy.store.calls import Call, variant_of
from crosspolicy.store.engine import Book
from crosspolicy.store.identity import By
from crosspolicy.store.location import Location
from crosspolicy.vocabulary.lists import Stage
from tests.support.attempts import ATTEMPTS, BOOK, STAGES, Attempt, carry, prepare
from tests.support.circles import COMPANY, STRANGER, Hands, everybody
from tests.support.world import HOST, World, found

HANDS = tuple(everybody())


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book with every deputy and every training that the attempts need."""
    location = Location(path=tmp_path_factory.mktemp("attempts") / "book.db")
    found(location, departments=COMPANY["departments"], people=COMPANY["people"])
    book = Book(location)
    prepare(World(book))
    yield book
    book.close()


def judged(batch: Batch, attempt: Attempt, hands: Hands, code: str) -> Judgement:
    """Return how an attempt is judged."""
    form = checked(attempt.form, attempt.content)
    is_numbered = attempt.target[:1] in "ARI" and attempt.target[1:].isdigit()
    target = f"{code}/{attempt.target}" if is_numbered else attempt.target
    act = named(attempt.act, variant_of(form))
    by = By(hands.typed_by or hands.by, HOST, hands.by if hands.typed_by else "")
    call = Call(attempt.act, form, code if act.is_on_request else "", target)
    return judge(act, batch.load_case(call, by))


def expected(attempt: Attempt, hands: Hands) -> str:
    """Return the clause under which an attempt is denied, empty where it is permitted."""
    if not hands.are_entitled:
        return "1.2"
    return "" if attempt.circle(hands) else attempt.clause


def disagreements(world: World, attempts: tuple[Attempt, ...], *, is_due: bool) -> tuple[int, list[str]]:
    """Return how many attempts were made, and those of which the program says something else than it should."""
    found, made = [], 0
    with world.book.writing(keep=False) as connection, Batch(connection, world.now) as batch:
        for attempt in attempts:
            for hands in HANDS:
                made += 1
                answer = judged(batch, attempt, hands, world.code)
                denied = answer.denial.clause if answer.denial else ""
                told = f"{attempt} by {hands.by} ← {hands.typed_by or 'themselves'}"
                if answer.faults or denied != expected(attempt, hands):
                    found.append(f"{told}: {denied or 'permitted'}, not {expected(attempt, hands)}; {answer.faults}")
                if not denied and not is_due and "stage" not in [breach.gate for breach in answer.breaches]:
                    found.append(f"{told}: done out of its stage")
                if answer.decision and {i.person for i in answer.interested} != attempt.interested(hands):
                    found.append(f"{told}: interested are {answer.interested}")
    return made, found


@pytest.mark.clause("3.1.1", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "2.3.2", "6.3.1", "6.3.3")
def test_who_may_and_who_may_not_is_as_the_policy_says_on_every_line(book):
    world = World(book)
    world.draft()
    made: Counter[str] = Counter()
    wrong: list[str] = []
    for stage in STAGES:
        carry(world, stage)
        due = tuple(a for a in ATTEMPTS if a.at == stage)
        made[stage], found = disagreements(world, due, is_due=True)
        wrong += found
    made["book"], found = disagreements(world, tuple(a for a in ATTEMPTS if a.at == BOOK), is_due=True)
    assert "\n".join(wrong + found) == ""
    assert min(made.values()) >= len(HANDS) >= 50
    assert sum(made.values()) >= 2_000


@pytest.mark.clause("3.1.1", "3.3.1", "3.3.4", "1.1")
def test_out_of_its_stage_authority_says_the_same_and_the_stage_refuses_the_others(book):
    world = World(book)
    world.draft()
    for stage in STAGES[: STAGES.index("executing") + 1]:
        carry(world, stage)
    world.draft_agreement(workflow="IT orders, Sales waits.")
    world.terminate()
    tied = {(act.name, act.variant) for act in all_acts() if act.is_on_request and act.stages != frozenset(Stage)}
    attempts = tuple(a for a in ATTEMPTS if _of(a) in tied)
    made, wrong = disagreements(world, attempts, is_due=False)
    assert "\n".join(wrong) == ""
    assert made == len(HANDS) * len(attempts)


def test_every_act_is_attempted():
    assert {_of(attempt) for attempt in ATTEMPTS} == {
        (act.name, act.variant) for act in all_acts() if act.name != "book.initialised"
    }


def test_everybody_is_there_as_themselves_and_through_the_hands_of_others():
    assert {hands.by for hands in HANDS if not hands.typed_by} == {p["login"] for p in COMPANY["people"]} | {STRANGER}
    assert {hands.are_entitled for hands in HANDS if hands.typed_by} == {True, False}
    assert len(set(HANDS)) == len(HANDS)


def _of(attempt: Attempt) -> tuple[str, str]:
    act = named(attempt.act, str(attempt.content.get("kind", "")))
    return act.name, act.variant
