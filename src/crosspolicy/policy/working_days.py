"""Working days: the company's country decides which they are."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: weekdays off (0 is Monday), public holidays, and weekend days that are worked."""

    weekend: frozenset[int]
    days_off: frozenset[date]
    worked: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Tell whether ``day`` is worked."""
        if day in self.worked:
            return True
        return day.weekday() not in self.weekend and day not in self.days_off

    def after(self, day: date, working_days: int) -> date:
        """Return the day that lies so many working days after ``day``, which itself is not counted."""
        while working_days:
            day += timedelta(days=1)
            working_days -= self.is_working(day)
        return day


PLAIN = Calendar(frozenset({5, 6}), frozenset(), frozenset())
"""Saturdays and Sundays off, no public holidays."""
