"""Brings a database to the schema this version knows; refuses one from a newer version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import StoreError

HERE = Path(__file__).parent / "migrations"


def is_current(connection: Connection) -> bool:
    """True when no migration is missing; reads only.

    Raises:
        StoreError: when a newer version of Vigie made the database.
    """
    script = ScriptDirectory.from_config(_config(connection))
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {s.revision for s in script.walk_revisions()}:
        raise StoreError(
            "The database was made by a newer version of Vigie. Install that version, or name another"
            " database in VIGIE_DATABASE_URL."
        )
    return current == script.get_current_head()


def upgrade(connection: Connection) -> None:
    """Run what is missing, in the transaction of `connection`.

    Raises:
        StoreError: when a newer version of Vigie made the database.
    """
    if not is_current(connection):
        command.upgrade(_config(connection), "head")


def downgrade(connection: Connection, revision: str) -> None:
    """Go back to `revision` ("base" for an empty database)."""
    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
