"""The mapping file: how other people's columns become fields, as they write it, checked whole."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.forms.faults import faults_in
from crosspolicy.forms.types import Line
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.cells import SEPARATOR
from crosspolicy.intake.files import read_form
from crosspolicy.vocabulary.bounds import DATE_CHARACTERS
from crosspolicy.vocabulary.numbers import plainly

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
"""Where a column's name stands in a ``text``."""
_TWICE: Final = re.compile(r"(%[A-Za-z]).*\1", re.DOTALL)
"""The same part of a date, twice: nothing says which of the two holds."""


_NUMBER: Final = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
"""A number as YAML, JSON and TOML write it: each of them is text here."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _number(value: object) -> Decimal:
    number = plainly(Decimal(value)) if isinstance(value, str) and _NUMBER.fullmatch(value) else plainly(value)
    if number is None or abs(number.adjusted()) > 15:
        raise PydanticCustomError("number", N_("must be a number"))
    return number


Words = dict[str, str | None]
Name = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Rule(_Strict):
    """How one field is filled: from which column (or ``text`` with columns in braces), and what becomes of its cells.

    In this order: ``values`` replaces, ``date`` reads a day (ISO where none is stated) and ``plus_days`` adds those of
    another column, ``factor`` multiplies, ``round`` keeps so many decimal places, half to even.
    """

    column: Name | None = None
    text: Name | None = None
    values: Name | Words | None = None
    default: Any = None
    date: Annotated[tuple[Name, ...], BeforeValidator(_as_list)] = ()
    plus_days: Name | None = None
    factor: Annotated[Decimal, BeforeValidator(_number)] | None = None
    round: Annotated[int, Field(ge=0, le=6)] | None = None
    separator: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_is_column(cls, given: object) -> object:
        return {"column": given} if isinstance(given, str) else given

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads, the one that its faults are about first."""
        named = [self.column] if self.column else PLACEHOLDER.findall(self.text or "")
        return tuple(dict.fromkeys([*named, *([self.plus_days] if self.plus_days else [])]))


class MappingFile(_Strict):
    """A mapping file."""

    act: Name | None = None
    source: Line | None = None
    as_of_record: bool = False
    ignore_unmapped: bool = False
    ignore: Annotated[tuple[Name, ...], BeforeValidator(_as_list)] = ()
    separator: Name = SEPARATOR
    decode: Annotated[tuple[Literal["html"], ...], BeforeValidator(_as_list)] = ()
    columns: dict[str, Rule] = {}
    defaults: dict[str, Any] = {}
    values: dict[str, Words] = {}
    departments: dict[str, Name] = {}


def not_a_mapping(path: str, faults: tuple[Fault, ...]) -> InvalidInput:
    """Return what to say of a file that cannot be taken as a mapping."""
    message = Text(N_("{path} cannot be taken as a mapping."), path=path)
    return InvalidInput(faults, message, Text(N_("`crosspolicy import --suggest-mapping FILE` writes a first one.")))


def read_file(path: str) -> MappingFile:
    """Return a mapping file (``-`` for standard input). Raises InvalidInput with every fault, or NotFound."""
    try:
        content = MappingFile.model_validate({k: v for k, v in read_form(path).items() if v is not None})
    except ValidationError as error:
        raise not_a_mapping(path, faults_in(error, MappingFile)) from None
    except InvalidInput as error:
        raise not_a_mapping(path, error.fields) from None
    if faults := (*_contradictions(content), *_without_effect(content)):
        raise not_a_mapping(path, faults)
    return content


def _contradictions(content: MappingFile) -> Iterator[Fault]:
    for path, rule in content.columns.items():
        where = f"columns.{path}"
        if bool(rule.column) == bool(rule.text):
            yield Fault(where, Text(N_("must state one of column and text")))
        if rule.text and (PLACEHOLDER.sub("", rule.text).strip("{}") != PLACEHOLDER.sub("", rule.text)):
            yield Fault(f"{where}.text", Text(N_("has a brace without its other one")))
        if isinstance(rule.values, str) and rule.values not in content.values:
            tables = tuple(content.values) or ("-",)
            yield Fault(f"{where}.values", Text(N_("is none of the tables under values: {tables}"), tables=tables))
        for number, form in enumerate(rule.date, 1):
            if not _tells_a_day(form):
                message = N_("is no format of a date; write it like %Y-%m-%d, %d.%m.%Y, %m/%d/%y")
                yield Fault(f"{where}.date.{number}", Text(message))


def _without_effect(content: MappingFile) -> Iterator[Fault]:
    """Yield a fault for each entry that says something to nobody."""
    used = {rule.values for rule in content.columns.values() if isinstance(rule.values, str)}
    for name in content.values:
        if name not in used:
            message = N_("is used by no column: write values: {name} at the column that it is for, or take it out")
            yield Fault(f"values.{name}", Text(message, name=name))
    read = {column: path for path, rule in content.columns.items() for column in rule.columns}
    for number, column in enumerate(content.ignore, 1):
        if column in read:
            message = N_("{column} is read by columns.{path}: take one of the two out")
            yield Fault(f"ignore.{number}", Text(message, column=column, path=read[column]))


def _tells_a_day(form: str) -> bool:
    if len(form) > DATE_CHARACTERS or _TWICE.search(form):
        return False
    day = date(2026, 11, 24)
    try:
        return datetime.strptime(day.strftime(form), form).date() == day
    except (ValueError, re.error, IndexError, OverflowError):  # what is behind a per cent sign may be anything
        return False
