"""What can be done with a request now, by whom, and what stands in the way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.judge import breaches_of, passes
from crosspolicy.acts.registry import all_acts
from crosspolicy.errors import Breach
from crosspolicy.i18n import Text
from crosspolicy.policy.authority import OF_MILESTONE, OF_RISK, OWN_PARTY, REQUESTING, SIGNATORY, SOLVING
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import RequestFacts
from crosspolicy.policy.sides import issue_owners, milestone_owners, risk_owners
from crosspolicy.vocabulary.codes import request_code


@dataclass(frozen=True, slots=True)
class Step:
    """An act, the command to type, who may, and the breaches that block it (none where it is possible now).

    ``is_behind`` says that the request is past it for good.
    """

    act: str
    title: str
    command: str
    who: Text
    departments: tuple[str, ...]
    blocked_by: tuple[Breach, ...]
    is_behind: bool


_ASIDE = frozenset({"request.withdrawn", "request.terminated", "agreement.withdrawn", "gate.waived"})
"""Acts that lead off the way; listed last."""


def steps(case: Case[Any]) -> tuple[Step, ...]:
    """Return every act on the case's request: what is possible now first, in the policy's order."""
    acts = [act for act in all_acts() if act.is_on_request]
    found = [_step(act, case) for act in acts if _has_target(act, case)]
    return tuple(sorted(found, key=lambda step: (bool(step.blocked_by), step.act in _ASIDE)))


def _has_target(act: Act, case: Case[Any]) -> bool:
    if act.target is Target.ACTION:
        return any(action.done_on is None for action in case.request.actions)
    if act.target is Target.RISK:
        return bool(case.request.open_risks)
    if act.target is Target.ISSUE:
        return any(issue.resolved_on is None for issue in case.request.issues)
    if act.target is Target.MILESTONE:
        return any(milestone.reached_date is None for milestone in case.request.milestones)
    return True


def _step(act: Act, case: Case[Any]) -> Step:
    blocked = breaches_of(act, replace(case, form=None), without_form=True)
    impossible = act.possible(replace(case, form=None))
    blocking = tuple(b for b in blocked if not passes(case, b.gate))
    if impossible:
        blocking = (impossible, *(b for b in blocking if b.gate != impossible.gate))
    return Step(
        act=act.name,
        title=act.title,
        command=f"crosspolicy {act.command.format(request=request_code(case.request.id))}",
        who=Text(act.who.label),
        departments=_departments(act, case),
        blocked_by=blocking,
        is_behind=not any(stage == case.request.stage or case.request.is_before(stage) for stage in act.stages),
    )


def _departments(act: Act, case: Case[Any]) -> tuple[str, ...]:
    """The departments that may act: those that owe it where somebody does, else all that could."""
    if act.who is REQUESTING:
        return (case.request.requesting_department,)
    if act.who in (OWN_PARTY, SIGNATORY):
        kinds = set(act.discharges)
        owing = tuple(
            d for d in case.request.parties if any(o.owed_by == d and o.kind in kinds for o in case.request.obligations)
        )
        return owing or case.request.parties
    if owners := _OWNERS.get(act.who.name):
        named = frozenset[str]().union(*owners(case.request))
        return tuple(d for d in case.request.parties if d in named)
    return ()


_OWNERS: Final[Mapping[str, Callable[[RequestFacts], Iterable[frozenset[str]]]]] = {
    OF_MILESTONE.name: lambda request: (
        milestone_owners(request, milestone) for milestone in request.milestones if milestone.reached_date is None
    ),
    OF_RISK.name: lambda request: (risk_owners(request, risk) for risk in request.open_risks),
    SOLVING.name: lambda request: (issue_owners(request, i) for i in request.issues if i.resolved_on is None),
}
"""Whose the things are that an act can be done to, by its circle of people: the departments of each that is open."""
