"""Text from bytes, a block at a time: UTF-8, with or without its mark, UTF-16 with its mark, GB18030 where it must be.

Bytes that are ASCII are the same in UTF-8 and GB18030, so which of them a file is in shows with the first others. From
then on it is in that one to the end. What is in neither, or in both by turns, is refused with the line.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Final

from crosspolicy.errors import InvalidInput
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.unusable import unusable

UTF8: Final = "UTF-8"
UTF16: Final = "UTF-16"
GB18030: Final = "GB18030"

_AS_UTF8: Final = N_("Save it as UTF-8 (in a spreadsheet program: CSV UTF-8), and import that.")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_UTF8_WORDS: Final = re.compile(rb"(?<![\x80-\xff])(?:[\xe1-\xef][\x80-\xbf]{2})+(?![\x80-\xff])")
_GB_WORDS: Final = re.compile(rb"(?:[\x81-\xfe](?:[0-9][\x81-\xfe][0-9]|[\x40-\x7e\x80-\xfe]))+")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")


class Decoded:
    """The text of a file, to be iterated over once; ``encoding`` is known once something other than ASCII was read."""

    def __init__(self, path: str, blocks: Iterable[bytes]) -> None:
        self._path = path
        self._blocks = blocks
        self._decoder: codecs.IncrementalDecoder | None = None
        self._before = 0
        self.encoding = ""

    def __iter__(self) -> Iterator[str]:
        """Yield the text, a block at a time. Raises InvalidInput, with the line, where it is none."""
        for number, block in enumerate(self._blocks):
            yield self._text(self._unmarked(block) if number == 0 else block)
        if self._decoder:
            yield self._text(b"", is_last=True)

    def _unmarked(self, first: bytes) -> bytes:
        """Take off the mark with which a text begins that says in which encoding it is."""
        if first.startswith(codecs.BOM_UTF8):
            self._settle(UTF8)
            return first.removeprefix(codecs.BOM_UTF8)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self._settle(UTF16)
        return first

    def _settle(self, encoding: str) -> codecs.IncrementalDecoder:
        self.encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        return self._decoder

    def _text(self, block: bytes, *, is_last: bool = False) -> str:
        if self.encoding != UTF16 and b"\0" in block:
            raise self._binary(block[: block.index(b"\0")].decode("ascii", "replace"))
        decoder = self._decoder
        if not decoder:
            if block.isascii():
                return self._counted(block.decode("ascii"))
            decoder = self._settle(GB18030 if _is_gb18030(block) else UTF8)
        try:
            text = decoder.decode(block, is_last)
        except UnicodeDecodeError as error:
            raise self._mixed(error.object[: error.start].decode(self.encoding, "ignore")) from None
        if self.encoding == UTF16 and "\0" in text:
            raise self._binary(text[: text.index("\0")])
        if self.encoding == GB18030 and _has_utf8(block):
            raise self._mixed(block[: _utf8_words(block)[0].start()].decode(GB18030, "ignore"))
        return self._counted(text)

    def _counted(self, text: str) -> str:
        self._before += _line_ends(text)
        return text

    def _line(self, before: str) -> int:
        return self._before + _line_ends(before) + 1

    def _binary(self, before: str) -> InvalidInput:
        reason = Text(N_("has the character NUL in line {line}: it is no text, or damaged"), line=self._line(before))
        return unusable(self._path, reason, hint=Text(N_("Look whether it is the file that you mean.")))

    def _mixed(self, before: str) -> InvalidInput:
        told = N_("has in line {line} what is not {encoding}: encodings are mixed in it, or it is in another one")
        reason = Text(told, encoding=self.encoding, line=self._line(before))
        return unusable(self._path, reason, hint=Text(_AS_UTF8))


def _line_ends(text: str) -> int:
    return max(text.count("\n"), text.count("\r"))


def _is_gb18030(block: bytes) -> bool:
    """Say whether a text that is not all ASCII is in GB18030: not in UTF-8, and not in an encoding of other scripts.

    Nearly any bytes can be read as GB18030. Western texts then have lone characters that end in an ASCII letter; Big5
    has some for which the standard keeps no character; and what is in UTF-8 in parts shows by those parts.
    """
    if _decodes(block, UTF8) is not None:
        return False
    text = _decodes(block, GB18030)
    if text is None or _PRIVATE.search(text) or _has_utf8(block):
        return False
    words = _GB_WORDS.findall(block)
    likely = [word for word in words if len(word) > 2 or word[-1] >= 0x80]
    return 2 * sum(map(len, likely)) > sum(map(len, words))


def _decodes(block: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(block)
    except UnicodeDecodeError:
        return None


def _utf8_words(block: bytes) -> list[re.Match[bytes]]:
    return list(_UTF8_WORDS.finditer(block))


def _has_utf8(block: bytes) -> bool:
    """Say whether some words are in UTF-8: a long one, or more of the short ones than chance makes of GB18030."""
    words = _utf8_words(block)
    if not words:
        return False
    return any(len(word.group()) >= 12 for word in words) or 50 * len(words) > len(_HIGH.findall(block))
