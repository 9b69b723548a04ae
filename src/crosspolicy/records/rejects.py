"""Where rejected records go."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from crosspolicy.records.raw import Content, Trouble
from crosspolicy.records.record import Record


class Rejects(Protocol):
    """Takes rejected records while the import goes on, so that they can be mended and imported again."""

    def seeing(self, name: str, contents: Iterable[Content]) -> Iterator[Content]:
        """Pass on what a file holds, and take note of the columns."""
        ...

    def take(self, item: Record | Trouble, troubles: Sequence[Trouble]) -> None:
        """Take a rejected record, and all that is wrong with it."""
        ...

    def seal(self) -> None:
        """See that all of it is on the disk; the import is about to be kept."""
        ...


class NoRejects:
    """Rejected records stay where they are."""

    def seeing(self, name: str, contents: Iterable[Content]) -> Iterator[Content]:
        """Pass on what a file holds."""
        return iter(contents)

    def take(self, item: Record | Trouble, troubles: Sequence[Trouble]) -> None:
        """Let it go: the outcome tells of it."""

    def seal(self) -> None:
        """Nothing is kept."""
