"""The lines above rejected rows: those of their source, and the columns for what is wrong."""

from typing import Final

from crosspolicy.i18n import N_, _
from crosspolicy.records.raw import Table
from crosspolicy.records.reasons import REASON, REMEDY

_LABELS: Final = (N_("Why it was rejected"), N_("What to do about it"))


def head_lines(table: Table) -> list[list[str]]:
    """Return one line of names; a line of labels above it where the source has one."""
    names = [*table.columns, REASON, REMEDY]
    if table.labels in ((), table.columns):
        return [names]
    return [[*table.labels, *map(_, _LABELS)], names]
