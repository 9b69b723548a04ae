"""Disks that are nearly full: files that may not grow beyond a size, and small file systems where one can be mounted.

The first needs no rights. It is not quite a full disk (each file has the room, not all of them together), so that the
second is used beside it, by whoever may mount.
"""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

PAGE: Final = 4096
SIZES: Final = 30
"""How many sizes are tried, in steps of a page, around the need of an act."""


@cache
def can_mount() -> bool:
    """Tell whether whoever runs the tests may mount a file system."""
    folder = Path(mkdtemp())
    try:
        with small_disk(folder, 8):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False
    finally:
        folder.rmdir()


@contextmanager
def small_disk(folder: Path, pages: int) -> Iterator[None]:
    """Have a file system of so many pages at a folder; the folder's own page comes on top."""
    line = ["mount", "-t", "tmpfs", "-o", f"size={pages * PAGE}", "crosspolicy", str(folder)]
    subprocess.run(line, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def need_of(succeeds: Callable[[int], bool], enough: int) -> int:
    """Return about how many pages something needs to succeed: ``enough`` are enough."""
    too_few = 0
    assert succeeds(enough)
    while enough - too_few > SIZES // 4:
        middle = (enough + too_few) // 2
        if succeeds(middle):
            enough = middle
        else:
            too_few = middle
    return enough


def around(need: int) -> range:
    """Return the sizes to try, in pages: too few, just enough, and a little more."""
    least = max(need - SIZES * 2 // 3, 1)
    return range(least, least + SIZES)


def emptied(folder: Path) -> Path:
    """Return a folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
