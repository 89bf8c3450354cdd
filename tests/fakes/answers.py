"""Typed commands that answer at once, and remember what they were asked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.answers.evidence import Read, evidence_card
from bot.answers.facts_shown import judgeable, without
from bot.answers.house import notice_card
from bot.answers.phrases import Phrases
from bot.model import (
    ArticleItem,
    Card,
    Fault,
    FigureItem,
    Origin,
    PositionItem,
    QuoteItem,
    Section,
    Stance,
    TextItem,
)
from handlers.commands import Caller
from handlers.registry import Registry
from tests.fakes.words import shipped_phrases

KEY = "abcdefghij0123456789"  # twenty characters, as a delivery's key

ORIGIN = Origin(
    title="Ferry towns wait",
    url="https://www.news.example/ferry?id=1",
    source="The Vell Post",
    published=datetime(2026, 11, 20, 8, tzinfo=UTC),
    language="en",
)

ARTICLE = Card(
    kind="article",
    title="Ferry towns wait",
    url=ORIGIN.url,
    byline="The Vell Post · 20 November 2026 · English",
    image="https://pictures.example/harbour.jpg",
    image_alt="The harbour at dawn",
    sections=(
        Section(
            heading="Positions",
            items=(
                PositionItem(
                    actor="Spain",
                    stance=Stance.OPEN,
                    topic="the ferry",
                    evidence="Spain does not exclude paying for the ferry.",
                    cue=(6, 22),
                    reported_by="the mayor",
                    change="opposed it until 3 May 2026",
                ),
            ),
        ),
        Section(
            heading="Quotes",
            items=(
                QuoteItem(words="we were never asked about it", speaker="Ana Ruiz"),
                QuoteItem(words="the talks went on", speaker=None, marked=False),
            ),
        ),
        Section(
            heading="Figures",
            items=(FigureItem(words="over 3 million euros", what="subsidy", period="a year"),),
        ),
    ),
    footer="Only part of the article could be read.",
)

ANSWER = Card(
    kind="answer",
    title="Positions: sending troops",
    byline="2 articles looked at",
    sections=(
        Section(
            heading="Oppose",
            items=(
                PositionItem(
                    actor="Italy",
                    stance=Stance.OPPOSE,
                    topic="",
                    evidence="Italy is against it.",
                    cue=(6, 16),
                    origin=ORIGIN,
                ),
                TextItem(text="3 more"),
            ),
        ),
        Section(items=(ArticleItem(origin=ORIGIN, summary="The towns wrote a letter."),)),
    ),
)

QUOTES = tuple(
    QuoteItem(
        words=f"word for word number {n}", speaker="Ana Ruiz", origin=ORIGIN, facts=(f"a.{n}",)
    )
    for n in range(24)
)

LONG = Card(
    kind="answer",
    title="Quotes: Ruiz",
    sections=(Section(items=(*QUOTES[:8], TextItem(text="16 more")), rest=QUOTES[8:]),),
)

WITH_FACTS = replace(
    ARTICLE,
    sections=tuple(
        replace(
            section,
            items=tuple(
                replace(item, facts=(f"{item.kind}.{n}",)) for n, item in enumerate(section.items)
            ),
        )
        for section in ARTICLE.sections
    ),
)

NOTICE = Card(kind="notice", title="Vigie", sections=(Section(items=(TextItem(text="No."),)),))


@dataclass(slots=True)
class FakeReview:
    """Cards by key; every fact's sentence is the words it is shown with."""

    cards: dict[str, Card] = field(default_factory=dict)
    refuted: set[str] = field(default_factory=set)
    judged: list[tuple[tuple[str, ...], Fault, str, bool]] = field(default_factory=list)
    seconds: float = 0.0  # a look at a card takes

    async def keep(self, card: Card) -> str:
        key = f"kept{len(self.cards)}"
        self.cards[key] = card
        return key

    async def find(self, key: str) -> Card | None:
        await asyncio.sleep(self.seconds)
        return self.cards.get(key)

    async def standing(self, card: Card) -> Card:
        return without(card, self.refuted)

    async def evidence(self, card: Card, phrases: Phrases) -> Card:
        reads = [
            Read(
                fact=item.facts[0],
                sentence=f"The sentence of {item.facts[0]}.",
                part=(4, 12),
                rule="a rule",
                confidence=0.8,
                origin=ORIGIN,
            )
            for item in judgeable(card)
        ]
        return evidence_card(card, reads, phrases)

    async def judge(
        self, facts: Sequence[str], fault: Fault, *, person: str, is_admin: bool, phrases: Phrases
    ) -> Card:
        self.judged.append((tuple(facts), fault, person, is_admin))
        return notice_card(phrases, phrases.verdicts.noted)


@dataclass(slots=True)
class FakeAnswers:
    """`asked` holds (text, caller, addressed). Text without prefix is answered when addressed."""

    card: Card | None = ANSWER
    seconds: float = 0.0  # an answer takes
    prefix: str = "!"
    language: str = "en"
    registry: Registry = field(default_factory=lambda: Registry(shipped_phrases()))
    asked: list[tuple[str, Caller, bool]] = field(default_factory=list)
    review: FakeReview = field(default_factory=FakeReview)

    def phrases_of(self, caller: Caller) -> Phrases:
        return shipped_phrases()[self.language]

    def topic_names(self, language: str) -> tuple[str, ...]:
        return ("sending troops", "sanctions") if language == "en" else ("envoi de troupes",)

    async def reply(self, text: str, caller: Caller, *, addressed: bool = False) -> Card | None:
        self.asked.append((text, caller, addressed))
        await asyncio.sleep(self.seconds)
        return self.card if addressed or text.startswith(self.prefix) else None
