"""One article's card: headline, who stands where, what was said, the figures, and the link. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.items import (
    actor_name,
    cue_in,
    figure_item,
    ids_of,
    origin_of,
    position_item,
    quote_item,
)
from bot.answers.joint import JointStand, joint_stands
from bot.answers.lexicons import Names, Topics
from bot.answers.phrases import Phrases
from bot.answers.ranking import best_figures, best_quotes, same_words
from bot.answers.wording import joined, origin_line
from bot.model import (
    Article,
    Card,
    Figure,
    FigureItem,
    Item,
    PositionItem,
    Quote,
    QuoteItem,
    Reading,
    Section,
    TextItem,
)

QUOTES, FIGURES, POSITIONS = 3, 4, 6  # at most so many on one article's card
SOURCES = 4  # named beside a story
REST = 60  # items of one section that are left to further pages


def article_card(
    reading: Reading,
    *,
    topics: Topics,
    actors: Names,
    phrases: Phrases,
    min_confidence: float,
    others: Sequence[str] = (),
) -> Card:
    """The card of one article.

    Args:
        reading: the article and its facts.
        topics: the known topics.
        actors: names of actors.
        phrases: our own words, in the channel's language.
        min_confidence: facts below it are not shown.
        others: names of the other sources that tell its story.
    """
    article = reading.article
    origin = origin_of(article)
    stands, more_stands = joint_stands(
        reading.positions, POSITIONS, min_confidence, frozenset(topics.ids)
    )
    quotes = best_quotes(reading, QUOTES, min_confidence)
    figures = best_figures(reading, FIGURES, min_confidence)
    held = [
        article_stand(stand, article, topics=topics, actors=actors, phrases=phrases)
        for stand in (*stands, *more_stands)
    ]
    headings = phrases.headings
    sections = (
        listed(held, len(stands), phrases, heading=headings.positions),
        Section(heading=headings.quotes, items=_quotes(quotes, article, phrases)),
        Section(heading=headings.figures, items=_figures(figures, article, phrases)),
    )
    filled = tuple(section for section in sections if section.items)
    notes = [phrases.lines.partial] if article.partial else []
    notes += [] if filled else [phrases.lines.no_facts]
    return Card(
        kind="article",
        title=article.title or article.url,
        url=article.url,
        byline=origin_line(origin, phrases),
        sections=filled,
        footer=joined((" ".join(notes), other_sources(others, phrases))),
        image=article.image,
        image_alt=_alt(article),
        language=phrases.code,
    )


def other_sources(names: Sequence[str], phrases: Phrases) -> str | None:
    """The first of the names and the number of the others; None when there are none."""
    if not names:
        return None
    left = len(names) - SOURCES
    more = phrases.lines.more.format(n=left) if left > 0 else None
    return joined((phrases.lines.also_in.format(names=", ".join(names[:SOURCES])), more))


def article_stand(
    stand: JointStand, article: Article, *, topics: Names, actors: Names, phrases: Phrases
) -> PositionItem:
    """The stand of one actor or several as an item of its article's own card."""
    position = stand.first
    names = dict.fromkeys(actor_name(p, actors, phrases.code) for p in stand.positions)
    item = position_item(
        position,
        article.at(position.evidence),
        cue_in(position),
        actor=", ".join(names),
        topic=topics.name(position.topic, phrases.code),
        origin=origin_of(article),
        phrases=phrases,
        on_own_card=True,
    )
    return replace(item, several=len(names) > 1, facts=ids_of(stand.positions))


def listed(
    items: Sequence[Item], most: int, phrases: Phrases, *, heading: str = "", hidden: int = 0
) -> Section:
    """A section of at most `most` items; the others are counted, and left to further pages.

    Args:
        items: all there are.
        most: how many are shown.
        phrases: our words, for "3 more".
        heading: of the section.
        hidden: how many there are beside `items`.
    """
    left = more(len(items) - min(most, len(items)) + hidden, phrases)
    rest = tuple(items[most : most + REST])
    return Section(heading=heading, items=(*items[:most], *left), rest=rest)


def more(count: int, phrases: Phrases) -> list[TextItem]:
    """A line that says how many were left out; none when nothing was."""
    return [TextItem(text=phrases.lines.more.format(n=count))] if count > 0 else []


def article_quote(quote: Quote, article: Article, phrases: Phrases) -> QuoteItem:
    """A quote as an item of its article's own card."""
    speaker = article.at(quote.speaker) if quote.speaker else None
    item = quote_item(quote, article.at(quote.span), speaker, origin_of(article), phrases)
    return replace(item, origin=None)


def article_figure(figure: Figure, article: Article, phrases: Phrases) -> FigureItem:
    """A figure as an item of its article's own card."""
    words = article.at(figure.shown or figure.span)
    return figure_item(figure, words, None, phrases, has_modifier=figure.shown is not None)


def _quotes(quotes: list[Quote], article: Article, phrases: Phrases) -> tuple[QuoteItem, ...]:
    return tuple(article_quote(quote, article, phrases) for quote in quotes)


def _figures(figures: list[Figure], article: Article, phrases: Phrases) -> tuple[FigureItem, ...]:
    return tuple(article_figure(figure, article, phrases) for figure in figures)


def _alt(article: Article) -> str:
    """The picture's own words; none when they only say the title again."""
    alt = article.image_alt
    return "" if same_words(alt) == same_words(article.title) else alt
