"""The way through the questions: on, back, into lists and out of them."""

from collections.abc import Callable, Iterable
from typing import Final

from crosspolicy.intake.fields import fields_of
from crosspolicy.intake.prompts.answers import get
from crosspolicy.intake.prompts.asking import asked
from crosspolicy.intake.prompts.items import settled
from crosspolicy.intake.prompts.leaving import GoBack, Left
from crosspolicy.intake.prompts.questions import Path, Question, asked_fields, field_at
from crosspolicy.intake.prompts.record import Record
from crosspolicy.intake.prompts.screen import Screen
from crosspolicy.intake.prompts.sheet import Sheet
from crosspolicy.intake.prompts.sheets import sheet_for
from crosspolicy.intake.prompts.shown import shown
from crosspolicy.intake.prompts.world import World

_FITS: Final[tuple[Callable[[Path, Path], bool], ...]] = (
    lambda question, path: question == path,
    lambda question, path: question[: len(path)] == path,
    lambda question, path: path[: len(question)] == question,
)
"""Which question a path leads to: its own, else the first under it, else one above it."""


class Interview:
    """Somebody going through a form's questions."""

    def __init__(self, record: Record, world: World, screen: Screen, ask: Callable[[Sheet], object] = asked) -> None:
        self.record = record
        self.ask = ask
        self.world = world
        self.screen = screen
        self._visited: set[Path] = set()
        self._echoed: dict[str, str] = {}

    def ask_the_rest(self) -> None:
        """Ask every question that has no answer yet. Raises Left."""
        self._go(next((q for q in self.record.questions() if not self.record.is_known(q)), None))

    def ask_within(self, path: Path, start: Path = ()) -> None:
        """Ask the questions under a path, from ``start`` on; back from the first, or on from the last, ends it."""
        self._go(self.question(start or path), path)

    def ask_last(self) -> None:
        """Go back to the last question, from the end."""
        self._go(next(reversed(self.record.questions()), None))

    def question(self, path: Path) -> Question | None:
        """Return the question that a path leads to."""
        return next((q for fits in _FITS for q in self.record.questions() if fits(q.path, path)), None)

    def _go(self, question: Question | None, within: Path = ()) -> None:
        while question is not None:
            try:
                is_taken_out = self._ask(question)
            except GoBack:
                question = self._before(question, within)
                continue
            if is_taken_out:
                # The path is now that of the next item, or of the offer of a further one.
                question = self.question(question.path) if len(within) < len(question.begins) else None
            else:
                question = self._after(question, within)

    def _after(self, question: Question, within: Path) -> Question | None:
        later = self._beside(question, 1)
        if within:
            return next((q for q in list(later)[:1] if q.path[: len(within)] == within), None)
        return next((q for q in later if q.path in self._visited or not self.record.is_known(q)), None)

    def _before(self, question: Question, within: Path) -> Question | None:
        earlier = next(iter(self._beside(question, -1)), None)
        if within:
            return earlier if earlier and earlier.path[: len(within)] == within else None
        return earlier or question

    def _beside(self, question: Question, step: int) -> Iterable[Question]:
        """Return the questions after one, or those before it, the nearest first."""
        everything = self.record.questions()
        order = [field.name for field in fields_of(self.record.form)]
        mine = order.index(str(question.path[0]))
        paths = [q.path for q in everything]
        if question.path in paths:
            place = paths.index(question.path)
            return everything[place + 1 :] if step > 0 else everything[:place][::-1]
        # Its answer, taken out, took the question with it: go on where it would stand.
        place = sum(order.index(str(path[0])) < mine for path in paths)
        return everything[place:] if step > 0 else everything[:place][::-1]

    def _ask(self, question: Question) -> bool:
        """Ask, and take the answer. Returns whether it took out the item that it belonged to."""
        self._visited.add(question.path)
        sheet = sheet_for(
            question,
            form=self.record.form,
            answers=self.record.answers,
            default=self.record.default(question),
            half=self.record.half(question),
            note=self._place(question),
            world=self.world,
        )
        try:
            answer = settled(self.ask, sheet)
        except (GoBack, Left) as left:
            if left.text != sheet.default:
                self.record.leave(question, left.text)
            self.record.keep()
            raise
        if isinstance(answer, tuple):
            self._take_several(question, answer)
            return False
        is_taken_out = self.record.take(question, answer)
        self._echo(question)
        return is_taken_out

    def _take_several(self, question: Question, values: tuple[object, ...]) -> None:
        """Take items that were typed at once, and show them; those of an inner list show with their whole."""
        for path in self.record.take_several(question, values):
            if len(path) == 2:
                self.echo(path)

    def _place(self, question: Question) -> str:
        names = [f.name for f in asked_fields(self.record.form, self.record.answers)]
        return f"{names.index(str(question.path[0])) + 1}/{len(names)}"

    def _echo(self, question: Question) -> None:
        """Show the answer, once it is whole: an item of a list after its last question."""
        is_item = len(question.path) > 1 and isinstance(question.path[1], int)
        whole = question.path[: 2 if is_item else 1]
        following = next(iter(self._beside(question, 1)), None)
        if following and following.path[: len(whole)] == whole:
            return
        self.echo(whole)

    def echo_known(self) -> None:
        """Show what is known before the first question."""
        for field in asked_fields(self.record.form, self.record.answers):
            value = get(self.record.answers, (field.name,))
            is_listed = isinstance(value, list) and field.kind != "choice"
            for whole in (
                [(field.name, i) for i in range(len(value))] if is_listed else [(field.name,)] if value else []
            ):
                self.echo(whole)

    def echo(self, whole: Path) -> None:
        """Show an answer, or an item of one, on one line."""
        field, value = field_at(self.record.form, whole), get(self.record.answers, whole)
        number = f" {int(whole[1]) + 1}" if len(whole) > 1 else ""
        if value is None and number and get(self.record.answers, whole[:1]):
            return
        label, text = field.label + (number if value is not None else ""), shown(field, value, self.world)
        if self._echoed.get(label) != text:
            self._echoed[label] = text
            self.screen.answer(label, text)
