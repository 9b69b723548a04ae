"""In which format a batch is written: as stated, or by the file's extension; and whether it begins as such files do."""

import codecs
import re
from pathlib import Path
from typing import Final, NamedTuple

from crosspolicy.errors import InvalidInput, UsageFault
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.origin import STDIN
from crosspolicy.intake.reading.unusable import unusable

FORMATS: Final = ("csv", "tsv", "json", "jsonl", "yaml", "xlsx")
BY_EXTENSION: Final = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")

_STATE: Final = N_("State --input-format, one of {formats}.")
_SAVE: Final = N_("Save it as .xlsx or .csv, and import that.")


class _Sign(NamedTuple):
    """How some files begin, in which formats none does, and what is told then."""

    begins: re.Pattern[bytes]
    not_in: tuple[str, ...]
    reason: str
    hint: str


_TEXTS: Final = ("csv", "tsv", "json", "jsonl", "yaml")
_SIGNS: Final = (
    _Sign(
        re.compile(rb"PK\x03\x04|PK\x05\x06"),
        _TEXTS,
        N_("is an archive, as XLSX workbooks are, and no text"),
        N_("If it is a workbook, give it the extension .xlsx, or state --input-format xlsx."),
    ),
    _Sign(
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        FORMATS,
        N_("is protected by a password, or an old workbook (.xls)"),
        N_("Take the password off, if it has one, and save it as .xlsx."),
    ),
    _Sign(re.compile(rb"%PDF-"), FORMATS, N_("is a PDF document"), N_("Import the spreadsheet that it was made from.")),
    _Sign(
        re.compile(rb"\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|7z\xbc\xaf"),
        FORMATS,
        N_("is compressed"),
        N_("Unpack it, and import what is in it."),
    ),
    _Sign(re.compile(rb"\s*<(\?xml|!doctype|html)", re.IGNORECASE), _TEXTS, N_("is a web page or XML"), _SAVE),
    _Sign(
        re.compile(rb'\s*(\{\s*"|\[\s*[\[{])'),
        ("csv", "tsv"),
        N_("begins as JSON does, and no table"),
        N_("State --input-format json, or jsonl where there is a record on each line."),
    ),
    _Sign(
        re.compile(rb"\s*\["),
        ("jsonl",),
        N_("begins as a list, where JSON Lines has a record on each line"),
        N_("State --input-format json."),
    ),
    _Sign(
        re.compile(rb"(?!PK\x03\x04|PK\x05\x06)"),
        ("xlsx",),
        N_("is no workbook"),
        N_("Give a text its own extension (.csv, .jsonl, .yaml), or state --input-format."),
    ),
)


def format_of(path: str, stated: str, head: bytes) -> str:
    """Return the format of a file that begins with ``head``: one of FORMATS.

    Raises UsageFault where another is stated, and InvalidInput where none is and nothing tells it.
    """
    if stated:
        if stated not in FORMATS:
            told = N_("{format} is no format of a batch; there are {formats}.")
            raise UsageFault(Text(told, format=stated, formats=FORMATS))
        return stated
    if path == STDIN:
        if head.startswith(ZIP):
            return "xlsx"
        raise unusable(path, Text(N_("standard input does not tell its format")), hint=_state())
    return _by_extension(path)


def _by_extension(path: str) -> str:
    extension = Path(path).suffix.lower()
    if found := BY_EXTENSION.get(extension):
        return found
    if not extension:
        raise unusable(path, Text(N_("has no extension that tells its format")), hint=_state())
    hint = Text(_SAVE) if extension in (".xls", ".xlsb", ".ods", ".numbers") else _state()
    reason = Text(N_("has the extension {extension}, which no format of a batch has"), extension=extension)
    raise unusable(path, reason, hint=hint)


def _state() -> Text:
    return Text(_STATE, formats=FORMATS)


def see_beginning(path: str, expected: str, head: bytes) -> None:
    """Raise InvalidInput where a file is empty, or begins as one of another format does."""
    text = head.removeprefix(codecs.BOM_UTF8)
    if not text:
        raise empty(path)
    for sign in _SIGNS:
        if expected in sign.not_in and sign.begins.match(text):
            raise unusable(path, Text(sign.reason), hint=Text(sign.hint))


def empty(path: str) -> InvalidInput:
    """Return what is told of a file that holds nothing."""
    hint = Text(N_("import --template writes a blank one to fill in."))
    return unusable(path, Text(N_("is empty")), hint=hint)
