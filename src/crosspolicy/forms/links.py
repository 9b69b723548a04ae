"""Links: where a shared item is found. What opens nothing but a page or a mail is taken, and nothing that runs."""

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from crosspolicy.i18n import N_

SCHEMES: Final = ("http", "https", "mailto")

_WHOLE: Final = re.compile(r"[a-z]+:[^\s\\<>\"`{}|^]+", re.IGNORECASE)
"""A scheme, and behind it nothing that browsers drop, turn round, or end a link at."""
_HOST: Final = re.compile(r"(?=.{1,253}$)[^\W_]([\w-]*\w)?(\.[^\W_]([\w-]*\w)?)*\.?")
_ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?~-]+@[^\W_][\w.-]*")


def fault_of_link(text: str) -> str:
    """Return what is wrong with a link, marked for translation; empty where nothing is."""
    scheme = text.partition(":")[0].lower()
    if scheme not in SCHEMES or not _WHOLE.fullmatch(text):
        return N_("must be a link that begins with https://, http:// or mailto:, without blanks")
    try:
        parts = urlsplit(text)
        is_sound = bool(_ADDRESS.fullmatch(parts.path)) if scheme == "mailto" else _has_host(text, parts)
    except ValueError:
        is_sound = False
    if not is_sound:
        return N_("is not a complete address; write one like https://example.com/prices.pdf")
    if scheme != "mailto" and "@" in parts.netloc:
        return N_("holds a name or password before the @; leave it out, for everybody will read the link")
    return ""


def _has_host(text: str, parts: SplitResult) -> bool:
    """Tell whether a link names a host, and a port that there can be. Raises ValueError for what is none."""
    host = parts.hostname or ""
    is_host = parts.netloc.rpartition("@")[2].startswith("[") or _HOST.fullmatch(host)
    return text[len(parts.scheme) :].startswith("://") and parts.port != 0 and bool(is_host)
