"""Every option and every argument of every command, over hostile values: none ends in a fault of the program."""

import os
from itertools import cycle, islice

import pytest

from tests.fuzz.conftest import Hostile, is_right
from tests.fuzz.tree import NOUNS, Slot, global_slots, slots
from tests.fuzz.values import VALUES

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
OFTEN = 36 if IS_LONG else 3
"""How many values a place is given; under ``make fuzz`` a third of them all, and neighbours the others."""

BOOK = {"CROSSPOLICY_DB": b"book.db", "CROSSPOLICY_AS": b"li.na"}
GLOBAL = ("status", "request list", "request new", "policy show", "log", "training list")


def complaints(run: Hostile, places: list[Slot], often: int, group: int) -> list[str]:
    """Give each place its share of the values, going on in the table where the last place stopped.

    Each group of places begins elsewhere in the table, so that every value is given to some place.
    """
    table = islice(cycle(VALUES.items()), group * 17 % len(VALUES), None)
    wrong = []
    for place in places:
        for called, value in islice(table, often):
            words = [*(w.encode() for w in place.before), value, *(w.encode() for w in place.behind)]
            answer = run(words, BOOK)
            if not is_right(answer):
                wrong.append(f"{place.name} with {called}: {answer['code']}: {answer['stderr'][:300]}")
    return wrong


@pytest.mark.fuzz
@pytest.mark.parametrize("noun", NOUNS)
def test_no_value_of_an_option_is_a_fault(hostile: Hostile, noun: str) -> None:
    wrong = complaints(hostile, slots(noun), OFTEN, NOUNS.index(noun))
    assert not wrong, "\n".join(wrong)


@pytest.mark.fuzz
@pytest.mark.parametrize("words", GLOBAL)
def test_no_value_of_a_global_option_is_a_fault(hostile: Hostile, words: str) -> None:
    often = len(VALUES) if IS_LONG else 12
    wrong = complaints(hostile, global_slots(tuple(words.split())), often, GLOBAL.index(words))
    assert not wrong, "\n".join(wrong)
