"""A record: one act that a file asks for, told in the policy's words, and where in the file each word came from."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from crosspolicy.records.raw import Place, Raw, Trouble
from crosspolicy.vocabulary.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One act to be done.

    ``target`` is what it is done to as the file states it: a code, or an object with ``external_id`` (and ``source``,
    ``milestone``); empty for a new request and for the book. ``actor`` is the login of who acts, empty for whoever
    imports. ``form`` is plain nested data by field, ``occurred_on`` among it. ``columns`` names the column behind a
    field's path (``milestones.1.due_date``) where the two differ. ``raw`` is the row as it was read.
    ``wrong`` is what is wrong with its cells already: such a record is not done, but looked at as far as it goes.
    ``open`` are the paths of fields of which the cells do not tell what is meant.
    """

    place: Place
    act: str
    form: Mapping[str, Any]
    raw: Raw
    target: str | Mapping[str, Any] = ""
    actor: str = ""
    external_id: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[Trouble, ...] = ()
    open: frozenset[str] = frozenset()

    def is_open(self, path: str) -> bool:
        """Tell whether nothing is known of a field, or of what it lies in."""
        return bool(self.open) and lies_in(path, self.open)


def lies_in(path: str, others: Iterable[str]) -> bool:
    """Tell whether a field's path is one of others, or lies in one."""
    return any(path == other or path.startswith(f"{other}.") for other in others)
