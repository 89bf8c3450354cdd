"""Copies that come late are taken back: a call that was given up may land after its repetition.

No platform says that a call which was given up will not land any more, and to wait for certainty
would hold up a channel for ever. So a card is posted again once it was looked for in vain, and its
channel is looked at a few times more. Of several messages with one key the one that is known stays.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from structlog.contextvars import bound_contextvars

from bot.attempts import look_for_copies, surplus
from bot.loops import again_and_again, side_by_side
from bot.model import Platform
from bot.outlet import Outlet, Unsure
from bot.store.copies import Suspect
from bot.store.store import Store

log = logging.getLogger(__name__)

LONGEST_CALL = 30.0  # seconds for one call of a platform
LEASE = timedelta(minutes=5)  # a claim on a card; a killed process's claims return after it
AT_ONCE = 5  # channels looked at side by side
IDLE = 20.0  # seconds between two looks at what is due

Answer = TypeVar("Answer")


class CopyWatch:
    """Looks for copies on the platforms that are connected."""

    def __init__(
        self, *, store: Store, outlets: Mapping[Platform, Outlet], clock: Callable[[], datetime]
    ) -> None:
        """Cards of a platform without an outlet wait."""
        self._copies = store.copies
        self._outlets = outlets
        self._clock = clock

    async def forever(self) -> None:
        """Look at what is due, again and again, until cancelled."""
        await again_and_again(self.round, IDLE)

    async def round(self) -> int:
        """Look for copies of every card that is due; give how many were taken back."""
        taken: list[int] = []
        await side_by_side(self._claim, self._look, taken.append, at_once=AT_ONCE)
        return sum(taken)

    async def _claim(self, limit: int) -> Sequence[Suspect]:
        return await self._copies.claim(self._clock(), limit, LEASE, tuple(self._outlets))

    async def _look(self, suspect: Suspect) -> int:
        with bound_contextvars(channel=suspect.channel, delivery=suspect.key):
            taken = await self._taken_back(suspect)
            await self._copies.settle(suspect.key, look_for_copies(suspect.sent, self._clock()))
            return taken

    async def _taken_back(self, suspect: Suspect) -> int:
        """What could not be read or deleted is left to the next look."""
        platform, _, channel_id = suspect.channel.partition(":")
        outlet = self._outlets[Platform(platform)]
        found = await _answer(outlet.copies(channel_id, suspect.key, suspect.since))
        if isinstance(found, Unsure):
            log.info("%s was not looked at for copies: %s", suspect.channel, found.reason)
            return 0
        taken = 0
        for message_id in surplus(found, suspect.message_id):
            failed = await _answer(outlet.take_back(channel_id, message_id))
            if failed is None:
                taken += 1
                log.info("a copy that came late was deleted in %s", suspect.channel)
            else:
                log.warning("a copy in %s could not be deleted: %s", suspect.channel, failed.reason)
        return taken


async def _answer(call: Awaitable[Answer | Unsure]) -> Answer | Unsure:
    """What a call gives, whatever happens in it."""
    try:
        async with asyncio.timeout(LONGEST_CALL):
            return await call
    except TimeoutError:
        return Unsure("no answer in time")
    except Exception as error:  # a defect in one card's way must not end the others'
        log.exception("looking for copies failed")
        return Unsure(f"looking for copies failed ({type(error).__name__})")
