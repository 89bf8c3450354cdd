"""A house with a kept archive, a desk and commands, around the real store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.answers.desk import Desk, DeskOptions
from bot.answers.review import Review
from bot.model import Channel, Platform, Reading
from bot.store.archive import article_id
from bot.store.store import Store
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
    review: Review
    commands: Commands
    clock: Clock

    async def keep(self, *readings: Reading, story: str | None = None) -> None:
        for reading in readings:
            key = article_id(reading.article.url)
            await self.store.archive.keep(reading, article_id=key, story_id=story or key)


@asynccontextmanager
async def open_house(folder: Path, channels: Sequence[Channel] = ()) -> AsyncIterator[House]:
    """A house with an empty store in `folder`."""
    clock = Clock()
    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'vigie.db'}", clock)
    try:
        desk = Desk(
            store=store,
            topics=TOPICS,
            actors=ACTORS,
            phrases=shipped_phrases(),
            clock=clock,
            options=DeskOptions(),
        )
        review = Review(store, shipped_phrases(), clock)
        commands = Commands(
            desk, review=review, channels=channels, phrases=shipped_phrases(), clock=clock
        )
        yield House(store=store, desk=desk, review=review, commands=commands, clock=clock)
    finally:
        await store.close()
