"""The way through the questions: on, back, into lists and out of them; every answer kept as it is given."""

from collections.abc import Callable
from typing import Any

from crosspolicy.forms.base import Form
from crosspolicy.intake.prompts.answers import get, is_answered, plain, put, take_out
from crosspolicy.intake.prompts.asking import asked
from crosspolicy.intake.prompts.leaving import GoBack, Left
from crosspolicy.intake.prompts.questions import (
    Path,
    Question,
    asked_fields,
    path_of,
    questions,
)
from crosspolicy.intake.prompts.screen import Screen
from crosspolicy.intake.prompts.sheets import sheet_for
from crosspolicy.intake.prompts.world import World

HALF = "_half"
"""The key, beside the answers, of what was half-typed and of the lists not yet ended."""


class Interview:
    """A form being filled: the answers so far, where one has been, which lists may go on."""

    def __init__(
        self,
        form: type[Form],
        given: dict[str, Any],
        *,
        world: World,
        screen: Screen,
        save: Callable[[dict[str, Any]], None],
    ) -> None:
        half = given.pop(HALF, None) or {}
        self.form = form
        self.world = world
        self.screen = screen
        self.answers = given
        self._save = save
        self._suggested = plain(world.suggested)
        self._half = {path_of(half["field"]): str(half.get("text", ""))} if half.get("field") else {}
        self._open = {path_of(path) for path in half.get("open", ())}
        self._visited: set[Path] = set()

    # The way.

    def ask_the_rest(self) -> None:
        """Ask every question that has no answer yet. Raises Left."""
        self._go(self._first_open(), within=())

    def ask_within(self, path: Path, start: Path = ()) -> None:
        """Ask the questions under a path, from ``start`` on; back from the first, or on from the last, ends it."""
        self._go(self._question(start or path), within=path)

    def ask_last(self) -> None:
        """Go back to the last question, from the end. Raises Left."""
        everything = self._questions()
        if everything:
            self._go(everything[-1], within=())

    def _go(self, question: Question | None, within: Path) -> None:
        while question is not None:
            try:
                is_taken_out = self._ask(question)
            except GoBack as back:
                self._half[question.path] = back.text
                question = self._before(question, within)
                continue
            if not is_taken_out:
                question = self._after(question, within)
            else:
                question = self._question(question.path) if len(within) < len(question.begins) else None

    def _questions(self) -> list[Question]:
        return list(questions(self.form, self.answers))

    def _question(self, path: Path) -> Question | None:
        """Return the question at a path; where there is none, the first under it, or the one above it."""
        everything = self._questions()
        for fits in (
            lambda q: q.path == path,
            lambda q: q.path[: len(path)] == path,
            lambda q: path[: len(q.path)] == q.path,
        ):
            if found := next(filter(fits, everything), None):
                return found
        return None

    def _first_open(self) -> Question | None:
        return next((q for q in self._questions() if not self._is_known(q)), None)

    def _is_known(self, question: Question) -> bool:
        return is_answered(self.answers, question.path, self._open)

    def _after(self, question: Question, within: Path) -> Question | None:
        everything = self._questions()
        later = everything[[q.path for q in everything].index(question.path) + 1 :]
        if within:
            return next((q for q in later[:1] if q.path[: len(within)] == within), None)
        return next((q for q in later if q.path in self._visited or not self._is_known(q)), None)

    def _before(self, question: Question, within: Path) -> Question | None:
        everything = self._questions()
        place = [q.path for q in everything].index(question.path)
        if within:
            earlier = everything[place - 1 : place] if place else []
            return next((q for q in earlier if q.path[: len(within)] == within), None)
        return everything[max(place - 1, 0)]

    # One question.

    def _ask(self, question: Question) -> bool:
        """Ask, and keep the answer. Returns whether it took the item out that it belonged to."""
        self._visited.add(question.path)
        try:
            answer = asked(self._sheet(question))
        except Left as left:
            self._half[question.path] = left.text
            self.keep(question.path)
            raise
        self._half.pop(question.path, None)
        is_taken_out = self._take(question, answer)
        self.keep(question.path)
        self._echo(question)
        return is_taken_out

    def _take(self, question: Question, answer: object) -> bool:
        if answer is not None or not question.begins:
            put(self.answers, question.path, answer)
            if question.begins_item:
                self._open.add(question.begins[:-1])
            return False
        return self._take_none(question.begins)

    def _take_none(self, begins: Path) -> bool:
        """Take an empty answer to the first question of an item (or an object): there is none, or no more."""
        whole, last = begins[:-1], begins[-1]
        if not isinstance(last, int):
            put(self.answers, begins, None)
            return False
        suggestions, items = get(self._suggested, whole), get(self.answers, whole)
        if isinstance(items, list) and last < len(items):
            take_out(self.answers, begins)
            return True
        if isinstance(suggestions, list) and last < len(suggestions):
            del suggestions[last]
            return True
        put(self.answers, whole, items if isinstance(items, list) else [])
        self._open.discard(whole)
        return False

    def _sheet(self, question: Question) -> Any:
        names = [f.name for f in asked_fields(self.form, self.answers)]
        return sheet_for(
            question,
            form=self.form,
            answers=self.answers,
            default=self._default(question),
            half=self._half.get(question.path),
            note=f"{names.index(str(question.path[0])) + 1}/{len(names)}",
            world=self.world,
        )
