"""What a decision writes: rows, obligations, one event; and the receipt that tells of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, text, update

from crosspolicy.acts.act import Act
from crosspolicy.acts.decision import Decision, Opening, Row
from crosspolicy.acts.judge import Judgement, stage_row
from crosspolicy.forms.base import Form
from crosspolicy.models import metadata
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import Actor
from crosspolicy.queries.obligations import numbered, open_obligations
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.times import moment_text, when_text
from crosspolicy.store import journal, ledger
from crosspolicy.store.identity import By
from crosspolicy.store.receipt import Receipt
from crosspolicy.store.values import kept
from crosspolicy.vocabulary.codes import request_code


def write(connection: Connection, reader: Reader, act: Act, judgement: Judgement, by: By, *, dry_run: bool) -> Receipt:
    """Write a decision: rows, obligations and one event; and return the receipt."""
    case, decision = judgement.case, judgement.decision
    assert decision is not None
    chain = case.request.id
    head = journal.lock_head(connection, chain)
    seq = head.seq
    day = case.clock.day.isoformat()
    _write_rows(connection, case, decision)
    ledger.close_all(connection, chain, decision.discharges, seq=seq, closed_on=day, lapsed=False)
    ledger.close_all(connection, chain, decision.lapses, seq=seq, closed_on=day, lapsed=True)
    opened = ledger.open_all(connection, chain, decision.opens, seq=seq, opened_on=day)
    payload: dict[str, Any] = {"form": stated(case.form), "effect": _effect(judgement, decision, opened)}
    if case.target:
        payload["target"] = case.target
    event = journal.append(
        connection,
        head,
        act=act.name,
        is_refused=0,
        clauses=list(act.cites),
        payload=payload,
        **signed(case, case.actor, by),
    )
    stage = decision.stage or (case.request.stage if chain else None)
    return Receipt(
        act=act.name,
        request=request_code(chain) if chain else None,
        codes=decision.codes,
        stage=stage.value if stage else None,
        event=None if dry_run else event,
        opened=tuple(numbered(reader, chain, tuple(opened), case.clock.today)),
        discharged=tuple(numbered(reader, chain, decision.discharges, case.clock.today)),
        lapsed=tuple(numbered(reader, chain, decision.lapses, case.clock.today)),
        next=tuple(open_obligations(reader, case.clock.today, request_id=chain))
        if chain or act.opens or act.discharges
        else (),
        waived=judgement.waived,
        warned=judgement.warned,
        remarks=decision.remarks,
    )


def stated(form: Form) -> dict[str, Any]:
    """Return a form as the journal keeps it: plain data, without what was left out."""
    content = form.model_dump(mode="json", exclude_none=True)
    content.pop("occurred_on", None)
    return {name: value for name, value in content.items() if value != []}


def opened_objects(opened: Mapping[int, Opening]) -> list[dict[str, Any]]:
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


def _effect(judgement: Judgement, decision: Decision, opened: dict[int, Any]) -> dict[str, Any]:
    effect: dict[str, Any] = {
        "stage": decision.stage.value if decision.stage else None,
        "opened": opened_objects(opened),
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


def _write_rows(connection: Connection, case: Case[Any], decision: Decision) -> None:
    currency = case.book.currency
    occurred = when_text(case.clock.occurred)
    for table in decision.cleared:
        target = metadata.tables[table]
        connection.execute(delete(target).where(target.c.request_id == case.request.id))
    for table, rows in _by_table((*decision.rows, *stage_row(case, decision))).items():
        columns = metadata.tables[table].c.keys()
        extra = {"last_occurred_on": occurred} if table == "request" else {}
        values = [extra | {k: kept(v, currency) for k, v in row.values.items() if k in columns} for row in rows]
        connection.execute(insert(metadata.tables[table]), values)
    for change in decision.changes:
        target = metadata.tables[change.table]
        matching = [target.c[name] == kept(value, currency) for name, value in change.key.items()]
        new = {name: kept(value, currency) for name, value in change.values.items()}
        connection.execute(update(target).where(*matching).values(new))
    if case.request.id:
        _follow(connection, case, decision, occurred)


def _by_table(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by table in the order in which tables first appear: parents before children."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.table, []).append(row)
    return grouped


def _follow(connection: Connection, case: Case[Any], decision: Decision, occurred: str) -> None:
    """Bring the request's own row and the counts of stages up to date."""
    request = metadata.tables["request"]
    values = {"last_occurred_on": occurred} | ({"stage": decision.stage.value} if decision.stage else {})
    connection.execute(update(request).where(request.c.id == case.request.id).values(values))
    if decision.stage is None:
        return
    counts = {decision.stage.value: 1}
    if case.request.last_occurred is not None:
        counts[case.request.stage.value] = counts.get(case.request.stage.value, 0) - 1
    for stage, difference in sorted(counts.items()):
        if difference:
            sql = "UPDATE stage_count SET requests = requests + :difference WHERE stage = :stage"
            connection.execute(text(sql), {"difference": difference, "stage": stage})
