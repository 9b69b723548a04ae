"""Gates of the responsibility table and the agreement (1.3.1, 2.3)."""

from collections import Counter
from typing import Any

from crosspolicy.errors import Breach
from crosspolicy.i18n import N_, Text
from crosspolicy.policy.case import Case
from crosspolicy.policy.gates.gate import Gate, code
from crosspolicy.vocabulary.labels import FieldName
from crosspolicy.vocabulary.lists import Stage


def _meeting_first(case: Case[Any]) -> Breach | None:
    if not case.request.is_before(Stage.COORDINATED):
        return None
    return Breach(
        "meeting-first",
        "2.3.1",
        Text(N_("No coordination meeting of {request} is recorded."), request=code(case)),
        Text(
            N_("Management holds it first: `crosspolicy meeting record {request} --kind coordination`."),
            request=code(case),
        ),
        ("meeting",),
    )


def _clear_responsibility(case: Case[Any]) -> Breach | None:
    rows = case.form.rows
    vague = tuple(row.responsibility for row in rows if row.accountable is None)
    stated = Counter(row.responsibility.casefold() for row in rows)
    twice = tuple(dict.fromkeys(row.responsibility for row in rows if stated[row.responsibility.casefold()] > 1))
    named = {d for row in rows for d in (row.accountable, *row.responsible, *row.consulted, *row.informed)}
    absent = tuple(d for d in case.request.parties if d not in named)
    findings = []
    if vague:
        findings.append(Text(N_("no department is accountable for {rows}"), rows=vague))
    if twice:
        findings.append(Text(N_("stated twice: {rows}"), rows=twice))
    if absent:
        findings.append(Text(N_("without any responsibility: {departments}"), departments=absent))
    if not findings:
        return None
    return Breach(
        "clear-responsibility",
        "1.3.1",
        Text(N_("Responsibilities must be neither vague nor overlapping: {findings}."), findings=tuple(findings)),
        Text(N_("Give every row one accountable department, and every department a row.")),
        tuple(f"accountable:{r}" for r in vague) + tuple(f"twice:{r}" for r in twice) + absent,
    )


def _table_first(case: Case[Any]) -> Breach | None:
    if case.request.responsibility_version:
        return None
    return Breach(
        "table-first",
        "2.3.2",
        Text(N_("{request} has no responsibility table for the agreement to rest on."), request=code(case)),
        Text(N_("State it first: `crosspolicy responsibility assign {request}`."), request=code(case)),
        ("responsibility",),
    )


def _terms_complete(case: Case[Any]) -> Breach | None:
    form = case.form
    missing = [
        term for term in ("workflow", "communication_mechanism", "assessment_standards") if not getattr(form, term)
    ]
    if not form.time_nodes and not case.request.milestones:
        missing.append("time_nodes")
    stated = {entry.department: entry for entry in form.rights_and_obligations}
    for department in case.request.parties:
        entry = stated.get(department)
        if entry is None:
            missing.append(f"rights_and_obligations.{department}")
            continue
        missing += [
            f"rights_and_obligations.{department}.{half}"
            for half in ("rights", "obligations")
            if not getattr(entry, half)
        ]
    if not missing:
        return None
    return Breach(
        "terms-complete",
        "2.3.2",
        Text(N_("The agreement does not state {terms}."), terms=tuple(FieldName(term) for term in missing)),
        Text(N_("State every term; the rights and obligations of each department, too.")),
        tuple(missing),
    )


def _signed_by_all(case: Case[Any]) -> Breach | None:
    unsigned = tuple(d for d in case.request.parties if d not in case.request.signed_by)
    if case.request.agreement and not unsigned:
        return None
    if case.request.agreement is None:
        return Breach(
            "signed-by-all",
            "2.3.2",
            Text(N_("{request} has no agreement that anybody could have signed."), request=code(case)),
            Text(N_("Draft it first: `crosspolicy agree draft {request}`."), request=code(case)),
            ("agreement", *unsigned),
        )
    newer = case.request.in_force is not None
    message = (
        N_("The new text of the agreement of {request} is not signed by {departments}.")
        if newer
        else N_("The agreement of {request} is not signed by {departments}.")
    )
    hint = (
        N_(
            "Each department signs it with `crosspolicy agree sign {request}`; or drop it with "
            "`crosspolicy agree withdraw {request}`."
        )
        if newer
        else N_("Each signs with `crosspolicy agree sign {request}` (a coordinator adds `--as LOGIN`).")
    )
    return Breach(
        "signed-by-all",
        "2.3.2",
        Text(message, request=code(case), departments=unsigned),
        Text(hint, request=code(case)),
        unsigned,
    )


GATES = (
    Gate("meeting-first", "2.3.1", N_("the responsibility table follows the coordination meeting"), _meeting_first),
    Gate(
        "clear-responsibility",
        "1.3.1",
        N_("no responsibility is vague, none overlaps"),
        _clear_responsibility,
        reads_form=True,
    ),
    Gate("table-first", "2.3.2", N_("the agreement rests on the responsibility table"), _table_first),
    Gate("terms-complete", "2.3.2", N_("the agreement states every term"), _terms_complete, reads_form=True),
    Gate("signed-by-all", "2.3.2", N_("every department has signed the agreement"), _signed_by_all),
)
