"""People at random: on, back, away and on again, through every kind of form; it always ends, with a form that holds."""

import random
from typing import Any

import pytest

from crosspolicy.forms.agreement import Agreement, ResponsibilityTable
from crosspolicy.forms.base import Form
from crosspolicy.forms.meeting import Meeting
from crosspolicy.forms.request import Request
from crosspolicy.intake.check import checked
from crosspolicy.intake.prompts.answers import handed_on
from crosspolicy.intake.prompts.interview import Interview
from crosspolicy.intake.prompts.leaving import GoBack, Left, Wrong
from crosspolicy.intake.prompts.questions import asked_fields
from crosspolicy.intake.prompts.record import HALF, Record
from crosspolicy.intake.prompts.screen import Screen
from crosspolicy.intake.prompts.sheet import Sheet
from tests.intake.filling import world

TYPED = ("TECH", "li.na", "2026-01-01", "12:00", "5", "文")
NODES = [{"name": "a", "due_date": "2026-01-01"}, {"due_date": "2026-01-02", "name": "b"}]
PATIENCE = 400
"""So many answers, and then somebody is done playing."""


class Somebody:
    """Answers at random, goes back, leaves; after a while answers what must be, and no more."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.asked = 0

    def answer(self, sheet: Sheet) -> object:
        """Answer, or raise GoBack or Left."""
        self.asked += 1
        assert self.asked < 10 * PATIENCE, "the questions never end"
        mood = self.dice.random() if self.asked < PATIENCE else 1
        if mood < 0.25:
            raise self.dice.choice((GoBack, GoBack, GoBack, Left))(self.dice.choice(("", "half")))
        for raw in self._tries(sheet, is_done=mood > 0.6):
            try:
                return sheet.read([raw] if sheet.is_several and raw else raw)
            except Wrong:
                continue
        raise AssertionError(sheet)

    def _tries(self, sheet: Sheet, *, is_done: bool) -> list[str]:
        values = [option.value for option in sheet.options] or [*TYPED]
        return [*([""] if is_done else []), *self.dice.sample(values, len(values)), ""]


class Blind(Screen):
    """A screen that nobody looks at."""

    def print(self, *what: Any) -> None:
        """Print nothing."""


@pytest.mark.parametrize("form", [Request, Meeting, Agreement, ResponsibilityTable])
@pytest.mark.parametrize("seed", range(20))
def test_whatever_way_somebody_goes(form: type[Form], seed: int) -> None:
    somebody = Somebody(seed)
    saved: dict[str, Any] = {}
    is_done = False

    def save(answers: dict[str, Any]) -> None:
        saved.clear()
        saved.update(answers)

    while not is_done:
        record = Record(form, saved, suggested={"time_nodes": NODES, "title": "t"}, save=save)
        assert record.answers == {name: value for name, value in saved.items() if name != HALF}
        interview = Interview(record, world({}), Blind(()), somebody.answer)
        try:
            interview.ask_the_rest()
            interview.ask_within((somebody.dice.choice(asked_fields(form, record.answers)).name,))
            interview.ask_last()
            interview.ask_the_rest()
            is_done = True
        except Left:
            record.keep()
    assert all(record.is_known(question) for question in record.questions())
    assert checked(form, handed_on(form, record.answers))
