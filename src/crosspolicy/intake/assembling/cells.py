"""What a table's cell states in a field: a text as it stands, a worksheet's value as text, a list split, a label."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.columns import Slot
from crosspolicy.intake.choices import choices_of, folded
from crosspolicy.intake.fields import Field
from crosspolicy.intake.strict import parse_json
from crosspolicy.parsing.malformed import Malformed
from crosspolicy.vocabulary.bounds import DIGITS

Reader = Callable[[Any], Any]

SEPARATOR: Final = ";"
NAMED: Final = " · "
"""What stands between a code and a name where both stand in one cell: ``IT · Information``, ``2 · minor``."""

_ANY_SEPARATOR: Final = re.compile("[;；\n]")
_COMMA: Final = re.compile("[,，、]")
_SEVERAL: Final = N_("Write a semicolon between several; behind one that has a comma itself, write one too.")
_BY_CODE: Final = ("department", "person", "audience")


class BadCell(Exception):
    """A cell states what cannot be: why, and what to do about it; ``column`` where it is another's than the field's."""

    def __init__(self, message: Text, hint: Text | None = None, column: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.column = column


def as_text(cell: Any) -> Any:
    """Return a worksheet's value as somebody would have typed it; what is nested stays as it is."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}" if cell.is_finite() and abs(cell.adjusted()) < DIGITS else str(cell)
    if isinstance(cell, datetime):
        is_day = cell.tzinfo is None and cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | float) else cell


def is_plain(slot: Slot) -> bool:
    """Tell whether a field takes a text as it stands."""
    field = slot.field
    is_read = field.kind in ("choice", "flag", "object") or field.refers in _BY_CODE or field.scale
    return not is_read and (slot.is_item or not field.is_list)


def reader_of(slot: Slot, separator: str = SEPARATOR) -> Reader:
    """Return what reads a cell for a field. It raises BadCell."""
    one = _one(slot.field)
    return one if slot.is_item or not slot.field.is_list else _several(one, separator, slot.field.kind == "object")


def _one(field: Field) -> Reader:
    if field.kind == "object":
        return _object
    if field.kind in ("choice", "flag"):
        known = choices_of(field)
        return lambda cell: known.get(folded(cell), cell) if isinstance(cell, str) else cell
    if field.refers in _BY_CODE or field.scale:
        return _code
    return as_text


def _code(cell: Any) -> Any:
    text = as_text(cell)
    return text.partition(NAMED)[0] if isinstance(text, str) else text


def _object(cell: Any) -> Any:
    """An object is JSON; a bare text stands for its first field."""
    return read_json(cell) if isinstance(cell, str) and cell.lstrip().startswith("{") else as_text(cell)


def _several(one: Reader, separator: str, is_object: bool) -> Reader:
    pattern = _ANY_SEPARATOR if separator == SEPARATOR else re.compile(re.escape(separator))

    def read(cell: Any) -> Any:
        if not isinstance(cell, str):
            return cell if isinstance(cell, list) else [one(cell)]
        start = cell.lstrip()[:1]
        if start == "[":
            return read_json(cell)
        if start == "{" and is_object:
            return [read_json(cell)]
        if pattern is _ANY_SEPARATOR and not is_object and _COMMA.search(cell) and not pattern.search(cell):
            raise BadCell(Text(N_("has a comma: is it one, or several?")), Text(_SEVERAL))
        return [one(piece) for text in pattern.split(cell) if (piece := text.strip())]

    return read


def read_json(text: str) -> Any:
    """Return what a text states in JSON, as strictly as a file's. Raises BadCell."""
    try:
        return parse_json(text)
    except Malformed as error:
        raise BadCell(error.reason) from None
