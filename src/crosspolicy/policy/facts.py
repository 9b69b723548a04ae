"""What is true when somebody acts: frozen records that gates and effects read."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crosspolicy.errors import Breach
from crosspolicy.vocabulary.codes import LETTERS, parse_code, request_code
from crosspolicy.vocabulary.frozen import dataclass
from crosspolicy.vocabulary.lists import TRACK, Stage

if TYPE_CHECKING:
    from crosspolicy.forms.identifiers import Known
    from crosspolicy.policy.rules import Rules

NO_REQUEST: Final = 0


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A person of the book."""

    login: str
    name: str
    department: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class DepartmentFact:
    """A department of the book; ``head`` is a login or empty."""

    code: str
    name: str
    head: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and who recorded it: themselves, a coordinator for them, or their deputy.

    ``denial`` says why they may not act at all: an account that is nobody's, somebody who may not act for another.
    """

    person: PersonFact
    recorded_by: PersonFact
    is_deputised: bool = False
    denial: Breach | None = None

    @property
    def login(self) -> str:
        """The login of the one who acts."""
        return self.person.login

    @property
    def department(self) -> str:
        """The department of the one who acts."""
        return self.person.department


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of an act: ``occurred`` is a day or a moment (UTC); ``day`` and ``today`` count in the book's zone.

    ``now_day`` is the day it is; ``today`` that up to which things can have happened: a record's own in history.
    """

    now: datetime
    now_day: date
    today: date
    occurred: date | datetime
    day: date
    zone: tzinfo

    def day_of(self, when: date | datetime) -> date:
        """Return the day on which a day or a moment falls in the book's zone."""
        return when.astimezone(self.zone).date() if isinstance(when, datetime) else when


@dataclass(frozen=True, slots=True)
class GroundFact:
    """What a reward or a penalty may rest on: an appraisal or a breach, of a department or of a person.

    ``carries_penalty`` says that it carries more than a warning: a serious breach, or a score below the threshold.
    """

    code: str
    is_appraisal: bool
    department: str
    person: str
    carries_penalty: bool


@dataclass(frozen=True, slots=True)
class CourseFact:
    """A course: ``plan`` is the code of the plan that has it, empty for none; ``is_dropped`` by an adjustment."""

    code: str
    year: int
    number: int
    title: str
    instructor: str
    plan: str
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A session that was held, and by how it was evaluated last (an empty code: not yet)."""

    code: str
    year: int
    number: int
    course: str
    title: str
    held_on: date
    present: frozenset[str]
    evaluation: str


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """What is true of training where an act of chapter 7 is about to happen.

    ``factors`` are those that the year's needs speak to, ``needs`` the codes of those needs, ``courses`` the year's by
    code. ``course`` and ``session`` are what the act is done to, ``conclusion`` is that of the evaluation that it rests
    on. ``taught`` are the sessions that the instructor held on the day in question.
    """

    factors: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    courses: Mapping[str, CourseFact] = field(default_factory=dict)
    course: CourseFact | None = None
    session: SessionFact | None = None
    conclusion: str = ""
    taught: tuple[str, ...] = ()


class AdoptionFact(NamedTuple):
    """That an edition of the policy was adopted: on which day, and from which on it governs.

    ``governs_from`` is None of the founding edition, which governs from the start.
    """

    digest: str
    version: str
    adopted_date: date
    governs_from: date | None


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What is true of the whole book; ``people`` holds those that the act names, ``grounds`` what it rests on, by code,
    ``known`` those that it names as evidence and that exist, each as it is written.

    ``adoptions`` are those of its policy, the last before the others and the founding one at the end; ``editions``,
    where another is adopted, their rules by digest. ``logins`` are those of everybody, where somebody is added;
    ``counters`` are the last numbers of ``year`` in the book's own tables: the year that the act counts in.
    """

    company: str
    currency: str
    country: str
    timezone: str
    is_rehearsal: bool
    adoptions: tuple[AdoptionFact, ...]
    departments: Mapping[str, DepartmentFact]
    people: Mapping[str, PersonFact]
    accounts: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    grounds: Mapping[str, GroundFact] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    year: int = 0
    counters: Mapping[str, int] = field(default_factory=dict)
    training: TrainingFacts = field(default_factory=TrainingFacts)
    logins: "Known | None" = None
    editions: "Mapping[str, Rules]" = field(default_factory=dict)

    def policy_on(self, day: date) -> str:
        """Return the digest of the policy in force on a day: of those whose day has come, the one adopted last."""
        return next(a.digest for a in self.adoptions if a.governs_from is None or a.governs_from <= day)

    def stands_for(self, person: PersonFact, department: str) -> bool:
        """Tell whether a person is of a department, or heads it though they are of another."""
        headed = self.departments.get(department)
        return person.department == department or (headed is not None and headed.head == person.login)


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A milestone of a request."""

    number: int
    name: str
    due_date: date
    department: str
    reached_date: date | None


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """A text of the agreement (2.3.2): its number, digest and periods, and the table that it rests on.

    ``concluded_on`` is when the last department signed it, None until then.
    """

    number: int
    digest: str
    report_every: str
    meeting_every: str
    responsibility_version: int = 1
    concluded_on: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A period that a department has reported on."""

    department: str
    period_start: date
    period_end: date


