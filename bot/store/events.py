"""Articles that tell what another one tells: see `bot.answers.events`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.store.database import Database
from bot.store.schema import article, trait

CANDIDATES = 200  # that share the most


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCandidate:
    """An article that shares traits with another."""

    story_id: str
    source_id: str
    begun: datetime  # the date of the first article of its story
    shared: frozenset[int]  # numbers of traits
    weight: float  # of all its traits


class Events:
    """What articles of the last days tell."""

    def __init__(self, database: Database) -> None:
        """Look in `database`."""
        self._database = database

    async def candidates(self, numbers: Collection[int]) -> list[EventCandidate]:
        """The articles that share the most of these traits, whose first report is still kept."""
        if not numbers:
            return []
        most = (
            select(trait.c.article, func.count().label("n"))
            .where(trait.c.hash.in_(numbers))
            .group_by(trait.c.article)
            .order_by(func.count().desc(), trait.c.article.desc())
            .limit(CANDIDATES)
            .subquery()
        )
        first = article.alias("first")
        query = (
            select(
                most.c.article,
                article.c.story,
                article.c.source_id,
                first.c.published,
                trait.c.hash,
                trait.c.weight,
            )
            .join(article, article.c.number == most.c.article)
            .join(first, first.c.id == article.c.story)
            .join(trait, trait.c.article == most.c.article)
            .order_by(most.c.n.desc(), most.c.article.desc())
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        wanted = frozenset(numbers)
        shared: dict[int, set[int]] = defaultdict(set)
        weight: dict[int, float] = defaultdict(float)
        stories: dict[int, tuple[str, str, datetime]] = {}
        for row in rows:
            stories[row.article] = row.story, row.source_id, row.published
            weight[row.article] += row.weight
            if row.hash in wanted:
                shared[row.article].add(row.hash)
        return [
            EventCandidate(
                story_id=story,
                source_id=source_id,
                begun=begun,
                shared=frozenset(shared[number]),
                weight=weight[number],
            )
            for number, (story, source_id, begun) in stories.items()
        ]

    async def forget_before(self, moment: datetime) -> None:
        """Delete what articles told that were kept before `moment`; the articles stay."""
        async with self._database.write() as connection:
            # Numbers grow with the time of keeping.
            newest = await connection.scalar(
                select(func.max(article.c.number)).where(article.c.kept_at < moment)
            )
            if newest is not None:
                await connection.execute(delete(trait).where(trait.c.article <= newest))
