"""The outbox: which card waits for which channel, and what became of it.

A row is written together with the article it is about. It is marked in flight, durably, before the
call that posts it, so that a crash at any moment leaves a trace of what may have happened.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, func, literal, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Card, Delivery, DeliveryState, Platform
from bot.store.codec import dump, parse, storable
from bot.store.database import Database
from bot.store.schema import delivery, shows
from bot.store.types import UtcTime
from bot.store.upsert import insert

KEY_LENGTH = 20  # fits Discord's nonce (25); 100 bits
_OPEN = (DeliveryState.PENDING.value, DeliveryState.IN_FLIGHT.value)
_ALIVE = (*_OPEN, DeliveryState.HELD.value)
_POSTED = (*_OPEN, DeliveryState.SENT.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery to make now; `ambiguous` when an earlier attempt may have succeeded."""

    delivery: Delivery
    ambiguous: bool
    previous: datetime | None = None  # until when the attempt before this one may have lasted


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCounts:
    """How many cards are in which state."""

    pending: int = 0
    in_flight: int = 0
    sent: int = 0
    parked: int = 0
    held: int = 0
    folded: int = 0
    overtaken: int = 0


def delivery_key(channel: str, slot: str) -> str:
    """The name of a delivery, for ever: 20 characters of base32, from channel and slot alone."""
    digest = hashlib.sha256(f"{channel}\n{slot}".encode("utf-8", "replace")).digest()
    return base64.b32encode(digest).decode()[:KEY_LENGTH].lower()


