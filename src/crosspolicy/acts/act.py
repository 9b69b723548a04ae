"""What an act is: one step that somebody takes under the policy."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from crosspolicy.acts.decision import Decision
from crosspolicy.errors import Breach, Fault
from crosspolicy.forms.base import Form
from crosspolicy.policy.authority import Who
from crosspolicy.policy.case import Case
from crosspolicy.vocabulary.lists import Stage


class Target(StrEnum):
    """What an act is done to."""

    BOOK = "book"
    NEW_REQUEST = "new-request"
    REQUEST = "request"
    MILESTONE = "milestone"
    ACTION = "action"
    RISK = "risk"
    ISSUE = "issue"
    COURSE = "course"
    SESSION = "session"


_ELSEWHERE: Final = frozenset({Target.BOOK, Target.NEW_REQUEST, Target.COURSE, Target.SESSION})
"""What is no request that exists, nor lies under one."""


def _nothing(case: Case[Any]) -> Mapping[str, object]:
    return {}


def _no_fault(case: Case[Any]) -> Iterable[Fault]:
    return ()


def _possible(case: Case[Any]) -> Breach | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Act:
    """One step under the policy, as data.

    Several acts may share a ``name`` where a field of the form tells them apart: ``variant`` is that field's value.
    ``defaults`` answers what absent fields get, ``offers`` what prompts suggest beside them and nobody is taken to have
    stated; ``check`` what the form states that cannot be; ``possible`` whether there is anything to act upon at all
    (answered under gate ``stage``, never waived). ``leads`` pairs each stage with the one that the act can lead to.
    ``early_gate`` is the gate that answers where the request has not come far enough; ``early_stages`` are those from
    which the act can be done once that gate is waived: it leaves out its own step, not the steps before it.
    """

    name: str
    title: str
    clause: str
    command: str
    form: type[Form]
    who: Who
    effect: Callable[[Case[Any]], Decision]
    who_clause: str = ""
    variant: str = ""
    target: Target = Target.REQUEST
    stages: frozenset[Stage] = frozenset(Stage)
    early_gate: str = ""
    early_stages: frozenset[Stage] = frozenset()
    gates: tuple[str, ...] = ()
    leads: tuple[tuple[Stage, Stage], ...] = ()
    opens: tuple[str, ...] = ()
    discharges: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    defaults: Callable[[Case[Any]], Mapping[str, object]] = _nothing
    offers: Callable[[Case[Any]], Mapping[str, object]] = _nothing
    check: Callable[[Case[Any]], Iterable[Fault]] = _no_fault
    possible: Callable[[Case[Any]], Breach | None] = _possible

    @cached_property
    def is_on_request(self) -> bool:
        """Whether the act is done to a request that exists."""
        return self.target not in _ELSEWHERE

    @cached_property
    def is_of_book(self) -> bool:
        """Whether the act is done to the book itself, or to what lies under no request."""
        return not self.is_on_request and self.target is not Target.NEW_REQUEST

    @cached_property
    def cites(self) -> tuple[str, ...]:
        """Every clause that the act carries out."""
        return tuple(dict.fromkeys((self.clause, *self.clauses)))
