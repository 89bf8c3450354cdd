"""Readings <-> rows. Pure: what is written for an article, and the reading made of its rows again."""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from typing import Any, TypeVar

from bot.model import Article, Figure, Mention, Position, Quote, Reading, Span, fact_id
from bot.store.codec import ArticleRecord, dump, parse, storable

Fact = Quote | Figure | Position
F = TypeVar("F", Quote, Figure, Position)
KINDS: dict[str, type[Quote] | type[Figure] | type[Position]] = {
    "quote": Quote,
    "figure": Figure,
    "position": Position,
}

WHOLE = -1  # the ordinal of what is said of the article itself
_LONGEST_ID = 200  # code points of an id that is searched for; an index entry has its limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What is written for one article, still without its number."""

    article: dict[str, Any]
    facts: list[dict[str, Any]]
    mentions: list[dict[str, Any]]


def rows_of(
    reading: Reading, *, article_id: str, story_id: str, kept_at: datetime, sample: frozenset[int]
) -> Rows:
    """A reading as rows.

    Facts without ids of this article are numbered in the order quotes, figures, positions.
    """
    article = replace(
        reading.article, text=storable(reading.article.text), title=storable(reading.article.title)
    )
    published = article.published or kept_at
    record = ArticleRecord(
        article=replace(article, text=""),
        topics=tuple((m.id, m.span.start, m.span.end) for m in reading.topics),
        actors=tuple((m.id, m.span.start, m.span.end) for m in reading.actors),
        sentences=tuple((s.start, s.end) for s in reading.sentences),
        notes=reading.notes,
        second=reading.second,
    )
    facts = dict(enumerate(facts_of(reading)))
    if all(fact.id.startswith(f"{article_id}.") for fact in facts.values()):
        facts = {ordinal_of(fact): fact for fact in facts.values()}
    return Rows(
        article={
            "id": article_id,
            "story": story_id,
            "source_id": article.source_id,
            "source_name": storable(article.source_name),
            "url": storable(article.url),
            "title": article.title,
            "text": article.text,
            "language": article.language,
            "published": published,
            "kept_at": kept_at,
            "record": dump(record),
            "sample": pack(sample),
            "quotes": len(reading.quotes),
            "figures": len(reading.figures),
            "positions": len(reading.positions),
        },
        facts=[_fact_row(i, fact, published) for i, fact in facts.items()],
        mentions=_mention_rows(reading, facts),
    )


def facts_of(reading: Reading) -> tuple[Fact, ...]:
    """All facts: quotes, figures, positions."""
    return (*reading.quotes, *reading.figures, *reading.positions)


def ordinal_of(fact: Fact) -> int:
    """The place in its article that a kept fact's id names."""
    return int(fact.id.rpartition(".")[2])


def reading_of(row: Any, facts: Iterable[Any]) -> Reading:
    """The reading of an article's row (id, text, record) and its facts' rows in order."""
    record = parse(row.record, ArticleRecord)
    found = [fact_of(fact, row.id) for fact in facts]
    return Reading(
        article=article_of(row, record),
        quotes=tuple(fact for fact in found if isinstance(fact, Quote)),
        figures=tuple(fact for fact in found if isinstance(fact, Figure)),
        positions=tuple(fact for fact in found if isinstance(fact, Position)),
        topics=tuple(Mention(id_, Span(start, end)) for id_, start, end in record.topics),
        actors=tuple(Mention(id_, Span(start, end)) for id_, start, end in record.actors),
        sentences=sentences_of(record),
        notes=record.notes,
        second=record.second,
    )


def article_of(row: Any, record: ArticleRecord) -> Article:
    """The article with its text."""
    return replace(record.article, text=row.text)


def sentences_of(record: ArticleRecord) -> tuple[Span, ...]:
    """The sentences that were read."""
    return tuple(Span(start, end) for start, end in record.sentences)


def fact_of(row: Any, article_id: str) -> Fact:
    """The fact of a row (kind, ordinal, record), with its id."""
    return replace(parse(row.record, KINDS[row.kind]), id=fact_id(article_id, row.ordinal))


def identified(reading: Reading, article_id: str) -> Reading:
    """A reading whose facts have the ids they get when it is kept."""
    quotes, figures = len(reading.quotes), len(reading.figures)
    return replace(
        reading,
        quotes=_numbered(reading.quotes, article_id, 0),
        figures=_numbered(reading.figures, article_id, quotes),
        positions=_numbered(reading.positions, article_id, quotes + figures),
    )


