"""Responsibility Table, Collaboration Agreement, signatures (2.3)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from crosspolicy.acts.act import Act
from crosspolicy.acts.decision import Change, Decision, Opening, Row
from crosspolicy.acts.owing import open_of, opening, owed, redated, working_days
from crosspolicy.acts.stating import not_a_party, row, stated_twice
from crosspolicy.errors import Breach, Fault
from crosspolicy.forms.agreement import Agreement, ResponsibilityTable, Signature
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import REQUESTING, SIGNATORY
from crosspolicy.policy.case import Case
from crosspolicy.policy.facts import MilestoneFact
from crosspolicy.vocabulary.codes import child_code, request_code
from crosspolicy.vocabulary.lists import Stage, stages


def canonical(content: object) -> str:
    """Return the one JSON text of plain content: what a digest is taken of."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _stated(part: Any) -> dict[str, Any]:
    return dict(part.model_dump(mode="json", exclude_none=True, exclude_defaults=True))


def agreement_text(case: Case[Any], terms: Mapping[str, object], rows: tuple[Mapping[str, object], ...]) -> str:
    """Return the exact text that signatures bind: the request, its parties, the terms, the responsibility table."""
    return canonical(
        {
            "request": request_code(case.request.id),
            "title": case.request.title,
            "parties": list(case.request.parties),
            "terms": terms,
            "responsibilities": list(rows),
        }
    )


def _new_text(
    case: Case[Any], terms: Mapping[str, Any], rows: tuple[Mapping[str, object], ...], table_version: int
) -> Decision:
    """Put a new text in force: it owes every signature anew, and keeps the old text where it stands."""
    number = case.request.next_number("agreement")
    text = agreement_text(case, terms, rows)
    digest = hashlib.sha256(text.encode()).hexdigest()
    agreement = row(
        case,
        "agreement",
        number=number,
        **{name: value for name, value in terms.items() if not isinstance(value, list)},
        responsibility_version=table_version,
        text=text,
        digest=digest,
        drafted_on=case.clock.occurred,
        drafted_by=case.actor.login,
    )
    parts = [
        row(case, "agreement_term", agreement=number, **entry) for entry in terms.get("rights_and_obligations", ())
    ]
    nodes = [row(case, "agreement_node", agreement=number, **entry) for entry in terms.get("time_nodes", ())]
    voided = [d for d in case.request.parties if d in case.request.signed_by]
    return Decision(
        stage=Stage.COORDINATED if case.request.is_before(Stage.EXECUTING) else None,
        rows=(agreement, *parts, *nodes),
        opens=tuple(opening(case, "signature", department) for department in case.request.parties),
        lapses=owed(case, "signature"),
        codes=(child_code(case.request.id, "agreement", number),),
        details={"digest": digest, **({"signatures_voided": voided} if voided else {})},
    )


def _check_table(case: Case[ResponsibilityTable]) -> Iterator[Fault]:
    if not case.form.rows:
        yield Fault("rows", Text(N_("must have at least one row")))
    for number, entry in enumerate(case.form.rows, 1):
        yield from not_a_party(case, [(f"rows.{number}.accountable", entry.accountable)])
        for name in ("responsible", "consulted", "informed"):
            yield from not_a_party(case, ((f"rows.{number}.{name}", d) for d in getattr(entry, name)))


def _assign(case: Case[ResponsibilityTable]) -> Decision:
    version = case.request.responsibility_version + 1
    rows = tuple(
        row(case, "responsibility", entry, version=version, row=number)
        for number, entry in enumerate(case.form.rows, 1)
    )
    code = child_code(case.request.id, "responsibility", version)
    settled = owed(case, "responsibility-table")
    if case.request.agreement is None:
        drafted = open_of(case, "agreement-draft")
        opens = () if drafted else (opening(case, "agreement-draft", case.request.requesting_department),)
        return Decision(rows=rows, opens=opens, discharges=settled, codes=(code,))
    stated = tuple(_stated(entry) for entry in case.form.rows)
    renewed = _new_text(case, case.request.agreement_terms, stated, version)
    return replace(renewed, rows=(*rows, *renewed.rows), discharges=settled, codes=(code, *renewed.codes))


