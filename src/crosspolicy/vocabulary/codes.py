"""How requests, and what lies under them, are named."""

from typing import Final

_YEAR: Final = 1_000_000_000


def request_code(request_id: int) -> str:
    """Return the code of a request, such as ``CB-2026-0001``, from its key in the book."""
    return f"CB-{request_id // _YEAR}-{request_id % _YEAR:04d}"


def request_key(year: int, number: int) -> int:
    """Return the key in the book of the year's ``number``-th request."""
    return year * _YEAR + number


def parse_code(code: str) -> tuple[int, str, int] | None:
    """Split ``CB-2026-0001`` or ``CB-2026-0001/A3`` into key, letter and number (``""``, 0 for the request itself).

    Returns None for what is no code; case and leading zeros do not matter.
    """
    whole, slash, part = code.strip().upper().partition("/")
    pieces = whole.split("-")
    if len(pieces) != 3 or pieces[0] != "CB" or not all(p.isascii() and p.isdigit() for p in pieces[1:]):
        return None
    if len(pieces[1]) != 4 or len(pieces[2]) > 9 or not int(pieces[2]):
        return None
    key = request_key(int(pieces[1]), int(pieces[2]))
    if not slash:
        return key, "", 0
    letter, number = part[:1], part[1:]
    if not letter.isalpha() or not (number.isascii() and number.isdigit()) or len(number) > 9:
        return None
    return key, letter, int(number)


LETTERS: Final = {
    "review": "V",
    "risk": "R",
    "meeting": "M",
    "action": "A",
    "responsibility": "T",
    "agreement": "G",
    "report": "P",
    "acceptance": "C",
    "evaluation": "E",
    "decision": "D",
    "summary": "S",
    "waiver": "W",
    "exclusion": "N",
    "issue": "I",
    "message": "L",
    "shared_item": "F",
    "appraisal": "Q",
    "breach": "B",
}
"""The letter that codes of a table's rows carry under their request."""


def child_code(request_id: int, table: str, number: int) -> str:
    """Return the code of a row under its request, such as ``CB-2026-0001/A3``."""
    return f"{request_code(request_id)}/{LETTERS[table]}{number}"


BOOK_PREFIXES: Final = {
    "incentive": "IN",
    "penalty": "PN",
    "training_need": "TN",
    "training_plan": "TP",
    "training_course": "TC",
    "training_session": "TS",
    "training_evaluation": "TE",
    "training_adjustment": "TA",
}
"""How codes begin of what lies under no request, by table; a year and a number within it follow."""


def book_code(table: str, year: int, number: int) -> str:
    """Return the code of a row of the book's own, such as ``IN-2026-0001``."""
    return f"{BOOK_PREFIXES[table]}-{year}-{number:04d}"


def written_code(typed: str) -> str:
    """Return a code of the book's own as it is written; what is none stays as it was typed."""
    parsed = parse_book_code(typed)
    return book_code(*parsed) if parsed else typed


def parse_book_code(code: str) -> tuple[str, int, int] | None:
    """Split ``TC-2027-0001`` into table, year and number; None for what is no such code."""
    pieces = code.strip().upper().split("-")
    tables = {prefix: table for table, prefix in BOOK_PREFIXES.items()}
    if len(pieces) != 3 or pieces[0] not in tables or not all(p.isascii() and p.isdigit() for p in pieces[1:]):
        return None
    if len(pieces[1]) != 4 or len(pieces[2]) > 9:
        return None
    return tables[pieces[0]], int(pieces[1]), int(pieces[2])
