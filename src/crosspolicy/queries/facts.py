"""What is true of a request: the facts that an act on it is judged by, made of what the tables hold."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from crosspolicy.policy.facts import (
    ActionFact,
    AgreementFact,
    AppraisalFact,
    ForeseenFact,
    IssueFact,
    MilestoneFact,
    ObligationFact,
    ReportFact,
    RequestFacts,
    RiskFact,
    WaiverFact,
)
from crosspolicy.queries.forms import told
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.request_rows import KEPT, OWED, RequestRows, Values, request_rows
from crosspolicy.queries.times import to_day, to_when
from crosspolicy.vocabulary.lists import ENDED, Stage


def obligations(reader: Reader, request_id: int) -> tuple[ObligationFact, ...]:
    """Return the open obligations of a request, or of the book itself."""
    rows = reader.rows(
        """SELECT number, kind, clause, owed_by, subject, due_date, period_days FROM obligation
           WHERE chain = :id AND closed_on IS NULL ORDER BY number""",
        id=request_id,
    )
    return tuple(ObligationFact(n, kind, c, by, s, to_day(due), days) for n, kind, c, by, s, due, days in rows)


def request_facts(reader: Reader, request_id: int, day: date) -> RequestFacts | None:
    """Return what is true of a request on a day, or None where there is no such request."""
    rows = request_rows(reader, (request_id,)).get(request_id)
    return facts_of(rows, day) if rows else None


def facts_of(rows: RequestRows, day: date, *, is_kept: bool = True) -> RequestFacts:
    """Return what is true of a request on a day, given what the tables hold of it (``is_kept``: beyond a refusal)."""
    request = rows.of("request")[0]
    stage = Stage(request["stage"])
    parties = sorted(rows.of("party"), key=lambda p: (not p["is_requesting"], p["number"]))
    agreement = _agreement(rows)
    table = _responsibility(rows, agreement)
    acceptance = max((row["number"] for row in rows.of("acceptance")), default=0)
    lists: dict[str, Any] = {
        name: tuple(map(fact, found)) for name, (table, fact) in _LISTS.items() if (found := rows.of(table))
    }
    return RequestFacts(
        id=rows.id,
        is_kept=is_kept,
        title=request["title"],
        stage=stage,
        requesting_department=request["requesting_department"],
        requester=request["requester"],
        requester_department=rows.departments.get(request["requester"], ""),
        requested_before=frozenset((row["department"], row["person"]) for row in rows.of("requested_before")),
        policy_digest=request.get("policy_digest") or "",
        last_occurred=to_when(request["last_occurred_on"]),
        start_date=_maybe_day(request.get("start_date")),
        planned_start_date=_maybe_day(request.get("planned_start_date")),
        planned_end_date=_maybe_day(request.get("planned_end_date")),
        form_gaps=_form_gaps(rows, request, parties) if stage == Stage.DRAFT else (),
        parties=tuple(party["department"] for party in parties),
        party_terms={p["department"]: (_listed(p["positions"]), p.get("contribution")) for p in parties},
        **agreement,
        **table,
        foreseen=_foreseen(rows) if stage == Stage.DRAFT else (),
        risks=tuple(_risk(risk, rows.departments) for risk in rows.of("risk")),
        exclusions=frozenset((e["category"], e["department"]) for e in rows.of("exclusion")),
        working=_working(rows),
        acceptance=acceptance,
        verdicts={e["department"]: e["verdict"] for e in rows.of("evaluation") if e["acceptance"] == acceptance},
        summed_up=frozenset(row["department"] for row in rows.of("summary")),
        obligations=_owed(rows) if stage not in ENDED or stage == Stage.CLOSED else (),
        waivers=_waivers(rows, day),
        counters=rows.counters,
        **lists,
    )


def _form_gaps(rows: RequestRows, request: Values, parties: Sequence[Values]) -> tuple[str, ...]:
    """Return the fields that the request form still lacks (2.1.2), by name."""
    others = [party for party in parties if not party["is_requesting"]]
    is_there = {
        "background": request.get("background") is not None,
        "objectives": rows.of("objective"),
        "departments": others,
        "milestones": rows.of("milestone"),
        "risks": request.get("no_risk_foreseen_because") is not None or rows.of("foreseen_risk"),
    }
    gaps = [name for name, found in is_there.items() if not found]
    idle = [f"departments.{party['department']}.positions" for party in others if party["positions"] == "[]"]
    return (*gaps, *idle)


def _responsibility(rows: RequestRows, agreement: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of the responsibility table: the last version, and its rows as the form states them.

    A new text rests on the table of the newest text that stands, or else on the last one stated; what was withdrawn
    with a text stands no more.
    """
    if not (stated := rows.of("responsibility")):
        return {}
    last = max(row["version"] for row in stated)
    newest, in_force = agreement.get("agreement"), agreement.get("in_force")
    standing = newest.responsibility_version if newest else last
    table = _table(stated, standing)
    working = in_force.responsibility_version if in_force else standing
    return {
        "responsibility_version": last,
        "table_version": standing,
        "responsibility_rows": table,
        "rows_in_force": table if working == standing else _table(stated, working),
    }


def _table(stated: Iterable[Values], version: int) -> tuple[Mapping[str, object], ...]:
    """Return the rows of one version of the responsibility table as the form states them."""
    names = [name for name in KEPT["responsibility"].columns.split() if name not in ("row", "version")]
    table = [{name: told(name, row.get(name), "") for name in names} for row in stated if row["version"] == version]
    return tuple({name: value for name, value in row.items() if value} for row in table)


