"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.folding import ACCENTED, MARKS, PLAIN, SIGNS
from bot.store.types import UtcTime

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "mention",
    "fact",
    "address",
    "source",
    "shingle",
    "setting",
    "event",
    "delivery",
    "channel",
    "article",
)

SQLITE_SEARCH = (
    """CREATE VIRTUAL TABLE article_search USING fts5(
        title, text, content='article', content_rowid='number',
        tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER article_kept AFTER INSERT ON article BEGIN
        INSERT INTO article_search (rowid, title, text) VALUES (new.number, new.title, new.text);
    END""",
    """CREATE TRIGGER article_forgotten AFTER DELETE ON article BEGIN
        INSERT INTO article_search (article_search, rowid, title, text)
        VALUES ('delete', old.number, old.title, old.text);
    END""",
)

# 100,000 characters stay below the megabyte a tsvector may have, whatever the script.
POSTGRESQL_SEARCH = """ALTER TABLE article ADD COLUMN search tsvector GENERATED ALWAYS AS (
    to_tsvector('simple'::regconfig, lower(translate(
        title || ' ' || substr(text, 1, 100000), {letters}, {bases})))) STORED"""
POSTGRESQL_INDEX = (
    "CREATE INDEX ix_article_search ON article USING gin (search) WITH (fastupdate = off)"
)


def upgrade() -> None:
    """Make every table and the full-text index."""
    _make_articles()
    _make_facts()
    _make_state()
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE_SEARCH:
            op.execute(statement)
    else:
        letters = _quoted(ACCENTED + SIGNS + MARKS)
        bases = _quoted(PLAIN + " " * len(SIGNS))
        op.execute(POSTGRESQL_SEARCH.format(letters=letters, bases=bases))
        op.execute(POSTGRESQL_INDEX)


def downgrade() -> None:
    """Drop everything."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE article_search")
    for name in TABLES:
        op.drop_table(name)


def _quoted(letters: str) -> str:
    return "'" + letters.replace("'", "''") + "'"


def _make_articles() -> None:
    op.create_table(
        "article",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("published", UtcTime(), nullable=False),
        sa.Column("kept_at", UtcTime(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("sample", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_article")),
        sa.UniqueConstraint("id", name=op.f("uq_article_id")),
    )
    op.create_index(op.f("ix_article_kept_at"), "article", ["kept_at"])
    op.create_index(op.f("ix_article_published"), "article", ["published"])
    op.create_index(op.f("ix_article_source_id"), "article", ["source_id"])
    op.create_index(op.f("ix_article_story"), "article", ["story"])
    op.create_table(
        "address",
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("article", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.number"], name=op.f("fk_address_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("value", name=op.f("pk_address")),
    )
    op.create_index(op.f("ix_address_article"), "address", ["article"])
    op.create_table(
        "shingle",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "article", name=op.f("pk_shingle")),
        sqlite_with_rowid=False,
    )


def _make_facts() -> None:
    op.create_table(
        "fact",
        sa.Column("article", NUMBER, autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("stance", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("published", UtcTime(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.number"], name=op.f("fk_fact_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", "ordinal", name=op.f("pk_fact")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_fact_kind_published"), "fact", ["kind", "published"])
    op.create_index(op.f("ix_fact_kind_topic_published"), "fact", ["kind", "topic", "published"])
    op.create_table(
        "mention",
        sa.Column("article", NUMBER, autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.number"], name=op.f("fk_mention_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", "ordinal", "kind", "value", name=op.f("pk_mention")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_mention_kind_value_article_ordinal"),
        "mention",
        ["kind", "value", "article", "ordinal"],
    )


def _make_state() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("configured", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("next_check", UtcTime(), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_configured_next_check"), "source", ["configured", "next_check"])
    op.create_table(
        "delivery",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created", UtcTime(), nullable=False),
        sa.Column("not_before", UtcTime(), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt", UtcTime(), nullable=True),
        sa.Column("last_attempt", UtcTime(), nullable=True),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_delivery")),
        sa.UniqueConstraint("channel", "slot", name=op.f("uq_delivery_channel_slot")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
    )
    op.create_index(
        op.f("ix_delivery_state_channel_number"), "delivery", ["state", "channel", "number"]
    )
    op.create_table(
        "channel",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("first_seen", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_channel")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_until"), "event", ["until"])
