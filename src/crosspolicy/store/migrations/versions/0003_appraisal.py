"""Appraisal, breaches, rewards and penalties (chapter 6), written out and frozen.

Policies adopted before get the settings that they could not know yet, as the program shipped them then.

Revision ID: 0003
"""

import json
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "deadlines": {"appraisal": 10},
    "gates": dict.fromkeys(("not-oneself", "rated-once", "rests-on"), "block"),
    "appraisal": {
        "lowest": 1,
        "highest": 5,
        "penalty-below": 2.0,
        "weights": {"quality": 30, "progress": 25, "collaboration": 20, "communication": 15, "risk-control": 10},
    },
}


def upgrade() -> None:
    """Create the tables of chapter 6."""
    connection = op.get_bind()
    for digest, parsed in connection.execute(sa.text("SELECT digest, parsed FROM policy")).all():
        content = json.loads(parsed)
        for table, settings in _SETTINGS.items():
            content[table] = settings | content.get(table, {})
        known = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        connection.execute(
            sa.text("UPDATE policy SET parsed = :parsed WHERE digest = :digest"), {"parsed": known, "digest": digest}
        )
    op.create_table(
        "appraisal",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("by_department", sa.Text(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("collaboration", sa.Integer(), nullable=False),
        sa.Column("communication", sa.Integer(), nullable=False),
        sa.Column("risk_control", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Text(), nullable=False),
        sa.CheckConstraint("(department IS NULL) <> (person IS NULL)", name=op.f("ck_appraisal_one_subject")),
        sa.ForeignKeyConstraint(["by_department"], ["department.code"], name=op.f("fk_appraisal_by_department")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_appraisal_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_appraisal"),
        sqlite_strict=True,
    )
    op.create_table(
        "breach",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("serious", sa.Integer(), nullable=False),
        sa.Column("obligation", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Text(), nullable=False),
        sa.CheckConstraint("(department IS NULL) <> (person IS NULL)", name=op.f("ck_breach_one_subject")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_breach_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_breach"),
        sqlite_strict=True,
    )
    op.create_table(
        "incentive",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rests_on", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Text(), nullable=False),
        sa.CheckConstraint("(department IS NULL) <> (person IS NULL)", name=op.f("ck_incentive_one_subject")),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_incentive")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_incentive_department"), "incentive", ["department"], unique=False)
    op.create_index(op.f("ix_incentive_person"), "incentive", ["person"], unique=False)
    op.create_table(
        "penalty",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rests_on", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Text(), nullable=False),
        sa.CheckConstraint("(department IS NULL) <> (person IS NULL)", name=op.f("ck_penalty_one_subject")),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_penalty")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_penalty_person"), "penalty", ["person"], unique=False)
    op.create_index(op.f("ix_penalty_department"), "penalty", ["department"], unique=False)
