"""The tables of the book: columns, named constraints, indexes; no logic.

In both stores days are ISO text (``2026-03-31``), moments UTC ISO text (``2026-03-31T01:30:00Z``), money is integer
minor units of the book's currency, a list of plain values is JSON text, and yes or no is 1 or 0.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from crosspolicy.vocabulary.lists import FACTORS, INDICATORS

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Big = BigInteger().with_variant(Integer, "sqlite")
Item = Column[Any] | CheckConstraint | ForeignKeyConstraint | Index | PrimaryKeyConstraint | UniqueConstraint


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _maybe(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


def _assessed(prefix: str) -> list[Column[Any]]:
    """Return the columns of one assessment of a risk: likelihood, impact, and the level that they make."""
    return [Column(f"{prefix}likelihood", Integer), Column(f"{prefix}impact", Integer), *_maybe(f"{prefix}level")]


def _quantified() -> list[Column[Any]]:
    """Return the columns of a risk in figures: per cent, loss, and the loss to be expected."""
    return [Column("probability_percent", Integer), Column("loss", Big), Column("expected_loss", Big)]


def _table(name: str, *items: Item) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


def _of_request(name: str, *items: Item, key: str = "number") -> Table:
    """A table of what lies under a request, numbered (or named) within it."""
    numbered = [Column("number", Integer, nullable=False)] if key == "number" else []
    return _table(
        name,
        Column("request_id", Big, ForeignKey("request.id"), nullable=False),
        *numbered,
        *items,
        PrimaryKeyConstraint("request_id", *key.split(), name=f"pk_{name}"),
    )


def _of_year(name: str, *items: Item) -> Table:
    """A table of what lies under no request, numbered within a year."""
    return _table(
        name,
        Column("year", Integer, nullable=False),
        Column("number", Integer, nullable=False),
        *items,
        PrimaryKeyConstraint("year", "number"),
    )


def _measure(name: str) -> Table:
    """A table of rewards or of sanctions, numbered within the year."""
    return _of_year(
        name,
        *_maybe("department", "person"),
        _words("measure"),
        Column("amount", Big),
        _words("reason"),
        _words("rests_on"),
        _words("decided_by"),
        _words("decided_on"),
        *_maybe("interested"),
        CheckConstraint("(department IS NULL) <> (person IS NULL)", name="one_subject"),
        Index(None, "department"),
        Index(None, "person"),
    )


book = _table(
    "book",
    Column("id", Integer, primary_key=True),
    _words("company"),
    _words("currency"),
    _words("country"),
    _words("timezone"),
    Column("is_rehearsal", Integer, nullable=False),
    _words("created_at"),
    CheckConstraint("id = 1", name="one_row"),
)
policy = _table(
    "policy",
    Column("digest", Text, primary_key=True),
    _words("version"),
    _words("text"),
    _words("parsed"),
    _words("adopted_on"),
    _words("adopted_by"),
)
adoption = _table(
    "adoption",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, ForeignKey("policy.digest"), nullable=False),
    _words("adopted_on"),
    _words("adopted_by"),
    _words("adopted_date"),
    *_maybe("governs_from"),
    Column("due_soon_days", Integer, nullable=False),
)
calendar_year = _table(
    "calendar_year",
    _words("country"),
    Column("year", Integer, nullable=False),
    _words("weekend"),
    _words("days_off"),
    _words("worked"),
    _words("computed_on"),
    PrimaryKeyConstraint("country", "year"),
)
department = _table(
    "department",
    Column("code", Text, primary_key=True),
    _words("name"),
    *_maybe("head"),
)
person = _table(
    "person",
    Column("login", Text, primary_key=True),
    _words("name"),
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    *_maybe("position"),
    _words("roles"),
    *_maybe("email"),
    _words("os_user"),
    UniqueConstraint("os_user"),
)
deputy = _table(
    "deputy",
    Column("number", Integer, primary_key=True),
    Column("person", Text, ForeignKey("person.login"), nullable=False),
    Column("deputy", Text, ForeignKey("person.login"), nullable=False),
    _words("from_date"),
    _words("until_date"),
    *_maybe("reason"),
    CheckConstraint("from_date <= until_date", name="dates_in_order"),
    CheckConstraint("person <> deputy", name="somebody_else"),
    Index(None, "deputy", "person"),
)

request = _table(
    "request",
    Column("id", Big, primary_key=True, autoincrement=False),
    _words("code"),
    _words("title"),
    Column("requesting_department", Text, ForeignKey("department.code"), nullable=False),
    Column("requester", Text, ForeignKey("person.login"), nullable=False),
    *_maybe("background", "no_risk_foreseen_because"),
    Column("planned_cost", Big),
    *_maybe("planned_start_date", "planned_end_date"),
    _words("stage"),
    _words("last_occurred_on"),
    *_maybe("policy_digest", "start_date", "actual_end_date"),
    Column("actual_cost", Big),
    Index(None, "stage", "id"),
    Index(None, "requesting_department", "id"),
)
stage_entry = _of_request("stage_entry", _words("stage"), _words("entered_on"))
stage_count = _table(
    "stage_count",
    Column("stage", Text, primary_key=True),
    Column("requests", Big, nullable=False),
)
requested_before = _of_request(
    "requested_before",
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    Column("person", Text, ForeignKey("person.login"), nullable=False),
    key="department person",
)
objective = _of_request("objective", _words("statement"), *_maybe("measure"))
party = _of_request(
    "party",
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    Column("is_requesting", Integer, nullable=False),
    _words("positions"),
    *_maybe("contribution"),
    UniqueConstraint("request_id", "department"),
    Index(None, "department", "request_id"),
)
milestone = _of_request(
    "milestone",
    _words("name"),
    _words("due_date"),
    _words("planned_date"),
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    *_maybe("reached_date"),
    UniqueConstraint("request_id", "name"),
)
foreseen_risk = _of_request(
    "foreseen_risk",
    _words("category"),
    _words("description"),
    Column("likelihood", Integer),
    Column("impact", Integer),
)
review = _of_request(
    "review",
    *(
        _words(f"{judgement}{half}")
        for judgement in ("strategic_fit", "resources", "necessity", "feasibility")
        for half in ("", "_reason")
    ),
    _words("outcome"),
    *_maybe("comment"),
    _words("conditions"),
    _words("reviewer"),
    _words("reviewed_on"),
)
meeting = _of_request(
    "meeting",
    _words("kind"),
    _words("held_at"),
    *_maybe("place"),
    Column("chair", Text, ForeignKey("person.login"), nullable=False),
    *_maybe("business_details", "progress", "problems", "coordination", "next_steps"),
    *_maybe("problem", "solution", "responsible_department", "issue"),
    _words("decisions"),
)
attendance = _of_request(
    "attendance",
    Column("meeting", Integer, nullable=False),
    Column("person", Text, ForeignKey("person.login"), nullable=False),
    _words("department"),
    Column("is_present", Integer, nullable=False),
    *_maybe("reason"),
    key="meeting person",
)
opinion = _of_request(
    "opinion",
    Column("meeting", Integer, nullable=False),
    _words("department"),
    _words("opinion"),
    *_maybe("suggestions"),
    key="meeting department",
)
action = _of_request(
    "action",
    _words("source"),
    Column("source_number", Integer, nullable=False),
    _words("what"),
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    *_maybe("person"),
    _words("due_date"),
    *_maybe("done_on", "done_by", "note"),
)
responsibility = _of_request(
    "responsibility",
    Column("version", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    _words("responsibility"),
    *_maybe("accountable"),
    _words("responsible"),
    _words("consulted"),
    _words("informed"),
    *_maybe("person", "deliverable", "due_date"),
    key="version row",
)
agreement = _of_request(
    "agreement",
    *_maybe("workflow", "communication_mechanism", "assessment_standards", "effective_date"),
    _words("meeting_every"),
    _words("report_every"),
    Column("responsibility_version", Integer, nullable=False),
    _words("text"),
    _words("digest"),
    _words("drafted_on"),
    _words("drafted_by"),
    *_maybe("concluded_on", "withdrawn_on", "withdrawn_by", "withdrawal_reason"),
)
agreement_term = _of_request(
    "agreement_term",
    Column("agreement", Integer, nullable=False),
    _words("department"),
    *_maybe("rights", "obligations"),
    key="agreement department",
)
agreement_node = _of_request(
    "agreement_node",
    Column("agreement", Integer, nullable=False),
    _words("name"),
    _words("due_date"),
    key="agreement name",
)
signature = _of_request(
    "signature",
    Column("agreement", Integer, nullable=False),
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    _words("digest"),
    _words("signed_by"),
    _words("recorded_by"),
    _words("signed_on"),
    *_maybe("interested"),
    key="agreement department",
)
staff = _of_request(
    "staff",
    Column("person", Text, ForeignKey("person.login"), nullable=False),
    _words("department"),
    *_maybe("responsibility"),
    key="person",
)
report = _of_request(
    "report",
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    _words("period_start_date"),
    _words("period_end_date"),
    Column("progress_percent", Integer, nullable=False),
    _words("done"),
    *_maybe("problems"),
    _words("next_steps"),
    _words("milestones_reached"),
    Column("cost_to_date", Big),
    *_maybe("needs_management", "overall"),
    _words("filed_by"),
    _words("filed_on"),
    *_maybe("interested"),
    CheckConstraint("period_start_date <= period_end_date", name="period_in_order"),
    CheckConstraint("progress_percent BETWEEN 0 AND 100", name="percent"),
)
acceptance = _of_request(
    "acceptance",
    _words("statement"),
    _words("actual_end_date"),
    Column("actual_cost", Big, nullable=False),
    _words("opened_by"),
    _words("opened_on"),
)
evaluation = _of_request(
    "evaluation",
    Column("acceptance", Integer, nullable=False),
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    *(column for c in ("objectives", "quality", "schedule", "cost") for column in (_words(c), *_maybe(f"{c}_note"))),
    _words("verdict"),
    *_maybe("comment"),
    _words("evaluated_by"),
    _words("evaluated_on"),
    *_maybe("interested"),
)
decision = _of_request(
    "decision",
    Column("acceptance", Integer, nullable=False),
    _words("outcome"),
    _words("comment"),
    _words("decided_by"),
    _words("decided_on"),
)
summary = _of_request(
    "summary",
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    _words("experience"),
    _words("lessons"),
    _words("suggestions"),
    _words("own_work"),
    _words("added_by"),
    _words("added_on"),
    *_maybe("interested"),
)
risk = _of_request(
    "risk",
    _words("category"),
    _words("description"),
    *_maybe("cause"),
    _words("identified_by"),
    _words("identified_on"),
    *_assessed(""),
    *_assessed("inherent_"),
    *_assessed("residual_"),
    *_quantified(),
    *_maybe("response", "measures", "owner", "due_date", "measures_done_on", "accepted_by"),
    *_maybe("contingency_trigger", "contingency_procedure", "contingency_responsible"),
    *_maybe("reviewed_on", "closed_on", "closed_by", "close_reason"),
)
assessment = _of_request(
    "assessment",
    Column("risk", Integer, nullable=False),
    *_assessed(""),
    *_assessed("residual_"),
    *_quantified(),
    *_maybe("change", "response", "measures"),
    Column("occurred", Integer, nullable=False),
    Column("issue", Integer),
    _words("assessed_by"),
    _words("assessed_on"),
    Index(None, "request_id", "risk", "number"),
)
exclusion = _of_request(
    "exclusion",
    _words("category"),
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    _words("reason"),
    _words("declared_by"),
    _words("declared_on"),
)
issue = _of_request(
    "issue",
    _words("title"),
    _words("description"),
    _words("severity"),
    _words("departments"),
    Column("responsible_department", Text, ForeignKey("department.code"), nullable=False),
    _words("due_date"),
    Column("risk", Integer),
    Column("report", Integer),
    _words("raised_by"),
    _words("raised_on"),
    *_maybe("escalation_reason", "escalated_by", "escalated_on"),
    *_maybe("solution", "resolved_by", "resolved_on"),
)
message = _of_request(
    "message",
    _words("channel"),
    _words("parties"),
    _words("sent_at"),
    _words("subject"),
    _words("content"),
    Column("issue", Integer),
    _words("logged_by"),
    _words("logged_on"),
)
shared_item = _of_request(
    "shared_item",
    _words("kind"),
    _words("title"),
    Column("department", Text, ForeignKey("department.code"), nullable=False),
    *_maybe("file", "link", "note"),
    Column("size", Big),
    *_maybe("sha256"),
    _words("shared_by"),
    _words("shared_on"),
)
appraisal = _of_request(
    "appraisal",
    _words("kind"),
    *_maybe("department", "person"),
    Column("by_department", Text, ForeignKey("department.code"), nullable=False),
    *(Column(indicator, Integer, nullable=False) for indicator in INDICATORS),
    Column("score", Integer, nullable=False),
    Column("threshold", Integer, nullable=False),
    *_maybe("comment", "occasion"),
    _words("evidence"),
    _words("given_by"),
    _words("given_on"),
    *_maybe("interested"),
    CheckConstraint("(department IS NULL) <> (person IS NULL)", name="one_subject"),
)
breach = _of_request(
    "breach",
    *_maybe("department", "person"),
    _words("term"),
    _words("description"),
    Column("serious", Integer, nullable=False),
    *_maybe("obligation"),
    _words("recorded_by"),
    _words("recorded_on"),
    CheckConstraint("(department IS NULL) <> (person IS NULL)", name="one_subject"),
)
incentive = _measure("incentive")
penalty = _measure("penalty")
training_need = _of_year(
    "training_need",
    *_maybe("department", "person"),
    _words("topic"),
    *_maybe(*FACTORS),
    _words("evidence"),
    _words("stated_by"),
    _words("stated_on"),
)
training_plan = _of_year("training_plan", _words("planned_by"), _words("planned_on"))
training_course = _of_year(
    "training_course",
    _words("title"),
    *_maybe("plan", "objectives", "content", "method", "planned_date", "instructor", "reason"),
    _words("audience"),
    _words("needs"),
    *_maybe("dropped_on"),
    Index(None, "planned_date"),
)
training_session = _of_year(
    "training_session",
    _words("course"),
    _words("held_on"),
    *_maybe("instructor", "reason"),
    _words("held_by"),
    Index(None, "held_on", "instructor"),
)
training_attendance = _table(
    "training_attendance",
    Column("year", Integer, nullable=False),
    Column("session", Integer, nullable=False),
    Column("person", Text, ForeignKey("person.login"), nullable=False),
    Column("is_present", Integer, nullable=False),
    PrimaryKeyConstraint("year", "session", "person"),
    Index(None, "person"),
)
training_evaluation = _of_year(
    "training_evaluation",
    _words("session"),
    _words("method"),
    _words("conclusion"),
    _words("evaluated_by"),
    _words("evaluated_on"),
)
training_result = _table(
    "training_result",
    Column("year", Integer, nullable=False),
    Column("evaluation", Integer, nullable=False),
    Column("person", Text, ForeignKey("person.login"), nullable=False),
    Column("score", Integer),
    *_maybe("comment"),
    PrimaryKeyConstraint("year", "evaluation", "person"),
    Index(None, "person"),
    CheckConstraint("score BETWEEN 0 AND 100", name="score"),
)
training_adjustment = _of_year(
    "training_adjustment",
    _words("rests_on"),
    _words("change"),
    *_maybe("course"),
    _words("reason"),
    _words("adjusted_by"),
    _words("adjusted_on"),
)
waiver = _of_request(
    "waiver",
    _words("gate"),
    _words("reason"),
    *_maybe("until_date"),
    _words("granted_by"),
    _words("granted_on"),
    *_maybe("used_on"),
)

obligation = _table(
    "obligation",
    Column("chain", Big, nullable=False),
    Column("number", Integer, nullable=False),
    Column("request_id", Big, ForeignKey("request.id")),
    _words("clause"),
    _words("kind"),
    _words("owed_by"),
    _words("subject"),
    _words("due_date"),
    Column("period_days", Integer, nullable=False),
    _words("opened_on"),
    Column("opened_event", Big, nullable=False),
    *_maybe("closed_on"),
    Column("discharged_event", Big),
    Column("lapsed_event", Big),
    PrimaryKeyConstraint("chain", "number"),
    CheckConstraint("chain = COALESCE(request_id, 0)", name="chain_is_request"),
    CheckConstraint("discharged_event IS NULL OR lapsed_event IS NULL", name="closed_once"),
    CheckConstraint(
        "(closed_on IS NULL) = (discharged_event IS NULL AND lapsed_event IS NULL)", name="closed_by_event"
    ),
)
journal = _table(
    "journal",
    Column("seq", Big, primary_key=True, autoincrement=False),
    Column("chain", Big, nullable=False),
    Column("request_id", Big, ForeignKey("request.id")),
    _words("act"),
    Column("is_refused", Integer, nullable=False),
    _words("actor"),
    _words("recorded_by"),
    _words("os_user"),
    _words("host"),
    _words("occurred_on"),
    _words("recorded_at"),
    _words("clauses"),
    _words("policy_digest"),
    _words("payload"),
    _words("previous_hash"),
    _words("hash"),
    CheckConstraint("chain = COALESCE(request_id, 0)", name="chain_is_request"),
    Index(None, "chain", "seq"),
)
chain_head = _table(
    "chain_head",
    Column("chain", Big, primary_key=True, autoincrement=False),
    Column("events", Big, nullable=False),
    Column("seq", Big, nullable=False),
    _words("hash"),
)
counter = _table(
    "counter",
    Column("name", Text, primary_key=True),
    Column("value", Big, nullable=False),
)
imported = _table(
    "imported",
    _words("source"),
    _words("key"),
    _words("act"),
    _words("digest"),
    _words("code"),
    Column("seq", Big, nullable=False),
    PrimaryKeyConstraint("source", "key"),
)
