"""What admins decide in chat: settings of channels, and sources; and why an article did not come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.types import UtcTime

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of decisions and traces, and mark the sources that were added in chat."""
    op.create_table(
        "arrangement",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_arrangement")),
    )
    op.create_index(
        op.f("ix_arrangement_channel_name_number"), "arrangement", ["channel", "name", "number"]
    )
    op.create_table(
        "trace",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_trace")),
    )
    op.create_index(op.f("ix_trace_at"), "trace", ["at"])
    op.add_column(
        "source", sa.Column("added", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Forget them. Cards that were held back, and what became of them, are unknown before: they go."""
    op.execute("DELETE FROM delivery WHERE state IN ('held', 'folded')")
    op.drop_column("source", "added")
    op.drop_table("trace")
    op.drop_table("arrangement")
