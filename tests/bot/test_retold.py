"""A posted card names the other sources that tell its story, in whatever language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers.plain import plain
from bot.app import App, open_app
from bot.model import Platform
from bot.sources.worker import Parser
from bot.store.outbox import delivery_key
from config.made import fetcher_of
from tests.fakes.env import settings_of
from tests.fakes.events import TOLD, event
from tests.fakes.house import Clock
from tests.fakes.http_server import HttpServer, http_server, page
from tests.fakes.newsroom import item
from tests.fakes.pages import rss

HOUR = timedelta(hours=1)
DAM = {path.suffixes[0][1:]: path for path in TOLD if event(path) == "1-dam"}
FEEDS = {"tide": "en", "quai": "fr", "kai": "de"}


class Town:
    """Three outlets, and the program that watches them."""

    def __init__(self, app: App, server: HttpServer, clock: Clock, parser: Parser) -> None:
        self.app, self.server, self.clock, self.parser = app, server, clock, parser
        self.sent: list[str] = []

    def tells(self, name: str, text: bytes) -> None:
        """An outlet's article reads so; its feed says that it is of this hour."""
        path = f"/{name}/article.txt"
        self.server.routes[path] = page(text, {"Content-Type": "text/plain; charset=utf-8"})
        entry = item(1, self.server.url(path), self.clock() - HOUR)
        self.server.routes[f"/{name}/feed"] = page(rss(entry))

    async def look(self) -> None:
        """Everything is looked at, and what is queued goes out."""
        async with fetcher_of(self.app.settings, self.clock) as fetcher:
            await self.app.store.sources.hasten(self.clock())
            await self.app.watch(fetcher, self.parser).round()
        outbox = self.app.store.outbox
        while claimed := await outbox.claim(self.clock(), 9, HOUR, tuple(Platform)):
            for each in claimed:
                self.sent.append(each.delivery.slot.partition(":")[0])
                await outbox.sent(each.delivery.key, "m", self.clock())

    async def card(self, channel: str) -> str:
        """The words of the story's card in a channel, as it was edited last."""
        kept = await self.app.store.archive.latest(limit=9)
        post = delivery_key(channel, f"story:{kept[0].story_id}")
        card = (await self.app.store.edits.newest([post]))[post].card
        return plain(card, self.app.lexicons.phrases[card.language])


@pytest.fixture
async def town(tmp_path: Path, clock: Clock, parser: Parser) -> AsyncIterator[Town]:
    """Three outlets have told of one event, one after the other."""
    async with http_server() as server:
        settings = settings_of(
            tmp_path,
            VIGIE_SOURCES=", ".join(server.url(f"/{name}/feed") for name in FEEDS),
            VIGIE_ALLOWED_HOSTS=server.host,
            VIGIE_CHANNELS="slack:C1 language=en\ndiscord:7 language=fr",
        )
        async with open_app(settings, clock) as app:
            opened = Town(app, server, clock, parser)
            for name, language in FEEDS.items():
                opened.tells(name, DAM[language].read_bytes())
                await opened.look()
                clock.now += 13 * HOUR
            yield opened


async def test_a_card_names_who_tells_its_story_too(town: Town) -> None:
    """One card a channel; it is edited when another outlet reports the event."""
    assert town.sent == ["story"] * 2 + ["update"] * 4
    assert (await town.app.store.archive.counts()).stories == 1
    for channel, words in (("slack:C1", "also in"), ("discord:7", "aussi dans")):
        (line,) = [line for line in (await town.card(channel)).splitlines() if words in line]
        assert line.count(",") == 1, line


async def test_a_card_that_changes_names_them_still(town: Town) -> None:
    """The figure is the new one, and the others are named as before."""
    dearer = DAM["en"].read_bytes().replace(b"2.4 billion", b"3.9 billion")
    town.tells("tide", dearer)
    await town.look()
    assert sorted(town.sent[6:]) == ["change", "change", "update", "update"]
    text = await town.card("slack:C1")
    assert "3.9 billion" in text
    assert "also in" in text
