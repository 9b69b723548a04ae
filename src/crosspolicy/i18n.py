"""The language of everything the program says; user data is never translated.

``use`` is called once, before anything that builds texts is imported. ``N_`` marks a string for the catalogues where
it stands; ``_`` translates it where it is shown; ``Text`` carries a marked string and its values from where a thing is
known to where it is shown.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
LOCALE_FOLDER = Path(__file__).parent / "locale"
SEPARATORS = {"en": ", ", "zh-Hans": "、", "zh-Hant": "、"}
BREAKS = {"en": "; ", "zh-Hans": "；", "zh-Hant": "；"}


class Catalogue:
    """The strings of one language; without translations, the source strings themselves."""

    def __init__(self, language: str = "en", translations: "NullTranslations | None" = None) -> None:
        self.language = language
        self._translations = translations

    def gettext(self, msgid: str) -> str:
        """Return the translation of ``msgid``, or itself where there is none."""
        return self._translations.gettext(msgid) if self._translations and msgid else msgid

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form for ``n`` things."""
        if self._translations:
            return self._translations.ngettext(singular, plural, n)
        return singular if n == 1 else plural


_current = Catalogue()


def matching(name: str) -> str | None:
    """Return the language that a locale name such as ``zh_TW.UTF-8`` asks for, or None where it is not ours."""
    tag = name.split(".")[0].split("@")[0].replace("_", "-").lower()
    if tag.startswith("zh"):
        traditional = any(part in tag.split("-") for part in ("hant", "tw", "hk", "mo"))
        return "zh-Hant" if traditional else "zh-Hans"
    if tag.startswith("en") or tag in ("c", "posix"):
        return "en"
    return None


def use(language: str) -> None:
    """Speak ``language``, one of LANGUAGES, from now on."""
    global _current
    if language == "en":
        _current = Catalogue()
        return
    from gettext import GNUTranslations

    path = LOCALE_FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "crosspolicy.mo"
    with path.open("rb") as file:
        _current = Catalogue(language, GNUTranslations(file))


def language() -> str:
    """Return the language now spoken."""
    return _current.language


def _(msgid: str) -> str:
    """Translate a source string."""
    return _current.gettext(msgid)


def N_(msgid: str) -> str:
    """Mark a source string for the catalogues, untranslated."""
    return msgid


def plural(singular: str, several: str, n: int) -> str:
    """Translate a counted string and fill in ``{n}``."""
    return _current.ngettext(singular, several, n).format(n=n)


def listed(items: Iterable[object]) -> str:
    """Join what is listed with the language's own separator."""
    return SEPARATORS[_current.language].join(str(item) for item in items)


def phrases(items: Iterable[object]) -> str:
    """String phrases together with the language's own semicolon."""
    return BREAKS[_current.language].join(str(item) for item in items)


def local(texts: dict[str, str]) -> str:
    """Pick the language now spoken from a policy file's ``{en, zh_Hans, zh_Hant}``, English where it is missing."""
    return texts.get(_current.language.replace("-", "_")) or texts.get("en", "")


class Text:
    """A source string with the values that fill its braces, translated only when shown.

    A value may be a Text itself; a tuple is shown as a list.
    """

    __slots__ = ("msgid", "values")

    def __init__(self, msgid: str, /, **values: object) -> None:
        self.msgid = msgid
        self.values = values

    def __str__(self) -> str:
        shown = {name: listed(v) if isinstance(v, tuple) else str(v) for name, v in self.values.items()}
        return _(self.msgid).format_map(shown) if shown else _(self.msgid)

    def __repr__(self) -> str:
        return f"Text({self.msgid!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.msgid, self.values) == (other.msgid, other.values)

    def __hash__(self) -> int:
        return hash(self.msgid)
