"""What a performed act returns."""

from dataclasses import dataclass

from crosspolicy.errors import Breach
from crosspolicy.i18n import Text
from crosspolicy.queries.obligations import Owed
from crosspolicy.store.journal import Event


@dataclass(frozen=True, slots=True)
class Receipt:
    """The event, the request's stage, what the act created, opened, discharged and let lapse, and what is owed next.

    ``event`` is None of a dry run. ``waived`` names gates that management let pass, ``warned`` breaches of gates that
    only warn. ``remarks`` is what whoever acts is told beside.
    """

    act: str
    request: str | None
    codes: tuple[str, ...]
    stage: str | None
    event: Event | None
    opened: tuple[Owed, ...]
    discharged: tuple[Owed, ...]
    lapsed: tuple[Owed, ...]
    next: tuple[Owed, ...]
    waived: tuple[str, ...] = ()
    warned: tuple[Breach, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def code(self) -> str | None:
        """What the act created, or else the request it was done to."""
        return self.codes[0] if self.codes else self.request
