"""What the values of fixed lists are called, in every language: by their labels, and by other words for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from crosspolicy.i18n import N_
from crosspolicy.intake.fields import Field
from crosspolicy.intake.languages import catalogues
from crosspolicy.vocabulary.labels import LABELS_OF, VALUE_LABELS
from crosspolicy.vocabulary.synonyms import words_for

YES, NO = N_("yes"), N_("no")
_FLAG: Final = {YES: YES, NO: NO}


def choices_of(field: Field) -> Mapping[str, Any]:
    """Return each value of a field by what it is called, folded; what could mean two values is left out."""
    if field.kind == "flag":
        return {word: value == YES for word, value in words_of(field).items()}
    return words_of(field)


def words_of(field: Field) -> Mapping[str, str]:
    """Return the value of a choice, or of a question of yes and no, by every word that means it alone, folded."""
    values = _FLAG if field.kind == "flag" else {value: _label(value, field.name) for value in field.choices}
    return _known(field.name, tuple(values.items()))


def yes_or_no() -> Mapping[str, str]:
    """Return ``yes`` or ``no`` by every word that means it, folded."""
    return _known("", tuple(_FLAG.items()))


def folded(text: str) -> str:
    """Return a text as what people write is compared."""
    return " ".join(text.split()).casefold()


def _label(value: str, field: str) -> str:
    return LABELS_OF.get((field, value)) or VALUE_LABELS.get(value, value)


@cache
def _known(name: str, values: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return each value by its own name, by its labels, and by other words that no other value is called by."""
    called = {folded(value): value for value, _label in values}
    labels = _meant((word, value) for catalogue in catalogues() for word, value in _labels(catalogue.gettext, values))
    others = _meant((word, value) for value, _label in values for word in words_for(value, name))
    return {**others, **labels, **called}


def _labels(spoken: Callable[[str], str], values: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Yield what a language calls each value: with and without a word that all share, and with the value beside it."""
    words = [spoken(label) for _value, label in values]
    tail = common_tail(words)
    for (value, _label), word in zip(values, words, strict=True):
        yield from ((text, value) for text in (word, word.removesuffix(tail), f"{word} ({value})"))


def _meant(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the value of each word that means one alone."""
    meant: dict[str, set[str]] = {}
    for word, value in pairs:
        meant.setdefault(folded(word), set()).add(value)
    return {word: next(iter(those)) for word, those in meant.items() if len(those) == 1}


def common_tail(words: list[str]) -> str:
    """Return the word that all end in, ``risk`` of business risk and technical risk; people leave it out."""
    tail = words[0][1:] if len(words) > 1 else ""
    while tail and not all(word.endswith(tail) and word != tail for word in words):
        tail = tail[1:]
    return "" if tail[:1].isascii() and not tail.startswith(" ") else tail
