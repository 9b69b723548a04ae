"""Every act by its name. A chapter is loaded only when one of its acts is asked for."""

from functools import cache
from importlib import import_module
from typing import Final

from crosspolicy.acts.act import Act
from crosspolicy.i18n import N_

_CHAPTERS: Final = {
    "book": "organisation",
    "department": "organisation",
    "person": "organisation",
    "deputy": "organisation",
    "request": "request",
    "review": "request",
    "meeting": "meeting",
    "action": "meeting",
    "responsibility": "agreement",
    "agreement": "agreement",
    "execution": "execution",
    "report": "execution",
    "milestone": "execution",
    "risk": "risk",
    "issue": "communication",
    "message": "communication",
    "item": "communication",
    "acceptance": "acceptance",
    "summary": "acceptance",
    "appraisal": "appraisal",
    "breach": "appraisal",
    "incentive": "appraisal",
    "penalty": "appraisal",
    "training": "training",
    "gate": "governance",
    "policy": "adoption",
}
_ELSEWHERE: Final = {"request.closed": "acceptance"}
"""Acts that stand in another chapter than the first half of their name says."""
_IN_COMMON: Final = {"meeting.recorded": N_("record a meeting")}
"""What acts of one name are called together."""


def _acts_of(chapter: str) -> tuple[Act, ...]:
    return tuple(import_module(f"crosspolicy.acts.{chapter}").ACTS)


@cache
def named(name: str, variant: str = "") -> Act:
    """Return the act of that name (and variant, where several share it). Raises KeyError where there is none."""
    chapter = _ELSEWHERE.get(name) or _CHAPTERS[name.partition(".")[0]]
    for act in _acts_of(chapter):
        if act.name == name and (not act.variant or variant in ("", act.variant)):
            return act
    raise KeyError(name)


def nearest(name: str, variant: str) -> Act:
    """Return the act that ``named`` does; where there is no such variant, the first of the name."""
    try:
        return named(name, variant)
    except KeyError:
        return named(name)


def title_of(name: str, variant: str) -> str:
    """Return what an act is called; while it is open which of several it is, what they have in common."""
    act = nearest(name, variant)
    return act.title if act.variant in ("", variant) else _IN_COMMON.get(name, act.title)


@cache
def all_acts() -> tuple[Act, ...]:
    """Return every act, in the policy's order."""
    return tuple(act for chapter in dict.fromkeys(_CHAPTERS.values()) for act in _acts_of(chapter))


@cache
def waivable() -> frozenset[str]:
    """Return the gates that a waiver can let pass: those of acts on a request. The stage is none of them."""
    return frozenset(gate for act in all_acts() if act.is_on_request for gate in act.gates)
