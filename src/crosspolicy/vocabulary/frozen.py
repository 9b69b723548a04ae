"""Frozen dataclasses that cost no more than others: the type checker, not the interpreter, keeps them as they are.

What Python freezes takes six times as long to make, and an import makes some eighty such values for each record.
"""

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool = False, kw_only: bool = False) -> Any:
        """Stand for ``dataclasses.dataclass``: equal and hashed by content, frozen for the type checker alone."""
        return dataclasses.dataclass(slots=slots, kw_only=kw_only, unsafe_hash=frozen)
