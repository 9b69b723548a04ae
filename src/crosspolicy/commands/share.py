"""``share``: progress, results and feedback that departments share (4.3)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.commands.kit.records import columns, list_command, show_command
from crosspolicy.commands.kit.tree import group
from crosspolicy.i18n import N_

command = group(
    "share",
    N_("Progress, results and feedback shared between departments; files with their SHA-256 (4.3)."),
    (
        ActLeaf(
            "add",
            "item.shared",
            N_("Share a file or a link (4.3.2)."),
            example="crosspolicy share CB-2026-0001 --kind result --title 'Price list' --file prices.pdf",
        ),
        list_command(
            "shared_item",
            N_("List what is shared on a request."),
            columns("code", "kind", "title", "department", "file", "link", "shared_on"),
            example="crosspolicy share list CB-2026-0001",
        ),
        show_command("shared_item", N_("Show a shared item."), example="crosspolicy share show CB-2026-0001/F1"),
    ),
    default="add",
)
