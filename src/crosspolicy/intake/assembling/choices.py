"""What the values of fixed lists are called, in every language: people write what they see."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from crosspolicy.i18n import N_
from crosspolicy.intake.assembling.languages import catalogues
from crosspolicy.intake.fields import Field
from crosspolicy.vocabulary.labels import LABELS_OF, VALUE_LABELS


def choices_of(field: Field) -> Mapping[str, Any]:
    """Return each value of a field by what it is called, folded; what could mean two values is left out."""
    if field.kind == "flag":
        return _named(field.name, {True: N_("yes"), False: N_("no")})
    values = {value: LABELS_OF.get((field.name, value)) or VALUE_LABELS.get(value, value) for value in field.choices}
    return _named(field.name, values) | {folded(value): value for value in values}


def folded(text: str) -> str:
    """Return a text as what people write is compared."""
    return " ".join(text.split()).casefold()


def _named(name: str, values: Mapping[Any, str]) -> dict[str, Any]:
    return dict(_known(name, tuple(values.items())))


@cache
def _known(name: str, values: tuple[tuple[Any, str], ...]) -> Mapping[str, Any]:
    meant: dict[str, set[Any]] = {}
    for catalogue in catalogues():
        spoken = [catalogue.gettext(label) for _value, label in values]
        tail = common_tail(spoken)
        for (value, _label), word in zip(values, spoken, strict=True):
            for text in (word, word.removesuffix(tail), f"{word} ({value})"):
                meant.setdefault(folded(text), set()).add(value)
    return {word: next(iter(those)) for word, those in meant.items() if len(those) == 1}


def common_tail(words: list[str]) -> str:
    """Return the word that all end in, ``risk`` of business risk and technical risk; people leave it out."""
    tail = words[0][1:] if len(words) > 1 else ""
    while tail and not all(word.endswith(tail) and word != tail for word in words):
        tail = tail[1:]
    return "" if tail[:1].isascii() and not tail.startswith(" ") else tail
