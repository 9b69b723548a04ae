"""Where a book is."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text

_SERVER_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Location:
    """A file (``path``) or a PostgreSQL database (``url``); one of the two is set."""

    path: Path | None = None
    url: str = ""

    def __str__(self) -> str:
        if self.path is not None:
            return str(self.path)
        parts = urlsplit(self.url)
        return self.url.replace(f":{parts.password}@", ":***@") if parts.password else self.url


def locate(given: str) -> Location:
    """Read a ``--db`` value: a URL of PostgreSQL, or else a path. Raises UsageFault for another scheme."""
    scheme, colon, rest = given.partition("://")
    if not colon:
        return Location(path=Path(given).expanduser())
    if scheme == "sqlite":
        return Location(path=Path(rest.removeprefix("/")).expanduser())
    if scheme not in _SERVER_SCHEMES:
        raise UsageFault(
            Text(N_("A book cannot be kept at {scheme}://."), scheme=scheme),
            Text(N_("Give a file path, or a URL that begins with postgresql://.")),
        )
    return Location(url="postgresql://" + rest)
