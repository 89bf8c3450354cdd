"""What articles tell, to find others of the same event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make a table."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "trait",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", number, autoincrement=False, nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["article.number"],
            name=op.f("fk_trait_article_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", "article", name=op.f("pk_trait")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_trait_article"), "trait", ["article"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("trait")
