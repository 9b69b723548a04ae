"""A PostgreSQL server's URL: read once, so that what must not be seen is kept apart from what is shown."""

import re
from dataclasses import dataclass, field
from typing import Final, NoReturn
from urllib.parse import quote, unquote

from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text
from crosspolicy.vocabulary.secrets import HIDDEN, SHOWN

_LONGEST: Final = 8_000
_MOST_PORT: Final = 65_535
_HOST_AND_PORT: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.%\w]+\]|[^:\[\]]*)(?::(?P<port>[^:]*))?")
_KEY: Final = re.compile(r"[a-z_]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Server:
    """Where a database is, and how to get in. Only ``shown`` may be printed or kept; an empty value is not stated."""

    shown: str
    host: str
    port: int | None
    database: str
    user: str
    password: str = field(repr=False)
    parameters: tuple[tuple[str, str], ...] = field(repr=False)
    url: str = field(repr=False)

    def __str__(self) -> str:
        return self.shown

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is hidden in the URL itself: one that was kept without its secrets is not whole."""
        return HIDDEN not in (self.password, *(value for _, value in self.parameters))


def read_url(url: str) -> Server:
    """Read ``postgresql://USER:PASSWORD@HOST:PORT/DATABASE?KEY=VALUE``.

    A password may hold ``/``, ``?``, ``#`` and ``@`` where it is clear all the same that they are of the password.
    Raises UsageFault where the URL cannot be read for sure; it is then not shown, for the password in it.
    """
    if len(url) > _LONGEST:
        _refuse(N_("it is too long"))
    scheme, colon, rest = url.strip().partition("://")
    if not colon or not scheme:
        _refuse(N_("it does not begin with postgresql://"))
    user, password, has_password, rest = _who(rest)
    address, _, query = rest.partition("?")
    place, slash, database = address.partition("/")
    found = _HOST_AND_PORT.fullmatch(place)
    if found is None:
        _refuse(N_("its host is not valid"))
    parameters = _parameters(query)
    secrets = [value for key, value in parameters if key == "password"]
    host = _decoded(found["host"].strip("[]"))
    for named in (host, *(value for key, value in parameters if key == "host")):
        _see_host(named)
    return Server(
        shown=f"postgresql://{_shown_user(user, has_password)}{place}{slash}{database}{_shown_query(parameters)}",
        host=host,
        port=_port(found["port"]),
        database=_decoded(database),
        user=_decoded(user),
        password=secrets[-1] if secrets else _decoded(password),
        parameters=tuple(pair for pair in parameters if pair[0] != "password"),
        url=f"postgresql://{rest if not (user or has_password) else f'{_quoted(user, password, has_password)}@{rest}'}",
    )


def _quoted(user: str, password: str, has_password: bool) -> str:
    """Return who asks as a strict reader of URLs has it."""
    quoted = [quote(_decoded(part), safe="") for part in ((user, password) if has_password else (user,))]
    return ":".join(quoted)


def _who(rest: str) -> tuple[str, str, bool, str]:
    """Divide what follows the scheme into user, password, whether there is one, and the rest."""
    at = _end_of_who(rest)
    if at is None:
        return "", "", False, rest
    user, colon, password = rest[:at].partition(":")
    return user, password, bool(colon), rest[at + 1 :]


def _end_of_who(rest: str) -> int | None:
    """Return where the ``@`` stands that ends user and password; None where there is none."""
    head = rest.partition("?")[0]
    authority = re.split("[/#]", head, maxsplit=1)[0]
    after = head[len(authority) :]
    name, colon, port = authority.partition(":")
    if "@" in authority:
        if "@" in after:
            _refuse(N_("it is not clear which @ ends the password"))
        return authority.rindex("@")
    is_port = not colon or port.isdecimal() or not port or name.startswith("[")
    if "@" in after:
        if not colon:
            return None  # of the database's name
        if is_port:
            _refuse(N_("it is not clear which @ ends the password"))
        return head.rindex("@")
    return rest.rindex("@") if "@" in rest and not is_port else None


def _parameters(query: str) -> tuple[tuple[str, str], ...]:
    """Read ``KEY=VALUE&KEY=VALUE``."""
    found = []
    for part in filter(None, query.split("&")):
        key, equals, value = part.partition("=")
        if not equals or not _KEY.fullmatch(key):
            _refuse(N_("what follows ? must be KEY=VALUE, divided by &"))
        found.append((key, _decoded(value)))
    return tuple(found)


def _port(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 0 < int(text) <= _MOST_PORT):
        _refuse(N_("its port is no number from 1 to 65535"))
    return int(text)


def _see_host(named: str) -> None:
    """Raise UsageFault for what can be no host: several may be named, and a folder of sockets."""
    try:
        for host in filter(None, named.split(",")):
            if not host.startswith(("/", "@")):
                host.encode("idna")
    except UnicodeError:
        _refuse(N_("its host is not valid"))


def _decoded(text: str) -> str:
    """Return a part with its percent signs resolved, once. Raises UsageFault."""
    try:
        found = unquote(text, errors="strict")
        found.encode()
    except UnicodeError:
        _refuse(N_("it is no UTF-8 text"))
    if not found.isprintable():
        _refuse(N_("it has characters that are not seen"))
    return found


def _shown_user(user: str, has_password: bool) -> str:
    return f"{user}:{HIDDEN}@" if has_password else f"{user}@" if user else ""


def _shown_query(parameters: tuple[tuple[str, str], ...]) -> str:
    shown = (f"{key}={quote(value, safe='/:,.') if key in SHOWN else HIDDEN}" for key, value in parameters)
    return "?" + "&".join(shown) if parameters else ""


def _refuse(reason: str) -> NoReturn:
    raise UsageFault(
        Text(N_("The URL of the book cannot be read: {reason}."), reason=Text(reason)),
        Text(
            N_(
                "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE; in a password write @ as %40, / as %2F, ? as"
                " %3F, # as %23, : as %3A, % as %25."
            )
        ),
    )
