"""Who gives a figure, where the sentence only says it by whose words it stands in: the quote's speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import Article, Figure, Quote


def attributed(
    article: Article, figures: Sequence[Figure], quotes: Sequence[Quote]
) -> tuple[Figure, ...]:
    """The figures, each without a source given the speaker of the narrowest quote around it."""
    spoken = [(quote, name) for quote in quotes if (name := _speaker(article, quote))]
    return tuple(_given_by(figure, spoken) for figure in figures)


def _given_by(figure: Figure, spoken: Sequence[tuple[Quote, str]]) -> Figure:
    if figure.reported_by:
        return figure
    around = [(len(q.span), name) for q, name in spoken if q.span.contains(figure.span)]
    return replace(figure, reported_by=min(around)[1]) if around else figure


def _speaker(article: Article, quote: Quote) -> str | None:
    """The speaker's name, else the mention unless it is a bare pronoun."""
    if quote.speaker_name:
        return quote.speaker_name
    mention = article.at(quote.speaker) if quote.speaker else ""
    return mention if " " in mention or mention[:1].isupper() else None
