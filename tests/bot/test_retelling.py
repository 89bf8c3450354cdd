"""A posted card names the other sources that tell its story, in whatever language."""

from __future__ import annotations

from datetime import timedelta

from bot.answers.plain import plain
from bot.app import open_app
from bot.model import Platform
from bot.store.outbox import delivery_key
from config.made import fetcher_of
from tests.fakes.env import settings_of
from tests.fakes.events import TOLD, event
from tests.fakes.http_server import http_server, page
from tests.fakes.newsroom import item
from tests.fakes.pages import rss

HOUR = timedelta(hours=1)
DAM = {path.suffixes[0][1:]: path for path in TOLD if event(path) == "1-dam"}
FEEDS = {"tide": "en", "quai": "fr", "kai": "de"}


async def test_a_card_names_who_tells_its_story_too(tmp_path, clock, parser):
    """One card a channel; it is edited when another outlet reports the event."""
    async with http_server() as server:
        settings = settings_of(
            tmp_path,
            VIGIE_SOURCES=", ".join(server.url(f"/{name}/feed") for name in FEEDS),
            VIGIE_ALLOWED_HOSTS=server.host,
            VIGIE_CHANNELS="slack:C1 language=en\ndiscord:7 language=fr",
        )
        async with open_app(settings, clock) as app:
            sent: list[str] = []
            for number, (name, language) in enumerate(FEEDS.items()):
                url = server.url(f"/{name}/{number}.txt")
                plain_text = {"Content-Type": "text/plain; charset=utf-8"}
                server.routes[f"/{name}/{number}.txt"] = page(
                    DAM[language].read_bytes(), plain_text
                )
                server.routes[f"/{name}/feed"] = page(rss(item(number, url, clock() - HOUR)))
                clock.now += 13 * HOUR if number else timedelta(0)
                async with fetcher_of(app.settings, clock) as fetcher:
                    await app.store.sources.hasten(clock())
                    await app.watch(fetcher, parser).round()
                for each in await app.store.outbox.claim(clock(), 9, HOUR, tuple(Platform)):
                    sent.append(each.delivery.slot.partition(":")[0])
                    await app.store.outbox.sent(each.delivery.key, "m", clock())
            assert sent == ["story"] * 2 + ["update"] * 4
            assert (await app.store.archive.counts()).stories == 1
            (first, *_) = await app.store.archive.latest(limit=9)
            for channel, words in (("slack:C1", "also in"), ("discord:7", "aussi dans")):
                post = delivery_key(channel, f"story:{first.story_id}")
                card = (await app.store.edits.newest([post]))[post].card
                text = plain(card, app.lexicons.phrases[card.language])
                (line,) = [line for line in text.splitlines() if words in line]
                assert line.count(",") == 1, line
