"""Full disks of thirty sizes, in steps of one page around each act's need: a sound book or none, and the truth told.

Each act is the real command, forked from a process that has it loaded. What it announces is there; what it does not
announce is not, and whatever stood there before still stands.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from crosspolicy.errors import BookUnavailable
from crosspolicy.intake.drafts import all_drafts, new_draft, save
from crosspolicy.store import upkeep
from crosspolicy.store.location import Location
from tests.cli.contents import contents
from tests.journeys.books import COMPANY, DAY
from tests.journeys.driver import Answer
from tests.support import papers
from tests.support.company import REQUESTER
from tests.support.disks import PAGE, around, can_mount, emptied, files_up_to, need_of, small_disk
from tests.support.imports import Quick, command_server, drafted, lines
from tests.upkeep.test_migration import write_older

pytestmark = pytest.mark.slow

ENOUGH = 1_500
"""Pages that are enough for every act here."""


@dataclass(frozen=True)
class Try:
    """An act on a disk: its words, what stands on the disk before, and what it makes there."""

    words: tuple[str, ...]
    before: tuple[Path, ...] = ()
    made: str = ""
    db: str = "disk/book.db"


@pytest.fixture(scope="module")
def server() -> Iterator["subprocess.Popen[str]"]:
    """Return the process that runs the commands of this module."""
    with command_server() as running:
        yield running


@pytest.fixture
def cli(books, tmp_path: Path, server) -> Quick:
    """Return the command beside a founded book, ``founded.db``, and one with requests, ``book.db``."""
    cli = Quick(tmp_path, server, now=DAY)
    (tmp_path / "kept").mkdir()
    cli.book = tmp_path / "kept" / "book.db"
    shutil.copy(books.original("submitted"), cli.book)
    return cli


def _init(cli: Quick) -> Try:
    return Try(("init", "--rehearsal", "--from", str(cli.document(COMPANY))), made="book.db")


def _request(cli: Quick) -> Try:
    form = papers.REQUEST | {"background": "Full " * 3_900}
    return Try(("request", "new", "--submit", "--as", REQUESTER, "--from", str(cli.document(form))), (cli.book,))


def _import(cli: Quick) -> Try:
    file = lines(cli.folder / "more.jsonl", *(drafted(f"K{n}", background="Full " * 200) for n in range(40)))
    return Try(("import", str(file)), (cli.book,))


def _founding(cli: Quick) -> Try:
    first = {"act": "book.initialised", "occurred_on": DAY, "form": COMPANY}
    records = (drafted(f"K{n}", background="Full " * 200) for n in range(40))
    file = lines(cli.folder / "all.jsonl", first, *records)
    return Try(("import", "--rehearsal", str(file)), made="book.db")


def _copy(cli: Quick) -> Try:
    return Try(("db", "copy", "disk/copy.db"), made="copy.db", db=str(cli.book))


def _backup(cli: Quick) -> Try:
    return Try(("db", "backup", "disk/copy.db"), made="copy.db", db=str(cli.book))


def _export(form: str) -> Callable[[Quick], Try]:
    def make(cli: Quick) -> Try:
        many = cli.folder / "kept" / "many.db"
        if not many.exists():
            shutil.copy(cli.book, many)
            file = lines(cli.folder / "many.jsonl", *(drafted(f"K{n}", background=f"{n} " * 300) for n in range(200)))
            cli.ok("import", str(file), env={"CROSSPOLICY_DB": str(many)})
        old = cli.folder / "kept" / f"export.{form}"
        old.write_text("what stood there before")
        return Try(("export", "-o", f"disk/export.{form}"), (old,), f"export.{form}", db=str(many))

    return make


ACTS = {
    "init": _init,
    "request": _request,
    "import": _import,
    "founding import": _founding,
    "copy": _copy,
    "backup": _backup,
    "export to CSV": _export("csv"),
    "export to a workbook": _export("xlsx"),
}


@contextmanager
def _limited(cli: Quick, folder: Path, pages: int) -> Iterator[None]:
    cli.limit = pages * PAGE
    emptied(folder)
    yield
    cli.limit = 0


@contextmanager
def _small(cli: Quick, folder: Path, pages: int) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    with small_disk(folder, pages):
        yield


DISKS = {"files that may not grow": _limited, **({"a small disk": _small} if can_mount() else {})}


def _tried(cli: Quick, disk, this: Try, pages: int) -> tuple[Answer, dict[str, Path]]:
    """Return what an act came to on a disk, and what holds there afterwards."""
    folder = cli.folder / "disk"
    with disk(cli, folder, pages):
        for path in this.before:
            shutil.copy(path, folder / path.name)
        answer = cli.run(*this.words, env={"CROSSPOLICY_DB": this.db})
        left = cli.folder / "left"  # where there is room to look at it
        shutil.rmtree(left, ignore_errors=True)
        shutil.copytree(folder, left)
    assert answer.code in (0, 7), answer
    assert "Traceback" not in answer.err, answer
    assert "Exception ignored" not in answer.err, answer
    if answer.code == 7:
        assert "disk/" in answer.error["message"], answer
        assert answer.error["hint"]
    return answer, {path.name: path for path in left.iterdir()}


def _see(this: Try, answer: Answer, found: dict[str, Path]) -> None:
    """Hold that a book or an export is whole or not there, and that what stood there is what it was."""
    of_books = {name for name in found if name.endswith(("-wal", "-shm", ".lock"))}
    standing = {path.name for path in this.before}
    assert found.keys() - of_books == standing | ({this.made} if answer.code == 0 and this.made else set())
    for name in found.keys() - of_books:
        path = found[name]
        if path.suffix == ".db":
            assert upkeep.check(Location(path=path)) == []
    for path in this.before:
        now = found[path.name]
        same = contents(now) == contents(path) if path.suffix == ".db" else now.read_bytes() == path.read_bytes()
        assert same is (answer.code == 7)


COUNT_TOGETHER = ("init", "request", "founding import", "backup")
"""Acts that need several files at once: they are tried on small disks, too, where one can be mounted."""

TRIES = [
    pytest.param(act, disk, id=f"{name}, {on}")
    for on, disk in DISKS.items()
    for name, act in ACTS.items()
    if disk is _limited or name in COUNT_TOGETHER
]


@pytest.mark.parametrize(("act", "disk"), TRIES)
def test_on_a_full_disk_of_any_size_a_book_is_sound_or_none(cli: Quick, act, disk):
    this = act(cli)
    standing = sum(path.stat().st_size for path in this.before)

    def succeeds(pages: int) -> bool:
        if disk is _small and pages * PAGE < standing + PAGE:
            return False
        answer, found = _tried(cli, disk, this, pages)
        _see(this, answer, found)
        return answer.code == 0

    came_to = [succeeds(pages) for pages in around(need_of(succeeds, ENOUGH))]
    assert set(came_to) == {True, False}


def test_on_a_full_disk_of_any_size_a_migration_is_whole_or_leaves_the_book_as_it_was(cli: Quick, on_file):
    on_file.draft(background="Full " * 3_900)
    on_file.submit()
    older = cli.folder / "kept" / "older.db"
    write_older(Location(path=older), on_file, 2)
    before = contents(older)
    this = Try(("db", "migrate"), (older,), db="disk/older.db")

    def succeeds(pages: int) -> bool:
        answer, found = _tried(cli, _limited, this, pages)
        if answer.code == 0:
            assert upkeep.check(Location(path=found["older.db"])) == []
            (backup,) = (path for name, path in found.items() if ".backup" in name)
            assert contents(backup) == before
        else:
            assert not [name for name in found if not name.startswith("older.db")]
            assert contents(found["older.db"]) == before
        return answer.code == 0

    came_to = [succeeds(pages) for pages in around(need_of(succeeds, ENOUGH))]
    assert set(came_to) == {True, False}


def test_on_a_full_disk_of_any_size_a_draft_is_the_new_one_or_the_old_one(tmp_path: Path):
    old = new_draft(act="request.drafted", command=["request", "new"], target="", answers={"title": "Old"}, book="b")
    save(old, tmp_path)
    new = replace(old, answers={"title": "New", "background": "Full " * 20 * PAGE})
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()

    def succeeds(pages: int) -> bool:
        file.write_bytes(before)
        try:
            with files_up_to(pages * PAGE):
                save(new, tmp_path)
            kept = new
        except BookUnavailable as error:
            assert str(tmp_path) in str(error)
            kept = old
        assert [draft.answers for draft in all_drafts(tmp_path)] == [kept.answers]
        assert list(tmp_path.iterdir()) == [file]
        return kept is new

    came_to = [succeeds(pages) for pages in around(need_of(succeeds, ENOUGH))]
    assert set(came_to) == {True, False}
