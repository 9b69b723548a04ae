"""``summary``: the project summary report (2.5.3, 3.2.4)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import INTERESTED, columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "summary",
    N_("The project summary report: what each department learned (2.5.3, 3.2.4)."),
    (
        ActLeaf(
            "add",
            "summary.added",
            N_("Sum up for a department; the last one closes the request."),
            example="crosspolicy summary add CB-2026-0001",
        ),
        list_command(
            "summary",
            N_("List the summaries of a request."),
            (*columns("code", "department", "experience", "lessons", "suggestions"), INTERESTED),
            example="crosspolicy summary list CB-2026-0001",
        ),
        show_command("summary", N_("Show a department's summary."), example="crosspolicy summary show CB-2026-0001/S1"),
    ),
)
