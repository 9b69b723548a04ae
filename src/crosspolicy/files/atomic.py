"""A file appears whole under its name, or not at all.

It is written as a draft beside its place, ``.crosspolicy-<random>.part``, seen onto the disk, and then given its name:
in the place of the file that stands there (``replacing``), or only where nothing stands (``appear``).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from crosspolicy.files.unfinished import unfinished

_NEW: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_WRITABLE: Final = os.O_RDWR | getattr(os, "O_BINARY", 0)


@contextmanager
def draft_beside(target: Path) -> Iterator[Path]:
    """Yield a new, empty file in the folder of ``target``, its owner's alone; what still has that name on leaving is
    removed. Raises OSError.
    """
    with unfinished(target.with_name(f".crosspolicy-{os.urandom(8).hex()}.part")) as draft:
        os.close(os.open(draft, _NEW, 0o600))
        yield draft


def appear(draft: Path, target: Path) -> None:
    """Give a draft its name, where nothing stands, for good. Raises FileExistsError, OSError."""
    sync(draft)
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # not every system has hard links
        if os.path.lexists(target):
            raise FileExistsError(str(target)) from None
        draft.rename(target)
    _sync_folder(target.parent)


@contextmanager
def replacing(target: Path, permissions: int | None = None) -> Iterator[IO[bytes]]:
    """Yield a file to write, which takes the place of ``target`` in the end; until then, what stands there stays.

    ``permissions`` are those that the file gets; it is its owner's alone otherwise. Raises OSError.
    """
    with draft_beside(target) as draft:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if permissions is not None:
            draft.chmod(permissions)
        draft.replace(target)
        _sync_folder(target.parent)


@contextmanager
def folders_above(target: Path) -> Iterator[None]:
    """Make the folders above a file to come; those that were made go again where it does not. Raises OSError."""
    made = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        if made and not os.path.lexists(target):
            for folder in made:
                with suppress(OSError):
                    folder.rmdir()


def sync(path: Path) -> None:
    """See a file onto the disk. Raises OSError."""
    handle = os.open(path, _WRITABLE)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """See to it that a file's name outlasts a power cut; not every system can be asked to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
