"""What a gate is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import RequestFacts
from crosspolicy.vocabulary.codes import request_code
from crosspolicy.vocabulary.labels import value_label
from crosspolicy.vocabulary.lists import Stage


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition under a clause. ``reads_form`` gates can answer only once the form is there; ``reads_form_of`` names
    the acts of which that is so.

    ``answer`` returns what is missing, or None where the gate is open.
    """

    id: str
    clause: str
    title: str
    answer: Callable[[Case[Any]], Breach | None]
    reads_form: bool = False
    reads_form_of: tuple[str, ...] = ()

    def needs_form(self, act: str) -> bool:
        """Tell whether the gate can answer for an act only once its form is there."""
        return self.reads_form or act in self.reads_form_of


class _Label:
    """A value that shows its label in the language spoken when it is shown."""

    def __init__(self, value: str) -> None:
        self.value = value

    def __str__(self) -> str:
        return value_label(self.value)


def shown(value: str) -> object:
    """Wrap a value of a fixed list so that a Text shows its label."""
    return _Label(value)


def code(case: Case[Any]) -> str:
    """Return the code of the case's request."""
    return request_code(case.request.id)


def _never(case: Case[Any]) -> Breach | None:
    return None


STAGE_GATE = Gate("stage", "1.1", N_("each act at its own stage of the process"), _never)
"""The gate for a wrong stage that no other gate names; ``out_of_stage`` answers for it, citing the act's clause."""


def out_of_stage(request: RequestFacts, stages: frozenset[Stage], clause: str) -> Breach | None:
    """Answer for gate ``stage``, citing the act's clause."""
    if request.stage in stages:
        return None
    return Breach(
        STAGE_GATE.id,
        clause,
        Text(
            N_("{request} is {stage}; this can be done only while it is {stages}."),
            request=request_code(request.id),
            stage=shown(request.stage),
            stages=tuple(shown(s) for s in Stage if s in stages),
        ),
        Text(N_("`crosspolicy next {request}` shows what can be done now."), request=request_code(request.id)),
        (request.stage,),
    )
