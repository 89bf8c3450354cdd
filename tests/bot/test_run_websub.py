"""The running program and a hub: subscribed to by itself, heard at its port, also after a kill."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import utc_now
from tests.bot.test_run import free_port, on_slack
from tests.fakes.http_server import HttpServer, http_server, page
from tests.fakes.hub import Hub, open_hub
from tests.fakes.newsroom import article, item
from tests.fakes.pages import rss
from tests.fakes.program import start, states
from tests.fakes.slack_server import slack_server

pytestmark = pytest.mark.slow


def publish(server: HttpServer, hub: Hub, *numbers: int) -> None:
    """A feed of these articles, the newest first."""
    now = utc_now() - timedelta(minutes=30)
    items = [
        item(number, server.url(f"/{number}"), now - timedelta(minutes=place))
        for place, number in enumerate(numbers)
    ]
    body = rss("".join(items), hub.links(server.url("/feed")))
    server.routes["/feed"] = page(body, {"Content-Type": "application/rss+xml"})
    server.routes |= {f"/{number}": page(article(number)) for number in numbers}


async def until(ready: Callable[[], object]) -> None:
    """Wait for what another process does."""
    async with asyncio.timeout(20):
        while not ready():  # noqa: ASYNC110  # it tells nothing
            await asyncio.sleep(0.05)


async def test_news_comes_by_the_hubs_word_also_after_a_kill(tmp_path: Path) -> None:
    """The next look is ten minutes away at least; the hub is asked once in all."""
    async with http_server() as server, open_hub() as hub, slack_server() as slack:
        port = free_port()
        publish(server, hub, 1)
        settings = {
            **on_slack(slack),
            "VIGIE_SOURCES": server.url("/feed"),
            "VIGIE_ALLOWED_HOSTS": f"{server.host},{hub.host}",
            "VIGIE_HTTP_ADDRESS": f"127.0.0.1:{port}",
            "VIGIE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        program = await start(tmp_path, "run", env=settings)
        await until(lambda: hub.subscribers)
        await until(lambda: "sent" in states(tmp_path / "vigie.db").values())
        await program.kill()
        program = await start(tmp_path, "run", env=settings)
        await slack.until(lambda: slack.sockets, seconds=20)
        publish(server, hub, 2, 1)
        assert await hub.publish() == [202]
        await slack.until(lambda: len(slack.messages) == 2, seconds=20)
        await program.kill()
    assert hub.modes() == ["subscribe"]
