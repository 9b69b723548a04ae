"""What leaves the book: every kind in every format, and the book as records that make it again."""

import csv
import io
import json
import resource
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from crosspolicy.acts.act import Target
from crosspolicy.acts.registry import all_acts, named
from crosspolicy.errors import BookUnavailable
from crosspolicy.forms.organisation import Founding
from crosspolicy.intake.check import checked
from crosspolicy.queries.book import header
from crosspolicy.queries.exports import paging, records
from crosspolicy.queries.exports.kinds import EVERYTHING, KINDS
from crosspolicy.queries.exports.source import Wanted
from crosspolicy.store.engine import Book
from crosspolicy.store.founding import found_book
from crosspolicy.store.identity import By
from crosspolicy.store.location import Location
from crosspolicy.store.perform import Call, perform
from crosspolicy.store.reading import reading
from crosspolicy.views.export.writing import Order, write_export
from crosspolicy.vocabulary.codes import LETTERS
from tests.journeys.books import REQ
from tests.journeys.cases import done
from tests.journeys.driver import Cli
from tests.support import papers
from tests.support.company import COORDINATOR, MANAGER, PARTIES, REQUESTER
from tests.support.editions import edition
from tests.support.world import HOST, World

ONE_KIND = [kind for kind in KINDS if kind != EVERYTHING]
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def live(world: World) -> None:
    """Have every act done, one case from the form to its close among them, and some of it refused."""
    world.add_department()
    world.add_person()
    world.name_deputy()
    world.adopt(edition())
    world.draft(planned_cost="120000.50")
    world.edit(title="Kiosks, faster", milestones=papers.REQUEST["milestones"])
    world.submit()
    world.review()
    world.coordinate(actions=[papers.ACTION], absentees=[{"login": "wu.min"}])
    world.face_risks()
    world.identify(**papers.HIGH_RISK, contingency=papers.CONTINGENCY)
    world.treat(2)
    world.assign()
    world.draft_agreement(time_nodes=[{"name": "Third kiosk", "due_date": "2026-12-01"}], effective_date="2026-10-08")
    world.sign_all()
    world.later(1)
    world.start()
    world.move("Third kiosk", "2026-12-02")
    world.report("SALES", milestones_reached=["Third kiosk"], cost_to_date="10", needs_management="A permit.")
    world.review_risk(2, occurred=True, measures_done=True, loss="1", residual_likelihood=1, residual_impact=1)
    world.raise_issue(departments=["IT", "FIN"])
    world.escalate(3)
    world.log_message(issue="I3")
    world.share(link=None, file="tariff.pdf", size=1, sha256="0" * 64)
    world.regular_meeting()
    world.ad_hoc(issue="I3")
    world.resolve(3)
    world.settle()
    world.reach("Pilot kiosk open")
    world.reach("Both kiosks open")
    world.open_acceptance(occurred_on=world.today)
    world.decide("rework")
    world.open_acceptance()
    for department in PARTIES:
        world.evaluate(department)
    world.decide()
    world.waive("summed-up-by-all")
    world.sum_up("IT")
    world.close()
    world.appraise(comment="Quick.")
    world.appraise(**papers.AD_HOC_APPRAISAL | {"department": None, "person": "chen.bo"})
    world.record_breach(serious=True)
    world.reward()
    world.penalise(measure="fine", amount="100.00")
    world.train()
    world.hold_session(target="First aid", instructor="Ms Lu", reason="The fair asks for it.")
    world.evaluate_session()
    world.adjust_training(change="drop")
    world.draft(background="=1+1, and so on\n- “燈籠”", planned_cost=None)
    world.withdraw()
    world.draft()
    world.terminate()
