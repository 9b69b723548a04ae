"""``responsibility``: the responsibility table (2.3.1)."""

from typing import Annotated

from typer import Argument, Context

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_request
from crosspolicy.commands.kit.looking import looking, request_named
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.i18n import N_, _
from crosspolicy.views.table import format_for


@make_command(
    N_("Show the responsibility table as RACI, departments as columns, and a newer one that waits for signatures."),
    name="show",
    example="crosspolicy responsibility show CB-2026-0001",
)
def showing(
    ctx: Context,
    request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
) -> None:
    """See the command's help."""
    from crosspolicy.queries.agreements import tables
    from crosspolicy.queries.requests import departments_of
    from crosspolicy.views.raci import show_raci

    settings = settings_of(ctx)
    with looking(settings) as (reader, _book, _today):
        found = request_named(reader, request)
        found_tables = tables(reader, found.id)
        departments = departments_of(reader, found.id)
    show_raci(found.code, departments, *found_tables, format=format_for(settings))


command = group(
    "responsibility",
    N_("The responsibility table: who is accountable, responsible, consulted, informed (2.3.1)."),
    (
        ActLeaf(
            "assign",
            "responsibility.assigned",
            N_("State the responsibility table; once there is an agreement, a new table needs every signature anew."),
            example="crosspolicy responsibility assign CB-2026-0001 \\\n"
            "    --rows 'responsibility=Build the kiosk,accountable=IT,consulted=SALES;HR'",
        ),
        showing,
    ),
)
