"""Signatures under the agreement, the last of which puts it in force, and the withdrawal of a text without (2.3.2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crosspolicy.acts.act import Act
from crosspolicy.acts.decision import Change, Decision, Opening
from crosspolicy.acts.owing import days_between, open_of, opening, owed
from crosspolicy.acts.stating import row
from crosspolicy.acts.time_nodes import agreed_milestones, owed_milestones
from crosspolicy.errors import Breach, Fault
from crosspolicy.forms.agreement import AgreementWithdrawal, Signature
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import REQUESTING, SIGNATORY
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import AgreementFact
from crosspolicy.policy.gates.gate import shown
from crosspolicy.policy.obligations import KINDS
from crosspolicy.vocabulary.codes import child_code, request_code
from crosspolicy.vocabulary.lists import Stage, stages


def _code(case: Case[Any], agreement: AgreementFact) -> str:
    return child_code(case.request.id, "agreement", agreement.number)


def _impossible(case: Case[Any], message: Text, hint: Text) -> Breach:
    return Breach("stage", "2.3.2", message, hint, ("agreement",))


def _nothing_to_sign(case: Case[Signature]) -> Breach | None:
    if case.request.agreement is not None:
        return None
    request = request_code(case.request.id)
    return _impossible(
        case,
        Text(N_("{request} has no agreement that could be signed."), request=request),
        Text(N_("Draft it first: `crosspolicy agree draft {request}`."), request=request),
    )


def _signature_defaults(case: Case[Signature]) -> dict[str, object]:
    agreement = case.request.agreement
    return {"department": case.actor.department, "digest": agreement.digest if agreement else None}


def _check_signature(case: Case[Signature]) -> Iterator[Fault]:
    agreement, withdrawn = case.request.agreement, case.request.withdrawn
    digest = (case.form.digest or "").lower()
    if withdrawn and digest == withdrawn.digest:
        yield Fault("digest", Text(N_("is that of {code}, which was withdrawn"), code=_code(case, withdrawn)))
    if agreement is None:
        return
    if digest not in ("", agreement.digest, withdrawn.digest if withdrawn else ""):
        message = N_("is not that of the newest text, {digest}; read it again: `crosspolicy agree show {code}`")
        yield Fault("digest", Text(message, digest=agreement.digest, code=_code(case, agreement)))
    if case.department in case.request.signed_by:
        yield Fault("department", Text(N_("{department} has signed this text already"), department=case.department))


def _sign(case: Case[Signature]) -> Decision:
    agreement = case.request.agreement
    assert agreement is not None
    signature = row(
        case,
        "signature",
        agreement=agreement.number,
        department=case.department,
        digest=case.form.digest,
        signed_by=case.actor.login,
        recorded_by=case.actor.recorded_by.login,
        signed_on=case.clock.occurred,
    )
    signed = Decision(
        rows=(signature,),
        discharges=owed(case, "signature", owed_by=case.department),
        codes=(_code(case, agreement),),
    )
    is_last = (case.request.signed_by | {case.department}).issuperset(case.request.parties)
    return _concluded(case, agreement, signed) if is_last and case.request.pending else signed


def _concluded(case: Case[Signature], agreement: AgreementFact, signed: Decision) -> Decision:
    """Put a text in force: its time nodes date the milestones, its periods hold from here on."""
    agreed = agreed_milestones(case)
    opens, lapses = owed_milestones(case, agreed.moved)
    paced, old_pace = _paced(case, agreement)
    is_early = case.request.is_before(Stage.AGREED)
    start = (opening(case, "start", case.request.requesting_department),) if is_early else ()
    return replace(
        signed,
        stage=Stage.AGREED if is_early else None,
        rows=(*signed.rows, *agreed.rows),
        changes=(_change(case, agreement, concluded_on=case.clock.occurred), *agreed.changes),
        opens=(*start, *opens, *paced),
        lapses=(*lapses, *old_pace),
        details={"concluded": agreement.digest},
    )


def _change(case: Case[Any], agreement: AgreementFact, **values: object) -> Change:
    return Change("agreement", {"request_id": case.request.id, "number": agreement.number}, values)


def _paced(case: Case[Any], agreement: AgreementFact) -> tuple[tuple[Opening, ...], tuple[int, ...]]:
    """Return the reports and meetings that go on in a new period, and the numbers of those that they replace.

    Where more than one date was missed already, the old period holds for those that lie behind.
    """
    opens, lapses = [], []
    for kind in ("progress-report", "regular-meeting"):
        days = days_between(agreement, case, kind)
        for o in open_of(case, kind):
            if o.period_days != days and o.due_date + timedelta(days=o.period_days) > case.clock.day:
                opens.append(Opening(o.kind, o.clause, o.owed_by, o.due_date, o.subject, days))
                lapses.append(o.number)
    return tuple(opens), tuple(lapses)


def _nothing_to_withdraw(case: Case[AgreementWithdrawal]) -> Breach | None:
    request = request_code(case.request.id)
    if case.request.pending is not None:
        return _needed(case)
    if case.request.in_force is None:
        return _impossible(
            case,
            Text(N_("{request} has no agreement that could be withdrawn."), request=request),
            Text(N_("`crosspolicy next {request}` shows what can be done now."), request=request),
        )
    return _impossible(
        case,
        Text(
            N_("The agreement {code} is signed by every department; it cannot be withdrawn."),
            code=_code(case, case.request.in_force),
        ),
        Text(N_("Amend it by a new draft, which all sign: `crosspolicy agree draft {request}`."), request=request),
    )


def _needed(case: Case[AgreementWithdrawal]) -> Breach | None:
    """A work that is being accepted is not left without any text: no new one can be drafted then."""
    if case.request.in_force is not None or case.request.stage in stages(Stage.COORDINATED, Stage.EXECUTING):
        return None
    request = request_code(case.request.id)
    return _impossible(
        case,
        Text(N_("{request} is {stage}, and has no other agreement."), request=request, stage=shown(case.request.stage)),
        Text(N_("Have every department sign it: `crosspolicy agree sign {request}`."), request=request),
    )


def _withdraw(case: Case[AgreementWithdrawal]) -> Decision:
    """Drop the text that waits for signatures: the signed one stands, or else one is to be drafted again."""
    pending, request = case.request.pending, case.request
    assert pending is not None
    values = {
        "withdrawn_on": case.clock.occurred,
        "withdrawn_by": case.actor.login,
        "withdrawal_reason": case.form.reason,
    }
    stands = request.in_force is not None
    next_step = "start" if stands else "agreement-draft"
    is_owed = stands and request.is_before(Stage.AGREED)
    is_owed = is_owed or (not stands and request.stage in KINDS[next_step].owed_in)
    return Decision(
        stage=Stage.AGREED if stands and request.is_before(Stage.AGREED) else None,
        changes=(_change(case, pending, **values),),
        opens=(opening(case, next_step, request.requesting_department),) if is_owed else (),
        lapses=owed(case, "signature"),
        codes=(_code(case, pending),),
        details={"signatures_voided": voided} if (voided := sorted(request.signed_by)) else {},
    )


_WHILE_IT_COUNTS = stages(Stage.COORDINATED, Stage.ACCEPTED)
"""The stages in which a gate asks for every signature under the newest text."""

ACTS = (
    Act(
        name="agreement.signed",
        title=N_("sign the agreement"),
        clause="2.3.2",
        command="agree sign {request}",
        form=Signature,
        who=SIGNATORY,
        stages=_WHILE_IT_COUNTS,
        opens=("start", "milestone", "acceptance-opening", "progress-report", "regular-meeting"),
        discharges=("signature",),
        defaults=_signature_defaults,
        check=_check_signature,
        possible=_nothing_to_sign,
        leads=((Stage.COORDINATED, Stage.AGREED),),
        effect=_sign,
    ),
    Act(
        name="agreement.withdrawn",
        title=N_("withdraw an unsigned text of the agreement"),
        clause="2.3.2",
        command="agree withdraw {request}",
        form=AgreementWithdrawal,
        who=REQUESTING,
        stages=_WHILE_IT_COUNTS,
        opens=("agreement-draft", "start"),
        possible=_nothing_to_withdraw,
        leads=((Stage.COORDINATED, Stage.AGREED),),
        effect=_withdraw,
    ),
)
