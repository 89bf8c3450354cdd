"""While hostile documents are fetched, parsed, read and planned, the event loop answers: chat goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import open_app
from bot.sources.worker import Parser
from config.made import fetcher_of
from tests.fakes.env import settings_of
from tests.fakes.house import Clock
from tests.fakes.http_server import http_server
from tests.fakes.http_server import page as answered
from tests.fakes.pages import page, rss
from tests.hostile.feeds import feeds
from tests.hostile.pages import pages
from tests.hostile.texts import TEXTS

LONGEST = 0.2  # seconds of the loop's own CPU in which nothing else gets its turn
TICK = 0.005  # seconds


@dataclass(slots=True)
class Stall:
    """The longest time without a turn, in seconds of CPU of the loop's thread."""

    longest: float = 0.0


@asynccontextmanager
async def stall_watched() -> AsyncIterator[Stall]:
    """Measure while the block runs. CPU, not time: other programs on the machine do not count."""
    stall = Stall()

    async def watch() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(TICK)
            stall.longest = max(stall.longest, time.thread_time() - before)

    task = asyncio.create_task(watch())
    await asyncio.sleep(0)
    yield stall
    await asyncio.sleep(0)
    task.cancel()


async def test_a_stall_is_seen() -> None:
    """The check below can fail."""
    async with stall_watched() as stall:
        end = time.thread_time() + 2 * LONGEST
        while time.thread_time() < end:
            pass
        await asyncio.sleep(2 * TICK)
    assert stall.longest > LONGEST


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_no_hostile_document_holds_the_loop_up(tmp_path: Path, clock: Clock) -> None:
    """Feeds, pages and texts, from the answer of the server to the queued card."""
    texts = [text.replace("\ud800", "") for text in TEXTS.values()]
    documents = [case.body for case in pages()]
    documents += [page(body=f"<p>{text}</p>", title=text[:200]) for text in texts]
    own = [each.replace(b"three winters", b"%d winters" % n) for n, each in enumerate(documents)]
    routes = {f"/{n}.html": answered(each) for n, each in enumerate(own)}
    routes |= {f"/feed{n}": answered(case.body) for n, case in enumerate(feeds())}
    async with http_server(routes) as server:
        items = "".join(
            f"<item><title>Quay {n}</title><link>{server.url(f'/{n}.html')}</link></item>"
            for n in range(len(documents))
        )
        server.routes["/list"] = answered(rss(items))
        listed = [server.url("/list"), *(server.url(f"/feed{n}") for n in range(len(feeds())))]
        settings = settings_of(
            tmp_path,
            VIGIE_SOURCES="\n".join(listed),
            VIGIE_ALLOWED_HOSTS=server.host,
            VIGIE_HOST_GAP="0s",
            VIGIE_MAX_AGE="none",
            VIGIE_CHANNELS="slack:C1\ndiscord:2",
        )
        async with (
            open_app(settings, clock) as app,
            fetcher_of(settings, clock) as fetcher,
            Parser() as parser,
            stall_watched() as stall,
        ):
            await app.watch(fetcher, parser).round()
            kept = await app.store.archive.counts()
    assert kept.quotes > len(documents) // 2
    assert stall.longest < LONGEST
