"""The judgement of an act, in the order that users are answered: form, authority, then every gate at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from crosspolicy.acts.act import Act
from crosspolicy.acts.decision import Change, Decision, Opening, Row
from crosspolicy.acts.references import uneven_amounts, unknown
from crosspolicy.errors import Breach, Fault
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.denial import refusal
from crosspolicy.policy.facts import Clock, WaiverFact
from crosspolicy.policy.gates import GATES, STAGE_GATE, out_of_stage
from crosspolicy.policy.obligations import KINDS
from crosspolicy.policy.sides import Interest
from crosspolicy.vocabulary.frozen import dataclass
from crosspolicy.vocabulary.lists import MANAGEMENT, STOPPED


@dataclass(frozen=True, slots=True)
class Judgement:
    """What comes of an act: a decision, or faults, or a denial of authority, or breaches of gates.

    ``case`` carries the form completed by the defaults; ``waived`` and ``warned`` tell which gates let it pass though
    something was missing; ``interested`` who decided or recorded it though they have an interest in it.
    """

    case: Case[Any]
    decision: Decision | None = None
    faults: tuple[Fault, ...] = ()
    denial: Breach | None = None
    breaches: tuple[Breach, ...] = ()
    waived: tuple[str, ...] = ()
    warned: tuple[Breach, ...] = ()
    interested: tuple[Interest, ...] = ()


def complete(act: Act, case: Case[Any]) -> Case[Any]:
    """Return the case with what the form leaves out filled in from the facts."""
    form = case.form
    absent = {
        name: value
        for name, value in act.defaults(case).items()
        if value is not None and getattr(form, name) in (None, ())
    }
    return case.with_form(form.model_copy(update=absent)) if absent else case


def faults_of(act: Act, case: Case[Any]) -> tuple[Fault, ...]:
    """Return everything that the form states and that cannot be, given the facts."""
    return tuple(
        dict.fromkeys(
            (
                *unknown(case),
                *uneven_amounts(case.form, case.book.currency),
                *_untimely(case),
                *act.check(case),
            )
        )
    )


def _untimely(case: Case[Any]) -> Iterator[Fault]:
    clock, last = case.clock, case.request.last_occurred
    in_future = clock.occurred > clock.now if isinstance(clock.occurred, datetime) else clock.occurred > clock.today
    if in_future:
        yield Fault(
            "occurred_on",
            Text(
                N_("lies in the future; now is {now}"), now=clock.now.astimezone(clock.zone).isoformat(" ", "minutes")
            ),
        )
    elif last is not None and _is_before(clock, last):
        yield Fault("occurred_on", Text(N_("lies before the request's previous act, of {last}"), last=last))


def _is_before(clock: Clock, last: date | datetime) -> bool:
    """Compare moments where both are known, and days in the book's zone otherwise."""
    if isinstance(clock.occurred, datetime) and isinstance(last, datetime):
        return clock.occurred < last
    return clock.day < clock.day_of(last)


def passes(case: Case[Any], gate: str) -> bool:
    """Tell whether a breach of this gate lets the act pass: it is waived, or only warns. A wrong stage never does."""
    if gate == STAGE_GATE.id:
        return False
    return not case.rules.blocks(gate) or any(waiver.gate == gate for waiver in case.request.waivers)


def breaches_of(act: Act, case: Case[Any], *, without_form: bool = False) -> tuple[Breach, ...]:
    """Return the answer of every gate of the act that is not open; gates that read the form may be left out."""
    found = [GATES[gate].answer(case) for gate in act.gates if not (without_form and GATES[gate].needs_form(act.name))]
    if act.is_on_request:
        found.append(_wrong_stage(act, case))
    return tuple(breach for breach in found if breach)


def _wrong_stage(act: Act, case: Case[Any]) -> Breach | None:
    """Gate ``stage`` answers, unless the act's own early gate names the missing step."""
    stages = act.stages
    if act.early_gate and GATES[act.early_gate].answer(case):
        if not passes(case, act.early_gate):
            return (
                None
                if any(case.request.is_before(s) for s in stages)
                else out_of_stage(case.request, stages, act.clause)
            )
        stages |= act.early_stages
    return out_of_stage(case.request, stages, act.clause)


def judge(act: Act, case: Case[Any]) -> Judgement:
    """Judge an act. The first kind of trouble answers; within it, all of it at once."""
    case, faults = _completed(act, case)
    if faults:
        return Judgement(case, faults=faults)
    if denial := _denial(act, case):
        return Judgement(case, denial=denial)
    found, blocking = _answers(act, case)
    if blocking:
        return Judgement(case, breaches=blocking)
    waivers = {w.gate: w for w in case.request.waivers}
    used = tuple(waivers[b.gate] for b in found if b.gate in waivers)
    warned = tuple(b for b in found if b.gate not in waivers)
    interested = tuple(act.who.interested(case))
    decision = _with_consequences(act, case, act.effect(case), used, interested)
    return Judgement(case, decision, waived=tuple(w.gate for w in used), warned=warned, interested=interested)


