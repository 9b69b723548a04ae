"""``meeting``: coordination, regular and ad-hoc meetings, and their action items (2.2.3, 4.1, 4.2.2)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

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
        _action,
        list_command(
            "meeting",
            N_("List the meetings of a request."),
            columns("code", "kind", "held_at", "chair", "attendees", "actions"),
            example="crosspolicy meeting list CB-2026-0001",
        ),
        show_command(
            "meeting", N_("Show the minutes of a meeting."), example="crosspolicy meeting show CB-2026-0001/M1"
        ),
    ),
)
