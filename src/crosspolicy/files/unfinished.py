"""What is not finished yet, and must not stay: remembered before it is made, removed whatever happens.

An interruption can come between any two steps, within a clean-up too. So every unfinished file is known by name before
it exists, and whoever ends the program calls ``remove_all`` once no signal can interrupt it any more.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_SIDE_FILES: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, by the end of its name."""

_unfinished: set[Path] = set()


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Remove a file or a folder on leaving, with what SQLite keeps beside it, unless it was renamed or ``keep`` said
    so; where even that is interrupted, ``remove_all`` does it.
    """
    _unfinished.add(path)
    try:
        yield path
    finally:
        if path in _unfinished:
            _remove(path)
            _unfinished.discard(path)


def keep(path: Path) -> None:
    """What was unfinished is finished, and stays."""
    _unfinished.discard(path)


def remove_all() -> None:
    """Remove all that is still unfinished; called when the program ends, and no signal interrupts it."""
    for path in list(_unfinished):
        _remove(path)
    _unfinished.clear()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
        return
    for end in _SIDE_FILES:
        with suppress(OSError):
            os.unlink(f"{path}{end}")  # noqa: PTH108 - a path with bytes that are no text stays as it is
