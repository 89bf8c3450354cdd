"""Engines: SQLite in WAL mode by default, PostgreSQL by one setting, the same code on both.

SQLite: every writing transaction begins IMMEDIATE, so that a read followed by a write cannot lose a
race (SQLITE_BUSY_SNAPSHOT ignores the busy timeout). `synchronous` belongs to a connection and cannot
change inside a transaction; hence one engine for news (NORMAL) and one for the outbox (FULL), whose
rows promise what the world has seen. Each writer has one connection: writers queue in the process
instead of polling the file's lock.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import StoreError

BUSY = 15_000  # milliseconds a writer waits for another process
READERS = 4  # connections that read at the same time
QUEUE = 120.0  # seconds a transaction waits for its connection

Role = Literal["news", "outbox", "reader"]


def database_url(url: str) -> URL:
    """The address, taken apart.

    Raises:
        StoreError: when it is no address of a database we know.
    """
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError("VIGIE_DATABASE_URL is not an address of a database.") from None
    if parts.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise StoreError(
            "VIGIE_DATABASE_URL must begin with sqlite+aiosqlite:// or postgresql+asyncpg://"
        )
    if parts.get_backend_name() == "sqlite" and parts.host:
        raise StoreError(
            "VIGIE_DATABASE_URL needs three slashes before a file's name, four before a full path:"
            " sqlite+aiosqlite:///vigie.db"
        )
    return parts


def sqlite_file(url: str) -> Path | None:
    """The database's file; None for PostgreSQL and for a database in memory.

    Raises:
        StoreError: when the address cannot be read.
    """
    parts = database_url(url)
    if parts.get_backend_name() != "sqlite" or parts.database in (None, "", ":memory:"):
        return None
    return Path(str(parts.database))


def make_engine(url: str, role: Role) -> AsyncEngine:
    """An engine for one kind of work on the database at `url`. Connects when first used."""
    parts = database_url(url)
    if parts.get_backend_name() == "postgresql":
        return create_async_engine(
            parts, pool_pre_ping=True, pool_timeout=QUEUE, connect_args={"timeout": 10}
        )
    engine = create_async_engine(
        parts,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=READERS if role == "reader" else 1,
        max_overflow=0,
        pool_timeout=QUEUE,
    )
    event.listen(engine.sync_engine, "connect", _prepare(role))
    event.listen(engine.sync_engine, "begin", _begin("" if role == "reader" else " IMMEDIATE"))
    return engine


def _prepare(role: Role) -> Any:
    pragmas = [
        f"busy_timeout = {BUSY}",
        "journal_mode = WAL",
        f"synchronous = {'FULL' if role == 'outbox' else 'NORMAL'}",
        "foreign_keys = ON",
        "cache_size = -16000",  # KiB
        f"query_only = {'ON' if role == 'reader' else 'OFF'}",
    ]

    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare


def _begin(mode: str) -> Any:
    def begin(connection: Any) -> None:
        connection.exec_driver_sql(f"BEGIN{mode}")

    return begin
