"""What was said, counted and stood for: questions to the kept facts, newest first.

Shown words are cut from the article's text by span on the way out; no row holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Article, Figure, Origin, Position, Quote, Span
from bot.store.codec import ArticleRecord, parse
from bot.store.database import Database
from bot.store.filters import COLUMNS, FactFilter, facts_query
from bot.store.folding import words_of
from bot.store.rows import Fact, around, article_of, fact_of, sentences_of, span_of
from bot.store.schema import article, fact
from bot.store.search import Phrase, phrases_in

__all__ = ["FactFilter", "Facts", "FigureHit", "PositionHit", "QuoteHit"]

PAGE = 200  # facts looked at together
REPORTS = 100  # of one story, looked at for copies of a fact
LOOKED_AT = 4_000  # facts looked at in all for a question with loose words

H = TypeVar("H")


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionHit:
    """A position; `cue` are offsets into `evidence`, None when it lies outside."""

    position: Position
    evidence: str  # verbatim
    cue: tuple[int, int] | None
    origin: Origin
    article_id: str
    story_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteHit:
    """A quote with its sentence, and the speaker's name (else the mention in the text)."""

    quote: Quote
    words: str  # verbatim, inside the marks
    speaker: str | None
    sentence: str  # verbatim
    origin: Origin
    article_id: str
    story_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureHit:
    """A figure with its sentence."""

    figure: Figure
    words: str  # verbatim: modifier, number and unit
    sentence: str  # verbatim
    origin: Origin
    article_id: str
    story_id: str


@dataclass(frozen=True, slots=True)
class Home:
    """The article a fact stands in."""

    id: str
    story: str
    article: Article
    sentences: tuple[Span, ...]

    @property
    def origin(self) -> Origin:
        """What is shown of it beside a fact."""
        article = self.article
        return Origin(
            title=article.title,
            url=article.canonical_url or article.url,
            source=article.source_name or article.source_id,
            published=article.published,
            language=article.language,
        )

    def sentence(self, found: Fact) -> str:
        """The sentence (or sentences) a fact stands in."""
        return self.article.at(around(span_of(found), self.sentences))


class Facts:
    """Questions to the kept facts. At most `limit` answers, the newest articles' first."""

    def __init__(self, database: Database) -> None:
        """Ask `database`."""
        self._database = database

    async def positions(self, wanted: FactFilter) -> list[PositionHit]:
        """Who stands where."""
        return await self._ask("position", wanted, position_hit)

    async def quotes(self, wanted: FactFilter) -> list[QuoteHit]:
        """Who said what."""
        return await self._ask("quote", wanted, quote_hit)

    async def figures(self, wanted: FactFilter) -> list[FigureHit]:
        """Which figures were given."""
        return await self._ask("figure", wanted, figure_hit)

    async def _ask(self, kind: str, wanted: FactFilter, make: Callable[[Any, Home], H]) -> list[H]:
        phrases = phrases_in(wanted.loose)
        hits: list[H] = []
        query = facts_query(kind, wanted, sqlite=self._database.is_sqlite)
        async with self._database.read() as connection:
            for offset in range(0, LOOKED_AT, PAGE):
                size = PAGE if phrases else min(PAGE, wanted.limit - len(hits))
                page = query.offset(offset).limit(size)
                rows = (await connection.execute(page)).all()
                homes = await homes_of(connection, {row.article for row in rows})
                for row in rows:
                    home = homes[row.article]
                    found = fact_of(row, home.id)
                    if _holds(found, home, phrases):
                        hits.append(make(found, home))
                if len(rows) < size or len(hits) >= wanted.limit:
                    break
        return hits[: wanted.limit]

    async def by_ids(self, ids: Sequence[str]) -> list[tuple[Fact, Home]]:
        """The facts with these ids that are still kept, in the order of the ids."""
        wanted = [(id_.rpartition(".")[0], id_) for id_ in ids]
        of_them = select(article.c.number).where(article.c.id.in_({home for home, _ in wanted}))
        async with self._database.read() as connection:
            numbers = set(await connection.scalars(of_them)) if wanted else set()
            homes = await homes_of(connection, numbers)
            query = select(*COLUMNS).where(fact.c.article.in_(sorted(numbers)))
            rows = (await connection.execute(query)).all() if numbers else []
        known = {
            found.id: (found, homes[row.article])
            for row in rows
            if (found := fact_of(row, homes[row.article].id)).id in ids
        }
        return [known[id_] for id_ in ids if id_ in known]

    async def copies(self, ids: Sequence[str]) -> list[str]:
        """The ids of facts that other reports of the same story give in the same words."""
        found = await self.by_ids(ids)
        wanted = {_told(one, home) for one, home in found}
        stories = sorted({home.story for _, home in found})
        of_them = select(article.c.number).where(article.c.story.in_(stories)).limit(REPORTS)
        async with self._database.read() as connection:
            numbers = set(await connection.scalars(of_them)) if stories else set()
            homes = await homes_of(connection, numbers)
            query = select(*COLUMNS).where(fact.c.article.in_(sorted(numbers)))
            rows = (await connection.execute(query)).all() if numbers else []
        every = ((fact_of(row, homes[row.article].id), homes[row.article]) for row in rows)
        same = [one.id for one, home in every if _told(one, home) in wanted]
        return [id_ for id_ in same if id_ not in ids]


