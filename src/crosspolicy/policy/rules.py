"""An adopted policy, ready to be asked: deadlines, periods, gates, clauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crosspolicy.i18n import local
from crosspolicy.vocabulary.lists import Every, RiskLevel


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
class Step:
    """A step of a scale; it is shown with what the policy calls it in the language spoken when it is shown."""

    number: int
    called: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.number} {local(dict(self.called))}"


@dataclass(frozen=True, slots=True)
class RiskScales:
    """The two scales, each step in three languages and the lowest first, and the level of each pair (5.2.2).

    ``matrix[likelihood - 1][impact - 1]`` is a level; from ``high`` on a risk counts as high.
    """

    likelihood: tuple[Mapping[str, str], ...]
    impact: tuple[Mapping[str, str], ...]
    matrix: tuple[tuple[RiskLevel, ...], ...]
    high: RiskLevel

    def level(self, likelihood: int | None, impact: int | None) -> RiskLevel | None:
        """Return the level of an assessment, None while one half of it is missing or off the scale."""
        if not likelihood or not impact or likelihood > len(self.likelihood) or impact > len(self.impact):
            return None
        return self.matrix[likelihood - 1][impact - 1]

    def steps(self, scale: str) -> tuple[Step, ...]:
        """Return the steps of ``likelihood`` or ``impact``, the lowest first."""
        return tuple(Step(number, called) for number, called in enumerate(getattr(self, scale), 1))

    def texts(self, scale: str) -> tuple[str, ...]:
        """Return the steps of ``likelihood`` or ``impact`` in the language now spoken, the lowest first."""
        return tuple(local(dict(step)) for step in getattr(self, scale))

    def is_high(self, level: str | None) -> bool:
        """Tell whether a level asks for a contingency plan (5.3.3)."""
        order = [*RiskLevel]
        return level is not None and order.index(RiskLevel(level)) >= order.index(self.high)


@dataclass(frozen=True, slots=True)
class AppraisalScale:
    """The marks from ``lowest`` to ``highest``, the weight of each indicator in per cent (6.1).

    A score is kept in hundredths of a mark; one below ``penalty_below`` hundredths can carry more than a warning.
    """

    lowest: int
    highest: int
    penalty_below: int
    weights: Mapping[str, int]

    def score(self, marks: Mapping[str, int]) -> int:
        """Return the weighted score of the marks, in hundredths."""
        return sum(weight * marks[indicator] for indicator, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class TrainingRound:
    """The annual round: by which month and day of the year before, and who owes it (7.1.1, 7.2.1)."""

    needs_by: tuple[int, int]
    plan_by: tuple[int, int]
    owed_by: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of one adopted policy text, named by the SHA-256 of the text."""

    digest: str
    version: str
    deadlines: Mapping[str, int]
    periods: Mapping[str, Every]
    gates: Mapping[str, str]
    clauses: Mapping[str, Clause]
    risk: RiskScales
    appraisal: AppraisalScale
    training: TrainingRound
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
        risk=scales_of(parsed["risk"]),
        appraisal=_appraisal_of(parsed["appraisal"]),
        training=_training_of(parsed["training"]),
        further=tuple(
            FurtherObligation(**{k.replace("-", "_"): v for k, v in f.items()}) for f in parsed["further-obligations"]
        ),
        due_soon_days=parsed["status"]["due-soon-days"],
    )


def scales_of(risk: Mapping[str, Any]) -> RiskScales:
    """Return the scales that a policy, as the book keeps it, has under ``risk``."""
    return RiskScales(
        likelihood=tuple(risk["likelihood"]),
        impact=tuple(risk["impact"]),
        matrix=tuple(tuple(RiskLevel(level) for level in row) for row in risk["matrix"]),
        high=RiskLevel(risk["high"]),
    )


def _appraisal_of(appraisal: Mapping[str, Any]) -> AppraisalScale:
    return AppraisalScale(
        lowest=appraisal["lowest"],
        highest=appraisal["highest"],
        penalty_below=round(appraisal["penalty-below"] * 100),
        weights={name.replace("-", "_"): weight for name, weight in appraisal["weights"].items()},
    )


def _training_of(training: Mapping[str, Any]) -> TrainingRound:
    return TrainingRound(_month_day(training["needs-by"]), _month_day(training["plan-by"]), training["owed-by"])


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
