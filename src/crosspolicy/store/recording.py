"""A decision taken into its dossier, and the event that tells of it."""

from collections.abc import Mapping
from typing import Any

from crosspolicy.acts.act import Act
from crosspolicy.acts.decision import Decision, Opening
from crosspolicy.acts.judge import Judgement, stage_row
from crosspolicy.forms.base import Form
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import Actor
from crosspolicy.queries.times import moment_text, when_text
from crosspolicy.store.dossier import Dossier
from crosspolicy.store.identity import By
from crosspolicy.store.journal import Event, event_of, sealed
from crosspolicy.store.values import keeper
from crosspolicy.store.writing import Writer
from crosspolicy.vocabulary.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act that is done: how it was judged, its event, and the numbers of the obligations that it opened."""

    act: Act
    judgement: Judgement
    event: Event
    opened: tuple[int, ...]

    @property
    def case(self) -> Case[Any]:
        """The case, its form completed by the defaults."""
        return self.judgement.case

    @property
    def decision(self) -> Decision:
        """What the act does."""
        assert self.judgement.decision is not None
        return self.judgement.decision


def record(
    writer: Writer,
    dossier: Dossier,
    act: Act,
    judgement: Judgement,
    by: By,
    *,
    imported: Mapping[str, Any] | None = None,
) -> Recorded:
    """Take a decision into its dossier, with one event; both wait in the writer."""
    case, decision = judgement.case, judgement.decision
    assert decision is not None
    seq = writer.numbers.next()
    day = case.clock.day.isoformat()
    _take_rows(dossier, case, decision)
    for numbers, lapsed in ((decision.discharges, False), (decision.lapses, True)):
        if numbers:
            dossier.close_all(numbers, seq=seq, closed_on=day, lapsed=lapsed)
    opened = dossier.open_all(decision.opens, seq=seq, opened_on=day)
    payload: dict[str, Any] = {"form": stated(case.form), "effect": _effect(judgement, decision, opened)}
    if case.target:
        payload["target"] = case.target
    if imported:
        payload["imported"] = dict(imported)
    if judgement.interested:
        payload["interested"] = [interest.stated() for interest in judgement.interested]
    values = sealed(
        dossier.head,
        seq,
        act=act.name,
        is_refused=0,
        clauses=list(act.cites),
        payload=payload,
        **signed(case, case.actor, by),
    )
    writer.events.append(values)
    writer.touched[dossier.chain] = dossier
    _count_stage(writer, case, decision)
    return Recorded(act, judgement, event_of(values), tuple(opened))


def stated(form: Form) -> dict[str, Any]:
    """Return a form as the journal keeps it: plain data, without what was left out (an edit tells what it empties)."""
    content = form.model_dump(mode="json", exclude_none=True, exclude={"occurred_on"})
    told = {name: value for name, value in content.items() if value != []}
    if form.tells_blanks:
        told |= {name: content.get(name) for name in form.model_fields_set - told.keys() - {"occurred_on"}}
    return told


def _opened_objects(opened: Mapping[int, Opening]) -> list[dict[str, Any]]:
    """Return obligations as the journal tells that they were opened."""
    return [
        {
            "number": number,
            "kind": o.kind,
            "clause": o.clause,
            "owed_by": o.owed_by,
            "subject": o.subject,
            "due_date": o.due_date.isoformat(),
            "period_days": o.period_days,
        }
        for number, o in opened.items()
    ]


def _effect(judgement: Judgement, decision: Decision, opened: Mapping[int, Opening]) -> dict[str, Any]:
    effect: dict[str, Any] = {
        "stage": str(decision.stage) if decision.stage else None,
        "opened": _opened_objects(opened),
        "discharged": sorted(decision.discharges),
        "lapsed": sorted(decision.lapses),
        "codes": list(decision.codes),
        "waived": list(judgement.waived),
        "warned": [breach.gate for breach in judgement.warned],
        **decision.details,
    }
    return {name: value for name, value in effect.items() if value not in (None, [])}


def signed(case: Case[Any], actor: Actor, by: By) -> dict[str, Any]:
    """Return who acted, who recorded it, where and when: the columns that every event carries."""
    return {
        "actor": actor.login,
        "recorded_by": actor.recorded_by.login,
        "os_user": by.os_user,
        "host": by.host,
        "occurred_on": when_text(case.clock.occurred),
        "recorded_at": moment_text(case.clock.now),
        "policy_digest": case.rules.digest,
    }


def _take_rows(dossier: Dossier, case: Case[Any], decision: Decision) -> None:
    keep = keeper(case.book.currency).row
    occurred = when_text(case.clock.occurred)
    for table in decision.cleared:
        dossier.clear(table)
    is_new = False
    for row in (*decision.rows, *stage_row(case, decision)):
        values = keep(row.values)
        if row.table == "request":
            values["last_occurred_on"], is_new = occurred, True
        dossier.insert(row.table, values)
    for change in decision.changes:
        new = keep(change.values)
        dossier.change(change.table, keep(change.key), new)
    if dossier.chain and not is_new:
        followed = {"last_occurred_on": occurred} | ({"stage": str(decision.stage)} if decision.stage else {})
        dossier.change("request", {"id": dossier.chain}, followed)


def _count_stage(writer: Writer, case: Case[Any], decision: Decision) -> None:
    """Follow the counts of stages."""
    if decision.stage is None or not case.request.id:
        return
    writer.stages[str(decision.stage)] += 1
    if case.request.last_occurred is not None:
        writer.stages[str(case.request.stage)] -= 1
