"""Where an export goes: standard output, or a file that appears whole or not at all."""

import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from crosspolicy.errors import CrosspolicyError, SystemFault, UsageFault
from crosspolicy.files import atomic
from crosspolicy.i18n import N_, Text

_OF_THE_PLACE: Final = frozenset(
    (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EACCES, errno.EPERM, errno.EROFS, errno.ELOOP, errno.EISDIR)
)
"""What is told of a place where nobody, or not this account, can write."""


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write beside ``target``, which it becomes in the end; whatever goes wrong, nothing is left.

    A file that stands there is replaced by the rename alone, and passes its permissions on; a new one is its owner's.
    Raises UsageFault where something else stands there, SystemFault where the system does not let it be written.
    """
    try:
        with atomic.replacing(target, _permissions(target)) as file:
            yield file
    except OSError as error:
        raise _unwritable(target, error) from error


def see_what_stands_there(target: Path) -> None:
    """Raise UsageFault where something stands that an export does not replace: only a plain file is."""
    with suppress(OSError):
        _permissions(target)


def see_target(target: Path) -> None:
    """Raise UsageFault where something stands that an export does not replace, or no file can be; SystemFault."""
    from tempfile import TemporaryFile

    try:
        _permissions(target)
        with TemporaryFile(dir=target.parent):  # it has no name, and leaves nothing
            pass
    except OSError as error:
        raise _unwritable(target, error) from None


def _unwritable(target: Path, error: OSError) -> CrosspolicyError:
    """Return what to say where a file cannot be written: another place is to be named, or the system is at fault."""
    reason = error.strerror or str(error)
    message = Text(N_("{path} cannot be written: {reason}; nothing was left behind."), path=target, reason=reason)
    if error.errno in _OF_THE_PLACE:
        return UsageFault(message, Text(N_("Name another place.")))
    return SystemFault(message, Text(N_("Make room for it, or name another place with --output.")))


def _permissions(target: Path) -> int | None:
    """Return the permissions of the file that stands there; None where there is none. Raises UsageFault, OSError."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode):
        return stat.S_IMODE(mode)
    kinds = {
        stat.S_IFDIR: Text(N_("{path} is a folder."), path=target),
        stat.S_IFLNK: Text(N_("{path} is a link to somewhere else."), path=target),
    }
    told = kinds.get(stat.S_IFMT(mode), Text(N_("{path} is a device, not a file."), path=target))
    raise UsageFault(told, Text(N_("Name a file with --output, or leave it out and use standard output.")))
