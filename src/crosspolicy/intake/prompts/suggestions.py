"""What is offered as an answer: plain data of the form's shape, a list's items in turn."""

from collections.abc import Mapping
from typing import Any

from crosspolicy.intake.prompts.answers import get
from crosspolicy.intake.prompts.questions import Path, Question, item_of


class Suggestions:
    """Suggested answers; an item of a list is offered until it is among the answers, or was declined."""

    def __init__(self, suggested: dict[str, Any]) -> None:
        self._suggested = suggested

    def for_(self, question: Question, answers: Mapping[str, Any]) -> Any:
        """Return the plain answer to offer, or None."""
        item = item_of(question.path)
        if len(item) != 2:
            return get(self._suggested, question.path)
        if question.begins == item and get(answers, item) is None:
            return next(iter(self._remaining(question, answers)), None)
        begun = get(answers, item)
        first = next(iter(begun.values()), None) if isinstance(begun, dict) else begun
        same = (s for s in self._of(item[:1]) if isinstance(s, dict) and next(iter(s.values()), None) == first)
        return get(next(same, None), question.path[2:])

    def decline(self, question: Question, answers: Mapping[str, Any]) -> bool:
        """Take the item now offered for a list from the suggestions. Returns whether there was one."""
        remaining = self._remaining(question, answers) if len(question.begins) == 2 else []
        pool = self._of(question.begins[:1])
        name = question.path[2:]
        pool[:] = [s for s in pool if not remaining or get(s, name) != remaining[0]]
        return bool(remaining)

    def _of(self, whole: Path) -> list[Any]:
        pool = get(self._suggested, whole)
        return pool if isinstance(pool, list) else []

    def _remaining(self, question: Question, answers: Mapping[str, Any]) -> list[Any]:
        name = question.path[2:]
        there = [get(item, name) for item in get(answers, question.path[:1]) or []]
        return [
            first for s in self._of(question.path[:1]) if (first := get(s, name)) is not None and first not in there
        ]