def _agreement(rows: RequestRows) -> dict[str, Any]:
    """Return the facts of the agreement: the newest text that stands, with terms and signatures, and that in force."""
    texts = sorted(rows.of("agreement"), key=lambda row: int(row["number"]))
    if not texts:
        return {}
    concluded = [row for row in texts if row.get("concluded_on")]
    in_force = _text(concluded[-1]) if concluded else None
    latest = texts[-1]
    withdrawn = _text(latest) if latest.get("withdrawn_on") else None
    newest = latest if withdrawn is None else concluded[-1] if concluded else None
    if newest is None:
        return {"withdrawn": withdrawn}
    number = newest["number"]
    return {
        "agreement": in_force if in_force and in_force.number == number else _text(newest),
        "in_force": in_force,
        "withdrawn": withdrawn,
        "agreement_terms": json.loads(newest["text"])["terms"],
        "signed_by": frozenset(row["department"] for row in rows.of("signature") if row["agreement"] == number),
    }


def _text(row: Values) -> AgreementFact:
    return AgreementFact(
        row["number"],
        row["digest"],
        row["report_every"],
        row["meeting_every"],
        row["responsibility_version"],
        _maybe_when(row.get("concluded_on")),
    )


def _owed(rows: RequestRows) -> tuple[ObligationFact, ...]:
    return tuple(
        ObligationFact(
            o["number"], o["kind"], o["clause"], o["owed_by"], o["subject"], to_day(o["due_date"]), o["period_days"]
        )
        for o in rows.of(OWED)
    )


def _waivers(rows: RequestRows, day: date) -> tuple[WaiverFact, ...]:
    """Return the waivers that still hold: those not used up yet, and those that hold until a day."""
    found = []
    for row in rows.of("waiver"):
        until = _maybe_day(row.get("until_date"))
        if until >= day if until else row.get("used_on") is None:
            found.append(WaiverFact(row["number"], row["gate"], until))
    return tuple(found)


def _foreseen(rows: RequestRows) -> tuple[ForeseenFact, ...]:
    return tuple(
        ForeseenFact(r["category"], r["description"], r.get("likelihood"), r.get("impact"))
        for r in rows.of("foreseen_risk")
    )


def _risk(row: Values, departments: Mapping[str, str]) -> RiskFact:
    get = row.get
    owner = get("owner")
    return RiskFact(
        number=row["number"],
        category=row["category"],
        description=row["description"],
        identified_by=_listed(row["identified_by"]),
        likelihood=get("likelihood"),
        impact=get("impact"),
        level=get("level"),
        inherent_level=get("inherent_level"),
        residual_likelihood=get("residual_likelihood"),
        residual_impact=get("residual_impact"),
        response=get("response"),
        measures=get("measures"),
        owner=owner,
        owner_department=departments.get(owner, "") if owner else "",
        due_date=_maybe_day(get("due_date")),
        measures_done_on=_maybe_day(get("measures_done_on")),
        accepted_by=get("accepted_by"),
        has_contingency=get("contingency_trigger") is not None,
        closed_on=_maybe_when(get("closed_on")),
        probability_percent=get("probability_percent"),
        loss=get("loss"),
        contingency_responsible=get("contingency_responsible"),
    )


def _milestone(row: Values) -> MilestoneFact:
    reached = _maybe_day(row.get("reached_date"))
    return MilestoneFact(row["number"], row["name"], to_day(row["due_date"]), row["department"], reached)


def _report(row: Values) -> ReportFact:
    return ReportFact(row["department"], to_day(row["period_start_date"]), to_day(row["period_end_date"]))


def _appraisal(row: Values) -> AppraisalFact:
    return AppraisalFact(row["kind"], row.get("department") or "", row.get("person") or "", row["by_department"])


def _action(row: Values) -> ActionFact:
    done = _maybe_day(row.get("done_on"))
    return ActionFact(row["number"], row["source"], row["department"], to_day(row["due_date"]), done)


def _issue(row: Values) -> IssueFact:
    return IssueFact(
        row["number"],
        row["title"],
        _listed(row["departments"]),
        row["responsible_department"],
        to_day(row["due_date"]),
        _maybe_when(row.get("escalated_on")),
        _maybe_when(row.get("resolved_on")),
    )


_LISTS: Final[Mapping[str, tuple[str, Callable[[Values], Any]]]] = {
    "milestones": ("milestone", _milestone),
    "reports": ("report", _report),
    "actions": ("action", _action),
    "issues": ("issue", _issue),
    "appraisals": ("appraisal", _appraisal),
}
"""Lists of facts: the table of each, and what becomes of a row. Most requests have few of them."""


@lru_cache(maxsize=4096)
def _listed(text: str) -> tuple[str, ...]:
    """Return the texts of a list, as the tables keep it."""
    return tuple(json.loads(text))


def _working(rows: RequestRows) -> dict[str, str]:
    """Return the people on the responsibility table, with their departments."""
    named = (row.get("person") for row in rows.of("responsibility"))
    return {login: rows.departments[login] for login in named if login in rows.departments}


def _maybe_day(text: str | None) -> date | None:
    return to_day(text) if text else None


def _maybe_when(text: str | None) -> date | datetime | None:
    return to_when(text) if text else None
