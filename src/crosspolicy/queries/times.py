"""Days and moments as the tables keep them: ISO text."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache


def to_day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


def to_when(text: str) -> date | datetime:
    """Read a day or a UTC moment."""
    if len(text) == 10:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


@lru_cache(maxsize=256)
def moment_text(moment: datetime) -> str:
    """Write a moment in UTC, to the second or finer, ending in ``Z``."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def when_text(when: date | datetime) -> str:
    """Write a day or a moment."""
    return moment_text(when) if isinstance(when, datetime) else when.isoformat()


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment in a time zone; one without an offset is taken to be of that zone."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
