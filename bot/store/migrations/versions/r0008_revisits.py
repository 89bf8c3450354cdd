"""Articles that change: when they are asked for again, what they said before, cards that follow."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

from bot.store.types import UtcTime

revision = "0008"
down_revision = "0007"

PORTION = 500  # cards looked through together

_FACT = re.compile(r'"([a-z2-7]{16})\.\d{1,6}"')


def upgrade() -> None:
    """Make four tables and a column, and say of the cards there are whose facts they show."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("delivery", sa.Column("edits", sa.String()))
    op.create_index(op.f("ix_delivery_edits"), "delivery", ["edits"])
    op.create_table(
        "shows",
        sa.Column("delivery", number, autoincrement=False, nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery"],
            ["delivery.number"],
            name=op.f("fk_shows_delivery_delivery"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("delivery", "article", name=op.f("pk_shows")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_shows_article"), "shows", ["article"])
    _make_revisit(number)
    _make_version(number)
    _make_heard(number)
    _say_what_cards_show()


def downgrade() -> None:
    """Drop them, and with the column the edits, which nobody could tell from posts then."""
    for name in ("heard", "version", "revisit", "shows"):
        op.drop_table(name)
    op.execute("DELETE FROM delivery WHERE edits IS NOT NULL")
    op.drop_index(op.f("ix_delivery_edits"), "delivery")
    op.drop_column("delivery", "edits")


def _make_revisit(number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "revisit",
        _article(number),
        sa.Column("next_look", UtcTime()),
        sa.Column("lease_until", UtcTime()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcTime()),
        sa.Column("ordinals", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String()),
        sa.Column("last_modified", sa.String()),
        _goes_with_article("revisit"),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_revisit")),
    )
    op.create_index(op.f("ix_revisit_next_look"), "revisit", ["next_look"])


def _make_version(number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "version",
        _article(number),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        _goes_with_article("version"),
        sa.PrimaryKeyConstraint("article", "number", name=op.f("pk_version")),
    )


def _make_heard(number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "heard",
        sa.Column("entry", sa.String(), nullable=False),
        _article(number),
        sa.Column("said", sa.String(), nullable=False),
        _goes_with_article("heard"),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_heard")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_heard_article"), "heard", ["article"])


def _article(number: sa.types.TypeEngine[int]) -> sa.Column[int]:
    return sa.Column("article", number, autoincrement=False, nullable=False)


def _goes_with_article(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_article_article")
    return sa.ForeignKeyConstraint(["article"], ["article.number"], name=name, ondelete="CASCADE")


def _say_what_cards_show() -> None:
    """A verdict must find the cards that were posted before, too."""
    delivery = sa.table("delivery", sa.column("number"), sa.column("card"))
    shows = sa.table("shows", sa.column("delivery"), sa.column("article"))
    last = 0
    while True:
        query = sa.select(delivery).where(delivery.c.number > last).order_by(delivery.c.number)
        rows = op.get_bind().execute(query.limit(PORTION)).all()
        if not rows:
            return
        found = [
            {"delivery": row.number, "article": article}
            for row in rows
            for article in dict.fromkeys(_FACT.findall(row.card))
        ]
        if found:
            op.get_bind().execute(sa.insert(shows), found)
        last = rows[-1].number
