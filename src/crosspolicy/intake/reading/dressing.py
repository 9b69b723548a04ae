"""Drop-down lists, notes and widths of a worksheet, cut out of its XML: openpyxl leaves them out where it streams."""

import re
from collections.abc import Iterator, Mapping
from typing import IO, Final, NamedTuple
from xml.etree import ElementTree

from crosspolicy.intake.reading.merged import CHUNK, column_number
from crosspolicy.records.dressing import Validation

LONGEST: Final = 2**20
"""The most bytes of such a part: a worksheet that has more is left plain."""
_COLUMNS: Final = 16_384

_BEGUN: Final = re.compile(rb"<((?:\w{1,40}:)?(?:cols|dataValidations))[\s>]")
_PREFIX: Final = re.compile(rb"(?<=[</\s])(?!xml)(\w+):\w")
_CELLS: Final = re.compile(r"([A-Z]{1,3})\d*(?::([A-Z]{1,3})\d*)?")
_SHORT: Final = 40


class Column(NamedTuple):
    """A column's width, and the number of its style."""

    width: float
    style: int


class Trimmings(NamedTuple):
    """What was found, by the number of the column, from 1."""

    columns: Mapping[int, Column]
    validations: Mapping[int, Validation]


def trimmings_of(stream: IO[bytes]) -> Trimmings:
    """Return what a worksheet's XML says of its columns; what cannot be read there is as if it were not."""
    columns: dict[int, Column] = {}
    validations: dict[int, Validation] = {}
    for part in _parts(stream):
        try:
            root = _element(part)
            if _local(root.tag) == "cols":
                columns |= dict(_columns(root))
            else:
                for number, found in _validations(root):
                    if number not in validations or (found.formula and not validations[number].formula):
                        validations[number] = found
        except (ElementTree.ParseError, ValueError):
            continue
    return Trimmings(columns, validations)


def _element(part: bytes) -> ElementTree.Element:
    """Return a part by itself: whichever prefixes it has from the elements around it, their names tell enough."""
    prefixes = b" ".join(b'xmlns:%b="."' % prefix for prefix in sorted(set(_PREFIX.findall(part))))
    return ElementTree.fromstring(b"<part %b>%b</part>" % (prefixes, part))[0]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    text = b""
    while chunk := stream.read(CHUNK):
        text += chunk
        end = 0
        while begun := _BEGUN.search(text, end):
            closing = b"</%b>" % begun[1]
            at = text.find(closing, begun.end())
            if at < 0:
                break
            end = at + len(closing)
            yield text[begun.start() : end]
        text = text[begun.start() if begun else max(end, len(text) - _SHORT) :]
        if len(text) > LONGEST + CHUNK:
            return


def _columns(root: ElementTree.Element) -> Iterator[tuple[int, Column]]:
    for element in root:
        first, last = int(element.get("min", "1")), int(element.get("max", "1"))
        column = Column(float(element.get("width", "0")), int(element.get("style", "0")))
        yield from ((number, column) for number in range(max(first, 1), min(last, _COLUMNS) + 1))


def _validations(root: ElementTree.Element) -> Iterator[tuple[int, Validation]]:
    for element in root:
        cells = element.get("sqref") or _text(element, "sqref")
        attributes = {n: value for n, value in element.attrib.items() if n != "sqref" and "}" not in n}
        validation = Validation(attributes, _text(element, "formula1"))
        for first, last in (found.groups() for found in map(_CELLS.fullmatch, cells.split()) if found):
            for number in range(column_number(first), min(column_number(last or first), _COLUMNS) + 1):
                yield number, validation


def _text(element: ElementTree.Element, name: str) -> str:
    return next(("".join(inner.itertext()).strip() for inner in element if _local(inner.tag) == name), "")
