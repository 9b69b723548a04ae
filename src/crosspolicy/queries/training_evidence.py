"""What a book knows that may show a training need: marks, breaches, what is late again and again, issues (7.1.2).

The facts inform; nothing is filled in.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from crosspolicy.queries.evidence import dated
from crosspolicy.queries.policies import in_force
from crosspolicy.queries.reader import Reader
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.lists import INDICATORS

_BASE: Final = 1_000_000
"""Above every number under a request: a request's key and a number make one whole number, the latest the greatest."""


class Scope(NamedTuple):
    """Of which days, and of whom: a department with its people, a person, or everybody."""

    since: date
    until: date
    department: str = ""
    person: str = ""

    @property
    def parameters(self) -> dict[str, object]:
        """What the statements are given: the day after the last ends them."""
        after = self.until + timedelta(days=1)
        return {"since": self.since.isoformat(), "after": after.isoformat(), **self.named}

    @property
    def named(self) -> dict[str, object]:
        """Whom the statements are asked for."""
        whom = {"department": self.department, "person": self.person}
        return {name: value for name, value in whom.items() if value}

    def whom(self, department: str, person: str) -> str:
        """Return the condition on whom a row is about, by its two columns; empty for everybody."""
        if self.person:
            return f" AND {person} = :person"
        if self.department:
            of_it = f"{person} IN (SELECT login FROM person WHERE department = :department)"
            return f" AND ({department} = :department OR {of_it})"
        return ""


def scope_of(today: date, year: int | None = None, *, department: str = "", person: str = "") -> Scope:
    """Return the days of a year until today, or the last twelve months, and whom it is about."""
    if year is None:
        return Scope(today - timedelta(days=365), today, department, person)
    return Scope(date(year, 1, 1), min(date(year, 12, 31), max(today, date(year, 1, 1))), department, person)


