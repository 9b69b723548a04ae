"""The policy file: TOML in, checked whole, and kept in the book as plain data."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, ValidationError
from pydantic_core import PydanticCustomError

from crosspolicy.errors import Fault, InvalidInput
from crosspolicy.forms.faults import faults_in
from crosspolicy.i18n import N_, Text
from crosspolicy.parsing.malformed import Malformed
from crosspolicy.parsing.plain_file import too_large
from crosspolicy.parsing.strict_toml import parse_toml
from crosspolicy.policy.gates import GATES, STAGE_GATE
from crosspolicy.policy.obligations import KINDS
from crosspolicy.vocabulary.acts import ACT_NAMES, BOOK_ACTS
from crosspolicy.vocabulary.bounds import POLICY_BYTES
from crosspolicy.vocabulary.hidden import first_hidden
from crosspolicy.vocabulary.lists import Every, RiskLevel

DEADLINES = frozenset(
    [
        "review",
        "coordination-meeting",
        "responsibility-table",
        "agreement-draft",
        "signature",
        "start",
        "acceptance-opening",
        "evaluation",
        "decision",
        "summary",
        "contingency-plan",
        "issue-high",
        "issue-medium",
        "issue-low",
        "escalation",
        "ad-hoc-meeting",
        "appraisal",
        "training-evaluation",
        "training-adjustment",
    ]
)
PERIODS = frozenset({"progress-report", "regular-meeting", "risk-review", "risk-review-high"})


def _month_day(text: str) -> str:
    """Take a day that every year has, written like 10-31."""
    try:
        if not re.fullmatch(r"\d\d-\d\d", text, re.ASCII):
            raise ValueError
        date.fromisoformat(f"2001-{text}")
    except ValueError:
        raise PydanticCustomError("month_day", N_("must be a day of every year, written like 10-31")) from None
    return text


def _without_stage(gates: dict[str, str]) -> dict[str, str]:
    """Take no notice of a line of earlier files that says what holds for the stage anyway: it blocks."""
    return {name: word for name, word in gates.items() if (name, word) != (STAGE_GATE.id, "block")}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)


class Local(_Strict):
    """A text in the three languages."""

    en: str = Field(min_length=1)
    zh_Hans: str = Field(min_length=1)
    zh_Hant: str = Field(min_length=1)


class ClauseEntry(_Strict):
    """A clause of the policy."""

    title: Local
    summary: Local
    honoured_by: list[Literal["gate", "obligation", "record", "authority", "view"]]


class FurtherEntry(_Strict):
    """An obligation that the company adds."""

    kind: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    clause: str
    opened_by: str = Field(alias="opened-by")
    discharged_by: str = Field(alias="discharged-by")
    owed_by: Literal["management", "requesting", "each-party"] = Field(alias="owed-by")
    working_days: int = Field(alias="working-days", ge=0, le=366)
    title: Local


class RiskSettings(_Strict):
    """The scales of likelihood and impact, the matrix that makes levels of them, and what counts as high (5.2.2)."""

    likelihood: list[Local] = Field(min_length=3, max_length=6)
    impact: list[Local] = Field(min_length=3, max_length=6)
    matrix: list[list[RiskLevel]]
    high: RiskLevel = RiskLevel.HIGH


class Weights(_Strict):
    """How much each indicator weighs, in per cent (6.1.2)."""

    quality: StrictInt = Field(ge=0, le=100)
    progress: StrictInt = Field(ge=0, le=100)
    collaboration: StrictInt = Field(ge=0, le=100)
    communication: StrictInt = Field(ge=0, le=100)
    risk_control: StrictInt = Field(alias="risk-control", ge=0, le=100)


class AppraisalSettings(_Strict):
    """The marks of an appraisal, their weights, and below which score a penalty may rest on it (6.1.1, 6.3.3)."""

    lowest: StrictInt = Field(ge=0, le=100)
    highest: StrictInt = Field(ge=1, le=100)
    penalty_below: float = Field(alias="penalty-below", ge=0, le=100)
    weights: Weights


class TrainingSettings(_Strict):
    """The annual round of training: by which day of the year before, and who owes it (7.1.1, 7.2.1)."""

    needs_by: Annotated[str, AfterValidator(_month_day)] = Field(alias="needs-by")
    plan_by: Annotated[str, AfterValidator(_month_day)] = Field(alias="plan-by")
    owed_by: str = Field(alias="owed-by", min_length=1, max_length=40)


class StatusSettings(_Strict):
    """Settings of what ``status`` shows."""

    due_soon_days: int = Field(alias="due-soon-days", default=7, ge=0, le=366)


class PolicyFile(_Strict):
    """A company's policy. ``model_dump(mode="json", by_alias=True)`` is what the book keeps."""

    version: str = Field(min_length=1, max_length=40)
    effective_date: date
    name: Local
    interpreted_by: Local
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    calendar: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    deadlines: dict[str, StrictInt]
    periods: dict[str, Every]
    gates: Annotated[dict[str, Literal["block", "warn"]], AfterValidator(_without_stage)]
    risk: RiskSettings
    appraisal: AppraisalSettings
    training: TrainingSettings
    status: StatusSettings = Field(default_factory=lambda: StatusSettings.model_validate({}))
    further_obligations: list[FurtherEntry] = Field(alias="further-obligations", default_factory=list)
    clauses: dict[str, ClauseEntry]


