"""A book in which every act has been performed: what the plans of acting, and of looking at it all, are taken from."""

from typing import Final

import pytest

from crosspolicy.errors import Refused
from crosspolicy.store.engine import Book
from crosspolicy.store.location import Location
from tests.support import papers
from tests.support.company import MANAGER, PARTIES
from tests.support.editions import edition
from tests.support.world import World, found

REQ: Final = "CB-2026-0001"
"""Closed, appraised, and what follows from it."""
RUNNING: Final = "CB-2026-0005"
"""Under way, and behind."""
NOW: Final = "2026-12-15"


def tell(location: Location) -> None:
    """Make the book: one request closed and appraised, one under way and behind, others stopped, a year's training."""
    found(location)
    book = Book(location)
    world = World(book)
    _organise(world)
    _close(world)
    _train(world)
    _stop(world)
    _carry_on(world)
    book.close()


def _organise(world: World) -> None:
    world.add_department()
    world.add_person()
    world.name_deputy()
    world.adopt(edition())


def _close(world: World) -> None:
    world.draft()
    world.edit(title="Kiosk at the gate")
    world.carry_on("executing")
    world.draft_agreement(workflow="As before.")
    world.withdraw_agreement()
    world.report("IT")
    world.move("Both kiosks open", "2026-12-01")
    world.regular_meeting(actions=[papers.ACTION])
    world.settle(1)
    world.log_message()
    world.share()
    world.record_breach()
    world.carry_on("accepted")
    for department in PARTIES[:-1]:
        world.sum_up(department)
    world.waive("summed-up-by-all")
    world.close()
    world.appraise_all()
    world.reward()
    world.penalise()


def _train(world: World) -> None:
    world.train()
    world.evaluate_session()
    world.adjust_training()


def _stop(world: World) -> None:
    for stage in ("withdrawn", "terminated"):
        world.until(stage)
    world.draft()
    with pytest.raises(Refused):
        world.close()


def _carry_on(world: World) -> None:
    world.until("coordinated")
    world.identify()
    world.treat(2)
    world.review_risk(2)
    world.carry_on("executing")
    world.raise_issue()
    world.escalate()
    world.raise_issue(title="The second lamp flickers")
    world.resolve(2)
    world.regular_meeting(actions=[papers.ACTION])
    world.waive("milestones-reached", by=MANAGER)
