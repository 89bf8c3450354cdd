"""One card for a channel and a period: who stands where, what was said, how much, in which articles.

A story counts once, however many tell it: it is shown by its fullest article, with the others'
sources and the number of mere copies; the facts are those of all who tell it in their own words. A
position that changed within the period comes first. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.answers.cards import listed, other_sources
from bot.answers.changes import Stand, also_names, change_words, stands
from bot.answers.items import (
    actor_name,
    cue_in,
    figure_item,
    origin_of,
    position_item,
    quote_item,
)
from bot.answers.lexicons import Names, Topics
from bot.answers.phrases import Phrases
from bot.answers.ranking import (
    STANCES,
    best_figures,
    best_quotes,
    first_of_each,
    same_words,
)
from bot.answers.stories import distinct
from bot.answers.wording import joined
from bot.model import (
    Article,
    ArticleItem,
    Card,
    Figure,
    FigureItem,
    Item,
    Origin,
    Position,
    PositionItem,
    Quote,
    QuoteItem,
    Reading,
    Section,
)

POSITIONS, QUOTES, FIGURES, ARTICLES = 6, 3, 4, 8  # at most so many on one digest


class KeptArticle(Protocol):
    """An article as it was kept."""

    @property
    def story_id(self) -> str:
        """What its copies share."""
        ...

    @property
    def reading(self) -> Reading:
        """The article with its facts."""
        ...


@dataclass(frozen=True, slots=True)
class _Story:
    """One story: the articles that tell it in words of their own, the fullest first."""

    readings: tuple[Reading, ...]
    copies: int  # further articles with the words of these

    @property
    def reading(self) -> Reading:
        return self.readings[0]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the other articles."""
        own = self.reading.article.source_name
        names = (reading.article.source_name for reading in self.readings[1:])
        return tuple(dict.fromkeys(name for name in names if name != own))


@dataclass(frozen=True, slots=True)
class _Held:
    position: Position
    evidence: str
    cue: tuple[int, int] | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """What the items of one digest are made with."""

    topics: Names
    actors: Names
    phrases: Phrases
    min_confidence: float

    def position(self, stand: Stand) -> PositionItem:
        held = stand.newest
        item = position_item(
            held.position,
            held.evidence,
            held.cue,
            actor=actor_name(held.position, self.actors, self.phrases.code),
            topic=self.topics.name(held.position.topic, self.phrases.code),
            origin=held.origin,
            phrases=self.phrases,
        )
        return replace(
            item,
            change=change_words(stand, self.actors, self.phrases),
            also=also_names(stand, self.actors, self.phrases),
        )

    def quote(self, quote: Quote, article: Article) -> QuoteItem:
        speaker = article.at(quote.speaker) if quote.speaker else None
        origin = origin_of(article)
        return quote_item(quote, article.at(quote.span), speaker, origin, self.phrases)

    def figure(self, figure: Figure, article: Article) -> FigureItem:
        words = article.at(figure.shown or figure.span)
        has_modifier = figure.shown is not None
        origin = origin_of(article)
        return figure_item(figure, words, origin, self.phrases, has_modifier=has_modifier)

    def article(self, story: _Story) -> ArticleItem:
        lines, sources = self.phrases.lines, story.sources
        told = (
            other_sources(sources, self.phrases),
            lines.copies.format(n=story.copies) if story.copies else None,
        )
        return ArticleItem(origin=origin_of(story.reading.article), summary=joined(told))


def digest_card(
    kept: Sequence[KeptArticle],
    *,
    topics: Topics,
    actors: Names,
    phrases: Phrases,
    min_confidence: float,
    period: str,
    covers: str = "",
) -> Card:
    """The digest of some articles.

    Args:
        kept: the period's articles, in any order.
        topics: names of topics.
        actors: names of actors.
        phrases: our own words, in the channel's language.
        min_confidence: facts below it are not shown.
        period: what the title says of the time: "2026-11-24 08:00 Europe/Paris".
        covers: which sources it covers, and which could not be read.
    """
    stories = _stories(kept)
    make = _Maker(topics=topics, actors=actors, phrases=phrases, min_confidence=min_confidence)
    changed, steady = _stands(stories, min_confidence, frozenset(topics.ids))
    headings = phrases.headings
    sections = (
        _section(headings.changes, [make.position(stand) for stand in changed], POSITIONS, phrases),
        _section(headings.positions, [make.position(s) for s in steady], POSITIONS, phrases),
        Section(heading=headings.quotes, items=_quotes(stories, make)),
        Section(heading=headings.figures, items=_figures(stories, make)),
        _section(headings.articles, [make.article(s) for s in stories], ARTICLES, phrases),
    )
    return Card(
        kind="digest",
        title=phrases.titles.digest.format(about=period),
        byline=_byline(stories, len(kept), phrases),
        sections=tuple(section for section in sections if section.items),
        footer=joined((None if stories else phrases.empty.digest, covers)),
        language=phrases.code,
    )


