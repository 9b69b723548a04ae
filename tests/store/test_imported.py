"""What was imported is known again; and an import is in the book whole or not at all, whatever happens to it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from crosspolicy.errors import InvalidInput
from crosspolicy.queries.reader import Reader
from crosspolicy.records.raw import Trouble
from crosspolicy.records.record import Record
from crosspolicy.records.rejects import NoRejects
from crosspolicy.store.engine import Book
from crosspolicy.store.imported import Known, alone, by_content, by_id, known
from crosspolicy.store.location import locate
from crosspolicy.store.reading import reading
from crosspolicy.store.upkeep import check
from tests.support import papers
from tests.support.apart import run
from tests.support.audit import assert_sound
from tests.support.company import MANAGER
from tests.support.imports import counts, drafted, imported, lines, record, submitted, told
from tests.support.world import World, found

FEW = 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of a few requests."""
    return lines(tmp_path / "kiosks.jsonl", *[submitted(f"K{n}") for n in range(FEW)])


# Known again


def test_the_book_keeps_what_each_record_became(world, tmp_path):
    review = record("review.decided", papers.REVIEW, by=MANAGER, target="K1", external_id="K1-V")
    kiosks = lines(tmp_path / "kiosks.jsonl", submitted("K1"), review, drafted(), drafted())
    assert told(imported(world, kiosks, source="old system")) == []
    with reading(world.book.location) as reader:
        content = _digest(reader, "request.drafted")
        keys = [by_id("K1"), by_id("K1-V"), by_content(content, 1), by_content(content, 2), by_id("K2")]
        became = {key: (what.act, what.code) for key, what in known(reader, "old system", keys).items()}
        assert known(reader, "another", keys) == known(reader, "old system", ()) == {}
    assert became == {
        by_id("K1"): ("request.submitted", "CB-2026-0001"),
        by_id("K1-V"): ("review.decided", "CB-2026-0001/V1"),
        by_content(content, 1): ("request.drafted", "CB-2026-0002"),
        by_content(content, 2): ("request.drafted", "CB-2026-0003"),
    }
    (events,) = world.rows("SELECT COUNT(DISTINCT j.seq) FROM imported i JOIN journal j ON j.seq = i.seq")
    assert events == (4,)


def _digest(reader: Reader, act: str) -> str:
    ((digest,),) = set(reader.rows("SELECT digest FROM imported WHERE act = :act", act=act))
    return str(digest)


def test_of_what_became_of_a_record_only_the_newest_content_is_kept(world, tmp_path):
    kiosks = tmp_path / "kiosks.jsonl"
    imported(world, lines(kiosks, drafted("K1")))
    imported(world, lines(kiosks, drafted("K1", title="Booth")))
    with reading(world.book.location) as reader:
        (what,) = known(reader, "", [by_id("K1")]).values()
    digest = world.value("SELECT digest FROM imported")
    assert what == Known("request.drafted", digest, "CB-2026-0001")
    assert world.value("SELECT j.act FROM journal j JOIN imported i ON i.seq = j.seq") == "request.edited"


# Seen by others


class Looking(NoRejects):
    """Looks at the book as others see it, when all is written and nothing kept."""

    def __init__(self, world: World) -> None:
        self.world = World(Book(world.book.location))
        self.seen: list[object] = []

    def take(self, item: Record | Trouble, troubles: Sequence[Trouble]) -> None:
        """Look also in the middle."""
        self.seal()

    def seal(self) -> None:
        """Look."""
        self.seen.append(self.world.everything())


def test_a_reader_sees_nothing_of_an_import_until_all_of_it_and_waits_for_nothing(world, tmp_path):
    before = world.everything()
    looking = Looking(world)
    kiosks = [submitted(f"K{n}") for n in range(6)]
    mixed = lines(tmp_path / "kiosks.jsonl", *kiosks[:4], drafted("K9", title=None), *kiosks[4:])
    outcome = imported(world, mixed, chunk=2, keep_good=True, rejects=looking)
    assert counts(outcome) == (6, 0, 0, 1)
    assert looking.seen == [before, before]
    assert world.value("SELECT COUNT(*) FROM request") == 6
    assert_sound(world)


def test_acts_and_looks_go_on_while_an_import_has_a_server_s_book_to_itself(on_server):
    on_server.draft()
    with on_server.book.writing() as connection:
        alone(connection)
        other = World(Book(on_server.book.location))
        other.code = on_server.code
        other.edit(title="Meanwhile")
        other.book.close()
    assert on_server.value("SELECT title FROM request") == "Meanwhile"


# Whole or not at all


def test_two_imports_of_one_file_at_once_are_one_after_the_other(world, file):
    answers = run("imports", world.book.location, file=str(file), importers=2)
    assert sorted(answers) == [[0, 0, FEW, 0], [FEW, 0, 0, 0]]
    assert world.value("SELECT COUNT(*) FROM request") == FEW
    assert check(world.book.location) == []


def _appended(path: Path) -> None:
    with path.open("a") as file:
        file.write("\n")


def _cut(path: Path) -> None:
    path.write_text(path.read_text("utf-8")[:-100], "utf-8")


def _replaced(path: Path) -> None:
    new = path.with_suffix(".new")
    new.write_bytes(path.read_bytes())
    new.replace(path)


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("meddle", [_appended, _cut, _replaced, _gone])
def test_a_file_that_changes_while_it_is_read_is_not_imported(on_file, file, meddle):
    class Meddling(Looking):
        """Meddles with the file when all of it is written."""

        def take(self, item: Record | Trouble, troubles: Sequence[Trouble]) -> None:
            """Do so at the first rejected record."""
            meddle(file)

    with on_file.unchanged(), pytest.raises(InvalidInput) as caught:
        lines(file, *[submitted(f"K{n}") for n in range(FEW)], drafted(title=None))
        imported(on_file, file, chunk=5, keep_good=True, rejects=Meddling(on_file))
    assert [str(fault.message) for fault in caught.value.fields] == ["changed while it was read"]
    assert str(caught.value.hint) == "Import it when nobody writes to it, or import a copy."


@pytest.mark.slow
def test_killed_a_hundred_times_an_import_into_a_file_is_there_whole_or_not_at_all(on_file, file):
    kept = run("imports_killed", on_file.book.location, file=str(file), times=100, seed=5)
    assert set(kept) == {0, FEW}
    assert check(on_file.book.location) == []
    assert counts(imported(on_file, file)) == (FEW, 0, 0, 0)
    assert_sound(on_file)


@pytest.mark.slow
@pytest.mark.postgres
def test_killed_five_times_an_import_into_a_server_s_book_is_there_whole_or_not_at_all(postgres_url, file):
    location = locate(postgres_url)
    found(location)
    kept = run("imports_killed", location, file=str(file), times=5, seed=5, longest_seconds=0.2)
    assert set(kept) <= {0, FEW}
    world = World(Book(location))
    outcome = imported(world, file)
    assert outcome.new + outcome.unchanged == FEW
    assert told(outcome) == []
    assert world.value("SELECT COUNT(*) FROM request") == FEW
    assert_sound(world)
    world.book.close()
