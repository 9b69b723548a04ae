"""Codes that begin as somebody typed, as ranges of keys: a shell is offered some of them, however many there are."""

from collections.abc import Iterator
from typing import Final

from crosspolicy.queries.reader import Reader, Values
from crosspolicy.vocabulary.codes import BOOK_PREFIXES, book_code, parse_code, request_key

_DIGITS: Final = 9
"""How many digits a number in a code has at most; at least it has four."""

Range = tuple[int, int]
"""From the first, to below the second."""


def keys_beginning(typed: str) -> Iterator[Range]:
    """Yield the keys of requests whose code begins so, the latest first; a code with ``/`` names one request."""
    whole, slash, _part = typed.partition("/")
    if slash:
        parsed = parse_code(whole)
        yield from [(parsed[0], parsed[0] + 1)] if parsed else []
        return
    for years, numbers in numbers_beginning(typed, "CB"):
        if years[1] - years[0] > 1:
            yield request_key(years[0], 0), request_key(years[1], 0)
        else:
            yield request_key(years[0], numbers[0]), request_key(years[0], numbers[1])


def numbers_beginning(typed: str, prefix: str) -> Iterator[tuple[Range, Range]]:
    """Yield years, and numbers in them, of the codes like ``CB-2026-0001`` that begin so; the latest first."""
    every = (0, 10**_DIGITS)
    head, dash, rest = typed.partition("-")
    if not dash:
        yield from [((0, 10**4), every)] if prefix.startswith(head) else []
        return
    year, dash, number = rest.partition("-")
    if head != prefix or not all(not part or (part.isascii() and part.isdigit()) for part in (year, number)):
        return
    if not dash:
        yield from [(_beginning(year, 4), every)] if len(year) <= 4 else []
    elif len(year) == 4:
        for width in range(_DIGITS, 3, -1):
            is_written_so = width == 4 or not number.startswith("0")
            if is_written_so and len(number) <= width:
                low, high = _beginning(number, width)
                yield (int(year), int(year) + 1), (low if width == 4 else max(low, 10 ** (width - 1)), high)


def _beginning(digits: str, width: int) -> Range:
    """Return the numbers of so many digits that begin so."""
    rest = 10 ** (width - len(digits))
    first = int(digits or "0") * rest
    return first, first + (rest if digits else 10**width)


def book_codes_beginning(reader: Reader, table: str, told: str, typed: str, limit: int) -> list[tuple[str, str]]:
    """Return the codes of a table of the book's own that begin so, the latest first, each with what a column tells."""
    found: list[Values] = []
    for years, numbers in numbers_beginning(typed.strip().upper(), BOOK_PREFIXES[table]):
        of_year = "year = :first" if years[1] - years[0] == 1 else "year >= :first AND year < :last"
        sql = f"""SELECT year, number, {told} FROM {table}
                  WHERE {of_year} AND number >= :low AND number < :high ORDER BY year DESC, number DESC LIMIT :limit"""
        bounds = dict(zip(("first", "last", "low", "high"), (*years, *numbers), strict=True))
        asked = {name: value for name, value in bounds.items() if f":{name}" in sql}
        found += reader.rows(sql, **asked, limit=limit - len(found))
    return [(book_code(table, year, number), text or "") for year, number, text in found]
