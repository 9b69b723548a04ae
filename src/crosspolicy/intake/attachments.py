"""Files that forms name: looked at before an act, so that the book keeps their size and SHA-256 (4.3.2)."""

import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.i18n import N_, Text, _
from crosspolicy.settings import is_terminal
from crosspolicy.vocabulary.hidden import visible
from crosspolicy.vocabulary.paths import UnusablePath, absolute, to_path

if TYPE_CHECKING:
    from crosspolicy.forms.base import Form

F = TypeVar("F", bound="Form")

CHUNK: Final = 2**20
"""How many bytes are read at once: a file of any size is read in this much memory."""
BIG: Final = 64 * CHUNK
"""From so many bytes on, a terminal is shown how far the reading is."""

_OPENING: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NOT_PLAIN: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISDIR, N_("{path} is a directory; name a file in it")),
    (stat.S_ISFIFO, N_("{path} is a pipe, no plain file")),
    (stat.S_ISSOCK, N_("{path} is a socket, no plain file")),
    (lambda mode: not stat.S_ISREG(mode), N_("{path} is a device, no plain file")),
)
_CHANGED: Final = N_("{path} changed while it was read; share it when nobody writes to it")


class Unreadable(Exception):
    """A file cannot be taken; ``reason`` says why. ``is_missing`` tells that there is none."""

    def __init__(self, reason: Text, *, is_missing: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_missing = is_missing


class Opened(NamedTuple):
    """A plain file, open for reading; ``size`` in bytes."""

    descriptor: int
    path: Path
    size: int


class _Hash(Protocol):
    def update(self, data: memoryview, /) -> None: ...

    def hexdigest(self) -> str: ...


def place_of(named: str) -> Path:
    """Return where a file lies that somebody names: absolute, with its folder's links followed, never its own.

    Raises UnusablePath where the text can be no path, or the working folder is gone.
    """
    path = absolute(to_path(named))
    return path.parent.resolve() / path.name if path.name not in ("", "..") else path


def is_there(named: str) -> bool:
    """Tell whether something lies where somebody says that a file is."""
    try:
        return place_of(named).exists()
    except (UnusablePath, OSError):
        return False


@contextmanager
def opened(named: str) -> Iterator[Opened]:
    """Open a plain file, never through a link and never waiting. Raises Unreadable."""
    try:
        path = place_of(named)
        _see_plain(path, path.lstat().st_mode)
        descriptor = os.open(path, _OPENING)
    except UnusablePath as error:
        raise Unreadable(error.message) from None
    except (FileNotFoundError, NotADirectoryError):
        raise Unreadable(Text(N_("there is no file {path}"), path=path), is_missing=True) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise _cannot(named, error) from None
    try:
        found = os.fstat(descriptor)
        _see_plain(path, found.st_mode)
        yield Opened(descriptor, path, found.st_size)
    finally:
        os.close(descriptor)


def _cannot(path: object, error: Exception) -> Unreadable:
    reason = getattr(error, "strerror", None) or error
    return Unreadable(Text(N_("{path} cannot be read: {reason}"), path=path, reason=reason))


def _see_plain(path: Path, mode: int) -> None:
    if stat.S_ISLNK(mode):
        told = N_("{path} is a symbolic link to {target}; name the file itself")
        raise Unreadable(Text(told, path=path, target=path.readlink()))
    for is_such, told in _NOT_PLAIN:
        if is_such(mode):
            raise Unreadable(Text(told, path=path))


def digest_of(file: Opened) -> str:
    """Return the SHA-256 of an open file in hexadecimal. Raises Unreadable, also where the file changes meanwhile."""
    from hashlib import sha256

    before = os.fstat(file.descriptor)
    try:
        with _shown(file) as advance:
            digest = _digest(file, sha256(), advance)
        after = os.fstat(file.descriptor)
    except OSError as error:
        raise _cannot(file.path, error) from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Unreadable(Text(_CHANGED, path=file.path))
    return digest


def _digest(file: Opened, digest: _Hash, advance: Callable[[int], object]) -> str:
    buffer = memoryview(bytearray(CHUNK))
    total = 0
    with closing(os.fdopen(file.descriptor, "rb", buffering=0, closefd=False)) as stream:
        while count := stream.readinto(buffer):
            total += count
            if total > file.size:
                break
            digest.update(buffer[:count])
            advance(count)
    if total != file.size:
        raise Unreadable(Text(_CHANGED, path=file.path))
    return digest.hexdigest()


def _shown(file: Opened) -> Any:
    """Show how far the reading of a big file is, where somebody sits at a terminal."""
    if file.size < BIG or not is_terminal(sys.stderr):
        return nullcontext(lambda count: None)
    return _bar(file)


@contextmanager
def _bar(file: Opened) -> Iterator[Callable[[int], object]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    told = _("Reading {file}").format(file=visible(file.path.name))
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    page = Console(file=sys.stderr)  # by name: behind its own stand-in Rich would find the guarded stream
    with Progress(*columns, console=page, transient=True) as progress:
        task = progress.add_task(told, total=file.size)
        yield lambda count: progress.advance(task, count)


# What a form states of its file


def file_faults(form: type["Form"], content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return what is the matter with the file that a form names, as far as a look at it tells; it is not read."""
    named = content.get(form.attachment) if form.attachment else None
    if not isinstance(named, str) or not named.strip():
        return ()
    try:
        with opened(named.strip()):
            return ()
    except Unreadable as error:
        return (Fault(form.attachment, error.reason),)


def attached(form: F, content: Mapping[str, Any]) -> F:
    """Return the form that ``content`` states with what its file says: where it lies, its size, its SHA-256.

    Raises InvalidInput where the file cannot be taken, or is not the one whose size or SHA-256 the form states.
    """
    from crosspolicy.intake.check import checked

    named = getattr(form, form.attachment) if form.attachment else None
    if not named:
        return form
    try:
        with opened(named) as file:
            found: dict[str, object] = {form.attachment: str(file.path), "size": file.size}
            faults = tuple(_differing(form, found))
            if not faults:
                found["sha256"] = digest_of(file)
                faults = tuple(_differing(form, found))
    except Unreadable as error:
        faults = (Fault(form.attachment, error.reason),)
    if faults:
        raise InvalidInput(faults)
    return checked(type(form), {**content, **found})


def _differing(form: "Form", found: Mapping[str, object]) -> Iterator[Fault]:
    for name in ("size", "sha256"):
        stated = getattr(form, name)
        if name in found and stated is not None and str(stated).casefold() != str(found[name]):
            yield Fault(name, Text(N_("is not that of the file, which has {found}"), found=found[name]))


# What became of a file since


class Compared(NamedTuple):
    """How a file stands to what was shared: ``state`` is unchanged, changed, missing or unreadable; ``told`` says why.

    ``size`` (in bytes) and ``sha256`` are those found, None where the look did not come so far.
    """

    state: str
    told: str = ""
    size: int | None = None
    sha256: str | None = None


def compared(named: str, size: int, sha256: str) -> Compared:
    """Look whether a file still is what was shared; one of another size is not read."""
    try:
        with opened(named) as file:
            if file.size != size:
                told = _("{size} bytes were shared, {found} are there").format(size=size, found=file.size)
                return Compared("changed", told, file.size)
            found = digest_of(file)
    except Unreadable as error:
        return (
            Compared("missing", _("no file is there"))
            if error.is_missing
            else Compared("unreadable", str(error.reason))
        )
    if found != sha256.casefold():
        return Compared("changed", _("its SHA-256 is {found} now").format(found=found), size, found)
    return Compared("unchanged", size=size, sha256=found)
