"""``waive``: management lets one named gate pass (3.3.3)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import columns, list_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "waive",
    N_("Management lets one named gate pass, once or until a day; the waiver is kept and shown."),
    (
        ActLeaf(
            "grant",
            "gate.waived",
            N_("Waive a gate for a request."),
            example="crosspolicy waive CB-2026-0001 --gate staffed --reason 'HR joins in March'",
        ),
        list_command(
            "waiver",
            N_("List the waivers of a request."),
            columns("code", "gate", "reason", "until_date", "granted_by", "granted_on", "used_on"),
            example="crosspolicy waive list CB-2026-0001",
        ),
    ),
    default="grant",
)
