"""Every fact with its article, for spreadsheets, scripts and network tools."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from bot.model import Article, Figure, Position, Quote
from bot.store.database import Database
from bot.store.facts import Home, homes_of
from bot.store.filters import COLUMNS
from bot.store.rows import Fact, fact_of, span_of
from bot.store.schema import article, fact

PORTION = 100  # articles read together

Kind = Literal["quote", "figure", "position"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact with its words and its article. Offsets are code points into the article's text."""

    kind: Kind
    start: int
    end: int
    words: str  # verbatim: inside the marks, number and unit, or the evidence
    sentence: str  # verbatim: the sentence it stands in
    fact: Quote | Figure | Position
    article: Article
    article_id: str
    story_id: str
    url: str
    title: str
    source: str
    published: datetime | None
    language: str | None


async def iterate(database: Database, kinds: Collection[Kind] = ()) -> AsyncIterator[FactRow]:
    """All facts (of `kinds`, when some are named), in the order their articles were kept.

    What somebody said is wrong is left out.

    Each portion is a transaction of its own: a long export blocks nobody. Articles kept meanwhile
    come too.
    """
    last = 0
    while True:
        async with database.read() as connection:
            query = select(article.c.number).where(article.c.number > last)
            portion = query.order_by(article.c.number).limit(PORTION)
            numbers = (await connection.scalars(portion)).all()
            homes = await homes_of(connection, set(numbers))
            facts = select(*COLUMNS).where(fact.c.article.in_(numbers), fact.c.refuted.is_(False))
            if kinds:
                facts = facts.where(fact.c.kind.in_(kinds))
            ordered = facts.order_by(fact.c.article, fact.c.ordinal)
            rows = (await connection.execute(ordered)).all() if numbers else []
        for row in rows:
            home = homes[row.article]
            yield fact_row(row.kind, fact_of(row, home.id), home)
        if not numbers:
            return
        last = numbers[-1]


def fact_row(kind: Kind, found: Fact, home: Home) -> FactRow:
    """A fact with its article, as it is exported."""
    span, origin = span_of(found), home.origin
    return FactRow(
        kind=kind,
        start=span.start,
        end=span.end,
        words=home.article.at(span),
        sentence=home.sentence(found),
        fact=found,
        article=home.article,
        article_id=home.id,
        story_id=home.story,
        url=origin.url,
        title=origin.title,
        source=origin.source,
        published=origin.published,
        language=origin.language,
    )
