"""Facts as items of cards."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.answers.cards import article_card
from bot.answers.items import figure_item
from bot.answers.ranking import best_positions
from bot.model import Figure, FigureItem, Span, Stance
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.stories import ferry
from tests.fakes.words import shipped_phrases

ENGLISH = shipped_phrases()["en"]


def item(words: str, what: str | None) -> FigureItem:
    figure = Figure(span=Span(0, 1), value=Decimal(1), what=what)
    return figure_item(figure, words, None, ENGLISH, has_modifier=True)


@pytest.mark.parametrize(
    ("words", "what", "shown", "beside"),
    [
        ("25.000 personas", "personas de Vell", "25.000 personas de Vell", None),
        ("une trentaine d'Etats", "Etats", "une trentaine d'Etats", None),
        ("14-story", "story", "14-story", None),
        ("12 milliards d'euros", "d'aide", "12 milliards d'euros", "d'aide"),
        ("two person", "personal data", "two person", "personal data"),
        ("7 %", None, "7 %", None),
    ],
)
def test_a_noun_that_is_counted_stands_on_the_card_once(words, what, shown, beside):
    """The figure's words and what it counts are one phrase where they share a noun."""
    found = item(words, what)
    assert (found.words, found.what) == (shown, beside)


def test_a_figure_that_tells_little_is_not_on_a_card():
    """Short times and handfuls of anything leave the place to what matters."""
    reading = ferry()
    dull = replace(reading, figures=tuple(replace(f, score=0.2) for f in reading.figures))
    card = article_card(dull, topics=TOPICS, actors=ACTORS, phrases=ENGLISH, min_confidence=0.65)
    assert ENGLISH.headings.figures not in [section.heading for section in card.sections]


def test_topics_in_the_articles_own_words_come_last_and_once():
    """What is said twice in other words is one stand; a topic with a name comes first."""
    reading = ferry()
    first = reading.positions[0]
    own = [
        replace(first, topic=words, stance=Stance.SUPPORT, confidence=sure)
        for words, sure in (("paying for it", 0.8), ("the payment", 0.9))
    ]
    found = best_positions([*own, *reading.positions], 0.65, TOPICS.ids)
    assert [p.topic for p in found] == ["ferry", "ferry", "the payment"]


def test_a_picture_whose_words_repeat_the_title_needs_none():
    """A screen reader says the title once."""
    reading = ferry()
    article = replace(reading.article, image_alt=f"{reading.article.title}!")
    card = article_card(
        replace(reading, article=article),
        topics=TOPICS,
        actors=ACTORS,
        phrases=ENGLISH,
        min_confidence=0.65,
    )
    assert card.image_alt == ""
