"""``demo``: a fictitious company carries one case from the form to its close, and on to what is learned from it."""

from typing import Annotated

from typer import Context, Option

from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.i18n import N_, _


@make_command(
    N_("A fictitious company carries one case from the form to its close, in a temporary rehearsal book."),
    name="demo",
    example="crosspolicy demo",
)
def command(
    ctx: Context,
    folder: Annotated[
        str | None,
        Option("--folder", metavar="DIR", help=_("where to keep the book and its files; default: a temporary one")),
    ] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.commands.demo.play import play

    play(ctx.find_root().command, folder or "")
