"""Training as the book keeps it: needs, plans, courses, sessions, evaluations, adjustments; and a year of it (7)."""

import json
from collections.abc import Callable, Collection, Iterable
from statistics import fmean
from typing import Any, Final

from crosspolicy.queries.beginnings import book_codes_beginning
from crosspolicy.queries.reader import Reader, among
from crosspolicy.vocabulary.codes import book_code, parse_book_code

Record = dict[str, Any]

_COLUMNS: Final = {
    "training_need": "department person topic business_trend skill_level work_problem evidence stated_by stated_on",
    "training_plan": "planned_by planned_on",
    "training_course": "title plan objectives content method planned_date instructor audience needs reason dropped_on",
    "training_session": "course held_on instructor reason held_by",
    "training_evaluation": "session method conclusion evaluated_by evaluated_on",
    "training_adjustment": "rests_on change course reason adjusted_by adjusted_on",
}
_LISTS: Final = frozenset({"evidence", "audience", "needs"})


def _records(
    reader: Reader, table: str, year: int | None, number: int | None = None, **among_codes: Collection[str]
) -> list[Record]:
    """Return the rows of a table: of a year, of a number in it, or those that name one of some codes."""
    names = _COLUMNS[table].split()
    stated = {"year": year, "number": number}
    parameters: dict[str, object] = {name: value for name, value in stated.items() if value is not None}
    conditions = [f"{name} = :{name}" for name in parameters]
    for column, codes in among_codes.items():
        marks, named = among(column, codes)
        conditions.append(f"{column} IN {marks}")
        parameters |= named
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"SELECT year, number, {', '.join(names)} FROM {table}{where} ORDER BY year, number"
    return [
        {"code": book_code(table, row[0], row[1]), "year": row[0]}
        | {name: _told(name, value) for name, value in zip(names, row[2:], strict=True)}
        for row in reader.rows(sql, **parameters)
    ]


def _told(name: str, value: Any) -> Any:
    return json.loads(value) if name in _LISTS else value


def _by(records: Iterable[Record], name: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record[name] or "", []).append(record)
    return found


def needs(reader: Reader, year: int | None = None, number: int | None = None) -> list[Record]:
    """Return training needs, each with the courses that answer it and are not dropped (7.1)."""
    found = _records(reader, "training_need", year, number)
    answered: dict[str, list[str]] = {}
    for course in _records(reader, "training_course", year):
        for need in course["needs"] if not course["dropped_on"] else ():
            answered.setdefault(need, []).append(course["code"])
    return [need | {"courses": answered.get(need["code"], [])} for need in found]


def plans(reader: Reader, year: int | None = None, number: int | None = None) -> list[Record]:
    """Return training plans, each with the codes of its courses (7.2)."""
    found = _records(reader, "training_plan", year, number)
    courses = _by(_records(reader, "training_course", year), "plan")
    return [plan | {"courses": [course["code"] for course in courses.get(plan["code"], ())]} for plan in found]


def courses(reader: Reader, year: int | None = None, number: int | None = None) -> list[Record]:
    """Return courses with their sessions and how far each has come (7.2.2, 7.3.1)."""
    found = _records(reader, "training_course", year, number)
    held = _by(_sessions(reader, _records(reader, "training_session", None, course=_codes(found))), "course")
    return [
        course | {"state": _state(course, held.get(course["code"], [])), "sessions": held.get(course["code"], [])}
        for course in found
    ]


def _state(course: Record, held: Collection[Record]) -> str:
    """Tell how far a course has come: it is done once its sessions are evaluated, not before (7.4.1)."""
    if course["dropped_on"]:
        return "dropped"
    if not held:
        return "planned"
    return "done" if all(session["evaluations"] for session in held) else "held"


def sessions(reader: Reader, year: int | None = None, number: int | None = None) -> list[Record]:
    """Return sessions with who attended and what their evaluations show (7.3.1, 7.4)."""
    return _sessions(reader, _records(reader, "training_session", year, number))


def _sessions(reader: Reader, found: list[Record]) -> list[Record]:
    there = _people_of(reader, "training_attendance", "session", "person, is_present", found)
    titles = _titles(reader, {session["course"] for session in found})
    judged = _by(_with_results(reader, _records(reader, "training_evaluation", None, session=_codes(found))), "session")
    return [
        {"code": session["code"], "year": session["year"], "course": session["course"]}
        | {"title": titles.get(session["course"], "")}
        | session
        | {
            "attendees": [person for person, is_present in there.get(session["code"], ()) if is_present],
            "absentees": [person for person, is_present in there.get(session["code"], ()) if not is_present],
        }
        | _effect(judged.get(session["code"], []))
        for session in found
    ]


def _effect(judged: list[Record]) -> Record:
    """Return what evaluations show together: the mean of all scores, and what the last of them concludes."""
    scores = [result["score"] for evaluation in judged for result in evaluation["results"]]
    return {
        "mean": _mean(scores),
        "effect": judged[-1]["conclusion"] if judged else None,
        "evaluations": judged,
    }


