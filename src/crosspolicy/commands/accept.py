"""``accept``: acceptance of the result (2.5)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import INTERESTED, columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "accept",
    N_("Acceptance: opened by the requesting department, evaluated by each, decided by management (2.5)."),
    (
        ActLeaf(
            "open",
            "acceptance.opened",
            N_("Open the acceptance (2.5.1)."),
            example="crosspolicy accept open CB-2026-0001",
        ),
        ActLeaf(
            "evaluate",
            "acceptance.evaluated",
            N_("Evaluate the result for a department (2.5.2)."),
            example="crosspolicy accept evaluate CB-2026-0001",
        ),
        ActLeaf(
            "decide",
            "acceptance.decided",
            N_("Decide on the acceptance; management only (3.3.4)."),
            example="crosspolicy accept decide CB-2026-0001",
        ),
        list_command(
            "evaluation",
            N_("List the evaluations of a request."),
            (*columns("code", "department", "objectives", "quality", "schedule", "cost", "verdict"), INTERESTED),
            example="crosspolicy accept list CB-2026-0001",
        ),
        show_command("decision", N_("Show management's decision."), example="crosspolicy accept show CB-2026-0001"),
    ),
)
