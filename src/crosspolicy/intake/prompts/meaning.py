"""Which of the offered options a typed text means."""

import re
from collections.abc import Iterable, Sequence
from typing import Final
from unicodedata import normalize

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.choices import folded
from crosspolicy.intake.prompts.leaving import Wrong
from crosspolicy.intake.prompts.sheet import Option

_NONE: Final = N_("{typed} is none of these: {options}")
_SEVERAL: Final = N_("{typed} may be {options}; type more of it")
_TOLD_AT_MOST: Final = 8
_SEPARATORS: Final = re.compile("[,，、;；]")


def matching(options: Sequence[Option], text: str) -> list[Option]:
    """Return the options that a text means: by number, value, label or another word for it, else by how one begins."""
    typed = _plain(text)
    if not typed:
        return []
    by_number = [option for number, option in enumerate(options, 1) if typed == str(number)]
    by_word = [option for option in options if typed in _words(option)]
    return by_number or by_word or [o for o in options if any(word.startswith(typed) for word in _words(o))]


def meant(options: Sequence[Option], text: str) -> Option:
    """Return the one option that a text means. Raises Wrong, telling what can be said, where it is none or several."""
    found = matching(options, text)
    if len(found) == 1:
        return found[0]
    message, told = (_SEVERAL, found) if found else (_NONE, options)
    labels = tuple(option.label for option in told[:_TOLD_AT_MOST]) + (("…",) if len(told) > _TOLD_AT_MOST else ())
    raise Wrong(Text(message, typed=text.strip(), options=labels))


def is_whole(options: Sequence[Option], text: str) -> bool:
    """Tell whether a text is the whole of some option's value, label or other word."""
    return any(_plain(text) in _words(option) for option in options)


def may_go_on(options: Iterable[Option], text: str) -> bool:
    """Tell whether some option's words begin with a text, and are longer."""
    typed = " ".join(_plain(text).split()) + (" " if text.endswith(" ") else "")
    return any(word.startswith(typed) and word != typed for option in options for word in _words(option))


def _plain(text: str) -> str:
    return folded(normalize("NFKC", text))


def _words(option: Option) -> tuple[str, ...]:
    return tuple(map(_plain, filter(None, (option.value, option.label, *option.words))))


def split(text: str) -> list[str]:
    """Return the texts between commas and semicolons, of either width."""
    return [piece for part in _SEPARATORS.split(text) if (piece := part.strip())]