def evaluations(reader: Reader, year: int | None = None, number: int | None = None) -> list[Record]:
    """Return evaluations with the result of each participant (7.4.1, 7.4.2)."""
    return _with_results(reader, _records(reader, "training_evaluation", year, number))


def _with_results(reader: Reader, found: list[Record]) -> list[Record]:
    results = _people_of(reader, "training_result", "evaluation", "person, score, comment", found)
    told = []
    for evaluation in found:
        rows = [
            dict(zip(("person", "score", "comment"), row, strict=True)) for row in results.get(evaluation["code"], ())
        ]
        told.append(evaluation | {"mean": _mean(row["score"] for row in rows), "results": rows})
    return told


def adjustments(reader: Reader, year: int | None = None, number: int | None = None) -> list[Record]:
    """Return the changes of plans, each with the evaluation that it rests on (7.4.3)."""
    return _records(reader, "training_adjustment", year, number)


def _people_of(
    reader: Reader, table: str, parent: str, columns: str, found: list[Record]
) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of people under sessions or evaluations, by the code of what they lie under."""
    marks, years = among("year", sorted({record["year"] for record in found}))
    sql = f"SELECT year, {parent}, {columns} FROM {table} WHERE year IN {marks} ORDER BY year, {parent}, person"
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for year, number, *rest in reader.rows(sql, **years):
        rows.setdefault(book_code(f"training_{parent}", year, number), []).append(tuple(rest))
    return rows


def _titles(reader: Reader, codes: Collection[str]) -> dict[str, str]:
    years = {parsed[1] for code in codes if (parsed := parse_book_code(code))}
    marks, parameters = among("year", sorted(years))
    rows = reader.rows(f"SELECT year, number, title FROM training_course WHERE year IN {marks}", **parameters)
    return {book_code("training_course", year, number): title for year, number, title in rows}


def _codes(records: Iterable[Record]) -> list[str]:
    return [record["code"] for record in records]


def _mean(scores: Iterable[int | None]) -> float | None:
    given = [score for score in scores if score is not None]
    mean = round(fmean(given), 1) if given else None
    return int(mean) if mean is not None and mean.is_integer() else mean


RECORDS: Final[dict[str, Callable[..., list[Record]]]] = {
    "needs": needs,
    "plans": plans,
    "courses": courses,
    "sessions": sessions,
    "evaluations": evaluations,
    "adjustments": adjustments,
}
"""What is kept of training, by the name under which it is listed."""


def record_named(reader: Reader, code: str) -> Record | None:
    """Return the need, plan, course, session, evaluation or adjustment of a code, or None."""
    table, year, number = parse_book_code(code) or ("", 0, 0)
    found = RECORDS.get(f"{table.removeprefix('training_')}s")
    return next(iter(found(reader, year, number)), None) if found and table.startswith("training_") else None


def year_of_training(reader: Reader, year: int) -> Record | None:
    """Return a year's training as a whole, or None where the book has nothing of it."""
    whole = {"plans": plans(reader, year), "courses": courses(reader, year)}
    stated, adjusted = needs(reader, year), adjustments(reader, year)
    if not any((*whole.values(), stated, adjusted)):
        return None
    held = [session for course in whole["courses"] for session in course["sessions"]]
    return {
        "year": year,
        **whole,
        "adjustments": adjusted,
        "needs": stated,
        "people": _people(reader, held),
        "coverage": {
            "needs": len(stated),
            "covered": sum(1 for need in stated if need["courses"]),
            "uncovered": [need["code"] for need in stated if not need["courses"]],
        },
        "done": [course["code"] for course in whole["courses"] if course["state"] == "done"],
    }


def codes_beginning(reader: Reader, table: str, beginning: str, limit: int = 40) -> list[tuple[str, str]]:
    """Return the codes of the latest rows of a table that begin so, each with what it is about."""
    return book_codes_beginning(reader, table, _ABOUT[table], beginning, limit)


_ABOUT: Final = {
    "training_need": "topic",
    "training_plan": "planned_by",
    "training_course": "title",
    "training_session": "course",
    "training_evaluation": "session",
    "training_adjustment": "reason",
}
"""The column that tells what a row is about."""


def _people(reader: Reader, held: list[Record]) -> list[Record]:
    """Return how often each person came to the sessions that they were to attend, and their mean score."""
    marks, parameters = among("login", sorted({p for s in held for p in (*s["attendees"], *s["absentees"])}))
    sql = f"SELECT login, name, department FROM person WHERE login IN {marks} ORDER BY department, login"
    found = []
    for login, name, department in reader.rows(sql, **parameters):
        attended = sum(login in session["attendees"] for session in held)
        wanted = attended + sum(login in session["absentees"] for session in held)
        scores = [r["score"] for s in held for e in s["evaluations"] for r in e["results"] if r["person"] == login]
        found.append(
            {
                "person": login,
                "name": name,
                "department": department,
                "sessions": wanted,
                "attended": attended,
                "attendance_percent": round(100 * attended / wanted),
                "mean": _mean(scores),
            }
        )
    return found
