"""An adopted policy, ready to be asked: deadlines, periods, gates, clauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crosspolicy.i18n import local
from crosspolicy.vocabulary.lists import Every


@dataclass(frozen=True, slots=True)
class Clause:
    """An article of the policy, in the policy file's languages (keys ``en``, ``zh_Hans``, ``zh_Hant``)."""

    number: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    honoured_by: tuple[str, ...]

    def label(self) -> str:
        """Return the title in the language now spoken."""
        return local(dict(self.title))


@dataclass(frozen=True, slots=True)
class FurtherObligation:
    """An obligation that the company's own policy file adds."""

    kind: str
    clause: str
    opened_by: str
    discharged_by: str
    owed_by: str
    working_days: int
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of one adopted policy text, named by the SHA-256 of the text."""

    digest: str
    version: str
    deadlines: Mapping[str, int]
    periods: Mapping[str, Every]
    gates: Mapping[str, str]
    clauses: Mapping[str, Clause]
    further: tuple[FurtherObligation, ...]
    due_soon_days: int

    def blocks(self, gate: str) -> bool:
        """Tell whether a breach of this gate refuses the act, or only warns."""
        return self.gates.get(gate, "block") == "block"


def rules_of(parsed: Mapping[str, Any], digest: str) -> Rules:
    """Build the rules from a policy as the book keeps it (``PolicyFile.parsed``)."""
    return Rules(
        digest=digest,
        version=parsed["version"],
        deadlines=parsed["deadlines"],
        periods={name: Every(every) for name, every in parsed["periods"].items()},
        gates=parsed["gates"],
        clauses={
            number: Clause(number, c["title"], c["summary"], tuple(c["honoured_by"]))
            for number, c in parsed["clauses"].items()
        },
        further=tuple(
            FurtherObligation(**{k.replace("-", "_"): v for k, v in f.items()}) for f in parsed["further-obligations"]
        ),
        due_soon_days=parsed["status"]["due-soon-days"],
    )
