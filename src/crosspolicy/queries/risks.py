"""The risk register read: lists page by page, one risk whole, what is expected to be lost (chapter 5)."""

import json
from datetime import date
from typing import Any, Final, NamedTuple

from crosspolicy.policy.rules import RiskScales, scales_of
from crosspolicy.queries.forms import SHAPES, form_of, stated_forms
from crosspolicy.queries.policies import governing, in_force
from crosspolicy.queries.reader import Reader
from crosspolicy.vocabulary.codes import child_code
from crosspolicy.vocabulary.money import from_minor

_LOT: Final = 10**9
_COLUMNS: Final = SHAPES["risk"].columns


class Wanted(NamedTuple):
    """Which risks a list shows; what is None or empty is not asked for."""

    request_id: int | None = None
    level: str | None = None
    category: str | None = None
    department: str | None = None
    is_closed_too: bool = False
    after: tuple[int, int] = (0, 0)


def scales(reader: Reader, day: date, request_id: int | None = None) -> RiskScales:
    """Return the scales that hold for a request on a day, or those in force then."""
    parsed = governing(reader, request_id, day) if request_id else in_force(reader, day)
    return scales_of(json.loads(parsed)["risk"])


def listed(reader: Reader, currency: str, wanted: Wanted, limit: int | None = None) -> list[dict[str, Any]]:
    """Return risks in the order of their codes, each as it stands, and whether it ever happened."""
    source, conditions, parameters = _where(wanted)
    capped = ""
    if limit is not None:
        capped, parameters["limit"] = " LIMIT :limit", limit
    names = _COLUMNS.split()
    sql = f"""SELECT k.request_id, k.number, {", ".join(f"k.{name}" for name in names)},
                EXISTS (SELECT 1 FROM assessment a
                  WHERE a.request_id = k.request_id AND a.risk = k.number AND a.occurred = 1)
              FROM {source} WHERE {conditions} ORDER BY k.request_id, k.number{capped}"""
    shape = SHAPES["risk"]._replace(children=())
    return [
        form_of(reader, shape, row[0], row[1], dict(zip(names, row[2:-1], strict=True)), currency)
        | {"occurred": bool(row[-1])}
        for row in reader.rows(sql, **parameters)
    ]


def _where(wanted: Wanted) -> tuple[str, str, dict[str, object]]:
    """Return the tables, the conditions and the parameters of a list."""
    stated: tuple[tuple[str, dict[str, object], bool], ...] = (
        ("k.closed_on IS NULL", {}, not wanted.is_closed_too),
        ("k.request_id = :request_id", {"request_id": wanted.request_id}, wanted.request_id is not None),
        ("k.level = :level", {"level": wanted.level}, wanted.level is not None),
        ("k.category = :category", {"category": wanted.category}, wanted.category is not None),
        (
            "(p.department = :department OR REPLACE(k.identified_by, :named, '') <> k.identified_by)",
            {"department": wanted.department, "named": json.dumps(wanted.department, ensure_ascii=False)},
            wanted.department is not None,
        ),
        ("(k.request_id, k.number) > (:key, :number)", dict(zip(("key", "number"), wanted.after, strict=True)), True),
    )
    source = "risk k" + (" LEFT JOIN person p ON p.login = k.owner" if wanted.department is not None else "")
    conditions = " AND ".join(condition for condition, _, is_stated in stated if is_stated)
    return source, conditions, {n: v for _, values, is_stated in stated if is_stated for n, v in values.items()}


def expected_loss(reader: Reader, currency: str, request_id: int | None = None) -> str | None:
    """Return what the open risks of a request, or of the book, are expected to cost; None where none says (5.2.2).

    The sum is made in two parts, since that of a whole book may be more than the store counts up to.
    """
    of_request = " AND request_id = :id" if request_id is not None else ""
    sql = f"""SELECT SUM(expected_loss / {_LOT}), SUM(expected_loss - expected_loss / {_LOT} * {_LOT}) FROM risk
              WHERE closed_on IS NULL AND expected_loss IS NOT NULL{of_request}"""
    lots, rest = reader.rows(sql, **({"id": request_id} if request_id is not None else {}))[0]
    return None if lots is None else from_minor(int(lots) * _LOT + int(rest), currency)


def risk_sheet(reader: Reader, currency: str, request_id: int, number: int | None) -> dict[str, Any] | None:
    """Return a risk with its history, the latest of the request unless a number names another; None without any."""
    if number is None:
        number = reader.rows("SELECT MAX(number) FROM risk WHERE request_id = :id", id=request_id)[0][0]
    found = stated_forms(reader, "risk", request_id, currency, number=number) if number else []
    if not found:
        return None
    issues = reader.rows(
        "SELECT number, title, resolved_on FROM issue WHERE request_id = :id AND risk = :number ORDER BY number",
        id=request_id,
        number=number,
    )
    raised = [
        {"code": child_code(request_id, "issue", n), "title": title, "resolved_on": resolved}
        for n, title, resolved in issues
    ]
    return found[0] | {"issues": raised}


# A request's page


def risks_as_of(reader: Reader, request_id: int, until: str, currency: str) -> tuple[list[dict[str, Any]], str | None]:
    """Return the risks of a request as they stood at a moment, and what the open ones were expected to cost.

    Level, response and expected loss are those last stated by then; owner, date and plan keep no history.
    """
    rows = reader.rows(
        """SELECT number, category, description, owner, due_date, contingency_trigger IS NOT NULL,
             CASE WHEN closed_on < :until THEN closed_on END
           FROM risk WHERE request_id = :id AND identified_on < :until ORDER BY number""",
        id=request_id,
        until=until,
    )
    stated = _last_stated(reader, request_id, until) if rows else {}
    found, total = [], None
    for number, category, description, owner, due, has_plan, closed in rows:
        last = stated.get(number, {})
        if closed is None and (expected := last.get("expected_loss")) is not None:
            total = (total or 0) + expected
        found.append(
            {
                "code": child_code(request_id, "risk", number),
                "category": category,
                "description": description,
                "level": last.get("level"),
                "response": last.get("response"),
                "owner": owner,
                "due_date": due,
                "has_contingency": bool(has_plan),
                "closed_on": closed,
            }
        )
    return found, None if total is None else from_minor(total, currency)


def _last_stated(reader: Reader, request_id: int, until: str) -> dict[int, dict[str, Any]]:
    """Return, by risk, what its assessments until a moment stated last."""
    names = ("level", "response", "expected_loss")
    rows = reader.rows(
        f"""SELECT risk, {", ".join(names)} FROM assessment
            WHERE request_id = :id AND assessed_on < :until ORDER BY number""",
        id=request_id,
        until=until,
    )
    stated: dict[int, dict[str, Any]] = {}
    for risk, *values in rows:
        told = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        stated.setdefault(risk, {}).update(told)
    return stated


def lacks_plan(steps: RiskScales, risk: dict[str, Any]) -> bool:
    """Tell whether an open risk is high and has no contingency plan (5.3.3)."""
    return risk["closed_on"] is None and steps.is_high(risk["level"]) and not risk["has_contingency"]
