"""What the prompts of training tell and offer: what is on record beside each factor of a need, codes to name (7)."""

from collections.abc import Callable, Mapping
from typing import Final

from crosspolicy.commands.kit.looking import looking
from crosspolicy.i18n import _, plural
from crosspolicy.queries.training_evidence import evidence_of, scope_of
from crosspolicy.queries.training_offers import Offer, offers
from crosspolicy.settings import Settings
from crosspolicy.views.training import evidence_notes
from crosspolicy.vocabulary.lists import FACTORS

_SHOWN: Final = 5
"""How many facts stand beside a factor at a prompt; a question that fills the screen is none."""

_KINDS: Final = frozenset({"need", "course", "evaluation", "evidence"})


def offered_for_training(settings: Settings, refers: str, answers: Mapping[str, object]) -> tuple[Offer, ...]:
    """Return what a field of a form of training may name, as the answers so far have it."""
    if refers not in _KINDS:
        return ()
    with looking(settings) as (reader, _book, today):
        return tuple(offers(reader, refers, answers, today))


def beside_factors(settings: Settings) -> Callable[[str, Mapping[str, object]], tuple[str, ...]]:
    """Return what tells, beside a factor, what is on record of whom the answers name; each is looked up once."""
    known: dict[tuple[str, str], dict[str, list[str]]] = {}

    def beside(name: str, answers: Mapping[str, object]) -> tuple[str, ...]:
        if name not in FACTORS:
            return ()
        person = str(answers.get("person") or "")
        whom = ("" if person else str(answers.get("department") or ""), person)
        if whom not in known:
            with looking(settings) as (reader, _book, today):
                scope = scope_of(today, department=whom[0], person=whom[1])
                known[whom] = evidence_notes(evidence_of(reader, scope))
        return _as_lines(known[whom][name])

    return beside


def _as_lines(facts: list[str]) -> tuple[str, ...]:
    if not facts:
        return (_("on record: nothing in the last twelve months"),)
    more = len(facts) - _SHOWN
    rest = plural("- and {n} more", "- and {n} more", more) + ": crosspolicy training evidence" if more > 0 else ""
    return tuple(filter(None, (_("on record:"), *(f"- {fact}" for fact in facts[:_SHOWN]), rest)))
