"""``breach``: the agreement, or a clause, broken (6.3.3)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import ABOUT, columns, list_everywhere, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "breach",
    N_("Breaches of the agreement or of a clause, on which a penalty may rest (6.3.3)."),
    (
        ActLeaf(
            "record",
            "breach.recorded",
            N_("Record a breach; --obligation takes an overdue obligation as it stands (6.3.3)."),
            example="crosspolicy breach record CB-2026-0001\n"
            "crosspolicy breach record CB-2026-0001 --obligation progress-report --department IT",
        ),
        list_everywhere(
            "breach",
            N_("List the breaches of a request, or of all."),
            (*columns("code"), ABOUT, *columns("term", "description", "serious", "recorded_on")),
            example="crosspolicy breach list CB-2026-0001",
        ),
        show_command("breach", N_("Show a breach."), example="crosspolicy breach show CB-2026-0001/B1"),
    ),
)
