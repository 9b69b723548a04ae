"""A plain file read whole, within a bound: never a pipe, a device or a folder, and nobody is waited for."""

import os
import stat
from pathlib import Path

from crosspolicy.i18n import N_, Text
from crosspolicy.parsing.malformed import Malformed

_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_plain(path: Path, most: int, *, follow: bool = True) -> bytes:
    """Return the bytes of a plain file. Raises Malformed for what is none or has more than ``most``, and OSError.

    What is looked at is what was opened, not its name, and opening waits for no writer of a pipe. ``follow=False``
    raises OSError for a link.
    """
    descriptor = os.open(path, _OPENING | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    try:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise Malformed(Text(N_("is a directory")))
        if not stat.S_ISREG(found.st_mode):
            raise Malformed(Text(N_("is no plain file")))
        if found.st_size > most:
            raise too_large(most)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return within(file.read(most + 1), most)
    finally:
        os.close(descriptor)


def within(data: bytes, most: int) -> bytes:
    """Return bytes of which there are at most so many. Raises Malformed."""
    if len(data) > most:
        raise too_large(most)
    return data


def too_large(most: int) -> Malformed:
    """Return what is told of a file that has more than ``most`` bytes."""
    if most >= 1_000_000:
        return Malformed(Text(N_("is larger than {n} MB"), n=most // 1_000_000))
    return Malformed(Text(N_("is larger than {n} kB"), n=most // 1_000))


def as_utf8(data: bytes) -> str:
    """Return bytes as the text that they are in UTF-8, without its mark. Raises Malformed."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = N_("is not UTF-8 text, at byte {position}; save it as UTF-8")
        raise Malformed(Text(told, position=error.start + 1)) from None
