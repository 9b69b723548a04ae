"""Training (chapter 7), written out and frozen.

Policies adopted before get the settings that they could not know yet, as the program shipped them then. The annual
round begins with the next adoption of a policy, or with the first need that is stated.

Revision ID: 0004
"""

import json
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "deadlines": {"training-evaluation": 10, "training-adjustment": 10},
    "gates": dict.fromkeys(("needs-first", "plan-complete", "planned-course", "instructor-free", "evaluated"), "block"),
    "training": {"needs-by": "10-31", "plan-by": "11-30", "owed-by": "management"},
}


def upgrade() -> None:
    """Create the tables of chapter 7."""
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
        "training_need",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("business_trend", sa.Text(), nullable=True),
        sa.Column("skill_level", sa.Text(), nullable=True),
        sa.Column("work_problem", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("stated_by", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_training_need")),
        sqlite_strict=True,
    )
    op.create_table(
        "training_plan",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_training_plan")),
        sqlite_strict=True,
    )
    op.create_table(
        "training_course",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("objectives", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("planned_date", sa.Text(), nullable=True),
        sa.Column("instructor", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("dropped_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_training_course")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_training_course_planned_date"), "training_course", ["planned_date"], unique=False)
    op.create_table(
        "training_session",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Text(), nullable=False),
        sa.Column("instructor", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_training_session")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_training_session_held_on_instructor"), "training_session", ["held_on", "instructor"], unique=False
    )
    op.create_table(
        "training_attendance",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("is_present", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_training_attendance_person")),
        sa.PrimaryKeyConstraint("year", "session", "person", name=op.f("pk_training_attendance")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_training_attendance_person"), "training_attendance", ["person"], unique=False)
    op.create_table(
        "training_evaluation",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("evaluated_by", sa.Text(), nullable=False),
        sa.Column("evaluated_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_training_evaluation")),
        sqlite_strict=True,
    )
    op.create_table(
        "training_result",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("evaluation", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_training_result_score")),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_training_result_person")),
        sa.PrimaryKeyConstraint("year", "evaluation", "person", name=op.f("pk_training_result")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_training_result_person"), "training_result", ["person"], unique=False)
    op.create_table(
        "training_adjustment",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rests_on", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("course", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("adjusted_by", sa.Text(), nullable=False),
        sa.Column("adjusted_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_training_adjustment")),
        sqlite_strict=True,
    )