def _check_agreement(case: Case[Agreement]) -> Iterator[Fault]:
    form = case.form
    yield from not_a_party(
        case,
        (
            (f"rights_and_obligations.{n}.department", e.department)
            for n, e in enumerate(form.rights_and_obligations, 1)
        ),
    )
    yield from stated_twice("rights_and_obligations", "department", (e.department for e in form.rights_and_obligations))
    yield from stated_twice("time_nodes", "name", (n.name for n in form.time_nodes))


def _agreement_defaults(case: Case[Agreement]) -> dict[str, object]:
    from crosspolicy.forms.agreement import TimeNode

    return {
        "time_nodes": tuple(TimeNode(name=m.name, due_date=m.due_date) for m in case.request.milestones),
        "meeting_every": case.rules.periods["regular-meeting"],
        "report_every": case.rules.periods["progress-report"],
    }


def _agreed_milestones(case: Case[Agreement]) -> tuple[tuple[Row, ...], tuple[Change, ...], tuple[MilestoneFact, ...]]:
    """A node adds a milestone or re-dates the one of its name; it removes none."""
    rows: list[Row] = []
    changes: list[Change] = []
    moved: list[MilestoneFact] = []
    added = max((m.number for m in case.request.milestones), default=0)
    for node in case.form.time_nodes:
        known = case.request.milestone(node.name)
        if known is None:
            added += 1
            department = case.request.requesting_department
            values = {"name": node.name, "due_date": node.due_date, "planned_date": node.due_date}
            rows.append(row(case, "milestone", number=added, department=department, **values))
            moved.append(MilestoneFact(added, node.name, node.due_date, department, None))
        elif known.due_date != node.due_date and known.reached_date is None:
            key = {"request_id": case.request.id, "number": known.number}
            changes.append(Change("milestone", key, {"due_date": node.due_date}))
            moved.append(replace(known, due_date=node.due_date))
    return tuple(rows), tuple(changes), tuple(moved)


def owed_milestones(case: Case[Any], moved: tuple[MilestoneFact, ...]) -> tuple[tuple[Opening, ...], tuple[int, ...]]:
    """Return what milestones with new dates open and let lapse while the work runs; the last sets the acceptance."""
    if case.request.stage != Stage.EXECUTING or not moved:
        return (), ()
    opens = [opening(case, "milestone", m.department, due=m.due_date, subject=m.name) for m in moved]
    lapses = [number for m in moved for number in owed(case, "milestone", subject=m.name)]
    last = last_date(case, moved)
    for acceptance in open_of(case, "acceptance-opening"):
        due = working_days(case, "acceptance-opening", since=last)
        if due != acceptance.due_date:
            opens += redated(case, [acceptance], due)
            lapses.append(acceptance.number)
    return tuple(opens), tuple(lapses)


def last_date(case: Case[Any], moved: tuple[MilestoneFact, ...] = ()) -> date:
    """Return the last date of milestones (``moved`` in place of the old) and open rework; or else the act's day."""
    dates = {m.name: m.due_date for m in (*case.request.milestones, *moved)}
    rework = [a.due_date for a in case.request.actions if a.source == "rework" and a.done_on is None]
    return max([*dates.values(), *rework], default=case.clock.day)


def _draft(case: Case[Agreement]) -> Decision:
    form = case.form
    terms = _stated(form)
    terms.pop("occurred_on", None)
    rows, changes, moved = _agreed_milestones(case)
    opens, lapses = owed_milestones(case, moved)
    text = _new_text(case, terms, case.request.responsibility_rows, case.request.responsibility_version)
    return replace(
        text,
        rows=(*text.rows, *rows),
        changes=changes,
        opens=(*text.opens, *opens),
        lapses=(*text.lapses, *lapses),
        discharges=owed(case, "agreement-draft"),
    )


