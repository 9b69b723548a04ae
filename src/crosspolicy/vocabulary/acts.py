"""The names of the acts, as they stand in the journal, in receipts and in files. A promise: none is ever renamed."""

from typing import Final

ACT_NAMES: Final = frozenset(
    """
    book.initialised policy.adopted department.added person.added deputy.named
    request.drafted request.edited request.submitted request.withdrawn request.terminated request.closed
    review.decided meeting.recorded action.done responsibility.assigned agreement.drafted agreement.signed
    agreement.withdrawn
    execution.started report.filed milestone.reached milestone.moved
    risk.identified risk.excluded risk.treated risk.reviewed risk.closed
    issue.raised issue.escalated issue.resolved message.logged item.shared
    appraisal.given breach.recorded incentive.granted penalty.imposed
    training.need_stated training.planned training.held training.evaluated training.adjusted
    acceptance.opened acceptance.evaluated acceptance.decided summary.added gate.waived
    """.split()
)

BOOK_ACTS: Final = ("book.", "policy.", "department.", "person.", "deputy.", "incentive.", "penalty.", "training.")
"""How the names begin of acts that are done to the book itself, not to a request."""
