"""Invented articles with facts placed by their words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

from bot.model import (
    Approx,
    Article,
    Figure,
    Mention,
    Position,
    Quote,
    QuoteKind,
    Reading,
    Span,
    Stance,
)

FERRY = (
    "The ferry to Ostrea will sail again, the ministers of four countries said on Monday.\n\n"
    "France does not rule out paying for the ferry. Italy, however, opposes the ferry line.\n\n"
    "“We will not let the islands wait another winter”, said Odile Marchand, the French transport "
    "minister. She called the price “a bargain”.\n\n"
    "More than 12 million euros were spent on the harbour last year, according to the Tide Institute."
)


def span_of(text: str, words: str) -> Span:
    """Where `words` first stand in `text`."""
    start = text.index(words)
    return Span(start, start + len(words))


def ferry(
    *,
    url: str = "https://phare.example/ferry",
    source: str = "Le Phare",
    published: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC),
    french: Stance = Stance.OPEN,
) -> Reading:
    """An article with two positions, two quotes and a figure."""

    def at(words: str) -> Span:
        return span_of(FERRY, words)

    return Reading(
        article=Article(
            url=url,
            text=FERRY,
            title="Ministers agree on the ferry",
            source_id=source.casefold().replace(" ", "-"),
            source_name=source,
            language="en",
            published=published,
        ),
        quotes=(
            Quote(
                span=at("We will not let the islands wait another winter"),
                kind=QuoteKind.DIRECT,
                speaker=at("Odile Marchand"),
                speaker_name="Odile Marchand",
                speaker_actor="FR",
                group=1,
                score=0.7,
            ),
            Quote(span=at("a bargain"), kind=QuoteKind.MIXED, group=2, score=0.9),
        ),
        figures=(
            Figure(
                span=at("12 million euros"),
                shown=at("More than 12 million euros"),
                value=Decimal(12_000_000),
                unit="EUR",
                unit_text="euros",
                approx=Approx.OVER,
                what="harbour",
                period="last year",
                reported_by="the Tide Institute",
                score=0.8,
            ),
        ),
        positions=(
            Position(
                actor="FR",
                actor_name="France",
                topic="ferry",
                stance=french,
                evidence=at("France does not rule out paying for the ferry."),
                cue=at("does not rule out"),
                confidence=0.9,
            ),
            Position(
                actor="IT",
                actor_name="Italy",
                topic="ferry",
                stance=Stance.OPPOSE,
                evidence=at("Italy, however, opposes the ferry line."),
                cue=at("opposes"),
                confidence=0.8,
            ),
            Position(
                actor="DE",
                actor_name="Germany",
                topic="ferry",
                stance=Stance.SUPPORT,
                evidence=at("The ferry to Ostrea will sail again"),
                confidence=0.2,
            ),
        ),
        topics=tuple(
            Mention("ferry", Span(found.start(), found.end()))
            for found in re.finditer("ferry", FERRY)
        ),
        actors=(Mention("FR", at("France")), Mention("IT", at("Italy"))),
        sentences=tuple(
            Span(found.start(), found.end()) for found in re.finditer(r"\S[^.]*\.", FERRY)
        ),
    )
