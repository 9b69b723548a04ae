"""What a shell asks when it completes: seen to make sense before Typer reads it."""

import os
import re
from typing import Final

from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text

_ASKED: Final = re.compile(r"(complete|source)_(bash|zsh|fish|powershell|pwsh)")
_PLACE: Final = re.compile(r"[0-9]{1,6}")


def begin_completion(variable: str) -> None:
    """Have Typer answer what a shell asks in a variable. Raises UsageFault for what no shell asks."""
    from typer._completion_classes import completion_init

    asked = os.environ.get(variable, "")
    if asked and not _ASKED.fullmatch(asked):
        raise _nonsense(variable)
    if asked == "complete_bash":
        if "COMP_WORDS" not in os.environ:
            raise _nonsense("COMP_WORDS")
        if not _PLACE.fullmatch(os.environ.get("COMP_CWORD", "")):
            raise _nonsense("COMP_CWORD")
    completion_init()


def _nonsense(variable: str) -> UsageFault:
    return UsageFault(
        Text(N_("Completion does not understand the variable {name}."), name=variable),
        Text(N_("`crosspolicy completion SHELL` writes what a shell needs.")),
    )
