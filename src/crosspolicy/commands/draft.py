"""``draft``: forms begun at the prompts and not sent."""

from typing import Annotated

from typer import Argument, Context

from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.i18n import N_, _
from crosspolicy.views.table import Column, format_for, print_json, show_list

_COLUMNS = (
    Column("id", N_("Draft")),
    Column("saved_at", N_("Saved")),
    Column("command", N_("Command")),
    Column("book", N_("Book")),
)


@make_command(N_("List the forms begun and not sent."), name="list", example="crosspolicy draft list")
def listing(ctx: Context, limit: Limit = None) -> None:
    """See the command's help."""
    from crosspolicy.intake.drafts import all_drafts

    settings = settings_of(ctx)
    format_ = format_for(settings)
    rows = [
        {
            "id": d.id,
            "saved_at": d.saved_at[:16].replace("T", " ") if format_ == "table" else d.saved_at,
            "act": d.act,
            "command": " ".join(d.command),
            "book": d.book,
        }
        for d in all_drafts()[:limit]
    ]
    show_list(_COLUMNS, rows, format=format_, empty=_("No form waits to be sent."))


@make_command(N_("Go on with a form."), name="resume", example="crosspolicy draft resume d3f2")
def resume(ctx: Context, draft: Annotated[str, Argument(metavar="DRAFT", help=_("its name in the list"))]) -> None:
    """See the command's help."""
    from crosspolicy.commands.kit.asking import resume as go_on

    go_on(draft, settings_of(ctx))


@make_command(N_("Throw a form away."), name="discard", example="crosspolicy draft discard d3f2")
def discard(ctx: Context, draft: Annotated[str, Argument(metavar="DRAFT", help=_("its name in the list"))]) -> None:
    """See the command's help."""
    from crosspolicy.intake.drafts import discard as throw_away

    throw_away(draft)
    if settings_of(ctx).is_json:
        print_json({"discarded": draft})
    else:
        print(_("Thrown away: {draft}").format(draft=draft))


command = group(
    "draft", N_("Forms begun at the prompts and not sent: list, resume, discard."), (listing, resume, discard)
)
