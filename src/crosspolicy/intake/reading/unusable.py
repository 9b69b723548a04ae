"""What is told of a file that cannot be read as a batch at all; what is wrong with one row is a ``Trouble``."""

from typing import Final

from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.i18n import N_, Text

SNIPPET: Final = 60
"""How many characters of a value are shown."""


def unusable(path: str, *reasons: Text, hint: Text | None = None) -> InvalidInput:
    """Return the error for a file as a whole, with every reason."""
    faults = tuple(Fault(path, reason) for reason in reasons)
    return InvalidInput(faults, Text(N_("{path} cannot be read as a batch."), path=path), hint)


def snippet(text: str) -> str:
    """Return the beginning of a value, on one line."""
    line = " ".join(text[: SNIPPET + 1].split())
    return line if len(text) <= SNIPPET else line[: SNIPPET - 1] + "…"


def in_sheet(sheet: str, reason: Text) -> Text:
    """Say in which worksheet something is, where there are worksheets."""
    return Text(N_("sheet {sheet}: {reason}"), sheet=sheet, reason=reason) if sheet else reason
