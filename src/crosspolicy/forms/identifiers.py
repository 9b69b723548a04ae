"""Codes of departments and logins: written in one script, and not to be mistaken for those that there are already.

After Unicode's UTS 39: the "highly restrictive" profile, and skeletons for what looks alike. Names of people are no
identifiers: they may repeat, and look like others.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("look_alikes.txt")
"""Letters that look alike across scripts, a group a line; ``scripts/look_alikes.py`` writes it."""

COMMON: Final = ""
"""The script of what every script uses: the digits 0 to 9, dots, hyphens and the like."""

_TOGETHER: Final = tuple(
    frozenset({"LATIN", "CJK", *more}) for more in (("HIRAGANA", "KATAKANA"), ("BOPOMOFO",), ("HANGUL",))
)
"""Scripts that are written together."""

_OTHERWISE: Final = {"IDEOGRAPHIC": "CJK", "KATAKANA-HIRAGANA": "KATAKANA"}
"""Scripts that some characters' names tell otherwise."""


@cache
def script_of(character: str) -> str:
    """Return the script of a character, as the names of Unicode begin; COMMON for what all of them share."""
    if character.isascii():
        return "LATIN" if character.isalpha() else COMMON
    if "\U00020000" <= character <= "\U0003ffff":  # ideographs, of which new ones come with every edition
        return "CJK"
    word = unicodedata.name(character, character).partition(" ")[0]
    return _OTHERWISE.get(word, word)


def scripts_of(text: str) -> frozenset[str]:
    """Return the scripts that a text is written in."""
    if text.isascii():
        return frozenset(("LATIN",)) if any(map(str.isalpha, text)) else frozenset()
    return frozenset(map(script_of, text)) - {COMMON}


def first_foreign(text: str) -> str:
    """Return the first character that is not of the script of those before it; empty where one script has them all."""
    scripts: set[str] = set()
    for character in text:
        if (script := script_of(character)) != COMMON:
            scripts.add(script)
            if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
                return character
    return ""


class Known:
    """Codes or logins that are there already.

    How plain ones look is worked out only where it matters: for a new one in other letters, of the same length.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._folded: dict[str, str] = {}
        self._looks: dict[str, dict[frozenset[str], str]] = defaultdict(dict)
        self._plain: dict[int, list[str]] = defaultdict(list)
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take one more in."""
        self._folded.setdefault(_folded(name), name)
        if name.isascii():
            self._plain[len(name)].append(name)
        else:
            self._look_at(name)

    def _look_at(self, name: str) -> None:
        scripts = scripts_of(name)
        for look in _looks(name):
            self._looks[look].setdefault(scripts, name)

    def spelled(self, name: str) -> str:
        """Return the one that differs in nothing but capitals and the forms of letters; empty where none does."""
        return self._folded.get(_folded(name), "")

    def like(self, name: str) -> str:
        """Return one of another script that looks like a new one; empty where none does."""
        scripts, looks = scripts_of(name), _looks(name)
        for length in set() if name.isascii() else {len(look) for look in looks}:
            for plain in self._plain.pop(length, ()):
                self._look_at(plain)
        found = ((others, known) for look in looks for others, known in self._looks.get(look, {}).items())
        return next((known for others, known in found if scripts and others and others != scripts), "")


def _folded(name: str) -> str:
    return name.casefold() if name.isascii() else unicodedata.normalize("NFKC", name).casefold()


def _looks(name: str) -> tuple[str, str]:
    """Return the skeletons of a name, in small letters and in capitals: other letters look alike in each."""
    table, plain = _table(), unicodedata.normalize("NFKC", name)
    return plain.lower().translate(table), plain.upper().translate(table)


@cache
def _table() -> dict[int, str]:
    """Return the letter that stands for each one that looks like it."""
    return {ord(each): line[0] for line in TABLE.read_text("utf-8").splitlines() for each in line[1:]}
