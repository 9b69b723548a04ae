"""The case of a request as it stands, without a form: what ``next`` and prompts ask of the facts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from crosspolicy.acts.outlook import Step, steps
from crosspolicy.acts.registry import named
from crosspolicy.errors import Breach
from crosspolicy.forms.base import Form
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import Actor, PersonFact
from crosspolicy.policy.working_days import PLAIN
from crosspolicy.queries.book_facts import book_facts
from crosspolicy.queries.facts import request_facts
from crosspolicy.queries.reader import Reader
from crosspolicy.store.loading import clock_of, rules_in_force
from crosspolicy.store.targets import find_target, find_training, not_found
from crosspolicy.vocabulary.codes import parse_code

_NOBODY = PersonFact("", "", "", frozenset())


def standing_case(reader: Reader, code: str, now: datetime | None, person: PersonFact = _NOBODY) -> Case[Any]:
    """Return the case of a request as it stands at a moment. Raises NotFound."""
    book = book_facts(reader)
    clock = clock_of(book, Form(), now)
    parsed = parse_code(code)
    request = request_facts(reader, parsed[0], clock.day) if parsed else None
    if request is None:
        raise not_found(code)
    rules, _ = rules_in_force(reader, request.governed_by(book.policy_on(clock.day)))
    return Case(book, request, Form(), Actor(person, person), rules, clock, PLAIN)


def see_target(reader: Reader, act_name: str, code: str, target: str, now: datetime | None) -> None:
    """See that what an act is to be done to exists; a form is looked at only then. Raises NotFound."""
    act = named(act_name)
    if code:
        find_target(act, standing_case(reader, code, now).request, target)
    else:
        find_training(reader, act, target)


def outlook(reader: Reader, code: str, now: datetime | None) -> tuple[Step, ...]:
    """Return what can be done with a request now, and what cannot, and why. Raises NotFound."""
    return steps(standing_case(reader, code, now))


def wanting(
    reader: Reader, code: str, act_name: str, gates: Collection[str], now: datetime | None
) -> tuple[Breach, ...]:
    """Return what some of the gates find missing for an act, unless a waiver lets it pass. Raises NotFound."""
    step = next(step for step in outlook(reader, code, now) if step.act == act_name)
    return tuple(breach for breach in step.blocked_by if breach.gate in gates)
