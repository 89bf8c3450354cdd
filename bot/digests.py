"""Digests: one card per channel and period, queued once when the period ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.answers.routing import wanted
from bot.answers.slots import Slot, due_slot
from bot.loops import again_and_again
from bot.model import Card, Channel, Delivery, SourceState
from bot.store.archive import Kept
from bot.store.outbox import delivery_key
from bot.store.store import Store

IDLE = 20.0  # seconds between two looks at the clock
MOST = 400  # articles of one digest; the card shows the best of them and counts the rest

CADENCES = ("hourly", "daily", "weekly")

Channels = Callable[[], Awaitable[Sequence[Channel]]]
Make = Callable[[Channel, Sequence[Kept], Slot, Sequence[SourceState]], Card]


class Digests:
    """Builds the digest of every channel that wants one, when it is due."""

    def __init__(
        self,
        *,
        store: Store,
        channels: Channels,
        make: Make,
        clock: Callable[[], datetime],
    ) -> None:
        """`channels` gives those there are now, `make` a card of a channel's articles of a period.

        It is given the states of the sources too, for what the digest covers.
        """
        self._store = store
        self._channels = channels
        self._make = make
        self._clock = clock

    async def forever(self) -> None:
        """Queue what is due, again and again, until cancelled."""
        await again_and_again(self.round, IDLE)

    async def round(self) -> int:
        """Queue every digest that is due now; give their number."""
        channels = [c for c in await self._channels() if c.cadence in CADENCES]
        return sum([await self._one(channel) for channel in channels])

    async def _one(self, channel: Channel) -> int:
        newest = await self._store.outbox.newest(channel.key, "digest:")
        slot = due_slot(channel, self._clock(), newest.slot if newest else None)
        if slot is None:
            return 0
        first_seen = await self._store.channels.first_seen(channel.key)
        start = max(slot.start, first_seen or slot.start, channel.since or slot.start)
        kept = await self._store.archive.between(start, slot.end, MOST)
        mine = [item for item in kept if wanted(channel, item.reading)]
        if not mine:
            return 0
        delivery = Delivery(
            key=delivery_key(channel.key, slot.name),
            channel=channel.key,
            slot=slot.name,
            card=self._make(channel, mine, slot, await self._store.sources.states()),
            created=self._clock(),
            not_before=slot.not_before,
        )
        return await self._store.outbox.add([delivery])
