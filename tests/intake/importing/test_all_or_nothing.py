"""All records or none; or the good ones, where that is asked for: and every fault is told with its place."""

import os
import signal
import time
from pathlib import Path

import pytest

from crosspolicy.records.raw import Place
from crosspolicy.records.rejects import NoRejects
from tests.support import papers
from tests.support.audit import assert_sound
from tests.support.company import COORDINATOR, MANAGER
from tests.support.imports import counts, drafted, hints, imported, lines, record, submitted, told


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a file of records can be written."""
    return tmp_path / "kiosks.jsonl"


def test_one_bad_record_among_three_hundred_keeps_them_all_out(world, file):
    kiosks = [drafted(f"K{n}") for n in range(1, 301)]
    kiosks[149] = drafted("K150", requesting_department="MARS")
    with world.unchanged():
        outcome = imported(world, lines(file, *kiosks), chunk=70)
    assert (counts(outcome), outcome.is_kept) == ((299, 0, 0, 1), False)
    ((place, column, value, message, hint, *_),) = outcome.troubles
    assert (place, column, value, hint) == (Place(str(file), "", 150), "requesting_department", "MARS", None)
    assert str(message) == "MARS is no department of the book; `crosspolicy org department list` shows them"


def test_the_good_records_are_kept_where_that_is_asked_for_and_no_code_is_missing(world, file):
    kiosks = [
        drafted("K1", requesting_department="MARS"),
        submitted("K2", objectives=None),
        drafted("K3"),
        drafted("K4", title=None),
        submitted("K5"),
        drafted("K6") | {"actor": "nobody"},
        drafted("K7") | {"actor": "liu.yang"},
        drafted("K8"),
        submitted("K9", departments=None, milestones=None),
    ]
    outcome = imported(world, lines(file, *kiosks), keep_good=True)
    assert (counts(outcome), outcome.is_kept) == ((3, 0, 0, 6), True)
    became = world.rows("SELECT i.key, i.code, r.stage FROM imported i JOIN request r ON r.code = i.code ORDER BY r.id")
    assert became == [
        ("id:K3", "CB-2026-0001", "draft"),
        ("id:K5", "CB-2026-0002", "submitted"),
        ("id:K8", "CB-2026-0003", "draft"),
    ]
    assert world.draft().code == "CB-2026-0004"
    assert_sound(world)


def test_nothing_good_uses_no_code_up(world, file):
    bad = [submitted(f"K{n}", objectives=None) for n in range(4)]
    assert counts(imported(world, lines(file, *bad), chunk=2, keep_good=True)) == (0, 0, 0, 4)
    assert world.draft().code == "CB-2026-0001"


def test_a_dry_run_does_all_but_keep_it(world, file):
    imported(world, lines(file, drafted("K1"), drafted("K2")))
    more = lines(file, drafted("K1"), drafted("K2", title="Booth"), drafted("K3"), drafted("K4", title=None))
    for keep_good in (False, True):
        with world.unchanged():
            outcome = imported(world, more, dry_run=True, keep_good=keep_good)
        assert (counts(outcome), outcome.is_kept) == ((1, 1, 1, 1), False)


def test_all_faults_are_told_by_file_and_row_several_of_one_row_together(on_file, tmp_path):
    files = [
        lines(tmp_path / "a.jsonl", drafted("A1"), drafted("A2", title=None, planned_cost="much")),
        lines(tmp_path / "b.jsonl", drafted("B1", requesting_department="MARS"), drafted("B2", title=None)),
        lines(tmp_path / "c.jsonl", drafted("C1", title=None), drafted("A1")),
    ]
    expected = [
        ("a.jsonl", 2, "title"),
        ("a.jsonl", 2, "planned_cost"),
        ("b.jsonl", 1, "requesting_department"),
        ("b.jsonl", 2, "title"),
        ("c.jsonl", 1, "title"),
        ("c.jsonl", 2, "external_id"),
    ]
    for chunk in (1, 4, 500):
        outcome = imported(on_file, *files, chunk=chunk)
        assert [(Path(t.place.file).name, t.place.row, t.column) for t in outcome.troubles] == expected
        assert counts(outcome) == (1, 0, 0, 5)


def test_a_rejected_act_on_the_book_itself_takes_nothing_of_the_records_before_it_back_and_writes_none_twice(
    world, file
):
    nobody = record("person.added", {"login": "mo.li", "name": "Mo Li", "department": "MARS"}, by=COORDINATOR)
    outcome = imported(world, lines(file, drafted("K1"), drafted("K2"), nobody, drafted("K3")), keep_good=True)
    assert (counts(outcome), [row for row, *_ in told(outcome)]) == ((3, 0, 0, 1), [3])
    assert_sound(world)


@pytest.mark.parametrize("chunk", [1, 2, 500])
def test_several_faults_in_one_row_of_a_table_are_one_rejected_record(on_file, tmp_path, chunk):
    table = tmp_path / "kiosks.csv"
    table.write_text("title,requesting_department,objectives,departments\nA,SALES,[{,[{\nB,SALES,[{,[{\nC,SALES,,\n")
    outcome = imported(on_file, table, act="request.drafted", chunk=chunk)
    assert [(row, column, value) for row, column, value, _ in told(outcome)] == [
        (2, "objectives", "[{"),
        (2, "departments", "[{"),
        (2, "", ""),
        (3, "objectives", "[{"),
        (3, "departments", "[{"),
        (3, "", ""),
        (4, "", ""),
    ]
    assert {message.partition(":")[0] for _, column, _, message in told(outcome) if not column} == {"3.1.1 authority"}
    assert outcome.rejected == 3


class Interrupting(NoRejects):
    """Interrupts the import at its very end."""

    def seal(self) -> None:
        """Do so."""
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)  # which is cut short


def test_an_interruption_at_the_very_end_keeps_all_out(on_file, file):
    with on_file.unchanged(), pytest.raises(KeyboardInterrupt):
        imported(on_file, lines(file, drafted("K1")), rejects=Interrupting())
    assert counts(imported(on_file, file)) == (1, 0, 0, 0)


def test_an_interruption_after_it_comes_too_late_and_the_outcome_is_told(on_file, tmp_path):
    table = tmp_path / "kiosks.csv"
    table.write_text("title,requesting_department,actor\n租借亭,SALES,li.na\n", "utf-16")
    heard = []

    def notice(text):
        os.kill(os.getpid(), signal.SIGINT)
        heard.append(str(text))

    assert counts(imported(on_file, table, act="request.drafted", notice=notice)) == (1, 0, 0, 0)
    assert heard == [f"{table} was read as UTF-16."]
    assert on_file.value("SELECT COUNT(*) FROM request") == 1
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)


def test_every_breach_is_told_with_its_clause_and_what_to_do_in_the_file(on_file, file):
    empty = submitted("K1", objectives=None, departments=None, milestones=None)
    early = record("meeting.recorded", papers.COORDINATION, by=MANAGER, target="K2")
    outsider = record("request.withdrawn", {"reason": "Bought."}, by="liu.yang", target="K2")
    outcome = imported(on_file, lines(file, empty, submitted("K2"), early, outsider))
    assert [(row, column, message.partition(":")[0]) for row, column, _, message in told(outcome)] == [
        (1, "", "1.2 cross-department"),
        (1, "", "2.1.2 form-complete"),
        (3, "", "2.2.3 review-first"),
        (4, "", "3.1.1 authority"),
    ]
    assert hints(outcome)[0] == "Fill it in in the file; or import it as request.drafted, and it stays a draft."
    assert hints(outcome)[3] == "Name somebody who may as actor; a coordinator may import for others."
