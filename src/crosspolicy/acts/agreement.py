"""Responsibility Table and Collaboration Agreement as they are stated (2.3); ``signing`` has what follows."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from crosspolicy.acts import signing
from crosspolicy.acts.act import Act
from crosspolicy.acts.decision import Decision
from crosspolicy.acts.owing import open_of, opening, owed
from crosspolicy.acts.stating import not_a_party, row, stated_twice
from crosspolicy.errors import Fault
from crosspolicy.forms.agreement import Agreement, ResponsibilityTable
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.authority import REQUESTING
from crosspolicy.policy.case import Case
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
    """Put a new text before the departments: it owes every signature anew, and the one in force stands until then."""
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
    voided = [d for d in case.request.parties if case.request.pending and d in case.request.signed_by]
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
    renewed = _new_text(case, _terms_as_they_are(case), stated, version)
    return replace(renewed, rows=(*rows, *renewed.rows), discharges=settled, codes=(code, *renewed.codes))


def _terms_as_they_are(case: Case[Any]) -> dict[str, Any]:
    """Return the terms for a new table: those of the newest text; of one in force, with the days as they are now."""
    terms = dict(case.request.agreement_terms)
    if case.request.pending is None:
        terms["time_nodes"] = [
            {"name": name, "due_date": (known.due_date if (known := case.request.milestone(name)) else due).isoformat()}
            for name, due in case.request.time_nodes
        ]
    return terms


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


def _draft(case: Case[Agreement]) -> Decision:
    terms = _stated(case.form)
    terms.pop("occurred_on", None)
    text = _new_text(case, terms, case.request.responsibility_rows, case.request.table_version)
    return replace(text, discharges=owed(case, "agreement-draft"))


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
        opens=("signature",),
        discharges=("agreement-draft",),
        defaults=_agreement_defaults,
        check=_check_agreement,
        leads=((Stage.AGREED, Stage.COORDINATED),),
        effect=_draft,
    ),
    *signing.ACTS,
)
