"""The risk register and what departments tell each other (chapters 4 and 5), written out and frozen.

The risks of a request's form move to a table of their own; those of a request that was submitted stand in the register,
too. Policies adopted before get the settings that they could not know yet, as the program shipped them then.

Revision ID: 0002
"""

import json
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from crosspolicy.store.guards import create_indexes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STEPS: Final = {
    "likelihood": (
        ("rare", "罕见", "罕見"),
        ("unlikely", "不太可能", "不太可能"),
        ("possible", "可能", "可能"),
        ("likely", "很可能", "很可能"),
        ("almost certain", "几乎确定", "幾乎確定"),
    ),
    "impact": (
        ("slight", "轻微", "輕微"),
        ("minor", "较小", "較小"),
        ("moderate", "中等", "中等"),
        ("major", "重大", "重大"),
        ("severe", "严重", "嚴重"),
    ),
}
_MATRIX: Final = (
    ("low", "low", "low", "medium", "medium"),
    ("low", "low", "medium", "medium", "high"),
    ("low", "medium", "medium", "high", "high"),
    ("medium", "medium", "high", "high", "extreme"),
    ("medium", "high", "high", "extreme", "extreme"),
)
_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "deadlines": {
        "contingency-plan": 3,
        "issue-high": 2,
        "issue-medium": 5,
        "issue-low": 10,
        "escalation": 3,
        "ad-hoc-meeting": 3,
    },
    "periods": {"risk-review": "2 weeks", "risk-review-high": "1 week"},
    "gates": dict.fromkeys(
        ("identified-together", "categories-covered", "assessed", "treated", "contingency"), "block"
    ),
    "risk": {
        **{
            scale: [{"en": en, "zh_Hans": hans, "zh_Hant": hant} for en, hans, hant in steps]
            for scale, steps in _STEPS.items()
        },
        "matrix": [list(row) for row in _MATRIX],
        "high": "high",
    },
}


def upgrade() -> None:
    """Create the tables of chapters 4 and 5, and move the risks of the request forms."""
    _know_risk()
    op.rename_table("risk", "risk_0001")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE risk_0001 RENAME CONSTRAINT pk_risk TO pk_risk_0001")
        op.execute("ALTER TABLE risk_0001 RENAME CONSTRAINT fk_risk_request_id TO fk_risk_0001_request_id")
    _create()
    op.execute(
        "INSERT INTO foreseen_risk SELECT request_id, number, category, description, likelihood, impact FROM risk_0001"
    )
    _register()
    op.drop_table("risk_0001")
    create_indexes(op.get_bind(), revision)


def _know_risk() -> None:
    """Give the adopted policies the settings of risk and communication; what a text says itself stands."""
    connection = op.get_bind()
    for digest, parsed in connection.execute(sa.text("SELECT digest, parsed FROM policy")).all():
        content = json.loads(parsed)
        for table, settings in _SETTINGS.items():
            content[table] = settings | content.get(table, {})
        known = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        connection.execute(
            sa.text("UPDATE policy SET parsed = :parsed WHERE digest = :digest"), {"parsed": known, "digest": digest}
        )


