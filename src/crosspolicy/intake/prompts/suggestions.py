"""What is offered as an answer: plain data of the form's shape, a list's items in turn."""

from collections.abc import Mapping
from typing import Any

from crosspolicy.forms.base import Part
from crosspolicy.intake.prompts.answers import get, items
from crosspolicy.intake.prompts.questions import Path, Question, field_at, item_of


class Suggestions:
    """Suggested answers; an item of a list is offered until it is among the answers, or was declined."""

    def __init__(self, form: type[Part], suggested: dict[str, Any]) -> None:
        self._form = form
        self._suggested = suggested

    def for_(self, question: Question, answers: Mapping[str, Any]) -> Any:
        """Return the plain answer to offer, or None."""
        item = item_of(question.path)
        if len(item) != 2:
            return get(self._suggested, question.path)
        key, begun = self._key(item[:1]), get(answers, item)
        if begun is None:
            return next((get(s, key) for s in self._remaining(item[:1], answers)), None)
        same = (s for s in items(self._suggested, item[:1]) if get(s, key) == get(begun, key))
        return get(next(same, None), question.path[2:])

    def decline(self, whole: Path, answers: Mapping[str, Any]) -> bool:
        """Take the item now offered for a list from the suggestions. Returns whether there was one."""
        remaining = self._remaining(whole, answers)
        if remaining:
            items(self._suggested, whole).remove(remaining[0])
        return bool(remaining)

    def _remaining(self, whole: Path, answers: Mapping[str, Any]) -> list[Any]:
        key = self._key(whole)
        there = [get(item, key) for item in items(answers, whole)]
        return [s for s in items(self._suggested, whole) if get(s, key) is not None and get(s, key) not in there]

    def _key(self, whole: Path) -> Path:
        """Return where, in an item of a list, that stands which tells it from others: its first field, or itself."""
        part = field_at(self._form, whole).part
        return (next(iter(part.model_fields)),) if part else ()
