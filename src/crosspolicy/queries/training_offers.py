"""What the book suggests and offers where somebody fills a form of training (7)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crosspolicy.i18n import _
from crosspolicy.queries.obligations import open_obligations
from crosspolicy.queries.reader import Reader, among
from crosspolicy.queries.training import courses, evaluations, needs, record_named
from crosspolicy.queries.training_evidence import evidence_of, scope_of
from crosspolicy.vocabulary.labels import field_label, value_label
from crosspolicy.vocabulary.lists import PlanChange

Offer = tuple[str, str, str]
"""A code, what it is called, a note beside it."""


def suggestions(
    reader: Reader, act_name: str, target: str, given: Mapping[str, object], today: date
) -> dict[str, object]:
    """Return plain answers for the form of an act of training, as far as the book has them."""
    if act_name == "training.need_stated":
        return {"year": _year_of_round(reader, "training-needs", today)}
    if act_name == "training.planned":
        return {"year": _year_of_round(reader, "training-plan", today)}
    if act_name == "training.held":
        return _session(reader, target, today)
    if act_name == "training.evaluated":
        session = record_named(reader, target) or {"attendees": []}
        return {"results": [{"person": person} for person in session["attendees"]]}
    return _adjustment(reader, str(given.get("rests_on") or ""), today) if act_name == "training.adjusted" else {}


def _year_of_round(reader: Reader, kind: str, today: date) -> int:
    """Return the year that the round is owed for; next year where that is settled already."""
    owed = [o.round_year for o in open_obligations(reader, today, request_id=0) if o.kind == kind and o.round_year]
    return min([*owed, today.year + 1])


def _session(reader: Reader, target: str, today: date) -> dict[str, object]:
    """Return the day, the instructor and the audience of a planned course."""
    course = record_named(reader, target)
    if course is None:
        return {"held_on": today.isoformat()}
    day = min(course["planned_date"] or today.isoformat(), today.isoformat())
    return {"held_on": day, "instructor": course["instructor"], "attendees": _people(reader, course["audience"])}


def _people(reader: Reader, audience: list[str]) -> list[str]:
    """Return everybody whom an audience of departments and people means, in its order."""
    marks, parameters = among("who", audience)
    sql = f"SELECT login, department FROM person WHERE login IN {marks} OR department IN {marks} ORDER BY login"
    rows = reader.rows(sql, **parameters)
    found = (login for who in audience for login, department in rows if who in (login, department))
    return list(dict.fromkeys(found))


def _adjustment(reader: Reader, rests_on: str, today: date) -> dict[str, object]:
    """Return the evaluation that waits for an adjustment the longest, with its course and year."""
    code = rests_on or next(iter(_waiting(reader, today)), "")
    evaluation = record_named(reader, code)
    if not evaluation or "session" not in evaluation:
        return {"year": today.year}
    course = (record_named(reader, evaluation["session"]) or {}).get("course", "")
    planned = record_named(reader, course) or {"year": evaluation["year"]}
    return {"rests_on": evaluation["code"], "course": course, "year": planned["year"]}


def _waiting(reader: Reader, today: date) -> list[str]:
    """Return the evaluations that an adjustment is still owed for, the one due first before the others."""
    owed = open_obligations(reader, today, request_id=0)
    return [o.subject.split(" ", 1)[0] for o in owed if o.kind == "training-adjustment"]


def offers(reader: Reader, refers: str, answers: Mapping[str, object], today: date) -> list[Offer]:
    """Return what a field of a form of training may name, what is likely first."""
    year = answers.get("year")
    if not isinstance(year, int):
        year = int(year) if isinstance(year, str) and year.isdigit() else None
    if refers == "need":
        found = sorted(needs(reader, year), key=lambda need: bool(need["courses"]))
        return [(need["code"], need["topic"], need["department"] or need["person"] or "") for need in found]
    if refers == "course":
        known = courses(reader, year) if answers.get("change") != PlanChange.ADD else []
        return [(c["code"], c["title"], c["planned_date"] or "") for c in known if not c["dropped_on"]]
    if refers == "evaluation":
        waiting = _waiting(reader, today)
        known = sorted(evaluations(reader), key=lambda e: (e["code"] in waiting, e["code"]), reverse=True)
        return [(e["code"], e["session"], e["evaluated_on"][:10]) for e in known]
    return _evidence(reader, answers, today) if refers == "evidence" else []


def _evidence(reader: Reader, answers: Mapping[str, Any], today: date) -> list[Offer]:
    """Return the latest appraisals, breaches and issues that may show a need of whom the answers name."""
    person = str(answers.get("person") or "")
    scope = scope_of(today, department="" if person else str(answers.get("department") or ""), person=person)
    facts = evidence_of(reader, scope)
    told = [
        *((mark["latest"], field_label(mark["indicator"]), mark) for mark in facts["marks"]),
        *((breach["latest"], _("breach"), breach) for breach in facts["breaches"]),
        *((issue["latest"], f"{_('issue')} ({value_label(issue['severity'])})", issue) for issue in facts["issues"]),
    ]
    return list({code: (code, name, fact.get("person") or fact["department"]) for code, name, fact in told}.values())
