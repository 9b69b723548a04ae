"""What records are done to: a code, or what an earlier record became, found by its external id."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from crosspolicy.acts.act import Act, Target
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.importing.troubles import aimed
from crosspolicy.queries.reader import Reader
from crosspolicy.records.raw import Place, Trouble
from crosspolicy.records.record import Record
from crosspolicy.store.imported import by_id, known

_NOTHING: Final = frozenset({Target.BOOK, Target.NEW_REQUEST})
_OF_TRAINING: Final = frozenset({Target.COURSE, Target.SESSION})


class Aim(NamedTuple):
    """What an act is done to, as a ``Call`` names it: the request's code, and what of it."""

    request: str = ""
    target: str = ""


class Names:
    """The external ids of a source's records, and what each became: lately, or in the book already."""

    def __init__(self, reader: Reader, source: str) -> None:
        self._reader = reader
        self._source = source
        self._made: dict[str, str] = {}
        self._lately: dict[str, str] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._refused: dict[str, Place] = {}

    def made(self, external_id: str, code: str) -> None:
        """Take note of what a record became."""
        if external_id:
            self._made[external_id] = code

    def refused(self, external_id: str, place: Place) -> None:
        """Take note of a record that was rejected: what rests on it is, too."""
        self._refused[external_id] = place

    def look_up(self, records: Sequence[Record]) -> Iterator[str]:
        """Find what records of earlier chunks became; yield the codes that these are done to, as far as known."""
        wanted: dict[str, list[str]] = {}
        for record in records:
            if external_id := _external(record.target):
                wanted.setdefault(self._source_of(record.target), []).append(external_id)
        self._lately, self._made, self._known = self._made, {}, {}
        for source, ids in wanted.items():
            found = known(self._reader, source, map(by_id, ids))
            self._known |= {(source, i): found[by_id(i)].code for i in ids if by_id(i) in found}
        yield from self._known.values()
        yield from (code for record in records if (code := _code(record.target)))

    def aim(self, record: Record, act: Act) -> Aim | Trouble:
        """Return what a record is done to, or why that is nothing."""
        if act.target in _NOTHING:
            return self._nowhere(record, *_FOR_NOTHING) if record.target else Aim()
        code = _code(record.target) or self._found(_external(record.target), self._source_of(record.target))
        if not code:
            return self._missing(record, act)
        if act.target is Target.MILESTONE:
            request, _, name = code.partition("/")
            stated = _stated(record.target, "milestone") or name
            return Aim(request, stated) if stated else self._nowhere(record, *_NO_MILESTONE)
        if act.target in _OF_TRAINING:
            return Aim("", code)
        request, _, _ = code.partition("/")
        return Aim(request, "" if act.target is Target.REQUEST else code)

    def _found(self, external_id: str, source: str) -> str:
        if source == self._source and (own := self._made.get(external_id) or self._lately.get(external_id)):
            return own
        return self._known.get((source, external_id), "")

    def _missing(self, record: Record, act: Act) -> Trouble:
        external_id = _external(record.target)
        if not external_id:
            return self._nowhere(record, *_NO_TARGET)
        place = self._refused.get(external_id) if self._source_of(record.target) == self._source else None
        if place and _is_before(place, record.place):
            message = Text(N_("rests on row {row}, which is rejected"), row=place.row)
            return self._nowhere(record, message, Text(N_("Mend that one first.")))
        return self._nowhere(record, *_UNKNOWN)

    def _nowhere(self, record: Record, message: Text, hint: Text) -> Trouble:
        return Trouble(record.place, *aimed(record), message, hint)

    def _source_of(self, target: "str | Mapping[str, Any]") -> str:
        return _stated(target, "source") or self._source


_FOR_NOTHING: Final = (
    Text(N_("is done to nothing that is there already")),
    Text(N_("Leave target empty for this act.")),
)
_NO_TARGET: Final = (
    Text(N_("must be there")),
    Text(N_("State a code, such as CB-2026-0001, or the external_id of a record before this one.")),
)
_NO_MILESTONE: Final = (
    Text(N_("names no milestone")),
    Text(N_("State target.milestone, or write CB-2026-0001/NAME.")),
)
_UNKNOWN: Final = (
    Text(N_("is the external_id of no record before this one")),
    Text(N_("Put the record that it names in front of it; name another system's with source.")),
)


def _is_before(place: Place, other: Place) -> bool:
    """Tell whether a place is read before another; of two tables, the one that was told of was."""
    return place[:2] != other[:2] or place.row < other.row


def _stated(target: str | Mapping[str, Any], name: str) -> str:
    return str(target.get(name) or "") if isinstance(target, Mapping) else ""


def _external(target: str | Mapping[str, Any]) -> str:
    return _stated(target, "external_id")


def _code(target: str | Mapping[str, Any]) -> str:
    return target if isinstance(target, str) else _stated(target, "code")
