"""Where a book is."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text
from crosspolicy.vocabulary.paths import URL_OF_A_SERVER, absolute, see_new_name, to_path
from crosspolicy.vocabulary.secrets import masked

if TYPE_CHECKING:
    from crosspolicy.store.server import Server

_SERVER_SCHEMES: Final = ("postgresql", "postgres", "postgresql+psycopg")
_SCHEME: Final = re.compile(r"\s*([a-z][a-z0-9+.-]*|)://", re.ASCII | re.IGNORECASE)
_CONNECTION_STRING: Final = re.compile(r"(?s)\s*\w+\s*=.*\bpassword\s*=|\s*password\s*=")
_HOW: Final = Text(N_("Give a file path, or a URL that begins with postgresql://."))


@dataclass(frozen=True, slots=True)
class Location:
    """A file (``path``) or a PostgreSQL database (``server``); one of the two is set. Its text shows no secret."""

    path: Path | None = None
    server: "Server | None" = None

    def __str__(self) -> str:
        return str(self.path if self.path is not None else self.server)

    @property
    def url(self) -> str:
        """The URL of the server, with its password: to connect, never to be shown or kept; empty for a file."""
        return self.server.url if self.server is not None else ""

    @property
    def kept(self) -> str:
        """What may be kept of where the book is: a path from the root on, or a URL without its secrets."""
        if self.path is None:
            return str(self)
        try:
            return str(absolute(self.path))
        except UsageFault:
            return str(self)


def locate(given: str) -> Location:
    """Read a ``--db`` value: a URL of PostgreSQL, or else a path. Raises UsageFault for what is neither."""
    found = _SCHEME.match(given)
    scheme = found[1].lower() if found else ""
    if scheme in _SERVER_SCHEMES:
        from crosspolicy.store.server import read_url

        return Location(server=read_url(given))
    if scheme == "sqlite":
        return Location(path=to_path(given.strip()[len("sqlite://") :].removeprefix("/")))
    if found:
        raise UsageFault(Text(N_("A book cannot be kept at {scheme}://."), scheme=scheme), _HOW)
    if URL_OF_A_SERVER.match(given) or _CONNECTION_STRING.match(given):
        raise UsageFault(Text(N_("This is neither a path nor a URL of PostgreSQL.")), _HOW)
    return Location(path=to_path(given))


def without_secrets(given: str) -> str:
    """Return a ``--db`` value as it may be shown and kept: a path as it is, a URL without its secrets."""
    try:
        location = locate(given)
    except UsageFault:
        return "postgresql://***" if URL_OF_A_SERVER.match(given) or _CONNECTION_STRING.match(given) else masked(given)
    return given if location.server is None else str(location)


def locate_new(given: str) -> Location:
    """Read where a book is to be made. Raises UsageFault, also for a name with characters that are not seen."""
    location = locate(given)
    if location.path is not None:
        see_new_name(location.path)
    return location
