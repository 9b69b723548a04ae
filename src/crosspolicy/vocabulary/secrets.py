"""URLs in texts that are shown: what may be a password in one is taken out, wherever the text came from."""

import re
from typing import Final

HIDDEN: Final = "***"
"""Stands where a secret was."""

SHOWN: Final = frozenset(
    "host hostaddr port dbname user service application_name connect_timeout client_encoding sslmode sslrootcert"
    " sslnegotiation target_session_attrs channel_binding gssencmode passfile".split()
)
"""Which parameters of a database's URL are shown with their values; any other may hold a secret."""

_NO_END: Final = r"[^\s'\"<>«»“”‘’]"
_URL: Final = re.compile(rf"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<rest>{_NO_END}*)", re.ASCII | re.IGNORECASE)
_NEARLY: Final = re.compile(rf"\bpostgres\w*(?:\+\w*)?:(?!//){_NO_END}*@{_NO_END}*", re.ASCII | re.IGNORECASE)
_HIDDEN_ALREADY: Final = re.compile(r"[^/?#@]*:(?:\*\*\*|PASSWORD)@|[^/?#@:]*@")
_PARAMETER: Final = re.compile(r"[?&](?P<key>\w+)=(?P<value>[^&]*)", re.ASCII)
_SECRET: Final = re.compile("password|secret|token|key", re.IGNORECASE)


def masked(text: str) -> str:
    """Return a text in which no URL has a password: of one that has, only its scheme is left.

    The last net, for what reaches the screen by other ways than a book's ``Location``: an argument at the wrong
    place, a driver's own words.
    """
    if "://" not in text and "postgres" not in text.lower():
        return text
    return _NEARLY.sub(f"postgresql:{HIDDEN}", _URL.sub(_shown, text))


def _shown(found: re.Match[str]) -> str:
    is_safe = _is_safe(found["rest"], is_database=found["scheme"].lower().startswith("postgres"))
    return found[0] if is_safe else f"{found['scheme']}://{HIDDEN}"


def _is_safe(rest: str, *, is_database: bool) -> bool:
    """Tell whether what follows the scheme of a URL has no secret, or only what stands in place of one."""
    hidden = _HIDDEN_ALREADY.match(rest)
    if ":" in rest and "@" in rest[hidden.end() if hidden else 0 :]:
        return False
    return all(
        found["value"] == HIDDEN or not (_SECRET.search(found["key"]) or (is_database and found["key"] not in SHOWN))
        for found in _PARAMETER.finditer(rest)
    )
