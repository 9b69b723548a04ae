"""JSON Lines: a record on each line; a bad line is told, and the next one is read."""

import json

import pytest

from tests.intake.batch.reading import hints, read, unusable

GOOD = '{"act": "request.drafted", "form": {"title": "Kiosk", "planned_cost": 12.50, "n": 3}}'
DEEP = "[" * 5000 + "]" * 5000


def deep(levels: int) -> str:
    """Return an object that is so many levels deep."""
    return '{"a": ' * levels + "1" + "}" * levels


def test_a_record_comes_with_its_line_and_amounts_keep_their_text(write):
    table = read(write("history.jsonl", f"\ufeff{GOOD}\r\n\n  \n{GOOD}")).only
    record = {"act": "request.drafted", "form": {"title": "Kiosk", "planned_cost": "12.50", "n": 3}}
    assert table.name == "history"
    assert table.rows == {1: record, 4: record}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"a": 1, "b": 2, "a": 3}', "states a twice"),
        ('{"form": {"a": [{"b": 1, "b": 1}]}}', "states b twice"),
        ('{"a": NaN}', "has NaN, which is no number"),
        ('{"a": -Infinity}', "has -Infinity, which is no number"),
        ('{"a": 1' + "0" * 10_000 + "}", "has a number of 10001 digits"),
        ('{"a": 0.' + "1" * 10_000 + "}", "has a number of 10002 digits"),
        (deep(21), "is nested too deeply"),
        (f'{{"a": {DEEP}}}', "is nested too deeply"),
        ('{"a": ', "is no JSON: Expecting value"),
        ("{} {}", "is no JSON: Extra data"),
        ("title,note", "is no JSON: Expecting value"),
        ('{"a": "tab\there"}', "is no JSON: Invalid control character"),
        ('"kiosk"', "is no object with named fields"),
        ("3", "is no object with named fields"),
        ('{"a": "' + "x" * 1_000_000 + '"}', "is longer than 1000000 characters"),
    ],
    ids=lambda text: text[:20],
)
def test_a_bad_line_is_told_and_reading_goes_on(write, line, told):
    table = read(write("a.jsonl", f"{GOOD}\n{line}\n{GOOD}\n")).only
    assert list(table.rows) == [1, 3]
    ((row, column, value, message),) = table.told
    assert (row, column) == (2, "")
    assert value[:5] == line[:5]
    assert len(value) <= 60
    assert message.startswith(told)
    assert "one object on each line" in hints(table)[0]


def test_brackets_inside_of_texts_are_not_levels(write):
    content = {"note": "{[" * 40, "also": "]}" * 40, "list": [["deep"]]}
    assert read(write("a.jsonl", json.dumps(content))).only.rows == {1: content}
    assert read(write("a.jsonl", deep(20))).only.troubles == []


def test_one_list_is_no_json_lines(write):
    with unusable("begins as a list", hint="--input-format json"):
        read(write("a.jsonl", f"[{GOOD}]"))


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_a_record_is_empty(write, content):
    with unusable("is empty"):
        read(write("a.jsonl", content))
