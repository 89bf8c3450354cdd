"""Readings made by hand: facts named by their words, spans found in the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from bot.model import (
    Article,
    Card,
    Delivery,
    Figure,
    Mention,
    Position,
    Quote,
    QuoteKind,
    Reading,
    Section,
    Span,
    Stance,
    TextItem,
)
from bot.store.outbox import delivery_key

FERRY = (
    "The harbour of Vell needs a ferry. Spain opposes the ferry subsidy of 3 million euros. "
    'Mayor Ana Ruiz said "we were never asked about it" on Monday. '
    "The Élysée stayed silent about the café. Nothing else happened."
)


def at(text: str, words: str) -> Span:
    """Where the words first stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def sentences(text: str) -> tuple[Span, ...]:
    """A cut at every full stop."""
    found, start = [], 0
    for i, sign in enumerate(text):
        if sign == ".":
            found.append(Span(start, i + 1))
            start = i + 2
    return tuple(found)


def ferry(
    number: int = 1,
    *,
    published: datetime | None = None,
    source_id: str = "post",
    text: str = FERRY,
) -> Reading:
    """An article with one quote, one figure, one position, three topic and two actor mentions."""
    return Reading(
        article=Article(
            url=f"https://news.example/{number}",
            text=text,
            title=f"Ferry {number}",
            source_id=source_id,
            source_name="The Vell Post",
            language="en",
            published=published or datetime(2026, 11, 20, 8, number % 60, tzinfo=UTC),
            authors=("Ana Lopez",),
            guid=f"guid-{number}",
        ),
        quotes=(
            Quote(
                span=at(text, "we were never asked about it"),
                kind=QuoteKind.DIRECT,
                speaker=at(text, "Mayor Ana Ruiz"),
                speaker_name="Ana Ruiz",
                speaker_actor="ana-ruiz",
                cue=at(text, "said"),
                confidence=0.9,
                rule="after",
            ),
        ),
        figures=(
            Figure(
                span=at(text, "3 million euros"),
                value=Decimal(3_000_000),
                unit="EUR",
                unit_text="euros",
                confidence=0.7,
            ),
        ),
        positions=(
            Position(
                actor="ES",
                actor_name="Spain",
                topic="ferry",
                stance=Stance.OPPOSE,
                evidence=at(text, "Spain opposes the ferry subsidy of 3 million euros."),
                cue=at(text, "opposes"),
                confidence=0.8,
            ),
        ),
        topics=(
            Mention("ferry", at(text, "ferry")),
            Mention("ferry", at(text, "ferry subsidy")),
            Mention("coffee", at(text, "café")),
        ),
        actors=(Mention("ES", at(text, "Spain")), Mention("FR", at(text, "Élysée"))),
        sentences=sentences(text),
        notes=("read by hand",),
    )


def card(title: str = "Ferry") -> Card:
    """A small card."""
    return Card(kind="article", title=title, sections=(Section(items=(TextItem(text="Hello"),)),))


def deliveries(channel: str, slots: Sequence[str], created: datetime) -> list[Delivery]:
    """Cards for one channel."""
    return [
        Delivery(
            key=delivery_key(channel, slot),
            channel=channel,
            slot=slot,
            card=card(slot),
            created=created,
        )
        for slot in slots
    ]


def unchanged(card: Card, _: frozenset[str]) -> Card:
    """A card in whose words nothing tells of a verdict."""
    return card
