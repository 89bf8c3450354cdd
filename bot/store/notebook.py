"""Small things to remember: values changed in chat, and events that count once."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.store.codec import storable
from bot.store.database import Database
from bot.store.schema import event, setting
from bot.store.upsert import insert

_LONGEST = 200  # code points of a key; a longer one is kept by its hash


class Notebook:
    """Values by key, and events by id."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def get(self, key: str) -> str | None:
        """The value; None when there is none."""
        async with self._database.read() as connection:
            query = select(setting.c.value).where(setting.c.key == _short(key))
            return await connection.scalar(query)

    async def beginning(self, prefix: str) -> dict[str, str]:
        """Every value whose key begins so, by the rest of its key; keys must be short."""
        query = select(setting).where(setting.c.key.startswith(prefix, autoescape=True))
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            return {row.key.removeprefix(prefix): row.value for row in rows}

    async def set(self, key: str, value: str) -> None:
        """Keep `value` in the place of what was there."""
        value = storable(value)
        async with self._database.write() as connection:
            statement = insert(connection, setting).values(key=_short(key), value=value)
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
            )

    async def remove(self, key: str) -> None:
        """Forget the value."""
        async with self._database.write() as connection:
            await connection.execute(delete(setting).where(setting.c.key == _short(key)))

    async def once(self, event_id: str, now: datetime, ttl: timedelta) -> bool:
        """True the first time an event is seen; False when it comes again within `ttl`."""
        async with self._database.write() as connection:
            await connection.execute(delete(event).where(event.c.until <= now))
            new = insert(connection, event).values(id=_short(event_id), until=now + ttl)
            done = await connection.execute(new.on_conflict_do_nothing())
        return done.rowcount > 0

    async def seen(self, event_id: str, now: datetime) -> bool:
        """True for an event that was seen and is not forgotten; does not count as seeing it."""
        query = select(event.c.id).where(event.c.id == _short(event_id), event.c.until > now)
        async with self._database.read() as connection:
            return await connection.scalar(query) is not None


def _short(key: str) -> str:
    if len(key) <= _LONGEST:
        return storable(key)
    return "sha256:" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
