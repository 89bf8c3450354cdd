"""What hubs call: whether we asked for a subscription, and that there is news (WebSub).

News is not taken from a hub. A call with a good signature makes the watch look at the source sooner,
by its ordinary way; nothing else comes of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from aiohttp import web

from bot import websub
from bot.errors import StoreError
from bot.model import Subscription
from bot.signature import Seal, read_signature
from bot.store.store import Store
from bot.subscriber import GAP

log = logging.getLogger(__name__)

PATH = "/websub/{token:[A-Za-z0-9_-]+}"
LARGEST = 8 * 1024 * 1024  # bytes of a call; hubs send the whole feed, which we only check
PATIENCE = 30.0  # seconds a call may take to come in


@dataclass(frozen=True, slots=True, kw_only=True)
class Hubs:
    """The two routes."""

    store: Store
    clock: Callable[[], datetime]
    random: Random

    async def confirm(self, request: web.Request) -> web.StreamResponse:
        """GET: the hub asks whether we asked for this, or says that it refuses."""
        try:
            found = await self._found(request)
            if found is None:
                return _unknown()
            if request.query.get("hub.mode") == "denied":
                return await self._denied(found, request.query)
            return await self._verified(found, request.query)
        except StoreError:
            return _later()

    async def announce(self, request: web.Request) -> web.StreamResponse:
        """POST: the hub says there is news.

        A wrong signature is answered like a good one, as the standard has it: whoever tries learns
        nothing.
        """
        try:
            found = await self._found(request)
            if found is None or not websub.hears(found, self.clock()):
                return _unknown()
            if not found.wanted:
                return web.Response(status=410, text="nothing is wanted here any more\n")
            is_true = await _is_signed(request, found.secret)
            if is_true is None:
                return web.Response(status=413, text="too much at once\n")
            if is_true:
                await self._look(found)
            else:
                log.info("a call for source %s had no good signature", found.source_id)
        except StoreError:
            return _later()
        except TimeoutError:
            return web.Response(status=408, text="too slow\n")
        return web.Response(status=202)

    async def _found(self, request: web.Request) -> Subscription | None:
        return await self.store.subscriptions.find(request.match_info["token"])

    async def _verified(self, found: Subscription, query: Mapping[str, str]) -> web.StreamResponse:
        now, answers = self.clock(), []

        def decide(this: Subscription) -> Subscription | None:
            answer = websub.verified(this, query, now, self.random)
            if answer is None:
                return this
            answers.append(answer.challenge)
            return answer.after

        await self.store.subscriptions.change(found.id, decide)
        if not answers:
            return _unknown()
        # Plain text that no browser takes for a page: it is the caller's own words.
        return web.Response(text=answers[0], headers={"X-Content-Type-Options": "nosniff"})

    async def _denied(self, found: Subscription, query: Mapping[str, str]) -> web.StreamResponse:
        if query.get("hub.topic") != found.topic:
            return _unknown()
        now, reason = self.clock(), query.get("hub.reason", "")
        changed = await self.store.subscriptions.change(
            found.id, lambda this: websub.refused(this, reason, now)
        )
        if changed is not None and websub.is_lost(*changed, now):
            await self.store.sources.call_for(found.source_id, now, GAP)
        return web.Response()

    async def _look(self, found: Subscription) -> None:
        now = self.clock()
        if await self.store.sources.call_for(found.source_id, now, GAP):
            log.info("source %s is looked at: its hub has news", found.source_id)
            await self.store.subscriptions.change(
                found.id, lambda this: replace(this, pinged_at=now)
            )


async def _is_signed(request: web.Request, secret: str) -> bool | None:
    """Whether the body bears a good signature; None when it is too large to tell."""
    signature = read_signature(request.headers.get("X-Hub-Signature", ""))
    if signature is None or "Content-Encoding" in request.headers:
        return False  # what is packed is not unpacked here
    seal, size = Seal(signature, secret), 0
    async with asyncio.timeout(PATIENCE):
        async for piece in request.content.iter_any():
            size += len(piece)
            if size > LARGEST:
                return None
            seal.feed(piece)
    return seal.holds()


def _unknown() -> web.StreamResponse:
    return web.Response(status=404, text="nothing was asked for here\n")


def _later() -> web.StreamResponse:
    return web.Response(status=503, text="the store does not answer\n")
