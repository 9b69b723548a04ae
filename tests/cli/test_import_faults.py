"""What a terminal is shown of an import's faults: the first fifty, and how many more there are."""

import io

import pytest

from crosspolicy.i18n import N_, Text
from crosspolicy.records.raw import Place, Trouble
from crosspolicy.views.imports.outcome import show_troubles


class Terminal(io.StringIO):
    def isatty(self):
        return True


def faults(n):
    message = Text(N_("must be there"))
    return [Trouble(Place("plan.csv", "", row), "title", "", message) for row in range(2, n + 2)]


@pytest.mark.parametrize(
    ("n", "lines", "last"),
    [
        (1, 1, "  • plan.csv:2 title: must be there"),
        (50, 50, "  • plan.csv:51 title: must be there"),
        (51, 51, "… 1 more; --report FILE has them all."),
        (700, 51, "… 650 more; --report FILE has them all."),
    ],
)
def test_a_terminal_is_shown_the_first_fifty(n, lines, last):
    stream = Terminal()
    show_troubles(faults(n), stream)
    told = stream.getvalue().splitlines()
    assert (len(told), told[-1]) == (lines, last)


def test_a_pipe_is_told_all():
    stream = io.StringIO()
    show_troubles(faults(700), stream)
    assert stream.getvalue().count("\n") == 700
