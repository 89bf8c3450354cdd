"""Subscriptions at hubs that announce news, and looks that are asked for while one is under way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.types import UtcTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table and the column."""
    op.add_column("source", sa.Column("called_for", UtcTime()))
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("hub", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("callback", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("next_ask", UtcTime()),
        sa.Column("asked_at", UtcTime()),
        sa.Column("confirmed_at", UtcTime()),
        sa.Column("lease_end", UtcTime()),
        sa.Column("pinged_at", UtcTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("token", name=op.f("uq_subscription_token")),
    )
    for column in ("source_id", "next_ask"):
        op.create_index(op.f(f"ix_subscription_{column}"), "subscription", [column])


def downgrade() -> None:
    """Drop both. What was agreed ends with its lease."""
    op.drop_table("subscription")
    op.drop_column("source", "called_for")
