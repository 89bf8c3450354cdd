"""What was held back by quiet hours or a cap goes out as one card, once it may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.answers.places import Places
from bot.answers.routing import is_source_of, wanted
from bot.answers.slots import STORY, not_before
from bot.loops import again_and_again
from bot.model import Card, Channel, Delivery
from bot.planning import CATCH_UP, CHANGE, held_until
from bot.store.archive import Kept
from bot.store.outbox import delivery_key
from bot.store.store import Store

IDLE = 20.0  # seconds between two looks at what is held

Make = Callable[[Channel, Sequence[Kept]], Card]


class CatchUp:
    """Releases what is held back."""

    def __init__(
        self, *, store: Store, places: Places, make: Make, clock: Callable[[], datetime]
    ) -> None:
        """`make` turns the articles that were held back from a channel into one card."""
        self._store = store
        self._places = places
        self._make = make
        self._clock = clock

    async def forever(self) -> None:
        """Release what may go, again and again, until cancelled."""
        await again_and_again(self.round, IDLE)

    async def round(self) -> int:
        """Queue a card for every channel whose held cards may go now; give their number."""
        held: dict[str, list[Delivery]] = defaultdict(list)
        for delivery in await self._store.outbox.held():
            held[delivery.channel].append(delivery)
        if not held:
            return 0
        channels = {channel.key: channel for channel in await self._places.all()}
        return sum([await self._one(channels.get(key), cards) for key, cards in held.items()])

    async def _one(self, channel: Channel | None, held: Sequence[Delivery]) -> int:
        """One card in the place of several; a single one goes as it is, and so does what changed.

        Also when the channel changed its mind meanwhile: what was promised to it is not lost.
        """
        now = self._clock()
        changes = [delivery.key for delivery in held if delivery.slot.startswith(CHANGE)]
        if channel is not None and not_before(channel, now):
            return 0
        await self._store.outbox.release(changes)
        held = [delivery for delivery in held if delivery.key not in changes]
        if not held or (channel is not None and await held_until(self._store, channel, now)):
            return len(changes)
        return len(changes) + await self._together(channel, held, now)

    async def _together(
        self, channel: Channel | None, held: Sequence[Delivery], now: datetime
    ) -> int:
        keys = [delivery.key for delivery in held]
        stories = [delivery.slot.removeprefix(STORY) for delivery in held]
        kept = await self._store.archive.of_stories(stories)
        kept = [] if channel is None else _for_channel(channel, kept)
        if channel is None or len(held) == 1 or not kept:
            await self._store.outbox.release(keys)
            return len(keys)
        slot = f"{CATCH_UP}{keys[0]}"
        card = Delivery(
            key=delivery_key(channel.key, slot),
            channel=channel.key,
            slot=slot,
            card=self._make(channel, kept),
            created=now,
        )
        return int(await self._store.outbox.fold(keys, card))


def _for_channel(channel: Channel, kept: Sequence[Kept]) -> list[Kept]:
    """Of the articles that tell a story those a channel may read, and of these those it wants.

    A story that it wants no more in any form was promised all the same.
    """
    readable = [one for one in kept if is_source_of(channel, one.reading.article.source_id)]
    liked = {one.story_id for one in readable if wanted(channel, one.reading)}
    return [one for one in readable if one.story_id not in liked or wanted(channel, one.reading)]
