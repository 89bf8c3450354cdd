"""One card for a channel and a period: who stands where, what was said, how much, in which articles.

Copies of a wire story count once: a story is shown by its fullest article, with the number of the
others. A position that changed within the period comes first. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.answers.cards import listed
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
from bot.answers.wording import joined
from bot.model import (
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
    """One story by its fullest article; `copies` are the others."""

    reading: Reading
    copies: int

    @property
    def origin(self) -> Origin:
        return origin_of(self.reading.article)


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

    def quote(self, quote: Quote, story: _Story) -> QuoteItem:
        article = story.reading.article
        speaker = article.at(quote.speaker) if quote.speaker else None
        return quote_item(quote, article.at(quote.span), speaker, story.origin, self.phrases)

    def figure(self, figure: Figure, story: _Story) -> FigureItem:
        words = story.reading.article.at(figure.shown or figure.span)
        has_modifier = figure.shown is not None
        return figure_item(figure, words, story.origin, self.phrases, has_modifier=has_modifier)

    def article(self, story: _Story) -> ArticleItem:
        copies = self.phrases.lines.copies.format(n=story.copies) if story.copies else ""
        return ArticleItem(origin=story.origin, summary=copies)


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
    sources = {story.origin.source for story in stories}
    languages = {story.origin.language for story in stories if story.origin.language}
    return joined(
        (
            phrases.counts.articles.of(articles),
            phrases.counts.stories.of(len(stories)) if len(stories) < articles else None,
            phrases.counts.sources.of(len(sources)),
            ", ".join(sorted(phrases.language(code) for code in languages)),
        )
    )


def _stories(kept: Sequence[KeptArticle]) -> list[_Story]:
    """Stories by their fullest article, newest first."""
    groups: dict[str, list[Reading]] = {}
    for one in kept:
        groups.setdefault(one.story_id, []).append(one.reading)
    found = [_Story(max(group, key=_fullness), len(group) - 1) for group in groups.values()]
    return sorted(found, key=_age)


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
        _Held(p, story.reading.article.at(p.evidence), cue_in(p), story.origin)
        for story in stories
        for p in story.reading.positions
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
    first: list[tuple[Quote, _Story]] = []
    second: list[tuple[Quote, _Story]] = []
    for story in stories:
        for place, quote in enumerate(best_quotes(story.reading, QUOTES, make.min_confidence)):
            (second if place else first).append((quote, story))
    ranked = [sorted(rows, key=lambda row: -row[0].score) for rows in (first, second)]
    items = [make.quote(quote, story) for rows in ranked for quote, story in rows]
    return tuple(first_of_each(items, lambda item: same_words(item.words))[:QUOTES])


def _figures(stories: Sequence[_Story], make: _Maker) -> tuple[FigureItem, ...]:
    """The best figures: each story's first before any story's second."""
    rows = [
        (place, -figure.score, number, figure)
        for number, story in enumerate(stories)
        for place, figure in enumerate(best_figures(story.reading, FIGURES, make.min_confidence))
    ]
    rows.sort(key=lambda row: row[:3])
    once = first_of_each(rows, lambda row: (row[3].value, row[3].value_max, row[3].unit))
    return tuple(make.figure(figure, stories[number]) for _, _, number, figure in once[:FIGURES])
