"""A form being filled: the answers so far, the lists not yet ended, what stands half-typed."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from crosspolicy.forms.base import Form
from crosspolicy.intake.prompts.answers import get, is_answered, items, plain, put, shaped, take_out
from crosspolicy.intake.prompts.questions import Path, Question, dotted, path_of, questions
from crosspolicy.intake.prompts.suggestions import Suggestions

HALF: Final = "_half"
"""The key, beside the answers, of what a saved form has beside them: the half-typed text, the lists not ended."""


class Record:
    """What a form is filled with. ``answers`` are plain data; an answer of None was left out."""

    def __init__(
        self,
        form: type[Form],
        given: Mapping[str, object],
        *,
        suggested: Mapping[str, object],
        save: Callable[[dict[str, Any]], None],
    ) -> None:
        self.form = form
        self.answers = shaped(form, given)
        self._suggestions = Suggestions(form, plain(suggested))
        self._save = save
        half = self.answers.pop(HALF, None) or {}
        self._half: dict[Path, str] = {path_of(half["field"]): half["text"]} if half.get("text") else {}
        self._open = {path_of(path) for path in half.get("open", ())}

    def questions(self) -> list[Question]:
        """Return the questions that the answers so far lead to."""
        return list(questions(self.form, self.answers))

    def is_known(self, question: Question) -> bool:
        """Tell whether a question needs no asking."""
        if question.path in self._half or (question.is_required and get(self.answers, question.path) is None):
            return False
        return is_answered(self.answers, question.path, self._open)

    def half(self, question: Question) -> str:
        """Return what stands half-typed for a question."""
        return self._half.get(question.path, "")

    def default(self, question: Question) -> Any:
        """Return the plain answer to offer: the one given before, else one suggested."""
        *above, last = question.path
        container = get(self.answers, tuple(above))
        if isinstance(container, dict) and last in container:
            return container[str(last)]
        return get(container, (last,)) or self._suggestions.for_(question, self.answers)

    def take(self, question: Question, answer: object) -> bool:
        """Take an answer, and save. Returns whether an item, or an offered one, was taken out by an empty answer."""
        self._half.pop(question.path, None)
        is_taken_out = False
        if answer is None and question.begins:
            is_taken_out = self._take_none(question)
        else:
            if question.begins_item and get(self.answers, question.begins) is None:
                self._open.add(question.begins[:-1])
            put(self.answers, question.path, answer)
        self.keep()
        return is_taken_out

    def take_several(self, question: Question, answers: Sequence[object]) -> list[Path]:
        """Take several items in the place of one, and save. Returns where they are."""
        self._half.pop(question.path, None)
        *above, place = question.path
        assert isinstance(place, int)
        whole = tuple(above)
        there = items(self.answers, whole)
        put(self.answers, whole, [*there[:place], *answers, *there[place + 1 :]])
        self._open.add(whole)
        self.keep()
        return [(*whole, place + n) for n in range(len(answers))]

    def leave(self, question: Question, text: str) -> None:
        """Remember what stands half-typed for a question; nothing where it was emptied."""
        self._half.pop(question.path, None)
        if text:
            self._half[question.path] = text

    def keep(self) -> None:
        """Save everything as it stands."""
        path, text = next(reversed(self._half.items()), ((), ""))
        beside = {"field": dotted(path), "text": text, "open": sorted(map(dotted, self._open))}
        self._save(deepcopy(self.answers) | ({HALF: beside} if text or self._open else {}))

    def _take_none(self, question: Question) -> bool:
        """There is no such item or object, or no further one."""
        whole = question.begins[:-1]
        if not question.begins_item:
            put(self.answers, question.begins, None)
        elif get(self.answers, question.begins) is not None:
            take_out(self.answers, question.begins)
            return True
        elif self._suggestions.decline(whole, self.answers):
            return True
        else:
            put(self.answers, whole, items(self.answers, whole))
            self._open.discard(whole)
        return False
