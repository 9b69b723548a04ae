"""Records from one nested text: a list in JSON, or an object whose ``records`` are one.

A text of this kind is held in memory while its records are read one after the other, so it has a bound; JSON Lines has
none. A record that cannot be is told, and reading goes on behind it; where the text itself breaks off, it ends.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.formats import empty
from crosspolicy.intake.reading.unusable import snippet, unusable
from crosspolicy.intake.strict import DECODER, LENIENT, see_depth
from crosspolicy.parsing.malformed import Malformed, too_deep, too_many
from crosspolicy.records.raw import Place, Raw, Trouble
from crosspolicy.records.reasons import UNREADABLE
from crosspolicy.vocabulary.bounds import NESTED_BYTES, NESTED_ENTRIES

LIMIT: Final = NESTED_BYTES
"""The most bytes that a file of this kind may have."""
TOO_LARGE: Final = N_("is larger than 50 MB; write it as JSON Lines, a record on each line, which may be of any size")

_BLANK: Final = re.compile(r"[ \t\n\r]*")
_OPENING: Final = re.compile(r'[ \t\n\r]*(\{[ \t\n\r]*"records"[ \t\n\r]*:[ \t\n\r]*)?\[')
NO_LIST: Final = N_("is no list of records, and no object that has nothing but records, which is one")
_BRACKETS: Final = N_(
    "Put the records in square brackets; or state --input-format jsonl where there is one on each line."
)


class _Broken(Exception):
    """The text is no JSON from some place on."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def read_json(path: str, texts: Iterable[str]) -> Iterator[Raw | Trouble]:
    """Yield the records of a JSON file. Raises InvalidInput where it holds no list of them, or breaks off."""
    text = "".join(texts)
    if not text.strip():
        raise empty(path)
    if text.count(",") >= NESTED_ENTRIES:
        raise unusable(path, too_many(NESTED_ENTRIES).reason)
    opening = _OPENING.match(text)
    if not opening:
        raise unusable(path, Text(NO_LIST), hint=Text(_BRACKETS))
    try:
        yield from _items(path, text, opening.end(), is_inside=bool(opening.group(1)))
    except _Broken as broken:
        error = json.JSONDecodeError(broken.reason, text, broken.at)
        raise unusable(path, Text(N_("is no JSON: {reason}"), reason=error)) from None


def _items(path: str, text: str, at: int, *, is_inside: bool) -> Iterator[Raw | Trouble]:
    number = 0
    at = _after_blank(text, at)
    while not text.startswith("]", at):
        if number:
            at = _after(text, at, ",")
        number += 1
        item, end = _item(Place(path, "", number), text, at)
        yield item
        at = _after_blank(text, end)
    at = _after_blank(text, at + 1)
    if is_inside:
        at = _after(text, at, "}")
    if at < len(text):
        raise _Broken("Extra data", at)


def _after_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _after(text: str, at: int, mark: str) -> int:
    if not text.startswith(mark, at):
        raise _Broken(f"Expecting '{mark}'", at)
    return _after_blank(text, at + 1)


def _item(place: Place, text: str, at: int) -> tuple[Raw | Trouble, int]:
    """Return a record, or what is wrong with it, and where it ends."""
    try:
        content, end = _decoded(DECODER, text, at)
        see_depth(text[at:end], content)
    except Malformed as error:
        try:
            _, end = _decoded(LENIENT, text, at)
        except Malformed:
            raise unusable(place.file, in_record(place, error.reason)) from None
        raw = Raw(place, {UNREADABLE: text[at:end]})
        return Trouble(place, "", snippet(text[at:end]), error.reason, raw=raw), end
    return as_record(place, content, text[at:end]), end


def _decoded(decoder: json.JSONDecoder, text: str, at: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, at)
    except RecursionError:
        raise too_deep() from None
    except json.JSONDecodeError as error:
        raise _Broken(error.msg, error.pos) from None


def as_record(place: Place, content: Any, shown: str) -> Raw | Trouble:
    """Return a record, or what is told of what is none."""
    if isinstance(content, dict):
        return Raw(place, content)
    raw = Raw(place, {UNREADABLE: shown})
    return Trouble(place, "", snippet(shown), Text(N_("is no object with named fields")), raw=raw)


def in_record(place: Place, reason: Text) -> Text:
    """Say in which record something is that leaves the rest of the file unread."""
    return Text(N_("record {n}: {reason}"), n=place.row, reason=reason)
