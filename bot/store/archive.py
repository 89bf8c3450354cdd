"""Articles and their readings: which are new, which are copies, and what was read in them."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import NO_VALIDATORS, Article, Card, Delivery, Entry, Reading, Validators
from bot.sources.urls import clean_url
from bot.store.addresses import address_key, entry_keys, guid_key
from bot.store.database import Database
from bot.store.edits import UPDATE, put_in_place
from bot.store.filters import FactFilter, article_conditions, names_only, naming_articles
from bot.store.outbox import insert_deliveries
from bot.store.retention import REMEMBERED, remember, remembered
from bot.store.rows import KINDS, Rows, reading_of, rows_of, unpack
from bot.store.schema import address, article, fact, mention, revisit, shingle, trait
from bot.store.search import phrases_of, ranked
from bot.store.upsert import insert

NO_FILTER = FactFilter()
NO_CARDS: Mapping[str, Card] = MappingProxyType({})
NO_TRAITS: Mapping[int, float] = MappingProxyType({})
SHARED = 4  # shingles a candidate must share; fewer are chance
FACTS = ("quotes", "figures", "positions")  # the columns that count them
CANDIDATES = 20  # that share the most
_LONGEST = 500  # bound values in one IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A reading and when it was kept."""

    article_id: str
    story_id: str
    kept_at: datetime
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCandidate:
    """An article that shares shingles with another; `shingles` is its whole sample."""

    article_id: str
    story_id: str
    shingles: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is kept."""

    articles: int
    stories: int
    quotes: int
    figures: int
    positions: int
    newest: datetime | None  # when the last article was kept


def article_id(url: str) -> str:
    """The id of an article, from its (canonical) address: 16 characters, the same everywhere."""
    digest = hashlib.sha256(clean_url(url).encode("utf-8", "replace")).digest()
    return base64.b32encode(digest[:10]).decode().lower()


class Archive:
    """The kept articles."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Keep in `database`, with the times of `clock`."""
        self._database = database
        self._clock = clock

    async def unseen(self, source_id: str, entries: Sequence[Entry]) -> list[Entry]:
        """The entries no article is known for, by guid (within the source) or cleaned address.

        An article that was deleted stays known for a while. An entry that stands twice in the list is given once.
        """
        keys = {id(entry): entry_keys(source_id, entry) for entry in entries}
        wanted = sorted({key for found in keys.values() for key in found})
        known: set[str] = set()
        async with self._database.read() as connection:
            for start in range(0, len(wanted), _LONGEST):
                part = wanted[start : start + _LONGEST]
                found = await connection.scalars(
                    select(address.c.value).where(address.c.value.in_(part))
                )
                known.update(found)
                known |= await remembered(connection, part, self._clock())
        fresh = []
        for entry in entries:
            if known.isdisjoint(keys[id(entry)]):
                fresh.append(entry)
            known.update(keys[id(entry)])
        return fresh

    async def keep(
        self,
        reading: Reading,
        *,
        article_id: str,
        story_id: str,
        aliases: Sequence[str] = (),
        shingles: frozenset[int] = frozenset(),
        traits: Mapping[int, float] = NO_TRAITS,
        deliveries: Sequence[Delivery] = (),
        cards: Mapping[str, Card] = NO_CARDS,
        next_look: datetime | None = None,
        validators: Validators = NO_VALIDATORS,
    ) -> bool:
        """Keep an article with its facts, and queue what is to be posted of it, all or nothing.

        Args:
            reading: the article and its facts.
            article_id: `article_id(canonical address)`.
            story_id: the article's own id, or that of the story it tells again.
            aliases: further addresses it is known by.
            shingles: its sample, to find copies of it later.
            traits: numbers and weights of what it tells, to find others of its event later.
            deliveries: cards for channels; one whose (channel, slot) is there already is left out.
            cards: how the posted cards of its story are to read now, by the delivery's key.
            next_look: when it is asked for again; None: when its source says that it changed.
            validators: what its server gave to ask by whether it changed.

        Returns:
            False when an article with this id was kept before; then nothing changes.
        """
        rows = rows_of(
            reading,
            article_id=article_id,
            story_id=story_id,
            kept_at=self._clock(),
            sample=shingles,
        )
        source_id, guid = reading.article.source_id, reading.article.guid
        keys = [address_key(url) for url in (reading.article.url, *aliases) if url]
        keys += [guid_key(source_id, guid)] if guid else []
        async with self._database.write() as connection:
            new = insert(connection, article).on_conflict_do_nothing()
            statement = new.returning(article.c.number)
            number = await connection.scalar(statement, rows.article)
            if number is None:
                return False
            await add_read(connection, number, rows, shingles, traits)
            await add_of(connection, address, number, [{"value": key} for key in keys])
            looks = {"next_look": next_look, "failures": 0, "told": 0, "changes": 0}
            given = {"etag": validators.etag, "last_modified": validators.last_modified}
            await add_of(
                connection, revisit, number, [looks | given | {"ordinals": len(rows.facts)}]
            )
            await insert_deliveries(connection, deliveries)
            for key, card in cards.items():
                await put_in_place(connection, key, card, kind=UPDATE, at=rows.article["kept_at"])
        return True

    async def add_alias(
        self, article_id: str, *, url: str, source_id: str = "", guid: str = ""
    ) -> None:
        """Remember another address, or a source's guid, of a kept article."""
        keys = ([address_key(url)] if url else []) + ([guid_key(source_id, guid)] if guid else [])
        async with self._database.write() as connection:
            number = await connection.scalar(
                select(article.c.number).where(article.c.id == article_id)
            )
            if number is not None:
                await add_of(connection, address, number, [{"value": key} for key in keys])

    async def copy_candidates(self, shingles: frozenset[int]) -> list[CopyCandidate]:
        """Articles that share the most shingles with a sample."""
        if not shingles:
            return []
        shared = (
            select(shingle.c.article, func.count().label("n"))
            .where(shingle.c.hash.in_(sorted(shingles)))
            .group_by(shingle.c.article)
            .having(func.count() >= min(SHARED, len(shingles)))
            .order_by(func.count().desc())
            .limit(CANDIDATES)
            .subquery()
        )
        query = (
            select(article.c.id, article.c.story, article.c.sample)
            .join(shared, shared.c.article == article.c.number)
            .order_by(shared.c.n.desc(), article.c.number)
        )
        async with self._database.read() as connection:
            return [
                CopyCandidate(article_id=row.id, story_id=row.story, shingles=unpack(row.sample))
                for row in await connection.execute(query)
            ]

    async def reading(self, article_id: str) -> Reading | None:
        """The reading of one article; None when it is not kept."""
        found = await self._kept(_articles().where(article.c.id == article_id))
        return found[0].reading if found else None

    async def by_address(self, url: str) -> Kept | None:
        """The article known by an address, its own or another."""
        here = select(address.c.article).where(address.c.value == address_key(url))
        found = await self._kept(_articles().where(article.c.number.in_(here)))
        return found[0] if found else None

    async def of_stories(self, stories: Sequence[str]) -> list[Kept]:
        """The articles that tell these stories, newest first."""
        found: list[Kept] = []
        for start in range(0, len(stories), _LONGEST):
            part = stories[start : start + _LONGEST]
            query = _articles().where(article.c.story.in_(part))
            found += await self._kept(query.order_by(article.c.number.desc()))
        return found

    async def telling(self, story: str) -> list[Article]:
        """The articles that tell a story, without their facts, oldest first."""
        query = _articles().where(article.c.story == story).order_by(article.c.number)
        return [kept.reading.article for kept in await self._kept(query, kinds=())]

    async def latest(self, wanted: FactFilter = NO_FILTER, limit: int = 20) -> list[Kept]:
        """The newest articles by date of publication, newest first."""
        order = article.c.published.desc(), article.c.number.desc()
        query = _articles().where(*self._conditions(wanted)).order_by(*order).limit(limit)
        return await self._kept(query)

    async def search(
        self, words: str, wanted: FactFilter = NO_FILTER, limit: int = 20
    ) -> list[Kept]:
        """The articles that hold all of `words` in title or text, best first.

        Words in quotation marks stay together. Accents and case do not matter. Of more than 500
        matches the newest 500 are ranked.
        """
        phrases = phrases_of(words)
        if not phrases:
            return []
        found = ranked(phrases, self._conditions(wanted), sqlite=self._database.is_sqlite)
        query = (
            _articles()
            .join(found, found.c.number == article.c.number)
            .order_by(found.c.rank, article.c.number.desc())
            .limit(limit)
        )
        return await self._kept(query)

    async def between(
        self,
        start: datetime,
        end: datetime,
        limit: int,
        wanted: FactFilter = NO_FILTER,
        kinds: Collection[str] = tuple(KINDS),
    ) -> list[Kept]:
        """The articles kept from `start` on and before `end`, newest first.

        Their readings hold facts of these `kinds` only: facts are what takes time.
        """
        query = _articles().where(
            article.c.kept_at >= start, article.c.kept_at < end, *self._conditions(wanted)
        )
        return await self._kept(query.order_by(article.c.number.desc()).limit(limit), kinds)

    async def count(self, wanted: FactFilter = NO_FILTER) -> int:
        """How many articles `latest` would give without a limit."""
        naming = naming_articles(wanted) if names_only(wanted) else None
        if naming is not None:  # counted without a look at the articles themselves
            query = select(func.count(naming.subquery().c.article.distinct()))
        else:
            query = select(func.count()).select_from(article).where(*self._conditions(wanted))
        async with self._database.read() as connection:
            return await connection.scalar(query) or 0

    async def counts(self) -> Counts:
        """How much is kept."""
        async with self._database.read() as connection:
            facts = [func.coalesce(func.sum(article.c[name]), 0) for name in FACTS]
            # one index each: together they would read every article
            numbers = [
                select(func.count()).select_from(article).scalar_subquery(),
                select(func.count(article.c.story.distinct())).scalar_subquery(),
                select(func.max(article.c.kept_at)).scalar_subquery(),
            ]
            articles, stories, newest = (await connection.execute(select(*numbers))).one()
            quotes, figures, positions = (await connection.execute(select(*facts))).one()
        return Counts(
            articles=articles,
            stories=stories,
            newest=newest,
            quotes=int(quotes),
            figures=int(figures),
            positions=int(positions),
        )

    async def forget(self, article_id: str) -> bool:
        """Delete one article and its facts; False when it was not kept."""
        return await self._delete(article.c.id == article_id) > 0

    async def forget_before(self, moment: datetime) -> int:
        """Delete the articles published before `moment`; give their number."""
        return await self._delete(article.c.published < moment)

    async def _delete(self, condition: ColumnElement[bool]) -> int:
        """In portions, so that no one waits long for the writer."""
        deleted = 0
        while True:
            async with self._database.write() as connection:
                query = select(article.c.number, article.c.sample).where(condition)
                rows = (await connection.execute(query.limit(_LONGEST // 10))).all()
                for row in rows:
                    await connection.execute(
                        delete(shingle).where(
                            shingle.c.hash.in_(unpack(row.sample)), shingle.c.article == row.number
                        )
                    )
                numbers = [row.number for row in rows]
                await remember(connection, numbers, self._clock() + REMEMBERED)
                await connection.execute(delete(article).where(article.c.number.in_(numbers)))
            deleted += len(rows)
            if not rows:
                return deleted

    def _conditions(self, wanted: FactFilter) -> list[ColumnElement[bool]]:
        return article_conditions(wanted, sqlite=self._database.is_sqlite)

    async def _kept(self, query: Select[Any], kinds: Collection[str] = tuple(KINDS)) -> list[Kept]:
        async with self._database.read() as connection:
            return await kept_by(connection, query, kinds)


async def kept_by(
    connection: AsyncConnection, query: Select[Any], kinds: Collection[str] = tuple(KINDS)
) -> list[Kept]:
    """The kept articles of a query made from `_articles`, with their facts of these kinds."""
    rows = (await connection.execute(query)).all()
    facts = defaultdict(list)
    for start in range(0, len(rows) if kinds else 0, _LONGEST):
        numbers = [row.number for row in rows[start : start + _LONGEST]]
        columns = fact.c.article, fact.c.ordinal, fact.c.kind, fact.c.record
        of_them = select(*columns).where(
            fact.c.article.in_(numbers), fact.c.kind.in_(kinds), fact.c.refuted.is_(False)
        )
        for row in await connection.execute(of_them.order_by(fact.c.article, fact.c.ordinal)):
            facts[row.article].append(row)
    return [
        Kept(
            article_id=row.id,
            story_id=row.story,
            kept_at=row.kept_at,
            reading=reading_of(row, facts[row.number]),
        )
        for row in rows
    ]


async def add_read(
    connection: AsyncConnection,
    number: int,
    rows: Rows,
    shingles: frozenset[int],
    traits: Mapping[int, float],
) -> None:
    """Write what was read in the article `number`."""
    await add_of(connection, fact, number, rows.facts)
    await add_of(connection, mention, number, rows.mentions)
    await add_of(connection, shingle, number, [{"hash": h} for h in sorted(shingles)])
    told = [{"hash": h, "weight": weight} for h, weight in sorted(traits.items())]
    await add_of(connection, trait, number, told)


async def add_of(
    connection: AsyncConnection, table: Table, number: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert what belongs to the article `number`; what is there already stays as it is."""
    if rows:
        statement = insert(connection, table).on_conflict_do_nothing()
        await connection.execute(statement, [{**row, "article": number} for row in rows])


def _articles() -> Select[Any]:
    columns = article.c
    return select(
        columns.number, columns.id, columns.story, columns.kept_at, columns.text, columns.record
    )
