"""``start``: the start of the work (2.4.1)."""

from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.i18n import N_

command = ActLeaf(
    "start",
    "execution.started",
    N_("Start the work, once every department has signed (2.4.1)."),
    example="crosspolicy start CB-2026-0001 --staff li.na --staff wang.wei",
)
