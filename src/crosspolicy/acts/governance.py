"""Waivers, and the adoption of a policy (1.1, 3.3.3)."""

import difflib
from collections.abc import Iterator
from dataclasses import replace

from crosspolicy.acts.act import Act, Target
from crosspolicy.acts.decision import Change, Decision, Row
from crosspolicy.acts.registry import waivable
from crosspolicy.acts.stating import row
from crosspolicy.acts.training import annual_round
from crosspolicy.errors import Fault
from crosspolicy.forms.governance import Adoption, Waiver
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import MANAGEMENT, OTHER_SIDE
from crosspolicy.policy.case import Case
from crosspolicy.policy.file import check_policy
from crosspolicy.policy.gates import GATES, STAGE_GATE
from crosspolicy.policy.rules import rules_of
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import MANAGEMENT as OWED_BY_MANAGEMENT


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


def policy_row(text: str, adopted_on: object, adopted_by: str) -> Row:
    """Return the row that keeps a policy text, parsed beside it. Raises InvalidInput where the text is not sound."""
    policy = check_policy(text)
    return Row(
        "policy",
        {
            "digest": policy.digest,
            "version": policy.version,
            "text": policy.text,
            "parsed": policy.parsed,
            "adopted_on": adopted_on,
            "adopted_by": adopted_by,
        },
    )


def _check_adoption(case: Case[Adoption]) -> Iterator[Fault]:
    policy = check_policy(case.form.text)
    if policy.digest == case.book.policy_digest:
        yield Fault("policy", Text(N_("is the text in force already")))
    owner = policy.parsed["training"]["owed-by"]
    if owner != OWED_BY_MANAGEMENT and owner not in case.book.departments:
        yield Fault("training.owed-by", Text(N_("{value} is no department of the book"), value=owner))


def _adopt(case: Case[Adoption]) -> Decision:
    policy = policy_row(case.form.text, case.clock.occurred, case.actor.login)
    parsed = check_policy(case.form.text).parsed
    in_force = {"policy_digest": policy.values["digest"], "due_soon_days": parsed["status"]["due-soon-days"]}
    rules = rules_of(parsed, str(policy.values["digest"]))
    is_known = policy.values["digest"] in case.book.policies
    return Decision(
        rows=() if is_known else (policy,),
        changes=(Change("book", {"id": 1}, in_force),),
        opens=annual_round(replace(case, rules=rules)),
        details={"digest": policy.values["digest"], "version": policy.values["version"]},
    )


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
    Act(
        name="policy.adopted",
        title=N_("adopt a policy"),
        clause="1.1",
        command="policy adopt FILE",
        form=Adoption,
        who=MANAGEMENT,
        target=Target.BOOK,
        check=_check_adoption,
        effect=_adopt,
    ),
)