class Outbox:
    """The deliveries. Every change is on disk when the call returns."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def add(self, deliveries: Sequence[Delivery]) -> int:
        """Queue cards; give how many are new. One whose (channel, slot) is there is left out."""
        async with self._database.promise() as connection:
            return await insert_deliveries(connection, deliveries)

    async def claim(
        self, now: datetime, limit: int, lease: timedelta, platforms: Sequence[Platform]
    ) -> list[Claimed]:
        """The next card of every channel that may go now, oldest first; at most `limit`.

        They are in flight, with this attempt's time, when the call returns. Nobody else gets them
        before `lease` ends or their outcome is told. A card that must wait blocks its channel only,
        an edit only the later edits of its message.
        """
        names = [platform.value for platform in platforms]
        heads = (
            select(func.min(delivery.c.number))
            .where(delivery.c.state.in_(_OPEN), delivery.c.platform.in_(names))
            .group_by(delivery.c.channel, delivery.c.edits)
        )
        due = (
            select(delivery)
            .where(
                delivery.c.number.in_(heads),
                delivery.c.state.in_(_OPEN),
                or_(delivery.c.not_before.is_(None), delivery.c.not_before <= now),
                or_(delivery.c.lease_until.is_(None), delivery.c.lease_until <= now),
            )
            .order_by(delivery.c.number)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        in_doubt = or_(delivery.c.unsure, delivery.c.state == DeliveryState.IN_FLIGHT.value)
        first_doubt = func.coalesce(delivery.c.doubted, delivery.c.first_attempt)
        async with self._database.promise() as connection:
            before = {row.number: row for row in await connection.execute(due)}
            if not before:
                return []
            taken = (
                update(delivery)
                .where(delivery.c.number.in_(before))
                .values(
                    state=DeliveryState.IN_FLIGHT.value,
                    unsure=in_doubt,
                    doubted=case((in_doubt, first_doubt), else_=delivery.c.doubted),
                    attempts=delivery.c.attempts + 1,
                    first_attempt=func.coalesce(delivery.c.first_attempt, now),
                    last_attempt=now,
                    lease_until=now + lease,
                )
                .returning(delivery)
            )
            rows = (await connection.execute(taken)).all()
        rows = sorted(rows, key=lambda row: row.number)
        return [
            Claimed(
                delivery=delivery_of(row),
                ambiguous=row.unsure,
                previous=before[row.number].lease_until or before[row.number].last_attempt,
            )
            for row in rows
        ]

    async def free(self, now: datetime) -> None:
        """End every claim: whoever made them is gone, maybe just now. The attempts stay ambiguous."""
        async with self._database.promise() as connection:
            await connection.execute(
                update(delivery)
                .where(delivery.c.lease_until.is_not(None))
                .values(lease_until=None, last_attempt=now)
            )

    async def sent(
        self, key: str, message_id: str, at: datetime, *, look_again: datetime | None = None
    ) -> None:
        """The platform took the card; `look_again`: for a copy, if an attempt was in doubt before."""
        await self._settle(
            key,
            None,
            state=DeliveryState.SENT.value,
            message_id=message_id,
            last_attempt=at,
            look_again=case((delivery.c.doubted.is_not(None), literal(look_again, UtcTime))),
            unsure=False,
            error="",
        )

    async def refused(self, key: str, error: str, retry_at: datetime, *, attempt: int) -> None:
        """The platform certainly did not take this attempt; try again at `retry_at`.

        An earlier attempt that is unsettled stays so; otherwise the next attempt is a first one.
        """
        await self._settle(
            key,
            attempt,
            state=DeliveryState.PENDING.value,
            first_attempt=case((delivery.c.unsure, delivery.c.first_attempt), else_=None),
            error=storable(error),
            not_before=retry_at,
        )

    async def unsure(
        self, key: str, error: str, retry_at: datetime, *, attempt: int, at: datetime
    ) -> None:
        """The attempt ended `at` then without an answer; look again at `retry_at`."""
        await self._settle(
            key,
            attempt,
            state=DeliveryState.IN_FLIGHT.value,
            unsure=True,
            last_attempt=at,
            error=storable(error),
            not_before=retry_at,
        )

    async def absent(self, key: str, at: datetime, *, attempt: int) -> bool:
        """A look-back proved that no earlier attempt succeeded: the attempt at `at` is a first one.

        Returns:
            False when somebody else has claimed the card since; then it proves nothing.
        """
        async with self._database.promise() as connection:
            done = await connection.execute(
                update(delivery)
                .where(
                    delivery.c.key == key,
                    delivery.c.state == DeliveryState.IN_FLIGHT.value,
                    delivery.c.attempts == attempt,
                )
                .values(unsure=False, first_attempt=at)
            )
        return done.rowcount > 0

    async def parked(self, key: str, error: str, *, attempt: int) -> None:
        """The card is given up; the reason is kept."""
        await self._settle(key, attempt, state=DeliveryState.PARKED.value, error=storable(error))

    async def overtaken(self, key: str) -> None:
        """An edit needs to be made no more: a newer one of the same message is there."""
        await self._settle(key, None, state=DeliveryState.OVERTAKEN.value, unsure=False, error="")

    async def counts(self) -> OutboxCounts:
        """How many cards are in which state; edits of cards are not counted."""
        query = select(delivery.c.state, func.count().label("n")).where(delivery.c.edits.is_(None))
        query = query.group_by(delivery.c.state)
        async with self._database.read() as connection:
            return OutboxCounts(**{row.state: row.n for row in await connection.execute(query)})

    async def oldest(self) -> datetime | None:
        """When the first of the cards that are to go was queued; None when none is."""
        query = select(func.min(delivery.c.created)).where(delivery.c.state.in_(_OPEN))
        async with self._database.read() as connection:
            found: datetime | None = await connection.scalar(query)
        return found

    async def newest(self, channel: str, prefix: str = "") -> Delivery | None:
        """The last queued card of a channel whose slot begins with `prefix`, in whatever state."""
        query = (
            select(delivery)
            .where(
                delivery.c.channel == channel, delivery.c.slot.startswith(prefix, autoescape=True)
            )
            .order_by(delivery.c.number.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return delivery_of(row) if row else None

    async def first_since(self, channel: str, prefix: str, since: datetime) -> Delivery | None:
        """The first card of a channel, whose slot begins so, that was queued from `since` on."""
        query = select(delivery).where(
            delivery.c.channel == channel,
            delivery.c.slot.startswith(prefix, autoescape=True),
            delivery.c.created >= since,
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query.order_by(delivery.c.number).limit(1))).first()
        return delivery_of(row) if row else None

    async def find(self, key: str) -> Delivery | None:
        """One delivery by its key."""
        async with self._database.read() as connection:
            query = select(delivery).where(delivery.c.key == key)
            row = (await connection.execute(query)).one_or_none()
        return delivery_of(row) if row else None

    async def count_since(self, channel: str, prefixes: Sequence[str], since: datetime) -> int:
        """How many cards whose slot begins so were queued for a channel from `since` on.

        Without those held back, folded or given up.
        """
        query = select(func.count()).where(
            delivery.c.channel == channel,
            delivery.c.state.in_(_POSTED),
            delivery.c.created >= since,
            or_(*(delivery.c.slot.startswith(prefix, autoescape=True) for prefix in prefixes)),
        )
        async with self._database.read() as connection:
            return await connection.scalar(query) or 0

    async def held(self) -> list[Delivery]:
        """The cards that are held back, in the order they were queued."""
        query = select(delivery).where(delivery.c.state == DeliveryState.HELD.value)
        async with self._database.read() as connection:
            rows = (await connection.execute(query.order_by(delivery.c.number))).all()
        return [delivery_of(row) for row in rows]

    async def release(self, keys: Sequence[str]) -> None:
        """Let cards that are held back go as they are."""
        async with self._database.promise() as connection:
            await _leave_hold(connection, keys, state=DeliveryState.PENDING.value, not_before=None)

    async def fold(self, keys: Sequence[str], into: Delivery) -> bool:
        """Queue one card in the place of several that are held back, all or nothing.

        Returns:
            False when one of them is held no more; then nothing changes.
        """
        mine = delivery.c.key.in_(keys), delivery.c.state == DeliveryState.HELD.value
        async with self._database.promise() as connection:
            query = select(delivery.c.key).where(*mine).with_for_update()
            if len((await connection.scalars(query)).all()) < len(keys):
                return False
            await _leave_hold(connection, keys, state=DeliveryState.FOLDED.value)
            await insert_deliveries(connection, [into])
        return True

    async def known(self, channel: str, slots: Sequence[str]) -> set[str]:
        """Those among these slots for which a channel has a card, in whatever state."""
        query = select(delivery.c.slot).where(
            delivery.c.channel == channel, delivery.c.slot.in_(slots)
        )
        async with self._database.read() as connection:
            return set(await connection.scalars(query))

    async def for_slots(self, slots: Sequence[str]) -> list[Delivery]:
        """The cards of these slots, for whatever channel, in the order they were queued."""
        query = select(delivery).where(delivery.c.slot.in_(slots))
        async with self._database.read() as connection:
            rows = (await connection.execute(query.order_by(delivery.c.number))).all()
        return [delivery_of(row) for row in rows]

    async def forget_before(self, moment: datetime) -> int:
        """Delete what was sent or given up and queued before `moment`; give their number."""
        async with self._database.promise() as connection:
            done = await connection.execute(
                delete(delivery).where(delivery.c.created < moment, delivery.c.state.not_in(_ALIVE))
            )
        return done.rowcount

    async def _settle(self, key: str, attempt: int | None, **values: Any) -> None:
        """End the claim. A late word on a card that is sent or given up changes nothing.

        `attempt`: the number of the attempt it tells of; when another was made since, its word counts.
        """
        mine = true() if attempt is None else delivery.c.attempts == attempt
        async with self._database.promise() as connection:
            await connection.execute(
                update(delivery)
                .where(delivery.c.key == key, delivery.c.state.in_(_OPEN), mine)
                .values(lease_until=None, **values)
            )


async def insert_deliveries(connection: AsyncConnection, deliveries: Sequence[Delivery]) -> int:
    """Write rows in the transaction of `connection`; give how many are new."""
    new = 0
    for item in deliveries:
        added = insert(connection, delivery).on_conflict_do_nothing().returning(delivery.c.number)
        number = await connection.scalar(added, _row(item))
        if number is not None:
            new += 1
            await note_shown(connection, number, item.card)
    return new


async def note_shown(connection: AsyncConnection, number: int, card: Card) -> None:
    """Remember for the delivery `number` whose facts its card shows."""
    await connection.execute(delete(shows).where(shows.c.delivery == number))
    homes = dict.fromkeys(id_.rpartition(".")[0] for id_ in card.facts)
    if homes:
        rows = [{"delivery": number, "article": storable(home)} for home in homes]
        await connection.execute(insert(connection, shows), rows)


async def _leave_hold(connection: AsyncConnection, keys: Sequence[str], **values: Any) -> None:
    """Change what is held back among these."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.key.in_(keys), delivery.c.state == DeliveryState.HELD.value)
        .values(**values)
    )


def _row(item: Delivery) -> dict[str, Any]:
    return {
        "key": item.key,
        "channel": item.channel,
        "platform": item.channel.partition(":")[0],
        "slot": item.slot,
        "card": dump(item.card),
        "state": item.state.value,
        "created": item.created,
        "not_before": item.not_before,
        "attempts": item.attempts,
        "first_attempt": item.first_attempt,
        "last_attempt": item.last_attempt,
        "unsure": False,
        "message_id": item.message_id,
        "error": storable(item.error),
        "edits": item.edits or None,
    }


def delivery_of(row: Any) -> Delivery:
    """The delivery of a row."""
    return Delivery(
        key=row.key,
        channel=row.channel,
        slot=row.slot,
        card=parse(row.card, Card),
        created=row.created,
        not_before=row.not_before,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        first_attempt=row.first_attempt,
        last_attempt=row.last_attempt,
        message_id=row.message_id,
        error=row.error,
        edits=row.edits or "",
    )
