"""A record: one act that a file asks for, told in the policy's words, and where in the file each word came from."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from crosspolicy.records.raw import Place, Raw
from crosspolicy.vocabulary.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One act to be done.

    ``target`` is what it is done to as the file states it: a code, or an object with ``external_id`` (and ``source``,
    ``milestone``); empty for a new request and for the book. ``actor`` is the login of who acts, empty for whoever
    imports. ``form`` is plain nested data by field, ``occurred_on`` among it. ``columns`` names the column behind a
    field's path (``milestones.1.due_date``) where the two differ. ``raw`` is the row as it was read.
    """

    place: Place
    act: str
    form: Mapping[str, Any]
    raw: Raw
    target: str | Mapping[str, Any] = ""
    actor: str = ""
    external_id: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