def evidence_of(reader: Reader, scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """Return the facts by kind; a mark is low below the middle of the policy's scale."""
    scale = json.loads(in_force(reader, scope.until))["appraisal"]
    middle = (scale["lowest"] + scale["highest"]) / 2
    return {
        "requests": _requests(reader, scope),
        "marks": _marks(reader, scope, middle),
        "breaches": _breaches(reader, scope),
        "late": _late(reader, scope),
        "issues": _issues(reader, scope),
    }


def _requests(reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """Return how many requests each department has under way."""
    if scope.person:
        return []
    only = " AND requesting_department = :department" if scope.department else ""
    sql = f"""SELECT requesting_department, COUNT(*) FROM request
              WHERE stage IN ('submitted', 'approved', 'coordinated', 'agreed', 'executing', 'accepting'){only}
              GROUP BY requesting_department ORDER BY COUNT(*) DESC, requesting_department"""
    return [{"department": by, "requests": count} for by, count in reader.rows(sql, **scope.named)]


def _marks(reader: Reader, scope: Scope, middle: float) -> list[dict[str, Any]]:
    """Return the indicators with low marks: of whom, how many of how many, their mean, the last appraisal."""
    latest = f"MAX(CASE WHEN {{0}} < :middle THEN request_id * {_BASE} + number END)"
    each = ", ".join(
        f"SUM(CASE WHEN {name} < :middle THEN 1 ELSE 0 END), AVG({name}), {latest.format(name)}" for name in INDICATORS
    )
    sql = f"""SELECT department, person, COUNT(*), {each} FROM appraisal
              WHERE given_on >= :since AND given_on < :after{scope.whom("department", "person")}
              GROUP BY department, person"""
    found = [
        {
            "department": department,
            "person": person,
            "indicator": indicator,
            "low": low,
            "marks": count,
            "mean": round(float(mean), 2),
            "latest": _code("appraisal", last),
        }
        for department, person, count, *rest in reader.rows(sql, **scope.parameters, middle=middle)
        for indicator, low, mean, last in zip(INDICATORS, rest[::3], rest[1::3], rest[2::3], strict=True)
        if low
    ]
    return sorted(found, key=lambda mark: (-mark["low"], mark["department"] or "", mark["person"] or ""))


def _breaches(reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """Return who broke the agreement: how often, how often seriously, the last breach."""
    sql = f"""SELECT department, person, COUNT(*), SUM(serious), MAX(request_id * {_BASE} + number) FROM breach
              WHERE recorded_on >= :since AND recorded_on < :after{scope.whom("department", "person")}
              GROUP BY department, person ORDER BY COUNT(*) DESC, department, person"""
    return [
        {"department": department, "person": person, "breaches": count, "serious": serious}
        | {"latest": _code("breach", last)}
        for department, person, count, serious, last in reader.rows(sql, **scope.parameters)
    ]


def _late(reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """Return what was late more than once: departments' obligations by kind, people's action items.

    Each date of a recurring obligation counts; what is still open is late until the scope ends.
    """
    days = {"since": scope.since.isoformat(), "until": scope.until.isoformat()}
    tally: dict[tuple[str | None, str | None, str], list[int]] = {}
    for (*whom, kind), due, is_open in (*_late_obligations(reader, scope, days), *_late_actions(reader, scope, days)):
        if due >= days["since"]:
            times = tally.setdefault((whom[0], whom[1], kind), [0, 0])
            times[0] += 1
            times[1] += is_open
    found = [
        {"department": department, "person": person, "kind": kind, "times": times, "open": still}
        for (department, person, kind), (times, still) in tally.items()
        if times > 1
    ]
    return sorted(
        found, key=lambda each: (-each["times"], each["department"] or "", each["person"] or "", each["kind"])
    )


_Late = tuple[tuple[str | None, str | None, str], str, bool]
"""Who, of which kind; the date; whether it is still open."""


def _late_obligations(reader: Reader, scope: Scope, days: Mapping[str, str]) -> Iterator[_Late]:
    if scope.person:
        return
    for late in ("closed_on IS NULL", "closed_on >= :since AND closed_on > due_date"):
        sql = f"""SELECT owed_by, kind, due_date, period_days, closed_on, discharged_event FROM obligation
                  WHERE chain <> 0 AND {late} AND due_date < :until{scope.whom("owed_by", "owed_by")}"""
        asked = {name: day for name, day in days.items() if f":{name}" in sql}
        for by, kind, due, period, closed, discharged in reader.rows(sql, **asked, **scope.named):
            for fact in dated(kind, "", due, period, closed, discharged is not None, scope.until):
                if fact["days_late"]:
                    yield (by, None, kind), fact["due_date"], closed is None


def _late_actions(reader: Reader, scope: Scope, days: Mapping[str, str]) -> Iterator[_Late]:
    sql = f"""SELECT person, due_date, done_on FROM action
              WHERE person IS NOT NULL AND due_date >= :since AND due_date < :until
                AND COALESCE(SUBSTR(done_on, 1, 10), :until) > due_date{scope.whom("''", "person")}"""
    for person, due, done in reader.rows(sql, **days, **scope.named):
        yield (None, person, "action"), due, done is None


def _issues(reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """Return the issues that departments are responsible for, by severity: how many, how many open, the last."""
    if scope.person:
        return []
    only = " AND responsible_department = :department" if scope.department else ""
    sql = f"""SELECT responsible_department, severity, COUNT(*), SUM(CASE WHEN resolved_on IS NULL THEN 1 ELSE 0 END),
                MAX(request_id * {_BASE} + number)
              FROM issue WHERE raised_on >= :since AND raised_on < :after{only}
              GROUP BY responsible_department, severity ORDER BY COUNT(*) DESC, responsible_department, severity"""
    return [
        {"department": by, "severity": severity, "issues": count, "open": still, "latest": _code("issue", last)}
        for by, severity, count, still, last in reader.rows(sql, **scope.parameters)
    ]


def _code(table: str, joined: int) -> str:
    return child_code(joined // _BASE, table, joined % _BASE)
