"""Which text of an agreement is in force, and which edition of the policy from which day; written out and frozen.

Revision ID: 0007
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CONCLUDED = """
    UPDATE agreement SET concluded_on = (
        SELECT MAX(s.signed_on) FROM signature s
        WHERE s.request_id = agreement.request_id AND s.agreement = agreement.number)
    WHERE NOT EXISTS (
        SELECT 1 FROM party p WHERE p.request_id = agreement.request_id AND NOT EXISTS (
            SELECT 1 FROM signature s WHERE s.request_id = p.request_id AND s.agreement = agreement.number
            AND s.department = p.department))
"""


def upgrade() -> None:
    """Add what tells of the agreement's texts, and the table of adoptions, filled from the journal."""
    for name in ("concluded_on", "withdrawn_on", "withdrawn_by", "withdrawal_reason"):
        op.add_column("agreement", sa.Column(name, sa.Text()))
    op.execute(CONCLUDED)
    op.create_table(
        "adoption",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("adopted_date", sa.Text(), nullable=False),
        sa.Column("governs_from", sa.Text()),
        sa.Column("due_soon_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_adoption")),
        sa.ForeignKeyConstraint(["digest"], ["policy.digest"], name=op.f("fk_adoption_digest")),
        sqlite_strict=True,
    )
    _adoptions(op.get_bind())
    op.drop_column("book", "policy_digest")
    op.drop_column("book", "due_soon_days")


def _adoptions(bind: sa.Connection) -> None:
    """Keep every adoption that the journal tells of; each governed from the day on which it was adopted."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    book = bind.execute(sa.text("SELECT timezone FROM book WHERE id = 1")).first()
    if book is None:
        return
    policies = bind.execute(sa.text("SELECT digest, parsed FROM policy")).all()
    days = {digest: json.loads(parsed).get("status", {}).get("due-soon-days", 7) for digest, parsed in policies}
    told = bind.execute(
        sa.text(
            """SELECT act, actor, occurred_on, payload FROM journal WHERE chain = 0 AND is_refused = 0
               AND act IN ('book.initialised', 'policy.adopted') ORDER BY seq"""
        )
    ).all()
    for number, (act, actor, occurred, payload) in enumerate(told, 1):
        effect = json.loads(payload)["effect"]
        digest = effect["policy"] if act == "book.initialised" else effect["digest"]
        moment = datetime.fromisoformat(occurred)
        day = occurred if len(occurred) == 10 else moment.astimezone(ZoneInfo(book[0])).date().isoformat()
        bind.execute(
            sa.text("INSERT INTO adoption VALUES (:number, :digest, :on, :by, :day, :since, :soon)"),
            {
                **{"number": number, "digest": digest, "on": occurred, "by": actor, "day": day},
                **{"since": day if act == "policy.adopted" else None, "soon": days.get(digest, 7)},
            },
        )
