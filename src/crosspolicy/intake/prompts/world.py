"""What the questions must know of the book: handed in, so that no transaction is open while somebody types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime


def _now() -> datetime:
    return datetime.now(UTC)


def nothing(name: str, answers: Mapping[str, object]) -> tuple[()]:
    """Tell nothing beside a field."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The book as the questions see it.

    ``departments`` are (code, name), ``people`` (login, name, department), ``milestones`` names. ``parties`` are the
    codes that a department is asked from first, empty for a new request. ``suggested`` is plain data of the form's
    shape, offered as answers. ``timezone`` is an IANA name; a time without an offset is taken there. What an empty
    tuple would check is not checked: a new book has no departments yet. ``beside`` tells, of a field and the answers so
    far, what the book has on record for it; ``about`` what a field that refers to something of a kind may name, as
    (code, name, note), where that hangs on the answers.
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
    beside: Callable[[str, Mapping[str, object]], tuple[str, ...]] = nothing
    about: Callable[[str, Mapping[str, object]], tuple[tuple[str, str, str], ...]] = nothing
