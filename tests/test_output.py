"""The way out is guarded: whoever prints, and whatever, no text steers a terminal."""

import io
import sys
from typing import TextIO, cast

from rich.console import Console
from rich.table import Table

from crosspolicy.output import Guarded, cleaning, guard
from tests.hostile.texts import HOSTILE, steered


def test_what_is_printed_is_escaped_and_the_rest_is_the_stream_s_own():
    behind = io.TextIOWrapper(io.BytesIO(), "utf-8")
    stream = cast("TextIO", Guarded(behind))
    print(HOSTILE, file=stream)
    stream.writelines([HOSTILE, "燈籠\n"])
    stream.flush()
    raw = behind.buffer.getvalue()
    assert steered(raw) == []
    assert "燈籠".encode() in raw
    assert (stream.encoding, stream.isatty(), stream.buffer) == ("utf-8", False, behind.buffer)


def test_a_stream_is_guarded_once(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    guard()
    first = sys.stdout
    guard()
    assert sys.stdout is first
    sys.stderr.write("\x1b")
    assert sys.stderr.getvalue() == "\\u001b"  # type: ignore[union-attr]


def test_a_console_keeps_its_colours_and_cleans_what_it_is_given():
    file = io.StringIO()
    console = cleaning(
        Console(file=cast("TextIO", Guarded(file)), force_terminal=True, width=60, color_system="truecolor")
    )
    table = Table("heading")
    table.add_row(f"[red]{HOSTILE.replace('[', '(')}")
    console.print(table)
    console.print("\x9b2J\u202e", markup=False)
    told = file.getvalue()
    assert "\x1b[31m" in told  # the colour that our own markup asked for
    for colour in ("\x1b[31m", "\x1b[0m", "\x1b[1m", "\x1b[1;31m"):
        told = told.replace(colour, "")
    assert steered(told.encode()) == []
