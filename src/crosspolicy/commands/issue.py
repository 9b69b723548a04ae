"""``issue``: problems met in the work, raised, escalated, resolved (3.1.4, 3.3.3)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "issue",
    N_("Problems met in the work: raised, escalated to management, resolved (3.1.4, 3.2.3, 3.3.3)."),
    (
        ActLeaf(
            "raise",
            "issue.raised",
            N_("Raise an issue; several departments call for an ad-hoc meeting (4.2.2)."),
            example="crosspolicy issue raise CB-2026-0001",
        ),
        ActLeaf(
            "escalate",
            "issue.escalated",
            N_("Bring an issue before management (3.3.3)."),
            target="issue",
            example="crosspolicy issue escalate CB-2026-0001/I1 --reason 'the permit needs the board'",
        ),
        ActLeaf(
            "resolve",
            "issue.resolved",
            N_("Resolve an issue."),
            target="issue",
            example="crosspolicy issue resolve CB-2026-0001/I1 --solution 'the shelf was moved'",
        ),
        list_command(
            "issue",
            N_("List the issues of a request."),
            columns("code", "title", "severity", "responsible_department", "due_date", "escalated_on", "resolved_on"),
            example="crosspolicy issue list CB-2026-0001",
        ),
        show_command("issue", N_("Show an issue."), example="crosspolicy issue show CB-2026-0001/I1"),
    ),
)
