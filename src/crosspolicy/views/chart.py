"""A small chart of steps over time, in characters that every terminal and every script has one cell for."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size

MARK, STRUCK, HELD = "o", "!", "-"
_DAY: Final = 10
_WIDEST: Final = 100


class Point(NamedTuple):
    """What was found on a day; ``is_struck`` marks that it happened."""

    day: str
    level: str
    is_struck: bool


def chart(levels: Sequence[tuple[str, str]], points: Sequence[Point], width: int) -> list[tuple[str, str]]:
    """Return the lines of a chart, each with its level: a row for each level, the gravest first, and the days.

    Every point has a column of its own, as far along as its day; a level is held until the next point. Where there are
    more points than columns, the latest are shown.
    """
    margin = max(cell_len(label) for _level, label in levels) + 2
    room = max(min(width, _WIDEST) - margin - 1, _DAY)
    shown = points[-room:]
    places = _places([date.fromisoformat(point.day) for point in shown], room)
    ends = [*places[1:], places[-1] + 1]
    lines = []
    for level, label in levels:
        row = [" "] * room
        for point, place, end in zip(shown, places, ends, strict=True):
            if point.level == level:
                row[place:end] = [STRUCK if point.is_struck else MARK, *HELD * (end - place - 1)]
        lines.append((level, set_cell_size(label, margin) + "".join(row).rstrip()))
    return [*lines, ("", " " * margin + _days([point.day for point in shown], places, room))]


def _places(days: Sequence[date], room: int) -> list[int]:
    """Return a column for each day: in proportion to time, each after the one before it, the last within the room."""
    span = max((days[-1] - days[0]).days, 1)
    places: list[int] = []
    for number, day in enumerate(days):
        wanted = (day - days[0]).days * (room - 1) // span
        latest = room - (len(days) - number)
        places.append(max(min(wanted, latest), places[-1] + 1 if places else 0))
    return places


def _days(days: Sequence[str], places: Sequence[int], room: int) -> str:
    """Return the line of days below: the first, the last where there is room, and between them what does not touch."""
    last = max(min(places[-1], room - _DAY), 0)
    line = days[0]
    wanted = [*zip(days[1:-1], places[1:-1], strict=True)]
    for day, place in wanted:
        if place > len(line) and place + _DAY < last:
            line = line.ljust(place) + day
    return line.ljust(last) + days[-1] if len(days) > 1 and last > len(line) else line
