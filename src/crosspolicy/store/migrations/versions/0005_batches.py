"""What was imported, and the indexes that keep looks at a large book quick; written out and frozen.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

from crosspolicy.store.guards import create_indexes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of what was imported, and the indexes."""
    op.create_table(
        "imported",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_imported")),
        sqlite_strict=True,
    )
    create_indexes(op.get_bind(), "0005")
