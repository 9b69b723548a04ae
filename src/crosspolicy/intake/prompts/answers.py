"""Plain answers, reached by their path; and what of them is handed on."""

from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import pairwise
from typing import Any

from crosspolicy.forms.base import Part
from crosspolicy.intake.fields import fields_of
from crosspolicy.intake.prompts.questions import Path


def plain(value: object) -> Any:
    """Return a copy that JSON can carry: lists, dicts, texts, numbers, yes and no."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return plain(value.value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def shaped(form: type[Part], given: Mapping[str, object]) -> dict[str, Any]:
    """Return plain answers of the form's shape: an object stated by its first field alone becomes an object."""
    answers: dict[str, Any] = plain(given)
    for field in fields_of(form):
        value = answers.get(field.name)
        if field.part is not None and value:
            first = next(iter(field.part.model_fields))
            items = [{first: item} if isinstance(item, str) else item for item in _listed(value)]
            answers[field.name] = items if isinstance(value, list) else items[0]
    return answers


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def get(answers: object, path: Path) -> Any:
    """Return what stands at a path, or None."""
    for step in path:
        if isinstance(answers, dict) and isinstance(step, str):
            answers = answers.get(step)
        elif isinstance(answers, list) and isinstance(step, int) and step < len(answers):
            answers = answers[step]
        else:
            return None
    return answers


def items(answers: object, path: Path) -> list[Any]:
    """Return the list that stands at a path, empty where something else does."""
    value = get(answers, path)
    return value if isinstance(value, list) else []


def put(answers: dict[str, Any], path: Path, value: object) -> None:
    """Set what stands at a path, making the objects and lists that lead there."""
    here: Any = answers
    for step, following in pairwise(path):
        wanted: type[Any] = list if isinstance(following, int) else dict
        if not isinstance(get(here, (step,)), wanted):
            _set(here, step, wanted())
        here = here[step]
    _set(here, path[-1], value)


def _set(container: Any, step: str | int, value: object) -> None:
    if isinstance(container, list) and step == len(container):
        container.append(value)
    else:
        container[step] = value


def take_out(answers: dict[str, Any], path: Path) -> None:
    """Take the item at a path out of its list."""
    container, step = get(answers, path[:-1]), path[-1]
    if isinstance(container, list) and isinstance(step, int):
        del container[step]


def is_answered(answers: dict[str, Any], path: Path, open_lists: Iterable[Path]) -> bool:
    """Tell whether a question needs no asking: it has an answer, or was left out, or its list is complete."""
    here: Any = answers
    for depth, step in enumerate(path):
        if isinstance(here, list) and path[:depth] not in open_lists:
            return True
        if here is None or not isinstance(here, dict | list):
            return True
        if step not in (here if isinstance(here, dict) else range(len(here))):
            return False
        here = get(here, (step,))
    return True


def handed_on(form: type[Part], answers: Mapping[str, Any]) -> Any:
    """Return the answers that the form takes: without what was left out, or belongs to another kind of the form."""
    kind = answers.get(getattr(form, "kind_field", "kind"))
    foreign = {f.name for f in fields_of(form) if f.only_for not in ("", kind)}
    return _filled({name: value for name, value in answers.items() if name not in foreign})


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _filled(inner) for name, inner in value.items() if inner not in (None, [], {})}
    return [_filled(inner) for inner in value] if isinstance(value, list) else value
