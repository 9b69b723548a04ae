"""Public holidays by country and year, from the library ``holidays``, kept in the book for a month at a time.

Loading the library costs more than a whole act, and a year's holidays seldom change.
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, text

from crosspolicy.errors import Fault
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.working_days import Calendar
from crosspolicy.queries.reader import Reader, among
from crosspolicy.queries.times import to_day

_KEEP: Final = """INSERT INTO calendar_year (country, year, weekend, days_off, worked, computed_on)
    VALUES (:country, :year, :weekend, :days_off, :worked, :computed_on)
    ON CONFLICT (country, year) DO UPDATE SET weekend = excluded.weekend, days_off = excluded.days_off,
      worked = excluded.worked, computed_on = excluded.computed_on"""
"""Two who work a year out at once keep the same; neither stands in the other's way."""

FRESH: Final = timedelta(days=30)


def country_faults(country: str) -> tuple[Fault, ...]:
    """Return a fault where the country's holidays are not known."""
    import holidays

    if country in holidays.list_supported_countries():
        return ()
    return (Fault("country", Text(N_("{country} is no country whose holidays are known"), country=country)),)


def _computed(country: str, year: int) -> dict[str, Any]:
    import holidays

    found = holidays.country_holidays(country, years=year)
    worked = [day for day in found.weekend_workdays if day.year == year]
    return {
        "country": country,
        "year": year,
        "weekend": json.dumps(sorted(found.weekend)),
        "days_off": json.dumps(sorted(day.isoformat() for day in found)),
        "worked": json.dumps(sorted(day.isoformat() for day in worked)),
    }


@cache
def _read(weekend: str, days_off: str, worked: str) -> Calendar:
    return Calendar(
        frozenset(json.loads(weekend)),
        frozenset(to_day(day) for day in json.loads(days_off)),
        frozenset(to_day(day) for day in json.loads(worked)),
    )


def calendar_for(reader: Reader, connection: Connection, country: str, years: Iterable[int], today: date) -> Calendar:
    """Return the working days of those years; what is not kept yet, or is older than a month, is computed and kept."""
    marks, parameters = among("year", sorted(set(years)))
    rows = reader.rows(
        f"""SELECT year, weekend, days_off, worked FROM calendar_year
            WHERE country = :country AND year IN {marks} AND computed_on > :stale""",
        country=country,
        stale=(today - FRESH).isoformat(),
        **parameters,
    )
    missing = sorted({int(str(y)) for y in parameters.values()} - {row[0] for row in rows})
    for year in missing:
        values = _computed(country, year)
        connection.execute(text(_KEEP), values | {"computed_on": today.isoformat()})
        rows.append((year, values["weekend"], values["days_off"], values["worked"]))
    parts = [_read(*row[1:]) for row in rows]
    return Calendar(
        parts[0].weekend,
        frozenset().union(*(part.days_off for part in parts)),
        frozenset().union(*(part.worked for part in parts)),
    )
