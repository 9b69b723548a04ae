"""A workbook written to a file that may have no room for it."""

from datetime import UTC, datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile


def save_workbook(book: Any, file: IO[bytes]) -> None:
    """Write a workbook (openpyxl's, with a sheet). Raises OSError, and then nothing is said but that.

    openpyxl leaves its archive open where it fails: the archive then tries to write its end when it is let go of, and
    tells on standard error that it could not.
    """
    from openpyxl.writer.excel import ExcelWriter

    archive = ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True)
    try:
        book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
        ExcelWriter(book, archive).save()
    except BaseException:
        archive.fp = None
        raise
