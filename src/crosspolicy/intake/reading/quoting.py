"""Rows from lines of CSV, strictly quoted: what a quotation mark opens, one closes, and nothing stands between."""

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crosspolicy.errors import InvalidInput
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.lines import LIMIT
from crosspolicy.intake.reading.unusable import unusable


class Misquoted(NamedTuple):
    """A row whose quotation marks contradict each other; the next one begins on the next line."""

    message: Text
    hint: Text


class Records:
    """The rows of a CSV, cell by cell, each an item of the iteration; ``before`` lines are not among ``lines``."""

    def __init__(self, path: str, lines: Iterable[str], delimiter: str, before: int) -> None:
        # The module's own bound is for all readers, and lower; ours, on the whole row, is then always met first.
        csv.field_size_limit(max(csv.field_size_limit(), 2 * LIMIT))
        self._path = path
        self._lines = lines
        self._delimiter = delimiter
        self._before = before
        self._row: list[str] = []
        self._is_over = False

    def __iter__(self) -> Iterator[list[str] | Misquoted]:
        """Yield the rows. Raises InvalidInput where one has no end, or is too long."""
        row = self._row
        reader = csv.reader(self._fed(), delimiter=self._delimiter, strict=True)
        while True:
            try:
                for cells in reader:
                    self._before += len(row)
                    row.clear()
                    yield cells
                return
            except csv.Error:
                if self._is_over:
                    raise self._unclosed() from None
            yield self._misquoted()
            self._before += len(row)
            row.clear()

    def _fed(self) -> Iterator[str]:
        row = self._row
        size = 0
        for line in self._lines:
            size = size + len(line) if row else len(line)
            row.append(line)
            if size > LIMIT:
                raise self._too_long()
            yield line
        self._is_over = True

    def _opened_in(self) -> int:
        """Return the line in which the last quotation mark of the row opens that opens one at all."""
        opened, is_inside, is_closed, last = 0, False, False, self._delimiter
        for number, line in enumerate(self._row, self._before + 1):
            for letter in line:
                begins = last in (self._delimiter, "\n", "\r")
                if letter == '"' and (is_inside or is_closed or begins):
                    opened = number if begins and not is_inside else opened
                    is_inside, is_closed = not is_inside, is_inside
                else:
                    is_closed = False
                last = letter
        return opened

    def _unclosed(self) -> InvalidInput:
        reason = Text(N_("a quotation mark that opens in line {line} is never closed"), line=self._opened_in())
        return unusable(self._path, reason, hint=Text(N_("Close it, or write it twice where it belongs to the value.")))

    def _too_long(self) -> InvalidInput:
        if len(self._row) == 1:
            reason = Text(N_("line {line} is longer than {n} characters"), line=self._before + 1, n=LIMIT)
            return unusable(
                self._path, reason, hint=Text(N_("Look whether it is a table, with a record on each line."))
            )
        told = N_("a quotation mark that opens in line {line} is not closed within {n} characters")
        reason = Text(told, line=self._opened_in(), n=LIMIT)
        return unusable(self._path, reason, hint=Text(N_("Close it, or write it twice where it belongs to the value.")))

    def _misquoted(self) -> Misquoted:
        first, last = self._before + 1, self._before + len(self._row)
        told = N_("has text after a closing quotation mark, in line {line}")
        if first == last:
            return Misquoted(
                Text(told, line=last), Text(N_("Write a quotation mark twice where it belongs to the value."))
            )
        hint = N_(
            "Write a quotation mark twice where it belongs to the value; or close the one that opens in line {line}."
        )
        return Misquoted(Text(told, line=last), Text(hint, line=self._opened_in()))
