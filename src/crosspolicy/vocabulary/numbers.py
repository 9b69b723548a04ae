"""Numbers as they are written: digits 0 to 9, and at most one point; no exponent, and no separators."""

import re
from decimal import Decimal
from typing import Final

from crosspolicy.vocabulary.bounds import DIGITS

_DIGITS: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def plain_number(text: str) -> Decimal | None:
    """Return the number that a text is, or None where it is not written in digits alone."""
    return Decimal(text) if len(text) <= DIGITS and _DIGITS.fullmatch(text) else None


def plainly(value: object) -> Decimal | None:
    """Return a number that a file holds as one, whatever its format wrote it like, or None for what is none.

    What has more than DIGITS digits before or behind the point is out of all range, and none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(value) if isinstance(value, int) else Decimal(str(value))
    if not number.is_finite() or not -DIGITS < number.adjusted() < DIGITS:
        return None
    return Decimal(f"{number:f}")
