"""How values are kept: days and moments as ISO text, money in minor units, lists as JSON, yes and no as 1 and 0."""

import json
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from crosspolicy.queries.times import when_text
from crosspolicy.vocabulary.money import to_minor


def canonical(content: object) -> str:
    """Return the one JSON text of plain content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def kept(value: object, currency: str) -> Any:
    """Return a value as the tables keep it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return to_minor(value, currency)
    if isinstance(value, date):
        return when_text(value)
    if isinstance(value, list | tuple | dict | frozenset):
        return canonical(sorted(value) if isinstance(value, frozenset) else value)
    return value
