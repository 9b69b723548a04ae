"""What the questions must know of the book: handed in, so that no transaction is open while somebody types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from crosspolicy.i18n import _


def _now() -> datetime:
    return datetime.now(UTC)


def nothing(name: str, answers: Mapping[str, object]) -> tuple[()]:
    """Tell nothing beside a field."""
    return ()


def _asked_for(gate: str, answers: Mapping[str, Any]) -> str:
    return _("asked for by the policy")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The book as the questions see it.

    ``subject`` is what the act is done to, told beside its title. ``departments`` are (code, name), ``people``
    (login, name, department), ``milestones`` names, ``issues`` (code, title, whether it is open). ``parties`` are
    the codes that a department is asked from first, empty for a new request. ``suggested`` is plain data of the
    form's shape, offered as answers. ``timezone`` is an IANA name; a time without an offset is taken there. What an
    empty tuple would check is not checked: a new book has no departments yet. ``scales`` are the steps of the
    policy's scales of risk, the lowest first, as the policy calls them; ``marks`` the lowest and the highest mark
    of each indicator. ``asked_for`` tells, of an optional field that a gate covers, why the answers so far make the
    policy ask for it; nothing where it does not. ``beside`` tells, of a field and the answers so far, what the book
    has on record for it; ``about`` what a field that refers to something of a kind may name, as (code, name, note),
    where that hangs on the answers.
    """

    today: date
    timezone: str
    currency: str
    subject: str = ""
    departments: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str, str], ...] = ()
    milestones: tuple[str, ...] = ()
    issues: tuple[tuple[str, str, bool], ...] = ()
    parties: tuple[str, ...] = ()
    scales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    suggested: Mapping[str, object] = field(default_factory=dict)
    asked_for: Callable[[str, Mapping[str, Any]], str] = _asked_for
    clock: Callable[[], datetime] = _now
    beside: Callable[[str, Mapping[str, object]], tuple[str, ...]] = nothing
    about: Callable[[str, Mapping[str, object]], tuple[tuple[str, str, str], ...]] = nothing
