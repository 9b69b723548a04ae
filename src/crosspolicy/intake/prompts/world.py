"""What the questions must know of the book: handed in, so that no transaction is open while somebody types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The book as the questions see it.

    ``departments`` are (code, name), ``people`` (login, name, department), ``milestones`` names. ``parties`` are the
    codes that a department is asked from first, empty for a new request. ``suggested`` is plain data of the form's
    shape, offered as answers. ``timezone`` is an IANA name; a time without an offset is taken there. What an empty
    tuple would check is not checked: a new book has no departments yet.
    """

    today: date
    timezone: str
    currency: str
    departments: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str, str], ...] = ()
    milestones: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    suggested: Mapping[str, object] = field(default_factory=dict)
    clock: Callable[[], datetime] = _now
