"""A language model as second reader: who read a fact, what was answered, what it has cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.types import UtcTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Name the origin of facts and verdicts, and make two tables."""
    for table in ("fact", "verdict"):
        op.add_column(
            table, sa.Column("origin", sa.String(), nullable=False, server_default="rules")
        )
    op.create_table(
        "model_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_model_answer")),
    )
    op.create_index(op.f("ix_model_answer_until"), "model_answer", ["until"])
    op.create_table(
        "model_usage",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("tokens_in", sa.BigInteger(), nullable=False),
        sa.Column("tokens_out", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "reader", name=op.f("pk_model_usage")),
    )


def downgrade() -> None:
    """Drop them; what a model alone had found goes too, since nothing would tell it apart."""
    op.execute("DELETE FROM fact WHERE origin NOT LIKE 'rules%'")
    op.drop_table("model_usage")
    op.drop_table("model_answer")
    op.drop_column("verdict", "origin")
    op.drop_column("fact", "origin")
