"""``meeting``: coordination, regular and ad-hoc meetings, and their action items (2.2.3, 4.1, 4.2.2)."""

from collections.abc import Sequence
from typing import Annotated, Any

from typer import Argument, Context

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.complete import complete_request
from crosspolicy.commands.kit.looking import looking, request_named
from crosspolicy.commands.kit.records import columns, list_command, show_command
from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.commands.kit.tree import group, settings_of
from crosspolicy.i18n import N_, _
from crosspolicy.queries.reader import Reader
from crosspolicy.views.table import format_for


@make_command(
    N_("Write the agenda of the next regular meeting, from what is true today: the policy's four parts (4.1.3)."),
    name="agenda",
    example="crosspolicy meeting agenda CB-2026-0001\ncrosspolicy meeting agenda CB-2026-0001 --format md > agenda.md",
)
def agenda_of(
    ctx: Context,
    request: Annotated[str, Argument(metavar="REQ", help=_("the request's code"), shell_complete=complete_request)],
) -> None:
    """See the command's help."""
    from crosspolicy.queries.agenda import agenda
    from crosspolicy.views.agenda import show_agenda

    settings = settings_of(ctx)
    with looking(settings) as (reader, book, today):
        found = agenda(reader, request_named(reader, request), today, book.currency)
    show_agenda(found, format=format_for(settings))


def _attended(reader: Reader, request_id: int, meetings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return, for each meeting, the departments of which nobody was present (4.1.2)."""
    from crosspolicy.queries.meetings import absent_departments

    absent = absent_departments(reader, request_id)
    return [{"absent_departments": absent.get(meeting["code"], [])} for meeting in meetings]


_action = group(
    "action",
    N_("Action items of meetings, and points of rework."),
    (
        ActLeaf(
            "done",
            "action.done",
            N_("Settle an action item or a point of rework (4.1.3)."),
            target="action",
            example="crosspolicy meeting action done CB-2026-0001/A1",
        ),
    ),
)

command = group(
    "meeting",
    N_("Meetings: coordination, regular, ad-hoc; and their action items (2.2.3, 4.1, 4.2.2)."),
    (
        ActLeaf(
            "record",
            "meeting.recorded",
            N_("Record the minutes of a meeting; --kind says which."),
            example="crosspolicy meeting record CB-2026-0001 --kind coordination",
        ),
        agenda_of,
        _action,
        list_command(
            "meeting",
            N_("List the meetings of a request."),
            columns("code", "kind", "held_at", "chair", "attendees", "absent_departments"),
            example="crosspolicy meeting list CB-2026-0001",
            beside=_attended,
        ),
        show_command(
            "meeting",
            N_("Show the minutes of a meeting."),
            example="crosspolicy meeting show CB-2026-0001/M1",
            beside=_attended,
        ),
    ),
)
