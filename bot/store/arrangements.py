"""What admins decided in chat: kept with who and when, the newest of a kind in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, insert, or_, select

from bot.model import Arrangement
from bot.store.codec import storable
from bot.store.database import Database
from bot.store.schema import arrangement

SOURCE = "source:"  # begins the place of a decision on a source


class Arrangements:
    """The decisions, for every process to read."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def add(self, decisions: Sequence[Arrangement]) -> None:
        """Keep decisions made together; they are in force when the call returns."""
        rows = [
            {
                "channel": each.channel,
                "name": each.name,
                "value": None if each.value is None else storable(each.value),
                "who": storable(each.who),
                "at": each.at,
            }
            for each in decisions
        ]
        if not rows:
            return
        async with self._database.write() as connection:
            await connection.execute(insert(arrangement), rows)

    async def in_force(self) -> list[Arrangement]:
        """The newest decision on each setting of each channel, in the order they were made.

        One that went back to the env file has no value.
        """
        newest = select(func.max(arrangement.c.number)).group_by(
            arrangement.c.channel, arrangement.c.name
        )
        return await self._read(select(arrangement).where(arrangement.c.number.in_(newest)))

    async def history(self, channel: str) -> list[Arrangement]:
        """Every decision on a channel, in the order they were made."""
        return await self._read(select(arrangement).where(arrangement.c.channel == channel))

    async def newest(self, channel: str, limit: int, *, sources: bool = False) -> list[Arrangement]:
        """The last decisions on a channel, newest first; those on `sources` among them."""
        wanted = arrangement.c.channel == channel
        if sources:
            wanted = or_(wanted, arrangement.c.channel.startswith(SOURCE, autoescape=True))
        last = select(arrangement.c.number).where(wanted)
        last = last.order_by(arrangement.c.number.desc()).limit(limit)
        found = await self._read(select(arrangement).where(arrangement.c.number.in_(last)))
        return found[::-1]

    async def _read(self, query: Select[Any]) -> list[Arrangement]:
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(arrangement.c.number))
            return [
                Arrangement(
                    channel=row.channel, name=row.name, value=row.value, who=row.who, at=row.at
                )
                for row in rows
            ]
