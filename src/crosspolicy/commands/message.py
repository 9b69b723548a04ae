"""``message``: urgent contact between departments, logged (4.2.1)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "message",
    N_("Urgent contact by phone, e-mail, instant message or in person, logged (4.2.1)."),
    (
        ActLeaf("log", "message.logged", N_("Log a message."), example="crosspolicy message log CB-2026-0001"),
        list_command(
            "message",
            N_("List the messages of a request."),
            columns("code", "sent_at", "channel", "parties", "subject", "issue"),
            example="crosspolicy message list CB-2026-0001",
        ),
        show_command("message", N_("Show a message."), example="crosspolicy message show CB-2026-0001/L1"),
    ),
)
