"""A house with a kept archive, a desk and commands, around the real store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete

from bot.answers.desk import Desk
from bot.answers.hearing import DeskOptions
from bot.answers.keeper import Keeper
from bot.answers.offices import Offices
from bot.answers.places import Places
from bot.answers.review import Review
from bot.answers.steward import Steward, StewardOptions
from bot.answers.tracer import Tracer
from bot.model import Card, Channel, Platform, Reading, Source, SourceState
from bot.planning import Revised
from bot.sources.http import Fetcher, FetchLimits
from bot.sources.retrieve import Polled, Retriever
from bot.sources.worker import Parser
from bot.store.archive import article_id
from bot.store.schema import metadata
from bot.store.store import Store
from bot.store.versions import Visit
from config.filters import filter_reader
from config.sources import named
from handlers.commands import Caller, Commands
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.words import shipped_phrases

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOMEBODY = Caller(platform=Platform.SLACK, channel="C1", user="U1")
ADMIN = Caller(platform=Platform.SLACK, channel="C1", user="U2", is_admin=True)


CONFIGURED = (Source(id="phare", url="https://phare.example/feed", name="Le Phare"),)


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class House:
    """The parts."""

    store: Store
    desk: Desk
    review: Review
    offices: Offices
    commands: Commands
    clock: Clock

    async def keep(self, *readings: Reading, story: str | None = None) -> None:
        for reading in readings:
            key = article_id(reading.article.url)
            await self.store.archive.keep(reading, article_id=key, story_id=story or key)


async def emptied(store: Store) -> None:
    """Leave nothing in the store but its tables."""
    async with store._database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            await connection.execute(delete(table))


def as_it_was(
    channel: Channel, visit: Visit, reading: Reading, others: Sequence[str], now: datetime
) -> Revised:
    """A remade card that says nothing new."""
    return Revised(card=Card(kind="article", title=reading.article.title, url=reading.article.url))


def steward_of(store: Store, clock: Clock, channels: Sequence[Channel] = ()) -> Steward:
    """A steward of these channels, who knows the made-up topics and actors."""
    filters = filter_reader(TOPICS, ACTORS, shipped_phrases())
    places = Places(configured=channels, store=store, filters=filters, language="en", clock=clock)
    return Steward(
        store=store,
        places=places,
        filters=filters,
        topics=TOPICS,
        phrases=shipped_phrases(),
        clock=clock,
        options=StewardOptions(),
    )


def offices_of(
    store: Store, clock: Clock, channels: Sequence[Channel] = (), allowed: Collection[str] = ()
) -> Offices:
    """The offices of these channels; of private addresses they may ask the `allowed` hosts."""

    async def look(source: Source) -> Polled:
        fetcher = Fetcher(
            limits=FetchLimits(host_gap=0, total=5),
            allowed_hosts=frozenset(allowed),
            user_agent="Vigie/test",
            clock=clock,
        )
        async with Parser() as parser, fetcher:
            return await Retriever(fetcher, parser).poll(SourceState(source=source))

    keeper = Keeper(
        store=store,
        configured=CONFIGURED,
        look=look,
        make=lambda url, taken: named(url, taken, None),
        phrases=shipped_phrases(),
        clock=clock,
    )
    steward = steward_of(store, clock, channels)
    tracer = Tracer(
        store=store,
        places=steward.places,
        topics=TOPICS,
        phrases=shipped_phrases(),
        clock=clock,
        max_age=timedelta(hours=48),
        language="en",
    )
    return Offices(steward=steward, keeper=keeper, tracer=tracer)


@asynccontextmanager
async def open_house(folder: Path, channels: Sequence[Channel] = ()) -> AsyncIterator[House]:
    """A house with an empty store in `folder`."""
    async with open_house_at(f"sqlite+aiosqlite:///{folder / 'vigie.db'}", channels) as house:
        yield house


@asynccontextmanager
async def open_house_at(url: str, channels: Sequence[Channel] = ()) -> AsyncIterator[House]:
    """A house on the database at `url`, which loses what it holds."""
    clock = Clock()
    store = await Store.open(url, clock)
    await emptied(store)
    try:
        desk = Desk(
            store=store,
            topics=TOPICS,
            actors=ACTORS,
            phrases=shipped_phrases(),
            clock=clock,
            options=DeskOptions(),
        )
        review, offices = (
            Review(store, shipped_phrases(), clock),
            offices_of(store, clock, channels),
        )
        commands = Commands(
            desk, review=review, offices=offices, phrases=shipped_phrases(), clock=clock
        )
        yield House(
            store=store,
            desk=desk,
            review=review,
            offices=offices,
            commands=commands,
            clock=clock,
        )
    finally:
        await store.close()
