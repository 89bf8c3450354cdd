"""Posted cards that are to read otherwise: an edit is a row of the outbox that names the post's key.

It is written in the transaction of what it follows from. Edits of one message are made in their
order, and only the newest is of use.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Card, Delivery, DeliveryState
from bot.store.codec import dump
from bot.store.database import Database
from bot.store.outbox import delivery_key, delivery_of, insert_deliveries, note_shown
from bot.store.schema import delivery, shows

UPDATE = "update:"  # slots of edits after an article changed begin so: their card is the newest ...
VERDICT = "verdict:"  # ... after a verdict so: the same card, without what is wrong on it
_NEVER_POSTED = (DeliveryState.PARKED.value, DeliveryState.FOLDED.value)


class Edits:
    """The edits."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def is_overtaken(self, edit: Delivery) -> bool:
        """True when a newer edit of the same message is there."""
        own = select(delivery.c.number).where(delivery.c.key == edit.key).scalar_subquery()
        newer = select(delivery.c.number).where(
            delivery.c.edits == edit.edits, delivery.c.number > own
        )
        async with self._database.read() as connection:
            return (await connection.execute(newer.limit(1))).first() is not None

    async def newest(self, keys: Sequence[str]) -> dict[str, Delivery]:
        """The newest edit of each of these posts that has one, by the post's key."""
        query = select(delivery).where(delivery.c.edits.in_(keys)).order_by(delivery.c.number)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return {row.edits: delivery_of(row) for row in rows}


async def posts_showing(connection: AsyncConnection, articles: Collection[str]) -> list[Delivery]:
    """The posts on which facts of these articles stand, with their newest cards.

    Without those that were given up or folded into others.
    """
    here = select(shows.c.delivery).where(shows.c.article.in_(sorted(articles)))
    named = select(delivery.c.key, delivery.c.edits).where(
        delivery.c.number.in_(here), delivery.c.state.not_in(_NEVER_POSTED)
    )
    keys = {row.edits or row.key for row in await connection.execute(named)}
    found = [await _standing(connection, key) for key in sorted(keys)]
    return [post for post in found if post is not None]


async def put_in_place(
    connection: AsyncConnection, key: str, card: Card, *, kind: str, at: datetime
) -> None:
    """Have the message of a delivery read as `card`, in the transaction of `connection`.

    One that waits untouched just goes as that; one that was given up or folded stays as it is.
    """
    query = select(delivery).where(delivery.c.key == key).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    if row is None or row.state in _NEVER_POSTED:
        return
    if _is_untouched(row):
        if kind == UPDATE:  # refuted facts are taken off on the way
            own = update(delivery).where(delivery.c.number == row.number)
            await connection.execute(own.values(card=dump(card)))
            await note_shown(connection, row.number, card)
        return
    count = select(func.count()).select_from(delivery).where(delivery.c.edits == key)
    slot = f"{kind}{key}:{await connection.scalar(count) or 0}"
    edit = Delivery(
        key=delivery_key(row.channel, slot),
        channel=row.channel,
        slot=slot,
        card=card,
        created=at,
        edits=key,
    )
    await insert_deliveries(connection, [edit])


def _is_untouched(row: Any) -> bool:
    """True when no attempt to post a delivery may have succeeded."""
    if row.state == DeliveryState.HELD.value:
        return True
    pending = row.state == DeliveryState.PENDING.value
    return bool(pending and row.first_attempt is None and not row.unsure)


async def _standing(connection: AsyncConnection, key: str) -> Delivery | None:
    """A post with the card it has by its newest update; None when it is kept no more."""
    update_of = and_(delivery.c.edits == key, delivery.c.slot.startswith(UPDATE))
    query = select(delivery).where(or_(delivery.c.key == key, update_of))
    rows = (await connection.execute(query.order_by(delivery.c.number))).all()
    cards = [delivery_of(row) for row in rows]
    if not cards or cards[0].edits:
        return None
    return replace(cards[0], card=cards[-1].card)
