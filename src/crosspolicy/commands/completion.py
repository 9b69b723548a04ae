"""``completion``: what a shell needs to complete commands, flags, request codes."""

import sys
from typing import Annotated

from typer import Argument, Context

from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.i18n import N_, _


@make_command(
    N_("Print the completion script of a shell."),
    name="completion",
    example="crosspolicy completion bash >> ~/.bashrc\ncrosspolicy completion zsh >> ~/.zshrc\n"
    "crosspolicy completion fish > ~/.config/fish/completions/crosspolicy.fish",
)
def command(ctx: Context, shell: Annotated[str, Argument(metavar="SHELL", help="bash | zsh | fish")]) -> None:
    """See the command's help."""
    from typer._completion_shared import get_completion_script

    if shell not in ("bash", "zsh", "fish"):
        ctx.fail(_("{shell} is none of bash, zsh, fish").format(shell=shell))
    script = get_completion_script(prog_name="crosspolicy", complete_var="_CROSSPOLICY_COMPLETE", shell=shell)
    sys.stdout.write(script + "\n")
