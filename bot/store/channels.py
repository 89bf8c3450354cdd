"""Since when a channel is known: what is older is not news to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.model import Channel
from bot.store.database import Database
from bot.store.schema import channel
from bot.store.upsert import insert


class Channels:
    """The channels that were ever configured."""

    def __init__(self, database: Database) -> None:
        """Remember in `database`."""
        self._database = database

    async def sync(self, channels: Sequence[Channel], now: datetime) -> None:
        """Remember `now` for the channels that are new."""
        rows = [{"key": item.key, "first_seen": now} for item in channels]
        if not rows:
            return
        async with self._database.write() as connection:
            await connection.execute(insert(connection, channel).on_conflict_do_nothing(), rows)

    async def first_seen(self, channel_key: str) -> datetime | None:
        """When a channel was first configured; None when it never was."""
        async with self._database.read() as connection:
            query = select(channel.c.first_seen).where(channel.c.key == channel_key)
            return await connection.scalar(query)
