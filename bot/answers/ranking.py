"""Which facts deserve a place on a card, and in which order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TypeVar

from bot.answers.vocabulary import plain_word
from bot.model import Article, Figure, Position, Quote, Reading, Stance

T = TypeVar("T")

SHORTEST = 3  # words of a quote on a card; fewer are a term or a name, not a statement
TELLING = 0.35  # score of a figure on a card; below it are short times and handfuls of anything
STANCES = (Stance.SUPPORT, Stance.OPEN, Stance.OPPOSE, Stance.UNDECIDED)  # the order of display


def first_of_each(items: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """The first item of every key, in order."""
    found: dict[Hashable, T] = {}
    for item in items:
        found.setdefault(key(item), item)
    return list(found.values())


def same_words(words: str) -> str:
    """A form that is equal for the same words with other marks, case or accents."""
    return " ".join("".join(c if c.isalnum() else " " for c in plain_word(words)).split())


def best_quotes(reading: Reading, most: int, min_confidence: float) -> list[Quote]:
    """The quotes most worth showing, best first; one piece of each utterance, no words twice."""
    article = reading.article
    ranked = sorted(
        (q for q in reading.quotes if _is_shown(q, article, min_confidence)),
        key=lambda q: (-q.score, q.span),
    )
    one_a_group = first_of_each(ranked, lambda q: q.group or ("alone", q.span))
    return first_of_each(one_a_group, lambda q: same_words(article.at(q.span)))[:most]


def _is_shown(quote: Quote, article: Article, min_confidence: float) -> bool:
    words = article.at(quote.span)
    return quote.confidence >= min_confidence and len(words.split()) >= SHORTEST


def best_figures(reading: Reading, most: int, min_confidence: float) -> list[Figure]:
    """The figures most worth showing, best first; the same number and unit once."""
    told = (f for f in reading.figures if f.confidence >= min_confidence and f.score >= TELLING)
    ranked = sorted(
        told,
        key=lambda figure: (-figure.score, figure.span),
    )
    return first_of_each(ranked, lambda f: (f.value, f.value_max, f.unit, f.holder))[:most]


def best_positions(
    positions: Iterable[Position], min_confidence: float, known: Collection[str]
) -> list[Position]:
    """One position for each actor, topic and stance, the surest; in the order of the stances.

    Known topics come before those told in the article's own words; of the latter each actor has one
    for a stance, since an article often says the same thing twice in other words.
    """
    ranked = sorted(
        (position for position in positions if position.confidence >= min_confidence),
        key=lambda p: (p.topic not in known, STANCES.index(p.stance), -p.confidence, p.evidence),
    )
    return first_of_each(
        ranked, lambda p: (holder_of(p), p.stance, p.topic if p.topic in known else None)
    )


def holder_of(position: Position) -> str:
    """Who is answerable for a position: the country a person or body speaks for, else the actor."""
    return position.country or position.actor
