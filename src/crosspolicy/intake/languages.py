"""What a source string is called in every language: a spreadsheet is not always filled in by who made it."""

from functools import cache
from gettext import GNUTranslations

from crosspolicy.i18n import LANGUAGES, LOCALE_FOLDER, Catalogue


@cache
def catalogues() -> tuple[Catalogue, ...]:
    """Return the strings of every language, English first."""
    return tuple(_catalogue(language) for language in LANGUAGES)


def _catalogue(language: str) -> Catalogue:
    if language == "en":
        return Catalogue()
    path = LOCALE_FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "crosspolicy.mo"
    with path.open("rb") as file:
        return Catalogue(language, GNUTranslations(file))


def in_every_language(msgid: str) -> tuple[str, ...]:
    """Return a source string and its translations, each once."""
    return tuple(dict.fromkeys(catalogue.gettext(msgid) for catalogue in catalogues()))
