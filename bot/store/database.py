"""The one way to the database: transactions for news, for the outbox and for reading.

Whatever the driver raises leaves as a `StoreError` with a sentence that says what to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as QueueTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError
from bot.store.engine import database_url, make_engine, sqlite_file
from bot.store.migrate import is_current, upgrade

RECONNECT = 60.0  # seconds a running program waits for a PostgreSQL that went away
CHECKED = 256 * 1024 * 1024  # bytes; a larger file is not read through at every start

# Of the database, not of our code: a wrong value or statement keeps its own exception.
_FAILURES = (DBAPIError, QueueTimeout, OSError)

_SENTENCES = (  # part of the driver's words -> ours
    (
        "file is not a database",
        "{place} is not a database of Vigie. Name another file in VIGIE_DATABASE_URL.",
    ),
    (
        "malformed",
        "{place} is damaged. Move it aside and put a backup in its place: vigie restore FILE.",
    ),
    (
        "unable to open database file",
        "{place} cannot be opened. Check that its folder exists and may be written to.",
    ),
    (
        "readonly database",
        "{place} may not be written to. Check the rights of the file and its folder.",
    ),
    ("disk is full", "The disk of {place} is full. Nothing more is kept until there is room."),
    ("disk I/O error", "The disk of {place} could not be read or written; it may be full."),
    ("database is locked", "{place} is in use by another program that does not let go of it."),
    ("lock timeout", "Another Vigie is changing the schema of {place}. Try again in a minute."),
)


class Database:
    """Engines and transactions. Made by `Database.open`."""

    def __init__(self, url: str) -> None:
        """Prepare the engines; connect to nothing."""
        parts = database_url(url)
        self.is_sqlite = parts.get_backend_name() == "sqlite"
        self.file = sqlite_file(url)  # None for PostgreSQL and in memory
        self._place = str(self.file or parts.set(password=None).render_as_string()).split("?")[0]
        self._patience = 0.0  # seconds; none while opening
        self._news = make_engine(url, "news")
        shared = not self.is_sqlite or self.file is None  # memory lives in one connection
        self._outbox = self._news if shared else make_engine(url, "outbox")
        self._reader = self._news if shared else make_engine(url, "reader")

    @classmethod
    async def open(cls, url: str) -> Database:
        """Connect, check the file, bring the schema up to date.

        Raises:
            StoreError: when the database cannot be used; the sentence says what to do.
        """
        database = cls(url)
        try:
            await asyncio.to_thread(_make_folder, database.file)
            await database._check()
            await database._migrate()
        except BaseException:
            await database.close()
            raise
        database._patience = RECONNECT
        return database

    @property
    def engine(self) -> AsyncEngine:
        """The engine of `write`."""
        return self._news

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes what is known; it survives a killed process."""
        async with self._transaction(self._news) as connection:
            yield connection

    @asynccontextmanager
    async def promise(self) -> AsyncIterator[AsyncConnection]:
        """A transaction for the outbox; it survives a power cut too."""
        async with self._transaction(self._outbox) as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; all its queries see one moment."""
        async with self._transaction(self._reader) as connection:
            yield connection

    @asynccontextmanager
    async def alone(self, purpose: int) -> AsyncIterator[None]:
        """On PostgreSQL, no other process is in a block of the same `purpose`; one waits for another.

        On an SQLite file it keeps nobody out: one process watches there.
        """
        if self.is_sqlite:
            yield
            return
        async with self._transaction(self._news) as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:it)"), {"it": purpose})
            yield

    async def close(self) -> None:
        """Close every connection."""
        for engine in {self._news, self._outbox, self._reader}:
            await engine.dispose()

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        try:
            async with AsyncExitStack() as stack:
                yield await self._begun(stack, engine)
        except _FAILURES as error:
            raise self._explained(error) from error

    async def _begun(self, stack: AsyncExitStack, engine: AsyncEngine) -> AsyncConnection:
        """Begin; while PostgreSQL is away, try again with growing pauses before giving up."""
        waited, pause = 0.0, 0.5
        while True:
            try:
                return await stack.enter_async_context(engine.begin())
            except _FAILURES:
                if self.is_sqlite or waited >= self._patience:
                    raise
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 2, 8.0)

    async def _check(self) -> None:
        size = await asyncio.to_thread(_size, self.file)
        if not 0 < size <= CHECKED:
            return
        async with self.read() as connection:
            found = await connection.scalar(text("PRAGMA quick_check(1)"))
        if found != "ok":
            raise StoreError(_SENTENCES[1][1].format(place=self._place))

    async def _migrate(self) -> None:
        async with self.read() as connection:
            if await connection.run_sync(is_current):
                return
        async with self.write() as connection:
            await connection.run_sync(self._upgrade)

    def _upgrade(self, connection: Connection) -> None:
        if not self.is_sqlite:  # of several processes that start together, one works
            connection.execute(text("SET LOCAL lock_timeout = '60s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(7146003221)"))
        upgrade(connection)

    def _explained(self, error: Exception) -> StoreError:
        words = str(error.orig if isinstance(error, DBAPIError) else error)
        for part, sentence in _SENTENCES:
            if part in words:
                return StoreError(sentence.format(place=self._place))
        if self.is_sqlite:
            return StoreError(f"{self._place} could not be used: {type(error).__name__}.")
        return StoreError(
            f"PostgreSQL at {self._place} does not answer or refuses. Check that it runs, and the"
            " user, password and database name in VIGIE_DATABASE_URL."
        )


def _make_folder(file: Path | None) -> None:
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {file.parent} cannot be made ({error.strerror}). Name another place in"
            " VIGIE_DATABASE_URL."
        ) from None


def _size(file: Path | None) -> int:
    return file.stat().st_size if file is not None and file.is_file() else 0
