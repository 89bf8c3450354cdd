"""What people say of facts, and the answers that have buttons below them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.types import UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make two tables, and a mark on facts."""
    op.add_column(
        "fact",
        sa.Column("refuted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "verdict",
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("by_admin", sa.Boolean(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("article", "ordinal", "person", name=op.f("pk_verdict")),
    )
    op.create_table(
        "shown",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_shown")),
    )
    op.create_index(op.f("ix_shown_until"), "shown", ["until"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("shown")
    op.drop_table("verdict")
    op.drop_column("fact", "refuted")
