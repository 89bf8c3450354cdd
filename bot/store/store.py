"""The store as the other rooms see it: one object, opened once, with a part for each purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import utc_now
from bot.store.archive import Archive
from bot.store.arrangements import Arrangements
from bot.store.channels import Channels
from bot.store.copies import Copies
from bot.store.database import Database
from bot.store.edits import Edits
from bot.store.events import Events
from bot.store.export import FactRow, iterate
from bot.store.facts import Facts
from bot.store.notebook import Notebook
from bot.store.outbox import Outbox
from bot.store.presence import at_work
from bot.store.retention import Retention
from bot.store.second import SecondLedger
from bot.store.shown import Shown
from bot.store.sources import Sources
from bot.store.subscriptions import Subscriptions
from bot.store.traces import Traces
from bot.store.verdicts import Verdicts
from bot.store.versions import Versions

DECIDING = 7146003222  # an advisory lock of PostgreSQL


class Store:
    """Everything that is kept. Made by `Store.open`.

    Every method of its parts may raise a `StoreError`, whose sentence says what to do.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Put the parts on an open database."""
        self._database = database
        self._clock = clock
        self.sources = Sources(database)
        self.subscriptions = Subscriptions(database)
        self.archive = Archive(database, clock)
        self.events = Events(database)
        self.facts = Facts(database)
        self.outbox = Outbox(database)
        self.edits = Edits(database)
        self.copies = Copies(database)
        self.notebook = Notebook(database)
        self.channels = Channels(database)
        self.verdicts = Verdicts(database)
        self.shown = Shown(database)
        self.arrangements = Arrangements(database)
        self.traces = Traces(database)
        self.retention = Retention(database)
        self.second = SecondLedger(database, clock)
        self.versions = Versions(database, clock)

    @classmethod
    async def open(cls, url: str, clock: Callable[[], datetime] = utc_now) -> Store:
        """Open the database at `url` and bring its schema up to date.

        Raises:
            StoreError: when the database cannot be used; the sentence says what to do.
        """
        return cls(await Database.open(url), clock)

    @property
    def engine(self) -> AsyncEngine:
        """For a library that keeps tables of its own beside ours."""
        return self._database.engine

    def at_work(self) -> AbstractAsyncContextManager[None]:
        """For the length of a block, watch or deliver.

        Claims left behind by a killed process are freed first, where it is sure that none is alive:
        on an SQLite file nobody else is at work on. Elsewhere they end with their lease.
        """
        return at_work(self._database.file, self._free)

    def deciding(self) -> AbstractAsyncContextManager[None]:
        """For the length of a block, be the only process that decides what story an article tells."""
        return self._database.alone(DECIDING)

    async def _free(self) -> None:
        await self.sources.free()
        await self.outbox.free(self._clock())
        await self.versions.free()

    def export(self) -> AsyncIterator[FactRow]:
        """Every fact with its article, oldest first, in portions: memory stays small."""
        return iterate(self._database)

    async def close(self) -> None:
        """Close every connection."""
        await self._database.close()
