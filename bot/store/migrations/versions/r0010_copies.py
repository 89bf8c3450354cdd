"""Cards of which a copy may come late: since when, and when their channel is looked at again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.types import UtcTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the columns."""
    op.add_column("delivery", sa.Column("doubted", UtcTime()))
    op.add_column("delivery", sa.Column("look_again", UtcTime()))
    op.create_index(op.f("ix_delivery_look_again"), "delivery", ["look_again"])


def downgrade() -> None:
    """Drop them. Copies that come late stay then."""
    op.drop_index(op.f("ix_delivery_look_again"), "delivery")
    for column in ("look_again", "doubted"):
        op.drop_column("delivery", column)
