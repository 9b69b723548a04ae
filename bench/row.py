"""What can be measured: a command as people run it, what it may cost, and what it stands beside."""

import sys
from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, NamedTuple, TypeVar

P = TypeVar("P")
"""The place where a command is run."""

Command = Callable[[P, int], list[str]]
"""Builds the command of the n-th run: an act cannot be done twice to one thing."""


class Row(NamedTuple, Generic[P]):
    """One line of a table.

    ``bound`` is what it may cost as a multiple of bare Python; ``peer`` names the row beside which it stands, and
    ``peer_bound`` what it may cost as a multiple of that one. ``code`` is how the command ends.
    """

    name: str
    command: Command[P]
    bound: float | None = None
    peer: str = ""
    peer_bound: float | None = None
    on_terminal: bool = False
    environment: Mapping[str, str] = {}
    code: int = 0


BARE: Final[Row[Any]] = Row("python -c pass", lambda place, run: [sys.executable, "-c", "pass"])
"""What every row is a multiple of."""


def completing(*words: str) -> Mapping[str, str]:
    """Return the environment in which bash asks for completion of the last of the words."""
    return {
        "_CROSSPOLICY_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("crosspolicy", *words)),
        "COMP_CWORD": str(len(words)),
    }
