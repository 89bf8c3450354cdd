"""A newsroom whose feed names a hub, with what asks that hub and what hears it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.intake import SourceReport
from bot.model import SourceState, Subscription
from bot.sources.http import Fetcher, FetchLimits
from bot.sources.worker import Parser
from bot.store.store import Store
from bot.subscriber import Subscriber
from bot.watch import Watch
from bot.websub import is_live
from handlers.web import open_web
from handlers.websub import PATH, Hubs
from tests.fakes.dice import dice
from tests.fakes.house import Clock
from tests.fakes.hub import Hub, open_hub
from tests.fakes.newsroom import Newsroom, newsroom

FEED = "/feed"


@dataclass
class Announced:
    """The parts."""

    room: Newsroom
    hub: Hub
    watch: Watch
    subscriber: Subscriber
    base: str

    @property
    def clock(self) -> Clock:
        """The one clock of all parts."""
        return self.room.clock

    def feed(self, *numbers: int) -> None:
        """Serve these articles, an hour old, in a feed that names the hub."""
        self.room.feed(FEED, *numbers, channel=self.hub.links(self.room.server.url(FEED)))

    async def begin(self) -> None:
        """A first look at the feed, and the hub asked as the feed says."""
        self.feed(0)
        await self.room.sources(FEED)
        await self.look()
        await self.room.queued()
        await self.ask()

    async def look(self) -> list[SourceReport]:
        """The watch's look at what is due."""
        return await self.watch.round()

    async def ask(self) -> None:
        """Hubs are asked as the sources offer it."""
        await self.subscriber.keep()

    def later(self, **time: float) -> None:
        """Time passes."""
        self.clock.now += timedelta(**time)

    async def state(self) -> SourceState:
        """What is remembered of the source."""
        (state,) = await self.room.store.sources.states()
        return state

    async def subscription(self) -> Subscription:
        """The only subscription."""
        (found,) = await self.room.store.subscriptions.all()
        return found

    async def is_live(self) -> bool:
        """Whether the hub is relied on."""
        return is_live(await self.subscription(), self.clock())

    async def due_in(self) -> timedelta:
        """The time until the source's next look."""
        next_check = (await self.state()).next_check
        assert next_check is not None
        return next_check - self.clock()


@asynccontextmanager
async def announced(store: Store, clock: Clock, parser: Parser) -> AsyncIterator[Announced]:
    """A newsroom, a hub, and our own port; nothing is read or asked yet."""
    hubs = Hubs(store=store, clock=clock, random=dice())
    async with (
        newsroom(store, clock, parser) as room,
        open_hub() as hub,
        open_web("127.0.0.1:0", store, {PATH: hubs.announce}, {PATH: hubs.confirm}) as address,
        Fetcher(
            limits=FetchLimits(host_gap=0, total=5),
            allowed_hosts=frozenset({hub.host, room.server.host}),
            user_agent="Vigie/test",
            clock=clock,
        ) as fetcher,
    ):
        base = f"http://{address}"
        subscriber = Subscriber(store=store, post=fetcher.post, base=base, clock=clock)
        yield Announced(room, hub, room.watch(announced=True), subscriber, base)
