"""Several options of a command at once, with hostile values and with whatever Hypothesis makes up."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.conftest import Hostile, is_right
from tests.fuzz.tree import NOUNS, Slot, global_slots, slots
from tests.fuzz.values import VALUES

MADE_UP = st.one_of(
    st.sampled_from(sorted(VALUES.values())),
    st.binary(max_size=40).map(lambda value: value.replace(b"\0", b"")),
    st.text(max_size=40).map(lambda value: value.encode("utf-8", "surrogatepass").replace(b"\0", b"")),
    st.integers().map(lambda value: str(value).encode()),
    st.dates().map(lambda value: value.isoformat().encode()),
)


@cache
def places() -> dict[tuple[str, ...], list[Slot]]:
    """Return the options of every command, by the words that come before them."""
    found: dict[tuple[str, ...], list[Slot]] = {}
    for noun in NOUNS:
        for slot in slots(noun):
            if slot.before[-1].startswith("--"):
                found.setdefault(slot.before[:-1], []).append(slot)
    for words, own in found.items():
        own.extend(slot for slot in global_slots(words) if "--db" not in slot.before)
    return found


@st.composite
def lines(draw: st.DrawFn) -> list[bytes]:
    """Draw a command line: a command, some of its options, a value for each."""
    words = draw(st.sampled_from(sorted(places())))
    chosen = draw(st.lists(st.sampled_from(places()[words]), min_size=1, max_size=6))
    stated = [part for slot in chosen for part in (slot.before[-1].encode(), draw(MADE_UP))]
    return [*(word.encode() for word in words), *stated, b"--db", b"book.db"]


@pytest.mark.fuzz
@given(line=lines())
def test_no_combination_of_options_is_a_fault(hostile: Hostile, line: list[bytes]) -> None:
    answer = hostile(line)
    assert is_right(answer), answer
