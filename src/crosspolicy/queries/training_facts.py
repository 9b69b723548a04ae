"""The facts that acts of training are judged by (chapter 7)."""

from datetime import date
from typing import Any

from crosspolicy.policy.facts import CourseFact, SessionFact, TrainingFacts
from crosspolicy.queries.reader import Reader, first
from crosspolicy.queries.times import to_day
from crosspolicy.vocabulary.codes import book_code, parse_book_code
from crosspolicy.vocabulary.lists import FACTORS


def training_facts(
    reader: Reader, *, year: int, target: str, rests_on: str, taught_on: date | None, instructor: str
) -> TrainingFacts:
    """Return what is true of a year's training, and of the course, session or evaluation that an act names."""
    course = course_named(reader, target)
    evaluated = _evaluation(reader, rests_on)
    taught = _taught(reader, taught_on, instructor or (course.instructor if course else "")) if taught_on else ()
    return TrainingFacts(
        factors=_factors(reader, year),
        needs=frozenset(
            book_code("training_need", year, number)
            for (number,) in reader.rows("SELECT number FROM training_need WHERE year = :year", year=year)
        ),
        courses={c.code: c for c in _courses(reader, year)},
        course=course,
        session=session_named(reader, target),
        conclusion=evaluated,
        taught=taught,
    )


def _factors(reader: Reader, year: int) -> frozenset[str]:
    """Return the factors that the needs of a year speak to, or declare absent (7.1.2)."""
    spoken = ", ".join(f"MAX(CASE WHEN {factor} IS NULL THEN 0 ELSE 1 END)" for factor in FACTORS)
    found = first(reader, f"SELECT {spoken} FROM training_need WHERE year = :year", year=year)
    return frozenset(factor for factor, is_spoken in zip(FACTORS, found or (), strict=False) if is_spoken)


_COURSE = "SELECT year, number, title, instructor, plan, dropped_on FROM training_course WHERE year = :year"


def _courses(reader: Reader, year: int) -> list[CourseFact]:
    return [_course(row) for row in reader.rows(f"{_COURSE} ORDER BY number", year=year)]


def _course(row: tuple[Any, ...]) -> CourseFact:
    year, number, title, instructor, plan, dropped = row
    code = book_code("training_course", year, number)
    return CourseFact(code, year, number, title, instructor or "", plan or "", dropped is not None)


def course_named(reader: Reader, code: str) -> CourseFact | None:
    """Return the course of that code, or None."""
    table, year, number = parse_book_code(code) or ("", 0, 0)
    if table != "training_course":
        return None
    found = first(reader, f"{_COURSE} AND number = :number", year=year, number=number)
    return _course(found) if found else None


def session_named(reader: Reader, code: str) -> SessionFact | None:
    """Return the session of that code, or None."""
    table, year, number = parse_book_code(code) or ("", 0, 0)
    if table != "training_session":
        return None
    key = {"year": year, "number": number}
    found = first(reader, "SELECT course, held_on FROM training_session WHERE year = :year AND number = :number", **key)
    if found is None:
        return None
    course, held_on = found
    known = course_named(reader, course)
    present = reader.rows(
        """SELECT person FROM training_attendance WHERE year = :year AND session = :number AND is_present = 1""", **key
    )
    code = book_code("training_session", year, number)
    evaluated = first(
        reader,
        "SELECT year, number FROM training_evaluation WHERE session = :code ORDER BY year DESC, number DESC LIMIT 1",
        code=code,
    )
    return SessionFact(
        code=code,
        year=year,
        number=number,
        course=course,
        title=known.title if known else "",
        held_on=to_day(held_on),
        present=frozenset(person for (person,) in present),
        evaluation=book_code("training_evaluation", *evaluated) if evaluated else "",
    )


def _evaluation(reader: Reader, code: str) -> str:
    """Return what the evaluation of that code concludes, empty where there is none."""
    table, year, number = parse_book_code(code) or ("", 0, 0)
    if table != "training_evaluation":
        return ""
    sql = "SELECT conclusion FROM training_evaluation WHERE year = :year AND number = :number"
    found = first(reader, sql, year=year, number=number)
    return str(found[0]) if found else ""


def _taught(reader: Reader, day: date, instructor: str) -> tuple[str, ...]:
    """Return the sessions that somebody instructed on a day."""
    sql = "SELECT year, number, instructor FROM training_session WHERE held_on = :day ORDER BY year, number"
    return tuple(
        book_code("training_session", year, number)
        for year, number, other in reader.rows(sql, day=day.isoformat())
        if instructor and (other or "").casefold() == instructor.casefold()
    )
