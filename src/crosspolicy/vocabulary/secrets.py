"""URLs in texts that are shown: what may be a password in one is taken out, wherever the text came from."""

import re
from typing import Final

_URL: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<rest>[^\s'\"<>«»“”‘’]+)", re.ASCII | re.IGNORECASE)
_WHO: Final = re.compile(r"[^/?#@]*:\*\*\*@|[^/?#@:]*@")
_SECRET: Final = re.compile(r"\b\w*(?:password|secret)\w*=(?!\*\*\*)", re.IGNORECASE)


def masked(text: str) -> str:
    """Return a text in which no URL has a password: of one that has, only its scheme is left.

    The last net, for what reaches the screen by other ways than ``Location``: an argument at the wrong place, a
    driver's own words.
    """
    return _URL.sub(_shown, text) if "://" in text else text


def _shown(found: re.Match[str]) -> str:
    rest = found["rest"]
    who = _WHO.match(rest)
    has_password = ":" in rest and "@" in rest[who.end() if who else 0 :]
    return f"{found['scheme']}://***" if has_password or _SECRET.search(rest) else found[0]
