"""Kept articles asked for again: when, how politely, and what a change leads to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.looks import MOST_CHANGES, MOST_TOLD
from bot.model import Article, Reading
from bot.store.archive import article_id
from tests.fakes.house import NOON
from tests.fakes.http_server import page, reset, status, unchanged_when
from tests.fakes.newsroom import Newsroom, article, newsroom, title
from tests.fakes.pages import rss

HOUR = timedelta(hours=1)
NEWS = "<p>The mayor of the harbour said on Monday that the ferry will not sail in March.</p>"


@pytest.fixture
def read() -> list[str]:
    """The texts that were read."""
    return []


@pytest.fixture
async def room(store, clock, parser, read: list[str]) -> AsyncIterator[Newsroom]:
    """One article of a feed was kept at noon."""

    def reads(found: Article) -> Reading:
        read.append(found.text)
        return Reading(article=found)

    async with newsroom(store, clock, parser) as opened:
        opened.reads = reads
        opened.feed("/feed", 1)
        await opened.sources("/feed")
        opened.server.routes["/1"] = unchanged_when('"a"', article(1))
        await opened.watch().round()
        yield opened


def changed(extra: str = NEWS, number: int = 1) -> bytes:
    return article(number).replace(b"</article>", f"{extra}</article>".encode())


async def looks(room: Newsroom, *hours: float) -> int:
    """Rounds so many hours after noon each; gives how often the page was asked for in them."""
    before = room.server.paths().count("/1")
    for hour in hours:
        room.clock.now = NOON + hour * HOUR
        await room.watch().round()
    return room.server.paths().count("/1") - before


async def changes(room: Newsroom) -> int:
    key = article_id(room.server.url("/1"))
    return (await room.store.versions.history(key)).changes


async def test_an_article_is_asked_for_again_at_one_six_and_twenty_four_hours(room, read):
    """Each time with what its server gave to ask by; an answer of "the same" costs no reading."""
    assert await looks(room, 0.9) == 0
    assert await looks(room, 1.1, 2, 5.9) == 1
    assert await looks(room, 6.1, 20) == 1
    assert await looks(room, 24.1, 48, 99) == 1
    asked = [a.headers.get("if-none-match") for a in room.server.asked if a.path == "/1"]
    assert asked == [None, '"a"', '"a"', '"a"']
    assert len(read) == 1


async def test_a_program_that_was_away_looks_once(room):
    """Not three times for the three looks it missed."""
    assert await looks(room, 30, 31) == 1


async def test_the_same_text_in_another_page_costs_no_reading(room, read):
    """New advertisements and other spaces are no change."""
    room.server.routes["/1"] = unchanged_when('"b"', article(1, head="<meta name=x content=y>"))
    assert await looks(room, 1.1) == 1
    assert (len(read), await changes(room)) == (1, 0)
    await looks(room, 6.1)
    asked = [a.headers.get("if-none-match") for a in room.server.asked if a.path == "/1"]
    assert asked[-1] == '"b"'


async def test_a_changed_text_is_read_and_takes_the_place_of_the_old_one(room, read):
    """The old words are kept, and the article stays the news of its day."""
    key = article_id(room.server.url("/1"))
    before = await room.store.archive.reading(key)
    room.server.routes["/1"] = page(changed())
    await looks(room, 1.1)
    after = await room.store.archive.reading(key)
    assert "will not sail in March" in after.article.text
    assert after.article.published == before.article.published
    assert await room.store.versions.texts(key) == [before.article.text]
    assert (len(read), await changes(room)) == (2, 1)


def retell(room: Newsroom, words: str, *, path: str = "/feed") -> None:
    """The feed says something else of the article."""
    published = format_datetime(room.clock.now - HOUR)
    entry = (
        f"<item><title>{words}</title><link>{room.server.url('/1')}</link><guid>guid-1</guid>"
        f"<pubDate>{published}</pubDate><description>{words}</description></item>"
    )
    room.server.routes[path] = page(rss(entry))


async def test_a_feed_that_says_something_else_leads_to_the_article(room):
    """Also long after the last look; when the feed says the same again, nothing is asked for."""
    await looks(room, 30)
    room.server.routes["/1"] = page(changed())
    room.clock.now += timedelta(days=3)
    retell(room, "Ferry stays away")
    (report,) = await room.watch().round()
    assert (report.new, report.changed) == (0, 1)
    room.clock.now += timedelta(days=1)
    (report,) = await room.watch().round()
    assert report.changed == 0
    assert room.server.paths().count("/1") == 3


async def test_what_the_feed_announced_and_could_not_be_brought_is_tried_again(room):
    """The feed's word is not forgotten before its article was seen."""
    room.server.routes["/1"] = status(503)
    room.clock.now += 0.6 * HOUR
    retell(room, "Ferry stays away")
    (report,) = await room.watch().round()
    assert "503" in report.problems[0]
    room.server.routes["/1"] = page(changed())
    room.clock.now += 26 * HOUR
    (report,) = await room.watch().round()
    assert await changes(room) == 1


