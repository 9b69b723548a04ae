"""A workbook saved into a file that may not take it."""

from contextlib import suppress
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile


def save(book: Any, file: IO[bytes]) -> None:
    """Write a workbook to a file. Raises OSError, and then does not try again when the archive is let go of."""
    from openpyxl.writer.excel import ExcelWriter

    archive = ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True)
    try:
        ExcelWriter(book, archive).save()
    except BaseException:
        with suppress(Exception):
            archive.close()
        archive.fp = None
        raise
