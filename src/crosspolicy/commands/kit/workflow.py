"""The process as arrows between stages, found by asking the acts themselves."""

from typing import NamedTuple

from crosspolicy.acts.registry import all_acts
from crosspolicy.i18n import _


class Arrow(NamedTuple):
    """An act that leads from a stage to another."""

    source: str
    target: str
    act: str
    title: str
    command: str
    clause: str


def arrows() -> list[Arrow]:
    """Return every arrow of the process, in the policy's order."""
    return [
        Arrow(
            source.value,
            target.value,
            act.name,
            _(act.title),
            f"crosspolicy {act.command}".replace("{request}", "REQ"),
            act.clause,
        )
        for act in all_acts()
        for source, target in act.leads
    ]
