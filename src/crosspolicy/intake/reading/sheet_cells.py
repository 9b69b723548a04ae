"""What a worksheet's cell holds, as plain data: text, whole numbers, exact decimals, days, moments, yes and no."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, NamedTuple

from crosspolicy.i18n import N_, Text
from crosspolicy.vocabulary.bounds import DIGITS

Value = str | int | Decimal | date | datetime | bool

_MIDNIGHT: Final = time()


class Unfit(NamedTuple):
    """Why a cell cannot be taken, what it shows, and what to do about it."""

    shown: str
    message: Text
    hint: Text


def value_of(cell: Any) -> Value | Unfit | None:
    """Return what a cell (of openpyxl) holds, None where it is empty."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return None
    if kind == "s":
        return _text(str(value))
    if kind == "f":
        return _formula(cell)
    if kind == "e":
        return _error(cell)
    if kind == "b":
        return bool(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == _MIDNIGHT else value
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(cell, value)
    return _odd(cell, Text(N_("cell {cell} holds a time without a day"), cell=cell.coordinate))


def _text(value: str) -> str | None:
    # A carriage return cannot stand in XML; spreadsheet programs write it so, and openpyxl leaves it at that.
    value = value.replace("_x000D_", "\r")
    return None if not value or value.isspace() else value


def _number(cell: Any, value: float) -> Value | Unfit:
    if isinstance(value, int):
        return value if abs(value) < 10**DIGITS else _no_number(cell)
    if value.is_integer():
        return int(value) if abs(value) < 10**DIGITS else _no_number(cell)
    number = Decimal(repr(value))
    return number if number.is_finite() else _no_number(cell)


def _no_number(cell: Any) -> Unfit:
    return _odd(cell, Text(N_("cell {cell} holds a number out of all range"), cell=cell.coordinate))


def _formula(cell: Any) -> Unfit:
    shown = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None) or "="
    message = Text(N_("cell {cell} holds a formula"), cell=cell.coordinate)
    return Unfit(shown, message, Text(N_("Copy it, and paste it in its own place as a value.")))


def _error(cell: Any) -> Unfit:
    message = Text(N_("cell {cell} holds an error"), cell=cell.coordinate)
    return Unfit(str(cell.value), message, Text(N_("State the value itself, or empty the cell.")))


def _odd(cell: Any, message: Text) -> Unfit:
    return Unfit(str(cell.value), message, Text(N_("State it as text, as the field asks for it.")))
