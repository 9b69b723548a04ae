"""Writers of rejected records, each in the format of its source, with columns (or a key) for the reasons."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import IO, Final, Protocol

from crosspolicy.records.raw import Raw, Table
from crosspolicy.records.reasons import OBJECT
from crosspolicy.views.imports.rejected_head import head_lines
from crosspolicy.views.imports.rejected_told import Told, beside, cited
from crosspolicy.vocabulary.json_text import json_text, yaml_text

Tables = Mapping[str, Table]


class Writer(Protocol):
    """Writes rejected records one by one."""

    def write(self, raw: Raw, told: Sequence[Told]) -> str:
        """Write one record, and return where it stands: its row, and that of its source where it is another."""
        ...

    def close(self) -> None:
        """Write what is left; the file itself is closed by whoever opened it."""
        ...


def writer_for(form: str, file: IO[bytes], tables: Tables) -> Writer:
    """Return the writer for a format, or an extension."""
    form = form.lower().removeprefix(".")
    if form in ("xlsx", "xlsm"):
        return _Workbook(file, tables)
    if form in _DELIMITERS:
        return _Delimited(file, next(iter(tables.values())), _DELIMITERS[form])
    return _Objects(file, _AROUND.get(form, _AS_LINES))


_DELIMITERS: Final = {"csv": ",", "tsv": "\t", "tab": "\t"}


class _Delimited:
    def __init__(self, file: IO[bytes], table: Table, delimiter: str) -> None:
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text, delimiter=delimiter)
        self._columns = table.columns
        lines = head_lines(table)
        self._row = len(lines)
        self._writer.writerows(lines)

    def write(self, raw: Raw, told: Sequence[Told]) -> str:
        self._row += 1
        where = cited(self._row, raw.place)
        cells = ["" if (cell := raw.values.get(name)) is None else str(cell) for name in self._columns]
        self._writer.writerow([*cells, *beside(where, told)])
        return where

    def close(self) -> None:
        self._text.detach()


_AS_LINES: Final = ("", "\n", "\n")
_AS_YAML: Final = ("- ", "\n- ", "\n")
_AROUND: Final = {"json": ("[\n", ",\n", "\n]\n"), "yaml": _AS_YAML, "yml": _AS_YAML}
"""What stands before, between and after objects: JSON is YAML, too, but for its escapes."""


class _Objects:
    def __init__(self, file: IO[bytes], around: tuple[str, str, str]) -> None:
        self._file = file
        self._before, self._between, self._after = around
        self._encode = yaml_text if around is _AS_YAML else json_text
        self._row = 0

    def write(self, raw: Raw, told: Sequence[Told]) -> str:
        self._row += 1
        content = {**raw.values, OBJECT: [t._asdict() for t in told]}
        self._file.write((self._before + self._encode(content)).encode())
        self._before = self._between
        return cited(self._row, raw.place)

    def close(self) -> None:
        self._file.write(self._after.encode())


class _Workbook:
    def __init__(self, file: IO[bytes], tables: Tables) -> None:
        from crosspolicy.views.imports.rejected_workbook import RejectedWorkbook

        self._book = RejectedWorkbook(file, tables)
        self._rows = {name: len(head_lines(table)) for name, table in tables.items()}

    def write(self, raw: Raw, told: Sequence[Told]) -> str:
        sheet = raw.place.sheet
        self._rows[sheet] += 1
        where = cited(self._rows[sheet], raw.place)
        self._book.write(raw, beside(where, told), {t.column for t in told})
        return where

    def close(self) -> None:
        self._book.close()
