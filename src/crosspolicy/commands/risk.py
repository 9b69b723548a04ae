"""``risk``: the register, from the risk named to the risk closed (5)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "risk",
    N_("The risk register: identified together, assessed, treated, watched (5)."),
    (
        ActLeaf(
            "add",
            "risk.identified",
            N_("Add a risk to the register (5.1, 5.2)."),
            example="crosspolicy risk add CB-2026-0001",
        ),
        ActLeaf(
            "none",
            "risk.excluded",
            N_("Declare that a department sees no risk of a category (5.1.2)."),
            example="crosspolicy risk none CB-2026-0001 --category legal --department FIN --reason 'no permit needed'",
        ),
        ActLeaf(
            "treat",
            "risk.treated",
            N_("State the response to a risk: measures, owner, due date, contingency plan (5.3)."),
            target="risk",
            example="crosspolicy risk treat CB-2026-0001/R1",
        ),
        ActLeaf(
            "review",
            "risk.reviewed",
            N_("Review a risk: assess it anew, and adjust the response (5.4)."),
            target="risk",
            example="crosspolicy risk review CB-2026-0001/R1",
        ),
        ActLeaf(
            "close",
            "risk.closed",
            N_("Close a risk that is one no longer (5.4.1)."),
            target="risk",
            example="crosspolicy risk close CB-2026-0001/R1 --reason 'the supplier delivered'",
        ),
        list_command(
            "risk",
            N_("List the risks of a request."),
            columns("code", "category", "description", "level", "response", "owner", "due_date"),
            example="crosspolicy risk list CB-2026-0001",
        ),
        show_command("risk", N_("Show a risk with its history."), example="crosspolicy risk show CB-2026-0001/R1"),
    ),
)
