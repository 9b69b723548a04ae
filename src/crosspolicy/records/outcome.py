"""What came of an import: how many records were new, changed, unchanged, rejected, and everything that is wrong."""

from dataclasses import dataclass, field

from crosspolicy.records.raw import Trouble


@dataclass(slots=True)
class Outcome:
    """Counts of records; ``rejected_rows`` are rows of lists, which are none, and ``departments`` were made on the way.

    ``is_to_keep`` says whether it is good enough to be written, ``is_kept`` whether it is: a dry run writes nothing.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    rejected_rows: int = 0
    departments: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    is_to_keep: bool = False
    is_kept: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing was rejected."""
        return not self.rejected and not self.rejected_rows

    @property
    def records(self) -> int:
        """How many records the files hold."""
        return self.new + self.changed + self.unchanged + self.rejected
