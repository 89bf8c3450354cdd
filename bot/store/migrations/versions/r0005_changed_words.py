"""The full-text table of SQLite follows an article whose words change."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

CHANGED = """CREATE TRIGGER IF NOT EXISTS article_changed AFTER UPDATE OF title, text ON article BEGIN
    INSERT INTO article_search (article_search, rowid, title, text)
    VALUES ('delete', old.number, old.title, old.text);
    INSERT INTO article_search (rowid, title, text) VALUES (new.number, new.title, new.text);
END"""


def upgrade() -> None:
    """PostgreSQL's column is generated anew by itself."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(CHANGED)


def downgrade() -> None:
    """Without it, words never change."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS article_changed")
