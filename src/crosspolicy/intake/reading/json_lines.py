"""Records from JSON Lines: one object a line; a bad line is told, and reading goes on with the next."""

from collections.abc import Iterable, Iterator
from typing import Final

from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.formats import empty
from crosspolicy.intake.reading.lines import LIMIT, lines
from crosspolicy.intake.reading.unusable import snippet
from crosspolicy.intake.strict import parse_json
from crosspolicy.parsing.malformed import Malformed
from crosspolicy.records.raw import Place, Raw, Trouble
from crosspolicy.records.reasons import UNREADABLE

_OBJECT: Final = N_('Write one object on each line, like {"act": "request.drafted", "form": ...}.')


def read_json_lines(path: str, texts: Iterable[str]) -> Iterator[Raw | Trouble]:
    """Yield the record of each line that is not blank. Raises InvalidInput where there is none."""
    is_empty = True
    for number, line in enumerate(lines(texts), 1):
        if line.isspace():
            continue
        is_empty = False
        place = Place(path, "", number)
        if len(line) > LIMIT:
            yield _trouble(place, line, Text(N_("is longer than {n} characters"), n=LIMIT))
            continue
        try:
            content = parse_json(line)
        except Malformed as error:
            yield _trouble(place, line, error.reason)
            continue
        if content.__class__ is dict:
            yield Raw(place, content)
        else:
            yield _trouble(place, line, Text(N_("is no object with named fields")))
    if is_empty:
        raise empty(path)


def _trouble(place: Place, line: str, reason: Text) -> Trouble:
    return Trouble(place, "", snippet(line), reason, Text(_OBJECT), Raw(place, {UNREADABLE: line[:LIMIT].rstrip()}))
