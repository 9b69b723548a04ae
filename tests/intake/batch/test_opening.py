"""Which reader a file gets; what is no file; and files too large, or not the same from beginning to end."""

import os
import tracemalloc

import pytest

from crosspolicy.errors import InvalidInput, NotFound, UsageFault
from crosspolicy.intake.reading.lines import LIMIT, lines
from crosspolicy.intake.reading.opening import open_content
from tests.intake.batch.reading import is_field, read, unusable

TABLE = "title,note\nKiosk,5\n"
ROWS = {2: {"title": "Kiosk", "note": "5"}}
LINES = '{"title": "Kiosk"}\n'


# Formats


@pytest.mark.parametrize("name", ["a.csv", "a.CSV", "b.c.Csv"])
def test_the_extension_tells_the_format_in_any_case(write, name):
    assert read(write(name, TABLE)).only.rows == ROWS


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.ndjson", LINES), ("a.tab", "title\tnote\nKiosk\t5\n"), ("a.yml", "- title: Kiosk"), ("a.json", f"[{LINES}]")],
)
def test_every_extension_has_its_reader(write, name, content):
    (cells,) = read(write(name, content)).only.rows.values()
    assert cells["title"] == "Kiosk"


def test_a_stated_format_goes_before_the_extension(write):
    assert read(write("a.txt", TABLE), "csv").only.rows == ROWS
    assert read(write("a.json", LINES), "jsonl").only.rows == {1: {"title": "Kiosk"}}


@pytest.mark.parametrize(
    ("name", "told", "hint"),
    [
        ("batch", "no extension", "--input-format, one of csv, tsv, json, jsonl, yaml, xlsx"),
        ("a.txt", "has the extension .txt", "--input-format"),
        ("a.xls", "has the extension .xls", "Save it as .xlsx or .csv"),
        ("a.ods", "has the extension .ods", "Save it as .xlsx or .csv"),
    ],
)
def test_a_format_that_nothing_tells_must_be_stated(write, name, told, hint):
    with unusable(told, hint=hint):
        read(write(name, TABLE))


def test_an_unknown_format_is_told(write):
    with pytest.raises(UsageFault, match="toml is no format of a batch"):
        read(write("a.csv", TABLE), "toml")


@pytest.mark.parametrize(
    ("name", "content", "told", "hint"),
    [
        ("a.csv", b"PK\x03\x04 and more", "is an archive, as XLSX workbooks are", ".xlsx"),
        ("a.jsonl", b"PK\x03\x04 and more", "is an archive, as XLSX workbooks are", ".xlsx"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "protected by a password, or an old workbook", "as .xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "protected by a password, or an old workbook", "as .xlsx"),
        ("a.xlsx", TABLE.encode(), "is no workbook", "own extension"),
        ("a.csv", b"\x1f\x8b\x08\0", "is compressed", "Unpack"),
        ("a.yaml", b"%PDF-1.7\n", "is a PDF document", "made from"),
        ("a.csv", b"\xef\xbb\xbf<!DOCTYPE html><table>", "is a web page or XML", "Save it as"),
        ("a.csv", LINES.encode(), "begins as JSON does", "jsonl"),
        ("a.csv", b'[\n {"title": "Kiosk"}]', "begins as JSON does", "json"),
    ],
)
def test_a_wrong_extension_is_told_with_what_to_do(write, name, content, told, hint):
    with unusable(told, hint=hint):
        read(write(name, content))


# Standard input


def test_standard_input_is_read_in_the_stated_format(typed):
    typed(TABLE.encode())
    found = read("-", "csv")
    assert found.only.rows == ROWS
    assert found.only.name == ""
    assert found.progress == (len(TABLE), None)


def test_standard_input_must_say_what_it_is(typed):
    typed(TABLE.encode())
    with unusable("does not tell its format", hint="--input-format"):
        read("-")


def test_without_standard_input_there_is_nothing_to_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    with unusable("there is no standard input"):
        read("-", "csv")


# What is no file


def test_a_file_that_is_not_there_is_not_found(tmp_path):
    (tmp_path / "a.csv").write_text(TABLE)
    for path in (tmp_path / "none.csv", tmp_path / "a.csv" / "none.csv"):
        with pytest.raises(NotFound, match=r"none\.csv"):
            read(path)


def test_what_is_no_plain_file_is_told_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with unusable("is a directory"):
        read(tmp_path)
    with unusable("is no plain file", hint="standard input"):
        read(tmp_path / "pipe.csv")
    with unusable("is no plain file"):
        read("/dev/zero", "csv")


@pytest.mark.parametrize("path", ["a" * 5000 + ".csv", "a\0b.csv", "\udcff\ud800.csv"])
def test_a_name_that_no_file_can_have_is_told(path):
    with pytest.raises((NotFound, InvalidInput, UsageFault)):
        read(path)


# Size


def test_a_line_of_a_hundred_megabytes_is_not_held_in_memory():
    block = "x" * 2**17
    tracemalloc.start()
    found = list(lines([block] * 800 + ["\nshort\n"]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found[0]) > LIMIT
    assert found[1:] == ["short\n"]
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.csv", "NUL"),
        ("a.jsonl", "NUL"),
        ("a.json", "is larger than 50 MB; write it as JSON Lines"),
        ("a.yaml", "is larger than 50 MB; write it as JSON Lines"),
        ("a.xlsx", "is no workbook"),
    ],
)
def test_a_file_of_ten_gigabytes_is_refused_at_once(tmp_path, name, told):
    with (tmp_path / name).open("wb") as file:
        file.truncate(10_000_000_000)
    with unusable(told):
        read(tmp_path / name)


def test_a_nested_text_without_end_is_refused(typed):
    typed(b" " * 50_000_001)
    with unusable("is larger than 50 MB; write it as JSON Lines"):
        read("-", "json")


def test_progress_goes_from_nothing_to_all(write):
    path = write("a.csv", TABLE + "Lift,6\n" * 100_000)
    with open_content(str(path), is_field=is_field) as source:
        (table,) = source.contents
        steps = [source.progress() for _ in table.rows]
    assert steps == sorted(steps)
    assert steps[0][0] < steps[-1][0] == path.stat().st_size


# Changes


def _begun(path):
    """Open a file of many blocks, read a row, and return what goes on reading, and then looks whether it changed."""
    with open_content(str(path), is_field=is_field) as source:
        (table,) = source.contents
        rows = iter(table.rows)
        yield next(rows)
        yield list(rows)
        source.check_unchanged()


@pytest.mark.parametrize("change", ["grows", "shrinks", "is written anew", "is replaced", "is removed"])
def test_a_file_that_changes_while_it_is_read_is_refused(write, change):
    path = write("a.csv", TABLE + "Lift,6\n" * 100_000)
    content = path.read_bytes()
    reading = _begun(path)
    next(reading)
    if change == "grows":
        with path.open("ab") as file:
            file.write(b"Late,7\n")
    elif change == "shrinks":
        os.truncate(path, 300_000)
    elif change == "is written anew":
        path.write_bytes(content)
        os.utime(path, ns=(0, 1))
    elif change == "is replaced":
        write("b.csv", content).replace(path)
    else:
        path.unlink()
    with unusable("changed while it was read", hint="import a copy"):
        list(reading)


def test_a_file_that_stays_the_same_is_taken(write):
    *_, rows = _begun(write("a.csv", TABLE * 3))
    assert len(rows) == 4
