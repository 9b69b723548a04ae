"""What management must see of a book: what is escalated, risky, late, waiting, waived (3.3.3)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple

from crosspolicy.queries.obligations import Owed, dates_of, expand, open_obligations
from crosspolicy.queries.open_rows import COLUMNS, FROM, PLACE
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.times import to_day
from crosspolicy.vocabulary.codes import child_code, request_code
from crosspolicy.vocabulary.lists import ENDED, MANAGEMENT, RiskLevel, Stage


class EscalatedIssue(NamedTuple):
    """An open issue that waits for management."""

    code: str
    title: str
    severity: str
    responsible_department: str
    escalated_on: str
    escalation_reason: str


class HighRisk(NamedTuple):
    """An open risk that is high. ``is_answered`` says that it is treated, and accepted only by who may accept it."""

    code: str
    level: str
    description: str
    owner: str | None
    is_answered: bool
    has_contingency: bool


class LateDepartment(NamedTuple):
    """A department that owes something overdue: how much, since when."""

    department: str
    overdue: int
    oldest_due_date: str
    days_overdue: int


class StageAge(NamedTuple):
    """How many requests stand at a stage, the first of them, and since when."""

    stage: str
    requests: int
    oldest: str
    since: str
    days: int


class StandingWaiver(NamedTuple):
    """A waiver that still lets a gate pass."""

    request: str
    gate: str
    reason: str
    granted_by: str
    until_date: str | None


def escalated_issues(
    reader: Reader, told: Callable[[str], str] = str, limit: int | None = None
) -> list[EscalatedIssue]:
    """Return the open issues brought before management, the longest waiting first; ``told`` writes moments (3.3.3)."""
    sql = """SELECT request_id, number, title, severity, responsible_department, escalated_on, escalation_reason
             FROM issue WHERE resolved_on IS NULL AND escalated_on IS NOT NULL
             ORDER BY escalated_on, request_id, number LIMIT :limit"""
    return [
        EscalatedIssue(child_code(key, "issue", number), title, severity, by, told(when), reason)
        for key, number, title, severity, by, when, reason in reader.rows(sql, limit=_at_most(limit))
    ]


def _at_most(limit: int | None) -> int:
    return _ENDLESS if limit is None else limit


_ENDLESS: Final = 2**62
"""More rows than a table has."""


def high_risks(reader: Reader, high: str, limit: int | None = None) -> list[HighRisk]:
    """Return the open risks of the level ``high`` and above, the gravest first (5.3.3)."""
    levels = [*RiskLevel][[*RiskLevel].index(RiskLevel(high)) :]
    found: list[HighRisk] = []
    for level in reversed(levels):
        found += _of_level(reader, level, _at_most(limit) - len(found))
    return found


def _of_level(reader: Reader, level: str, limit: int) -> Iterable[HighRisk]:
    sql = """SELECT k.request_id, k.number, k.description, k.owner,
               CASE WHEN k.response IS NULL OR k.measures IS NULL OR k.owner IS NULL OR k.due_date IS NULL
                      OR (k.response = 'accept' AND k.accepted_by IS NULL) THEN 0 ELSE 1 END,
               CASE WHEN k.contingency_trigger IS NULL THEN 0 ELSE 1 END
             FROM risk k JOIN request r ON r.id = k.request_id
             WHERE k.closed_on IS NULL AND k.level = :level
               AND r.stage NOT IN ('accepted', 'closed', 'rejected', 'withdrawn', 'terminated')
             ORDER BY k.request_id, k.number LIMIT :limit"""
    for key, number, described, owner, is_answered, has_plan in reader.rows(sql, level=level, limit=limit):
        yield HighRisk(child_code(key, "risk", number), level, described, owner, bool(is_answered), bool(has_plan))


def owed_by_management(reader: Reader, as_of: date, limit: int | None = None) -> list[Owed]:
    """Return what management owes, those due first before the others."""
    return open_obligations(reader, as_of, owed_by=[MANAGEMENT], limit=limit)


def first_owed(reader: Reader, as_of: date, kinds: Iterable[str]) -> list[Owed]:
    """Return what management owes first of each of some kinds."""
    sql = f"""SELECT {COLUMNS} {FROM} WHERE o.closed_on IS NULL AND o.owed_by = :owner AND o.kind = :kind
              ORDER BY {PLACE} LIMIT 1"""
    return [o for kind in kinds for o in expand(reader.rows(sql, owner=MANAGEMENT, kind=kind), as_of)]


def late_departments(reader: Reader, as_of: date) -> list[LateDepartment]:
    """Return the departments that owe something overdue, the latest first (3.3.3)."""
    found = []
    for (department,) in reader.rows("SELECT code FROM department ORDER BY code"):
        dates, oldest = _overdue(reader, department, as_of)
        if oldest:
            found.append(LateDepartment(department, dates, oldest, (as_of - to_day(oldest)).days))
    return sorted(found, key=lambda each: (-each.days_overdue, each.department))


def _overdue(reader: Reader, department: str, as_of: date) -> tuple[int, str | None]:
    """Return how many dates a department has missed, and the first of them; counted by the store, in an index."""
    owed = "FROM obligation WHERE closed_on IS NULL AND owed_by = :department"
    rows = reader.rows(
        f"SELECT COUNT(*), MIN(due_date) {owed} AND due_date < :day", department=department, day=as_of.isoformat()
    )
    dates, oldest = rows[0]
    recurring = reader.rows(
        f"SELECT period_days, due_date, COUNT(*) {owed} AND period_days <> 0 GROUP BY period_days, due_date",
        department=department,
    )
    for days, due, many in recurring:
        dates += many * sum(late > 0 for _day, late in dates_of(due, days, as_of)[1:])
    return dates, oldest


def stages_by_age(reader: Reader, as_of: date) -> list[StageAge]:
    """Return the stages at which live requests stand, each with the first of its requests and how long it stands."""
    found = []
    for stage in Stage:
        count = first(reader, "SELECT requests FROM stage_count WHERE stage = :stage", stage=stage.value)
        if stage in ENDED or not count or not count[0]:
            continue
        key = reader.rows("SELECT MIN(id) FROM request WHERE stage = :stage", stage=stage.value)[0][0]
        since = reader.rows("SELECT MAX(entered_on) FROM stage_entry WHERE request_id = :id", id=key)[0][0]
        days = max((as_of - to_day(since)).days, 0)
        found.append(StageAge(stage.value, count[0], request_code(key), since, days))
    return found


def standing_waivers(reader: Reader, as_of: date, limit: int | None = None) -> list[StandingWaiver]:
    """Return the waivers in force on requests that have not ended: unused ones, or until a day still to come."""
    sql = """SELECT w.request_id, w.gate, w.reason, w.granted_by, w.until_date
             FROM waiver w JOIN request r ON r.id = w.request_id
             WHERE w.used_on IS NULL AND (w.until_date IS NULL OR w.until_date >= :day)
               AND r.stage NOT IN ('closed', 'rejected', 'withdrawn', 'terminated')
             ORDER BY w.request_id, w.number LIMIT :limit"""
    rows = reader.rows(sql, day=as_of.isoformat(), limit=_at_most(limit))
    return [StandingWaiver(request_code(key), *rest) for key, *rest in rows]