def _nothing_to_sign(case: Case[Signature]) -> Breach | None:
    if case.request.agreement is not None:
        return None
    return Breach(
        "stage",
        "2.3.2",
        Text(N_("{request} has no agreement that could be signed."), request=request_code(case.request.id)),
        Text(N_("Draft it first: `crosspolicy agree draft {request}`."), request=request_code(case.request.id)),
        ("agreement",),
    )


def _signature_defaults(case: Case[Signature]) -> dict[str, object]:
    agreement = case.request.agreement
    return {"department": case.actor.department, "digest": agreement.digest if agreement else None}


def _check_signature(case: Case[Signature]) -> Iterator[Fault]:
    agreement = case.request.agreement
    if agreement is None:
        return
    if case.form.digest and case.form.digest.lower() != agreement.digest:
        message = N_("is not that of the text in force, {digest}; read it again: `crosspolicy agree show {request}`")
        yield Fault("digest", Text(message, digest=agreement.digest, request=request_code(case.request.id)))
    if case.department in case.request.signed_by:
        yield Fault("department", Text(N_("{department} has signed this text already"), department=case.department))


def _sign(case: Case[Signature]) -> Decision:
    agreement = case.request.agreement
    number = agreement.number if agreement else 0
    signature = row(
        case,
        "signature",
        agreement=number,
        department=case.department,
        digest=case.form.digest,
        signed_by=case.actor.login,
        recorded_by=case.actor.recorded_by.login,
        signed_on=case.clock.occurred,
    )
    signed = case.request.signed_by | {case.department}
    concluded = case.request.is_before(Stage.AGREED) and all(d in signed for d in case.request.parties)
    return Decision(
        stage=Stage.AGREED if concluded else None,
        rows=(signature,),
        opens=(opening(case, "start", case.request.requesting_department),) if concluded else (),
        discharges=owed(case, "signature", owed_by=case.department),
        codes=(child_code(case.request.id, "agreement", number),),
    )


ACTS = (
    Act(
        name="responsibility.assigned",
        title=N_("state the responsibility table"),
        clause="2.3.1",
        clauses=("1.3.1",),
        command="responsibility assign {request}",
        form=ResponsibilityTable,
        who=REQUESTING,
        stages=stages(Stage.COORDINATED, Stage.EXECUTING),
        early_gate="meeting-first",
        early_stages=frozenset({Stage.APPROVED}),
        gates=("meeting-first", "clear-responsibility"),
        opens=("agreement-draft", "signature"),
        discharges=("responsibility-table",),
        check=_check_table,
        leads=((Stage.AGREED, Stage.COORDINATED),),
        effect=_assign,
    ),
    Act(
        name="agreement.drafted",
        title=N_("draft the agreement"),
        clause="2.3.2",
        clauses=("2.4.3", "4.1.1"),
        command="agree draft {request}",
        form=Agreement,
        who=REQUESTING,
        stages=stages(Stage.COORDINATED, Stage.EXECUTING),
        early_gate="table-first",
        gates=("table-first", "terms-complete"),
        opens=("signature", "milestone", "acceptance-opening"),
        discharges=("agreement-draft",),
        defaults=_agreement_defaults,
        check=_check_agreement,
        leads=((Stage.AGREED, Stage.COORDINATED),),
        effect=_draft,
    ),
    Act(
        name="agreement.signed",
        title=N_("sign the agreement"),
        clause="2.3.2",
        command="agree sign {request}",
        form=Signature,
        who=SIGNATORY,
        stages=stages(Stage.COORDINATED, Stage.EXECUTING),
        opens=("start",),
        discharges=("signature",),
        defaults=_signature_defaults,
        check=_check_signature,
        possible=_nothing_to_sign,
        leads=((Stage.COORDINATED, Stage.AGREED),),
        effect=_sign,
    ),
)
