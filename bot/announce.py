"""A source that keeps failing is told once where an admin wants to hear of it, and again when it recovers.

What was told is remembered by the failing source's last success, so that one time of failing is told
once, whoever looks how often.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.answers.places import Places
from bot.answers.routing import is_source_of
from bot.answers.slots import not_before
from bot.loops import again_and_again
from bot.model import Card, Channel, Delivery, SourceState
from bot.store.outbox import delivery_key
from bot.store.store import Store

IDLE = 60.0  # seconds between two looks at the sources
TOLD = "announced:"  # keys of what was told begin so
ENOUGH = 3  # failures in a row until it is told: one may be chance

Make = Callable[[Channel, Sequence[SourceState], Sequence[SourceState]], Card]  # failing, recovered


class Announcer:
    """Tells of failing sources."""

    def __init__(
        self, *, store: Store, places: Places, make: Make, clock: Callable[[], datetime]
    ) -> None:
        """`make` gives a channel's card about sources that began to fail, and that recovered."""
        self._store = store
        self._places = places
        self._make = make
        self._clock = clock

    async def forever(self) -> None:
        """Tell what is new, again and again, until cancelled."""
        await again_and_again(self.round, IDLE)

    async def round(self) -> int:
        """Queue one card for each channel that wants to hear of it; give their number."""
        channels = [channel for channel in await self._places.all() if channel.announce]
        failing, recovered = await self._news() if channels else ([], [])
        if not failing and not recovered:
            return 0
        slot = _slot(failing, recovered)
        cards = [
            self._card(channel, slot, mine, well)
            for channel in channels
            if (mine := _seen(channel, failing)) + (well := _seen(channel, recovered))
        ]
        queued = await self._store.outbox.add(cards)
        for state in failing:
            await self._store.notebook.set(_told(state), _episode(state))
        for state in recovered:
            await self._store.notebook.remove(_told(state))
        return queued

    async def _news(self) -> tuple[list[SourceState], list[SourceState]]:
        """The sources that began to fail, and those that recovered, since it was last told."""
        failing, recovered = [], []
        every_told = await self._store.notebook.beginning(TOLD)
        for state in await self._store.sources.states():
            told = every_told.get(state.source.id)
            if _is_failing(state) and told != _episode(state):
                failing.append(state)
            elif told is not None and not state.failures and not state.disabled:
                recovered.append(state)
        return failing, recovered

    def _card(
        self,
        channel: Channel,
        slot: str,
        failing: Sequence[SourceState],
        recovered: Sequence[SourceState],
    ) -> Delivery:
        now = self._clock()
        return Delivery(
            key=delivery_key(channel.key, slot),
            channel=channel.key,
            slot=slot,
            card=self._make(channel, failing, recovered),
            created=now,
            not_before=not_before(channel, now),
        )


def _is_failing(state: SourceState) -> bool:
    """It fails again and again, or is gone for good; one that an admin paused does not fail."""
    return state.failures >= ENOUGH or (state.disabled and state.failures > 0)


def _seen(channel: Channel, states: Sequence[SourceState]) -> list[SourceState]:
    """The sources a channel may hear of."""
    return [state for state in states if is_source_of(channel, state.source.id)]


def _told(state: SourceState) -> str:
    return f"{TOLD}{state.source.id}"


def _episode(state: SourceState) -> str:
    """The name of one time of failing: it began after this success."""
    return state.last_success.isoformat() if state.last_success else "never read"


def _slot(failing: Sequence[SourceState], recovered: Sequence[SourceState]) -> str:
    """The same for the same news, so that two processes tell it once."""
    down = [f"down {state.source.id} {_episode(state)}" for state in failing]
    up = [f"up {state.source.id} {_episode(state)}" for state in recovered]
    return f"sources:{hashlib.sha256(chr(10).join([*down, *up]).encode()).hexdigest()[:32]}"
