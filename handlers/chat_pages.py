"""A card too long for one message, cut into pages. Pure.

The first page is the card made to fit, which says how much is left; the others show what is left,
in its order. A platform cuts by its own limits, and cuts the same card the same way every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answers.phrases import Phrases
from bot.model import Card, Item, Section
from handlers.chat_fit import fit, split

ITEMS = 10  # on a further page
THREAD = 5  # further pages that are posted below a question without being asked for

Problems = Callable[[Card], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a card, and which it is: `number` counts from 0, of `count` (0: not counted)."""

    card: Card
    number: int = 0
    count: int = 0
    more: bool = False  # another one follows


def first_page(card: Card, phrases: Phrases, problems: Problems) -> Page:
    """The card in one message; `problems` says what the platform would refuse."""
    shown = fit(card, phrases, problems)
    return Page(card=shown, more=any(True for _ in _left(card, shown, phrases)))


def pages(card: Card, phrases: Phrases, problems: Problems) -> list[Page]:
    """All pages of a card; arguments as of `first_page`."""
    shown = fit(card, phrases, problems)
    cards = [shown, *_further(card, list(_left(card, shown, phrases)), problems)]
    count = len(cards)
    return [
        Page(
            card=_numbered(one, number, count, phrases),
            number=number,
            count=count,
            more=number + 1 < count,
        )
        for number, one in enumerate(cards)
    ]


def _left(card: Card, shown: Card, phrases: Phrases) -> Iterator[tuple[str, Item]]:
    """What the first page does not show, with the heading it stands under."""
    for place, section in enumerate(card.sections):
        there = shown.sections[place].items if place < len(shown.sections) else ()
        kept = len(split(there, phrases.lines.more)[0])
        own = split(section.items, phrases.lines.more)[0]
        for item in (*own[kept:], *section.rest):
            yield section.heading, item


def _further(card: Card, left: Sequence[tuple[str, Item]], problems: Problems) -> Iterator[Card]:
    """What is left on pages of their own, each as full as may be."""
    start = 0
    while start < len(left):
        end = start + 1
        while end < min(len(left), start + ITEMS):
            if problems(_page(card, left[start : end + 1])):
                break
            end += 1
        yield _page(card, left[start:end])
        start = end


def _page(card: Card, items: Sequence[tuple[str, Item]]) -> Card:
    sections: list[Section] = []
    for heading, item in items:
        if sections and sections[-1].heading == heading:
            sections[-1] = replace(sections[-1], items=(*sections[-1].items, item))
        else:
            sections.append(Section(heading=heading, items=(item,)))
    return replace(card, sections=tuple(sections), byline="", footer="", image=None, image_alt="")


def _numbered(card: Card, number: int, count: int, phrases: Phrases) -> Card:
    if number == 0:
        return card
    return replace(card, byline=phrases.lines.page.format(n=number + 1, of=count))
