"""Posted cards of which a copy may come late: a call that was given up may land after its repetition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.model import DeliveryState, Platform
from bot.store.database import Database
from bot.store.schema import delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A card that stands in its channel, maybe twice."""

    key: str
    channel: str
    message_id: str  # the one that is known, and stays
    since: datetime  # the first call that may land late was made then
    sent: datetime  # it was known to stand there from then on


class Copies:
    """The cards whose channels are looked at again."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def claim(
        self, now: datetime, limit: int, lease: timedelta, platforms: Sequence[Platform]
    ) -> list[Suspect]:
        """Cards whose channel is to be looked at now; after `lease` again, unless `settle` is told."""
        due = (
            select(delivery)
            .where(
                delivery.c.look_again <= now,
                delivery.c.state == DeliveryState.SENT.value,
                delivery.c.platform.in_([platform.value for platform in platforms]),
            )
            .order_by(delivery.c.look_again)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            rows = (await connection.execute(due)).all()
            if rows:
                taken = update(delivery).where(delivery.c.number.in_([r.number for r in rows]))
                await connection.execute(taken.values(look_again=now + lease))
        return [_suspect(row) for row in rows]

    async def settle(self, key: str, look_again: datetime | None) -> None:
        """The channel was looked at; None: it need not be any more."""
        async with self._database.write() as connection:
            own = update(delivery).where(delivery.c.key == key)
            await connection.execute(own.values(look_again=look_again))

    async def count(self) -> int:
        """How many cards are still looked after."""
        query = select(func.count()).where(delivery.c.look_again.is_not(None))
        async with self._database.read() as connection:
            return await connection.scalar(query) or 0


def _suspect(row: Any) -> Suspect:
    return Suspect(
        key=row.key,
        channel=row.channel,
        message_id=row.message_id,
        since=row.doubted,
        sent=row.last_attempt,
    )
