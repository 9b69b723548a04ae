"""The life of a book: every act there is, each at its time."""

from tests.support import papers
from tests.support.company import PARTIES
from tests.support.editions import edition
from tests.support.refusals import refused
from tests.support.world import World


def live(world: World) -> None:
    """Have every act done, one case from the form to its close among them, and some of it refused."""
    world.add_department()
    world.add_person()
    world.name_deputy()
    world.adopt(edition())
    world.draft(planned_cost="120000.50")
    with refused(gate="table-first"):
        world.draft_agreement()
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
    world.draft_agreement(workflow="As before.")
    world.withdraw_agreement()
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
