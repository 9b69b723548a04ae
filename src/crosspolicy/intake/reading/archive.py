"""The archive that a workbook is, looked at before anything is unpacked: whole, not locked, not out of proportion."""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, cast

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.origin import STDIN, Origin
from crosspolicy.intake.reading.unusable import unusable
from crosspolicy.vocabulary.bounds import WORKBOOK_BYTES, WORKBOOK_PART_BYTES, WORKBOOK_PARTS, WORKBOOK_RATIO

UNPACKED: Final = WORKBOOK_BYTES
"""The most bytes that all of an archive may unpack to."""
PART: Final = WORKBOOK_PART_BYTES
"""The most bytes of a part that is held in memory whole, such as the table of texts; worksheets are not."""
RATIO: Final = WORKBOOK_RATIO
"""How many bytes one packed byte may stand for, in a part of more than SMALL bytes."""
SMALL: Final = 10**7
ENTRIES: Final = WORKBOOK_PARTS
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError)
"""What is raised on archives that are cut off or made up."""

_CONTENT_TYPES: Final = "[Content_Types].xml"
_WORKSHEETS: Final = "xl/worksheets/"
_WHOLE: Final = N_("Copy or download it once more; or open it, and save it as .xlsx anew.")
_AS_CSV: Final = N_("Save each sheet as CSV, and import those: they may be of any size.")


@contextmanager
def opened_archive(origin: Origin) -> Iterator[IO[bytes]]:
    """Return a workbook's archive as a file, once it was looked at. Raises InvalidInput where it is not to be read."""
    with _searchable(origin) as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                entries = archive.infolist()
        except DAMAGED as error:
            origin.check_unchanged()
            reason = Text(N_("is no whole archive: it is cut off or damaged ({reason})"), reason=error)
            raise unusable(origin.path, reason, hint=Text(_WHOLE)) from None
        _see_entries(origin.path, entries)
        yield stream


@contextmanager
def _searchable(origin: Origin) -> Iterator[IO[bytes]]:
    """Return the bytes as a file that can be searched: what comes by standard input is put aside first."""
    if origin.path != STDIN:
        # Of a file, archives want read, seek and tell: Origin is that much of one.
        origin.done = 0
        yield cast("IO[bytes]", origin)
        return
    with tempfile.TemporaryFile() as stream:
        for block in origin.whole(UNPACKED, Text(N_("is larger than 1 GB"))):
            stream.write(block)
        yield stream


def _see_entries(path: str, entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if _CONTENT_TYPES not in names:
        hint = Text(N_("Save the table as .xlsx or .csv, and import that."))
        raise unusable(path, Text(N_("is an archive, but no XLSX workbook")), hint=hint)
    if any(entry.flag_bits & 1 for entry in entries):
        hint = Text(N_("Take the password off, if it has one, and save it as .xlsx."))
        raise unusable(path, Text(N_("is protected by a password")), hint=hint)
    if reason := _out_of_proportion(entries):
        raise unusable(path, reason, hint=Text(_AS_CSV))


def _out_of_proportion(entries: list[zipfile.ZipInfo]) -> Text | None:
    if len(entries) > ENTRIES:
        return Text(N_("has {n} parts, more than any workbook"), n=len(entries))
    if sum(entry.file_size for entry in entries) > UNPACKED:
        return Text(N_("unpacks to more than 1 GB"))
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > RATIO * entry.compress_size:
            told = N_("has a part, {part}, that unpacks to more than {n} times its size")
            return Text(told, part=entry.filename, n=RATIO)
        if entry.file_size > PART and not entry.filename.startswith(_WORKSHEETS):
            return Text(N_("has a part, {part}, that unpacks to more than 200 MB"), part=entry.filename)
    return None
