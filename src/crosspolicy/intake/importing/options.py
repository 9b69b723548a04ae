"""How to import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crosspolicy.records.record import Record
from crosspolicy.store.identity import By


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to import: under which source, as history or not, whether departments are made, and what they are called.

    ``is_founding``: the book was made by the first record.
    """

    source: str = ""
    as_of_record: bool = False
    is_founding: bool = False
    create_departments: bool = False
    departments: Mapping[str, str] = field(default_factory=dict)

    def history(self, record: Record) -> dict[str, Any]:
        """Return what the journal is told of what comes in as history."""
        if not self.as_of_record:
            return {}
        stated = {"source": self.source, "external_id": record.external_id}
        return {"as_of_record": True, **{name: value for name, value in stated.items() if value}}


def acting(by: By, record: Record) -> By:
    """Return who acts by a record: the one whom it names, or else whoever imports."""
    return By(by.os_user, by.host, record.actor) if record.actor else by