def _section(heading: str, items: Sequence[Item], most: int, phrases: Phrases) -> Section:
    return listed(items, most, phrases, heading=heading)


def _byline(stories: Sequence[_Story], articles: int, phrases: Phrases) -> str:
    told = [reading.article for story in stories for reading in story.readings]
    sources = {article.source_name for article in told}
    languages = {article.language for article in told if article.language}
    return joined(
        (
            phrases.counts.articles.of(articles),
            phrases.counts.stories.of(len(stories)) if len(stories) < articles else None,
            phrases.counts.sources.of(len(sources)),
            ", ".join(sorted(phrases.language(code) for code in languages)),
        )
    )


def _stories(kept: Sequence[KeptArticle]) -> list[_Story]:
    """Stories, that with the newest fullest article first."""
    groups: dict[str, list[Reading]] = {}
    for one in kept:
        groups.setdefault(one.story_id, []).append(one.reading)
    return sorted(map(_story, groups.values()), key=_age)


def _story(group: Sequence[Reading]) -> _Story:
    fullest = sorted(group, key=_fullness, reverse=True)
    told = [fullest[i] for i in distinct([reading.article.text for reading in fullest])]
    return _Story(tuple(told), len(group) - len(told))


def _fullness(reading: Reading) -> tuple[bool, int, int]:
    facts = len(reading.positions) + len(reading.quotes) + len(reading.figures)
    return not reading.article.partial, facts, len(reading.article.text)


def _age(story: _Story) -> float:
    published = story.reading.article.published
    return -published.timestamp() if published else 0.0


def _stands(
    stories: Sequence[_Story], min_confidence: float, known: Collection[str]
) -> tuple[list[Stand], list[Stand]]:
    """Stands that changed within the period, and the others.

    These by topic, the one most actors take a stand on first, in the order of the stances; topics
    that are none of the `known` ids, told in an article's own words, come last.
    """
    held = [
        _Held(p, reading.article.at(p.evidence), cue_in(p), origin_of(reading.article))
        for story in stories
        for reading in story.readings
        for p in reading.positions
        if p.confidence >= min_confidence
    ]
    every = stands(held)
    steady = [stand for stand in every if stand.other is None]
    actors = Counter(stand.newest.position.topic for stand in every)

    def order(stand: Stand) -> tuple[bool, int, str, int]:
        position = stand.newest.position
        topic = position.topic
        return topic not in known, -actors[topic], topic, STANCES.index(position.stance)

    return [stand for stand in every if stand.other is not None], sorted(steady, key=order)


def _quotes(stories: Sequence[_Story], make: _Maker) -> tuple[QuoteItem, ...]:
    """The best quotes, from different stories as long as there are some."""
    first: list[tuple[Quote, Article]] = []
    second: list[tuple[Quote, Article]] = []
    for story in stories:
        found = [
            (quote, reading.article)
            for reading in story.readings
            for quote in best_quotes(reading, QUOTES, make.min_confidence)
        ]
        first += found[:1]
        second += found[1:]
    ranked = [sorted(rows, key=lambda row: -row[0].score) for rows in (first, second)]
    items = [make.quote(quote, article) for rows in ranked for quote, article in rows]
    return tuple(first_of_each(items, lambda item: same_words(item.words))[:QUOTES])


def _figures(stories: Sequence[_Story], make: _Maker) -> tuple[FigureItem, ...]:
    """The best figures: each story's first before any story's second."""
    rows = [
        (place, -figure.score, number, figure, reading.article)
        for number, story in enumerate(stories)
        for reading in story.readings
        for place, figure in enumerate(best_figures(reading, FIGURES, make.min_confidence))
    ]
    rows.sort(key=lambda row: row[:3])
    once = first_of_each(rows, lambda row: (row[3].value, row[3].value_max, row[3].unit))
    return tuple(make.figure(figure, article) for _, _, _, figure, article in once[:FIGURES])
