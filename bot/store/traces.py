"""Articles that were found and could not be brought: by address, with the cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from bot.store.addresses import address_key
from bot.store.codec import storable
from bot.store.database import Database
from bot.store.schema import trace
from bot.store.upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The last try for an article that came to nothing."""

    source_id: str
    cause: str
    at: datetime


class Traces:
    """The traces, by address."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def leave(self, url: str, found: Trace) -> None:
        """Keep the last word on an address."""
        row = {"source_id": found.source_id, "cause": storable(found.cause), "at": found.at}
        async with self._database.write() as connection:
            new = insert(connection, trace).values(address=address_key(url), **row)
            await connection.execute(
                new.on_conflict_do_update(index_elements=["address"], set_=row)
            )

    async def find(self, url: str) -> Trace | None:
        """The last word on an address; None when there is none."""
        async with self._database.read() as connection:
            query = select(trace).where(trace.c.address == address_key(url))
            row = (await connection.execute(query)).one_or_none()
        return Trace(source_id=row.source_id, cause=row.cause, at=row.at) if row else None

    async def forget_before(self, moment: datetime) -> None:
        """Delete what is older than `moment`."""
        async with self._database.write() as connection:
            await connection.execute(delete(trace).where(trace.c.at < moment))
