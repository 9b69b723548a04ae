"""Which text of an agreement is in force, told a second time: folded from the journal, without the program."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from tests.support.audit import Event

ASKING = frozenset(
    {"acceptance.opened", "acceptance.evaluated", "acceptance.decided", "summary.added", "request.closed"}
)
"""What nobody may do while a text waits for signatures (2.3.2)."""

ASKED_FOR = frozenset({"coordinated", "agreed", "executing", "accepting", "accepted"})
"""The stages in which signatures are owed."""

Nodes = Mapping[int, list[tuple[str, str]]]
"""The time nodes of each text, as name and day."""


@dataclass
class Texts:
    """The texts of one agreement after so many events; ``due`` are the days of milestones by name, ``nodes`` of texts.

    ``in_force`` and ``newest`` are numbers, 0 for none; ``wrong`` is what should not have been let through.
    """

    parties: Set[str]
    nodes: Nodes
    due: dict[str, str]
    in_force: int = 0
    newest: int = 0
    withdrawn: set[int] = field(default_factory=set)
    signed: dict[int, set[str]] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """The text that waits for signatures, 0 for none."""
        return self.newest if self.newest not in (self.in_force, *self.withdrawn) else 0

    def unsigned(self) -> set[str]:
        """The departments that have not signed the text that waits."""
        return set(self.parties - self.signed[self.waiting]) if self.waiting else set()

    def take(self, event: Event) -> None:
        """Take one event in."""
        act, form, effect = event["act"], event["payload"]["form"], event["payload"]["effect"]
        texts = [int(code.rpartition("/G")[2]) for code in effect.get("codes", ()) if "/G" in code]
        if act in ("agreement.drafted", "responsibility.assigned") and texts:
            (self.newest,) = texts
            self.signed[self.newest] = set()
        elif act == "agreement.signed":
            self._sign(texts[0], form["department"], event["seq"])
        elif act == "agreement.withdrawn":
            if texts != [self.waiting]:
                self.wrong.append(f"event {event['seq']} withdrew {texts}, and {self.waiting} waited")
            self.withdrawn |= set(texts)
        elif act == "milestone.moved":
            self.due[event["payload"]["target"]] = form["due_date"]
        elif act == "milestone.reached":
            self.reached.add(event["payload"]["target"])
        self.reached |= {self._named(name) for name in form.get("milestones_reached", ()) if act == "report.filed"}
        passed = {*effect.get("waived", ()), *effect.get("warned", ())}
        if act in ASKING and (self.waiting or not self.in_force) and "signed-by-all" not in passed:
            self.wrong.append(f"event {event['seq']}, {act}, while text {self.waiting} waited for signatures")

    def _sign(self, text: int, department: str, seq: int) -> None:
        if text != self.waiting:
            self.wrong.append(f"event {seq} signed text {text}, and {self.waiting} waited")
        self.signed[text].add(department)
        if self.signed[text] >= self.parties:
            self.in_force = text
            for name, day in self.nodes.get(text, ()):
                if (known := self._named(name)) not in self.reached:
                    self.due[known] = day

    def _named(self, name: str) -> str:
        folded = name.strip().casefold()
        return next((known for known in self.due if known == name), None) or next(
            (known for known in self.due if known.casefold() == folded), name
        )


def faults(texts: Texts, kept: Mapping[str, object], stage: str) -> Iterator[str]:
    """Yield where what the book keeps is not what its journal makes of it."""
    yield from texts.wrong
    told = {
        "in force": texts.in_force,
        "withdrawn": texts.withdrawn,
        "due": texts.due,
        "owed": texts.unsigned() if stage in ASKED_FOR else set(),
    }
    for name, value in told.items():
        if kept[name] != value:
            yield f"{name}: the book has {kept[name]}, its journal {value}"
    if stage == "agreed" and (texts.waiting or not texts.in_force):
        yield f"agreed while text {texts.waiting} waits and {texts.in_force} is in force"
