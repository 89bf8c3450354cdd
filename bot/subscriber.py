"""Asks hubs to announce the news of the sources that name one, and lets go what is wanted no more.

It goes its own way beside the watch: a hub that is slow or down holds up no look at a source.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot import websub
from bot.errors import SourceError
from bot.loops import again_and_again, side_by_side
from bot.model import Subscription
from bot.store.store import Store
from bot.store.subscriptions import Change

log = logging.getLogger(__name__)

IDLE = 20.0  # seconds between two looks at what the sources offer and which hub is to be asked
AT_ONCE = 8  # hubs asked side by side
GAP = timedelta(seconds=10)  # between two looks at a source, however often its hub calls


class Post(Protocol):
    """Sends a form, as `Fetcher.post` does."""

    async def __call__(
        self, url: str, form: Mapping[str, str], *, named_by: str
    ) -> SourceError | None:
        """None when it was taken."""
        ...


class Subscriber:
    """Keeps subscriptions as the sources offer them."""

    def __init__(
        self, *, store: Store, post: Post, base: str, clock: Callable[[], datetime]
    ) -> None:
        """`post` sends a form to a hub; `base` is where hubs reach us, without a slash at its end."""
        self._store = store
        self._post = post
        self._base = base
        self._clock = clock

    async def forever(self) -> None:
        """Keep them, again and again, until cancelled."""
        await again_and_again(self.keep, IDLE)

    async def keep(self) -> None:
        """Want what the sources offer, and ask every hub whose turn it is."""
        await self.settle()
        await self.round()

    async def settle(self) -> None:
        """Want what the sources offer, and nothing else."""
        states = await self._store.sources.states()
        wishes = [websub.wish(state, self._base, secrets.token_urlsafe) for state in states]
        wanted = {wish.id: wish for wish in wishes if wish is not None}
        known = {each.id: each for each in await self._store.subscriptions.all()}
        await self._store.subscriptions.add(
            [wish for id_, wish in wanted.items() if id_ not in known]
        )
        now = self._clock()
        for id_, each in known.items():
            if each.wanted and id_ not in wanted:
                await self._change(id_, lambda found: websub.dropped(found, now))
            elif not each.wanted and id_ in wanted:
                await self._change(id_, lambda found: websub.wanted_again(found, now))

    async def round(self) -> None:
        """Ask every hub whose turn it is."""
        await side_by_side(self._claim, self._ask, lambda _: None, at_once=AT_ONCE)

    async def _claim(self, limit: int) -> Sequence[Change]:
        now = self._clock()
        return await self._store.subscriptions.take_due(
            now, limit, lambda found: websub.asking(found, now)
        )

    async def _ask(self, taken: Change) -> None:
        """One request. That it is made is kept already: the hub may call back before it answers."""
        before, asking = taken
        await self._look_if_lost(before, asking)
        if asking is None:
            return
        error = await self._post(asking.hub, websub.form(asking), named_by=asking.feed)
        if error is None:
            return
        log.info("the hub of source %s: %s", asking.source_id, error)

        def fail(found: Subscription) -> Subscription:
            """A hub that confirmed meanwhile is believed, whatever it answered."""
            is_same = found.asked_at == asking.asked_at and found.attempts == asking.attempts
            return websub.failed(found, error, self._clock()) if is_same else found

        await self._change(asking.id, fail)

    async def _change(self, id_: str, decide: Callable[[Subscription], Subscription]) -> None:
        changed = await self._store.subscriptions.change(id_, decide)
        if changed is not None:
            await self._look_if_lost(*changed)

    async def _look_if_lost(self, before: Subscription, after: Subscription | None) -> None:
        now = self._clock()
        if websub.is_lost(before, after, now):
            await self._store.sources.call_for(before.source_id, now, GAP)
