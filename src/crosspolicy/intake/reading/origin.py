"""Where a batch's bytes come from: a plain file or standard input, counted, and the same from the first to the last."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

from crosspolicy.errors import InvalidInput, NotFound
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.unusable import unusable
from crosspolicy.vocabulary.paths import to_path

BLOCK: Final = 2**17
"""How many bytes are read at once: a file of any size is read in this much memory."""
STDIN: Final = "-"

_OPENING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_STDIN: Final = N_("Name a file; or send it to standard input, and state - and --input-format.")


class Origin:
    """Bytes to be read once, from the beginning; ``head`` are the first of them, ``size`` is None where nobody knows.

    For archives it is also a file that can be searched (``read``, ``seek``, ``tell``); nobody else uses those.
    """

    def __init__(self, path: str, stream: IO[bytes], found: os.stat_result | None = None) -> None:
        self.path = path
        self.size = found.st_size if found else None
        self.done = 0
        self._found = found
        self._stream = stream
        self.head = self.read(BLOCK)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, and count them. Raises InvalidInput where the file cannot be read on."""
        try:
            data = self._stream.read(size)
        except (OSError, ValueError) as error:
            raise _cannot(self.path, error) from None
        self.done += len(data)
        return data

    def blocks(self) -> Iterator[bytes]:
        """Yield all bytes, a block at a time. Raises InvalidInput where the file grows or shrinks meanwhile."""
        block = self.head
        while block:
            yield block
            block = self.read(BLOCK)
            if self.size is not None and self.done > self.size:
                break
        if self.size is not None and self.done != self.size:
            raise self._changed()

    def whole(self, limit: int, told: Text) -> Iterator[bytes]:
        """Yield all as ``blocks`` does. Raises InvalidInput, with ``told``, where there are more than ``limit``."""
        if (self.size or 0) > limit:
            raise unusable(self.path, told)
        for block in self.blocks():
            if self.done > limit:
                raise unusable(self.path, told)
            yield block

    def check_unchanged(self) -> None:
        """Raise InvalidInput where the file is another one by now, or another was put in its place."""
        if self._found is None:
            return
        try:
            now = (os.fstat(self._stream.fileno()), to_path(self.path).stat())
        except OSError:
            raise self._changed() from None
        if any(_identity(state) != _identity(self._found) for state in now):
            raise self._changed()

    def _changed(self) -> InvalidInput:
        reason = Text(N_("changed while it was read"))
        return unusable(self.path, reason, hint=Text(N_("Import it when nobody writes to it, or import a copy.")))

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the file."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return where in the file the next byte stands."""
        return self._stream.tell()

    def seekable(self) -> bool:
        """Say whether one can go to a place in the file."""
        return self._stream.seekable()

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """What is read meanwhile is read once more later, and counts only then."""
        before = self.done
        yield
        self.done = before


@contextmanager
def opened(path: str) -> Iterator[Origin]:
    """Open a plain file, or standard input for ``-``, and close it. Raises InvalidInput, or NotFound."""
    if path == STDIN:
        yield Origin(path, _standard_input())
        return
    with _plain_file(path) as stream:
        yield Origin(path, stream, os.fstat(stream.fileno()))


def _standard_input() -> IO[bytes]:
    stream: IO[bytes] | None = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise unusable(STDIN, Text(N_("there is no standard input")))
    return stream


def _plain_file(path: str) -> IO[bytes]:
    """Open without waiting for a writer, should it be a pipe; then look at what was opened, not at its name."""
    try:
        place = to_path(path)
        _see_plain(path, place.stat().st_mode)
        descriptor = os.open(place, _OPENING)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(Text(N_("There is no file {path}."), path=path)) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise _cannot(path, error) from None
    stream = os.fdopen(descriptor, "rb")
    try:
        _see_plain(path, os.fstat(descriptor).st_mode)
    except InvalidInput:
        stream.close()
        raise
    return stream


def _see_plain(path: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise unusable(path, Text(N_("is a directory")))
    if not stat.S_ISREG(mode):
        raise unusable(path, Text(N_("is no plain file")), hint=Text(_BY_STDIN))


def _cannot(path: str, error: Exception) -> InvalidInput:
    reason = getattr(error, "strerror", None) or error
    return unusable(path, Text(N_("cannot be read: {reason}"), reason=reason))


def _identity(state: os.stat_result) -> tuple[Any, ...]:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns
