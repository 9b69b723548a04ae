"""Whatever a book holds, what is told of it steers no terminal, hides nothing, and is what its format says it is."""

import json

import pytest

from crosspolicy.store.location import Location
from crosspolicy.store.reading import reading
from tests.hostile.looks import FORMATS, looks
from tests.hostile.texts import steered

pytestmark = pytest.mark.filterwarnings("ignore:In Typer")


@pytest.mark.parametrize("format_", FORMATS)
def test_no_look_lets_hostile_text_through(told, hostile_book, format_):
    with reading(Location(path=hostile_book)) as reader:
        lines = list(dict.fromkeys(looks(reader)))
    codes: dict[int, list[tuple[str, ...]]] = {}
    shown = 0
    for words in lines:
        found = told("--db", str(hostile_book), *words, "--format", format_)
        assert steered(found.out) == [], (words, found.out)
        assert steered(found.err) == [], (words, found.err)
        assert b"Traceback" not in found.err, words
        codes.setdefault(found.code, []).append(words)
        shown += b"owned" in found.out
        if format_ == "json" and found.out:
            json.loads(found.out)
    assert 1 not in codes, codes[1]
    assert shown > len(lines) / 3, codes  # what is shown was hostile indeed
