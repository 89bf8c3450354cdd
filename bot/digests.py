"""Digests: one card per channel and period, queued once when the period ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.answers.routing import wanted
from bot.answers.slots import GATHERS, PREFIX, STORY, Slot, closing_slot, due_slot
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
        told = await self._store.notebook.beginning(GATHERS)
        return sum([await self._one(c, told.get(c.key)) for c in await self._channels()])

    async def _one(self, channel: Channel, told: str | None) -> int:
        """The digest of one channel; `told` is since when it gathers, as it was remembered.

        One that gathered until now and gets its news at once from now on is given the rest first.
        """
        gathers, note = channel.cadence in CADENCES, f"{GATHERS}{channel.key}"
        if not gathers and told is None:
            return 0
        newest = await self._store.outbox.newest(channel.key, PREFIX)
        last, now = newest.slot if newest else None, self._clock()
        if not gathers:
            slot = closing_slot(channel, now, last) if channel.cadence == "instant" else None
            made = await self._made(channel, slot, datetime.fromisoformat(str(told)))
            await self._store.notebook.remove(note)
            return made
        if told is None:
            seen = await self._store.channels.first_seen(channel.key)
            told = (channel.since or seen or now).isoformat()
            await self._store.notebook.set(note, told)
        slot = due_slot(channel, now, last)
        return await self._made(channel, slot, datetime.fromisoformat(told))

    async def _made(self, channel: Channel, slot: Slot | None, began: datetime) -> int:
        """Queue the digest of a period, without what was posted as a card of its own."""
        if slot is None:
            return 0
        first_seen = await self._store.channels.first_seen(channel.key)
        start = max(slot.start, began, first_seen or slot.start)
        kept = await self._store.archive.between(start, slot.end, MOST)
        slots = {f"{STORY}{item.story_id}" for item in kept}
        posted = await self._store.outbox.known(channel.key, sorted(slots))
        mine = [
            item
            for item in kept
            if wanted(channel, item.reading) and f"{STORY}{item.story_id}" not in posted
        ]
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
