"""Writers of a book in a file: they queue behind a lock file beside it, so that nobody waits for ever."""

import errno
import os
import random
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from crosspolicy.store.waiting import Wait

_POLL_SECONDS: Final = 0.01
_RETRY_SECONDS: Final = 0.002
_LONGEST_RETRY_SECONDS: Final = 0.02
_OPENING: Final = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_HELD_ELSEWHERE: Final = (errno.EAGAIN, errno.EACCES)


def queue(path: Path, begin: Callable[[], bool], seconds: float) -> bool:
    """Wait until ``begin`` tells that it could, for so many seconds; tell whether it came to that."""
    wait = Wait(time.monotonic() + seconds)
    with _turn(Path(os.path.realpath(path)), wait) as is_first:
        while not wait.is_over():
            if begin():
                return True
            time.sleep(_RETRY_SECONDS if is_first else random.uniform(_RETRY_SECONDS, _LONGEST_RETRY_SECONDS))
    return False


@contextmanager
def _turn(path: Path, wait: Wait) -> Iterator[bool]:
    """Wait for the lock file, and hold it; yields False at once where there is none that can be used."""
    descriptor = _opened(path)
    if descriptor is None:
        yield False
        return
    try:
        taken = _taken(descriptor)
        while taken is False and not wait.is_over():
            time.sleep(_POLL_SECONDS)
            taken = _taken(descriptor)
        yield bool(taken)
    finally:
        os.close(descriptor)  # and so lets go of the lock


def _taken(descriptor: int) -> bool | None:
    """Try to take the lock; None where the system cannot lock this file."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _HELD_ELSEWHERE else None
    return True


def _opened(book: Path) -> int | None:
    """Open the lock file beside a book, never through a link and never waiting; None where it cannot be used."""
    path = book.with_name(f"{book.name}.lock")
    try:
        descriptor = os.open(path, _OPENING | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = _existing(path)
        if found is None:
            return None
        descriptor = found
    except OSError:
        return None
    with suppress(OSError):
        _give_rights(descriptor, book)
    return descriptor


def _existing(path: Path) -> int | None:
    """Open a lock file that is there: also one that may only be read, which is enough to lock it."""
    for access in (os.O_RDWR, os.O_RDONLY):
        try:
            descriptor = os.open(path, _OPENING & ~os.O_RDWR | access)
        except PermissionError:
            continue
        except OSError:
            return None
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return descriptor
        os.close(descriptor)
        return None
    return None


def _give_rights(descriptor: int, book: Path) -> None:
    """Give a lock file of one's own the rights of the book: its group, and who may read and write it."""
    lock, of_book = os.fstat(descriptor), book.stat()
    if not hasattr(os, "geteuid") or lock.st_uid != os.geteuid():
        return
    if lock.st_gid != of_book.st_gid:
        with suppress(OSError):
            os.fchown(descriptor, -1, of_book.st_gid)
    wanted = stat.S_IMODE(of_book.st_mode) & 0o666
    if stat.S_IMODE(lock.st_mode) != wanted:
        os.fchmod(descriptor, wanted)
