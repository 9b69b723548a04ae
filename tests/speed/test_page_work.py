"""A page takes as much work of a large book as of a small one: counted in steps of SQLite's machine, not in time.

Pages count what is owed no further than people are told; here that is a few dozen, so that small books are past it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from crosspolicy.queries import appraisals, glance, paging
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location
from tests.speed.commands import complete
from tests.speed.growing import grown
from tests.speed.looks import PAGES
from tests.speed.story import NOW, RUNNING, tell
from tests.speed.watching import STEP, look, watching
from tests.support.world import World

pytestmark = pytest.mark.filterwarnings("ignore:In Typer, only the parameter 'autocompletion':DeprecationWarning")


@pytest.fixture(scope="module")
def sizes(folder: Path) -> tuple[Path, ...]:
    """Return the book with every request in it some dozens of times, and some hundreds of times."""
    tell(Location(path=folder / "story.db"))
    return tuple(grown(folder / "story.db", folder / f"{copies}.db", copies) for copies in (60, 600))


def steps(book: Path, work: Callable[[Path], object]) -> int:
    """Return how many steps of SQLite's machine a look takes, or an act."""
    with watching() as watch:
        work(book)
    return watch.steps


def as_much(small: int, large: int) -> bool:
    return large <= 1.2 * small + 10 * STEP


@pytest.fixture
def few_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages count as far as these books go."""
    for module in (paging, glance, appraisals):
        monkeypatch.setattr(module, "COUNTED", 25)


@pytest.mark.usefixtures("few_counted")
@pytest.mark.parametrize("line", list(filter(None, PAGES.split("\n"))))
def test_a_page_takes_as_much_work_of_a_large_book_as_of_a_small_one(sizes, line):
    small, large = (steps(book, lambda book: look(line, book, is_terminal=True)) for book in sizes)
    assert as_much(small, large), f"{small} steps, and {large}"


def test_a_shell_is_offered_codes_with_as_much_work(sizes):
    small, large = (steps(book, lambda book: complete(book, ["CB-2026-0"])) for book in sizes)
    assert as_much(small, large), f"{small} steps, and {large}"


def test_an_act_takes_as_much_work(sizes):
    small, large = (steps(book, act) for book in sizes)
    assert as_much(small, large), f"{small} steps, and {large}"


def act(path: Path) -> None:
    """Draft a request, and go on with one that is under way."""
    book = Book(Location(path=path))
    world = World(book)
    world.on(NOW)
    world.until("submitted")
    world.code = RUNNING
    world.report("IT", period_start_date="2026-11-01", period_end_date="2026-11-10")
    world.log_message()
    book.close()
