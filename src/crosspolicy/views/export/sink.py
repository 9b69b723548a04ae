"""Where an export goes: standard output, or a file that appears whole or not at all."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from crosspolicy.errors import SystemFault, UsageFault
from crosspolicy.files import atomic
from crosspolicy.i18n import N_, Text


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
        reason = error.strerror or str(error)
        raise SystemFault(
            Text(N_("{path} cannot be written: {reason}; nothing was left behind."), path=target, reason=reason),
            Text(N_("Make room for it, or name another place with --output.")),
        ) from error


def see_target(target: Path) -> None:
    """Raise UsageFault where something stands that an export does not replace: only a plain file is."""
    with suppress(OSError):
        _permissions(target)


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
