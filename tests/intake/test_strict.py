"""JSON and YAML read strictly: what is taken, what is not, and that the quick way takes the same."""

from typing import Any

import pytest
import yaml

from crosspolicy.intake.strict import parse_json
from crosspolicy.intake.strict_yaml import Events, parse_yaml
from crosspolicy.parsing.malformed import Malformed


def quickly(text: str) -> Any:
    """Return what a YAML text states, parsed as batches are."""
    events = Events(text, is_quick=True)
    first = events.begin()
    if first is None:
        return None
    content = events.value(first)
    events.end()
    return content


def test_json_keeps_the_text_of_numbers_with_a_fraction():
    assert parse_json('{"a": 12.50, "b": 1e3, "c": 7, "d": [true, null, "x"]}') == {
        "a": "12.50",
        "b": "1000",
        "c": 7,
        "d": [True, None, "x"],
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": {"b": 1, "c": 2, "b": 3}}', "states b twice"),
        ("[NaN]", "has NaN, which is no number"),
        ("[" + "9" * 41 + "]", "has a number of 41 digits"),
        ("[0." + "9" * 40 + "]", "has a number of 42 digits"),
        ("[" * 21 + "]" * 21, "is nested too deeply"),
        ('{"a":' * 20 + "[]" + "}" * 20, "is nested too deeply"),
        ("[" * 100_000, "is nested too deeply"),
        ("", "is no JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[1] 2", "is no JSON: Extra data: line 1 column 5 (char 4)"),
    ],
    ids=lambda text: text[:20],
)
def test_json_that_is_not_strict_is_refused(text, told):
    with pytest.raises(Malformed) as caught:
        parse_json(text)
    assert str(caught.value.reason) == told


@pytest.mark.parametrize("text", ["[" * 20 + "]" * 20, '["' + "[{" * 50 + '"]', "[" + "[], " * 50 + "{}]"])
def test_brackets_are_counted_only_where_they_nest(text):
    assert isinstance(parse_json(text), list)


@pytest.mark.parametrize("parse", [parse_yaml, quickly])
def test_yaml_is_text_and_null(parse):
    text = "a: 1.50\nb: [no, ~, \"~\", null, '']\nc:\n? [d, e]\n: |\n  two\n  lines\n"
    assert parse(text) == {"a": "1.50", "b": ["no", None, "~", None, ""], "c": None, "['d', 'e']": "two\nlines\n"}
    assert parse("# nothing\n") is None
    assert parse("---\n") is None


@pytest.mark.parametrize("parse", [parse_yaml, quickly])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: {c: 1, c: 2}\n", "states c twice, at 2:11"),
        ("a: &x 1\n", "has an alias or anchor at 1:4; write the text out"),
        ("a: *x\n", "has an alias or anchor at 1:4; write the text out"),
        ("&x a: 1\n", "has an alias or anchor at 1:1; write the text out"),
        ("a: !!str 1\n", "has a tag at 1:4; write plain text"),
        ("- !t [a]\n", "has a tag at 1:3; write plain text"),
        ("[" * 21 + "]" * 21, "is nested too deeply"),
        ("a: 1\n---\nb: 2\n", "holds a second document, from 2:1 on"),
    ],
    ids=lambda text: text[:20] if isinstance(text, str) else text.__name__,
)
def test_yaml_that_is_not_strict_is_refused(parse, text, told):
    with pytest.raises(Malformed) as caught:
        parse(text)
    assert str(caught.value.reason) == told


@pytest.mark.parametrize("parse", [parse_yaml, quickly])
@pytest.mark.parametrize("text", ["a: [1\n", "a: 1\n b: 2\n", "'a", "a: 1\n\tb: 2\n", "a: \x07\n"])
def test_yaml_that_is_none_is_refused_with_its_place(parse, text):
    with pytest.raises(Malformed, match="is no YAML: "):
        parse(text)


def test_without_the_quick_parser_the_other_one_is_used(monkeypatch):
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    assert quickly("a: [1, ~]") == {"a": ["1", None]}
