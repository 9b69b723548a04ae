"""Waivers (3.3.3)."""

import difflib
from collections.abc import Iterator

from crosspolicy.acts.act import Act
from crosspolicy.acts.decision import Decision
from crosspolicy.acts.registry import waivable
from crosspolicy.acts.stating import row
from crosspolicy.errors import Fault
from crosspolicy.forms.governance import Waiver
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import OTHER_SIDE
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates import GATES, STAGE_GATE
from crosspolicy.vocabulary.codes import child_code


def _check_waiver(case: Case[Waiver]) -> Iterator[Fault]:
    gate, until = case.form.gate, case.form.until_date
    if gate not in GATES:
        near = tuple(difflib.get_close_matches(gate, waivable(), 1)) or tuple(g for g in GATES if g in waivable())
        yield Fault("gate", Text(N_("{gate} is no gate; is it {near}?"), gate=gate, near=near))
    elif gate == STAGE_GATE.id:
        yield Fault("gate", Text(N_("stage is never waived: each act has its stage in the process")))
    elif gate not in waivable():
        yield Fault("gate", Text(N_("{gate} guards acts on the book; no waiver of a request reaches it"), gate=gate))
    if until and until < case.clock.day:
        yield Fault("until_date", Text(N_("{day} has passed already"), day=until))


def _waive(case: Case[Waiver]) -> Decision:
    number = case.request.next_number("waiver")
    waiver = row(case, "waiver", case.form, number=number, granted_by=case.actor.login, granted_on=case.clock.occurred)
    return Decision(rows=(waiver,), codes=(child_code(case.request.id, "waiver", number),))


ACTS = (
    Act(
        name="gate.waived",
        title=N_("waive a gate"),
        clause="3.3.3",
        command="waive {request}",
        form=Waiver,
        who=OTHER_SIDE,
        check=_check_waiver,
        effect=_waive,
    ),
)
