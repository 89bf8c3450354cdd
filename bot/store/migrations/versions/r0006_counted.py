"""How many facts an article holds stands beside it, so that they are counted without a look at them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

COLUMNS = {"quotes": "quote", "figures": "figure", "positions": "position"}


def upgrade() -> None:
    """Add three columns, fill them, and make the index they are summed from."""
    for column in COLUMNS:
        added = sa.Column(column, sa.Integer(), nullable=False, server_default="0")
        op.add_column("article", added)
    kept = sa.table("article", sa.column("number"), *(sa.column(name) for name in COLUMNS))
    fact = sa.table("fact", sa.column("article"), sa.column("kind"))
    counted = {
        column: sa.select(sa.func.count())
        .select_from(fact)
        .where(fact.c.article == kept.c.number, fact.c.kind == kind)
        .scalar_subquery()
        for column, kind in COLUMNS.items()
    }
    op.execute(sa.update(kept).values(counted))
    op.create_index(op.f("ix_article_quotes_figures_positions"), "article", list(COLUMNS))


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_article_quotes_figures_positions"), "article")
    for column in COLUMNS:
        op.drop_column("article", column)