def objections(act: Act, case: Case[Any]) -> Judgement:
    """Return everything that stands against an act: each kind of trouble, though another one would answer first."""
    case, faults = _completed(act, case)
    _, blocking = _answers(act, case)
    return Judgement(case, faults=faults, denial=_denial(act, case), breaches=blocking)


def _completed(act: Act, case: Case[Any]) -> tuple[Case[Any], tuple[Fault, ...]]:
    """Return the case with its form completed, and the form's faults.

    Of somebody who may not act at all, those of fields that they did not state are left out: the defaults are theirs.
    """
    completed = complete(act, case)
    faults = faults_of(act, completed)
    if faults and case.actor.denial:
        stated = {name for name, value in vars(case.form).items() if value not in (None, ())}
        faults = tuple(fault for fault in faults if fault.field.partition(".")[0] in {*stated, "occurred_on"})
    return completed, faults


def _denial(act: Act, case: Case[Any]) -> Breach | None:
    return case.actor.denial or refusal(act.who, act.who_clause or act.clause, case)


def _answers(act: Act, case: Case[Any]) -> tuple[tuple[Breach, ...], tuple[Breach, ...]]:
    """Return the breaches of all gates that are not open, and those that refuse the act."""
    impossible = act.possible(case)
    found = tuple(b for b in breaches_of(act, case) if not (impossible and b.gate == impossible.gate))
    blocking = tuple(b for b in found if not passes(case, b.gate))
    return found, (*blocking, *((impossible,) if impossible else ()))


def _with_consequences(
    act: Act, case: Case[Any], decision: Decision, used: tuple[WaiverFact, ...], interested: tuple[Interest, ...]
) -> Decision:
    """Add what follows from any act: obligations that lapse with a stage, a waiver used up, the company's own rules."""
    if interested:
        decision = replace(decision, rows=tuple(_marked(row, interested) for row in decision.rows))
    more = {
        "lapses": tuple(_left_behind(case, decision)),
        "changes": tuple(_used_up(case, used)),
        "opens": tuple(_further(act, case, decision)),
        "discharges": tuple(_further_settled(act, case)),
    }
    added = {name: (*getattr(decision, name), *values) for name, values in more.items() if values}
    return replace(decision, **added) if added else decision  # type: ignore[arg-type]


_MARKED: Final = frozenset({"signature", "report", "evaluation", "summary", "appraisal", "incentive", "penalty"})
"""The tables whose rows tell who of those that decided or recorded them has an interest in them."""


def _marked(row: Row, interested: tuple[Interest, ...]) -> Row:
    """Return the row with the logins of those who have an interest in it."""
    if row.table not in _MARKED:
        return row
    logins = dict.fromkeys(interest.person for interest in interested)
    return Row(row.table, {**row.values, "interested": tuple(logins)})


def _left_behind(case: Case[Any], decision: Decision) -> Iterator[int]:
    if decision.stage is None:
        return
    settled = {*decision.discharges, *decision.lapses}
    for obligation in case.request.obligations:
        kind = KINDS.get(obligation.kind)
        owed_in = kind.owed_in if kind else KINDS["action"].owed_in
        if decision.stage not in owed_in and obligation.number not in settled:
            yield obligation.number


def _used_up(case: Case[Any], used: tuple[WaiverFact, ...]) -> Iterator[Change]:
    for waiver in used:
        if waiver.until_date is None:
            key = {"request_id": case.request.id, "number": waiver.number}
            yield Change("waiver", key, {"used_on": case.clock.occurred})


def _further(act: Act, case: Case[Any], decision: Decision) -> Iterator[Opening]:
    for rule in case.rules.further:
        if rule.opened_by != act.name or decision.stage in STOPPED:
            continue
        owners = {
            "management": (MANAGEMENT,),
            "requesting": (case.request.requesting_department,),
            "each-party": case.request.parties,
        }[rule.owed_by]
        due = case.calendar.after(case.clock.day, rule.working_days)
        yield from (Opening(rule.kind, rule.clause, owner, due) for owner in owners)


def _further_settled(act: Act, case: Case[Any]) -> Iterator[int]:
    for rule in case.rules.further:
        if rule.discharged_by == act.name:
            mine = [o for o in case.request.obligations if o.kind == rule.kind]
            if rule.owed_by == "each-party":
                mine = [o for o in mine if o.owed_by == case.department]
            yield from (o.number for o in mine)


def stage_row(case: Case[Any], decision: Decision) -> tuple[Row, ...]:
    """Return the row that remembers when the request came to its new stage."""
    if decision.stage is None or (decision.stage == case.request.stage and case.request.last_occurred):
        return ()
    number = case.request.next_number("stage_entry")
    values = {"request_id": case.request.id, "number": number, "stage": decision.stage}
    return (Row("stage_entry", {**values, "entered_on": case.clock.day}),)
