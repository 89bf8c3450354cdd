"""The watch: what a round keeps and queues, and that nothing in one source stops another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.model import Reading
from bot.store.store import Store
from bot.watch import LEASE
from config.reader import build_reader
from tests.fakes.events import RECIPE, TOLD, event
from tests.fakes.house import Clock
from tests.fakes.http_server import hang, page, status
from tests.fakes.newsroom import Newsroom, article, failed, item, newsroom, title
from tests.fakes.pages import rss


@pytest.fixture
async def room(store: Store, clock: Clock, parser) -> AsyncIterator[Newsroom]:
    """A newsroom without sources."""
    async with newsroom(store, clock, parser) as opened:
        yield opened


async def again(room: Newsroom, **options: object):
    """The next round, when everything is due: after the longest wait and its jitter."""
    room.clock.now += timedelta(hours=27)
    return await room.watch(**options).round()


async def seen(room: Newsroom, path: str) -> None:
    """A feed of one old article that was read before: what comes next is news."""
    room.feed(path, 0)
    await room.sources(path)
    await room.watch().round()
    await room.queued()


async def test_a_feed_becomes_articles_and_cards_once(room):
    """A second look asks whether it changed, and brings nothing when it did not."""
    room.feed("/feed", 3, 2, 1)
    await room.sources("/feed")
    (report,) = await room.watch().round()
    assert (report.new, report.queued, report.problems) == (3, 3, ())
    assert await room.kept() == [title(3), title(2), title(1)]
    assert await room.queued() == [title(1), title(2), title(3)]
    (report,) = await again(room)
    assert (report.new, report.queued) == (0, 0)
    looks = [asked for asked in room.server.asked if asked.path == "/feed"]
    assert [bool(look.headers.get("if-none-match")) for look in looks] == [False, True]
    assert room.server.paths().count("/1") == 2  # once to read it, once to see whether it changed


async def test_nothing_is_looked_at_before_it_is_due(room):
    """A second round at the same moment asks nobody."""
    room.feed("/feed", 1)
    await room.sources("/feed")
    await room.watch().round()
    assert await room.watch().round() == []
    assert room.server.paths().count("/feed") == 1


async def test_what_is_new_in_a_known_feed_is_posted(room):
    """However many there are."""
    await seen(room, "/feed")
    room.feed("/feed", 5, 4, 3, 2, 1, 0)
    (report,) = await again(room)
    assert (report.new, report.queued) == (5, 5)


@pytest.mark.parametrize(
    ("options", "posted"),
    [({}, 3), ({"first_posts": 0}, 0), ({"first_posts": 1}, 1), ({"max_age": None}, 5)],
)
async def test_the_first_sight_of_a_feed_posts_the_newest_few(room, options, posted):
    """The others are kept; without an age limit all are posted."""
    room.feed("/feed", 5, 4, 3, 2, 1)
    await room.sources("/feed")
    (report,) = await room.watch(**options).round()
    assert report.new == 5
    assert await room.queued() == [title(number) for number in range(6 - posted, 6)]


async def test_a_source_that_is_to_be_filled_posts_all_it_holds(room):
    """Whatever its age."""
    room.feed("/feed", 5, 4, 3, 2, 1, age=timedelta(days=30))
    await room.sources("/feed", backfill=True)
    (report,) = await room.watch().round()
    assert report.queued == 5


async def test_a_look_that_brings_much_keeps_its_claim(room):
    """However long it takes: nobody else begins to read the same articles."""
    others: list[asyncio.Task] = []

    def read(read):
        room.clock.now += timedelta(minutes=6)
        taken = room.store.sources.claim_due(room.clock(), 1, LEASE)
        others.append(asyncio.create_task(taken))
        return Reading(article=read)

    room.reads = read
    room.feed("/feed", 6, 5, 4, 3, 2, 1)
    await room.sources("/feed")
    await room.watch(max_age=None).round()
    assert await asyncio.gather(*others) == [[]] * 6


async def test_old_articles_are_kept_and_not_posted(room):
    """Unless there is no age limit."""
    await seen(room, "/feed")
    room.feed("/feed", 1, age=timedelta(hours=60))
    (report,) = await again(room)
    assert (report.new, report.queued) == (1, 0)
    room.feed("/feed", 2, age=timedelta(hours=60))
    (report,) = await again(room, max_age=None)
    assert report.queued == 1


async def test_one_broken_source_stops_no_other(room):
    """Each failure is one sentence, and its source is asked again later."""
    room.feed("/good", 1)
    room.server.routes["/broken"] = page(b"\x00\x01 no feed")
    room.server.routes["/gone"] = status(500)
    await room.sources("/broken", "/gone", "/good")
    reports = await room.watch().round()
    assert failed(reports) == ["broken", "gone"]
    assert await room.kept() == [title(1)]
    states = {state.source.id: state for state in await room.store.sources.states()}
    assert states["gone"].failures == states["broken"].failures == 1
    assert states["gone"].error
    assert states["good"].failures == 0


async def test_the_same_article_under_two_addresses_is_kept_once(room):
    """Whether the page says so itself or the words do."""
    canonical = f'<link rel="canonical" href="{room.server.url("/1")}">'
    room.feed("/feed", 1)
    room.feed("/other", 2)
    room.feed("/third", 3)
    room.server.routes["/2"] = page(article(1, head=canonical))
    room.server.routes["/3"] = page(article(1))
    await room.sources("/feed", "/other", "/third")
    reports = await room.watch().round()
    assert sum(report.new for report in reports) == 1
    assert sum(report.known for report in reports) == 2
    assert len(await room.queued()) == 1
    for number in (1, 2, 3):
        assert await room.store.archive.by_address(room.server.url(f"/{number}")) is not None


async def test_a_page_that_several_feeds_name_at_once_is_asked_for_once(room):
    """A site lists its news in several forms; they are looked at side by side."""
    for path in ("/feed", "/other", "/third"):
        room.feed(path, 2, 1)
    await room.sources("/feed", "/other", "/third")
    reports = await room.watch().round()
    assert (sum(report.new for report in reports), sum(r.known for r in reports)) == (2, 4)
    paths = room.server.paths()
    assert (paths.count("/1"), paths.count("/2")) == (1, 1)
    assert sorted(await room.queued()) == [title(1), title(2)]


async def test_an_article_that_fails_is_tried_again_and_then_its_summary_is_kept(room):
    """Three times in all; the feed is asked for whole until then."""
    room.feed("/feed", 2, 1)
    room.server.routes["/1"] = status(503)
    await room.sources("/feed")
    for _ in range(2):
        (report,) = await again(room)
        assert report.again
        assert len(report.problems) == 1
    (report,) = await again(room)
    assert not report.again
    await again(room)
    assert room.server.paths().count("/1") == 3
    kept = await room.store.archive.by_address(room.server.url("/1"))
    assert kept is not None
    assert kept.reading.article.partial
    assert kept.reading.article.text == "The council closed quay 1."
    assert await room.queued() == [title(2)]


async def test_an_article_that_is_gone_is_not_asked_for_again(room):
    """Its summary is kept at once, and why it did not come."""
    room.feed("/feed", 1)
    room.server.routes["/1"] = status(410)
    await room.sources("/feed")
    (report,) = await room.watch().round()
    assert not report.again
    trace = await room.store.traces.find(room.server.url("/1"))
    assert trace is not None
    assert (trace.source_id, "410" in trace.cause) == ("feed", True)
    await again(room)
    assert room.server.paths().count("/1") == 1
    assert await room.kept() == [title(1)]


async def test_an_address_without_a_title_that_leads_to_nothing_is_told_once_and_not_kept(room):
    """There is nothing to show of it; it is not asked for again."""
    link = room.server.url("/1")
    room.server.routes["/feed"] = page(rss(f"<item><link>{link}</link></item>"))
    room.server.routes["/1"] = page(b"<html><body><nav>Home</nav></body></html>")
    await room.sources("/feed")
    (report,) = await room.watch().round()
    assert [link in problem for problem in report.problems] == [True]
    (report,) = await again(room)
    assert report.problems == ()
    assert room.server.paths().count("/1") == 1
    assert await room.kept() == []


async def test_what_leads_to_nothing_in_one_source_is_another_matter_in_the_next(room):
    """Two feeds may number their entries alike, and a title may be added later."""
    empty = b"<html><body><nav>Home</nav></body></html>"
    for path, target in (("/feed", "/1"), ("/other", "/2")):
        link = room.server.url(target)
        body = rss(f"<item><guid isPermaLink='false'>7</guid><link>{link}</link></item>")
        room.server.routes[path] = page(body)
        room.server.routes[target] = page(empty)
    await room.sources("/feed", "/other")
    reports = await room.watch().round()
    assert [len(report.problems) for report in reports] == [1, 1]
    room.feed("/feed", 1)
    reports = await again(room)
    assert await room.kept() == [title(1)]


async def test_a_list_without_a_single_usable_entry_is_told(room):
    """Its entries have no address: somebody should look at it."""
    room.server.routes["/feed"] = page(rss("<item><title>No address</title></item>"))
    await room.sources("/feed")
    (report,) = await room.watch().round()
    assert len(report.problems) == 1
    assert "entries left out: 1" in report.problems[0]
    assert not report.failed


async def test_a_source_that_is_no_longer_configured_is_not_looked_at(room):
    """What it brought stays."""
    room.feed("/feed", 1)
    await room.sources("/feed")
    await room.watch().round()
    await room.sources()
    assert await again(room) == []
    assert await room.kept() == [title(1)]


async def test_feeds_of_a_list_become_sources(room):
    """They are read in the same round."""
    room.feed("/one", 1)
    room.feed("/two", 2)
    outlines = "".join(
        f'<outline type="rss" text="{path}" xmlUrl="{room.server.url(path)}"/>'
        for path in ("/one", "/two")
    )
    body = f'<opml version="2.0"><head/><body>{outlines}</body></opml>'.encode()
    room.server.routes["/list"] = page(body, {"Content-Type": "text/x-opml"})
    await room.sources("/list")
    reports = await room.watch().round()
    assert len(reports) == 3
    assert sorted(await room.kept()) == [title(1), title(2)]


async def test_a_defect_shown_by_one_article_keeps_back_no_other(room):
    """Its summary is kept, and it is not tried for ever."""
    room.feed("/feed", 3, 2, 1)
    room.unreadable[title(2)] = ValueError("nobody thought of this")
    await room.sources("/feed")
    (report,) = await room.watch().round()
    assert (report.new, len(report.problems)) == (2, 1)
    await again(room)
    await again(room)
    assert room.server.paths().count("/2") == 3
    await again(room)
    assert room.server.paths().count("/2") == 3
    assert await room.kept() == [title(3), title(2), title(1)]
    assert await room.queued() == [title(1), title(3)]


async def test_a_look_that_is_broken_off_is_due_again_at_once(room):
    """What it brought so far stays, once."""
    room.feed("/feed", 2, 1)
    room.server.routes["/2"] = hang
    await room.sources("/feed")
    told = asyncio.Event()
    looking = asyncio.create_task(room.watch().round(lambda _: told.set()))
    await told.wait()
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    room.feed("/feed", 2, 1)
    (report,) = await room.watch().round()
    assert report.new == 1
    assert await room.queued() == [title(1), title(2)]


async def test_progress_is_told_after_each_article(room):
    """And how many are left."""
    room.feed("/feed", 2, 1)
    await room.sources("/feed")
    told: list[tuple[int, int, bool]] = []
    await room.watch().round(lambda r: told.append((r.new, r.left, r.finished)))
    assert told == [(1, 1, False), (2, 0, False), (2, 0, True)]


async def test_what_has_been_kept_long_enough_is_deleted_and_does_not_come_back(room):
    """A feed that still lists it is not asked for it again."""
    room.feed("/feed", 2, 1)
    await room.sources("/feed")
    watch = room.watch(keep=timedelta(days=30))
    await watch.round()
    await watch.tidy()
    assert len(await room.kept()) == 2
    room.clock.now += timedelta(days=31)
    await watch.tidy()
    assert await room.kept() == []
    room.server.routes["/feed"] = page(
        rss(
            f"<item><title>Old</title><link>{room.server.url('/1')}</link>"
            "<pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate></item>"
        )
    )
    (report,) = await watch.round()
    assert report.new == 0
    assert room.server.paths().count("/1") == 1


async def test_an_undated_entry_whose_article_was_deleted_is_not_news_again(room):
    """Pages often list without dates: the hash of its address tells that it was read."""
    room.server.routes["/1"] = page(article(1))
    listed = f"<item><title>One</title><link>{room.server.url('/1')}</link></item>"
    room.server.routes["/feed"] = page(rss(listed))
    await room.sources("/feed")
    watch = room.watch(keep=timedelta(days=30))
    await watch.round()
    room.clock.now += timedelta(days=31)
    await watch.tidy()
    assert await room.kept() == []
    (report,) = await watch.round()
    assert (report.new, report.queued) == (0, 0)
    assert room.server.paths().count("/1") == 1


async def test_the_text_goes_after_its_time_and_the_log_says_so(room, caplog):
    """The article stays, under its title."""
    caplog.set_level(logging.INFO, logger="bot")
    room.feed("/feed", 2, 1)
    await room.sources("/feed")
    watch = room.watch(keep_text=timedelta(days=30))
    await watch.round()
    room.clock.now += timedelta(days=31)
    await watch.tidy()
    assert await room.kept() == [title(2), title(1)]
    assert await room.store.archive.search("harbour") == []
    assert "2 texts were cut to what their facts cite (VIGIE_KEEP_TEXT)" in caplog.messages
    await watch.tidy()
    assert sum("texts were cut" in said for said in caplog.messages) == 1


async def test_without_a_limit_everything_is_kept(room):
    """For ever."""
    room.feed("/feed", 1)
    await room.sources("/feed")
    await room.watch().round()
    room.clock.now += timedelta(days=9_999)
    await room.watch().tidy()
    assert await room.kept() == [title(1)]


async def test_one_event_in_three_languages_gets_one_card(room):
    """Each outlet tells it in its own words; other news of that day is another story."""
    room.reads = build_reader(RECIPE).read
    told = [path for path in TOLD if event(path) in {"1-dam", "2-dam-talks"}]
    for number, path in enumerate(told):
        url = room.server.url(f"/told/{number}.txt")
        room.server.routes[f"/told/{number}.txt"] = page(
            path.read_bytes(), {"Content-Type": "text/plain; charset=utf-8"}
        )
        entry = item(number, url, room.clock() - timedelta(hours=1, minutes=number))
        room.server.routes[f"/feed{number}"] = page(rss(entry))
    await room.sources(*(f"/feed{number}" for number in range(len(told))))
    reports = await room.watch().round()
    assert [(report.new, report.problems) for report in reports] == [(1, ())] * len(told)
    assert (await room.store.archive.counts()).stories == 2
    assert len(await room.queued()) == 2
