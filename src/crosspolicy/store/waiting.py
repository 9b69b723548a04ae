"""That somebody waits for the book: told once, after a moment, through whatever the edge has put in place."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from crosspolicy.i18n import N_, Text

_PATIENCE_SECONDS: Final = 1.0
WAITING: Final = Text(N_("Waiting for another process that writes the book …"))


def _nobody(told: Text) -> None:
    """Tell nobody."""


tell: ContextVar[Callable[[Text], None]] = ContextVar("tell", default=_nobody)
"""What tells somebody who sits at a terminal that the program waits."""


class Wait:
    """A wait that ends at a moment of the monotonic clock."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._telling = time.monotonic() + _PATIENCE_SECONDS
        self._is_told = False

    def is_over(self) -> bool:
        """Tell whether the time is up; and, once, that somebody waits."""
        now = time.monotonic()
        if now >= self._telling and not self._is_told:
            self._is_told = True
            tell.get()(WAITING)
        return now >= self._deadline
