"""Which story an article tells: that of the text it repeats, that of its event, or one of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.answers.events import Trait, same_event, traits
from bot.answers.stories import Verdict, decide, shingles
from bot.model import Reading
from bot.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article belongs, and what that was decided by."""

    story: str  # the id of its story
    same_as: str = ""  # the id of the article whose very text it is; "": of none
    sample: frozenset[int]  # shingles of its text
    traits: Collection[Trait]  # of what it tells


class Joining:
    """Finds the story of an article among those that are kept."""

    def __init__(self, store: Store) -> None:
        """Look in `store`."""
        self._store = store
        self._deciding = asyncio.Lock()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """For the length of a block, nobody else decides: one text that comes twice is one story."""
        async with self._deciding, self._store.deciding():
            yield

    async def place(self, reading: Reading, article_id: str, now: datetime) -> Place:
        """Where an article belongs that is not known yet; its own id names a story of its own."""
        article = reading.article
        sample = await asyncio.to_thread(shingles, article.text)  # megabytes take seconds
        decision = decide(sample, await self._store.archive.copy_candidates(sample))
        told = traits(reading)
        story = decision.story_id
        if not story:
            known = await self._store.events.candidates([trait.number for trait in told])
            when = article.published or now
            story = same_event(told, when, article.source_id, known) or article_id
        return Place(
            story=story,
            same_as=decision.article_id if decision.verdict is Verdict.SAME else "",
            sample=sample,
            traits=told,
        )
