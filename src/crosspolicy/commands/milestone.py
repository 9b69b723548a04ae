"""``milestone``: milestones reached and moved (2.4.1)."""

from typing import Annotated

from typer import Argument, Context

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_request
from crosspolicy.commands.kit.limit import Limit
from crosspolicy.commands.kit.looking import looking, request_named
from crosspolicy.commands.kit.records import columns
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.i18n import N_, _
from crosspolicy.views.table import format_for, show_list


@make_command(N_("List the milestones of a request."), name="list", example="crosspolicy milestone list CB-2026-0001")
def listing(
    ctx: Context,
    request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
    limit: Limit = None,
) -> None:
    """See the command's help."""
    from crosspolicy.queries.forms import stated_forms

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, _today):
        found = request_named(reader, request)
        milestones = stated_forms(reader, "request", found.id, book.currency)[0]["milestones"]
    shown = columns("name", "department", "planned_date", "due_date", "reached_date")
    show_list(
        shown,
        milestones,
        limit=limit,
        format=format_for(settings),
    )


command = group(
    "milestone",
    N_("Milestones: reached, moved, listed (2.4.1)."),
    (
        ActLeaf(
            "reach",
            "milestone.reached",
            N_("Record a milestone as reached."),
            target="milestone",
            example="crosspolicy milestone reach CB-2026-0001 'Pilot runs'",
        ),
        ActLeaf(
            "move",
            "milestone.moved",
            N_("Give a milestone another date, with the reason."),
            target="milestone",
            example="crosspolicy milestone move CB-2026-0001 'Pilot runs'"
            " --due-date 2026-12-01 --reason 'parts are late'",
        ),
        listing,
    ),
)
