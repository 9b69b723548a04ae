"""YAML, strictly: text only, every key once, no deeper than a form is, nothing that runs or points."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from crosspolicy.i18n import N_, Text
from crosspolicy.parsing.malformed import Malformed, too_deep, too_many
from crosspolicy.vocabulary.bounds import DEPTH, ENTRIES

if TYPE_CHECKING:
    import yaml

_LARGE: Final = 100_000
"""From so many characters on the C library parses: the other one needs minutes for what is refused in the end."""
_NULLS: Final = ("", "~", "null", "Null", "NULL")


class Broken(Malformed):
    """A text breaks off, or stops being what it should be: what follows cannot be told."""


def parse_yaml(text: str) -> Any:
    """Return what a YAML text states: scalars as their text, ``~`` and ``null`` as None. Raises Malformed."""
    events = Events(text, is_quick=len(text) > _LARGE)
    first = events.begin()
    if first is None:
        return None
    content = events.value(first)
    events.end()
    return content


class Events:
    """The events of a YAML text, and the plain content that follows from them; ``level`` is how deep the last one is.

    ``is_quick`` has the C library parse it where that is there: as strictly, in other words.
    """

    def __init__(self, text: str, *, is_quick: bool = False) -> None:
        import yaml

        self._yaml = yaml
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_loader() if is_quick else yaml.BaseLoader)
        self.level = 0
        self._stated = 0

    def next(self) -> "yaml.Event":
        """Return the next event. Raises Broken where the text is no YAML."""
        yaml = self._yaml
        try:
            event = next(self._events)
        except yaml.YAMLError as error:
            raise Broken(Text(N_("is no YAML: {reason}"), reason=_first_line(error))) from None
        if isinstance(event, yaml.CollectionStartEvent):
            self.level += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            self.level -= 1
        return event

    def begin(self) -> "yaml.Event | None":
        """Return the event with which the content of the only document begins, or None where there is none."""
        self.next()
        if isinstance(self.next(), self._yaml.StreamEndEvent):
            return None
        return self.next()

    def end(self) -> None:
        """See that nothing follows the content. Raises Malformed."""
        self.next()
        if isinstance(event := self.next(), self._yaml.DocumentStartEvent):
            raise Malformed(Text(N_("holds a second document, from {where} on"), where=_where(event)))

    def value(self, event: "yaml.Event") -> Any:
        """Return the content that an event begins: aliases, anchors and tags are refused. Raises Malformed.

        What one call returns states no more than ENTRIES values.
        """
        self._stated = 0
        return self._value(event)

    def _value(self, event: "yaml.Event") -> Any:
        yaml = self._yaml
        self._stated += 1
        if self._stated > 2 * ENTRIES:  # keys are counted, too
            raise Broken(too_many(ENTRIES).reason)
        see_plain(event)
        if self.level > DEPTH:
            raise too_deep()
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping()
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
                items.append(self._value(inner))
            return items
        scalar: Any = event
        return None if not scalar.style and scalar.value in _NULLS else scalar.value

    def _mapping(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self.next(), self._yaml.MappingEndEvent):
            key = str(self._value(event))
            if key in found:
                raise Malformed(Text(N_("states {key} twice, at {where}"), key=key, where=_where(event)))
            found[key] = self._value(self.next())
        return found


def _loader() -> Any:
    import yaml

    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def see_plain(event: "yaml.Event") -> None:
    """Refuse an alias, an anchor, a tag. Raises Malformed."""
    import yaml

    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Malformed(Text(N_("has an alias or anchor at {where}; write the text out"), where=_where(event)))
    if getattr(event, "tag", None):
        raise Malformed(Text(N_("has a tag at {where}; write plain text"), where=_where(event)))


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem} ({mark.line + 1}:{mark.column + 1})" if mark else str(problem)


def _where(marked: Any) -> str:
    return f"{marked.start_mark.line + 1}:{marked.start_mark.column + 1}"
