"""The book itself: whose it is, its clock, its counts."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.times import in_zone, moment_text, to_when


class Header(NamedTuple):
    """What every page about a book begins with."""

    company: str
    currency: str
    timezone: str
    is_rehearsal: bool

    def day_of(self, moment: datetime) -> date:
        """Return the day of a moment in the book's time zone."""
        from zoneinfo import ZoneInfo

        return in_zone(moment, ZoneInfo(self.timezone)).date()

    def end_of(self, day: date) -> str:
        """Return the end of a day in the book's time zone, as the text of a UTC moment."""
        from zoneinfo import ZoneInfo

        next_day = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.timezone)) + timedelta(days=1)
        return moment_text(next_day)

    def local(self, when: str) -> str:
        """Return a kept day or moment as the book's people read it: ``2026-03-31`` or ``2026-03-31 09:30``."""
        moment = to_when(when)
        if not isinstance(moment, datetime):
            return when
        from zoneinfo import ZoneInfo

        return moment.astimezone(ZoneInfo(self.timezone)).strftime("%Y-%m-%d %H:%M")


def header(reader: Reader) -> Header:
    """Return the book's header."""
    found = first(reader, "SELECT company, currency, timezone, is_rehearsal FROM book WHERE id = 1")
    assert found is not None
    company, currency, timezone, is_rehearsal = found
    return Header(company, currency, timezone, bool(is_rehearsal))


def stage_counts(reader: Reader) -> dict[str, int]:
    """Return how many requests stand at each stage now; a stage without any is left out."""
    return {stage: n for stage, n in reader.rows("SELECT stage, requests FROM stage_count") if n}


def stage_counts_as_of(reader: Reader, as_of: date) -> dict[str, int]:
    """Return how many requests stood at each stage at the end of a day of the past.

    It is what stands now, less what was entered since, and with what was left since: the cost of a look back is what
    has happened, not what there is.
    """
    counts = stage_counts(reader)
    sql = """SELECT e.stage, l.stage, COUNT(*) FROM stage_entry e
             LEFT JOIN stage_entry l ON l.request_id = e.request_id AND l.number = e.number - 1
             WHERE e.entered_on > :day GROUP BY e.stage, l.stage"""
    for entered, left, n in reader.rows(sql, day=as_of.isoformat()):
        counts[entered] = counts.get(entered, 0) - n
        if left is not None:
            counts[left] = counts.get(left, 0) + n
    return {stage: n for stage, n in counts.items() if n}
