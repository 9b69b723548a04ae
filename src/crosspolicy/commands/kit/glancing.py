"""What ``status`` is asked of the book, and what it reads for each way to answer."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crosspolicy.queries.book import Header, stage_counts, stage_counts_as_of
from crosspolicy.queries.obligations import Owed, obligations_as_of, open_obligations, pages_of_lines
from crosspolicy.queries.open_rows import Only
from crosspolicy.queries.paging import Count, count_of
from crosspolicy.queries.reader import Reader
from crosspolicy.views.table import TERMINAL_ROWS
from crosspolicy.vocabulary.lists import Stage

if TYPE_CHECKING:
    from crosspolicy.queries.glance import Part, Parts
    from crosspolicy.views.glance import Glance


class Asked(NamedTuple):
    """What somebody asks of the book: on which day, by whom it is owed, under which clause, how much of it.

    ``soon`` is the last day of what is due soon.
    """

    book: Header
    day: date
    is_past: bool
    owed_by: frozenset[str] | None
    clause: str | None
    is_overdue: bool
    limit: int | None
    soon: date

    @property
    def last(self) -> date | None:
        """The last day that is asked for."""
        return self.day - timedelta(days=1) if self.is_overdue else None

    def lines(self, reader: Reader) -> Iterator[list[str]]:
        """Yield what is owed as lines for a pipe, some thousands at a time."""
        return pages_of_lines(
            reader, self.day, ahead=self.last, owed_by=self.owed_by, clause=self.clause, limit=self.limit
        )

    def owed(self, reader: Reader, limit: int | None = None) -> list[Owed]:
        """Return all that is owed, or the first of it."""
        read = obligations_as_of if self.is_past else open_obligations
        ahead = self.last or (date.max if self.is_past else None)
        return read(reader, self.day, ahead=ahead, owed_by=self.owed_by, clause=self.clause, limit=limit)

    def overdue(self, reader: Reader) -> "Part":
        """Return what is overdue as people are shown it."""
        from crosspolicy.queries.glance import due_by, part_of

        if self.is_past or self.limit is not None or not sys.stdout.isatty():
            return part_of(self.owed(reader, self.limit), _at_once(TERMINAL_ROWS) if self.limit is None else None)
        return due_by(reader, self.day, Only(self.owed_by, self.clause, last=self.last), shown=TERMINAL_ROWS)

    def page(self, reader: Reader, owners: frozenset[str]) -> "Glance":
        """Return the page for people, with what the owners owe apart."""
        from crosspolicy.views.glance import Glance

        stages = self.stages(reader)
        return Glance(
            company=self.book.company,
            as_of=self.day.isoformat(),
            is_rehearsal=self.book.is_rehearsal,
            stages=stages,
            parts=self._parts(reader),
            soon=self.soon.isoformat(),
            mine=self._mine(reader, owners),
            closed_owing=Count(0) if self.is_past or not stages.get(Stage.CLOSED) else _closed_owing(reader),
        )

    def _parts(self, reader: Reader) -> "Parts":
        from crosspolicy.queries.glance import NOTHING, Parts, at_a_glance, due_by
        from crosspolicy.views.glance import GLANCE_ROWS

        shown = _at_once(GLANCE_ROWS)
        if self.is_past or self.limit is not None:
            return self.parts(self.owed(reader, self.limit), shown if self.limit is None else None)
        only = Only(self.owed_by, self.clause)
        if self.last:
            return Parts(due_by(reader, self.day, only._replace(last=self.last), shown=shown), NOTHING, Count(0))
        return at_a_glance(reader, self.day, self.soon, only, shown=shown)

    def _mine(self, reader: Reader, owners: frozenset[str]) -> "Part":
        """Return what the owners owe, of what is asked for, until it is due soon."""
        from crosspolicy.queries.glance import due_by, part_of
        from crosspolicy.views.glance import GLANCE_ROWS

        shown = _at_once(GLANCE_ROWS) if self.limit is None else self.limit
        wanted = owners if self.owed_by is None else owners & self.owed_by
        until = self.last or self.soon
        if self.is_past:
            owed = self.owed(reader)
            return part_of([o for o in owed if o.owed_by in wanted and o.due_date <= until.isoformat()], shown)
        return due_by(reader, self.day, Only(wanted, self.clause, last=until), shown=shown)

    def parts(self, owed: list[Owed], shown: int | None = None) -> "Parts":
        """Divide what was read whole into what is overdue, due soon, and later."""
        from crosspolicy.queries.glance import parts_of

        return parts_of(owed, self.soon, shown=shown)

    def stages(self, reader: Reader) -> dict[str, int]:
        """Return how many requests stand, or stood, at each stage, in the order of the stages."""
        counts = stage_counts_as_of(reader, self.day) if self.is_past else stage_counts(reader)
        return {stage.value: counts[stage.value] for stage in Stage if counts.get(stage.value)}


def _at_once(rows: int) -> int | None:
    """Return how many rows of a kind are shown: so many on a terminal, all in a pipe."""
    return rows if sys.stdout.isatty() else None


def _closed_owing(reader: Reader) -> Count:
    from crosspolicy.queries.appraisals import closed_still_owing

    return count_of(closed_still_owing(reader))
