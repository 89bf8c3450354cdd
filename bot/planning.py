"""Which cards an article is worth, and whether they go at once or are held back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.answers.places import Places
from bot.answers.routing import wanted
from bot.answers.slots import STORY, not_before, window
from bot.model import Card, Channel, Delivery, DeliveryState, Reading
from bot.store.outbox import delivery_key
from bot.store.store import Store

CATCH_UP = "catchup:"
COUNTED = (STORY, CATCH_UP)  # the slots whose cards a cap counts

Make = Callable[[Channel, Reading], Card]


class Planning:
    """Plans the instant cards of an article: one for every channel that wants it at once."""

    def __init__(self, *, store: Store, places: Places, make: Make) -> None:
        """`make` gives an article's card for a channel."""
        self._store = store
        self._places = places
        self._make = make

    async def plan(self, reading: Reading, story: str, now: datetime) -> tuple[Delivery, ...]:
        """The cards an article of a story is worth now."""
        return tuple(
            [
                await self._delivery(channel, reading, story, now)
                for channel in await self._places.all()
                if channel.cadence == "instant" and wanted(channel, reading)
            ]
        )

    async def _delivery(
        self, channel: Channel, reading: Reading, story: str, now: datetime
    ) -> Delivery:
        slot = f"{STORY}{story}"
        delivery = Delivery(
            key=delivery_key(channel.key, slot),
            channel=channel.key,
            slot=slot,
            card=self._make(channel, reading),
            created=now,
        )
        until = await held_until(self._store, channel, now)
        if until is None:
            return delivery
        return replace(delivery, state=DeliveryState.HELD, not_before=until)


async def held_until(store: Store, channel: Channel, now: datetime) -> datetime | None:
    """Until when a card for a channel is held back by quiet hours or its cap; None: it may go."""
    if quiet := not_before(channel, now):
        return quiet
    if channel.cap is None:
        return None
    start, end = window(channel, channel.cap, now)
    posted = await store.outbox.count_since(channel.key, COUNTED, start)
    return end if posted >= channel.cap.most else None
