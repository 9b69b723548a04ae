"""Constants and defaults of a mapping laid over what nested data states."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from crosspolicy.forms.base import Part
from crosspolicy.intake.assembling import mapping as mappings
from crosspolicy.intake.assembling.columns import Step, slot_at

Overlay = Callable[[dict[str, Any]], dict[str, Any]]

_NOTHING: Final[tuple[object, ...]] = (None, "", [], {})


def overlay_of(form: type[Part], mapping: mappings.Mapping) -> Overlay | None:
    """Return what lays a mapping's constants and defaults over a form's plain data; None where it has none for it.

    A default does not begin a further item of a list that states some.
    """
    placed = [*_placed(form, mapping.constants, replaces=True), *_placed(form, mapping.defaults, replaces=False)]
    if not placed:
        return None

    def lay(content: dict[str, Any]) -> dict[str, Any]:
        for steps, value, replaces in placed:
            content = _put(content, steps, value, replaces=replaces)
        return content

    return lay


def _placed(
    form: type[Part], values: Mapping[str, Any], *, replaces: bool
) -> Iterator[tuple[tuple[Step, ...], Any, bool]]:
    for path, value in values.items():
        if slot := slot_at(form, path):
            yield slot.steps, value, replaces


def _put(content: Any, steps: tuple[Step, ...], value: Any, *, replaces: bool) -> Any:
    """Return a copy of ``content`` with a value at the end of the steps; itself where they do not fit."""
    if not steps:
        return value if replaces or content in _NOTHING else content
    step, rest = steps[0], steps[1:]
    if isinstance(step, str):
        if content not in _NOTHING and not isinstance(content, dict):
            return content
        found = content or {}
        return {**found, step: _put(found.get(step), rest, value, replaces=replaces)}
    items = list(content) if isinstance(content, list) else []
    if step > len(items) + 1 or (step > len(items) and items and not replaces):
        return content
    items[step - 1 : step] = [_put(items[step - 1] if step <= len(items) else None, rest, value, replaces=replaces)]
    return items
