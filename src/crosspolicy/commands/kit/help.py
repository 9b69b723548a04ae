"""Help pages: Typer's own, in the language now spoken, with an example at the end."""

from typing import Any

from rich.console import Group
from rich.table import Table
from typer import rich_utils

from crosspolicy.i18n import _


class _Folding(Table):
    """A table that folds what is too long for a cell; Typer's own cuts long runs of Chinese off."""

    def add_column(self, *args: Any, **options: Any) -> None:
        """Add a column that folds."""
        super().add_column(*args, **options | {"overflow": "fold"})

    def add_row(self, *cells: Any, **options: Any) -> None:
        """Add a row, its columns folding, too."""
        super().add_row(*cells, **options)
        for column in self.columns:
            column.overflow = "fold"


def speak() -> None:
    """Put Typer's own English words into the language now spoken, and let long texts fold."""
    vars(rich_utils).update(Table=_Folding, Columns=lambda items: Group(*items))
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    rich_utils.DEFAULT_STRING = _("[default: {}]")


def print_help(command: Any, ctx: Any, example: str) -> None:
    """Print a command's help page."""
    speak()
    console = rich_utils._get_rich_console()
    usage = rich_utils.highlighter
    original = command.get_usage
    command.get_usage = lambda context: original(context).replace("Usage: ", _("Usage: "), 1)
    try:
        rich_utils.rich_format_help(obj=command, ctx=ctx, markup_mode="rich")
    finally:
        command.get_usage = original
    if example:
        console.print(f" {_('Example:')}", style="bold")
        for line in example.strip().splitlines():
            console.print(usage(f"   {line}"), soft_wrap=True)
        console.print()
