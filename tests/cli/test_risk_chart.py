"""The chart of a risk's levels over time: plain characters that fit any terminal (5.4.1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from crosspolicy.views.chart import Point, chart

LEVELS = [("extreme", "極高"), ("high", "high"), ("medium", "中"), ("low", "low")]
MARKS = "o!"


def points(days: list[int], levels: list[str], struck: int = -1) -> list[Point]:
    first = date(2026, 3, 2)
    return [
        Point((first + timedelta(day)).isoformat(), level, n == struck)
        for n, (day, level) in enumerate(zip(days, levels, strict=True))
    ]


@pytest.mark.clause("5.4.1")
def test_a_row_for_each_level_and_a_mark_for_each_assessment():
    drawn = chart(LEVELS, points([0, 7, 14, 28], ["high", "medium", "extreme", "low"], struck=2), 50)
    assert [line for _level, line in drawn] == [
        "極高                       !--------------------",
        "high  o---------",
        "中              o----------",
        "low                                             o",
        "      2026-03-02           2026-03-16  2026-03-30",
    ]
    assert [level for level, _line in drawn] == ["extreme", "high", "medium", "low", ""]


def test_one_assessment_is_one_mark_and_one_day():
    drawn = dict(chart(LEVELS, points([0], ["low"]), 40))
    assert drawn["low"].split() == ["low", "o"]
    assert drawn[""].split() == ["2026-03-02"]


HISTORIES = st.lists(
    st.tuples(st.integers(0, 900), st.sampled_from([name for name, _ in LEVELS])), min_size=1, max_size=120
)


@pytest.mark.clause("5.4.1")
@given(HISTORIES, st.integers(20, 140))
def test_any_history_fits_any_terminal_with_every_mark_that_there_is_room_for(history, width):
    history.sort(key=lambda entry: entry[0])
    found = points([day for day, _ in history], [level for _, level in history])
    *rows, (_, days) = chart(LEVELS, found, width)
    assert [level for level, _ in rows] == [name for name, _ in LEVELS]
    assert all(cell_len(line) < width for _, line in rows)
    assert cell_len(days) <= max(width, 16)
    bodies = [line[len(label) + 6 - cell_len(label) :] for (_, line), (_, label) in zip(rows, LEVELS, strict=True)]
    columns = [
        [level for (level, _), body in zip(LEVELS, bodies, strict=True) if body[place : place + 1] in (*MARKS,)]
        for place in range(max(map(len, bodies)))
    ]
    drawn = [column[0] for column in columns if column]
    assert all(len(column) <= 1 for column in columns)
    assert drawn == [point.level for point in found][-len(drawn) :]
    assert len(drawn) == len(found) or len(drawn) == max(min(width, 100) - 7, 10)
    assert days.split()[0] == found[-len(drawn)].day
