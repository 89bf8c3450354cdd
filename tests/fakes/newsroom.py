"""Feeds and pages on a local server, watched by the real watch into a real store."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from bot.errors import SourceError
from bot.intake import SourceReport
from bot.model import Article, Card, Delivery, Platform, Reading, Source
from bot.revisits import Revise
from bot.sources.http import Fetcher, FetchLimits
from bot.sources.retrieve import Retriever
from bot.sources.worker import Parser
from bot.store.outbox import delivery_key
from bot.store.store import Store
from bot.store.versions import Revision, Visit
from bot.watch import Watch, WatchOptions
from tests.fakes.dice import dice
from tests.fakes.house import Clock
from tests.fakes.http_server import HttpServer, http_server, page, unchanged_when
from tests.fakes.pages import rss
from tests.fakes.readings import card

CHANNEL = "slack:C1"
TWO_DAYS = timedelta(hours=48)


@dataclass
class Newsroom:
    """The parts, and a watch made from them."""

    server: HttpServer
    store: Store
    clock: Clock
    fetcher: Fetcher
    parser: Parser
    unreadable: dict[str, Exception] = field(default_factory=dict)  # title -> what reading raises
    revise: Revise = field(default_factory=lambda: _no_cards)
    reads: Callable[[Article], Reading] = field(default=lambda article: Reading(article=article))

    def watch(
        self,
        *,
        max_age: timedelta | None = TWO_DAYS,
        first_posts: int = 3,
        keep: timedelta | None = None,
        keep_text: timedelta | None = None,
        announced: bool = False,
    ) -> Watch:
        """A watch that wants a card for every article that is news."""
        return Watch(
            store=self.store,
            retriever=Retriever(self.fetcher, self.parser),
            read=self._read,
            plan=_plan,
            retell=_nothing,
            revise=self.revise,
            clock=self.clock,
            options=WatchOptions(
                max_age=max_age,
                first_posts=first_posts,
                keep=keep,
                keep_text=keep_text,
                announced=announced,
            ),
            random=dice(),
        )

    async def sources(self, *paths: str, backfill: bool = False) -> None:
        """Configure the server's feeds at these paths; each is named by its path."""
        named = [
            Source(id=path.strip("/"), url=self.server.url(path), backfill=backfill)
            for path in paths
        ]
        await self.store.sources.sync(named)

    def feed(
        self,
        path: str,
        *numbers: int,
        age: timedelta = timedelta(hours=1),
        channel: str = "",
    ) -> None:
        """Serve a feed of some articles, newest first, and the articles' pages.

        The first is `age` old; each further one is a minute older. `channel` stands before them.
        """
        newest = self.clock() - age
        items = []
        for place, number in enumerate(numbers):
            published = newest - timedelta(minutes=place)
            items.append(item(number, self.server.url(f"/{number}"), published))
            self.server.routes[f"/{number}"] = page(article(number))
        body = rss("".join(items), channel)
        self.server.routes[path] = unchanged_when(f'"{hash(body)}"', body)

    async def kept(self) -> list[str]:
        """The titles of the kept articles, newest first."""
        return [kept.reading.article.title for kept in await self.store.archive.latest(limit=99)]

    async def queued(self) -> list[str]:
        """The titles on the cards that wait, in order."""
        titles = []
        lease = timedelta(days=1)
        while claimed := await self.store.outbox.claim(self.clock(), 9, lease, (Platform.SLACK,)):
            for each in claimed:
                titles.append(each.delivery.card.title)
                await self.store.outbox.sent(each.delivery.key, "m", self.clock())
        return titles

    async def _read(self, article: Article) -> Reading | SourceError:
        if article.title in self.unreadable:
            raise self.unreadable[article.title]
        return self.reads(article)


def title(number: int) -> str:
    """The title of an article."""
    return f"Quay number {number} is closed"


def article(number: int, head: str = "") -> bytes:
    """The page of an article: nothing in it stands in another one."""
    text = "".join(
        f"<p>The council closed quay {number}-{line} on day {number * line}, and the {number}-{line}"
        f" boats of harbour {number} stay at home for winter {number + line} without any pay.</p>"
        for line in range(1, 7)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title(number)}</title>{head}</head>'
        f"<body><article><h1>{title(number)}</h1>{text}</article></body></html>"
    ).encode()


def item(number: int, url: str, published: datetime) -> str:
    """An article's entry in a feed."""
    return (
        f"<item><title>{title(number)}</title><link>{html.escape(url)}</link>"
        f"<guid>guid-{number}</guid><pubDate>{format_datetime(published)}</pubDate>"
        f"<description>The council closed quay {number}.</description></item>"
    )


@asynccontextmanager
async def newsroom(store: Store, clock: Clock, parser: Parser) -> AsyncIterator[Newsroom]:
    """A newsroom without sources."""
    async with http_server() as server:
        fetcher = Fetcher(
            limits=FetchLimits(host_gap=0, total=5),
            allowed_hosts=frozenset({server.host}),
            user_agent="Vigie/test",
            clock=clock,
        )
        async with fetcher:
            yield Newsroom(server, store, clock, fetcher, parser)


def failed(reports: Sequence[SourceReport]) -> list[str]:
    """The ids of the sources that could not be read."""
    return sorted(report.source.id for report in reports if report.failed)


def database(file: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite+aiosqlite:///{file}"


async def _no_cards(visit: Visit, reading: Reading, now: datetime) -> Revision:
    return Revision(cards={})


async def _nothing(_: Article, __: str) -> Mapping[str, Card]:
    return {}


async def _plan(reading: Reading, story: str, now: datetime) -> list[Delivery]:
    slot = f"story:{story}"
    key = delivery_key(CHANNEL, slot)
    shown = card(reading.article.title)
    return [Delivery(key=key, channel=CHANNEL, slot=slot, card=shown, created=now)]
