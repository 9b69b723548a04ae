"""Records from a list in YAML, or from an object whose ``records`` are one: all scalars as the text that they are."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from crosspolicy.errors import InvalidInput
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.reading.formats import empty
from crosspolicy.intake.reading.nested import NO_LIST, as_record, in_record
from crosspolicy.intake.reading.unusable import unusable
from crosspolicy.intake.strict_yaml import Broken, Events, see_plain
from crosspolicy.parsing.malformed import Malformed
from crosspolicy.records.raw import Place, Raw, Trouble

if TYPE_CHECKING:
    import yaml

_HOPELESS: Final = 200
"""So many levels deep, YAML's parser needs seconds to find the end of a record, and then hours: nobody waits for it."""

_DASHES: Final = N_("Begin each record with a dash, like this: - act: request.drafted")


def read_yaml(path: str, texts: Iterable[str]) -> Iterator[Raw | Trouble]:
    """Yield the records of a YAML file. Raises InvalidInput where it holds no list of them, or breaks off."""
    import yaml

    place = Place(path)
    try:
        events = Events("".join(texts), is_quick=True)
        _begin(path, events)
        level = events.level
        while not isinstance(event := events.next(), yaml.SequenceEndEvent):
            place = Place(path, "", place.row + 1)
            yield _record(events, event, place, level)
        if level > 1 and not isinstance(events.next(), yaml.MappingEndEvent):
            raise _no_list(path)
        events.end()
    except Malformed as error:
        raise unusable(path, in_record(place, error.reason) if place.row else error.reason) from None


def _begin(path: str, events: Events) -> None:
    """Go into the list of records: the document itself, or what its only field ``records`` holds."""
    import yaml

    event = events.begin()
    if event is None or (isinstance(event, yaml.ScalarEvent) and not event.value):
        raise empty(path)
    see_plain(event)
    if isinstance(event, yaml.MappingStartEvent):
        if isinstance(key := events.next(), yaml.MappingEndEvent) or events.value(key) != "records":
            raise _no_list(path)
        see_plain(event := events.next())
    if not isinstance(event, yaml.SequenceStartEvent):
        raise _no_list(path)


def _no_list(path: str) -> InvalidInput:
    return unusable(path, Text(NO_LIST), hint=Text(_DASHES))


def _record(events: Events, event: "yaml.Event", place: Place, level: int) -> Raw | Trouble:
    try:
        content = events.value(event)
    except Broken:
        raise
    except Malformed as error:
        while events.level > level:
            events.next()
            if events.level > _HOPELESS:
                raise Broken(error.reason) from None
        return Trouble(place, "", "", error.reason)
    return as_record(place, content, str(content))
