"""The command tree, walked: every command with all that it takes, whatever is added to it."""

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from typer.models import Context

from crosspolicy.cli import COMMANDS, app
from crosspolicy.commands.kit.tree import global_options


class Slot(NamedTuple):
    """A place for a value: the words before it, those behind it, and what it is called."""

    name: str
    before: tuple[str, ...]
    behind: tuple[str, ...] = ()


NOUNS = tuple(entry.name for entry in COMMANDS)
"""The commands of the first level."""

_ORDINARY = {"request": "CB-2026-0001", "department": "SALES", "person": "li.na"}


def leaves(noun: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the commands under one of the first level, with the words that name them."""
    yield from _leaves((noun,), app().get_command(None, noun))


def _leaves(words: tuple[str, ...], found: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner = getattr(found, "commands", None)
    if inner is None:
        yield words, found
        return
    for name, command in inner.items():
        yield from _leaves((*words, name), command)


def slots(noun: str) -> list[Slot]:
    """Return every place for a value in the commands under a noun: their own options and arguments."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Typer's, of how completion is declared
        return list(_slots(noun))


def _slots(noun: str) -> Iterator[Slot]:
    for words, leaf in leaves(noun):
        common = {option.name for option in global_options()}
        params = [p for p in leaf.get_params(Context(leaf)) if p.name not in common]
        arguments = [p for p in params if p.param_type_name == "argument"]
        ordinary = tuple(_ORDINARY.get(str(p.name), "CB-2026-0001") for p in arguments if p.required)
        for number, param in enumerate(arguments):
            yield Slot(f"{' '.join(words)} {param.name}", (*words, *ordinary[:number]), ordinary[number + 1 :])
        for param in params:
            if param.param_type_name == "option" and not param.is_flag:
                yield Slot(f"{' '.join(words)} {param.opts[0]}", (*words, *ordinary, param.opts[0]))


def global_slots(words: tuple[str, ...]) -> list[Slot]:
    """Return the places for values that every command has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = [option.opts[0] for option in global_options() if not option.is_flag]
    return [Slot(f"{' '.join(words)} {flag}", (*words, flag)) for flag in found]
