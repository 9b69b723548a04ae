"""An export that comes in again: into another book as its requests, into its own book not a second time."""

import csv

from crosspolicy.vocabulary.codes import request_code, request_key
from tests.support import papers
from tests.support.imports import counts, hints, imported, told

CODE = request_code(request_key(2026, 1))


def _exported(folder, **changes):
    """Write a request as an export tells it: its code twice, and more beside the form."""
    cells = {"external_id": CODE, "code": CODE, "stage": "draft", "title": papers.REQUEST["title"]}
    cells |= {"requesting_department": "SALES", "last_occurred_on": "2026-09-30T02:00:00Z", "actor": "li.na"} | changes
    file = folder / "request.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([cells, cells.values()])
    return file


def test_a_request_of_this_book_does_not_come_in_twice(world, tmp_path):
    world.draft()
    with world.unchanged():
        outcome = imported(world, _exported(tmp_path), act="request.drafted")
    assert counts(outcome) == (0, 0, 0, 1)
    assert told(outcome) == [(2, "external_id", CODE, "is a request of this book, from which it was exported")]
    assert hints(outcome) == [f"Import it into another book; a draft is changed by `crosspolicy request edit {CODE}`."]


def test_in_another_book_it_is_a_request_like_any_other(world, tmp_path):
    world.draft(title="Something of this company's own")
    file = _exported(tmp_path)
    assert counts(imported(world, file, act="request.drafted")) == (1, 0, 0, 0)
    assert counts(imported(world, file, act="request.drafted")) == (0, 0, 1, 0)
