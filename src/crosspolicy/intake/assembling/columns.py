"""The names that a column may have: a field's path (``milestones.1.due_date``), or what the field is called."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Final, NamedTuple

from crosspolicy.forms.base import Part
from crosspolicy.i18n import N_, _
from crosspolicy.intake.assembling import envelope
from crosspolicy.intake.assembling.kinds import every_form, form_of
from crosspolicy.intake.fields import Field, fields_of
from crosspolicy.intake.languages import catalogues
from crosspolicy.records.reasons import REASON, REMEDY
from crosspolicy.vocabulary.labels import heading

Step = str | int

_NUMBER: Final = re.compile(r"(?<=\.)[1-9][0-9]{0,3}(?=\.|$)")
_DIGITS: Final = re.compile(r"[0-9]+")
_STAR: Final = re.compile(r"\s*[(（]?[*＊][)）]?\s*$")


class Slot(NamedTuple):
    """Where the cells of a column go: the path, the steps of it, and the field at its end.

    ``is_item`` says that the path ends at one of several (``positions.1``), not at the field as a whole.
    """

    path: str
    steps: tuple[Step, ...]
    field: Field
    is_item: bool


@cache
def paths_of(form: type[Part]) -> Mapping[str, Field]:
    """Return every path in a form, with the field at its end; ``#`` stands for a number."""
    return dict(_paths(form, is_inner=False))


def _paths(form: type[Part], *, is_inner: bool) -> Iterator[tuple[str, Field]]:
    for field in fields_of(form):
        if is_inner and field.name == "occurred_on":
            continue
        item = f"{field.name}.#" if field.is_list else field.name
        yield field.name, field
        if field.is_list:
            yield item, field
        if field.part is not None:
            for path, inner in _paths(field.part, is_inner=True):
                yield f"{item}.{path}", inner


@lru_cache(4096)
def slot_at(form: type[Part], path: str) -> Slot | None:
    """Return where a path leads in a form; None where it leads nowhere."""
    pattern = _NUMBER.sub("#", path)
    field = paths_of(form).get(pattern)
    if field is None or "#" in path:
        return None
    steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
    return Slot(path, steps, field, pattern.endswith("#"))


@lru_cache(4096)
def slot_of(form: type[Part], column: str) -> Slot | None:
    """Return where a column of this name goes: by its path, or by what that is called in any language."""
    return slot_at(form, column) or slot_at(form, _path_called(form, column))


def _path_called(form: type[Part], column: str) -> str:
    pattern = _headings(form).get(_plain(column), "")
    numbers = iter(_DIGITS.findall(column))
    return "".join(next(numbers, "0") if character == "#" else character for character in pattern)


def _plain(column: str) -> str:
    """Return a heading as headings are compared: no mark of what must be there, no case, ``#`` for numbers."""
    return _DIGITS.sub("#", " ".join(_STAR.sub("", column).split()).casefold())


@cache
def _headings(form: type[Part]) -> dict[str, str]:
    """Return the path behind every heading in every language; what would mean two things is left out."""
    found: dict[str, str] = {}
    for catalogue in catalogues():
        for path in paths_of(form):
            bare = heading(path, catalogue.gettext, form.within)
            for spelled in (bare, *(_noted(bare, note, catalogue.gettext) for note in envelope.NOTES.get(path, ()))):
                head = _plain(spelled)
                found[head] = path if found.get(head, path) == path else ""
    return found


def noted_heading(path: str, within: str = "", note: str = "") -> str:
    """Return what stands at the head of a blank's column: in the list ``within``, with a note in brackets."""
    bare = heading(path, within=within)
    return _noted(bare, note, _) if note else bare


def _noted(heading: str, note: str, speak: Callable[[str], str]) -> str:
    return speak(N_("{heading} ({note})")).format(heading=heading, note=speak(note))


def headings(path: str) -> tuple[str, ...]:
    """Return what stands at the head of a column in each language."""
    return tuple(heading(path, catalogue.gettext) for catalogue in catalogues())


def nearest(forms: Iterable[type[Part]], column: str) -> str:
    """Return the path that somebody may have meant by a column's name; empty where none is near."""
    known: dict[str, str] = {}
    for form in forms:
        known |= {text: path.replace("#", "1") for text, path in _headings(form).items() if path}
        known |= {path.replace("#", "1"): path.replace("#", "1") for path in paths_of(form)}
    near = get_close_matches(column, known, 1, 0.7) or get_close_matches(_plain(column), known, 1, 0.7)
    return known[near[0]] if near else ""


def is_field(act: str = "") -> Callable[[str], bool]:
    """Return what tells whether a text is the name of a column that an act's table may have, or one of its lists'.

    Without an act, any act's. What a field is called does not count; what is told beside rejected rows does. Raises
    KeyError where there is no such act.
    """
    forms = (envelope.Envelope, *_with_parts(act))
    return lambda name: name in (REASON, REMEDY) or any(slot_at(form, name) for form in forms)


@cache
def _with_parts(act: str) -> tuple[type[Part], ...]:
    """Return the forms of an act (of every act), and those of the objects in their lists."""
    forms = (form_of(act),) if act else every_form()
    parts = [field.part for form in forms for field in fields_of(form) if field.part and field.is_list]
    return tuple(dict.fromkeys([*forms, *parts]))


def column_behind(columns: Mapping[str, str], path: str) -> str:
    """Return the column that a fault at ``path`` is about, of a record's ``columns``; the path where none is."""
    steps = path.split(".")
    while steps:
        if found := columns.get(".".join(steps)):
            return found
        steps.pop()
    return path


def path_behind(columns: Mapping[str, str], column: str) -> str:
    """Return the path of the field that a column states, of a record's ``columns``; the column where that is one."""
    return next((path for path, name in columns.items() if name == column), column)