@dataclass(frozen=True, slots=True)
class ActionFact:
    """An action item or point of rework; open while ``done_on`` is None."""

    number: int
    source: str
    department: str
    due_date: date
    done_on: date | None


class ForeseenFact(NamedTuple):
    """A risk as the request form states it (2.1.2)."""

    category: str
    description: str
    likelihood: int | None
    impact: int | None


@dataclass(frozen=True, slots=True)
class RiskFact:
    """A risk of the register (chapter 5); open while ``closed_on`` is None.

    ``owner_department`` is the owner's, empty while it has none. ``accepted_by`` is who of management accepted it;
    ``contingency_responsible`` who carries the contingency plan out.
    ``loss`` is in the currency's smallest unit.
    """

    number: int
    category: str
    description: str
    identified_by: tuple[str, ...]
    likelihood: int | None
    impact: int | None
    level: str | None
    inherent_level: str | None
    residual_likelihood: int | None
    residual_impact: int | None
    response: str | None
    measures: str | None
    owner: str | None
    owner_department: str
    due_date: date | None
    measures_done_on: date | None
    accepted_by: str | None
    has_contingency: bool
    closed_on: date | datetime | None
    probability_percent: int | None = None
    loss: int | None = None
    contingency_responsible: str | None = None


@dataclass(frozen=True, slots=True)
class IssueFact:
    """An issue (3.1.4); open while ``resolved_on`` is None."""

    number: int
    title: str
    departments: tuple[str, ...]
    responsible_department: str
    due_date: date
    escalated_on: date | datetime | None
    resolved_on: date | datetime | None


@dataclass(frozen=True, slots=True)
class AppraisalFact:
    """An appraisal given: of a department or of a person (the other is empty), by a department."""

    kind: str
    department: str
    person: str
    by_department: str


@dataclass(frozen=True, slots=True)
class ObligationFact:
    """An open obligation; ``period_days`` is 0 unless it recurs."""

    number: int
    kind: str
    clause: str
    owed_by: str
    subject: str
    due_date: date
    period_days: int


