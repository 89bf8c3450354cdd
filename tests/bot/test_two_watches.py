"""Two processes that watch on one PostgreSQL: what both bring at one moment is one story."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from bot.store.store import Store
from bot.watch import LEASE
from tests.fakes.house import emptied
from tests.fakes.http_server import page
from tests.fakes.newsroom import article, item, newsroom
from tests.fakes.pages import rss

COPIES = range(1, 9)


@pytest.mark.postgres
async def test_copies_brought_by_two_processes_at_once_are_one_story(postgres_url, clock, parser):
    """Each text gets one card, whoever brings it first."""
    async with AsyncExitStack() as stack:
        rooms = []
        for _ in range(2):
            store = await Store.open(postgres_url, clock)
            stack.push_async_callback(store.close)
            rooms.append(await stack.enter_async_context(newsroom(store, clock, parser)))
        await emptied(rooms[0].store)
        server = rooms[0].server
        for name, room in zip("ab", rooms, strict=True):
            items = [item(n, server.url(f"/{name}/{n}"), clock()) for n in COPIES]
            server.routes[f"/{name}"] = page(rss("".join(items)))
            server.routes |= {
                f"/{name}/{n}": page(article(n, f"<meta name=by content={name}>")) for n in COPIES
            }
            room.fetcher = rooms[0].fetcher
        await rooms[0].sources("/a", "/b")
        watches = [room.watch(max_age=None) for room in rooms]
        claimed = [await room.store.sources.claim_due(clock(), 1, LEASE) for room in rooms]
        await asyncio.gather(
            *(
                watch._look(state, lambda _: None)
                for watch, (state,) in zip(watches, claimed, strict=True)
            )
        )
        queued = await rooms[0].store.outbox.counts()
        assert queued.pending == len(COPIES)
        assert (await rooms[0].store.archive.counts()).stories == len(COPIES)
