"""What a look at the book may load: SQLAlchemy alone costs twenty bare starts of Python, Pydantic eleven."""

import subprocess
import sys

import pytest

HEAVY = ("sqlalchemy", "pydantic", "alembic", "holidays", "questionary", "platformdirs", "tomllib", "crosspolicy.forms")
SHOW = """
import sys
from crosspolicy.cli import run
run(sys.argv[1:])
print("loaded:", *sorted(sys.modules), file=sys.stderr)
"""


def loaded_by(*arguments, book):
    done = subprocess.run(
        [sys.executable, "-c", SHOW, "--db", str(book), *arguments], capture_output=True, text=True, check=True
    )
    return done.stderr.partition("loaded: ")[2].split()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [sys.executable, "-m", "crosspolicy", "demo", "--folder", str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    return folder / "book.db"


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("status", "--check"),
        ("status", "CB-2026-0001"),
        ("request", "list"),
        ("request", "show", "CB-2026-0001"),
        ("log",),
        ("report", "list", "CB-2026-0001"),
        ("agree", "show", "CB-2026-0001"),
        ("risk", "list"),
        ("risk", "list", "CB-2026-0001"),
        ("risk", "show", "CB-2026-0001/R1"),
        ("risk", "matrix"),
        ("risk", "matrix", "CB-2026-0001", "--format", "table"),
        ("org", "person", "list"),
        ("issue", "list"),
        ("issue", "list", "CB-2026-0001", "--all"),
        ("meeting", "list", "CB-2026-0001"),
        ("meeting", "agenda", "CB-2026-0001"),
        ("share", "list", "CB-2026-0001"),
        ("share", "check", "CB-2026-0001"),
        ("training", "list", "courses"),
        ("training", "evidence"),
    ],
    ids=" ".join,
)
def test_a_look_at_the_book_loads_nothing_heavy(book, arguments):
    loaded = loaded_by(*arguments, book=book)
    assert "typer" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []


def test_in_a_pipe_nothing_is_drawn(book):
    assert [name for name in loaded_by("status", book=book) if name.startswith("rich")] == []