def span_of(fact: Fact) -> Span:
    """Where a fact stands: a position's evidence, else its own words."""
    return fact.evidence if isinstance(fact, Position) else fact.span


def around(span: Span, sentences: Sequence[Span], margin: int = 0) -> Span:
    """The sentences a span touches, and `margin` more on either side; itself when there are none.

    `sentences` stand in order and do not overlap.
    """
    first = bisect_right(sentences, span.start, key=lambda sentence: sentence.end)
    last = bisect_left(sentences, span.end, key=lambda sentence: sentence.start) - 1
    if first > last:
        return span
    first, last = max(0, first - margin), min(len(sentences) - 1, last + margin)
    return Span(min(span.start, sentences[first].start), max(span.end, sentences[last].end))


class Places:
    """Mentions in the order of the text, found by place without a look at each."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda mention: mention.span.start)
        self._starts = [mention.span.start for mention in self._mentions]
        self._reach = list(accumulate((mention.span.end for mention in self._mentions), max))

    def within(self, span: Span) -> Iterator[Mention]:
        """Those that touch `span`."""
        first = bisect_right(self._reach, span.start)
        last = bisect_left(self._starts, span.end)
        return (m for m in self._mentions[first:last] if m.span.overlaps(span))


def pack(sample: Iterable[int]) -> bytes:
    """A sample of shingles (64 bits, signed) as bytes."""
    numbers = sorted(sample)
    return struct.pack(f"<{len(numbers)}q", *numbers)


def unpack(sample: bytes) -> frozenset[int]:
    """The sample back."""
    return frozenset(struct.unpack(f"<{len(sample) // 8}q", sample))


def _numbered(facts: Sequence[F], article_id: str, first: int) -> tuple[F, ...]:
    return tuple(
        replace(fact, id=fact_id(article_id, first + place)) for place, fact in enumerate(facts)
    )


def _fact_row(ordinal: int, fact: Fact, published: datetime) -> dict[str, Any]:
    span = span_of(fact)
    kind = next(name for name, cls in KINDS.items() if isinstance(fact, cls))
    position = fact if isinstance(fact, Position) else None
    return {
        "ordinal": ordinal,
        "kind": kind,
        "start": span.start,
        "end": span.end,
        "actor": next(iter(_own_actors(fact)), None),
        "topic": position.topic[:_LONGEST_ID] if position else None,
        "stance": position.stance.value if position else None,
        "confidence": fact.confidence,
        "published": published,
        "record": dump(fact),
        "origin": storable(fact.origin)[:_LONGEST_ID],
    }


def _own_actors(fact: Fact) -> list[str]:
    """The ids of who takes the position or says the words, and of the country they speak for."""
    match fact:
        case Position(actor=actor, country=country):
            return [name[:_LONGEST_ID] for name in (actor, country) if name]
        case Quote(speaker_actor=str(actor)):
            return [actor[:_LONGEST_ID]]
    return []


def _mention_rows(reading: Reading, facts: Mapping[int, Fact]) -> list[dict[str, Any]]:
    """Each (fact, topic or actor) once. A quote's topics may stand one sentence away from it."""
    found: dict[tuple[int, str, str], None] = {}
    topics, actors = Places(reading.topics), Places(reading.actors)
    for kind, mentions in (("topic", reading.topics), ("actor", reading.actors)):
        for mention in mentions:
            found[WHOLE, kind, mention.id[:_LONGEST_ID]] = None
    for ordinal, fact in facts.items():
        own = span_of(fact)
        for actor in _own_actors(fact):
            found[ordinal, "actor", actor] = None
            found[WHOLE, "actor", actor] = None
        for mention in actors.within(around(own, reading.sentences)):
            found[ordinal, "actor", mention.id[:_LONGEST_ID]] = None
        if isinstance(fact, Position):
            found[WHOLE, "topic", fact.topic[:_LONGEST_ID]] = None
            continue  # a position is about its own topic only, which has a column
        near = around(own, reading.sentences, margin=1 if isinstance(fact, Quote) else 0)
        for mention in topics.within(near):
            found[ordinal, "topic", mention.id[:_LONGEST_ID]] = None
    return [{"ordinal": o, "kind": kind, "value": value} for o, kind, value in found]
