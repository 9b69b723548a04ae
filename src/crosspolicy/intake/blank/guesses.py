"""Which column may state which field, by what both are called; how days are written, by those that stand there."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final

from crosspolicy.intake.assembling.columns import headings, paths_of
from crosspolicy.intake.assembling.envelope import Envelope
from crosspolicy.intake.assembling.kinds import form_of
from crosspolicy.intake.blank.synonyms import SYNONYMS
from crosspolicy.intake.fields import Field

FORMATS: Final = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%d-%m-%Y",
    "%Y%m%d", "%Y年%m月%d日", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S", "%m/%d/%Y %H:%M",
)  # fmt: skip
"""How days are written elsewhere, the likeliest first."""

_ENOUGH: Final = 0.6
_ALIKE: Final = 0.8
_NOT_OURS: Final = ("act", "target.code", "target.external_id", "target.source", "target.milestone")
_BRACKETS: Final = re.compile(r"\s*[(（\[][^)）\]]*[)）\]]")
_WORD_START: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def fields_by_path(act: str) -> dict[str, Field]:
    """Return the fields that a column may state, by path; of lists, those of the first item."""
    found: dict[str, Field] = {}
    for form in (Envelope, form_of(act)):
        paths = {path.replace("#", "1"): field for path, field in paths_of(form).items() if not path.endswith("#")}
        found |= {path: field for path, field in paths.items() if path not in _NOT_OURS}
    return found


def guessed(act: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the likeliest column for each field that has one, by path; a column and a field are used once."""
    called = {path: list(_phrases(path)) for path in fields_by_path(act)}
    scores = [
        (max(weight * _likeness(_words(column), phrase) for phrase, weight in phrases), path, column)
        for column in columns
        for path, phrases in called.items()
    ]
    pairs: dict[str, str] = {}
    for score, path, column in sorted(scores, key=lambda found: -found[0]):
        if score < _ENOUGH:
            break
        if path not in pairs and column not in pairs.values():
            pairs[path] = column
    return {path: pairs[path] for path in called if path in pairs}


def _phrases(path: str) -> Iterator[tuple[str, float]]:
    """Yield what a field may be called, and how much that counts: its own name, its labels, what others call it."""
    yield _words(path), 1.0
    for text in headings(path):
        yield _words(text.replace("1", "")), 1.0
    for phrase in filter(None, SYNONYMS.get(path, "").split(", ")):
        yield _words(phrase), 0.95


def _words(text: str) -> str:
    """Return the words of a name, without what stands in brackets: nearly always a unit."""
    return " ".join(re.findall(r"[^\W_]+", _WORD_START.sub(" ", _BRACKETS.sub("", text) or text).lower()))


def _likeness(column: str, phrase: str) -> float:
    """Return how alike two names are, from 0 to 1: by their words, or by their letters where they hardly differ."""
    if column == phrase:
        return 1.0
    words, others = set(column.split()), set(phrase.split())
    if not words or not others:
        return 0.0
    shared = len(words & others) / len(words | others)
    matcher = SequenceMatcher(None, column, phrase)
    is_near = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
    return max(shared, matcher.ratio() if is_near else 0.0)


def formats_of(days: Sequence[str]) -> tuple[str, ...]:
    """Return the ways in which all these may be days, the likeliest first."""
    return tuple(form for form in FORMATS if all(_fits(day, form) for day in days))


def likeliest(days: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the way in which most of these are days, and those that are none so; no way where it is not even half."""
    misfits = {form: tuple(day for day in days if not _fits(day, form)) for form in FORMATS}
    form = min(FORMATS, key=lambda form: len(misfits[form]))
    return (form, misfits[form]) if 2 * len(misfits[form]) <= len(days) else ("", ())


def _fits(day: str, form: str) -> bool:
    try:
        return 1900 <= datetime.strptime(day, form).year <= 2200
    except ValueError:
        return False
