"""Lists of records in JSON and YAML: a record that cannot be is told by its number, and the next one is read."""

import pytest

from tests.intake.batch.reading import read, unusable

TITLES = {1: {"title": "Kiosk"}, 2: {"title": "Lift"}}
DEEP = "[" * 5000 + "]" * 5000


@pytest.mark.parametrize(
    "content",
    ['[{"title": "Kiosk"},{"title": "Lift"}]', ' {"records" : [ {"title": "Kiosk"} , {"title": "Lift"} ] } \n'],
)
def test_records_of_json_come_with_their_number(write, content):
    table = read(write("old.json", content)).only
    assert (table.name, table.rows, table.troubles) == ("old", TITLES, [])


@pytest.mark.parametrize(
    "content",
    [
        "- title: Kiosk\n- title: Lift\n",
        "records:\n  - title: Kiosk\n  - title: Lift\n",
        "# x\n[{title: Kiosk}, {title: Lift}]",
    ],
)
def test_records_of_yaml_come_with_their_number(write, content):
    table = read(write("old.yaml", content)).only
    assert (table.name, table.rows, table.troubles) == ("old", TITLES, [])


def test_scalars_of_yaml_are_text_and_null_is_absent(write):
    content = "- {a: 1.50, b: no, c: ~, d: '~', e: 2026-10-01, f: [x, null]}\n"
    record = {"a": "1.50", "b": "no", "c": None, "d": "~", "e": "2026-10-01", "f": ["x", None]}
    assert read(write("a.yml", content)).only.rows == {1: record}


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ('{"a": 1, "a": [{"b": 2}]}', "states a twice"),
        ('{"a": {"b": NaN}}', "has NaN, which is no number"),
        ('{"a": 1' + "0" * 10_000 + "}", "has a number of 10001 digits"),
        ('{"a": ' * 21 + "1" + "}" * 21, "is nested too deeply"),
        ('"kiosk"', "is no object with named fields"),
        ("[1]", "is no object with named fields"),
    ],
    ids=lambda text: text[:20],
)
def test_a_bad_record_of_json_is_told_and_reading_goes_on(write, bad, told):
    table = read(write("a.json", f'[{{"title": "Kiosk"}}, {bad}, {{"title": "Lift"}}]')).only
    assert table.rows == {1: {"title": "Kiosk"}, 3: {"title": "Lift"}}
    ((row, _, value, message),) = table.told
    assert (row, message) == (2, told)
    assert value[:9] == bad[:9]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("{a: 1, a: [{b: 2}], c: 3}", "states a twice, at 2:10"),
        ("{a: {b: &x 1}, c: *x}", "has an alias or anchor at 2:11; write the text out"),
        ("*x", "has an alias or anchor at 2:3; write the text out"),
        ("{a: !!python/object:os.system x}", "has a tag at 2:7; write plain text"),
        ("[" * 30 + "]" * 30, "is nested too deeply"),
        ("kiosk", "is no object with named fields"),
        ("", "is no object with named fields"),
    ],
    ids=lambda text: text[:20],
)
def test_a_bad_record_of_yaml_is_told_and_reading_goes_on(write, bad, told):
    table = read(write("a.yaml", f"- title: Kiosk\n- {bad}\n- title: Lift\n")).only
    assert table.rows == {1: {"title": "Kiosk"}, 3: {"title": "Lift"}}
    assert [(row, message) for row, _, _, message in table.told] == [(2, told)]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", '[{"title": "Kiosk"} {"title"', "Expecting ',': line 1 column 21"),
        ("a.json", '[{"title": "Kiosk"},\n{"title": "Lift"', "Expecting ',' delimiter: line 2 column 17"),
        ("a.json", '[{"title": "Kiosk"},]', "Expecting value: line 1 column 21"),
        ("a.json", '[{"title": "Kiosk"}', "Expecting ','"),
        ("a.json", "[{}] []", "Extra data: line 1 column 6"),
        ("a.json", '{"records": [{}], "next": 2}', "Expecting '}'"),
        ("a.json", '[{"a": 1, "a": 2, ]', "Expecting property name"),
        ("a.json", f"[{{}}, {DEEP}]", "record 2: is nested too deeply"),
        ("a.json", f'[{{"a": 1, "a": {DEEP}}}]', "nested too deeply"),
        ("a.yaml", "- title: [Kiosk\n- x", "record 1: is no YAML"),
        ("a.yaml", "- a: 1\n- b: 1\n  b: 2\n c: 3\n", "record 2: is no YAML"),
        ("a.yaml", "- a: 1\n---\n- a: 2\n", "holds a second document, from 2:1 on"),
        ("a.yaml", "records:\n- a: 1\nnext: 2\n", "nothing but records"),
        ("a.yaml", "&a [{b: 1}]", "has an alias or anchor"),
        ("a.yaml", "!!omap [{b: 1}]", "has a tag"),
    ],
)
def test_a_text_that_breaks_off_is_refused(write, name, content, told):
    with unusable(told):
        read(write(name, content))


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("a.json", '{"title": "Kiosk"}\n{"title": "Lift"}\n', "jsonl"),
        ("a.json", '{"next": 2, "records": []}', "square brackets"),
        ("a.json", '"kiosk"', "square brackets"),
        ("a.json", "title,note\nKiosk,5\n", "square brackets"),
        ("a.yaml", "title: Kiosk\n", "dash"),
        ("a.yaml", "kiosk\n", "dash"),
        ("a.yaml", "{}", "dash"),
        ("a.yaml", "records: Kiosk", "dash"),
    ],
)
def test_what_is_no_list_of_records_is_told(write, name, content, hint):
    with unusable("is no list of records", hint=hint):
        read(write(name, content))


@pytest.mark.parametrize("content", ["", " \n", "\ufeff"])
@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_a_file_without_text_is_empty(write, name, content):
    with unusable("is empty"):
        read(write(name, content))


def test_a_yaml_file_of_remarks_is_empty(write):
    with unusable("is empty"):
        read(write("a.yaml", "# nothing\n---\n"))


@pytest.mark.parametrize("content", ["[]", "[ ]\n"])
@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_a_list_of_nothing_has_no_records(write, name, content):
    assert read(write(name, content)).only.rows == {}
