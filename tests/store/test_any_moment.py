"""Stopped at any line, an interrupted writer leaves nothing behind, and a killed one nothing partial under its name."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crosspolicy.errors import BookUnavailable
from crosspolicy.store import upkeep
from crosspolicy.store.location import Location
from tests.cli.contents import contents
from tests.support.apart import ROOT, environment
from tests.support.moments import INTERRUPTED, KILLED, WORKS
from tests.upkeep.test_migration import write_older

pytestmark = pytest.mark.slow


@pytest.fixture
def original(tmp_path: Path, on_file) -> Path:
    """Return a folder with a book, an older one, and files that stand in the way of new ones."""
    folder = tmp_path / "original"
    folder.mkdir()
    on_file.until("submitted")
    on_file.book.close()
    shutil.copy(on_file.book.location.path, folder / "book.db")
    write_older(Location(path=folder / "older.db"), on_file, 2)
    on_file.book.close()
    (folder / "export.csv").write_text("old")
    (folder / "d3f2.json").write_text("old")
    return folder


def _tries(work: str, how: str, original: Path) -> list[tuple[int, Path]]:
    """Return how each try ended, and what it left; the last one was let finish, and several were not."""
    line = [sys.executable, "-m", "tests.support.moments", work, how, str(original)]
    done = subprocess.run(line, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    tries = [(found["code"], Path(found["left"])) for found in json.loads(done.stdout)]
    assert len(tries) > 5
    assert tries[-1][0] == 0
    assert {code for code, _ in tries[:-1]} == {INTERRUPTED if how == "interrupted" else KILLED}
    return tries


def _see(work: str, original: Path, left: Path) -> None:
    """Hold that each file is as it was, or whole."""
    for path in left.rglob("*"):
        if path.suffix != ".db" or path.name.startswith("."):
            continue
        before = original / path.relative_to(left)
        if path.name == "new.db":
            with pytest.raises(BookUnavailable):  # it stands, and a second one is not put in its place
                WORKS["new book"](left)
        elif path.name == "older.db":
            assert _same(path, before) or upkeep.check(Location(path=path)) == []
        elif ".backup" in path.name:
            assert _same(path, original / "older.db")
        else:
            assert _same(path, original / "book.db")
    assert (left / "export.csv").read_bytes() in (b"old", b"new" * 1000)
    text = (left / "d3f2.json").read_text()
    assert text == "old" or json.loads(text)["answers"] == {"title": "new"}


def _same(path: Path, other: Path) -> bool:
    """Tell whether two books are the same: byte by byte, which is quick to see, or row by row."""
    return path.read_bytes() == other.read_bytes() or contents(path) == contents(other)


def _is_expected(name: str) -> bool:
    """Tell whether a name is that of a finished file, or of what SQLite keeps beside a book."""
    is_of_sqlite = name.removesuffix("-wal").removesuffix("-shm") in ("book.db", "older.db")
    is_backup = name.startswith("older.2") and name.endswith(".backup.db")
    return is_of_sqlite or is_backup or name in ("export.csv", "d3f2.json", "copy.db", "deep", "new.db")


@pytest.mark.parametrize("work", WORKS)
def test_interrupted_at_any_line_nothing_is_left_behind_and_all_is_whole(original: Path, work: str):
    for _, left in _tries(work, "interrupted", original):
        assert [path.name for path in left.rglob("*") if not _is_expected(path.name)] == []
        _see(work, original, left)


@pytest.mark.parametrize("work", WORKS)
def test_killed_at_any_line_only_what_is_known_by_its_name_is_left_and_all_else_is_whole(original: Path, work: str):
    for _, left in _tries(work, "killed", original):
        rest = [path.name for path in left.iterdir() if not _is_expected(path.name)]
        assert all(name.startswith((".crosspolicy-", "crosspolicy-", "older.db-journal")) for name in rest), rest
        _see(work, original, left)
