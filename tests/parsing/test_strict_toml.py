"""TOML read strictly: what is too deep or too much is refused before the library sees it; all else is read as it is."""

import tomllib
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosspolicy.parsing.malformed import Malformed
from crosspolicy.parsing.strict_toml import parse_toml
from crosspolicy.policy.file import default_policy

DEEP = "is nested too deeply"
MANY = "states too many values; 100000 at most"

REFUSED = (
    ("a key of 20,000 parts", "a." * 20_000 + "a = 1", DEEP),
    ("a key of parts in quotes", '"a" . ' * 20_000 + "a = 1", DEEP),
    ("a table of 20,000 parts", "[" + "a." * 20_000 + "a]", DEEP),
    ("a key of many parts inside", "x = { " + "a." * 20_000 + "a = 1 }", DEEP),
    ("lists 2,000 deep", "x = " + "[" * 2_000 + "]" * 2_000, DEEP),
    ("objects 2,000 deep", "x = " + "{a = " * 2_000 + "1" + "}" * 2_000, DEEP),
    ("a table, a key and a list together", f"[{'.'.join('abcdefghijkl')}]\nx = {'[' * 12}{']' * 12}", DEEP),
    ("a number of 5,000 digits", "x = " + "9" * 5_000, "has a number of 5000 digits"),
    ("a number of 5,000 hexadecimal digits", "x = 0x" + "f" * 5_000, "has a number of 5002 digits"),
    ("100,000 values", "x = [" + "1," * 100_000 + "1]", MANY),
    ("100,001 keys", "\n".join(f"k{n} = 1" for n in range(100_001)), MANY),
    ("50,001 tables", "[[t]]\n" * 50_001, MANY),
    ("a text that does not end", 'x = """\\\n' * 20_000, "is no TOML"),
    ("no TOML", "title =\n", "is no TOML"),
)


@pytest.mark.parametrize(("text", "told"), [pytest.param(text, told, id=name) for name, text, told in REFUSED])
def test_what_goes_too_far_is_refused_in_little_memory(text: str, told: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Malformed, match=told):
            parse_toml(text)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000 + 12 * len(text)
    finally:
        tracemalloc.stop()


TAKEN = (
    default_policy(),
    'a = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["  # [[[[[[[[[[[[[[[[[[[[[[[[[[\n',
    "a = '''\n" + "x.\n" * 50 + "'''\nb = \"\"\"" + "a.b.c." * 50 + '\\""" x ""\\\n"""\n',
    "a = '" + "9" * 5_000 + "'\n",
    'a = """"quoted""""\nb = \'\'\'\'quoted\'\'\'\'\n"k.k" . \'k#k\' = 1 # "\n',
    "x = " + "[" * 19 + "]" * 19 + "\n",
)


@pytest.mark.parametrize("text", TAKEN)
def test_what_stands_in_quotes_and_comments_is_not_counted(text: str) -> None:
    assert parse_toml(text) == tomllib.loads(text)


@given(st.text(st.sampled_from("a1.=[]{}\"'\\#,\n \t_x-"), max_size=60))
def test_the_strict_reader_agrees_with_the_library(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except ValueError:
        with pytest.raises(Malformed):
            parse_toml(text)
    else:
        assert parse_toml(text) == expected
