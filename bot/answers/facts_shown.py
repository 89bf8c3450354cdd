"""Which kept facts a card shows, and the card without those somebody said are wrong. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.model import Card, FigureItem, Item, PositionItem, QuoteItem, Section, SentenceItem

Fact = QuoteItem | FigureItem | PositionItem | SentenceItem  # an item that shows one


def judgeable(card: Card) -> list[Fact]:
    """The items that show kept facts, in order."""
    return [item for section in card.sections for item in _facts(section.items)]


def without(card: Card, refuted: Collection[str]) -> Card:
    """The card without the items all of whose facts are refuted."""
    if not refuted:
        return card
    sections = (_without(section, refuted) for section in card.sections)
    return replace(card, sections=tuple(s for s in sections if s.items or s.rest))


def kind_of(item: Fact) -> str:
    """The kind of fact an item shows: quote, figure, position."""
    return item.fact if isinstance(item, SentenceItem) else item.kind


def _without(section: Section, refuted: Collection[str]) -> Section:
    def stays(item: Item) -> bool:
        facts = getattr(item, "facts", ())
        return not facts or not set(facts) <= set(refuted)

    return replace(
        section,
        items=tuple(filter(stays, section.items)),
        rest=tuple(filter(stays, section.rest)),
    )


def _facts(items: tuple[Item, ...]) -> Iterator[Fact]:
    for item in items:
        if isinstance(item, QuoteItem | FigureItem | PositionItem | SentenceItem) and item.facts:
            yield item
