"""How values are kept: days and moments as ISO text, money in minor units, lists as JSON, yes and no as 1 and 0."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Final

from crosspolicy.queries.times import when_text
from crosspolicy.vocabulary.money import to_minor

_ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, check_circular=False, separators=(",", ":")
).encode
_AS_THEY_ARE: Final = frozenset({str, int, type(None)})


def canonical(content: object) -> str:
    """Return the one JSON text of plain content."""
    return _ENCODE(content)


class Keeper(dict[type[Any], Callable[[Any], Any]]):
    """Turns values into what the tables of a book of one currency keep, by their types; finds out about each once."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency

    def __missing__(self, kind: type[Any]) -> Callable[[Any], Any]:
        if kind is Decimal:
            self[kind] = lambda amount: to_minor(amount, self._currency)
        else:
            self[kind] = _how(kind)
        return self[kind]

    def row(self, values: Mapping[str, object]) -> dict[str, Any]:
        """Return a row's values as the tables keep them."""
        return {name: v if (kind := type(v)) in _AS_THEY_ARE else self[kind](v) for name, v in values.items()}


keeper = cache(Keeper)
"""Return the keeper of a currency."""


def _how(kind: type[Any]) -> Callable[[Any], Any]:
    """Return what turns values of a type into what the tables keep."""
    if issubclass(kind, Enum):
        return _value_of
    if kind is bool:
        return int
    if issubclass(kind, date):
        return kind.isoformat if kind is date else when_text
    if kind is tuple:
        return _list_text
    if kind is frozenset:
        return _set_text
    return canonical if kind in (list, dict) else _itself


def _value_of(member: Enum) -> Any:
    return member._value_


def _list_text(items: tuple[object, ...]) -> str:
    return _short_list(items) if all(isinstance(item, str) for item in items) else canonical(items)


_short_list = lru_cache(maxsize=4096)(canonical)


def _set_text(items: frozenset[str]) -> str:
    return canonical(sorted(items))


def _itself(value: object) -> object:
    return value
