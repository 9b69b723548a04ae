"""Nothing goes past the one way out: streams are guarded, consoles clean what they print, JSON is escaped."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import crosspolicy

ROOT: Final = Path(crosspolicy.__file__).parent
ROOMS: Final = {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in ROOT.rglob("*.py")}

PAST_THE_GUARD: Final = {
    "output.py": {"rich_proxied_file"},
    "commands/kit/importing.py": {"buffer"},  # a blank workbook is no text
    "intake/files.py": {"buffer"},  # standard input
    "intake/reading/opening.py": {"buffer"},
}
"""Rooms that name what a guarded stream leaves open, and what they name."""

CONSOLES: Final = {
    "views/terminal.py": "cleaning",
    "intake/prompts/screen.py": "cleaning",
    "intake/prompts/literal.py": "wrap",  # measures text; writes nothing
    "intake/attachments.py": "visible",  # a bar: its one text is made visible there
}
"""Rooms that make a console of Rich's, and the word that says why that is safe."""

PAGES: Final = {"intake/prompts/drawing.py"}
"""Rooms that have prompt_toolkit write to standard error."""

JSON: Final = {
    "vocabulary/json_text.py": "the way out",
    "acts/agreement.py": "the text that is signed",
    "queries": "parameters, and exports that views/export escapes",
    "store": "what the book keeps",
    "intake/importing/wishes.py": "what the book keeps of a record, to know it again",
    "intake/drafts.py": "drafts: their owner's own files",
    "views/export/objects.py": "whole pages, which json_lines_out escapes",
}
"""Rooms that encode JSON themselves, and what for."""


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the last word of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def _is_of(room: str, rooms: object) -> bool:
    return any(room == each or room.startswith(f"{each}/") for each in rooms)  # type: ignore[attr-defined]


def test_no_room_reaches_a_stream_behind_its_guard():
    for room, tree in ROOMS.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                is_behind = node.attr in ("__stdout__", "__stderr__", "rich_proxied_file", "buffer")
                assert not is_behind or node.attr in PAST_THE_GUARD.get(room, ()), (room, node.lineno, node.attr)
            if isinstance(node, ast.Constant):
                assert node.value not in ("/dev/tty", "/dev/stdout", "/dev/stderr"), (room, node.lineno)
        for name, call in _calls(tree):
            is_of_os = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "os"
            is_at_edge = room.startswith(("cli", "commands", "views", "intake"))
            assert not (is_of_os and is_at_edge and name in ("write", "writev", "sendfile")), (room, call.lineno)


def test_every_console_cleans_what_it_prints():
    for room, tree in ROOMS.items():
        names = {name for name, _call in _calls(tree)}
        assert "Console" not in names or CONSOLES.get(room) in names, room
        assert "create_output" not in names or room in PAGES, room


def test_json_is_encoded_where_hidden_characters_are_escaped():
    for room, tree in ROOMS.items():
        for name, call in _calls(tree):
            encodes = name in ("dumps", "JSONEncoder", "model_dump_json")
            assert not encodes or _is_of(room, JSON), (room, call.lineno)


def test_the_lists_of_rooms_name_none_that_is_not_there():
    for room in (*PAST_THE_GUARD, *CONSOLES, *PAGES, *JSON):
        assert (ROOT / room).exists(), room


def test_the_guard_is_put_up_before_anything_is_said():
    """Only ``--version``, a fixed line, is printed before."""
    (start,) = [node for node in ROOMS["cli.py"].body if isinstance(node, ast.FunctionDef) and node.name == "run"]
    calls = [name for name, _call in _calls(start)]
    assert calls.index("_survive_closed_streams") < calls.index("_answer")
    assert "guard" in [name for name, _call in _calls(ROOMS["cli.py"])]
