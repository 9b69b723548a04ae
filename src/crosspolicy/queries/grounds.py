"""What rewards and penalties rest on: appraisals and breaches, by their codes (6.3)."""

from collections.abc import Iterable

from crosspolicy.policy.facts import GroundFact
from crosspolicy.queries.reader import Reader
from crosspolicy.vocabulary.codes import BOOK_PREFIXES, LETTERS, parse_code


def grounds(reader: Reader, codes: Iterable[str]) -> dict[str, GroundFact]:
    """Return those of the codes that name an appraisal or a breach of the book."""
    found = (ground_of(reader, code) for code in codes)
    return {ground.code: ground for ground in found if ground}


def ground_of(reader: Reader, code: str) -> GroundFact | None:
    """Return what a code names, where a reward or a penalty may rest on it."""
    key, letter, number = parse_code(code) or (0, "", 0)
    if letter == LETTERS["appraisal"]:
        sql = """SELECT department, person, CASE WHEN score < threshold THEN 1 ELSE 0 END FROM appraisal
                 WHERE request_id = :id AND number = :number"""
    elif letter == LETTERS["breach"]:
        sql = "SELECT department, person, serious FROM breach WHERE request_id = :id AND number = :number"
    else:
        return None
    for department, person, carries in reader.rows(sql, id=key, number=number):
        return GroundFact(code, letter == LETTERS["appraisal"], department or "", person or "", bool(carries))
    return None


def last_numbers(reader: Reader, year: int) -> dict[str, int]:
    """Return the last number of a year in each of the book's own tables."""
    parts = [f"SELECT '{table}', MAX(number) FROM {table} WHERE year = :year" for table in BOOK_PREFIXES]
    return {table: number or 0 for table, number in reader.rows(" UNION ALL ".join(parts), year=year)}


def known_codes(reader: Reader, codes: Iterable[str]) -> frozenset[str]:
    """Return those of the codes that name an appraisal, an issue or a breach of the book."""
    return frozenset(code for code in codes if ground_of(reader, code) or _is_issue(reader, code))


def _is_issue(reader: Reader, code: str) -> bool:
    key, letter, number = parse_code(code) or (0, "", 0)
    sql = "SELECT 1 FROM issue WHERE request_id = :id AND number = :number"
    return letter == LETTERS["issue"] and bool(reader.rows(sql, id=key, number=number))
