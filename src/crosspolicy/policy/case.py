"""The case before a gate or an effect: who wants to do what, and everything true at that moment."""

from dataclasses import replace
from typing import Any, Generic, TypeVar

from crosspolicy.forms.base import Form, said
from crosspolicy.policy.facts import Actor, BookFacts, Clock, RequestFacts
from crosspolicy.policy.rules import Rules
from crosspolicy.policy.working_days import Calendar
from crosspolicy.vocabulary.frozen import dataclass

F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Case(Generic[F]):
    """One act about to happen; ``target`` is what it is done to beside the request: a milestone, an action item."""

    book: BookFacts
    request: RequestFacts
    form: F
    actor: Actor
    rules: Rules
    clock: Clock
    calendar: Calendar
    target: str = ""

    @property
    def department(self) -> str:
        """The department that acts: the form's, or else the actor's."""
        named = self.form.acts_for if self.form is not None else ""
        return str((named and said(self.form, named)) or self.actor.department)

    def with_form(self, form: Any) -> "Case[Any]":
        """Return the same case with another form."""
        return replace(self, form=form)