class CheckedPolicy(NamedTuple):
    """A sound policy file: its text, the SHA-256 of the text, its version, and its content as plain data."""

    text: str
    digest: str
    version: str
    parsed: dict[str, Any]


def default_policy() -> str:
    """Return the text of the policy file that the program ships with."""
    return files("crosspolicy.policy").joinpath("default.toml").read_text("utf-8")


def check_policy(text: str) -> CheckedPolicy:
    """Read a policy file whole, or raise InvalidInput with every fault in it, each naming its key."""
    try:
        if len(text) > POLICY_BYTES:
            raise too_large(POLICY_BYTES)
        raw = parse_toml(text)
    except Malformed as error:
        raise InvalidInput((Fault("policy", error.reason),), Text(N_("The policy file cannot be read."))) from None
    faults: list[Fault] = [*_hidden(text, raw)]
    parsed: PolicyFile | None = None
    try:
        parsed = PolicyFile.model_validate(raw)
    except ValidationError as error:
        faults += faults_in(error, PolicyFile)
    if parsed:
        faults += list(_contradictions(parsed))
    if faults or not parsed:
        raise InvalidInput(
            tuple(faults),
            Text(N_("The policy file is not sound.")),
            Text(N_("Mend what is named and try again; `crosspolicy policy check FILE` changes nothing.")),
        )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return CheckedPolicy(text, digest, parsed.version, parsed.model_dump(mode="json", by_alias=True))


def _hidden(text: str, content: dict[str, Any]) -> Iterator[Fault]:
    """Yield a fault for each text and name with a character that nobody sees; of comments, with its line."""
    message = N_("has the invisible character U+{codepoint} at position {position}; take it out")
    lines = ((f"policy:{n}", line.rstrip("\r")) for n, line in enumerate(text.split("\n"), 1))
    found = [(key, value) for key, value in _texts(content, "") if first_hidden(value) is not None]
    found = found or [(key, line) for key, line in lines if first_hidden(line) is not None]
    for key, value in found:
        at = first_hidden(value) or 0
        yield Fault(key, Text(message, codepoint=f"{ord(value[at]):04X}", position=at + 1))