@dataclass(frozen=True, slots=True)
class WaiverFact:
    """A waiver that still holds: until a day, or once."""

    number: int
    gate: str
    until_date: date | None


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What is true of one request. ``parties`` has the requesting department first.

    ``requested_before`` holds the departments and people (department, person) that have requested it since its first
    draft, beside those that do now; ``requester_department`` is the department that the requester is of today.

    ``party_terms`` holds positions and contribution of each. ``foreseen`` are the risks of the request form,
    ``exclusions`` the categories declared free of risk (category, department).
    ``agreement`` is the newest text that stands, with its terms and ``signed_by``; ``in_force`` the last one that every
    department signed: the same one, unless a newer one waits for signatures. ``withdrawn`` is the latest text where it
    was withdrawn. ``responsibility_rows`` are those of the table that a new text would rest on, ``rows_in_force`` those
    of the text in force, ``table_version`` is the former's; ``responsibility_version`` is the last that was stated.
    ``working`` are the people on the responsibility table with their departments, ``evidence`` what the book knows of
    whom an appraisal is about. ``is_kept`` is False of a request that the same
    transaction drafts, and that vanishes with a refusal.
    """

    id: int = NO_REQUEST
    is_kept: bool = True
    title: str = ""
    stage: Stage = Stage.DRAFT
    requesting_department: str = ""
    requester: str = ""
    requester_department: str = ""
    requested_before: frozenset[tuple[str, str]] = frozenset()
    policy_digest: str = ""
    last_occurred: date | datetime | None = None
    start_date: date | None = None
    planned_start_date: date | None = None
    planned_end_date: date | None = None
    form_gaps: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    party_terms: Mapping[str, tuple[tuple[str, ...], str | None]] = field(default_factory=dict)
    milestones: tuple[MilestoneFact, ...] = ()
    responsibility_version: int = 0
    agreement: AgreementFact | None = None
    in_force: AgreementFact | None = None
    withdrawn: AgreementFact | None = None
    agreement_terms: Mapping[str, Any] = field(default_factory=dict)
    responsibility_rows: tuple[Mapping[str, object], ...] = ()
    rows_in_force: tuple[Mapping[str, object], ...] = ()
    table_version: int = 0
    signed_by: frozenset[str] = frozenset()
    reports: tuple[ReportFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()
    foreseen: tuple[ForeseenFact, ...] = ()
    risks: tuple[RiskFact, ...] = ()
    exclusions: frozenset[tuple[str, str]] = frozenset()
    issues: tuple[IssueFact, ...] = ()
    appraisals: tuple[AppraisalFact, ...] = ()
    working: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, object] = field(default_factory=dict)
    acceptance: int = 0
    verdicts: Mapping[str, str] = field(default_factory=dict)
    summed_up: frozenset[str] = frozenset()
    obligations: tuple[ObligationFact, ...] = ()
    waivers: tuple[WaiverFact, ...] = ()
    counters: Mapping[str, int] = field(default_factory=dict)

    @property
    def requesting_departments(self) -> tuple[str, ...]:
        """The departments that request it, or did in any earlier draft; the one of now first (3.3.1, 3.3.4)."""
        before = sorted(department for department, _ in self.requested_before)
        return tuple(dict.fromkeys((self.requesting_department, *before)))

    @property
    def requesters(self) -> frozenset[str]:
        """The logins of those who request it, or did in any earlier draft (3.3.1, 3.3.4)."""
        return frozenset({self.requester, *(login for _, login in self.requested_before)})

    def is_before(self, stage: Stage) -> bool:
        """Tell whether the request has not come to ``stage`` yet."""
        on_track = self.stage in TRACK and stage in TRACK
        return on_track and TRACK.index(self.stage) < TRACK.index(stage)

    @property
    def others(self) -> tuple[str, ...]:
        """Every party but the requesting one."""
        return tuple(d for d in self.parties if d != self.requesting_department)

    def governed_by(self, in_force: str) -> str:
        """Return the digest of the policy that governs the request: that of its submission; a draft's is in force."""
        return in_force if self.stage is Stage.DRAFT else self.policy_digest or in_force

    def next_number(self, table: str) -> int:
        """Return the number that the next row of a table gets under this request."""
        return self.counters.get(table, 0) + 1

    @property
    def pending(self) -> AgreementFact | None:
        """The text of the agreement that waits for signatures."""
        return self.agreement if self.agreement != self.in_force else None

    @property
    def time_nodes(self) -> tuple[tuple[str, date], ...]:
        """The time nodes of the newest text of the agreement that stands: names and days."""
        nodes = self.agreement_terms.get("time_nodes", ())
        return tuple((node["name"], date.fromisoformat(node["due_date"])) for node in nodes)

    @property
    def open_risks(self) -> tuple[RiskFact, ...]:
        """The risks that are not closed."""
        return tuple(risk for risk in self.risks if risk.closed_on is None)

    def issue(self, code: str) -> IssueFact | None:
        """Return the issue that a code names, ``I3`` or ``CB-2026-0001/I3``; None where this request has none such."""
        parsed = parse_code(code if "/" in code else f"{request_code(self.id)}/{code}")
        if parsed is None or parsed[:2] != (self.id, LETTERS["issue"]):
            return None
        return next((issue for issue in self.issues if issue.number == parsed[2]), None)

    def milestone(self, name: str) -> MilestoneFact | None:
        """Return the milestone of that name, or None; capitals do not matter where no other name is meant."""
        exact = next((m for m in self.milestones if m.name == name), None)
        folded = name.strip().casefold()
        return exact or next((m for m in self.milestones if m.name.casefold() == folded), None)
