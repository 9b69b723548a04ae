"""Text that somebody gives, turned into a path: the one place for every option, variable and setting that takes one."""

import os
import re
from pathlib import Path
from typing import Final

from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text
from crosspolicy.vocabulary.hidden import first_hidden

URL_OF_A_SERVER: Final = re.compile(r"\s*postgres\w*(\+\w*)?:", re.ASCII | re.IGNORECASE)
"""How every URL of PostgreSQL begins, and what was meant to be one."""

_URL: Final = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.ASCII | re.IGNORECASE)
_UNDECODED: Final = re.compile("[\udc80-\udcff]")
"""Bytes of a name that are no UTF-8, as Python carries them."""


class UnusablePath(UsageFault):
    """A text that can be no path, or whose path cannot be found from here."""


def to_path(given: str) -> Path:
    """Return the path that a text names; ``~`` and ``~user`` are home folders, everything else is taken literally.

    Raises UnusablePath for a text that no system takes as a path, and for a URL, which is never shown: it may have a
    password.
    """
    if not given:
        raise UnusablePath(Text(N_("No path is given.")), _NAME_ONE)
    if URL_OF_A_SERVER.match(given) or _URL.match(given):
        raise UnusablePath(Text(N_("A URL is not a file.")), Text(N_("Only --db and `db copy` take a URL.")))
    try:
        has_nul = b"\0" in os.fsencode(given)
    except UnicodeEncodeError:
        has_nul = True
    if has_nul:
        raise UnusablePath(
            Text(N_("{path} cannot be a path: it has a character that no file name may have."), path=given), _NAME_ONE
        )
    return _at_home(Path(given))


def to_new_path(given: str) -> Path:
    """Return the path that a text names for a file to be made. Raises UnusablePath, also for hidden characters."""
    path = to_path(given)
    see_new_name(path)
    return path


def see_new_name(path: Path) -> None:
    """Raise UnusablePath where a path for a new file has line breaks or other characters that are not seen."""
    name = _UNDECODED.sub("", str(path))
    if first_hidden(name) is not None or "\n" in name or "\t" in name:
        raise UnusablePath(
            Text(
                N_("No file is made under a name with line breaks or other hidden characters: {path}"),
                path=ascii(str(path)),
            ),
            _NAME_ONE,
        )


def absolute(path: Path) -> Path:
    """Return a path from the root on. Raises UnusablePath where it begins at a working folder that is gone."""
    try:
        return path.absolute()
    except OSError:
        raise UnusablePath(
            Text(N_("{path} cannot be found: the working folder is gone."), path=path),
            Text(N_("Go to another folder with `cd`, or write the whole path.")),
        ) from None


_NAME_ONE: Final = Text(N_("Name another path."))


def _at_home(path: Path) -> Path:
    """Put a home folder in place of ``~``; a lone ``~name`` of nobody is a file's name, as a shell has it."""
    try:
        return path.expanduser()
    except RuntimeError:
        if len(path.parts) == 1 and path.parts[0] != "~":
            return path
        raise UnusablePath(
            Text(N_("{path} cannot be found: there is no home folder {home}."), path=path, home=path.parts[0]),
            Text(N_("Write ./{path} if a folder has that name, or name another path."), path=path),
        ) from None