def _register() -> None:
    """Enter the risks of submitted requests: identified by the requesting department, assessed where both are there."""
    cells = " ".join(
        f"WHEN k.likelihood = {likelihood} AND k.impact = {impact} THEN '{level}'"
        for likelihood, row in enumerate(_MATRIX, 1)
        for impact, level in enumerate(row, 1)
    )
    op.execute(
        f"""INSERT INTO risk (request_id, number, category, description, identified_by, identified_on, likelihood,
              impact, level, inherent_likelihood, inherent_impact, inherent_level)
            SELECT k.request_id, k.number, k.category, k.description, '["' || r.requesting_department || '"]',
              COALESCE(s.submitted_on, r.last_occurred_on), k.likelihood, k.impact, CASE {cells} END,
              k.likelihood, k.impact, CASE {cells} END
            FROM risk_0001 k JOIN request r ON r.id = k.request_id
              LEFT JOIN (SELECT request_id, MAX(entered_on) AS submitted_on FROM stage_entry
                         WHERE stage = 'submitted' GROUP BY request_id) s ON s.request_id = k.request_id
            WHERE r.stage <> 'draft'"""
    )
    op.execute(
        """INSERT INTO assessment (request_id, number, risk, likelihood, impact, level, occurred, assessed_by,
             assessed_on)
           SELECT k.request_id, k.number, k.number, k.likelihood, k.impact, k.level, 0, r.requester, k.identified_on
           FROM risk k JOIN request r ON r.id = k.request_id WHERE k.level IS NOT NULL"""
    )


def _create() -> None:
    op.create_table(
        "foreseen_risk",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_foreseen_risk_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_foreseen_risk"),
        sqlite_strict=True,
    )
    op.create_table(
        "risk",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("identified_by", sa.Text(), nullable=False),
        sa.Column("identified_on", sa.Text(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("inherent_likelihood", sa.Integer(), nullable=True),
        sa.Column("inherent_impact", sa.Integer(), nullable=True),
        sa.Column("inherent_level", sa.Text(), nullable=True),
        sa.Column("residual_likelihood", sa.Integer(), nullable=True),
        sa.Column("residual_impact", sa.Integer(), nullable=True),
        sa.Column("residual_level", sa.Text(), nullable=True),
        sa.Column("probability_percent", sa.Integer(), nullable=True),
        sa.Column("loss", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expected_loss", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due_date", sa.Text(), nullable=True),
        sa.Column("measures_done_on", sa.Text(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("contingency_trigger", sa.Text(), nullable=True),
        sa.Column("contingency_procedure", sa.Text(), nullable=True),
        sa.Column("contingency_responsible", sa.Text(), nullable=True),
        sa.Column("reviewed_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_risk_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_risk"),
        sqlite_strict=True,
    )
    op.create_table(
        "assessment",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("residual_likelihood", sa.Integer(), nullable=True),
        sa.Column("residual_impact", sa.Integer(), nullable=True),
        sa.Column("residual_level", sa.Text(), nullable=True),
        sa.Column("probability_percent", sa.Integer(), nullable=True),
        sa.Column("loss", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expected_loss", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("occurred", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=True),
        sa.Column("assessed_by", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_assessment_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_assessment"),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_assessment_request_id_risk_number"), "assessment", ["request_id", "risk", "number"], unique=False
    )
    op.create_table(
        "exclusion",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column("declared_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_exclusion_department")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_exclusion_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_exclusion"),
        sqlite_strict=True,
    )
    op.create_table(
        "issue",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("departments", sa.Text(), nullable=False),
        sa.Column("responsible_department", sa.Text(), nullable=False),
        sa.Column("due_date", sa.Text(), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=True),
        sa.Column("report", sa.Integer(), nullable=True),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Text(), nullable=False),
        sa.Column("escalation_reason", sa.Text(), nullable=True),
        sa.Column("escalated_by", sa.Text(), nullable=True),
        sa.Column("escalated_on", sa.Text(), nullable=True),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.Column("resolved_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_issue_request_id")),
        sa.ForeignKeyConstraint(
            ["responsible_department"], ["department.code"], name=op.f("fk_issue_responsible_department")
        ),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_issue"),
        sqlite_strict=True,
    )
    op.create_table(
        "message",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=True),
        sa.Column("logged_by", sa.Text(), nullable=False),
        sa.Column("logged_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_message_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_message"),
        sqlite_strict=True,
    )
    op.create_table(
        "shared_item",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("shared_by", sa.Text(), nullable=False),
        sa.Column("shared_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_shared_item_department")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_shared_item_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_shared_item"),
        sqlite_strict=True,
    )
