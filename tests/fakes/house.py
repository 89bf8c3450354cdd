"""A house with a kept archive, a desk and commands, around the real store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete

from bot.answers.desk import Desk, DeskOptions
from bot.answers.places import Places
from bot.answers.steward import Steward, StewardOptions
from bot.model import Channel, Platform, Reading
from bot.store.archive import article_id
from bot.store.schema import metadata
from bot.store.store import Store
from config.filters import filter_reader
from handlers.commands import Caller, Commands
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.words import shipped_phrases

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOMEBODY = Caller(platform=Platform.SLACK, channel="C1", user="U1")
ADMIN = Caller(platform=Platform.SLACK, channel="C1", user="U2", is_admin=True)


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
    steward: Steward
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
        steward = steward_of(store, clock, channels)
        commands = Commands(desk, steward=steward, phrases=shipped_phrases(), clock=clock)
        yield House(store=store, desk=desk, steward=steward, commands=commands, clock=clock)
    finally:
        await store.close()
