"""What rewards and penalties rest on: appraisals and breaches, by their codes (6.3)."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from crosspolicy.policy.facts import GroundFact
from crosspolicy.queries.reader import Reader, Values
from crosspolicy.vocabulary.codes import BOOK_PREFIXES, LETTERS, child_code, parse_code
from crosspolicy.vocabulary.scores import score_text


def grounds(reader: Reader, codes: Iterable[str]) -> dict[str, GroundFact]:
    """Return those of the codes that name an appraisal or a breach of the book."""
    found = {code: ground_of(reader, code) for code in codes}
    return {code: ground for code, ground in found.items() if ground}


_CARRIES: Final = {"appraisal": "CASE WHEN score < threshold THEN 1 ELSE 0 END", "breach": "serious"}
"""What a reward or a penalty may rest on, by table, and what tells whether it carries more than a warning."""


def ground_of(reader: Reader, code: str) -> GroundFact | None:
    """Return what a code names, where a reward or a penalty may rest on it."""
    key, letter, number = parse_code(code) or (0, "", 0)
    for table, carries in _CARRIES.items():
        if letter == LETTERS[table]:
            sql = f"SELECT department, person, {carries} FROM {table} WHERE request_id = :id AND number = :number"
            for department, person, is_grave in reader.rows(sql, id=key, number=number):
                known = child_code(key, table, number)
                return GroundFact(known, table == "appraisal", department or "", person or "", bool(is_grave))
    return None


class Ground(NamedTuple):
    """An appraisal or a breach of somebody, and what it says: its score and who gave it, or what was broken."""

    code: str
    is_appraisal: bool
    says: str


def grounds_about(reader: Reader, department: str, person: str, limit: int = 50) -> list[Ground]:
    """Return the latest appraisals and breaches of a department, or of a person."""
    column, value = ("person", person) if person else ("department", department)

    def latest(table: str, told: str, day: str) -> list[Values]:
        sql = f"""SELECT request_id, number, {told} FROM {table} WHERE {column} = :who
                  ORDER BY {day} DESC, request_id DESC, number DESC LIMIT :limit"""
        return reader.rows(sql, who=value, limit=limit)

    appraisals = latest("appraisal", "score, by_department", "given_on")
    breaches = latest("breach", "term", "recorded_on")
    return [
        *(Ground(child_code(k, "appraisal", n), True, f"{score_text(score)} {by}") for k, n, score, by in appraisals),
        *(Ground(child_code(k, "breach", n), False, term) for k, n, term in breaches),
    ]


def last_numbers(reader: Reader, year: int) -> dict[str, int]:
    """Return the last number of a year in each of the book's own tables."""
    parts = [f"SELECT '{table}', MAX(number) FROM {table} WHERE year = :year" for table in BOOK_PREFIXES]
    return {table: number or 0 for table, number in reader.rows(" UNION ALL ".join(parts), year=year)}


_SHOW_A_NEED: Final = ("appraisal", "issue", "breach")


def known_codes(reader: Reader, codes: Iterable[str]) -> dict[str, str]:
    """Return those of the codes that name an appraisal, an issue or a breach of the book, each as it is written."""
    found = {code: _written(reader, code) for code in codes}
    return {code: written for code, written in found.items() if written}


def _written(reader: Reader, code: str) -> str:
    key, letter, number = parse_code(code) or (0, "", 0)
    for table in _SHOW_A_NEED:
        sql = f"SELECT 1 FROM {table} WHERE request_id = :id AND number = :number"
        if letter == LETTERS[table] and reader.rows(sql, id=key, number=number):
            return child_code(key, table, number)
    return ""
