"""Somebody's wish to act, before anybody has judged it."""

from dataclasses import field
from typing import Any

from crosspolicy.forms.base import Form, said
from crosspolicy.vocabulary.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody's wish to act: the act by name, its form, and what it is done to.

    ``request`` is a request's code, empty for the book and for a new request; ``target`` a milestone's name or the
    code of an action item. In a sequence of calls, ``request="*"`` means the request that the call before it made.
    ``imported`` is told to the journal of what comes in as history: its source and its identity there.
    """

    act: str
    form: Form
    request: str = ""
    target: str = ""
    imported: dict[str, Any] = field(default_factory=dict)


def variant_of(form: Form) -> str:
    """Return what tells acts of one name apart: the kind that the form states."""
    return str(said(form, "kind", ""))
