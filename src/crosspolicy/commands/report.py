"""``report``: progress reports (2.4.3)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import INTERESTED, columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "report",
    N_("Progress reports of the departments to management (2.4.3, 3.1.5)."),
    (
        ActLeaf("file", "report.filed", N_("Report progress (2.4.3)."), example="crosspolicy report CB-2026-0001"),
        list_command(
            "report",
            N_("List the progress reports of a request."),
            (
                *columns("code", "department", "period_start_date", "period_end_date", "progress_percent", "done"),
                INTERESTED,
            ),
            example="crosspolicy report list CB-2026-0001",
        ),
        show_command("report", N_("Show a progress report."), example="crosspolicy report show CB-2026-0001/P1"),
    ),
    default="file",
)
