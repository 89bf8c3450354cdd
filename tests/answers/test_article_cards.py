"""One article's card: verbatim, short, in order, in our words of any language."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.cards import QUOTES, article_card
from bot.answers.plain import plain
from bot.model import Article, Card, Quote, QuoteItem, QuoteKind, Reading, Span
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.stories import ferry
from tests.fakes.words import shipped_phrases


def card_of(reading: Reading, language: str = "en", min_confidence: float = 0.65) -> Card:
    return article_card(
        reading,
        topics=TOPICS,
        actors=ACTORS,
        phrases=shipped_phrases()[language],
        min_confidence=min_confidence,
    )


def text_of(card: Card) -> str:
    return plain(card, shipped_phrases()[card.language])


def test_card_in_english() -> None:
    """The whole card, as a screen reader gets it."""
    assert (
        text_of(card_of(ferry()))
        == """\
Ministers agree on the ferry
Le Phare · 23 November 2026 · English
https://phare.example/ferry

Positions
France does not rule out: Ferry line
  “France does not rule out paying for the ferry.”
Italy opposes: Ferry line
  “Italy, however, opposes the ferry line.”

Quotes
“We will not let the islands wait another winter” — Odile Marchand

Figures
More than 12 million euros — harbour · last year · according to the Tide Institute"""
    )


def test_card_in_french_keeps_the_articles_words() -> None:
    """Our words change with the channel, the article's never do."""
    text = text_of(card_of(ferry(), "fr"))
    assert "France n’exclut pas\u00a0: Ferry line" in text
    assert "«\u00a0We will not let the islands wait another winter\u00a0»" in text
    assert "selon the Tide Institute" in text


def test_facts_below_the_threshold_stay_away() -> None:
    """A doubtful position is not shown; with a lower threshold it is, as the lexicon names it."""
    assert "Germany" not in text_of(card_of(ferry()))
    assert "Germany supports: Ferry line" in text_of(card_of(ferry(), min_confidence=0.1))


def test_without_facts_the_card_says_so() -> None:
    """An article without facts still has headline, source and link."""
    card = card_of(Reading(article=replace(ferry().article, partial=True)))
    assert not card.sections
    assert card.footer == (
        "Only part of the article could be read. No quote, figure or position found in it."
    )


def test_modifier_is_ours_where_the_articles_is_not_at_hand() -> None:
    """A modifier is never lost: without the place of the article's own word, ours stands in front."""
    reading = ferry()
    figure = replace(reading.figures[0], shown=None)
    assert "over 12 million euros" in text_of(card_of(replace(reading, figures=(figure,))))


def test_one_piece_of_each_utterance() -> None:
    """Pieces of one utterance share a group and one place."""
    reading = ferry()
    again = Quote(
        span=Span(0, 30), kind=QuoteKind.DIRECT, speaker_name="Odile Marchand", group=1, score=0.1
    )
    card = card_of(replace(reading, quotes=(*reading.quotes, again)))
    assert sum(isinstance(item, QuoteItem) for s in card.sections for item in s.items) == 1


@given(st.lists(st.text(alphabet="abc é“”\n.", min_size=1, max_size=400), min_size=1, max_size=6))
def test_quotes_are_verbatim_and_few(pieces: list[str]) -> None:
    """Whatever the article: at most three quotes, each at most 280 characters, each in the text."""
    text = "|".join(pieces)
    starts = [sum(len(p) + 1 for p in pieces[:i]) for i in range(len(pieces))]
    quotes = tuple(
        Quote(span=Span(start, start + len(piece)), kind=QuoteKind.DIRECT, group=i + 1)
        for i, (start, piece) in enumerate(zip(starts, pieces, strict=True))
    )
    card = card_of(Reading(article=Article(url="https://a.example", text=text), quotes=quotes))
    shown = [item for s in card.sections for item in s.items if isinstance(item, QuoteItem)]
    assert len(shown) <= QUOTES
    for item in shown:
        assert item.words.removesuffix(" […]") in text
        assert len(item.words) <= 280
