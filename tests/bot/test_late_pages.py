"""Articles whose pages are away at first: when they are asked for again, and posted when they come."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.store.store import Store
from tests.fakes.house import Clock
from tests.fakes.http_server import page, status
from tests.fakes.newsroom import Newsroom, article, item, newsroom, title
from tests.fakes.pages import rss


@pytest.fixture
async def room(store: Store, clock: Clock, parser) -> AsyncIterator[Newsroom]:
    """A newsroom without sources."""
    async with newsroom(store, clock, parser) as opened:
        yield opened


async def thrice(room: Newsroom, **options: object) -> None:
    """Three rounds within hours, in which everything is due: what fails in all is given up then."""
    for _ in range(3):
        room.clock.now += timedelta(hours=2)
        await room.watch(**options).round()


@pytest.mark.parametrize(
    "for_now",
    [
        status(404),
        status(403),
        page(b""),
        page(b"<html><body>Service temporarily unavailable</body></html>"),
    ],
    ids=["missing", "forbidden", "empty", "a notice"],
)
async def test_a_page_that_is_not_there_yet_is_read_and_posted_when_it_comes(room, for_now):
    """Feeds are often ahead of their pages, and a server in trouble says many things."""
    room.feed("/feed", 1)
    ready = room.server.routes["/1"]
    room.server.routes["/1"] = for_now
    await room.sources("/feed")
    (report,) = await room.watch().round()
    assert (report.new, report.again) == (0, True)
    room.server.routes["/1"] = ready
    room.clock.now += timedelta(hours=2)
    (report,) = await room.watch().round()
    assert (report.new, report.again) == (1, False)
    assert await room.queued() == [title(1)]


@pytest.mark.parametrize(
    "for_now", [status(503), status(404), page(b"")], ids=["down", "missing", "empty"]
)
async def test_an_article_whose_page_was_long_away_is_posted_when_it_comes(room, for_now):
    """Its summary stands in for it, and it is looked for after 1, 6 and 24 hours; one card."""
    room.feed("/feed", 2, 1)
    ready = room.server.routes["/1"]
    room.server.routes["/1"] = for_now
    await room.sources("/feed")
    await thrice(room)
    assert await room.queued() == [title(2)]
    asked = room.server.paths().count("/1")
    room.clock.now += timedelta(minutes=20)
    await room.watch().round()
    assert room.server.paths().count("/1") == asked
    room.server.routes["/1"] = ready
    for hours in (2, 6, 24):
        room.clock.now += timedelta(hours=hours)
        await room.watch().round()
    assert await room.queued() == [title(1)]
    kept = await room.store.archive.by_address(room.server.url("/1"))
    assert not kept.reading.article.partial
    assert "harbour 1 stay at home" in kept.reading.article.text


async def test_a_page_is_not_asked_for_before_its_server_wants(room):
    """However often its feed is looked at meanwhile; and it is posted then."""
    room.feed("/feed", 1)
    ready = room.server.routes["/1"]
    room.server.routes["/1"] = status(503, {"Retry-After": "18000"})
    await room.sources("/feed")
    await room.watch().round()
    room.server.routes["/1"] = ready
    for _ in range(2):
        room.clock.now += timedelta(hours=2)
        (report,) = await room.watch().round()
        assert report.again
    assert room.server.paths().count("/1") == 1
    room.clock.now += timedelta(hours=2)
    await room.watch().round()
    assert await room.queued() == [title(1)]


async def test_a_short_article_that_comes_late_is_posted_though_its_summary_said_it_all(room):
    """What was kept of it was never read."""
    room.feed("/feed", 1)
    told = re.findall(r"<p>.*?</p>", article(1).decode())
    words = " ".join(told[:3]).replace("<p>", "").replace("</p>", "")
    ready = page(article(1).replace("".join(told[3:]).encode(), b""))
    entry = item(1, room.server.url("/1"), room.clock.now).replace(
        "The council closed quay 1.", words
    )
    room.server.routes["/feed"] = page(rss(entry))
    room.server.routes["/1"] = status(404)
    await room.sources("/feed")
    await thrice(room)
    kept = await room.store.archive.by_address(room.server.url("/1"))
    assert (kept.reading.article.text, kept.reading.article.partial) == (words, True)
    room.server.routes["/1"] = ready
    await thrice(room)
    assert await room.queued() == [title(1)]


async def test_what_first_sight_does_not_post_is_not_posted_when_its_page_comes(room):
    """Nor is what its page would have told: only the newest few of a new source are news."""
    room.feed("/feed", 2, 1)
    ready = room.server.routes["/1"]
    room.server.routes["/1"] = status(404)
    await room.sources("/feed")
    await thrice(room, first_posts=1)
    room.server.routes["/1"] = ready
    await thrice(room, first_posts=1)
    assert await room.queued() == [title(2)]


async def test_a_page_that_comes_late_joins_the_story_another_source_told_meanwhile(room):
    """One story, one card."""
    room.feed("/feed", 1)
    ready = room.server.routes["/1"]
    room.server.routes["/1"] = status(404)
    await room.sources("/feed", "/other")
    await thrice(room)
    copy = item(1, room.server.url("/copy"), room.clock.now).replace("guid-1", "guid-copy")
    room.server.routes["/other"] = page(rss(copy))
    room.server.routes["/copy"] = page(article(1))
    room.clock.now += timedelta(minutes=30)
    await room.watch().round()
    room.server.routes["/1"] = ready
    await thrice(room)
    assert await room.queued() == [title(1)]
    assert not any(kept.reading.article.partial for kept in await room.store.archive.latest())
    assert (await room.store.archive.counts()).stories == 1