def _texts(content: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield every text and every name of a policy, each by its key."""
    if isinstance(content, str):
        yield key or "policy", content
    elif isinstance(content, dict | list):
        for name, inner in content.items() if isinstance(content, dict) else enumerate(content, 1):
            path = f"{key}.{name}".lstrip(".")
            if isinstance(name, str):
                yield path, name
            yield from _texts(inner, path)


def _contradictions(policy: PolicyFile) -> list[Fault]:
    faults = []
    faults += _wrong_keys("deadlines", policy.deadlines, DEADLINES)
    faults += _wrong_keys("periods", policy.periods, PERIODS)
    faults += _wrong_gates(policy.gates)
    faults += [
        Fault(f"deadlines.{name}", Text(N_("must lie between 0 and 366 working days")))
        for name, days in policy.deadlines.items()
        if not 0 <= days <= 366
    ]
    faults += _uneven_matrix(policy.risk)
    faults += _uneven_weights(policy.appraisal)
    cited = {gate.clause for gate in GATES.values()} | {kind.clause for kind in KINDS.values()}
    cited |= {further.clause for further in policy.further_obligations}
    faults += [
        Fault(f"clauses.{number}", Text(N_("is missing; a gate or an obligation cites it")))
        for number in sorted(cited - policy.clauses.keys())
    ]
    faults += [
        Fault(f"further-obligations.{n}.{end}", Text(N_("{act} is no act on a request"), act=act))
        for n, further in enumerate(policy.further_obligations, 1)
        for end, act in (("opened-by", further.opened_by), ("discharged-by", further.discharged_by))
        if act not in ACT_NAMES or act.startswith(BOOK_ACTS)
    ]
    kinds = [*KINDS, *(further.kind for further in policy.further_obligations)]
    faults += [
        Fault(f"further-obligations.{n}.kind", Text(N_("{value} stands there twice"), value=further.kind))
        for n, further in enumerate(policy.further_obligations, 1)
        if kinds.count(further.kind) > 1
    ]
    faults += [
        Fault(f"clauses.{number}", Text(N_("must be numbered like 2.3.1")))
        for number in policy.clauses
        if not re.fullmatch(r"\d{1,2}(\.\d{1,2}){1,2}", number)
    ]
    return faults


def _uneven_matrix(risk: RiskSettings) -> list[Fault]:
    """Find where the matrix does not fit the scales, or a graver risk gets a lower level."""
    rows, columns = len(risk.likelihood), len(risk.impact)
    if len(risk.matrix) != rows:
        return [Fault("risk.matrix", Text(N_("must have {n} rows, one for each step of likelihood"), n=rows))]
    faults = [
        Fault(f"risk.matrix.{n}", Text(N_("must have {n} levels, one for each step of impact"), n=columns))
        for n, row in enumerate(risk.matrix, 1)
        if len(row) != columns
    ]
    if faults:
        return faults
    grades = [[list(RiskLevel).index(level) for level in row] for row in risk.matrix]
    if any(list(line) != sorted(line) for line in (*grades, *zip(*grades, strict=True))):
        faults.append(Fault("risk.matrix", Text(N_("gives a lower level to what is likelier or graver"))))
    return faults


def _uneven_weights(appraisal: AppraisalSettings) -> list[Fault]:
    faults = []
    total = sum(appraisal.weights.model_dump().values())
    if total != 100:
        faults.append(Fault("appraisal.weights", Text(N_("must add to 100; they add to {total}"), total=total)))
    if appraisal.highest <= appraisal.lowest:
        faults.append(
            Fault("appraisal.highest", Text(N_("must lie above the lowest mark, {low}"), low=appraisal.lowest))
        )
    return faults


def _wrong_gates(gates: dict[str, Any]) -> list[Fault]:
    """Find gates that there are not, or that are missing; and a stage that is to let acts pass."""
    told = N_("cannot be set: an act out of its stage is refused under every policy; leave the line out")
    faults = [Fault(f"gates.{STAGE_GATE.id}", Text(told))] if STAGE_GATE.id in gates else []
    settable = {name: word for name, word in gates.items() if name != STAGE_GATE.id}
    return faults + _wrong_keys("gates", settable, frozenset(GATES) - {STAGE_GATE.id})


def _wrong_keys(table: str, given: dict[str, Any], known: frozenset[str]) -> list[Fault]:
    unknown = [Fault(f"{table}.{name}", Text(N_("is not known"))) for name in given if name not in known]
    missing = [Fault(f"{table}.{name}", Text(N_("is missing"))) for name in sorted(known - given.keys())]
    return unknown + missing
