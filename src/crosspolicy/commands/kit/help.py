"""Help pages: Typer's own, in the language now spoken, with an example at the end."""

from typing import Any

from typer import rich_utils

from crosspolicy.i18n import _


def speak() -> None:
    """Put Typer's own English words into the language now spoken."""
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