async def homes_of(connection: AsyncConnection, numbers: set[int]) -> dict[int, Home]:
    """The articles with these numbers."""
    query = select(
        article.c.number, article.c.id, article.c.story, article.c.text, article.c.record
    ).where(article.c.number.in_(sorted(numbers)))
    homes = {}
    for row in await connection.execute(query) if numbers else ():
        record = parse(row.record, ArticleRecord)
        homes[row.number] = Home(row.id, row.story, article_of(row, record), sentences_of(record))
    return homes


def position_hit(position: Position, home: Home) -> PositionHit:
    """A position with its words."""
    evidence, cue = position.evidence, position.cue
    inside = cue is not None and evidence.contains(cue)
    return PositionHit(
        position=position,
        evidence=home.article.at(evidence),
        cue=(cue.start - evidence.start, cue.end - evidence.start) if cue and inside else None,
        origin=home.origin,
        article_id=home.id,
        story_id=home.story,
    )


def quote_hit(quote: Quote, home: Home) -> QuoteHit:
    """A quote with its words."""
    speaker = quote.speaker_name or (home.article.at(quote.speaker) if quote.speaker else None)
    return QuoteHit(
        quote=quote,
        words=home.article.at(quote.span),
        speaker=speaker,
        sentence=home.sentence(quote),
        origin=home.origin,
        article_id=home.id,
        story_id=home.story,
    )


def figure_hit(figure: Figure, home: Home) -> FigureHit:
    """A figure with its words."""
    return FigureHit(
        figure=figure,
        words=home.article.at(figure.shown or figure.span),
        sentence=home.sentence(figure),
        origin=home.origin,
        article_id=home.id,
        story_id=home.story,
    )


def _told(found: Fact, home: Home) -> Hashable:
    """Equal for the same fact told in the same words."""
    words = " ".join(home.article.at(span_of(found)).split())
    match found:
        case Position():
            return words, found.actor, found.topic, found.stance
        case Quote():
            return words, found.speaker_name
        case Figure():
            return words, found.value, found.unit, found.what


def _holds(found: Fact, home: Home, phrases: Sequence[Phrase]) -> bool:
    """True when every phrase stands in the fact's sentence or in the name of who speaks."""
    if not phrases:
        return True
    name = found.speaker_name if isinstance(found, Quote) else None
    words = words_of(f"{home.sentence(found)} \n {name or ''}")
    return all(phrase.found_in(words) for phrase in phrases)
