"""The facts that an act is judged by, read in one consistent view."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from crosspolicy.policy.facts import (
    ActionFact,
    AgreementFact,
    AppraisalFact,
    BookFacts,
    DepartmentFact,
    ForeseenFact,
    IssueFact,
    MilestoneFact,
    ObligationFact,
    PersonFact,
    ReportFact,
    RequestFacts,
    RiskFact,
    WaiverFact,
)
from crosspolicy.queries.forms import responsibility_table
from crosspolicy.queries.reader import Reader, among, first
from crosspolicy.queries.times import to_day, to_when
from crosspolicy.vocabulary.lists import ENDED, Stage

NUMBERED: Final = (
    "review",
    "meeting",
    "action",
    "agreement",
    "report",
    "evaluation",
    "decision",
    "summary",
    "waiver",
    "stage_entry",
    "risk",
    "assessment",
    "exclusion",
    "issue",
    "message",
    "shared_item",
    "appraisal",
    "breach",
)
"""Tables whose rows are numbered under their request."""


def person_of(values: tuple[Any, ...]) -> PersonFact:
    """Build a person from login, name, department and roles (JSON)."""
    login, name, department, roles = values
    return PersonFact(login, name, department, frozenset(json.loads(roles)))


def people(reader: Reader, logins: Iterable[str]) -> dict[str, PersonFact]:
    """Return those of the logins that exist."""
    marks, parameters = among("login", sorted(set(logins)))
    sql = f"SELECT login, name, department, roles FROM person WHERE login IN {marks}"
    return {values[0]: person_of(values) for values in reader.rows(sql, **parameters)}


def book_facts(reader: Reader, logins: Iterable[str] = (), account: str = "") -> BookFacts:
    """Return what is true of the book, with the people named; ``account`` is one that a new person asks for."""
    book = first(
        reader, "SELECT company, currency, country, timezone, is_rehearsal, policy_digest FROM book WHERE id = 1"
    )
    assert book is not None
    company, currency, country, timezone, is_rehearsal, digest = book
    departments = reader.rows("SELECT code, name, head FROM department")
    taken = reader.rows("SELECT os_user FROM person WHERE os_user = :account", account=account) if account else []
    return BookFacts(
        company=company,
        currency=currency,
        country=country,
        timezone=timezone,
        is_rehearsal=bool(is_rehearsal),
        policy_digest=digest,
        departments={code: DepartmentFact(code, name, head or "") for code, name, head in departments},
        people=people(reader, logins),
        accounts=frozenset(row[0] for row in taken),
        policies=frozenset(row[0] for row in reader.rows("SELECT digest FROM policy")),
    )


def form_gaps(reader: Reader, request_id: int) -> tuple[str, ...]:
    """Return the fields that the request form still lacks (2.1.2), by name."""
    found = first(
        reader,
        """SELECT background IS NULL,
             NOT EXISTS (SELECT 1 FROM objective o WHERE o.request_id = r.id),
             NOT EXISTS (SELECT 1 FROM party p WHERE p.request_id = r.id AND p.is_requesting = 0),
             NOT EXISTS (SELECT 1 FROM milestone m WHERE m.request_id = r.id),
             no_risk_foreseen_because IS NULL AND NOT EXISTS (SELECT 1 FROM foreseen_risk k WHERE k.request_id = r.id)
           FROM request r WHERE r.id = :id""",
        id=request_id,
    )
    names = ("background", "objectives", "departments", "milestones", "risks")
    gaps = [name for name, is_missing in zip(names, found or (), strict=False) if is_missing]
    idle = reader.rows(
        """SELECT department FROM party
           WHERE request_id = :id AND is_requesting = 0 AND positions = '[]' ORDER BY number""",
        id=request_id,
    )
    return (*gaps, *(f"departments.{department}.positions" for (department,) in idle))


def _counters(reader: Reader, request_id: int) -> dict[str, int]:
    parts = [f"SELECT '{t}', MAX(number) FROM {t} WHERE request_id = :id" for t in NUMBERED]
    return {table: number or 0 for table, number in reader.rows(" UNION ALL ".join(parts), id=request_id)}


def _table_rows(reader: Reader, request_id: int) -> tuple[int, tuple[Mapping[str, object], ...]]:
    """Return the version of the responsibility table in force and its rows as the form states them."""
    version = reader.rows("SELECT MAX(version) FROM responsibility WHERE request_id = :id", id=request_id)[0][0]
    rows = responsibility_table(reader, request_id) if version else []
    return version or 0, tuple({name: value for name, value in row.items() if value} for row in rows)


def _agreement(reader: Reader, request_id: int) -> tuple[AgreementFact | None, dict[str, object], frozenset[str]]:
    found = first(
        reader,
        """SELECT number, digest, report_every, meeting_every, text FROM agreement
           WHERE request_id = :id ORDER BY number DESC LIMIT 1""",
        id=request_id,
    )
    if found is None:
        return None, {}, frozenset()
    number, digest, report_every, meeting_every, text = found
    signed = reader.rows(
        "SELECT department FROM signature WHERE request_id = :id AND agreement = :number", id=request_id, number=number
    )
    terms = json.loads(text)["terms"]
    return AgreementFact(number, digest, report_every, meeting_every), terms, frozenset(row[0] for row in signed)


def obligations(reader: Reader, request_id: int) -> tuple[ObligationFact, ...]:
    """Return the open obligations of a request."""
    rows = reader.rows(
        """SELECT number, kind, clause, owed_by, subject, due_date, period_days FROM obligation
           WHERE chain = :id AND closed_on IS NULL ORDER BY number""",
        id=request_id,
    )
    return tuple(ObligationFact(n, kind, c, by, s, to_day(due), days) for n, kind, c, by, s, due, days in rows)


def _waivers(reader: Reader, request_id: int, day: date) -> tuple[WaiverFact, ...]:
    rows = reader.rows(
        """SELECT number, gate, until_date FROM waiver WHERE request_id = :id
           AND ((until_date IS NULL AND used_on IS NULL) OR until_date >= :day) ORDER BY number""",
        id=request_id,
        day=day.isoformat(),
    )
    return tuple(WaiverFact(number, gate, to_day(until) if until else None) for number, gate, until in rows)


def foreseen(reader: Reader, request_id: int) -> tuple[ForeseenFact, ...]:
    """Return the risks that the request form states."""
    sql = "SELECT category, description, likelihood, impact FROM foreseen_risk WHERE request_id = :id ORDER BY number"
    return tuple(ForeseenFact(*row) for row in reader.rows(sql, id=request_id))


def _risks(reader: Reader, request_id: int) -> tuple[RiskFact, ...]:
    rows = reader.rows(
        """SELECT k.number, k.category, k.description, k.identified_by, k.likelihood, k.impact, k.level,
             k.inherent_level, k.residual_likelihood, k.residual_impact, k.response, k.measures, k.owner, p.department,
             k.due_date, k.measures_done_on, k.accepted_by, k.contingency_trigger IS NOT NULL, k.closed_on,
             k.probability_percent, k.loss, k.contingency_responsible
           FROM risk k LEFT JOIN person p ON p.login = k.owner WHERE k.request_id = :id ORDER BY k.number""",
        id=request_id,
    )
    return tuple(
        RiskFact(
            number=row[0],
            category=row[1],
            description=row[2],
            identified_by=tuple(json.loads(row[3])),
            likelihood=row[4],
            impact=row[5],
            level=row[6],
            inherent_level=row[7],
            residual_likelihood=row[8],
            residual_impact=row[9],
            response=row[10],
            measures=row[11],
            owner=row[12],
            owner_department=row[13] or "",
            due_date=_maybe_day(row[14]),
            measures_done_on=_maybe_day(row[15]),
            accepted_by=row[16],
            has_contingency=bool(row[17]),
            closed_on=_maybe_when(row[18]),
            probability_percent=row[19],
            loss=row[20],
            contingency_responsible=row[21],
        )
        for row in rows
    )


def _issues(reader: Reader, request_id: int) -> tuple[IssueFact, ...]:
    rows = reader.rows(
        """SELECT number, title, departments, responsible_department, due_date, escalated_on, resolved_on FROM issue
           WHERE request_id = :id ORDER BY number""",
        id=request_id,
    )
    return tuple(
        IssueFact(
            number, title, tuple(json.loads(among)), by, to_day(due), _maybe_when(escalated), _maybe_when(resolved)
        )
        for number, title, among, by, due, escalated, resolved in rows
    )


def _appraisals(reader: Reader, request_id: int) -> tuple[AppraisalFact, ...]:
    sql = "SELECT kind, department, person, by_department FROM appraisal WHERE request_id = :id ORDER BY number"
    rows = reader.rows(sql, id=request_id)
    return tuple(AppraisalFact(kind, department or "", person or "", by) for kind, department, person, by in rows)


def _working(reader: Reader, request_id: int) -> dict[str, str]:
    """Return the people on the responsibility table, with their departments."""
    sql = """SELECT DISTINCT r.person, p.department FROM responsibility r JOIN person p ON p.login = r.person
             WHERE r.request_id = :id"""
    return dict(reader.rows(sql, id=request_id))


def _maybe_day(text: str | None) -> date | None:
    return to_day(text) if text else None


def _maybe_when(text: str | None) -> date | datetime | None:
    return to_when(text) if text else None


def _latest_verdicts(reader: Reader, request_id: int, acceptance: int) -> dict[str, str]:
    rows = reader.rows(
        "SELECT department, verdict FROM evaluation WHERE request_id = :id AND acceptance = :n ORDER BY number",
        id=request_id,
        n=acceptance,
    )
    return dict(rows)


def request_facts(reader: Reader, request_id: int, day: date) -> RequestFacts | None:
    """Return what is true of a request on a day, or None where there is no such request."""
    found = first(
        reader,
        """SELECT title, stage, requesting_department, requester, policy_digest, last_occurred_on, start_date,
             planned_start_date, planned_end_date FROM request WHERE id = :id""",
        id=request_id,
    )
    if found is None:
        return None
    title, stage, requesting, requester, digest, last, start, planned_start, planned_end = found
    parties = reader.rows(
        """SELECT department, positions, contribution FROM party WHERE request_id = :id
           ORDER BY is_requesting DESC, number""",
        id=request_id,
    )
    milestones = reader.rows(
        "SELECT number, name, due_date, department, reached_date FROM milestone WHERE request_id = :id ORDER BY number",
        id=request_id,
    )
    reports = reader.rows(
        "SELECT department, period_start_date, period_end_date FROM report WHERE request_id = :id", id=request_id
    )
    actions = reader.rows(
        "SELECT number, source, department, due_date, done_on FROM action WHERE request_id = :id", id=request_id
    )
    acceptance = reader.rows("SELECT MAX(number) FROM acceptance WHERE request_id = :id", id=request_id)[0][0] or 0
    summaries = reader.rows("SELECT DISTINCT department FROM summary WHERE request_id = :id", id=request_id)
    version, table = _table_rows(reader, request_id)
    agreement, terms, signed = _agreement(reader, request_id)
    return RequestFacts(
        id=request_id,
        title=title,
        stage=Stage(stage),
        requesting_department=requesting,
        requester=requester,
        policy_digest=digest or "",
        last_occurred=to_when(last),
        start_date=to_day(start) if start else None,
        planned_start_date=to_day(planned_start) if planned_start else None,
        planned_end_date=to_day(planned_end) if planned_end else None,
        form_gaps=form_gaps(reader, request_id) if stage == Stage.DRAFT else (),
        parties=tuple(row[0] for row in parties),
        party_terms={d: (tuple(json.loads(positions)), contribution) for d, positions, contribution in parties},
        milestones=tuple(
            MilestoneFact(n, name, to_day(due), department, to_day(reached) if reached else None)
            for n, name, due, department, reached in milestones
        ),
        responsibility_version=version,
        responsibility_rows=table,
        agreement=agreement,
        agreement_terms=terms,
        signed_by=signed,
        reports=tuple(ReportFact(d, to_day(start), to_day(end)) for d, start, end in reports),
        foreseen=foreseen(reader, request_id) if stage == Stage.DRAFT else (),
        risks=_risks(reader, request_id),
        exclusions=frozenset(
            reader.rows("SELECT category, department FROM exclusion WHERE request_id = :id", id=request_id)
        ),
        issues=_issues(reader, request_id),
        appraisals=_appraisals(reader, request_id),
        working=_working(reader, request_id),
        actions=tuple(
            ActionFact(n, source, d, to_day(due), to_day(done) if done else None) for n, source, d, due, done in actions
        ),
        acceptance=acceptance,
        verdicts=_latest_verdicts(reader, request_id, acceptance),
        summed_up=frozenset(row[0] for row in summaries),
        obligations=obligations(reader, request_id) if stage not in ENDED or stage == Stage.CLOSED else (),
        waivers=_waivers(reader, request_id, day),
        counters=_counters(reader, request_id),
    )
