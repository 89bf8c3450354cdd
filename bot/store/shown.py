"""The cards that were shown as answers: what the buttons below them go on from.

A button holds a key and nothing else, so it works after a restart and in every process. An answer
is kept for as long as somebody may still press its buttons; the card of a delivery is in the outbox.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.model import Card
from bot.store.codec import dump, parse
from bot.store.database import Database
from bot.store.schema import delivery, shown
from bot.store.upsert import insert

KEPT = timedelta(days=14)
_KEY_LENGTH = 20  # as a delivery's


class Shown:
    """Cards by key."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def keep(self, card: Card, now: datetime) -> str:
        """Remember an answer; give its key, the same for the same card."""
        text = dump(card)
        digest = hashlib.sha256(text.encode()).digest()
        key = base64.b32encode(digest).decode()[:_KEY_LENGTH].lower()
        until = now + KEPT
        async with self._database.write() as connection:
            await connection.execute(delete(shown).where(shown.c.until <= now))
            new = insert(connection, shown).values(key=key, card=text, until=until)
            await connection.execute(
                new.on_conflict_do_update(index_elements=["key"], set_={"until": until})
            )
        return key

    async def find(self, key: str) -> Card | None:
        """The answer, or the delivered card, with this key; None when it is forgotten."""
        async with self._database.read() as connection:
            for table in (shown, delivery):
                text = await connection.scalar(select(table.c.card).where(table.c.key == key))
                if text is not None:
                    return parse(text, Card)
        return None