async def test_a_page_that_changes_at_every_look_is_left_alone_after_a_while(room):
    """A ticker costs so many looks and no more, however long its feed calls it changed."""
    for number in range(MOST_CHANGES + 6):
        room.server.routes["/1"] = page(changed(NEWS.replace("March", f"week {number}")))
        retell(room, f"Ferry, report {number}")
        room.clock.now += 27 * HOUR
        await room.watch().round()
    assert await changes(room) == MOST_CHANGES
    assert room.server.paths().count("/1") <= MOST_CHANGES + 1


async def test_a_feed_that_calls_an_article_changed_at_every_poll_is_believed_so_often(room):
    """And the page stays the same."""
    await looks(room, 99)
    before = room.server.paths().count("/1")
    for number in range(MOST_TOLD + 6):
        retell(room, f"Ferry, report {number}")
        room.clock.now += 27 * HOUR
        await room.watch().round()
    assert room.server.paths().count("/1") - before == MOST_TOLD


@pytest.mark.parametrize(
    "answer",
    [status(503), status(429, {"Retry-After": "1200"}), reset],
    ids=["failure", "haste", "reset"],
)
async def test_a_passing_failure_is_waited_for(room, answer):
    """With a growing pause, and no longer than to the next look."""
    room.server.routes["/1"] = answer
    assert await looks(room, 1.1) in (1, 2)  # aiohttp asks anew where a connection is torn down
    assert await looks(room, 1.2) == 0
    room.server.routes["/1"] = page(changed())
    assert await looks(room, 1.6) == 1
    assert await changes(room) == 1


async def test_a_page_that_is_gone_leaves_the_article_as_it_is(room):
    """What was read and posted was said."""
    room.server.routes["/1"] = status(404)
    assert await looks(room, 1.1, 2, 3) == 1
    assert await room.kept() == [title(1)]


async def test_a_paywall_that_came_down_takes_nothing_away(room):
    """A part does not take the place of the whole."""
    record = '{"@type":"NewsArticle","isAccessibleForFree":false,"headline":"Q"}'
    head = f'<script type="application/ld+json">{record}</script>'
    part = article(1, head=head).split(b"<p>")
    room.server.routes["/1"] = page(b"<p>".join(part[:3]) + b"</article></body></html>")
    assert await looks(room, 1.1) == 1
    assert await changes(room) == 0


async def test_robots_txt_is_obeyed_on_the_way_back_too(room):
    """The page is not asked for when it is forbidden by then."""
    room.server.routes["/robots.txt"] = status(
        200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /1\n"
    )
    assert await looks(room, 30) == 0


async def test_a_source_that_is_paused_has_its_articles_left_alone(room):
    """And one that is watched no more, for good."""
    await room.store.sources.switch("feed", on=False)
    assert await looks(room, 1.1) == 0
    await room.store.sources.switch("feed", on=True)
    assert await looks(room, 6.1) == 1
    await room.store.sources.sync([])
    assert await looks(room, 24.1) == 0


async def test_an_article_that_is_too_old_for_news_is_not_visited(store, clock, parser):
    """A source's whole past is not asked for three times more."""
    async with newsroom(store, clock, parser) as old:
        old.feed("/feed", 1, age=timedelta(days=9))
        await old.sources("/feed")
        await old.watch().round()
        clock.now += 30 * HOUR
        await old.watch().round()
        assert old.server.paths().count("/1") == 1
