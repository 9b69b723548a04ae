"""A look costs what it shows and what is open, not what there is: of every statement that reaches SQLite, the plan.

Every act is performed and every command that looks is run on a book in a file. What a plan does not tell, the rows that
a search goes through and throws away, the work does: ``test_page_work.py``.
"""

import re
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from crosspolicy.acts.registry import all_acts
from crosspolicy.commands.kit.acting import ActLeaf
from crosspolicy.models import metadata
from crosspolicy.store.location import Location
from crosspolicy.store.sqlite_file import dbapi
from tests.speed.commands import complete, every_command
from tests.speed.looks import LOOKS, NO_LOOKS, PAGED
from tests.speed.story import tell
from tests.speed.watching import Plan, look, plans, watching

pytestmark = pytest.mark.filterwarnings("ignore:In Typer, only the parameter 'autocompletion':DeprecationWarning")

FIXED: Final = {
    **dict.fromkeys(("book", "policy", "adoption", "calendar_year", "stage_count", "counter"), "of the book itself"),
    **dict.fromkeys(("department", "person", "deputy"), "grows with the company, not with what it asks for"),
    **dict.fromkeys(
        (name for name in metadata.tables if name.startswith("training_")),
        "grows with the years of the company's training, by some hundreds of rows; acts find theirs by an index",
    ),
}
"""Tables that a statement may read from end to end."""

BOUND: Final = ("request_id=?", "chain=?", "rowid=?", "year=?")
"""What binds rows to one request, or to one year of the book's own: few enough to sort."""


class Excuse(NamedTuple):
    """What a statement may do though it grows, and why: the beginning of its shape, with what is told of it."""

    shape: str
    why: str


COMPLETE: Final = "a complete list, in the order of an index"

SCANS: Final = (
    Excuse("SELECT chain, events, seq, hash FROM chain_head", "db check proves every chain"),
    Excuse("SELECT chain, number, kind, clause, owed_by, subject,", "db check proves every obligation"),
    Excuse("SELECT stage, COUNT(*) FROM request GROUP BY stage", "db check counts every request"),
    Excuse("SELECT ? FROM request r WHERE r.policy_digest", "db check looks for requests whose policy is not there"),
    Excuse('SELECT "', "db check reads what every column holds, page by page; so does db copy"),
    Excuse("SELECT request_id, number, kind, department, person, by_department, quality", COMPLETE),
    Excuse("SELECT request_id, number, department, person, term", COMPLETE),
    Excuse("SELECT request_id, number, title, description, severity", COMPLETE),
)
"""What may read a growing table from end to end."""

SORTS: Final = (
    Excuse("SELECT due_date, period_days, COUNT(*) FROM ( SELECT o.due_date", "groups no more rows than are counted"),
    Excuse("SELECT likelihood, impact,", "the map counts every open risk, in a few dozen cells"),
    Excuse("SELECT inherent_likelihood, inherent_impact,", "the map counts every open risk, in a few dozen cells"),
    Excuse("SELECT residual_likelihood, residual_impact,", "the map counts every open risk, in a few dozen cells"),
    Excuse("SELECT e.stage, l.stage, COUNT(*)", "a look back counts what was entered since"),
    Excuse("SELECT request_id, number, kind, department, person, by_department, score", "the results of a year"),
    Excuse("SELECT requesting_department, COUNT(*)", "what is under way, by department"),
    Excuse("SELECT department, person, COUNT(*)", "what a year has to tell of departments and people"),
    Excuse("SELECT responsible_department, severity, COUNT(*)", "what a year has to tell of issues"),
)
"""What may sort or group rows outside an index."""


def lines_of(words: str) -> list[str]:
    """Return the lines that run a command."""
    return [line for line in LOOKS.split("\n") if f"{line} ".startswith(f"{words} ")]


@pytest.fixture(scope="module")
def watched(folder: Path) -> tuple[Path, list[Plan]]:
    """Return a book in which everything was done and looked at, and the plan of every statement that it took."""
    book = folder / "story.db"
    with watching() as watch:
        watch.by = "an act"
        tell(Location(path=book))
        for line in filter(None, LOOKS.split("\n")):
            for is_terminal in (True, False) if line.startswith(PAGED) else (False,):
                watch.by = line
                look(line, book, is_terminal=is_terminal)
        watch.by = "completion"
        complete(book)
    return book, plans(book, iter(watch.seen.values()))


def test_the_story_performs_every_act(watched):
    connection = dbapi.connect(str(watched[0]))
    performed = {act for (act,) in connection.execute("SELECT DISTINCT act FROM journal WHERE is_refused = 0")}
    connection.close()
    assert performed == {act.name for act in all_acts()} | {"book.initialised"}


def test_every_command_that_looks_is_run_with_every_option_of_its_own():
    """A command added later, or an option, must be looked at here: or be named among those that are no look."""
    looking = {words: leaf for words, leaf in every_command().items() if not isinstance(leaf, ActLeaf)}
    assert {words for words in looking if not lines_of(words)} == NO_LOOKS.keys()
    missing = [
        f"{words} {param.opts[0]}"
        for words, leaf in looking.items()
        for param in leaf.params
        if words not in NO_LOOKS and param.opts[0].startswith("-")
        if not any(set(line.split()) & set(param.opts) for line in lines_of(words))
    ]
    assert missing == []


def partial_indexes(book: Path) -> set[str]:
    """Return the indexes that hold what is open alone."""
    connection = dbapi.connect(str(book))
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    connection.close()
    return {name for name, sql in found if re.search(r"WHERE .*\bIS NULL", sql, re.DOTALL)}


def excused(plan: Plan, excuses: tuple[Excuse, ...]) -> bool:
    return any(plan.statement.shape.startswith(excuse.shape) for excuse in excuses)


def test_no_statement_reads_a_growing_table_from_end_to_end(watched):
    book, found = watched
    growing = metadata.tables.keys() - FIXED.keys()
    of_what_is_open = partial_indexes(book)
    assert [
        (plan.statement.by, table, index, plan.statement.shape)
        for plan in found
        for table, index in plan.scans()
        if table in growing and index not in of_what_is_open and not excused(plan, SCANS)
    ] == []


def is_bound(plan: Plan) -> bool:
    """Tell whether a statement begins with the rows of one request or year, or of a table that does not grow."""
    return plan.table in FIXED or any(f"({bound}" in plan.first for bound in BOUND)


def test_no_statement_sorts_what_grows(watched):
    _book, found = watched
    assert [
        (plan.statement.by, plan.first, plan.statement.shape)
        for plan in found
        if plan.sorts and not is_bound(plan) and not excused(plan, SORTS)
    ] == []


def test_every_excuse_is_needed(watched):
    """An excuse for a statement that is no more would excuse the next one that looks like it."""
    _book, found = watched
    unused = [e.shape for e in (*SCANS, *SORTS) if not any(p.statement.shape.startswith(e.shape) for p in found)]
    assert unused == []
