"""Rejected records put into files beside those that they came from: to be mended there, and imported again."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from crosspolicy.errors import SystemFault
from crosspolicy.files.scratch import temporary_files_in_scratch
from crosspolicy.i18n import N_, Text
from crosspolicy.records.raw import Content, Place, Raw, Table, Trouble
from crosspolicy.records.reasons import REJECTED
from crosspolicy.records.record import Record
from crosspolicy.views.export.sink import replacing, see_what_stands_there
from crosspolicy.views.imports.rejected_out import Writer, writer_for
from crosspolicy.views.imports.rejected_told import Told, sorted_out, told_of
from crosspolicy.vocabulary.paths import to_path


def place_for(name: str, input_format: str) -> Path:
    """Return where the rejected records of a file go: ``requests.csv`` becomes ``requests.rejected.csv``."""
    if name == _STDIN:  # which tells by itself only that it is a workbook
        return Path(f"stdin{REJECTED}.{input_format or 'xlsx'}")
    path = to_path(name)
    suffix = ".xlsx" if path.suffix.lower() == ".xlsm" else path.suffix  # nobody writes macros here
    return path.with_name(f"{path.stem}{REJECTED}{suffix}") if path.name else path / REJECTED


_STDIN: Final = "-"
_THERE: Final = N_("{table}, {row}: what is wrong stands there")


class RejectedFiles:
    """The files of rejected records; they appear whole, on leaving, when the import has been kept.

    ``written`` are those that hold something.
    """

    def __init__(self, names: Sequence[str], input_format: str = "") -> None:
        self._format = input_format
        self._places = {name: place_for(name, input_format) for name in names}
        self._tables: dict[str, dict[str, Table]] = {name: {} for name in names}
        self._writers: dict[str, Writer] = {}
        self._unread: dict[tuple[str, str], Told] = {}
        self._open: list[IO[bytes]] = []
        self._files = ExitStack()
        for place in self._places.values():
            see_what_stands_there(place)

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that hold something."""
        return tuple(self._places[name] for name in self._writers)

    def __enter__(self) -> "RejectedFiles":
        self._files.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, traceback)

    def seeing(self, name: str, contents: Iterable[Content]) -> Iterator[Content]:
        """Pass on what a file holds, and take note of its tables."""
        for content in contents:
            if isinstance(content, Table):
                self._tables[name][content.name] = content
            yield content

    def take(self, item: Record | Trouble, troubles: Sequence[Trouble]) -> None:
        """Write a rejected record, with all that is wrong with it, and the rows of other tables that belong to it.

        What is wrong with such a row is told beside that row; beside the record stands where that is.
        """
        if self._is_header(item):  # which is to be mended where it stands, with all the rows below it
            return
        raw = item.raw or Raw(item.place, {})
        own, inside = sorted_out(troubles, raw.parts)
        told = [self._unread.get((item.place.file, t.column)) or told_of(t) for t in own]
        for part in raw.parts:
            where = self._write(part, [told_of(t) for t in inside.get(part.place, ())])
            if part.place in inside:
                told.append(self._elsewhere(part.place, where))
        where = self._write(raw, told)
        if isinstance(item, Trouble):
            for name in (item.place.file,) if item.place.sheet else self._places:
                self._unread[name, item.place.short] = self._elsewhere(item.place, where)

    def _is_header(self, item: Record | Trouble) -> bool:
        tables = self._tables[item.place.file].values()
        return item.raw is None and any(
            table.header_row == item.place.row and item.place.sheet in ("", table.name) for table in tables
        )

    def _write(self, raw: Raw, told: Sequence[Told]) -> str:
        return self._writer(raw.place.file).write(raw, told)

    def _elsewhere(self, place: Place, where: str) -> Told:
        """Return what is told beside a record of one of its rows in another table."""
        table = place.sheet or self._places[place.file].name
        return Told("", "", str(Text(_THERE, table=table, row=where)), str(Text(N_("Mend that row."))))

    def _writer(self, name: str) -> Writer:
        if name not in self._writers:
            place = self._places[name]
            file = self._files.enter_context(_aside(place))
            if not self._writers:  # a workbook's sheets are put down until it is written
                self._files.enter_context(temporary_files_in_scratch())
            self._open.append(file)
            self._writers[name] = writer_for(self._format or place.suffix, file, self._tables[name])
        return self._writers[name]

    def seal(self) -> None:
        """Write to the end, and see it on the disk; on leaving, the files get their names."""
        for writer in self._writers.values():
            writer.close()
        for file in self._open:
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def _aside(place: Path) -> Iterator[IO[bytes]]:
    """Yield a file of rejected records, as ``replacing`` does. Raises SystemFault."""
    try:
        with replacing(place) as file:
            yield file
    except SystemFault as error:
        raise SystemFault(error.message, Text(N_("Make room for it, or import without --keep-good."))) from error
