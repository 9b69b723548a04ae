"""``review``: management's review of a request (2.2)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

_EXAMPLE = "crosspolicy review CB-2026-0001"

command = group(
    "review",
    N_("Management's review of a request: strategic fit, resources, necessity, feasibility (2.2)."),
    (
        ActLeaf("decide", "review.decided", N_("Review a request (2.2.2, 3.3.1)."), example=_EXAMPLE),
        list_command(
            "review",
            N_("List the reviews of a request."),
            columns("code", "outcome", "necessity", "feasibility", "comment", "reviewed_on"),
            example="crosspolicy review list CB-2026-0001",
        ),
        show_command("review", N_("Show a review."), example="crosspolicy review show CB-2026-0001"),
    ),
    default="decide",
)
