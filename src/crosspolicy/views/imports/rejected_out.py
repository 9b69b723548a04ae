"""Writers of rejected records, each in the format of its source, with columns (or a key) for the reasons."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any, Final, NamedTuple, Protocol

from crosspolicy.records.raw import Raw
from crosspolicy.records.reasons import OBJECT, REASON, REMEDY
from crosspolicy.views.imports.outcome import column_name

Columns = Mapping[str, Sequence[str]]


class Told(NamedTuple):
    """What is wrong with a record, in the language now spoken."""

    column: str
    value: str
    message: str
    hint: str


class Writer(Protocol):
    """Writes rejected records one by one."""

    def write(self, raw: Raw, told: Sequence[Told]) -> None:
        """Write one record."""
        ...

    def close(self) -> None:
        """Write what is left; the file itself is closed by whoever opened it."""
        ...


def writer_for(form: str, file: IO[bytes], columns: Columns) -> Writer:
    """Return the writer for a format, or an extension."""
    form = form.lower().removeprefix(".")
    if form in ("xlsx", "xlsm"):
        return _Workbook(file, columns)
    if form in _DELIMITERS:
        return _Delimited(file, next(iter(columns.values()), ()), _DELIMITERS[form])
    return _Objects(file, _AROUND.get(form, _AS_LINES))


_DELIMITERS: Final = {"csv": ",", "tsv": "\t", "tab": "\t"}


def _reason(told: Sequence[Told]) -> str:
    return "; ".join(f"{column_name(t.column)}: {t.message}" if t.column else t.message for t in told)


def _remedy(told: Sequence[Told]) -> str:
    return "; ".join(dict.fromkeys(t.hint for t in told if t.hint))


class _Delimited:
    def __init__(self, file: IO[bytes], columns: Sequence[str], delimiter: str) -> None:
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text, delimiter=delimiter)
        self._columns = [name for name in columns if name not in (REASON, REMEDY)]
        self._writer.writerow([*self._columns, REASON, REMEDY])

    def write(self, raw: Raw, told: Sequence[Told]) -> None:
        cells = ["" if (cell := raw.values.get(name)) is None else str(cell) for name in self._columns]
        self._writer.writerow([*cells, _reason(told), _remedy(told)])

    def close(self) -> None:
        self._text.detach()


_AS_LINES: Final = ("", "\n", "\n")
_AS_YAML: Final = ("- ", "\n- ", "\n")
_AROUND: Final = {"json": ("[\n", ",\n", "\n]\n"), "yaml": _AS_YAML, "yml": _AS_YAML}
"""What stands before, between and after objects: JSON is YAML, too."""


class _Objects:
    def __init__(self, file: IO[bytes], around: tuple[str, str, str]) -> None:
        self._file = file
        self._before, self._between, self._after = around

    def write(self, raw: Raw, told: Sequence[Told]) -> None:
        content = {**raw.values, OBJECT: [t._asdict() for t in told]}
        self._file.write((self._before + json.dumps(content, ensure_ascii=False, default=str)).encode())
        self._before = self._between

    def close(self) -> None:
        self._file.write(self._after.encode())


class _Workbook:
    def __init__(self, file: IO[bytes], columns: Columns) -> None:
        from openpyxl import Workbook

        self._file = file
        self._book = Workbook(write_only=True)
        self._columns = columns
        self._sheets: dict[str, Any] = {}

    def write(self, raw: Raw, told: Sequence[Told]) -> None:
        name = raw.place.sheet
        columns = [c for c in self._columns.get(name, ()) if c not in (REASON, REMEDY)]
        if name not in self._sheets:
            self._sheets[name] = self._book.create_sheet(name)
            self._sheets[name].append([*columns, REASON, REMEDY])
        self._sheets[name].append([*map(self._cell, map(raw.values.get, columns)), _reason(told), _remedy(told)])

    def _cell(self, value: Any) -> Any:
        """Return a value as a cell takes it; a text that begins like a formula stays a text."""
        from openpyxl.cell import WriteOnlyCell

        if value is None or isinstance(value, int | date | Decimal):
            return value
        cell = WriteOnlyCell(self._book.worksheets[0], str(value))
        cell.data_type = "s"
        return cell

    def close(self) -> None:
        self._book.save(self._file)
