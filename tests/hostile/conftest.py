"""The hostile book, made once; and the command run inside this process, its streams files of bytes."""

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from crosspolicy import cli, i18n
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location
from crosspolicy.views import terminal
from tests.hostile.books import meddle
from tests.support.life import live
from tests.support.world import World

NOW: Final = "2027-06-01T10:00+08:00"


class Told(NamedTuple):
    """What a run of the command came to, in bytes."""

    code: int
    out: bytes
    err: bytes


@pytest.fixture(scope="session")
def hostile_original(sqlite_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book in which every act was done, and every text is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "book.db"
    shutil.copy(sqlite_original, path)
    world = World(Book(Location(path=path)))
    live(world)
    world.book.close()
    assert len(list(meddle(path))) > 100
    return path


@pytest.fixture
def hostile_book(hostile_original: Path, tmp_path: Path) -> Path:
    """Return a copy of the hostile book."""
    return Path(shutil.copy(hostile_original, tmp_path / "book.db"))


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Told]]:
    """Return what runs the command inside this process, with nothing of whoever runs the tests about it."""
    for name in [name for name in os.environ if name.startswith(("CROSSPOLICY", "XDG", "LC_", "LANG", "FORCE_COLOR"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CROSSPOLICY_NOW", NOW)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Told:
        streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2)]
        monkeypatch.setattr(sys, "stdout", streams[0])
        monkeypatch.setattr(sys, "stderr", streams[1])
        terminal.console.cache_clear()
        code = cli.run(list(words))
        for stream in streams:
            stream.flush()
        out, err = (stream.buffer.getvalue() for stream in streams)
        return Told(code, out, err)

    yield run
    terminal.console.cache_clear()
    i18n.use("en")
