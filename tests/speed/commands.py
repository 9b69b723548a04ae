"""The tree of commands, walked: every command by its words, and every parameter that a shell completes from a book."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from typer.models import Context

from crosspolicy.cli import COMMANDS, app
from crosspolicy.commands.kit.tree import module_of
from crosspolicy.settings import Settings
from tests.speed.story import RUNNING


def _below(command: Any, path: tuple[str, ...]) -> dict[str, Any]:
    if not hasattr(command, "commands"):
        return {" ".join(path): command}
    inner = [_below(leaf, (*path, name)) for name, leaf in command.commands.items()]
    return {words: leaf for leaves in inner for words, leaf in leaves.items()}


def every_command() -> dict[str, Any]:
    """Return every command by its words."""
    found: dict[str, Any] = {}
    for entry in COMMANDS:
        found |= _below(import_module(module_of(entry.name)).command, (entry.name,))
    return found


BEGINNINGS: Final = ("", "CB-2026-0", f"{RUNNING}/", "IN-2026-", "T")


def complete(book: Path, beginnings: Sequence[str] = BEGINNINGS) -> None:
    """Ask every parameter that completes itself from the book, as a shell does."""
    root = Context(app(), obj=Settings(db=str(book)))
    for words, leaf in every_command().items():
        for param in leaf.get_params(Context(leaf, parent=root, info_name=words)):
            if custom := getattr(param, "_custom_shell_complete", None):
                for typed in beginnings:
                    custom(Context(leaf, parent=root, info_name=words), param, typed)
